//! One geometry object in, a row of the geometry table out.

use std::borrow::Cow;

use super::arcs::Arcs;
use super::topology::{Transform, elements, members};
use crate::issue::shortened;
use crate::read::geojson::Flaw;
use crate::read::geojson::coordinate::{Reason, position};
use crate::read::geojson::cursor::Cursor;
use crate::read::geojson::feature::Feature;
use crate::read::shape::{self, Shape};
use crate::table::{Geometries, GeometryKind, RawLonLat};

/// How often an outline may use each vertex, on average: two neighbors use a border once each. More is damage that
/// would fill the memory.
const MOST_USES: usize = 64;

/// The members of a geometry object that matter; those that are null are absent.
#[derive(Debug, Default)]
pub(super) struct Object<'a> {
    kind: Option<Cow<'a, str>>,
    id: Option<&'a str>,
    properties: Option<&'a str>,
    arcs: Option<&'a str>,
    coordinates: Option<&'a str>,
    geometries: Option<&'a str>,
}

impl<'a> Object<'a> {
    /// Tells the members of an object apart.
    pub(super) fn of(text: &'a str) -> Result<Self, Flaw> {
        if !text.starts_with('{') {
            return Err(Flaw::structure(
                "expected a geometry object, found no object",
            ));
        }
        let mut object = Self::default();
        let mut seen = Vec::new();
        for (key, value) in members(text)? {
            if seen.contains(&key) {
                return Err(Flaw::structure(format!(
                    "expected one member `{key}`, found two"
                )));
            }
            let present = (value != "null").then_some(value);
            match &*key {
                "type" => object.kind = present.and_then(|kind| serde_json::from_str(kind).ok()),
                "id" => object.id = present,
                "properties" => object.properties = present,
                "arcs" => object.arcs = present,
                "coordinates" => object.coordinates = present,
                "geometries" => object.geometries = present,
                _ => {}
            }
            seen.push(key);
        }
        match object.properties {
            Some(properties) if !properties.starts_with('{') => Err(Flaw::structure(
                "expected the properties to be an object or null, found another value",
            )),
            _ => Ok(object),
        }
    }

    /// Its id and properties.
    pub(super) fn feature(&self) -> Feature<'a> {
        Feature {
            id: self.id,
            properties: self.properties,
            geometry: None,
        }
    }
}

/// Makes rows of geometry objects.
pub(super) struct Builder<'a> {
    arcs: &'a Arcs,
    transform: Option<Transform>,
    /// How many vertices outlines may still take from the arcs.
    n_vertices_left: usize,
}

impl<'a> Builder<'a> {
    /// A builder for the outlines of these arcs.
    pub(super) fn new(arcs: &'a Arcs, transform: Option<Transform>) -> Self {
        Self {
            arcs,
            transform,
            n_vertices_left: arcs.n_vertices().saturating_mul(MOST_USES),
        }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, object: &Object<'_>, geometries: &mut Geometries) {
        let Some(word) = &object.kind else {
            geometries.push_without(GeometryKind::Missing);
            return;
        };
        let mut shape = Shape::default();
        let added = self.add(object, &mut shape, geometries);
        let shape = added.map(|()| shape).map_err(|Reason(reason)| reason);
        shape::end_row(shape, word, geometries);
    }

    fn add(
        &mut self,
        object: &Object<'_>,
        shape: &mut Shape,
        geometries: &mut Geometries,
    ) -> Result<(), Reason> {
        let Some(kind) = &object.kind else {
            return Ok(());
        };
        let arcs = || object.arcs.ok_or("expected an array `arcs`, found none");
        let coordinates = || {
            object
                .coordinates
                .ok_or("expected an array `coordinates`, found none")
        };
        match &**kind {
            "Point" => shape.add_point(self.point(coordinates()?)?),
            "MultiPoint" => {
                for text in elements(coordinates()?)? {
                    shape.add_point(self.point(text)?);
                }
            }
            "Polygon" => self.polygon(arcs()?, shape, geometries)?,
            "MultiPolygon" => {
                for text in elements(arcs()?)? {
                    self.polygon(text, shape, geometries)?;
                }
            }
            "GeometryCollection" => {
                let inner = object
                    .geometries
                    .ok_or("expected an array `geometries`, found none")?;
                for text in elements(inner)? {
                    let object = Object::of(text).map_err(inner_flaw)?;
                    self.add(&object, shape, geometries)?;
                }
            }
            "LineString" | "MultiLineString" => shape.add_other(),
            other => {
                return Err(Reason(format!(
                    "expected a type of geometry, found `{}`",
                    shortened(other)
                )));
            }
        }
        Ok(())
    }

    fn point(&self, text: &str) -> Result<RawLonLat, Reason> {
        let read = position(text, &mut Cursor::new(text.as_bytes()))?;
        finite(self.transform.map_or(read, |transform| transform.of(read)))
    }

    fn polygon(
        &mut self,
        text: &str,
        shape: &mut Shape,
        geometries: &mut Geometries,
    ) -> Result<(), Reason> {
        let mut n_rings = 0;
        for ring in elements(text)? {
            n_rings += shape::end_ring(self.ring(ring, geometries)?, geometries);
        }
        shape.end_part(n_rings, geometries);
        Ok(())
    }

    /// Joins arcs to a ring: each begins where the one before ends, and that vertex is taken once.
    fn ring(&mut self, text: &str, geometries: &mut Geometries) -> Result<usize, Reason> {
        let mut last = None;
        let mut n_vertices = 0;
        for index in elements(text)? {
            let mut arc = index
                .parse()
                .ok()
                .and_then(|index| self.arcs.get(index))
                .ok_or_else(|| {
                    Reason(format!(
                        "expected the number of an arc, found {}",
                        shortened(index)
                    ))
                })?;
            if let Some(end) = last
                && arc.next() != Some(end)
            {
                return Err(Reason(format!(
                    "expected arc {index} to begin where the one before it ends"
                )));
            }
            for vertex in arc {
                self.n_vertices_left = self.n_vertices_left.checked_sub(1).ok_or(
                    "expected outlines that share arcs, found the same arcs over and over",
                )?;
                geometries.outlines.push_vertex(finite(*vertex)?);
                last = Some(vertex);
                n_vertices += 1;
            }
        }
        Ok(n_vertices)
    }
}

/// What is wrong with a geometry inside another.
fn inner_flaw(flaw: Flaw) -> Reason {
    match flaw {
        Flaw::NotJson(syntax) => syntax.into(),
        Flaw::Refused { message, .. } => Reason(message),
    }
}

fn finite(position: RawLonLat) -> Result<RawLonLat, Reason> {
    if position.iter().all(|number| number.is_finite()) {
        return Ok(position);
    }
    let [x, y] = position;
    Err(Reason(format!(
        "expected finite coordinates, found {x} {y}"
    )))
}
