//! The text of one geometry in, a row of the geometry table out.

use std::borrow::Cow;

use super::coordinate::{Coordinates, Reason};
use super::cursor::{Cursor, Syntax, check, unescaped};
use crate::read::shape::{self, Shape};
use crate::table::{Geometries, GeometryKind};

/// Adds a row. A geometry that is JSON but makes no sense is a broken one; one that is not JSON is an error.
pub(super) fn push(geometry: Option<&str>, geometries: &mut Geometries) -> Result<(), Syntax> {
    let Some(text) = geometry else {
        geometries.push_without(GeometryKind::Missing);
        return Ok(());
    };
    let mut shape = Shape::default();
    match add(text, &mut shape, geometries) {
        Ok(kind) => shape::end_row(Ok(shape), &kind, geometries),
        Err(Reason(reason)) => {
            geometries.outlines.abandon_row();
            check(text)?;
            shape::end_row(Err(reason), "", geometries);
        }
    }
    Ok(())
}

/// The members of a geometry object that matter.
#[derive(Debug, Default)]
struct Members<'a> {
    kind: Option<Cow<'a, str>>,
    coordinates: Option<&'a str>,
    geometries: Option<&'a str>,
}

/// Adds a geometry to the shape of its row; gives its type.
fn add<'a>(
    text: &'a str,
    shape: &mut Shape,
    geometries: &mut Geometries,
) -> Result<Cow<'a, str>, Reason> {
    let members = members(text)?;
    let kind = members
        .kind
        .ok_or("expected a geometry with a type, found none")?;
    if kind == "GeometryCollection" {
        let inner = members
            .geometries
            .ok_or("expected an array `geometries`, found none")?;
        Cursor::new(inner.as_bytes()).array(|cursor| {
            let text = &inner[cursor.value()?];
            add(text, shape, geometries).map(|_| ())
        })?;
        return Ok(kind);
    }
    let text = members
        .coordinates
        .ok_or("expected an array `coordinates`, found none")?;
    let mut coordinates = Coordinates::new(text);
    match &*kind {
        "Point" => coordinates.point(shape)?,
        "MultiPoint" => coordinates.points(shape)?,
        "Polygon" => coordinates.polygon(shape, geometries)?,
        "MultiPolygon" => coordinates.polygons(shape, geometries)?,
        "LineString" | "MultiLineString" => {
            check(text)?;
            shape.add_other();
        }
        other => {
            return Err(Reason(format!(
                "expected a type of geometry, found `{other}`"
            )));
        }
    }
    Ok(kind)
}

fn members(text: &str) -> Result<Members<'_>, Reason> {
    let mut members = Members::default();
    Cursor::new(text.as_bytes()).object(|cursor, key| {
        let key = unescaped(&text[key]).ok_or("expected a key, found half a character")?;
        let value = &text[cursor.value()?];
        let is_second = match &*key {
            "type" => {
                let kind = serde_json::from_str::<String>(value).ok().map(Cow::Owned);
                std::mem::replace(&mut members.kind, kind).is_some()
            }
            "coordinates" => members.coordinates.replace(value).is_some(),
            "geometries" => members.geometries.replace(value).is_some(),
            _ => {
                check(value)?;
                false
            }
        };
        if is_second {
            return Err(Reason(format!("expected one member `{key}`, found two")));
        }
        Ok(())
    })?;
    Ok(members)
}
