//! Outlines of a system in, the same outlines in degrees out, with vertices added where straight edges bend.
//!
//! An edge is straight in the system of its file, and straight in longitude and latitude here. Between the same two
//! ends the two differ by about `length² · tan(latitude) / (8 · radius)`: 3 m for 10 km at 60°. Where they differ by
//! more than a metre, the edge is halved until they do not; halving is the same from both ends, so that neighbors keep
//! the same edge.

use super::system::System;
use crate::table::{Outlines, RawLonLat};

/// Outlines that were brought to degrees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projected {
    /// The outlines, in the rows of the input.
    pub outlines: Outlines,
    /// How many vertices were added.
    pub n_added: u64,
}

/// A vertex that is no place of the system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misfit {
    /// The row of the outline.
    pub row: usize,
    /// The vertex as it was given.
    pub vertex: RawLonLat,
    /// Whether the whole outline looks like degrees, in a system of metres.
    pub looks_like_degrees: bool,
}

/// How far an edge may be from the straight line of its system, in metres.
const BEND_M: f64 = 1.0;
/// Edges below this length differ by less than that up to 89.6° of latitude.
const SHORT_M: f64 = 500.0;
/// How often an edge is halved at most: past 65,536 pieces it goes around the world in metres.
const MOST_HALVINGS: u32 = 16;
/// Metres for a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

impl System {
    /// Brings outlines to degrees.
    ///
    /// # Errors
    /// [`Misfit`] for the first vertex that is no place of the system.
    pub fn outlines(&self, given: &Outlines) -> Result<Projected, Misfit> {
        let mut projected = Projected::default();
        for row in 0..given.n_rows() {
            self.check_unit(given, row)?;
            for part in given.parts(row) {
                for ring in given.rings(part) {
                    self.ring(given.ring(ring), &mut projected)
                        .map_err(|vertex| Misfit {
                            row,
                            vertex,
                            looks_like_degrees: false,
                        })?;
                }
                projected.outlines.end_part();
            }
            projected.outlines.end_row();
        }
        Ok(projected)
    }

    /// Refuses an outline of metres that lies wholly within 360 by 90 of the origin: no region is so small, but degrees
    /// by the wrong name are.
    fn check_unit(&self, given: &Outlines, row: usize) -> Result<(), Misfit> {
        let rings = given.parts(row).flat_map(|part| given.rings(part));
        let mut vertices = rings.flat_map(|ring| given.ring(ring)).peekable();
        let is_small = |[x, y]: &RawLonLat| x.abs() <= 360.0 && y.abs() <= 90.0;
        match vertices.peek() {
            Some(vertex) if self.unit_m().is_some() => {
                let vertex = **vertex;
                let looks_like_degrees = vertices.all(is_small);
                if looks_like_degrees {
                    Err(Misfit {
                        row,
                        vertex,
                        looks_like_degrees,
                    })
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    fn ring(&self, given: &[RawLonLat], projected: &mut Projected) -> Result<(), RawLonLat> {
        let mut last: Option<[RawLonLat; 2]> = None;
        for vertex in given {
            let end = [*vertex, self.point(*vertex).ok_or(*vertex)?];
            if let Some(start) = last {
                self.bend(start, end, MOST_HALVINGS, projected);
            }
            projected.outlines.push_vertex(end[1]);
            last = Some(end);
        }
        self.close(given, last, projected);
        projected.outlines.end_ring();
        Ok(())
    }

    /// The edge from the last vertex to the first, where the ring does not repeat it.
    fn close(&self, given: &[RawLonLat], last: Option<[RawLonLat; 2]>, projected: &mut Projected) {
        if let (Some(first), Some(last)) = (given.first(), last)
            && *first != last[0]
            && let Some(degrees) = self.point(*first)
        {
            self.bend(last, [*first, degrees], MOST_HALVINGS, projected);
        }
    }

    /// Adds vertices between two ends, each as it was given and in degrees.
    fn bend(
        &self,
        start: [RawLonLat; 2],
        end: [RawLonLat; 2],
        halvings: u32,
        projected: &mut Projected,
    ) {
        let length_m =
            (start[0][0] - end[0][0]).hypot(start[0][1] - end[0][1]) * self.unit_m().unwrap_or(0.0);
        if length_m < SHORT_M || halvings == 0 || !self.bends(start, end) {
            return;
        }
        let middle = between(start[0], end[0], 0.5);
        let Some(degrees) = self.point(middle) else {
            return;
        };
        self.bend(start, [middle, degrees], halvings - 1, projected);
        projected.outlines.push_vertex(degrees);
        projected.n_added += 1;
        self.bend([middle, degrees], end, halvings - 1, projected);
    }

    /// Whether the straight edge in degrees is further than allowed from that of the system, at a quarter, the middle
    /// or three quarters: an edge that crosses the equator bends both ways and fits in the middle.
    fn bends(&self, start: [RawLonLat; 2], end: [RawLonLat; 2]) -> bool {
        [0.25, 0.5, 0.75].iter().any(|share| {
            let along = self.point(between(start[0], end[0], *share));
            let straight = between(start[1], near(end[1], start[1]), *share);
            along.is_some_and(|along| apart_m(near(along, straight), straight) > BEND_M)
        })
    }
}

fn between(start: RawLonLat, end: RawLonLat, share: f64) -> RawLonLat {
    let along = |axis: usize| start[axis] * (1.0 - share) + end[axis] * share;
    [along(0), along(1)]
}

/// The point on the turn of the globe on which another lies, so that an edge over the antimeridian stays short.
fn near([lon, lat]: RawLonLat, other: RawLonLat) -> RawLonLat {
    [lon - 360.0 * ((lon - other[0]) / 360.0).round(), lat]
}

/// Metres between two near points in degrees.
fn apart_m(a: RawLonLat, b: RawLonLat) -> f64 {
    let east = (a[0] - b[0]) * f64::midpoint(a[1], b[1]).to_radians().cos();
    east.hypot(a[1] - b[1]) * DEGREE_M
}
