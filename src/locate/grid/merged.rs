//! Edges of parts in, distinct edges out, each with the sum of its parts' labels.

use std::cmp::Ordering;
use std::ops::Range;

use super::chunk::OwnedEdge;
use super::labels::Labels;
use crate::locate::edge::{Edge, Point};

/// The distinct edges of a root cell.
#[derive(Clone, Debug, Default)]
pub(super) struct MergedEdges {
    pub(super) edges: Vec<MergedEdge>,
    parts: Vec<u32>,
}

/// An edge, once for all parts that have it.
#[derive(Clone, Debug)]
pub(super) struct MergedEdge {
    pub(super) edge: Edge,
    pub(super) label: u64,
    parts: Range<usize>,
}

impl MergedEdges {
    /// Takes edges in any order, and sorts them.
    pub(super) fn refill(&mut self, owned: &mut [OwnedEdge], labels: &Labels) {
        self.edges.clear();
        self.parts.clear();
        owned.sort_unstable_by(|a, b| compare(a.edge, b.edge).then(a.part.cmp(&b.part)));
        for same in owned.chunk_by(|a, b| a.edge == b.edge) {
            let start = self.parts.len();
            self.parts.extend(same.iter().map(|owned| owned.part));
            let sums = same.iter().map(|owned| labels.of_part(owned.part));
            self.edges.push(MergedEdge {
                edge: same[0].edge,
                label: sums.fold(0, |sum, label| sum ^ label),
                parts: start..self.parts.len(),
            });
        }
    }

    /// The parts that have an edge.
    pub(super) fn parts(&self, edge: u32) -> &[u32] {
        &self.parts[self.edges[edge as usize].parts.clone()]
    }
}

fn compare(a: Edge, b: Edge) -> Ordering {
    compare_points(a.west, b.west).then_with(|| compare_points(a.east, b.east))
}

fn compare_points(a: Point, b: Point) -> Ordering {
    a[0].total_cmp(&b[0]).then_with(|| a[1].total_cmp(&b[1]))
}
