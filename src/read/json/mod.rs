//! JSON in, its header and batches of its rows out: an array of objects, the pages of an interface, or JSON lines.
//!
//! `frame` finds the rows in one strict pass that tracks depth and strings, `row` takes a row apart and gives what
//! lies inside objects flat names. Every row is checked to be JSON. The rows are looked at twice: for keys, then for
//! values. Strings, columns and flaws are those of `geojson`.

mod frame;
mod row;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

pub(super) use frame::is_table;

use super::encoding::{self, Text};
use super::geojson::column::{Columns, Row};
use super::geojson::cursor::Syntax;
use super::geojson::{Flaw, malformed};
use super::{BATCH_BYTES, MAX_COLUMNS, QUOTED_BYTES, SAMPLE_ROWS, all_columns, order, refused};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Batch, Fields, GeometryKind, Header, TextColumn, Wanted};

/// A JSON text with known columns.
#[derive(Debug)]
pub(super) struct Document {
    file: Arc<str>,
    text: Text,
    rows: Vec<Range<usize>>,
    columns: Columns,
}

/// Finds the rows and the columns of a text.
pub(super) fn open(file: &Arc<str>, text: Text) -> Result<(Header, Document), Error> {
    let rows = frame::of(text.bytes()).map_err(|syntax| malformed(Place::file(file), &syntax))?;
    let mut document = Document {
        file: Arc::clone(file),
        text,
        rows,
        columns: Columns::default(),
    };
    document.columns = document.all_columns()?;
    let header = Header {
        file: Arc::clone(file),
        format: Format::Json,
        columns: document.columns.names().to_vec(),
        has_geometry: false,
        encoding: document.text.encoding(),
        delimiter: None,
        crs: None,
        sample: document.sample()?,
    };
    Ok((header, document))
}

impl Document {
    /// Reads all rows in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let groups = order::groups(&self.rows, BATCH_BYTES);
        let batch = |group| self.batch(group, wanted).map(&map);
        order::in_order(groups.into_iter().map(Ok), batch, fold)
    }

    /// The first rows, all columns.
    fn sample(&self) -> Result<Vec<TextColumn>, Error> {
        let first = 0..self.rows.len().min(SAMPLE_ROWS);
        let batch = self.batch(first, &all_columns(self.columns.names().len()))?;
        let columns = batch.columns.into_iter();
        Ok(columns.map(Fields::into_column).collect())
    }

    /// The union of the columns of all rows.
    fn all_columns(&self) -> Result<Columns, Error> {
        let mut columns = Columns::default();
        let groups = order::groups(&self.rows, BATCH_BYTES);
        let merge = |found: Columns| {
            columns.merge(&found);
            self.check_count(&columns)
        };
        let columns_of = |group| self.columns_of(group);
        order::in_order(groups.into_iter().map(Ok), columns_of, merge)?;
        Ok(columns)
    }

    fn columns_of(&self, group: Range<usize>) -> Result<Columns, Error> {
        let mut columns = Columns::default();
        for number in group {
            let added = self
                .words(number)
                .and_then(|words| row::add_columns(words, &mut columns));
            // A refused row is reported when the rows are read.
            if let Err(Flaw::NotJson(syntax)) = added {
                return Err(self.malformed(number, &syntax));
            }
            self.check_count(&columns)?;
        }
        Ok(columns)
    }

    fn check_count(&self, columns: &Columns) -> Result<(), Error> {
        if columns.names().len() <= MAX_COLUMNS {
            return Ok(());
        }
        let expected = format!("at most {MAX_COLUMNS} different properties");
        let place = Place::file(&self.file);
        Err(Error::malformed(place, expected, "more"))
    }

    fn batch(&self, group: Range<usize>, wanted: &Wanted) -> Result<Batch<'_>, Error> {
        let mut batch = Batch {
            columns: vec![Fields::default(); wanted.columns.len()],
            ..Batch::default()
        };
        let mut fields = Row::new(&self.columns);
        for number in group {
            match self.add(number, wanted, &mut fields, &mut batch) {
                Ok(()) => batch.rows.push(number as u64 + 1),
                Err(Flaw::NotJson(syntax)) => return Err(self.malformed(number, &syntax)),
                Err(Flaw::Refused { check, message }) => {
                    let bytes = self.bytes_of(number);
                    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(QUOTED_BYTES)]);
                    let row = refused(number as u64 + 1, check, &start, message);
                    batch.refused.push(row);
                }
            }
        }
        Ok(batch)
    }

    /// Adds one row to a batch; a refused one leaves no trace there.
    fn add<'a>(
        &'a self,
        number: usize,
        wanted: &Wanted,
        fields: &mut Row<'a>,
        batch: &mut Batch<'a>,
    ) -> Result<(), Flaw> {
        row::fill(self.words(number)?, &self.columns, fields)?;
        for (column, wanted) in batch.columns.iter_mut().zip(&wanted.columns) {
            column.push(fields.field(*wanted));
        }
        if wanted.geometry {
            batch.geometries.push_without(GeometryKind::Missing);
        }
        Ok(())
    }

    fn words(&self, number: usize) -> Result<&str, Flaw> {
        encoding::undamaged(self.bytes_of(number)).ok_or_else(|| Flaw::Refused {
            check: "encoding",
            message: encoding::damage(self.text.encoding()),
        })
    }

    fn bytes_of(&self, number: usize) -> &[u8] {
        &self.text.bytes()[self.rows[number].clone()]
    }

    fn malformed(&self, number: usize, syntax: &Syntax) -> Error {
        malformed(Place::row(&self.file, number as u64 + 1), syntax)
    }
}
