//! The elements of a geometry in, a row of the geometry table out.

use super::xml::{Flaw, Xml};
use crate::issue::shortened;
use crate::read::shape::{self, Shape};
use crate::table::{Geometries, RawLonLat};

/// What a placemark has of geometry: polygons as rings, points, and whether there is something else.
#[derive(Debug, Default)]
pub(super) struct Geometry {
    polygons: Vec<Vec<Vec<RawLonLat>>>,
    points: Vec<RawLonLat>,
    other: Option<String>,
    /// Why it cannot be read.
    broken: Option<String>,
}

impl Geometry {
    /// Whether an element of that name is a geometry.
    pub(super) fn is_one(name: &str) -> bool {
        let others = ["LineString", "LinearRing", "Model", "Track", "MultiTrack"];
        matches!(name, "Point" | "Polygon" | "MultiGeometry") || others.contains(&name)
    }

    /// Reads an element of that name up to its end, added to what was read before.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>, name: &str) -> Result<(), Flaw> {
        match name {
            "Point" => {
                let points = self.coordinates(xml)?;
                self.points.extend(points.first());
                Ok(())
            }
            "Polygon" => self.polygon(xml),
            "MultiGeometry" => {
                while let Some(tag) = xml.child()? {
                    if Self::is_one(&tag.name) {
                        self.read(xml, &tag.name)?; // the depth of elements is limited
                    } else {
                        xml.skip()?;
                    }
                }
                Ok(())
            }
            other => {
                self.other = Some(other.to_owned());
                xml.skip()
            }
        }
    }

    /// Adds the row.
    pub(super) fn push(self, geometries: &mut Geometries) {
        if let Some(reason) = self.broken {
            return shape::end_row(Err(reason), "", geometries);
        }
        let mut shape = Shape::default();
        for polygon in self.polygons {
            let mut n_rings = 0;
            for ring in polygon {
                let n_vertices = ring.len();
                geometries.outlines.extend_ring(ring);
                n_rings += shape::end_ring(n_vertices, geometries);
            }
            shape.end_part(n_rings, geometries);
        }
        self.points
            .into_iter()
            .for_each(|point| shape.add_point(point));
        if self.other.is_some() {
            shape.add_other();
        }
        shape::end_row(
            Ok(shape),
            self.other.as_deref().unwrap_or("MultiPoint"),
            geometries,
        );
    }

    /// The rings of the boundaries, outer and inner ones alike: how they lie tells which is which.
    fn polygon(&mut self, xml: &mut Xml<'_>) -> Result<(), Flaw> {
        let mut rings = Vec::new();
        while let Some(boundary) = xml.child()? {
            if !matches!(
                boundary.name.as_str(),
                "outerBoundaryIs" | "innerBoundaryIs"
            ) {
                xml.skip()?;
                continue;
            }
            while let Some(ring) = xml.child()? {
                if ring.name == "LinearRing" {
                    rings.push(self.coordinates(xml)?);
                } else {
                    xml.skip()?;
                }
            }
        }
        self.polygons.push(rings);
        Ok(())
    }

    /// The positions of the element `coordinates`.
    fn coordinates(&mut self, xml: &mut Xml<'_>) -> Result<Vec<RawLonLat>, Flaw> {
        let mut positions = Vec::new();
        while let Some(tag) = xml.child()? {
            if tag.name != "coordinates" {
                xml.skip()?;
                continue;
            }
            for tuple in xml.text()?.split_ascii_whitespace() {
                let position = position(tuple);
                if position.is_none() {
                    let found = shortened(tuple);
                    self.broken.get_or_insert(format!(
                        "expected longitude and latitude with a comma between, found {found}"
                    ));
                }
                positions.extend(position);
            }
        }
        Ok(positions)
    }
}

/// Longitude and latitude, finite; a height may follow.
fn position(tuple: &str) -> Option<RawLonLat> {
    let mut numbers = tuple.split(',').map(|number| {
        let number: f64 = number.parse().ok()?;
        number.is_finite().then_some(number)
    });
    let position = [numbers.next()??, numbers.next()??];
    let n_more = numbers.try_fold(0, |n, number| number.map(|_| n + 1))?;
    (n_more <= 1).then_some(position)
}
