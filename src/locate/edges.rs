//! The edges of a ring or of all rings of a part, ready to say how they lie to a point: the even-odd rule.

use rstar::{AABB, Envelope};

use super::cylinder::Spot;
use super::edge::{Edge, Meeting, Point};
use super::ring;
use crate::table::RawLonLat;

/// So many edges, neighbors along a ring, share a box; a query passes over them where it misses the box.
const RUN_LEN: usize = 16;

/// Edges that enclose an even-odd area.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    in_order: Vec<Edge>,
    /// The box of each run of edges.
    runs: Vec<AABB<Point>>,
    envelope: AABB<Point>,
}

/// How a spot lies to the area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether the area holds the spot, perturbed as the border rule wants it.
    pub(super) is_inside: bool,
    /// Whether the spot lies on an edge.
    pub(super) is_on_edge: bool,
}

impl Edges {
    /// The edges of rings, taken together.
    pub(super) fn of<'a>(rings: impl Iterator<Item = &'a [RawLonLat]>) -> Self {
        let edges: Vec<Edge> = rings.flat_map(ring::edges).collect();
        let runs: Vec<_> = edges.chunks(RUN_LEN).map(envelope_of).collect();
        let envelope = runs
            .iter()
            .fold(AABB::new_empty(), |all, run| all.merged(run));
        Self {
            in_order: edges,
            runs,
            envelope,
        }
    }

    /// The box around all edges; it may reach beyond the window where an edge runs over the antimeridian.
    pub(super) fn envelope(&self) -> AABB<Point> {
        self.envelope
    }

    pub(super) fn is_empty(&self) -> bool {
        self.in_order.is_empty()
    }

    /// All edges.
    pub(super) fn iter(&self) -> impl Iterator<Item = Edge> {
        self.in_order.iter().copied()
    }

    /// How a spot lies to the area; exact.
    pub(super) fn standing(&self, spot: Spot) -> Standing {
        let mut standing = Standing {
            is_inside: false,
            is_on_edge: spot
                .twin
                .is_some_and(|twin| self.through(twin).next().is_some()),
        };
        let [x, y] = spot.home;
        let meets_ray = |run: &AABB<Point>| {
            let ([west, _], [east, north]) = (run.lower(), run.upper());
            west <= x && x <= east && y <= north
        };
        for edge in self.in_runs(meets_ray) {
            match edge.meeting(spot.home) {
                Meeting::Apart => {}
                Meeting::Crossed => standing.is_inside = !standing.is_inside,
                Meeting::On => standing.is_on_edge = true,
            }
        }
        standing
    }

    /// The edges that hold a point of the window.
    pub(super) fn through(&self, point: Point) -> impl Iterator<Item = Edge> {
        self.in_runs(move |run| run.contains_point(&point))
            .filter(move |edge| edge.meeting(point) == Meeting::On)
    }

    /// The edges whose boxes meet a box.
    pub(super) fn near(&self, reach: AABB<Point>) -> impl Iterator<Item = Edge> {
        self.in_runs(move |run| run.intersects(&reach))
            .filter(move |edge| edge.envelope().intersects(&reach))
    }

    fn in_runs(&self, wanted: impl Fn(&AABB<Point>) -> bool) -> impl Iterator<Item = Edge> {
        let runs = self.runs.iter().zip(self.in_order.chunks(RUN_LEN));
        runs.filter(move |(envelope, _)| wanted(envelope))
            .flat_map(|(_, edges)| edges.iter().copied())
    }
}

fn envelope_of(edges: &[Edge]) -> AABB<Point> {
    let ends = edges.iter().flat_map(|edge| [&edge.west, &edge.east]);
    AABB::from_points(ends)
}
