//! The edges of a root cell in, the cell out: plain, a leaf, or a node with cells of its own.

use super::cell::Cell;
use super::chunk::{Pair, pair, unpair};
use super::corners::Judge;
use super::lattice::Lattice;
use super::leaf::push_leaf;
use super::merged::MergedEdges;
use super::state::State;
use crate::locate::edge::Point;

/// A cell is cut into about one cell for so many of its edges.
const EDGES_PER_CELL: usize = 2;
const MOST_PER_SIDE: usize = 32;
/// Cells smaller than this are not cut up: many edges meet in one point.
const SMALLEST_DEG: f64 = 1e-7;
/// Cutting a root cell up makes at most so many times its edges: they may lie so close together that it does no good.
const MOST_GROWTH: usize = 24;

/// Cells that are cut up: each cuts its cell into equal ones.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) lattice: Lattice,
    pub(super) first_cell: usize,
}

impl Node {
    /// The place of the cell of a point.
    pub(super) fn child(&self, point: Point) -> usize {
        self.first_cell + self.lattice.cell(point) as usize
    }
}

/// What root cells lead to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arena {
    pub(super) cells: Vec<Cell>,
    pub(super) nodes: Vec<Node>,
    pub(super) words: Vec<u64>,
}

/// A cell to be made.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub(super) low: Point,
    pub(super) high: Point,
    pub(super) corner: Point,
    pub(super) state: State,
}

impl Site {
    pub(super) fn of(lattice: &Lattice, cell: u32, state: State) -> Self {
        let (column, row) = (cell % lattice.n[0], cell / lattice.n[0]);
        Self {
            low: [lattice.bound(0, column), lattice.bound(1, row)],
            high: [lattice.bound(0, column + 1), lattice.bound(1, row + 1)],
            corner: lattice.corner(column, row),
            state,
        }
    }
}

/// Makes the cells below one root cell.
pub(super) struct Maker<'a> {
    pub(super) judge: Judge<'a>,
    pub(super) merged: &'a MergedEdges,
    pub(super) arena: &'a mut Arena,
    leaf_len: usize,
    room: usize,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        judge: Judge<'a>,
        leaf_len: usize,
        merged: &'a MergedEdges,
        arena: &'a mut Arena,
    ) -> Self {
        Self {
            judge,
            merged,
            arena,
            leaf_len,
            room: merged.edges.len() * MOST_GROWTH,
        }
    }

    /// The cell at a site which some of the merged edges meet.
    pub(super) fn cell(&mut self, site: Site, met: &[u32]) -> Cell {
        if met.is_empty() {
            return Cell::plain(site.state, self.judge.labels);
        }
        let side = (site.high[0] - site.low[0]).min(site.high[1] - site.low[1]);
        let may_be_cut = side > SMALLEST_DEG && met.len() * 2 < self.room;
        if may_be_cut && (met.len() > self.leaf_len || !self.is_certain(site.state, met)) {
            return self.node(site, met);
        }
        if self.is_certain(site.state, met) {
            self.leaf(site, met)
        } else {
            Cell::UNKNOWN
        }
    }

    /// Whether no point of the site is held by so many parts that a sum of labels could deceive.
    fn is_certain(&self, state: State, met: &[u32]) -> bool {
        let most = self.judge.labels.most_certain();
        let room = most.saturating_sub(state.at_most) as usize;
        let mut distinct = [0; 8];
        let mut n_distinct = 0;
        for &part in met.iter().flat_map(|&edge| self.merged.parts(edge)) {
            if !distinct[..n_distinct].contains(&part) {
                if n_distinct == room {
                    return false;
                }
                distinct[n_distinct] = part;
                n_distinct += 1;
            }
        }
        state.at_most <= most
    }

    fn leaf(&mut self, site: Site, met: &[u32]) -> Cell {
        let edges = met.iter().map(|&edge| {
            let merged = &self.merged.edges[edge as usize];
            (merged.edge, merged.label)
        });
        let first_word = self.arena.words.len();
        push_leaf(&mut self.arena.words, site.corner, site.state.sum, edges);
        Cell::leaf(first_word)
    }

    fn node(&mut self, site: Site, met: &[u32]) -> Cell {
        let lattice = Lattice::new(site.low, site.high, [per_side(met.len()); 2]);
        let mut pairs = Vec::with_capacity(met.len() * 2);
        for &number in met {
            let edge = self.merged.edges[number as usize].edge;
            lattice.for_cells(edge, |cell| pairs.push(pair(cell, number)));
        }
        self.room = self.room.saturating_sub(pairs.len());
        let (ends, met_cells) = by_cell(&pairs, lattice.n_cells());
        let states = self.corner_states(&lattice, site.state, met);
        let first_cell = self.arena.cells.len();
        self.arena
            .cells
            .extend((0..lattice.n_cells()).map(|_| Cell::default()));
        let mut start = 0;
        for ((number, &end), &state) in (0..).zip(&ends).zip(&states) {
            let child = Site::of(&lattice, number, state);
            let cell = self.cell(child, &met_cells[start..end]);
            self.arena.cells[first_cell + number as usize] = cell;
            start = end;
        }
        self.arena.nodes.push(Node {
            lattice,
            first_cell,
        });
        Cell::node(self.arena.nodes.len() - 1)
    }

    fn corner_states(&self, lattice: &Lattice, base: State, met: &[u32]) -> Vec<State> {
        let (mut south, mut west) = (Vec::new(), Vec::new());
        for &number in met {
            let edge = self.merged.edges[number as usize].edge;
            let parts = || self.merged.parts(number).iter();
            lattice.for_south_sides(edge, |cell| {
                south.extend(parts().map(|&part| pair(cell, part)));
            });
            lattice.for_west_side(edge, |row| {
                west.extend(parts().map(|&part| pair(row, part)));
            });
        }
        south.sort_unstable();
        west.sort_unstable();
        let starts = self.judge.up(lattice, base, &west);
        let mut states = vec![State::default(); lattice.n_cells()];
        let mut rest: &[Pair] = &south;
        let rows = states.chunks_mut(lattice.n[0] as usize);
        for ((row, states), start) in (0..).zip(rows).zip(starts) {
            let len = rest.partition_point(|&one| unpair(one).0 < (row + 1) * lattice.n[0]);
            let (here, later) = rest.split_at(len);
            self.judge.along(lattice, row, start, here, states);
            rest = later;
        }
        states
    }
}

fn per_side(n_edges: usize) -> u32 {
    let wanted = (n_edges / EDGES_PER_CELL).isqrt() + 1;
    u32::try_from(wanted.clamp(2, MOST_PER_SIDE)).unwrap_or(2)
}

/// Sorts pairs by cell: where each cell's list ends, and the lists.
pub(super) fn by_cell(pairs: &[Pair], n_cells: usize) -> (Vec<usize>, Vec<u32>) {
    let mut ends = vec![0; n_cells + 1];
    for &one in pairs {
        ends[unpair(one).0 as usize + 1] += 1;
    }
    for cell in 0..n_cells {
        ends[cell + 1] += ends[cell];
    }
    let mut lists = vec![0; pairs.len()];
    for &one in pairs {
        let (cell, what) = unpair(one);
        let next = &mut ends[cell as usize];
        lists[*next] = what;
        *next += 1;
    }
    ends.truncate(n_cells);
    (ends, lists)
}
