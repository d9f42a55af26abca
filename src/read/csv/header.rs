//! The first record of a text in, the names of its columns out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::batch::field_text;
use super::quoted::Kind;
use super::record::{Field, Record, Records};
use super::{Dialect, MAX_RECORD_BYTES, Position, malformed};
use crate::error::Error;
use crate::issue::Place;
use crate::read::MAX_COLUMNS;
use crate::read::encoding::{self, TextSource};
use crate::read::origin::Head;

/// How much of a text is read first to find its header.
const HEADER_BYTES: usize = 64 << 10;

/// The names of the columns, and where the rows start. Blank records before the header are skipped.
pub(super) fn columns(
    file: &Arc<str>,
    text: &TextSource,
    dialect: Dialect,
    has_header: bool,
) -> Result<(Vec<String>, Position), Error> {
    let mut n_bytes = HEADER_BYTES;
    loop {
        let head = text.head(n_bytes)?;
        let beginning = Beginning {
            file,
            encoding: text.encoding(),
            dialect,
            head: &head,
        };
        if let Some(found) = beginning.columns(has_header)? {
            return Ok(found);
        }
        if n_bytes > MAX_RECORD_BYTES {
            let expected = format!("a header within {MAX_RECORD_BYTES} bytes");
            return Err(Error::malformed(
                Place::file(file),
                expected,
                "a longer one",
            ));
        }
        n_bytes *= 4;
    }
}

/// The beginning of a text.
struct Beginning<'a> {
    file: &'a Arc<str>,
    encoding: &'static str,
    dialect: Dialect,
    head: &'a Head,
}

impl Beginning<'_> {
    /// The columns and where the rows start; nothing where more of the text is needed to tell.
    fn columns(&self, has_header: bool) -> Result<Option<(Vec<String>, Position)>, Error> {
        let bytes = &self.head.bytes[..];
        let mut records = Records::new(bytes, self.dialect, Position { at: 0, line: 1 });
        loop {
            let start = records.position();
            let record = match records.next() {
                Err(flaw) if flaw.kind == Kind::Unclosed && !self.head.is_whole => return Ok(None),
                Err(flaw) => return Err(malformed(self.file, self.dialect, &flaw)),
                Ok(Some(record)) => record,
                Ok(None) if !self.head.is_whole => return Ok(None),
                Ok(None) => {
                    let place = Place::file(self.file);
                    return Err(Error::malformed(place, "a record", "only blank lines"));
                }
            };
            // A carriage return at the end of the head may be half a line end.
            if !self.head.is_whole && record.span.end + 1 >= bytes.len() {
                return Ok(None);
            }
            let place = Place::row(self.file, record.line);
            check_count(&place, records.fields().len())?;
            if !has_header {
                let columns = (1..=records.fields().len()).map(|number| number.to_string());
                return Ok(Some((columns.collect(), start)));
            }
            let names = self.names(&place, &record, records.fields())?;
            if names.iter().any(|name| !name.is_empty()) {
                return Ok(Some((numbered(&place, names)?, records.position())));
            }
        }
    }

    fn names(
        &self,
        place: &Place,
        record: &Record,
        fields: &[Field],
    ) -> Result<Vec<String>, Error> {
        let words = &self.head.bytes[record.span.clone()];
        let words = encoding::undamaged(words).ok_or_else(|| {
            let expected = format!("a header in {}", self.encoding);
            Error::malformed(place.clone(), expected, "bytes that are no text")
        })?;
        let text = |field: &Field| field_text(words, record.span.start, *field, self.dialect);
        let names = fields.iter().map(|field| text(field).trim().to_owned());
        Ok(names.collect())
    }
}

fn check_count(place: &Place, n_columns: usize) -> Result<(), Error> {
    if n_columns <= MAX_COLUMNS {
        return Ok(());
    }
    let expected = format!("at most {MAX_COLUMNS} columns");
    Err(Error::malformed(
        place.clone(),
        expected,
        n_columns.to_string(),
    ))
}

/// The names, the blank ones replaced by the number of their column; other names must differ.
pub(in crate::read) fn numbered(place: &Place, names: Vec<String>) -> Result<Vec<String>, Error> {
    let mut seen = BTreeSet::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !seen.insert(name.as_str()) {
            let place = place.clone().in_column(name);
            return Err(Error::malformed(place, "distinct column names", "it twice"));
        }
    }
    let number = |(index, name): (usize, String)| {
        if name.is_empty() {
            (index + 1).to_string()
        } else {
            name
        }
    };
    Ok(names.into_iter().enumerate().map(number).collect())
}
