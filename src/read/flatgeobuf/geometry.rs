//! The geometry of a feature in, a row of the geometry table out.

use ::flatgeobuf::{Geometry, GeometryType};

use crate::read::shape::{self, Shape};
use crate::table::{Geometries, GeometryKind, RawLonLat};

/// Adds a row. The type is the file's where the header tells one, else the geometry's own; `feature_bytes` bounds
/// what the geometry may hold, as damaged offsets can make one array stand for many.
pub(super) fn push(
    geometry: Option<Geometry<'_>>,
    file_type: GeometryType,
    feature_bytes: usize,
    geometries: &mut Geometries,
) {
    let Some(geometry) = geometry else {
        geometries.push_without(GeometryKind::Missing);
        return;
    };
    let kind = match file_type {
        GeometryType::Unknown => geometry.type_(),
        known => known,
    };
    let mut builder = Builder {
        shape: Shape::default(),
        n_vertices_left: feature_bytes / size_of::<RawLonLat>(),
        geometries,
    };
    let result = builder.add(&geometry, kind);
    let shape = result.map(|()| builder.shape);
    shape::end_row(shape, kind.variant_name().unwrap_or_default(), geometries);
}

struct Builder<'a> {
    shape: Shape,
    n_vertices_left: usize,
    geometries: &'a mut Geometries,
}

impl Builder<'_> {
    /// Adds a geometry of that type; its depth is bounded by the verifier.
    fn add(&mut self, geometry: &Geometry<'_>, kind: GeometryType) -> Result<(), String> {
        match kind {
            GeometryType::Point | GeometryType::MultiPoint => {
                for point in self.vertices(geometry)? {
                    self.shape.add_point(finite(*point)?);
                }
            }
            GeometryType::Polygon => self.add_polygon(geometry)?,
            GeometryType::MultiPolygon => {
                for part in geometry.parts().into_iter().flatten() {
                    self.add_polygon(&part)?;
                }
            }
            GeometryType::GeometryCollection => {
                for part in geometry.parts().into_iter().flatten() {
                    self.add(&part, part.type_())?;
                }
            }
            other if other.variant_name().is_some() && other != GeometryType::Unknown => {
                self.shape.add_other();
            }
            GeometryType(other) => {
                return Err(format!("expected a type of geometry, found number {other}"));
            }
        }
        Ok(())
    }

    fn add_polygon(&mut self, polygon: &Geometry<'_>) -> Result<(), String> {
        let vertices = self.vertices(polygon)?;
        let ends: Vec<usize> = match polygon.ends() {
            Some(ends) if !ends.is_empty() => ends.iter().map(|end| end as usize).collect(),
            _ => vec![vertices.len()],
        };
        let (mut start, mut n_rings) = (0, 0);
        for end in ends {
            let ring = vertices.get(start..end).ok_or_else(|| {
                let n_vertices = vertices.len();
                format!(
                    "expected a ring within {n_vertices} vertices, found one from {start} to {end}"
                )
            })?;
            let is_finite = |vertex: &[u8; 16]| {
                let [x, y] = pair(*vertex);
                x.is_finite() & y.is_finite()
            };
            // Without an early end the loop becomes vector instructions.
            if !ring
                .iter()
                .fold(true, |all, vertex| all & is_finite(vertex))
            {
                let other = ring.iter().find(|vertex| !is_finite(vertex));
                return Err(not_finite(
                    other.map(|vertex| pair(*vertex)).unwrap_or_default(),
                ));
            }
            let vertices = ring.iter().map(|vertex| pair(*vertex));
            self.geometries.outlines.extend_ring(vertices);
            n_rings += shape::end_ring(ring.len(), self.geometries);
            start = end;
        }
        if start != vertices.len() {
            let n_vertices = vertices.len();
            return Err(format!(
                "expected rings of all {n_vertices} vertices, found {start} in them"
            ));
        }
        self.shape.end_part(n_rings, self.geometries);
        Ok(())
    }

    /// The coordinates of a geometry in pairs of eight little-endian bytes each.
    fn vertices<'a>(&mut self, geometry: &Geometry<'a>) -> Result<&'a [[u8; 16]], String> {
        let bytes = geometry.xy().map(|xy| xy.bytes()).unwrap_or_default();
        let (vertices, rest) = bytes.as_chunks::<16>();
        if !rest.is_empty() {
            return Err("expected pairs of coordinates, found an odd number of them".to_owned());
        }
        self.n_vertices_left = self
            .n_vertices_left
            .checked_sub(vertices.len())
            .ok_or("expected as many vertices as the feature has bytes for, found more")?;
        Ok(vertices)
    }
}

fn pair(vertex: [u8; 16]) -> RawLonLat {
    let (halves, _) = vertex.as_chunks::<8>();
    [f64::from_le_bytes(halves[0]), f64::from_le_bytes(halves[1])]
}

fn finite(vertex: [u8; 16]) -> Result<RawLonLat, String> {
    let vertex = pair(vertex);
    if vertex.iter().all(|number| number.is_finite()) {
        return Ok(vertex);
    }
    Err(not_finite(vertex))
}

fn not_finite([x, y]: RawLonLat) -> String {
    format!("expected finite coordinates, found {x} {y}")
}
