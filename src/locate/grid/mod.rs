//! Outlines in, a grid that knows for most points at once which region holds them out.
//!
//! The grid is a lattice of root cells over longitude and latitude. All of a cell stands alike, or it is cut into
//! smaller cells, or it lists the few edges that meet it; the corner of each cell is known to lie in some parts, and
//! crossing an edge on the way from there to a point toggles whether the parts that have the edge hold it
//! (`labels.rs`: what a sum of labels tells, `leaf.rs`: the way). The predicate is that of `edge.rs`, perturbation
//! included; floats with an error bound stand in for it where they are certain.
//!
//! The way of the build, one file per step: vertices to edges, and the root cells that these meet (`chunk`, `lattice`,
//! `source`); some rows of root cells (`segment`), one after the other: how their corners stand (`corners`, `state`),
//! their edges without repetitions (`merged`), cut up as needed (`cells`, `cell`, `leaf`). Work is split by vertices,
//! then by edges met, and what comes out does not depend on how many threads there are.

mod batch;
mod cell;
mod cells;
mod chunk;
mod corners;
mod labels;
mod lattice;
mod leaf;
mod merged;
mod segment;
mod source;
mod state;

use rayon::prelude::*;

use super::edge::{Edge, Point};
use super::naive::NaiveIndex;
use crate::table::{Outlines, RegionIdx};
pub(super) use batch::BATCH_LEN;
use cell::Cell;
use cells::Arena;
use chunk::{Bands, Chunk, Pair, chunks};
use corners::Judge;
use labels::{Held, Labels};
use lattice::{HAIR_DEG, Lattice};
use leaf::Leaf;
use segment::{Ground, segments};
use source::{MOST_VERTICES, Source};
use state::State;

/// The grid over all parts of all regions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    labels: Labels,
    root: Lattice,
    /// Beyond this box there is nothing; the lattice begins a hair or two inside the antimeridian.
    low: Point,
    high: Point,
    /// The root cells.
    cells: Vec<Cell>,
    /// Edges that are not two vertices of the outlines in a row.
    odd: Vec<Edge>,
    /// What root cells lead to, some rows at a time.
    arenas: Vec<Arena>,
    /// Of each row of root cells the place of its arena.
    row_arenas: Vec<u16>,
}

/// What the grid knows of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// No part holds it and no edge touches it.
    Outside,
    /// One part holds it, of this region, and no edge touches it.
    Inside(RegionIdx),
    /// It lies on an edge; one part holds it.
    Border(RegionIdx),
    /// Only the exact way can tell.
    Unknown,
}

/// How fine a grid is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fineness {
    pub(super) vertices_per_root_cell: usize,
    /// A cell with more edges than this is cut up.
    pub(super) leaf_len: usize,
}

impl Default for Fineness {
    fn default() -> Self {
        Self {
            vertices_per_root_cell: 1,
            leaf_len: 12,
        }
    }
}

/// A band of rows has at least about so many root cells.
const BAND_LEN: usize = 1024;
const MOST_ROOT_CELLS: usize = 1 << 26;
const MARGIN_DEG: f64 = 1e-9;
/// The corners of the lattice, a hair further west, must lie in the window for edges to be whole around them.
const WESTMOST_DEG: f64 = -180.0 + 2.0 * HAIR_DEG;

impl Grid {
    /// Takes the outlines that an index was built of.
    pub(super) fn build(naive: &NaiveIndex) -> Self {
        Self::with_fineness(naive, Fineness::default())
    }

    /// Takes the outlines that an index was built of; how fine the grid is changes no answer.
    pub(super) fn with_fineness(naive: &NaiveIndex, fineness: Fineness) -> Self {
        let outlines = naive.outlines();
        let labels = Labels::of(&part_regions(outlines));
        let root = root_lattice(
            naive,
            outlines.n_vertices() / fineness.vertices_per_root_cell,
        );
        let bands = Bands {
            lattice: &root,
            shift: (BAND_LEN / root.n[0] as usize).max(1).ilog2(),
        };
        let mut chunks: Vec<Chunk> = chunks(outlines)
            .par_iter()
            .map(|pieces| Chunk::of(pieces, outlines, bands))
            .collect();
        let (odd, odd_starts) = joined_odd(&mut chunks);
        let judge = Judge {
            labels: &labels,
            naive,
        };
        let row_starts = row_starts(judge, &root, &mut chunks);
        let ground = Ground {
            bands,
            chunks: &chunks,
            odd_starts: &odd_starts,
            row_starts: &row_starts,
            judge,
            source: Source {
                outlines,
                odd: &odd,
            },
            leaf_len: fineness.leaf_len,
        };
        let (mut cells, arenas, row_arenas) = made(ground);
        if outlines.n_vertices() > MOST_VERTICES {
            cells.fill(Cell::UNKNOWN);
        }
        Self {
            labels,
            low: [
                if root.low[0] > WESTMOST_DEG {
                    root.low[0]
                } else {
                    -180.0
                },
                root.low[1],
            ],
            high: [0, 1].map(|axis| root.bound(axis, root.n[axis])),
            root,
            cells,
            odd,
            arenas,
            row_arenas,
        }
    }

    /// What the grid over these outlines knows of a point of the open window.
    pub(super) fn answer(&self, outlines: &Outlines, point: Point) -> Answer {
        let mut answers = [Answer::Unknown];
        self.answers(outlines, &[point], &mut answers);
        answers[0]
    }

    /// The root cell of a point, the place of its arena, and how far east and north the point lies in the cell, as
    /// shares of its sides.
    #[inline]
    fn root_cell(&self, point: Point) -> (Cell, u16, Point) {
        if self.covers(point) {
            let mut shares = self.root.shares(point);
            let column = cells::place(&mut shares[0], self.root.n[0]) as usize;
            let row = cells::place(&mut shares[1], self.root.n[1]) as usize;
            let cell = row * self.root.n[0] as usize + column;
            (self.cells[cell], self.row_arenas[row], shares)
        } else if point[0].abs() == 180.0 {
            (Cell::UNKNOWN, 0, [0.0; 2])
        } else {
            (Cell::default(), 0, [0.0; 2])
        }
    }

    #[inline]
    fn in_leaf(&self, leaf: Leaf, outlines: &Outlines, point: Point) -> Answer {
        let odd = &self.odd;
        let found = leaf.found(point, Source { outlines, odd });
        match (self.labels.held(found.sum), found.is_on_edge) {
            (Held::ByNone, false) => Answer::Outside,
            (Held::By(region), false) => Answer::Inside(region),
            (Held::By(region), true) => Answer::Border(region),
            _ => Answer::Unknown,
        }
    }

    fn covers(&self, point: Point) -> bool {
        let is_between =
            |axis: usize| self.low[axis] <= point[axis] && point[axis] <= self.high[axis];
        is_between(0) && is_between(1) && point[0].abs() < 180.0
    }

    /// Bytes held.
    pub(super) fn n_bytes(&self) -> usize {
        let below: usize = self.arenas.iter().map(Arena::n_bytes).sum();
        let odd = self.odd.len() * size_of::<Edge>();
        self.cells.len() * size_of::<Cell>() + odd + below
    }
}

fn part_regions(outlines: &Outlines) -> Vec<RegionIdx> {
    let rows = 0..outlines.n_rows();
    rows.flat_map(|row| outlines.parts(row).map(move |_| RegionIdx::new(row)))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "numbers of cells are small, and a cast saturates"
)]
fn root_lattice(naive: &NaiveIndex, n_cells: usize) -> Lattice {
    let (low, high) = naive
        .envelope()
        .map_or(([0.0; 2], [0.0; 2]), |all| (all.lower(), all.upper()));
    let low = [(low[0] - MARGIN_DEG).max(WESTMOST_DEG), low[1] - MARGIN_DEG];
    let high = [
        (high[0] + MARGIN_DEG).min(180.0).max(low[0] + MARGIN_DEG),
        high[1] + MARGIN_DEG,
    ];
    let (width, height) = (high[0] - low[0], high[1] - low[1]);
    let n_cells = n_cells.clamp(1, MOST_ROOT_CELLS) as f64;
    let side = (width * height / n_cells).sqrt();
    let columns = (width / side).clamp(1.0, n_cells);
    let rows = (height / side).clamp(1.0, n_cells);
    Lattice::new(low, high, [columns.ceil() as u32, rows.ceil() as u32])
}

/// The odd edges of all chunks, and where those of each begin.
fn joined_odd(chunks: &mut [Chunk]) -> (Vec<Edge>, Vec<u32>) {
    let mut all = Vec::new();
    let mut starts = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        starts.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        all.append(&mut chunk.odd);
    }
    (all, starts)
}

/// How the western corner of each row of root cells stands.
fn row_starts(judge: Judge, root: &Lattice, chunks: &mut [Chunk]) -> Vec<State> {
    let mut west: Vec<Pair> = Vec::new();
    for chunk in chunks {
        west.append(&mut chunk.west);
    }
    west.sort_unstable();
    let mut starts = vec![State::default(); root.n[1] as usize];
    judge.up(root, State::default(), &west, &mut starts);
    starts
}

/// The root cells; what they lead to; of each row the place of that.
fn made(ground: Ground) -> (Vec<Cell>, Vec<Arena>, Vec<u16>) {
    let row_len = ground.bands.lattice.n[0] as usize;
    let mut cells = vec![Cell::default(); ground.bands.lattice.n_cells()];
    let mut row_arenas = Vec::new();
    let mut tasks = Vec::new();
    let mut rest = &mut cells[..];
    for (number, segment) in (0..).zip(segments(ground.bands, ground.chunks)) {
        let n_rows: usize = segment
            .clone()
            .map(|band| ground.bands.rows(band).len())
            .sum();
        row_arenas.resize(row_arenas.len() + n_rows, number);
        let (own, others) = rest.split_at_mut(n_rows * row_len);
        tasks.push((segment, own));
        rest = others;
    }
    let tasks = tasks.into_par_iter();
    let arenas = tasks.map(|(segment, cells)| ground.segment(segment, cells));
    let arenas = arenas.collect();
    (cells, arenas, row_arenas)
}
