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
    /// Whether the coordinates are already in the shape.
    is_taken: bool,
}

/// Adds a geometry to the shape of its row; gives its type.
fn add<'a>(
    text: &'a str,
    shape: &mut Shape,
    geometries: &mut Geometries,
) -> Result<Cow<'a, str>, Reason> {
    let members = members(text, shape, geometries)?;
    let kind = members
        .kind
        .ok_or("expected a geometry with a type, found none")?;
    if members.is_taken {
        return Ok(kind);
    }
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
    if take(&kind, text, shape, geometries)?.is_some() {
        return Ok(kind);
    }
    if !matches!(&*kind, "LineString" | "MultiLineString") {
        return Err(Reason(format!(
            "expected a type of geometry, found `{kind}`"
        )));
    }
    check(text)?;
    shape.add_other();
    Ok(kind)
}

/// Takes the coordinates with which a text begins, where their type is one that matters; gives their length then.
fn take(
    kind: &str,
    text: &str,
    shape: &mut Shape,
    geometries: &mut Geometries,
) -> Result<Option<usize>, Reason> {
    let mut coordinates = Coordinates::new(text);
    match kind {
        "Point" => coordinates.point(shape)?,
        "MultiPoint" => coordinates.points(shape)?,
        "Polygon" => coordinates.polygon(shape, geometries)?,
        "MultiPolygon" => coordinates.polygons(shape, geometries)?,
        _ => return Ok(None),
    }
    Ok(Some(coordinates.n_bytes()))
}

/// Tells the members apart. Most writers put the type first: the coordinates are then taken in passing.
fn members<'a>(
    text: &'a str,
    shape: &mut Shape,
    geometries: &mut Geometries,
) -> Result<Members<'a>, Reason> {
    let mut members = Members::default();
    Cursor::new(text.as_bytes()).object(|cursor, key| {
        let key = unescaped(&text[key]).ok_or("expected a key, found half a character")?;
        if let ("coordinates", Some(kind), None) = (&*key, &members.kind, members.coordinates)
            && let Some(n_bytes) = take(kind, &text[cursor.at()..], shape, geometries)?
        {
            members.coordinates = Some(&text[cursor.at()..][..n_bytes]);
            members.is_taken = true;
            cursor.skip(n_bytes);
            return Ok(());
        }
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
