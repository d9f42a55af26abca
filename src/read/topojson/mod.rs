//! `TopoJSON` in, the features of one of its objects out.
//!
//! `topology` tells the parts of the text, `arcs` decodes the lines that outlines share, `geometry` joins them to
//! rings. Properties and ids make columns as those of GeoJSON do. The whole text is checked to be JSON first.

mod arcs;
mod geometry;
mod topology;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::encoding::{self, Text};
use super::geojson::Flaw;
use super::geojson::column::{Columns, Row};
use super::geojson::cursor::Syntax;
use super::geojson::feature::Feature;
use super::held::{About, Held};
use super::part::chosen;
use super::{QUOTED_BYTES, refused};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::Header;
use arcs::Arcs;
use geometry::{Builder, Object};
pub(super) use topology::is_one;

/// Reads the object of that name, or the only one.
pub(super) fn open(
    file: &Arc<str>,
    text: &Text,
    part: Option<&str>,
) -> Result<(Header, Held), Error> {
    let of_file = |syntax: Syntax| malformed(Place::file(file), syntax);
    let words = encoding::undamaged(text.bytes()).ok_or_else(|| {
        let found = "bytes that are none";
        Error::malformed(
            Place::file(file),
            format!("text in {}", text.encoding()),
            found,
        )
    })?;
    let topology = topology::of(words).map_err(of_file)?;
    let position = chosen(file, part, &topology.names(), "objects")?;
    let arcs = Arcs::of(topology.arcs, topology.transform).map_err(|reason| {
        let expected = "arcs that are lines of positions".to_owned();
        of_file(Syntax {
            expected,
            found: reason.0,
        })
    })?;
    let features = topology.features(position).map_err(of_file)?;
    let held = held(file, &features, Builder::new(&arcs, topology.transform))?;
    let about = About {
        format: Format::TopoJson,
        has_geometry: true,
        encoding: text.encoding(),
        crs: topology.crs,
    };
    Ok((held.header(file, about)?, held))
}

fn held(file: &Arc<str>, features: &[&str], mut builder: Builder<'_>) -> Result<Held, Error> {
    let mut columns = Columns::default();
    let taken: Vec<Result<Object<'_>, Flaw>> = features
        .iter()
        .map(|text| {
            let object = Object::of(text)?;
            columns.add(&object.feature())?;
            Ok(object)
        })
        .collect();
    columns.settle_id();
    let mut held = Held::of_columns(columns.names().iter().cloned());
    let mut row = Row::new(&columns);
    for (number, (object, text)) in (1..).zip(taken.into_iter().zip(features)) {
        let added =
            object.and_then(|object| add(&object, &columns, &mut row, &mut builder, &mut held));
        match added {
            Ok(()) => held.rows.push(number),
            Err(Flaw::NotJson(syntax)) => return Err(malformed(Place::row(file, number), syntax)),
            Err(Flaw::Refused { check, message }) => {
                let start = text.floor_char_boundary(QUOTED_BYTES);
                held.refused
                    .push(refused(number, check, &text[..start], message));
            }
        }
    }
    Ok(held)
}

/// Adds one feature; a refused one leaves no trace.
fn add<'a>(
    object: &Object<'a>,
    columns: &Columns,
    row: &mut Row<'a>,
    builder: &mut Builder<'_>,
    held: &mut Held,
) -> Result<(), Flaw> {
    let feature: Feature<'a> = object.feature();
    row.fill(columns, &feature)?;
    builder.push(object, &mut held.geometries);
    for (index, (_, column)) in held.columns.iter_mut().enumerate() {
        column.push(row.get(index));
    }
    Ok(())
}

fn malformed(place: Place, syntax: Syntax) -> Error {
    Error::malformed(place, syntax.expected, syntax.found)
}
