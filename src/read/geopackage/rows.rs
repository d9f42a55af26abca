//! A layer in, its whole table out.

use std::borrow::Cow;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::layers::Layer;
use crate::read::held::Held;
use crate::read::number::real_text;
use crate::read::{encoding, refused, wkb};
use crate::table::{Geometries, GeometryKind};

/// The flags of a geometry's header.
const IS_EXTENDED: u8 = 0x20;
const IS_EMPTY: u8 = 0x10;

/// A column of a layer.
struct Column {
    name: String,
    is_truth: bool,
}

/// Reads all rows, in the order in which they are stored.
pub(super) fn of(database: &Connection, layer: &Layer) -> rusqlite::Result<Held> {
    let geometry = layer.geometry.as_ref().map(|column| column.name.as_str());
    let columns = columns(database, &layer.name, geometry)?;
    let mut held = Held::of_columns(columns.iter().map(|column| column.name.clone()));
    let mut names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    names.push(geometry.map_or_else(|| "NULL".to_owned(), quoted));
    let query = format!("SELECT {} FROM {}", names.join(", "), quoted(&layer.name));
    let mut query = database.prepare(&query)?;
    let mut rows = query.query([])?;
    let mut number = 0;
    while let Some(row) = rows.next()? {
        number += 1;
        let mut texts = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            texts.push(text(row.get_ref(index)?, column.is_truth));
        }
        if let Some(damaged) = texts.iter().position(Option::is_none) {
            let message = format!(
                "column `{}`: {}",
                columns[damaged].name,
                encoding::damage("UTF-8")
            );
            held.refused.push(refused(number, "encoding", "", message));
            continue;
        }
        for ((_, column), text) in held.columns.iter_mut().zip(texts.iter().flatten()) {
            column.push(text);
        }
        if geometry.is_some() {
            push(row.get_ref(columns.len())?, &mut held.geometries);
        }
        held.rows.push(number);
    }
    Ok(held)
}

/// The columns of a table but for the geometries.
fn columns(
    database: &Connection,
    table: &str,
    geometry: Option<&str>,
) -> rusqlite::Result<Vec<Column>> {
    let mut query = database.prepare("SELECT name, type FROM pragma_table_info(?) ORDER BY cid")?;
    let columns = query.query_map([table], |row| {
        let kind: String = row.get(1)?;
        Ok(Column {
            name: row.get(0)?,
            is_truth: kind.eq_ignore_ascii_case("boolean"),
        })
    })?;
    let is_geometry =
        |column: &Column| geometry.is_some_and(|name| name.eq_ignore_ascii_case(&column.name));
    columns
        .filter(|column| !column.as_ref().is_ok_and(is_geometry))
        .collect()
}

/// A name as a query must have it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The text of a value; none where it is no text.
fn text(value: ValueRef<'_>, is_truth: bool) -> Option<Cow<'_, str>> {
    Some(match value {
        ValueRef::Null => "".into(),
        ValueRef::Integer(0) if is_truth => "false".into(),
        ValueRef::Integer(_) if is_truth => "true".into(),
        ValueRef::Integer(value) => value.to_string().into(),
        ValueRef::Real(value) => real_text(value).into(),
        ValueRef::Text(bytes) => encoding::undamaged(bytes)?.into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    })
}

/// Adds the geometry of a row: well-known binary behind a header of the format.
fn push(value: ValueRef<'_>, geometries: &mut Geometries) {
    match value {
        ValueRef::Null => geometries.push_without(GeometryKind::Missing),
        ValueRef::Blob(bytes) => match well_known(bytes) {
            Ok(None) => geometries.push_without(GeometryKind::Missing),
            Ok(Some(bytes)) => wkb::push(bytes, geometries),
            Err(reason) => geometries.push_without(GeometryKind::Broken(reason.to_owned())),
        },
        _ => {
            let reason = "expected a geometry, found another value".to_owned();
            geometries.push_without(GeometryKind::Broken(reason));
        }
    }
}

/// The well-known binary behind the header; none where the header says that the geometry is empty.
fn well_known(bytes: &[u8]) -> Result<Option<&[u8]>, &'static str> {
    let Some(([b'G', b'P', _, flags, _, _, _, _], rest)) = bytes.split_first_chunk::<8>() else {
        return Err("expected a geometry of a GeoPackage, found other bytes");
    };
    if flags & IS_EXTENDED != 0 {
        return Err("expected a plain geometry, found one of an extension");
    }
    let n_box_bytes = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("expected a kind of bounding box, found an unknown one"),
    };
    if flags & IS_EMPTY != 0 {
        return Ok(None);
    }
    let bytes = rest
        .get(n_box_bytes..)
        .ok_or("expected a bounding box, found the end of the geometry")?;
    Ok(Some(bytes))
}
