//! A workbook in, the header and batches of the rows of one of its sheets out.
//!
//! `container`, `records` and `repeats` refuse what would grow out of bounds, `workbook` finds the sheet and hands on its
//! cells, `cell` turns one into text, `sheet` gathers the text and tells titles, header and rows apart. The foreign
//! parser may panic on damaged files; a panic ends as the error that it is.

mod cell;
mod container;
mod records;
mod repeats;
mod sheet;
mod workbook;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{ReadOptions, SAMPLE_ROWS, all_columns, order};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Batch, Fields, GeometryKind, Header, TextColumn, Wanted};
use sheet::Sheet;

/// How many rows make one batch.
const BATCH_ROWS: usize = 8_192;

/// Reads the sheet that is wanted, or the only one that has rows.
pub(super) fn open(
    file: &Arc<str>,
    bytes: Vec<u8>,
    format: Format,
    options: &ReadOptions,
) -> Result<(Header, Table), Error> {
    let read = AssertUnwindSafe(|| {
        let format = container::check(file, &bytes, format)?;
        workbook::read(file, bytes, format, options).map(|sheet| (format, sheet))
    });
    let (format, sheet) =
        catch_unwind(read).unwrap_or_else(|_| Err(damaged(file, "one that is damaged")))?;
    let table = Table { sheet };
    let columns = table.sheet.names.clone();
    let header = Header {
        file: Arc::clone(file),
        format,
        has_geometry: false,
        encoding: "UTF-8",
        delimiter: None,
        crs: None,
        sample: table.sample(columns.len()),
        columns,
    };
    Ok((header, table))
}

/// A workbook that the parser does not understand.
fn damaged(file: &Arc<str>, found: impl Into<String>) -> Error {
    Error::malformed(Place::file(file), "a workbook", found)
}

/// A sheet whose rows can be read.
#[derive(Debug)]
pub(super) struct Table {
    sheet: Sheet,
}

impl Table {
    /// Reads all rows in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let n_rows = self.sheet.rows.len();
        let starts = (0..n_rows.max(1)).step_by(BATCH_ROWS);
        let batch = |start: usize| {
            let mut batch = self.batch(start..n_rows.min(start + BATCH_ROWS), wanted);
            if start == 0 {
                batch.refused.clone_from(&self.sheet.titles);
            }
            Ok(map(batch))
        };
        order::in_order(starts.map(Ok), batch, fold)
    }

    /// The first rows, all columns.
    fn sample(&self, n_columns: usize) -> Vec<TextColumn> {
        let first = 0..self.sheet.rows.len().min(SAMPLE_ROWS);
        let batch = self.batch(first, &all_columns(n_columns));
        batch.columns.into_iter().map(Fields::into_column).collect()
    }

    fn batch(&self, rows: Range<usize>, wanted: &Wanted) -> Batch<'_> {
        let fields = |column: &usize| {
            let column = self.sheet.column(*column);
            Fields::Slices(rows.clone().map(|row| column.get(row)).collect())
        };
        let mut batch = Batch {
            columns: wanted.columns.iter().map(fields).collect(),
            rows: self.sheet.rows[rows.clone()].to_vec(),
            ..Batch::default()
        };
        if wanted.geometry {
            rows.for_each(|_| batch.geometries.push_without(GeometryKind::Missing));
        }
        batch
    }
}
