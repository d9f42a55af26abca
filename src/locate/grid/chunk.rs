//! Some thousand vertices of the outlines in; which root cells their edges meet, band by band, out.

use std::ops::Range;

use super::lattice::Lattice;
use super::source::{EdgeRef, MOST_VERTICES, plain_edge};
use crate::locate::cylinder::Course;
use crate::locate::edge::Edge;
use crate::locate::ring;
use crate::table::{Outlines, RawLonLat};

/// Chunks have about so many vertices, whatever the number of threads.
const CHUNK_LEN: usize = 32_768;

/// Some vertices of a ring, the repeated last one not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    part: u32,
    ring: usize,
    /// Where the ring begins in the table of vertices.
    ring_start: usize,
    vertices: Range<usize>,
}

/// An edge of a part in a cell of a band.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Met {
    /// Cells of a band are counted from its first.
    pub(super) cell: u32,
    pub(super) edge: EdgeRef,
    pub(super) part: u32,
}

/// How the edges of a chunk lie to the root lattice.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// Band by band; within a band in the order of the vertices.
    met: Vec<Met>,
    first_band: usize,
    /// Where each band ends in `met`, from the first that has any.
    band_ends: Vec<u32>,
    /// Edges that are not two vertices in a row.
    pub(super) odd: Vec<Edge>,
    /// Rows and the parts of the edges that cross the western side of the lattice there.
    pub(super) west: Vec<Pair>,
}

/// The root lattice, some rows at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bands<'a> {
    pub(super) lattice: &'a Lattice,
    /// A band has two to the power of this many rows, the last one maybe fewer.
    pub(super) shift: u32,
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

/// Cuts the outlines into chunks; a long ring is cut too. Too many vertices are left alone.
pub(super) fn chunks(outlines: &Outlines) -> Vec<Vec<Piece>> {
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    let mut room = CHUNK_LEN;
    let mut ring_start = 0;
    if outlines.n_vertices() > MOST_VERTICES {
        return chunks;
    }
    for part in 0..outlines.n_parts() {
        for ring in outlines.rings(part) {
            let vertices = outlines.ring(ring);
            let n_vertices = ring::n_vertices(vertices);
            let mut start = 0;
            while start < n_vertices {
                let end = n_vertices.min(start + room);
                chunk.push(Piece {
                    part: u32::try_from(part).unwrap_or(u32::MAX),
                    ring,
                    ring_start,
                    vertices: start..end,
                });
                room -= end - start;
                start = end;
                if room == 0 {
                    chunks.push(std::mem::take(&mut chunk));
                    room = CHUNK_LEN;
                }
            }
            ring_start += vertices.len();
        }
    }
    chunks.push(chunk);
    chunks
}

impl Bands<'_> {
    pub(super) fn n_bands(&self) -> usize {
        (self.lattice.n[1] as usize).div_ceil(1 << self.shift)
    }

    /// The rows of a band.
    pub(super) fn rows(&self, band: usize) -> Range<u32> {
        let first = u32::try_from(band << self.shift).unwrap_or(u32::MAX);
        first..self.lattice.n[1].min(first + (1 << self.shift))
    }

    fn band_and_cell(&self, row: u32, column: u32) -> (u32, u32) {
        let row_in_band = row & ((1 << self.shift) - 1);
        (row >> self.shift, row_in_band * self.lattice.n[0] + column)
    }
}

impl Chunk {
    pub(super) fn of(pieces: &[Piece], outlines: &Outlines, bands: Bands) -> Self {
        let n_vertices: usize = pieces.iter().map(|piece| piece.vertices.len()).sum();
        let mut laying = Laying {
            bands,
            met: Vec::with_capacity(n_vertices + n_vertices / 2),
            n_per_band: vec![0; bands.n_bands()],
            chunk: Self::default(),
        };
        for piece in pieces {
            laying.take(piece, outlines);
        }
        laying.sorted()
    }

    /// What the edges of the chunk meet in a band.
    pub(super) fn in_band(&self, band: usize) -> &[Met] {
        let Some(place) = band.checked_sub(self.first_band) else {
            return &[];
        };
        let Some(&end) = self.band_ends.get(place) else {
            return &[];
        };
        let start = place.checked_sub(1).map_or(0, |last| self.band_ends[last]);
        &self.met[start as usize..end as usize]
    }
}

/// A chunk in the making.
struct Laying<'a> {
    bands: Bands<'a>,
    /// In the order of the vertices, each with its band.
    met: Vec<(u32, Met)>,
    n_per_band: Vec<u32>,
    chunk: Chunk,
}

impl Laying<'_> {
    fn take(&mut self, piece: &Piece, outlines: &Outlines) {
        let ring = outlines.ring(piece.ring);
        let keeps_points = is_point(ring);
        for at in piece.vertices.clone() {
            let (a, b) = ends(ring, at);
            let name = EdgeRef::plain(piece.ring_start + at).filter(|_| at + 1 < ring.len());
            if let (Some(edge), Some(name)) = (plain_edge(a, b), name) {
                if keeps_points || !edge.is_point() {
                    self.lay(edge, name, piece.part);
                }
                continue;
            }
            let edges = Course::between(a, b).edges();
            for edge in edges.filter(|edge| keeps_points || !edge.is_point()) {
                self.lay_odd(edge, piece.part);
            }
        }
        let closing = (piece.vertices.start == 0).then(|| ring::closing(ring));
        if let Some(edge) = closing.flatten() {
            self.lay_odd(edge, piece.part);
        }
    }

    fn lay_odd(&mut self, edge: Edge, part: u32) {
        let name = EdgeRef::odd(self.chunk.odd.len());
        self.chunk.odd.push(edge);
        self.lay(edge, name, part);
    }

    fn lay(&mut self, edge: Edge, name: EdgeRef, part: u32) {
        let Self {
            bands,
            met,
            n_per_band,
            chunk,
        } = self;
        bands.lattice.for_cells(edge, |row, column, crosses_south| {
            let (band, cell) = bands.band_and_cell(row, column);
            n_per_band[band as usize] += 1;
            let edge = name.crossing(crosses_south);
            met.push((band, Met { cell, edge, part }));
        });
        bands
            .lattice
            .for_west_side(edge, |row| chunk.west.push(pair(row, part)));
    }

    fn sorted(self) -> Chunk {
        let Self {
            met,
            n_per_band,
            mut chunk,
            ..
        } = self;
        let is_met = |n: &u32| *n > 0;
        let first = n_per_band.iter().position(is_met).unwrap_or(0);
        let end = n_per_band
            .iter()
            .rposition(is_met)
            .map_or(first, |last| last + 1);
        let mut next = 0;
        let starts = n_per_band[first..end].iter().map(|n| {
            let start = next;
            next += n;
            start
        });
        let mut places: Vec<u32> = starts.collect();
        chunk.met = vec![Met::default(); met.len()];
        for (band, one) in met {
            let place = &mut places[band as usize - first];
            chunk.met[*place as usize] = one;
            *place += 1;
        }
        chunk.first_band = first;
        chunk.band_ends = places;
        chunk
    }
}

/// The vertices of a ring between which its edge at a place runs.
fn ends(ring: &[RawLonLat], at: usize) -> (RawLonLat, RawLonLat) {
    (ring[at], ring[if at + 1 < ring.len() { at + 1 } else { 0 }])
}

/// Whether all vertices of a ring lie in one point.
fn is_point(ring: &[RawLonLat]) -> bool {
    let courses = (0..ring.len()).map(|at| ends(ring, at));
    let mut edges = courses.flat_map(|(a, b)| Course::between(a, b).edges());
    edges.all(Edge::is_point)
}
