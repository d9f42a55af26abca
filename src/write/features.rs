//! What the writer of `FlatGeobuf` asks of the features of a frame, whatever their geometry.

use std::io;

use rayon::prelude::*;

use super::bounds::Bounds;

/// The largest feature, for it is built in a buffer that ends at 2 GiB and grows by doubling.
pub(super) const LARGEST_FEATURE_BYTES: u32 = 1 << 30;

/// The features of a frame. They are measured first and made when they are written, so that none has to be kept.
pub(super) trait Features: Sync {
    /// Number of rows of the frame.
    fn n_rows(&self) -> u32;

    /// The size of a row's feature, its own size included; 0 where the row has no geometry, and so no feature.
    fn n_bytes(&self, row: u32) -> u64;

    /// The box around a row's geometry.
    fn bounds(&self, row: u32) -> Bounds;

    /// Appends the features of some rows that have one.
    fn push(&self, rows: &[u32], buffer: &mut Vec<u8>);
}

/// Fails at the first row whose feature is too large.
pub(super) fn check_sizes(sizes: &[u32]) -> io::Result<()> {
    let is_above = |size: &u32| *size > LARGEST_FEATURE_BYTES;
    match sizes.par_iter().position_first(is_above) {
        None => Ok(()),
        Some(row) => {
            let message = format!("row {} is above 1 GiB", row + 1);
            Err(io::Error::new(io::ErrorKind::InvalidInput, message))
        }
    }
}
