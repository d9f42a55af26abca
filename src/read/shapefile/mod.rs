//! A Shapefile in, its header and its rows out: outlines or points of the `.shp`, columns of the `.dbf` beside it.
//!
//! The crate `shapefile` passes over rows marked as deleted in the one file and not in the other, so that all later
//! outlines get their neighbors' names; it reads codes as floats, and it takes a cut file for a shorter one. Here
//! `records` and `table` want every byte of both files accounted for and as many rows in the one as in the other,
//! `shape` and `field` read what they hold, and `codepage` tells what text is written in. Memo columns are left out.

mod codepage;
mod field;
mod records;
mod shape;
mod table;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::held::{About, Held};
use super::surroundings::Surroundings;
use super::{encoding, refused};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::Header;
use field::Field;
use table::Table;

/// Bytes that are not those of the format.
#[derive(Debug)]
struct Damage {
    expected: String,
    found: String,
}

impl Damage {
    fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            found: found.into(),
        }
    }
}

/// Reads a `.shp` and the files beside it; `label` is that of the text encoding, if it is known.
pub(super) fn open(
    file: &Arc<str>,
    bytes: &[u8],
    label: Option<&str>,
    surroundings: &Surroundings<'_>,
) -> Result<(Header, Held), Error> {
    let damaged = |part: &'static str| {
        move |damage: Damage| {
            let expected = format!("{part} with {}", damage.expected);
            Error::malformed(Place::file(file), expected, damage.found)
        }
    };
    let beside = surroundings.beside;
    let records = records::of(bytes).map_err(damaged("a .shp"))?;
    let rows = beside("dbf")?.ok_or_else(|| {
        let found = "none; the attributes of the outlines are in it";
        Error::malformed(Place::file(file), "a .dbf file beside the .shp", found)
    })?;
    let table = table::of(&rows).map_err(damaged("a .dbf"))?;
    let index = beside("shx")?
        .map(|index| records::count_of_index(&index))
        .transpose();
    check_counts(
        file,
        records.len(),
        &table,
        index.map_err(damaged("a .shx"))?,
    )?;
    let page = codepage::of(&table, beside("cpg")?.as_deref(), label)?;
    let held = held(&records, &table, page);
    let about = About {
        format: Format::Shapefile,
        has_geometry: true,
        encoding: page.name(),
        crs: beside("prj")?.and_then(|text| crs(&text)),
    };
    Ok((held.header(file, about)?, held))
}

fn check_counts(
    file: &Arc<str>,
    n_shapes: usize,
    table: &Table<'_>,
    n_indexed: Option<usize>,
) -> Result<(), Error> {
    let counts = [("dbf", Some(table.n_rows())), ("shx", n_indexed)];
    for (extension, count) in counts {
        if let Some(count) = count
            && count != n_shapes
        {
            let expected = format!("a .{extension} of as many rows as the .shp, {n_shapes}");
            return Err(Error::malformed(
                Place::file(file),
                expected,
                count.to_string(),
            ));
        }
    }
    Ok(())
}

fn held(records: &[&[u8]], table: &Table<'_>, page: &'static encoding_rs::Encoding) -> Held {
    let fields: Vec<&Field> = table
        .fields()
        .iter()
        .filter(|field| field.is_read())
        .collect();
    let mut held = Held::of_columns(fields.iter().map(|field| field.name().to_owned()));
    let mut texts = Vec::new();
    for (number, (record, row)) in (1..).zip(records.iter().zip(table.rows())) {
        if row.is_deleted() {
            let message = "expected a row, found one that is marked as deleted".to_owned();
            held.refused.push(refused(number, "structure", "", message));
            continue;
        }
        texts.clear();
        texts.extend(
            fields
                .iter()
                .map_while(|field| field.text(row.cell(field), page)),
        );
        if texts.len() < fields.len() {
            let value = String::from_utf8_lossy(row.cell(fields[texts.len()]));
            let message = encoding::damage(page.name());
            held.refused
                .push(refused(number, "encoding", value.trim_end(), message));
            continue;
        }
        for ((_, column), text) in held.columns.iter_mut().zip(&texts) {
            column.push(text);
        }
        shape::push(record, &mut held.geometries);
        held.rows.push(number);
    }
    held
}

/// The reference system as the `.prj` has it.
fn crs(text: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    let text = text.trim_start_matches('\u{feff}').trim();
    (!text.is_empty()).then(|| text.to_owned())
}
