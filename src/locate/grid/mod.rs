//! Outlines in, a grid that knows for most points at once which region holds them out.
//!
//! The grid is a lattice of root cells over longitude and latitude. All of a cell stands alike, or it is cut into
//! smaller cells, or it lists the few edges that meet it; the corner of each cell is known to lie in some parts, and
//! crossing an edge on the way from there to a point toggles whether the parts that have the edge hold it
//! (`labels.rs`: what a sum of labels tells, `leaf.rs`: the way). The predicate is that of `edge.rs`, perturbation
//! included; floats with an error bound stand in for it where they are certain.
//!
//! The way of the build, one file per step: vertices to edges, and what these meet and cross of the lattice
//! (`chunk`, `lattice`); how corners stand (`corners`, `state`); the edges of a root cell without repetitions
//! (`merged`), cut up as needed (`cells`, `cell`, `leaf`). Work is split by vertices and root cells, and what comes
//! out does not depend on how many threads there are.

mod batch;
mod cell;
mod cells;
mod chunk;
mod corners;
mod labels;
mod lattice;
mod leaf;
mod merged;
mod state;

use rayon::prelude::*;

use super::edge::Point;
use super::naive::NaiveIndex;
use crate::table::{Outlines, RegionIdx};
pub(super) use batch::BATCH_LEN;
use cell::Cell;
use cells::{Arena, Maker, Node, Site, by_cell};
use chunk::{Chunk, Pair, at_places, chunks, pair, unpair};
use corners::Judge;
use labels::{Held, Labels};
use lattice::{HAIR_DEG, Lattice};
use merged::MergedEdges;
use state::State;

/// The grid over all parts of all regions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    labels: Labels,
    root: Lattice,
    /// Beyond this box there is nothing; the lattice begins a hair or two inside the antimeridian.
    low: Point,
    high: Point,
    cells: Vec<Cell>,
    nodes: Vec<Node>,
    words: Vec<u64>,
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
            leaf_len: 8,
        }
    }
}

/// So many root cells are made at a time.
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
        let labels = Labels::of(part_regions(outlines).into_iter());
        let root = root_lattice(
            naive,
            outlines.n_vertices() / fineness.vertices_per_root_cell,
        );
        let chunks: Vec<Chunk> = chunks(outlines)
            .par_iter()
            .map(|pieces| Chunk::of(pieces, outlines, &root))
            .collect();
        let judge = Judge {
            labels: &labels,
            naive,
        };
        let states = root_states(&judge, &root, &chunks);
        let n_root_cells = root.n_cells();
        let bands: Vec<(Vec<Cell>, Arena)> = (0..n_root_cells.div_ceil(BAND_LEN))
            .into_par_iter()
            .map(|band| {
                let cells = band * BAND_LEN..n_root_cells.min((band + 1) * BAND_LEN);
                make_band(judge, fineness.leaf_len, &root, &chunks, &states, cells)
            })
            .collect();
        drop(chunks);
        let (cells, nodes, words) = joined(bands);
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
            nodes,
            words,
        }
    }

    /// What the grid knows of a point of the open window.
    pub(super) fn answer(&self, point: Point) -> Answer {
        let mut answers = [Answer::Unknown];
        self.answers(&[point], &mut answers);
        answers[0]
    }

    fn root_cell(&self, point: Point) -> Cell {
        if self.covers(point) {
            self.cells[self.root.cell(point) as usize]
        } else if point[0].abs() == 180.0 {
            Cell::UNKNOWN
        } else {
            Cell::default()
        }
    }

    fn in_leaf(&self, leaf: usize, point: Point) -> Answer {
        let mut found = leaf::estimate(&self.words, leaf, point);
        if found.is_on_edge {
            found = leaf::exact(&self.words, leaf, point);
        }
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
        self.cells.len() * size_of::<Cell>()
            + self.nodes.len() * size_of::<Node>()
            + self.words.len() * size_of::<u64>()
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

fn root_states(judge: &Judge, root: &Lattice, chunks: &[Chunk]) -> Vec<State> {
    let mut west: Vec<Pair> = chunks.iter().flat_map(|chunk| chunk.west.clone()).collect();
    west.sort_unstable();
    let starts = judge.up(root, State::default(), &west);
    let n_columns = root.n[0];
    let mut states = vec![State::default(); root.n_cells()];
    let rows = states.par_chunks_mut(n_columns as usize).zip(starts);
    rows.enumerate().for_each(|(row, (states, start))| {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let cells = row * n_columns..(row + 1) * n_columns;
        let of_chunks = chunks
            .iter()
            .map(|chunk| at_places(&chunk.south, cells.clone()));
        let mut south: Vec<Pair> = of_chunks.flatten().copied().collect();
        south.sort_unstable();
        judge.along(root, row, start, &south, states);
    });
    states
}

fn make_band(
    judge: Judge,
    leaf_len: usize,
    root: &Lattice,
    chunks: &[Chunk],
    states: &[State],
    cells: std::ops::Range<usize>,
) -> (Vec<Cell>, Arena) {
    let first = u32::try_from(cells.start).unwrap_or(u32::MAX);
    let places = first..u32::try_from(cells.end).unwrap_or(u32::MAX);
    let mut edges = Vec::new();
    let mut pairs = Vec::new();
    for chunk in chunks {
        for &met in at_places(&chunk.met, places.clone()) {
            let (cell, number) = unpair(met);
            pairs.push(pair(
                cell - first,
                u32::try_from(edges.len()).unwrap_or(u32::MAX),
            ));
            edges.push(chunk.edges[number as usize]);
        }
    }
    let (ends, lists) = by_cell(&pairs, cells.len());
    let mut arena = Arena::default();
    let mut merged = MergedEdges::default();
    let mut owned = Vec::new();
    let mut numbers = Vec::new();
    let mut start = 0;
    let mut made = Vec::with_capacity(cells.len());
    for (cell, end) in cells.zip(ends) {
        owned.clear();
        owned.extend(
            lists[start..end]
                .iter()
                .map(|&number| edges[number as usize]),
        );
        start = end;
        merged.refill(&mut owned, judge.labels);
        numbers.clear();
        numbers.extend(0..u32::try_from(merged.edges.len()).unwrap_or(u32::MAX));
        let site = Site::of(root, u32::try_from(cell).unwrap_or(u32::MAX), states[cell]);
        made.push(Maker::new(judge, leaf_len, &merged, &mut arena).cell(site, &numbers));
    }
    (made, arena)
}

/// The root cells, then all others; nodes; words.
fn joined(bands: Vec<(Vec<Cell>, Arena)>) -> (Vec<Cell>, Vec<Node>, Vec<u64>) {
    let n_root_cells: usize = bands.iter().map(|(root, _)| root.len()).sum();
    let mut root_cells =
        Vec::with_capacity(n_root_cells + total(&bands, |arena| arena.cells.len()));
    let mut cells = Vec::new();
    let mut nodes: Vec<Node> = Vec::with_capacity(total(&bands, |arena| arena.nodes.len()));
    let mut words: Vec<u64> = Vec::with_capacity(total(&bands, |arena| arena.words.len()));
    for (root, arena) in bands {
        let (by_nodes, by_words) = (nodes.len(), words.len());
        let by_cells = n_root_cells + cells.len();
        root_cells.extend(root.iter().map(|cell| cell.moved(by_nodes, by_words)));
        cells.extend(
            arena
                .cells
                .iter()
                .map(|cell| cell.moved(by_nodes, by_words)),
        );
        nodes.extend(arena.nodes.into_iter().map(|node| Node {
            first_cell: node.first_cell + by_cells,
            ..node
        }));
        words.extend(arena.words);
    }
    root_cells.append(&mut cells);
    (root_cells, nodes, words)
}

fn total(bands: &[(Vec<Cell>, Arena)], len: impl Fn(&Arena) -> usize) -> usize {
    bands.iter().map(|(_, arena)| len(arena)).sum()
}
