//! Some bands of root cells and what their edges meet in, the root cells and all below them out.

use std::ops::Range;

use super::cell::Cell;
use super::cells::{Arena, Maker};
use super::chunk::{Bands, Chunk};
use super::corners::Judge;
use super::source::{EdgeRef, Source};
use super::state::State;

/// So many entries, edges met and cells, make a segment.
const SEGMENT_LEN: usize = 32_768;
/// A cell that no edge meets costs so much less than one edge.
const CELLS_PER_ENTRY: usize = 16;
const MOST_SEGMENTS: usize = 256;

/// Cuts the bands into segments of about the same work, whatever the number of threads.
pub(super) fn segments(bands: Bands, chunks: &[Chunk]) -> Vec<Range<usize>> {
    let row_len = bands.lattice.n[0] as usize;
    let work = |band: usize| {
        let n_met: usize = chunks.iter().map(|chunk| chunk.in_band(band).len()).sum();
        n_met + bands.rows(band).len() * row_len / CELLS_PER_ENTRY
    };
    let work: Vec<usize> = (0..bands.n_bands()).map(work).collect();
    let total: usize = work.iter().sum();
    let wanted = SEGMENT_LEN.max(total.div_ceil(MOST_SEGMENTS));
    let mut segments = Vec::new();
    let (mut start, mut done) = (0, 0);
    for (band, work) in work.iter().enumerate() {
        done += work;
        if done >= wanted {
            segments.push(start..band + 1);
            (start, done) = (band + 1, 0);
        }
    }
    if start < work.len() {
        segments.push(start..work.len());
    }
    segments
}

/// What the edges of all chunks meet in a band, cell by cell.
#[derive(Default)]
struct ByCell {
    ends: Vec<u32>,
    met: Vec<(EdgeRef, u32)>,
}

impl ByCell {
    /// Sorts what is met by cell; the odd edges of each chunk were put behind those of the ones before it.
    fn refill(&mut self, chunks: &[Chunk], odd_starts: &[u32], band: usize, n_cells: usize) {
        self.ends.clear();
        self.ends.resize(n_cells + 1, 0);
        let mut n_met = 0;
        for chunk in chunks {
            let met = chunk.in_band(band);
            n_met += met.len();
            for one in met {
                self.ends[one.cell as usize + 1] += 1;
            }
        }
        let mut end = 0;
        for place in &mut self.ends {
            end += *place;
            *place = end;
        }
        self.met.resize(n_met, (EdgeRef::default(), 0));
        for (chunk, &odd_start) in chunks.iter().zip(odd_starts) {
            for one in chunk.in_band(band) {
                let next = &mut self.ends[one.cell as usize];
                self.met[*next as usize] = (one.edge.moved(odd_start), one.part);
                *next += 1;
            }
        }
        self.ends.pop();
    }
}

/// What all segments are made of.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) bands: Bands<'a>,
    pub(super) chunks: &'a [Chunk],
    pub(super) odd_starts: &'a [u32],
    /// How the western corner of each row stands.
    pub(super) row_starts: &'a [State],
    pub(super) judge: Judge<'a>,
    pub(super) source: Source<'a>,
    pub(super) leaf_len: usize,
}

impl Ground<'_> {
    /// Makes some bands; their root cells are written to where they belong.
    pub(super) fn segment(&self, bands: Range<usize>, cells: &mut [Cell]) -> Arena {
        let lattice = self.bands.lattice;
        let row_len = lattice.n[0] as usize;
        let mut maker = Maker::new(self.judge, self.source, self.leaf_len);
        let mut by_cell = ByCell::default();
        let mut cells = cells.chunks_mut(row_len);
        for band in bands {
            let rows = self.bands.rows(band);
            by_cell.refill(self.chunks, self.odd_starts, band, rows.len() * row_len);
            let mut start = 0;
            for (at, row) in rows.enumerate() {
                let mut state = self.row_starts[row as usize];
                let ends = &by_cell.ends[at * row_len..(at + 1) * row_len];
                let row_cells = cells.next().into_iter().flatten();
                for ((column, cell), &end) in (0..).zip(row_cells).zip(ends) {
                    let met = &by_cell.met[start as usize..end as usize];
                    *cell = maker.root_cell(lattice, [column, row], &mut state, met);
                    start = end;
                }
            }
        }
        maker.into_arena()
    }
}
