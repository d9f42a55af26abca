//! The points and parts of one geometry in, one row of the geometry table out.

use crate::table::{Geometries, GeometryKind, RawLonLat};

/// What has been found in one geometry, its collections flattened. Rings go straight into the outlines.
#[derive(Debug, Default)]
pub(super) struct Shape {
    n_points: usize,
    point: RawLonLat,
    has_part: bool,
    has_other: bool,
}

impl Shape {
    /// Takes note of a point.
    pub(super) fn add_point(&mut self, point: RawLonLat) {
        self.n_points += 1;
        self.point = point;
    }

    /// Takes note of something that is neither point nor polygon.
    pub(super) fn add_other(&mut self) {
        self.has_other = true;
    }

    /// Ends a part whose rings stand in the outlines; a part without rings is none.
    pub(super) fn end_part(&mut self, n_rings: usize, geometries: &mut Geometries) {
        if n_rings > 0 {
            geometries.outlines.end_part();
            self.has_part = true;
        }
    }
}

/// Ends a ring of so many vertices; a ring without any is none. Gives the number of rings that it is.
pub(super) fn end_ring(n_vertices: usize, geometries: &mut Geometries) -> usize {
    if n_vertices == 0 {
        return 0;
    }
    geometries.outlines.end_ring();
    1
}

/// Ends a row: polygons come before points, and one point before lines and the like. `word` is what the format calls
/// the geometry, a reason in place of the shape says why it cannot be read.
pub(super) fn end_row(shape: Result<Shape, String>, word: &str, geometries: &mut Geometries) {
    match shape {
        Err(reason) => {
            geometries.outlines.abandon_row();
            geometries.push_without(GeometryKind::Broken(reason));
        }
        Ok(shape) if shape.has_part => geometries.push_outline(),
        Ok(shape) if shape.n_points == 1 => geometries.push_point(shape.point),
        Ok(shape) if shape.n_points == 0 && !shape.has_other => {
            geometries.push_without(GeometryKind::Missing);
        }
        Ok(_) => geometries.push_without(GeometryKind::Other(word.to_owned())),
    }
}
