//! Rings in, the arcs of which they are made out: what neighbors share is one arc.
//!
//! A vertex is a *junction* where rings that meet there do not all go on the same way: it has other neighbors in one
//! ring than in another, or in the same ring at another time. An *arc* runs from junction to junction; a ring without
//! junction is one closed arc. Where an arc begins, its first edge tells its whole course, so that is its key.
//! (The topology of `TopoJSON`, after Bostock: <https://bost.ocks.org/mike/topology/>.) Vertices are the same where
//! their coordinates are, to the bit.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::ring::open;
use crate::table::RawLonLat;

/// The arcs of some rings.
#[derive(Debug, Default)]
pub(super) struct Topology {
    vertices: Vec<RawLonLat>,
    arc_vertices: Vec<usize>,
    arc_ends: Vec<usize>,
    uses: Vec<ArcUse>,
    ring_ends: Vec<usize>,
}

/// An arc as a ring runs along it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ArcUse {
    pub(super) arc: usize,
    pub(super) backward: bool,
}

impl Topology {
    /// The arcs of rings that may be closed or not. A ring of fewer than three distinct vertices in a row has none.
    pub(super) fn of<'a>(rings: impl Iterator<Item = &'a [RawLonLat]>) -> Self {
        let numbered = Numbered::of(rings);
        let is_junction = junctions(&numbered);
        let mut builder = Builder::default();
        for ring in 0..numbered.ring_ends.len() {
            builder.add_ring(numbered.ring(ring), &is_junction);
        }
        Self {
            vertices: numbered.vertices,
            ..builder.topology
        }
    }

    pub(super) fn n_arcs(&self) -> usize {
        self.arc_ends.len()
    }

    /// The vertices of an arc, from junction to junction.
    pub(super) fn arc(&self, arc: usize) -> impl ExactSizeIterator<Item = RawLonLat> {
        let vertices = &self.arc_vertices[span(&self.arc_ends, arc)];
        vertices.iter().map(|vertex| self.vertices[*vertex])
    }

    /// The arcs of a ring in their order.
    pub(super) fn ring(&self, ring: usize) -> &[ArcUse] {
        &self.uses[span(&self.ring_ends, ring)]
    }
}

/// Rings of numbers that stand for vertices.
struct Numbered {
    vertices: Vec<RawLonLat>,
    sequence: Vec<usize>,
    ring_ends: Vec<usize>,
}

impl Numbered {
    fn of<'a>(rings: impl Iterator<Item = &'a [RawLonLat]>) -> Self {
        let mut numbers: HashMap<[u64; 2], usize, FixedState> = HashMap::default();
        let (mut vertices, mut sequence, mut ring_ends) = (Vec::new(), Vec::new(), Vec::new());
        for ring in rings {
            for vertex in open(ring) {
                let number = numbers.entry(vertex.map(f64::to_bits)).or_insert_with(|| {
                    vertices.push(vertex);
                    vertices.len() - 1
                });
                sequence.push(*number);
            }
            ring_ends.push(sequence.len());
        }
        Self {
            vertices,
            sequence,
            ring_ends,
        }
    }

    /// The vertices of a ring; none where they are too few for one.
    fn ring(&self, ring: usize) -> &[usize] {
        let vertices = &self.sequence[span(&self.ring_ends, ring)];
        if vertices.len() < 3 { &[] } else { vertices }
    }
}

/// For each vertex, whether it is a junction.
fn junctions(numbered: &Numbered) -> Vec<bool> {
    const UNSEEN: [usize; 2] = [usize::MAX; 2];
    let mut beside = vec![UNSEEN; numbered.vertices.len()];
    let mut is_junction = vec![false; numbered.vertices.len()];
    for ring in 0..numbered.ring_ends.len() {
        let ring = numbered.ring(ring);
        for (place, vertex) in ring.iter().enumerate() {
            let before = ring[(place + ring.len() - 1) % ring.len()];
            let after = ring[(place + 1) % ring.len()];
            let pair = [before.min(after), before.max(after)];
            if beside[*vertex] == UNSEEN {
                beside[*vertex] = pair;
            } else if beside[*vertex] != pair {
                is_junction[*vertex] = true;
            }
        }
    }
    is_junction
}

#[derive(Default)]
struct Builder {
    topology: Topology,
    arc_of_edge: HashMap<[usize; 2], usize, FixedState>,
}

impl Builder {
    fn add_ring(&mut self, ring: &[usize], is_junction: &[bool]) {
        let starts = |place: &usize| is_junction[ring[*place]];
        // A closed arc begins at the vertex seen first of all, in whichever ring it comes up.
        let closed = || (0..ring.len()).min_by_key(|place| ring[*place]);
        let first = (0..ring.len()).find(starts).or_else(closed);
        if let Some(first) = first {
            let turned = ring[first..].iter().chain(&ring[..=first]);
            let mut path = Vec::new();
            for vertex in turned {
                path.push(*vertex);
                if path.len() > 1 && is_junction[*vertex] {
                    self.add_arc(&path);
                    path = vec![*vertex];
                }
            }
            if path.len() > 1 {
                self.add_arc(&path);
            }
        }
        self.topology.ring_ends.push(self.topology.uses.len());
    }

    /// Notes that a ring runs along a path, which is an arc that is there in either direction, or a new one.
    fn add_arc(&mut self, path: &[usize]) {
        let n = path.len();
        let backward = self.arc_of_edge.get(&[path[n - 1], path[n - 2]]).copied();
        let arc_use = match self.arc_of_edge.entry([path[0], path[1]]) {
            Entry::Occupied(arc) => ArcUse {
                arc: *arc.get(),
                backward: false,
            },
            Entry::Vacant(_) if backward.is_some() => ArcUse {
                arc: backward.unwrap_or_default(),
                backward: true,
            },
            Entry::Vacant(free) => {
                let arc = *free.insert(self.topology.arc_ends.len());
                self.topology.arc_vertices.extend_from_slice(path);
                let end = self.topology.arc_vertices.len();
                self.topology.arc_ends.push(end);
                ArcUse {
                    arc,
                    backward: false,
                }
            }
        };
        self.topology.uses.push(arc_use);
    }
}

fn span(ends: &[usize], index: usize) -> Range<usize> {
    let start = if index == 0 { 0 } else { ends[index - 1] };
    start..ends[index]
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{rectangle, reversed};
    use super::*;

    fn topology(rings: &[Vec<RawLonLat>]) -> Topology {
        Topology::of(rings.iter().map(Vec::as_slice))
    }

    fn arcs(topology: &Topology, ring: usize) -> Vec<(usize, bool)> {
        let uses = topology.ring(ring).iter();
        uses.map(|it| (it.arc, it.backward)).collect()
    }

    #[test]
    fn neighbors_share_one_arc() {
        let west = vec![[0.0, 0.0], [1.0, 0.0], [1.2, 0.5], [1.0, 1.0], [0.0, 1.0]];
        let east = vec![[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.2, 0.5]];
        for east in [east.clone(), reversed(&east)] {
            let topology = topology(&[west.clone(), east]);
            assert_eq!(topology.n_arcs(), 3);
            let shared: Vec<_> = topology.arc(0).collect();
            assert_eq!(shared, west[1..4]);
            assert_eq!(arcs(&topology, 0), [(0, false), (1, false)]);
            assert!(arcs(&topology, 1).iter().any(|(arc, _)| *arc == 0));
        }
    }

    #[test]
    fn an_enclave_is_one_closed_arc_wherever_it_begins() {
        let enclave = rectangle(1.0, 1.0, 2.0, 2.0);
        let mut turned = reversed(&enclave);
        turned.rotate_left(2);
        let topology = topology(&[enclave, turned]);
        assert_eq!(topology.n_arcs(), 1);
        assert_eq!(arcs(&topology, 0), [(0, false)]);
        assert_eq!(arcs(&topology, 1), [(0, true)]);
    }

    #[test]
    fn rings_that_touch_in_a_point_are_cut_there() {
        let bow = vec![
            [0.0, 0.0],
            [1.0, 1.0],
            [2.0, 0.0],
            [2.0, 2.0],
            [1.0, 1.0],
            [0.0, 2.0],
        ];
        assert_eq!(topology(&[bow]).n_arcs(), 2);
    }

    #[test]
    fn what_is_no_ring_has_no_arc() {
        let line = vec![[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]];
        let topology = topology(&[Vec::new(), line, vec![[3.0, 3.0]]]);
        assert_eq!(topology.n_arcs(), 0);
        assert!((0..3).all(|ring| topology.ring(ring).is_empty()));
    }
}
