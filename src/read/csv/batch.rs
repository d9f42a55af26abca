//! A block of text in, a batch of rows out.

use std::borrow::Cow;

use super::block::Block;
use super::record::{Field, Record, Records};
use super::{Dialect, MAX_RECORD_BYTES, Position, Table, malformed};
use crate::error::Error;
use crate::formula;
use crate::issue::Place;
use crate::read::{QUOTED_BYTES, encoding, refused};
use crate::table::{Batch, Fields, Geometries, GeometryKind, RefusedRow, Wanted};

/// The longest field of a row.
const MAX_FIELD_BYTES: usize = 1 << 20;

impl Table {
    /// The first `max_rows` rows of a block.
    pub(super) fn batch<'a>(
        &self,
        block: &'a Block,
        wanted: &Wanted,
        max_rows: usize,
    ) -> Result<Batch<'a>, Error> {
        let mut batch = Batch {
            columns: vec![Fields::default(); wanted.columns.len()],
            ..Batch::default()
        };
        let bytes = &block.bytes[..];
        let first = Position {
            at: 0,
            line: block.line,
        };
        let text = encoding::undamaged(bytes);
        let mut records = Records::new(bytes, self.dialect, first);
        while batch.rows.len() < max_rows
            && let Some(record) = records
                .next()
                .map_err(|flaw| malformed(&self.file, self.dialect, &flaw))?
        {
            let raw = &bytes[record.span.clone()];
            self.check_length(&record)?;
            let words = match text {
                Some(text) => Some(&text[record.span.clone()]),
                None => encoding::undamaged(raw),
            };
            match self.row(&record, records.fields(), words, raw) {
                Ok(Some(words)) => {
                    let start = record.span.start;
                    for (column, wanted) in batch.columns.iter_mut().zip(&wanted.columns) {
                        let field = records.fields()[*wanted];
                        if field.has_doubled {
                            column.push(field_text(words, start, field, self.dialect));
                        } else {
                            let field = &words[field.start - start..field.end - start];
                            column.push_slice(formula::unmarked(field));
                        }
                    }
                    batch.rows.push(record.line);
                }
                Ok(None) => {}
                Err(row) => batch.refused.push(row),
            }
        }
        if wanted.geometry {
            batch.geometries = without_geometry(batch.rows.len());
        }
        Ok(batch)
    }

    fn check_length(&self, record: &Record) -> Result<(), Error> {
        if record.span.len() <= MAX_RECORD_BYTES {
            return Ok(());
        }
        let place = Place::row(&self.file, record.line);
        let expected = format!("a record of at most {MAX_RECORD_BYTES} bytes");
        Err(Error::malformed(place, expected, "a longer one"))
    }

    /// The text of a record that is a row; nothing for a blank line.
    fn row<'a>(
        &self,
        record: &Record,
        fields: &[Field],
        words: Option<&'a str>,
        raw: &[u8],
    ) -> Result<Option<&'a str>, RefusedRow> {
        let refuse = |check, message| {
            let start = &raw[..raw.len().min(QUOTED_BYTES)];
            let value = String::from_utf8_lossy(start);
            refused(record.line, check, &value, message)
        };
        let Some(words) = words else {
            return Err(refuse("encoding", encoding::damage(self.text.encoding())));
        };
        if fields.len() != self.n_columns {
            if fields.len() == 1 && words.trim_ascii().is_empty() {
                return Ok(None);
            }
            let (expected, found) = (self.n_columns, fields.len());
            let message = format!("expected {expected} fields, found {found}");
            return Err(refuse("field_count", message));
        }
        if record.span.len() > MAX_FIELD_BYTES
            && let Some(field) = fields
                .iter()
                .find(|field| field.end - field.start > MAX_FIELD_BYTES)
        {
            let length = field.end - field.start;
            let message = format!(
                "expected fields of at most {MAX_FIELD_BYTES} bytes, found one of {length}"
            );
            return Err(refuse("structure", message));
        }
        Ok(Some(words))
    }
}

/// The text of a field of a record that starts at `start`: with its doubled quotes made single, and without the mark
/// that keeps spreadsheets from running it.
pub(super) fn field_text(
    record: &str,
    start: usize,
    field: Field,
    dialect: Dialect,
) -> Cow<'_, str> {
    let text = &record[field.start - start..field.end - start];
    match dialect.quote {
        Some(quote) if field.has_doubled => {
            let quote = char::from(quote);
            let doubled = format!("{quote}{quote}");
            let single = text.replace(&doubled, &quote.to_string());
            Cow::Owned(formula::unmarked(&single).to_owned())
        }
        _ => Cow::Borrowed(formula::unmarked(text)),
    }
}

/// Geometries of rows that have none.
fn without_geometry(n_rows: usize) -> Geometries {
    let mut geometries = Geometries::default();
    for _ in 0..n_rows {
        geometries.push_without(GeometryKind::Missing);
    }
    geometries
}
