//! The first record of a text in, the names of its columns out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::batch::field_text;
use super::record::Records;
use super::{Dialect, Position, malformed};
use crate::error::Error;
use crate::issue::Place;
use crate::read::MAX_COLUMNS;
use crate::read::encoding::{self, Text};

/// The names of the columns, and where the rows start. Blank records before the header are skipped.
pub(super) fn columns(
    file: &Arc<str>,
    text: &Text,
    dialect: Dialect,
    has_header: bool,
) -> Result<(Vec<String>, Position), Error> {
    let mut records = Records::new(text.bytes(), dialect, Position { at: 0, line: 1 });
    loop {
        let start = records.position();
        let Some(record) = records
            .next()
            .map_err(|flaw| malformed(file, dialect, &flaw))?
        else {
            let found = "only blank lines";
            return Err(Error::malformed(Place::file(file), "a record", found));
        };
        let place = Place::row(file, record.line);
        check_count(&place, records.fields().len())?;
        if !has_header {
            let columns = (1..=records.fields().len()).map(|number| number.to_string());
            return Ok((columns.collect(), start));
        }
        let words = encoding::undamaged(&text.bytes()[record.span.clone()]).ok_or_else(|| {
            let expected = format!("a header in {}", text.encoding());
            Error::malformed(place.clone(), expected, "bytes that are no text")
        })?;
        let names: Vec<String> = records
            .fields()
            .iter()
            .map(|field| field_text(words, record.span.start, *field, dialect))
            .map(|name| name.trim().to_owned())
            .collect();
        if names.iter().any(|name| !name.is_empty()) {
            return Ok((numbered(&place, names)?, records.position()));
        }
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
fn numbered(place: &Place, names: Vec<String>) -> Result<Vec<String>, Error> {
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
