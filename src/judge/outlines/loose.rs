//! Rings of many regions in, the edges that no neighbor shares out, as closed contours.
//!
//! Where neighbors share an edge, one runs along it one way and one the other: the two cancel each other. What is left
//! has the same number of regions on its left less those on its right as all edges together, everywhere; so unions
//! and overlaps of all regions are those of what is left, which is a coast and the few edges that do not match.

use geo::{Coord, LineString};
use rayon::prelude::*;

use super::plane::{Part, Rings};

/// A vertex in an order that floats have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Vertex(i64, i64);

/// An edge as the ring of a region runs along it, its ends in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    low: Vertex,
    high: Vertex,
    runs_up: bool,
    row: u32,
}

/// An edge that no neighbor shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Loose {
    from: Vertex,
    to: Vertex,
    row: u32,
}

/// The edges that no neighbor shares.
pub(super) struct LooseEdges(Vec<Loose>);

impl LooseEdges {
    /// Those of some parts together.
    pub(super) fn of<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Self {
        let parts: Vec<&Part> = parts.into_iter().collect();
        let mut edges: Vec<Edge> = parts.par_iter().flat_map_iter(|part| edges(part)).collect();
        edges.par_sort_unstable();
        let alike = edges.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high));
        let mut loose: Vec<Loose> = alike.flat_map(surplus).collect();
        loose.par_sort_unstable();
        Self(loose)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Where they begin, and whose they are.
    pub(super) fn starts(&self) -> impl Iterator<Item = ([f64; 2], usize)> {
        self.0.iter().map(|edge| {
            let Coord { x, y } = edge.from.coord();
            ([x, y], edge.row as usize)
        })
    }

    /// The edges as closed contours. As many edges lead to a vertex as lead away from it, so that a walk along edges
    /// that were not walked along yet ends only where it began.
    pub(super) fn contours(&self) -> Rings {
        let edges = &self.0;
        let first_from = |vertex: Vertex| edges.partition_point(|edge| edge.from < vertex);
        let mut next: Vec<usize> = (0..edges.len()).collect();
        let mut contours = Vec::new();
        for start in 0..edges.len() {
            let from = edges[start].from;
            if start > 0 && edges[start - 1].from == from {
                continue;
            }
            let begins = |edge: &Loose| edge.from == from;
            while edges.get(next[start]).is_some_and(begins) {
                let mut contour = vec![from.coord()];
                let (mut here, mut at) = (start, from);
                while let Some(edge) = edges.get(next[here]).filter(|edge| edge.from == at) {
                    next[here] += 1;
                    at = edge.to;
                    contour.push(at.coord());
                    if at == from {
                        break;
                    }
                    here = first_from(at);
                }
                contours.push(LineString(contour));
            }
        }
        Rings(contours)
    }
}

/// The edges of the rings of a part.
fn edges(part: &Part) -> impl Iterator<Item = Edge> {
    let row = u32::try_from(part.row).unwrap_or(u32::MAX);
    let lines = part.rings.0.iter().flat_map(LineString::lines);
    lines.map(move |line| {
        let (from, to) = (Vertex::of(line.start), Vertex::of(line.end));
        Edge {
            low: from.min(to),
            high: from.max(to),
            runs_up: from < to,
            row,
        }
    })
}

/// What is left of edges with the same ends, when those that run one way have canceled those that run the other.
fn surplus(alike: &[Edge]) -> impl Iterator<Item = Loose> {
    let n_down = alike.partition_point(|edge| !edge.runs_up);
    let (down, up) = alike.split_at(n_down);
    let left = if up.len() > down.len() {
        &up[down.len()..]
    } else {
        &down[up.len()..]
    };
    left.iter().map(|edge| {
        let (from, to) = if edge.runs_up {
            (edge.low, edge.high)
        } else {
            (edge.high, edge.low)
        };
        Loose {
            from,
            to,
            row: edge.row,
        }
    })
}

impl Vertex {
    fn of(at: Coord) -> Self {
        Self(in_order(at.x), in_order(at.y))
    }

    fn coord(self) -> Coord {
        let degrees = |number: i64| f64::from_bits(flipped(number).cast_unsigned());
        Coord {
            x: degrees(self.0),
            y: degrees(self.1),
        }
    }
}

/// A number that is ordered as the degrees are (IEEE 754, `totalOrder`).
fn in_order(degrees: f64) -> i64 {
    flipped(degrees.to_bits().cast_signed())
}

/// The other bits flipped where the sign is set; twice changes nothing.
fn flipped(bits: i64) -> i64 {
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}
