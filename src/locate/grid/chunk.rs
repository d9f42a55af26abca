//! Some thousand vertices of the outlines in; their edges, and what these meet and cross of a lattice, out.

use std::ops::Range;

use super::lattice::Lattice;
use crate::locate::edge::Edge;
use crate::locate::ring;
use crate::table::Outlines;

/// Chunks have about so many vertices, whatever the number of threads.
const CHUNK_LEN: usize = 32_768;

/// Some vertices of a ring, the repeated last one not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    part: u32,
    ring: usize,
    vertices: Range<usize>,
}

/// An edge of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OwnedEdge {
    pub(super) edge: Edge,
    pub(super) part: u32,
}

/// The edges of a chunk and how they lie to a lattice. Lists of pairs are sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) edges: Vec<OwnedEdge>,
    /// Cells and the edges (of this chunk) that they meet.
    pub(super) met: Vec<Pair>,
    /// Cells and the parts of the edges that cross their southern sides.
    pub(super) south: Vec<Pair>,
    /// Rows and the parts of the edges that cross the western side of the lattice there.
    pub(super) west: Vec<Pair>,
}

/// A place and what is there, in one sortable number.
pub(super) type Pair = u64;

pub(super) fn pair(place: u32, what: u32) -> Pair {
    u64::from(place) << 32 | u64::from(what)
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a pair")]
pub(super) fn unpair(pair: Pair) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// The pairs, sorted, whose places lie in a range.
pub(super) fn at_places(pairs: &[Pair], places: Range<u32>) -> &[Pair] {
    let from = pairs.partition_point(|&one| unpair(one).0 < places.start);
    let len = pairs[from..].partition_point(|&one| unpair(one).0 < places.end);
    &pairs[from..from + len]
}

/// Cuts the outlines into chunks; a long ring is cut too.
pub(super) fn chunks(outlines: &Outlines) -> Vec<Vec<Piece>> {
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    let mut room = CHUNK_LEN;
    for part in 0..outlines.n_parts() {
        for ring in outlines.rings(part) {
            let n_vertices = ring::n_vertices(outlines.ring(ring));
            let mut start = 0;
            while start < n_vertices {
                let end = n_vertices.min(start + room);
                chunk.push(Piece {
                    part: u32::try_from(part).unwrap_or(u32::MAX),
                    ring,
                    vertices: start..end,
                });
                room -= end - start;
                start = end;
                if room == 0 {
                    chunks.push(std::mem::take(&mut chunk));
                    room = CHUNK_LEN;
                }
            }
        }
    }
    chunks.push(chunk);
    chunks
}

impl Chunk {
    pub(super) fn of(pieces: &[Piece], outlines: &Outlines, lattice: &Lattice) -> Self {
        let n_vertices = pieces.iter().map(|piece| piece.vertices.len()).sum();
        let mut chunk = Self {
            edges: Vec::with_capacity(n_vertices),
            met: Vec::with_capacity(2 * n_vertices),
            ..Self::default()
        };
        for piece in pieces {
            chunk.take(piece, outlines);
        }
        chunk.lay(lattice);
        chunk
    }

    fn take(&mut self, piece: &Piece, outlines: &Outlines) {
        let ring = outlines.ring(piece.ring);
        let is_point = ring::edges_from(ring, 0..ring::n_vertices(ring)).all(Edge::is_point);
        let closing = (piece.vertices.start == 0).then(|| ring::closing(ring));
        let edges = ring::edges_from(ring, piece.vertices.clone()).chain(closing.flatten());
        let edges = edges.filter(|edge| is_point || !edge.is_point());
        self.edges.extend(edges.map(|edge| OwnedEdge {
            edge,
            part: piece.part,
        }));
    }

    fn lay(&mut self, lattice: &Lattice) {
        for (number, &OwnedEdge { edge, part }) in (0..).zip(&self.edges) {
            lattice.for_cells(edge, |cell| self.met.push(pair(cell, number)));
            lattice.for_south_sides(edge, |cell| self.south.push(pair(cell, part)));
            lattice.for_west_side(edge, |row| self.west.push(pair(row, part)));
        }
        self.met.sort_unstable();
        self.south.sort_unstable();
        self.west.sort_unstable();
    }
}
