//! KML in, its placemarks out, wherever in its folders they stand.
//!
//! OGC 12-007r2. `xml` walks the elements, `placemark` reads what one holds, `geometry` its outlines or point. A
//! placemark's name, description, address and id are columns, and so are its extended data, whose id comes first.
//! Entities are not expanded; links to other files are not followed, and a file that has some is refused, as rows would
//! be missing.

mod geometry;
mod placemark;
mod xml;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::encoding::{self, Text};
use super::held::{About, Held};
use super::{MAX_COLUMNS, refused};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Header, TextColumn};
use placemark::Placemark;
use xml::{Flaw, Step, Xml};

/// The most fields, blank ones included: a placemark of no data costs one in every column.
const MAX_FIELDS: usize = 1 << 27;

/// Reads all placemarks.
pub(super) fn open(file: &Arc<str>, text: &Text) -> Result<(Header, Held), Error> {
    let words = encoding::undamaged(text.bytes()).ok_or_else(|| {
        let expected = format!("text in {}", text.encoding());
        Error::malformed(Place::file(file), expected, "bytes that are none")
    })?;
    let mut held = Held::default();
    read(words, &mut held).map_err(|Flaw { expected, found }| {
        let place = match held.rows.len() + held.refused.len() {
            0 => Place::file(file),
            n_read => Place::row(file, n_read as u64 + 1),
        };
        Error::malformed(place, expected, found)
    })?;
    prefer_ids_of_data(&mut held);
    let about = About {
        format: Format::Kml,
        has_geometry: true,
        encoding: text.encoding(),
        crs: Some("OGC:CRS84".to_owned()),
    };
    Ok((held.header(file, about)?, held))
}

fn read(text: &str, held: &mut Held) -> Result<(), Flaw> {
    let mut xml = Xml::new(text);
    let mut depth = 0_usize;
    let mut is_kml = false;
    loop {
        match xml.step()? {
            Step::Start(tag) => match &*tag.name {
                "Placemark" => add(Placemark::read(&mut xml, &tag)?, held)?,
                "NetworkLink" => {
                    return Err(Flaw::new(
                        "all placemarks in the file itself",
                        "a link to another file",
                    ));
                }
                name => {
                    is_kml |= name == "kml";
                    depth += 1;
                }
            },
            Step::End => depth = depth.saturating_sub(1),
            Step::Text(_) => {}
            Step::Eof if depth > 0 => {
                return Err(Flaw::new(
                    "the end of all elements",
                    "the end of the file: it seems to be cut off",
                ));
            }
            Step::Eof if !is_kml => return Err(Flaw::new("an element `kml`", "none")),
            Step::Eof => return Ok(()),
        }
    }
}

/// Adds a row; columns grow as placemarks bring new ones.
fn add(mut placemark: Placemark, held: &mut Held) -> Result<(), Flaw> {
    let number = (held.rows.len() + held.refused.len()) as u64 + 1;
    if let Some(key) = placemark.repeated.take() {
        let message = format!("expected one value `{key}`, found two");
        held.refused.push(refused(number, "structure", "", message));
        return Ok(());
    }
    for (name, _) in &placemark.fields {
        add_column(name, held);
    }
    check_size(held)?;
    for (name, column) in &mut held.columns {
        let field = placemark.fields.iter().find(|(known, _)| known == name);
        column.push(field.map_or("", |(_, text)| text));
    }
    placemark.geometry.push(&mut held.geometries);
    held.rows.push(number);
    Ok(())
}

/// Where extended data have an id, that is the id: the placemark's own is often a number that a program gave it.
fn prefer_ids_of_data(held: &mut Held) {
    let named = |name: &str| held.columns.iter().position(|(known, _)| known == name);
    if let (Some(of_data), of_placemark, None) =
        (named("data.id"), named("id"), named("placemark.id"))
    {
        if let Some(column) = of_placemark {
            "placemark.id".clone_into(&mut held.columns[column].0);
        }
        "id".clone_into(&mut held.columns[of_data].0);
    }
}

/// Adds a column, blank so far, where there is none of that name.
fn add_column(name: &str, held: &mut Held) {
    if !held.columns.iter().any(|(known, _)| known == name) {
        let column = TextColumn::blank(held.rows.len());
        held.columns.push((name.to_owned(), column));
    }
}

fn check_size(held: &Held) -> Result<(), Flaw> {
    let n_columns = held.columns.len();
    if n_columns > MAX_COLUMNS {
        return Err(Flaw::new(
            format!("at most {MAX_COLUMNS} different data"),
            "more",
        ));
    }
    if n_columns.saturating_mul(held.rows.len()) > MAX_FIELDS {
        let expected = format!("at most {MAX_FIELDS} fields, blank ones included");
        return Err(Flaw::new(expected, "more"));
    }
    Ok(())
}
