//! A table ready to be written: named, typed columns and at most one geometry column.

use std::borrow::Cow;

use super::{Nesting, Outlines, TextColumn, Values};
use crate::lonlat::LonLat;

/// A table ready to be written, in any format. All columns and the geometry have `n_rows` rows.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The file name without extension, and the layer's name: `regions_adm2`.
    pub name: String,
    /// Number of rows.
    pub n_rows: usize,
    /// Columns in the order in which they are written.
    pub columns: Vec<(String, Column<'a>)>,
    /// The geometry of the rows.
    pub geometry: FrameGeometry<'a>,
}

/// The values of one column; `None` and blank text are null.
#[derive(Clone, Debug)]
pub enum Column<'a> {
    /// Text.
    Text(Cow<'a, TextColumn>),
    /// Text from a small set: for each row an index into `words`.
    Words {
        /// Index into `words`, for each row.
        keys: Values<'a, u32>,
        /// The distinct texts.
        words: Cow<'a, TextColumn>,
    },
    /// Whole numbers.
    Integer(Values<'a, i64>),
    /// Real numbers; never NaN or infinite.
    Real(Values<'a, f64>),
}

/// The geometry of a frame's rows.
#[derive(Clone, Copy, Debug)]
pub enum FrameGeometry<'a> {
    /// None: a plain table.
    None,
    /// Points; rows without one have a null geometry.
    Points(&'a [Option<LonLat>]),
    /// Outlines with the nesting of their rings; blank rows have a null geometry.
    Outlines(&'a Outlines, &'a Nesting),
}

impl Column<'_> {
    /// The text of a row in a text column, `None` where it is null or the column is numeric.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(fields) => fields.known(row),
            Self::Words { keys, words } => keys.get(row).and_then(|key| words.known(key as usize)),
            Self::Integer(_) | Self::Real(_) => None,
        }
    }
}
