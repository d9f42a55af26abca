//! Edges of parts in, distinct edges out, each with the sum of its parts' labels.

use super::labels::Labels;
use super::source::{EdgeRef, Source};
use crate::locate::edge::Edge;

/// The distinct edges of a root cell. (Should two alike stay apart, that does no harm.)
#[derive(Clone, Debug, Default)]
pub(super) struct MergedEdges {
    pub(super) edges: Vec<MergedEdge>,
    owners: Vec<Owner>,
    /// Places of edges by hash, one more than they are; 0 is free.
    table: Vec<u32>,
}

/// An edge, once for all parts that have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct MergedEdge {
    pub(super) edge: Edge,
    pub(super) label: u64,
    pub(super) name: EdgeRef,
    last_owner: u32,
}

/// A part that has an edge, and the place of the one before it.
#[derive(Clone, Copy, Debug)]
struct Owner {
    part: u32,
    before: u32,
}

/// So few edges are compared one by one.
const FEW: usize = 8;
/// An edge is looked for at so many places of the table.
const MOST_LOOKS: usize = 16;
const NO_OWNER: u32 = u32::MAX;

impl MergedEdges {
    /// Takes the edges of a root cell and their parts; the order of distinct edges is that of their first.
    pub(super) fn refill(&mut self, listed: &[(EdgeRef, u32)], source: Source, labels: &Labels) {
        self.edges.clear();
        self.owners.clear();
        self.table.clear();
        let is_hashed = listed.len() > FEW;
        if is_hashed {
            self.table.resize(listed.len().next_power_of_two() * 2, 0);
        }
        for &(name, part) in listed {
            let edge = source.edge(name);
            let place = if is_hashed {
                self.place_by_hash(edge)
            } else {
                self.edges.iter().position(|other| other.edge == edge)
            };
            let place = place.unwrap_or_else(|| self.push(edge, name));
            self.add_owner(place, part, labels);
        }
    }

    /// The parts that have an edge.
    pub(super) fn parts(&self, edge: usize) -> impl Iterator<Item = u32> {
        let owner = |place: u32| self.owners.get(place as usize);
        let first = owner(self.edges[edge].last_owner);
        std::iter::successors(first, move |last| owner(last.before)).map(|owner| owner.part)
    }

    fn push(&mut self, edge: Edge, name: EdgeRef) -> usize {
        self.edges.push(MergedEdge {
            edge,
            label: 0,
            name,
            last_owner: NO_OWNER,
        });
        self.edges.len() - 1
    }

    fn add_owner(&mut self, place: usize, part: u32, labels: &Labels) {
        let merged = &mut self.edges[place];
        let before = merged.last_owner;
        merged.label ^= labels.of_part(part);
        merged.last_owner = u32::try_from(self.owners.len()).unwrap_or(NO_OWNER);
        self.owners.push(Owner { part, before });
    }

    /// The place of an edge like this one; without one, its own place is noted.
    fn place_by_hash(&mut self, edge: Edge) -> Option<usize> {
        let own = u32::try_from(self.edges.len() + 1).unwrap_or(0);
        let mask = self.table.len() - 1;
        let start = hash(edge);
        for look in 0..MOST_LOOKS {
            let slot = &mut self.table[(start + look) & mask];
            let Some(found) = (*slot as usize).checked_sub(1) else {
                *slot = own;
                return None;
            };
            if self.edges[found].edge == edge {
                return Some(found);
            }
        }
        None
    }
}

/// Mixes the bits of the ends (after Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4).
fn hash(edge: Edge) -> usize {
    let mix = |hash: u64, x: &f64| {
        (hash.rotate_left(29) ^ x.to_bits()).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    };
    let ends = [edge.west, edge.east];
    (ends.as_flattened().iter().fold(0, mix) >> 32) as usize
}
