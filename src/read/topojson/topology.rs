//! `TopoJSON` text in, where its objects, arcs and transform stand out.

use std::borrow::Cow;

use crate::read::geojson::coordinate::{Reason, position};
use crate::read::geojson::cursor::{Cursor, Syntax, check, unescaped};
use crate::read::geojson::frame::crs_name;
use crate::table::RawLonLat;

/// The parts of a topology.
#[derive(Debug, Default)]
pub(super) struct Topology<'a> {
    /// The objects by name, each the text of a geometry object.
    objects: Vec<(Cow<'a, str>, &'a str)>,
    /// The text of the array of arcs.
    pub(super) arcs: Option<&'a str>,
    /// How quantized positions become coordinates.
    pub(super) transform: Option<Transform>,
    pub(super) crs: Option<String>,
}

/// Quantized positions times `scale` plus `translate` are coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Transform {
    scale: RawLonLat,
    translate: RawLonLat,
}

impl Transform {
    pub(super) fn of(self, [x, y]: RawLonLat) -> RawLonLat {
        [
            x * self.scale[0] + self.translate[0],
            y * self.scale[1] + self.translate[1],
        ]
    }
}

/// What ends a walk over the members of a text.
enum Stop {
    Damage,
    Type { is_topology: bool },
}

impl From<Syntax> for Stop {
    fn from(_: Syntax) -> Self {
        Self::Damage
    }
}

/// Whether JSON text is of type `Topology`, as far as can be told without passing over features.
pub(in crate::read) fn is_one(bytes: &[u8]) -> bool {
    let type_of = |is_topology| Err(Stop::Type { is_topology });
    let walk = Cursor::new(bytes).object(|cursor, key| match &bytes[key] {
        b"type" => {
            let kind = cursor.value()?;
            type_of(bytes[kind] == *b"\"Topology\"")
        }
        b"features" | b"geometry" | b"coordinates" => type_of(false),
        _ => {
            cursor.value()?;
            Ok(())
        }
    });
    matches!(walk, Err(Stop::Type { is_topology: true }))
}

/// Tells the parts of a text, which must be JSON.
pub(super) fn of(text: &str) -> Result<Topology<'_>, Syntax> {
    check(text)?;
    let mut topology = Topology::default();
    let mut seen: Vec<Cow<'_, str>> = Vec::new();
    Cursor::new(text.as_bytes()).object(|cursor, key| {
        let key = key_text(&text[key])?;
        let value = &text[cursor.value()?];
        if seen.contains(&key) {
            return Err(expected(format!("one member `{key}`"), "a second one"));
        }
        match &*key {
            "objects" => topology.objects = members(value)?,
            "arcs" => topology.arcs = Some(value),
            "transform" => topology.transform = transform(value)?,
            "crs" => topology.crs = crs_name(value),
            _ => {}
        }
        seen.push(key);
        Ok(())
    })?;
    Ok(topology)
}

impl<'a> Topology<'a> {
    /// The names of the objects.
    pub(super) fn names(&self) -> Vec<&str> {
        self.objects.iter().map(|(name, _)| &**name).collect()
    }

    /// The features of an object: the geometries of a collection, or the one geometry that it is.
    pub(super) fn features(&self, position: usize) -> Result<Vec<&'a str>, Syntax> {
        let (_, object) = self.objects[position];
        let (mut is_collection, mut geometries) = (false, None);
        for (key, value) in members(object)? {
            match &*key {
                "type" => is_collection = value == "\"GeometryCollection\"",
                "geometries" => geometries = Some(value),
                _ => {}
            }
        }
        if !is_collection {
            return Ok(vec![object]);
        }
        let geometries = geometries.ok_or_else(|| {
            expected(
                "an array `geometries` in the GeometryCollection".to_owned(),
                "none",
            )
        })?;
        elements(geometries)
    }
}

/// The members of an object.
pub(super) fn members(text: &str) -> Result<Vec<(Cow<'_, str>, &str)>, Syntax> {
    let mut members = Vec::new();
    Cursor::new(text.as_bytes()).object(|cursor, key| {
        members.push((key_text(&text[key])?, &text[cursor.value()?]));
        Ok::<_, Syntax>(())
    })?;
    Ok(members)
}

/// The elements of an array.
pub(super) fn elements(text: &str) -> Result<Vec<&str>, Syntax> {
    let mut elements = Vec::new();
    Cursor::new(text.as_bytes()).array(|cursor| {
        elements.push(&text[cursor.value()?]);
        Ok::<_, Syntax>(())
    })?;
    Ok(elements)
}

fn transform(text: &str) -> Result<Option<Transform>, Syntax> {
    if text == "null" {
        return Ok(None);
    }
    let (mut scale, mut translate) = (None, None);
    for (key, value) in members(text)? {
        match &*key {
            "scale" => scale = Some(pair(value)?),
            "translate" => translate = Some(pair(value)?),
            _ => {}
        }
    }
    match (scale, translate) {
        (Some(scale), Some(translate)) => Ok(Some(Transform { scale, translate })),
        _ => Err(expected(
            "a transform of scale and translate".to_owned(),
            text,
        )),
    }
}

fn pair(text: &str) -> Result<RawLonLat, Syntax> {
    position(text, &mut Cursor::new(text.as_bytes()))
        .map_err(|Reason(reason)| expected("a transform of two numbers each".to_owned(), &reason))
}

fn key_text(inside: &str) -> Result<Cow<'_, str>, Syntax> {
    unescaped(inside).ok_or_else(|| expected("a key".to_owned(), "half a character"))
}

fn expected(expected: String, found: &str) -> Syntax {
    Syntax {
        expected,
        found: crate::issue::shortened(found),
    }
}
