//! A frame in, a GeoJSON feature collection out (RFC 7946), one feature per line, in row order.

use std::io::{self, Write};

use super::bounds::Bounds;
use super::chunks::write_in_order;
use super::extent::extent;
use super::json_text::{self, JSON};
use super::number::{push_integer, push_real, push_typed_real};
use super::polygon::Polygon;
use super::shape::Shape;
use super::value::{Columns, Gathered, Value};
use crate::table::{Frame, RawLonLat};

/// How many decimals coordinates have in GeoJSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimals {
    /// Seven: about a centimeter, as RFC 7946 advises against more.
    #[default]
    Seven,
    /// As many as it takes to read back the same number.
    Full,
}

/// Writes a frame as a GeoJSON `FeatureCollection` and returns the number of features.
///
/// Every row is a feature, without geometry where the row has none; all properties stand in every feature, in column
/// order. Outlines become `MultiPolygon`s: shells counterclockwise, holes clockwise, cut at ±180. The `bbox` is around
/// the coordinates as written.
///
/// # Errors
/// What the writer reports.
///
/// ```
/// use schoolreach::LonLat;
/// use schoolreach::table::{Column, Frame, FrameGeometry};
/// use schoolreach::write::{Decimals, geojson};
/// let positions = [Some(LonLat::new(36.82, -1.29)?)];
/// let frame = Frame {
///     name: "schools".to_owned(),
///     n_rows: 1,
///     columns: vec![("n_tests".to_owned(), Column::Integer(vec![None].into()))],
///     geometry: FrameGeometry::Points(&positions),
/// };
/// let mut file = Vec::new();
/// geojson(&frame, Decimals::Seven, &mut file)?;
/// assert_eq!(String::from_utf8(file)?, r#"{"type":"FeatureCollection","bbox":[36.82,-1.29,36.82,-1.29],"features":[
/// {"type":"Feature","properties":{"n_tests":null},"geometry":{"type":"Point","coordinates":[36.82,-1.29]}}
/// ]}
/// "#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn geojson(
    frame: &Frame<'_>,
    decimals: Decimals,
    out: &mut (dyn Write + Send),
) -> io::Result<u64> {
    out.write_all(&opening(extent(frame, decimals)))?;
    let names = property_names(frame);
    let columns = Columns::new(frame, JSON);
    write_in_order(frame.n_rows, out, |rows, buffer| {
        let columns = columns.gather_range(rows.clone());
        for (place, row) in rows.enumerate() {
            buffer.extend_from_slice(if row == 0 { b"\n" } else { b",\n" });
            push_properties(buffer, &names, &columns, place);
            push_shape(buffer, &shape(frame, decimals, row));
            buffer.push(b'}');
        }
    })?;
    out.write_all(b"\n]}\n")?;
    Ok(frame.n_rows as u64)
}

/// What a row shows on a map, with the decimals it is written with.
pub(super) fn shape<'a>(frame: &Frame<'a>, decimals: Decimals, row: usize) -> Shape<'a> {
    let exact = Shape::of(frame, row);
    match decimals {
        Decimals::Seven => exact.rounded(),
        Decimals::Full => exact,
    }
}

fn opening(bounds: Bounds) -> Vec<u8> {
    let mut buffer = br#"{"type":"FeatureCollection","#.to_vec();
    if let Some(edges) = bounds.edges() {
        buffer.extend_from_slice(br#""bbox":["#);
        push_separated(&mut buffer, edges, push_real);
        buffer.extend_from_slice(b"],");
    }
    buffer.extend_from_slice(br#""features":["#);
    buffer
}

/// The names as they stand before each value: `"region_id":`.
fn property_names(frame: &Frame<'_>) -> Vec<Vec<u8>> {
    let member = |name: &String| {
        let mut buffer = vec![b'"'];
        json_text::push(&mut buffer, name.as_bytes());
        buffer.extend_from_slice(b"\":");
        buffer
    };
    frame.columns.iter().map(|(name, _)| member(name)).collect()
}

/// Appends a feature up to its geometry.
fn push_properties(
    buffer: &mut Vec<u8>,
    names: &[Vec<u8>],
    columns: &[Gathered<'_>],
    place: usize,
) {
    buffer.extend_from_slice(br#"{"type":"Feature","properties":{"#);
    let members = names.iter().zip(columns);
    push_separated(buffer, members, |buffer, (name, column)| {
        buffer.extend_from_slice(name);
        push_value(buffer, column.value(place));
    });
    buffer.extend_from_slice(br#"},"geometry":"#);
}

fn push_value(buffer: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Null => buffer.extend_from_slice(b"null"),
        Value::Plain(text) => {
            buffer.push(b'"');
            buffer.extend_from_slice(text);
            buffer.push(b'"');
        }
        Value::Text(text) => {
            buffer.push(b'"');
            json_text::push(buffer, text);
            buffer.push(b'"');
        }
        Value::Integer(number) => push_integer(buffer, number),
        Value::Real(number) => push_typed_real(buffer, number),
    }
}

fn push_shape(buffer: &mut Vec<u8>, shape: &Shape<'_>) {
    match shape {
        Shape::Nothing => buffer.extend_from_slice(b"null"),
        Shape::Point(point) => {
            buffer.extend_from_slice(br#"{"type":"Point","coordinates":"#);
            push_vertex(buffer, *point);
            buffer.push(b'}');
        }
        Shape::Polygons(polygons) => {
            buffer.extend_from_slice(br#"{"type":"MultiPolygon","coordinates":["#);
            push_separated(buffer, polygons, push_polygon);
            buffer.extend_from_slice(b"]}");
        }
    }
}

fn push_polygon(buffer: &mut Vec<u8>, polygon: &Polygon<'_>) {
    buffer.push(b'[');
    push_separated(buffer, polygon.rings(), |buffer, ring| {
        buffer.push(b'[');
        push_separated(buffer, ring, push_vertex);
        buffer.push(b']');
    });
    buffer.push(b']');
}

fn push_vertex(buffer: &mut Vec<u8>, [lon, lat]: RawLonLat) {
    buffer.push(b'[');
    push_real(buffer, lon);
    buffer.push(b',');
    push_real(buffer, lat);
    buffer.push(b']');
}

/// Appends items with commas between them.
fn push_separated<T>(
    buffer: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    push: impl Fn(&mut Vec<u8>, T),
) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            buffer.push(b',');
        }
        push(buffer, item);
    }
}

#[cfg(test)]
#[path = "geojson_tests.rs"]
mod tests;
