//! How many bytes are packed in, how many may come out: the limit that packed files are held to.
//!
//! A few bytes can be packed to stand for terabytes. Tables padded with blanks come to 50 times their packed size.

/// How many times larger than its packed bytes a content may be.
pub(super) const MAX_RATIO: u64 = 200;

/// So many bytes are harmless whatever they were packed to.
const HARMLESS_BYTES: u64 = 16 << 20;

/// The most bytes that may come out of so many packed ones.
pub(super) fn limit(n_packed: u64) -> u64 {
    n_packed.saturating_mul(MAX_RATIO).max(HARMLESS_BYTES)
}
