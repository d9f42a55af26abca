//! An edge and a point in, how they meet out: the one file that decides what a point on an edge means.
//!
//! The rule is a symbolic perturbation. A point stands not at (x, y) but at (x - e², y + e) for an e smaller than
//! any number: an infinitesimal step north, and a much smaller one west. So perturbed no point lies on any edge, and
//! on a partition every point lies in exactly one region. To see which, cast a ray north from the perturbed point
//! and count the edges that it crosses:
//!
//! - a vertical edge is never crossed, for the ray is parallel to it;
//! - an edge spans the ray where `west.x < x && x <= east.x`, because the ray runs just west of x;
//! - a spanning edge is crossed where (x, y) lies strictly below it; on it, the step north leads above.

use geo::Coord;
use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
use rstar::AABB;

/// A point of the plane on which edges are straight: longitude and latitude in degrees.
pub(super) type Point = [f64; 2];

/// A straight edge, its ends in the order of longitude, then latitude: the same whichever way a ring runs along it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) west: Point,
    pub(super) east: Point,
}

/// How an edge lies to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meeting {
    /// Neither of the others.
    Apart,
    /// The ray that runs north from beside the point crosses the edge.
    Crossed,
    /// The point lies on the edge, ends included. The ray does not cross it.
    On,
}

impl Edge {
    /// Takes the two ends in either order.
    pub(super) fn new(a: Point, b: Point) -> Self {
        let in_order = (a[0], a[1]) <= (b[0], b[1]);
        let (west, east) = if in_order { (a, b) } else { (b, a) };
        Self { west, east }
    }

    /// How the edge lies to a point; exact.
    pub(super) fn meeting(self, [x, y]: Point) -> Meeting {
        let Self { west, east } = self;
        if x < west[0] || east[0] < x || (west[1] < y && east[1] < y) {
            return Meeting::Apart;
        }
        let spans_ray = west[0] < x;
        let on_or_below = if west[1] > y && east[1] > y {
            Orientation::Clockwise
        } else {
            turn(west, east, [x, y])
        };
        match on_or_below {
            Orientation::Collinear => Meeting::On,
            Orientation::Clockwise if spans_ray => Meeting::Crossed,
            _ => Meeting::Apart,
        }
    }

    /// The southern and the northern latitude.
    pub(super) fn lats(self) -> [f64; 2] {
        let (a, b) = (self.west[1], self.east[1]);
        [a.min(b), a.max(b)]
    }

    /// Where the edge is at a latitude, rounded; its nearer end where it does not reach so far.
    pub(super) fn lon_at(self, lat: f64) -> f64 {
        between(
            lat,
            [self.west[1], self.east[1]],
            [self.west[0], self.east[0]],
        )
    }

    /// Where the edge is at a longitude, rounded; its nearer end where it does not reach so far.
    pub(super) fn lat_at(self, lon: f64) -> f64 {
        between(
            lon,
            [self.west[0], self.east[0]],
            [self.west[1], self.east[1]],
        )
    }

    /// Whether the edge has no length.
    pub(super) fn is_point(self) -> bool {
        self.west == self.east
    }

    /// The smallest box around the edge.
    pub(super) fn envelope(self) -> AABB<Point> {
        AABB::from_corners(self.west, self.east)
    }
}

fn between(at: f64, from: [f64; 2], to: [f64; 2]) -> f64 {
    let share = (at - from[0]) / (from[1] - from[0]);
    to[0] + share.clamp(0.0, 1.0) * (to[1] - to[0])
}

/// Which way the path from `a` over `b` to `c` turns; exact (adaptive predicates after Shewchuk 1997).
pub(super) fn turn(a: Point, b: Point, c: Point) -> Orientation {
    RobustKernel::orient2d(Coord::from(a), Coord::from(b), Coord::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(a: Point, b: Point, query: Point) -> Meeting {
        assert_eq!(Edge::new(a, b), Edge::new(b, a));
        Edge::new(a, b).meeting(query)
    }

    #[test]
    fn a_slanted_edge_is_crossed_from_strictly_below() {
        let (a, b) = ([0.0, 0.0], [2.0, 2.0]);
        assert_eq!(meeting(a, b, [1.0, 0.5]), Meeting::Crossed);
        assert_eq!(meeting(a, b, [1.0, 1.0]), Meeting::On);
        assert_eq!(meeting(a, b, [1.0, 1.0_f64.next_down()]), Meeting::Crossed);
        assert_eq!(meeting(a, b, [1.0, 1.0_f64.next_up()]), Meeting::Apart);
        assert_eq!(meeting(a, b, [1.0, -9.0]), Meeting::Crossed);
        assert_eq!(meeting(a, b, [1.0, 9.0]), Meeting::Apart);
    }

    #[test]
    fn the_east_end_counts_and_the_west_end_does_not() {
        let (a, b) = ([0.0, 1.0], [2.0, 1.0]);
        assert_eq!(meeting(a, b, [0.0, 0.0]), Meeting::Apart);
        assert_eq!(meeting(a, b, [0.0_f64.next_up(), 0.0]), Meeting::Crossed);
        assert_eq!(meeting(a, b, [2.0, 0.0]), Meeting::Crossed);
        assert_eq!(meeting(a, b, [2.0_f64.next_up(), 0.0]), Meeting::Apart);
        for end in [a, b] {
            assert_eq!(meeting(a, b, end), Meeting::On);
        }
    }

    #[test]
    fn a_vertical_edge_is_never_crossed() {
        let (a, b) = ([1.0, 0.0], [1.0, 2.0]);
        assert_eq!(meeting(a, b, [1.0, -1.0]), Meeting::Apart);
        assert_eq!(meeting(a, b, [1.0, 1.0]), Meeting::On);
        assert_eq!(meeting(a, b, [1.0, 3.0]), Meeting::Apart);
    }

    #[test]
    fn an_edge_without_length_holds_its_point_only() {
        let point = [1.0, 1.0];
        assert_eq!(meeting(point, point, point), Meeting::On);
        assert_eq!(meeting(point, point, [1.0, 0.0]), Meeting::Apart);
    }
}
