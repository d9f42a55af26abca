//! What *read* hands to *normalize*: the header of a file, then batches of text fields and geometries.

use std::sync::Arc;

use super::{Fields, Geometries, TextColumn};
use crate::format::Format;

/// What is known of a file before its rows are read.
#[derive(Clone, Debug)]
pub struct Header {
    /// The name the file goes by in outputs and messages: its base name, or the shortest distinct suffix.
    pub file: Arc<str>,
    /// The format the content told.
    pub format: Format,
    /// Column names as the file spells them; `1`, `2`, … for a table without header.
    pub columns: Vec<String>,
    /// Whether rows carry a geometry of their own.
    pub has_geometry: bool,
    /// The name of the text encoding (`UTF-8`, `windows-1252`, …).
    pub encoding: &'static str,
    /// The delimiter, for delimited text.
    pub delimiter: Option<char>,
    /// The coordinate reference system as the file names it, where it names one (`EPSG:4326`, `urn:ogc:def:crs:OGC:1.3:CRS84`).
    pub crs: Option<String>,
    /// The first rows (at most 100), all columns, to guess from.
    pub sample: Vec<TextColumn>,
}

/// Which columns and geometries a reading hands on.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Indices into [`Header::columns`], in the order in which batches shall carry them.
    pub columns: Vec<usize>,
    /// Whether batches carry geometries.
    pub geometry: bool,
}

/// Consecutive rows of one file. All columns have one field for each entry of `rows`.
#[derive(Clone, Debug, Default)]
pub struct Batch<'a> {
    /// Where each row stands, as the owner counts: the physical line on which the record starts (header = 1) in
    /// delimited text, the number of the feature (from 1) elsewhere.
    pub rows: Vec<u64>,
    /// One column for each of [`Wanted::columns`]; fields as the file has them, JSON `null` as blank, other JSON
    /// values by their source text (strings unescaped).
    pub columns: Vec<Fields<'a>>,
    /// One geometry for each row if wanted, else empty.
    pub geometries: Geometries,
    /// Rows that are no rows, in order; they are not in `rows`.
    pub refused: Vec<RefusedRow>,
}

impl Batch<'_> {
    /// The batch with copies of its fields.
    #[must_use]
    pub fn into_owned(self) -> Batch<'static> {
        let columns = self.columns.into_iter().map(Fields::into_column);
        Batch {
            rows: self.rows,
            columns: columns.map(Fields::Copies).collect(),
            geometries: self.geometries,
            refused: self.refused,
        }
    }
}

impl<'a> Batch<'a> {
    /// The batch without the rows that are marked.
    #[must_use]
    pub fn without(self, marked: &[bool]) -> Self {
        let kept: Vec<usize> = (0..self.rows.len()).filter(|row| !marked[*row]).collect();
        let chosen = |fields: &Fields<'a>| -> TextColumn {
            kept.iter().map(|row| fields.get(*row)).collect()
        };
        Self {
            rows: kept.iter().map(|row| self.rows[*row]).collect(),
            columns: self
                .columns
                .iter()
                .map(|fields| Fields::Copies(chosen(fields)))
                .collect(),
            geometries: self.geometries.of_rows(&kept),
            refused: self.refused,
        }
    }
}

/// A row that could not be taken as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Where it stands, counted as [`Batch::rows`].
    pub row: u64,
    /// The stable word of the check that refused it: `field_count`, `encoding` or `structure`.
    pub check: &'static str,
    /// What was found, shortened.
    pub value: String,
    /// What was expected, what was found.
    pub message: String,
}
