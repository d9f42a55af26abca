//! The edges of a root cell in, the cell out: plain, a leaf, or a node with cells of its own.

use std::ops::Range;

use super::cell::Cell;
use super::chunk::{Pair, pair};
use super::corners::Judge;
use super::lattice::Lattice;
use super::leaf::{Named, can_be_crossed, push_leaf};
use super::merged::MergedEdges;
use super::source::{EdgeRef, Source};
use super::state::State;
use crate::locate::edge::Point;

/// A cell is cut into about one cell for so many of its edges.
const EDGES_PER_CELL: usize = 2;
const MOST_PER_SIDE: usize = 32;
/// Cells smaller than this are not cut up: many edges meet in one point.
const SMALLEST_DEG: f64 = 1e-7;
/// Cutting a root cell up makes at most so many times its edges: they may lie so close together that it does no good.
const MOST_GROWTH: usize = 24;

/// What root cells lead to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arena {
    /// Nodes, which cut a cell into equal ones: the number of these along a side, then these, row by row.
    pub(super) cells: Vec<Cell>,
    /// Leaves.
    pub(super) words: Vec<u32>,
}

impl Arena {
    /// The cell of a node in which a point lies. How far east and north it lies in the node, as shares of its sides,
    /// becomes how far it does in the cell.
    #[inline]
    pub(super) fn child(&self, node: usize, shares: &mut Point) -> Cell {
        let n_per_side = self.cells[node].n_per_side();
        let column = place(&mut shares[0], n_per_side) as usize;
        let row = place(&mut shares[1], n_per_side) as usize;
        self.cells[node + 1 + row * n_per_side as usize + column]
    }

    /// Bytes held.
    pub(super) fn n_bytes(&self) -> usize {
        self.cells.len() * size_of::<Cell>() + self.words.len() * size_of::<u32>()
    }
}

/// A cell to be made.
#[derive(Clone, Copy)]
pub(super) struct Site {
    low: Point,
    high: Point,
    corner: Point,
    state: State,
}

impl Site {
    pub(super) fn of(lattice: &Lattice, column: u32, row: u32, state: State) -> Self {
        Self {
            low: [lattice.bound(0, column), lattice.bound(1, row)],
            high: [lattice.bound(0, column + 1), lattice.bound(1, row + 1)],
            corner: lattice.corner(column, row),
            state,
        }
    }
}

/// Makes root cells and what is below them, one after the other.
pub(super) struct Maker<'a> {
    judge: Judge<'a>,
    source: Source<'a>,
    leaf_len: usize,
    arena: Arena,
    merged: MergedEdges,
    room: usize,
    /// The edges that cells meet, by place in `merged`: those of the root cell, then those of the cells of a node in
    /// it, and so on down to the cell at work.
    lists: Vec<Listed>,
    /// Where the lists of the cells of nodes end.
    ends: Vec<usize>,
    laid: Vec<(u32, Listed)>,
    /// The edges of the leaf at work.
    named: Vec<Named>,
    west: Vec<Pair>,
    crossed: Vec<u32>,
}

/// The place of a merged edge, and whether it passes between the southern corners of the cell that lists it.
#[derive(Clone, Copy, Debug, Default)]
struct Listed(u32);

const CROSSES_SOUTH: u32 = 1 << 31;

impl Listed {
    fn new(place: usize, crosses_south: bool) -> Self {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        Self(place | if crosses_south { CROSSES_SOUTH } else { 0 })
    }

    fn place(self) -> usize {
        (self.0 & !CROSSES_SOUTH) as usize
    }

    fn crosses_south(self) -> bool {
        self.0 & CROSSES_SOUTH != 0
    }
}

impl<'a> Maker<'a> {
    pub(super) fn new(judge: Judge<'a>, source: Source<'a>, leaf_len: usize) -> Self {
        Self {
            judge,
            source,
            leaf_len,
            arena: Arena::default(),
            merged: MergedEdges::default(),
            room: 0,
            lists: Vec::new(),
            ends: Vec::new(),
            laid: Vec::new(),
            named: Vec::new(),
            west: Vec::new(),
            crossed: Vec::new(),
        }
    }

    /// What was made.
    pub(super) fn into_arena(self) -> Arena {
        let mut arena = self.arena;
        arena.cells.shrink_to_fit();
        arena.words.shrink_to_fit();
        arena
    }

    /// Makes the root cell at a place of the lattice, which edges of parts meet; then steps to its neighbor in the
    /// east.
    pub(super) fn root_cell(
        &mut self,
        lattice: &Lattice,
        [column, row]: [u32; 2],
        state: &mut State,
        met: &[(EdgeRef, u32)],
    ) -> Cell {
        if met.is_empty() {
            return Cell::plain(*state, self.judge.labels);
        }
        self.merged.refill(met, self.source, self.judge.labels);
        self.room = self.merged.edges.len() * MOST_GROWTH;
        self.lists.clear();
        let edges = self.merged.edges.iter().enumerate();
        let listed = edges.map(|(place, merged)| Listed::new(place, merged.name.crosses_south()));
        self.lists.extend(listed);
        let all = 0..self.lists.len();
        let cell = self.cell(Site::of(lattice, column, row, *state), all.clone());
        *state = self.east_of(*state, all, lattice.corner(column + 1, row));
        cell
    }

    /// How the next corner in the east stands, by the edges listed for a cell that pass between its southern corners.
    fn east_of(&mut self, state: State, met: Range<usize>, corner: Point) -> State {
        self.crossed.clear();
        for listed in &self.lists[met] {
            if listed.crosses_south() {
                self.crossed.extend(self.merged.parts(listed.place()));
            }
        }
        self.judge.step(state, &mut self.crossed, corner)
    }

    /// The cell at a site which some of the merged edges meet.
    fn cell(&mut self, site: Site, met: Range<usize>) -> Cell {
        if met.is_empty() {
            return Cell::plain(site.state, self.judge.labels);
        }
        let side = (site.high[0] - site.low[0]).min(site.high[1] - site.low[1]);
        let may_be_cut = side > SMALLEST_DEG && met.len() * 2 < self.room;
        if may_be_cut && met.len() > self.leaf_len {
            return self.node(site, met);
        }
        if self.is_certain(site.state, met.clone()) {
            self.leaf(site, met)
        } else if may_be_cut {
            self.node(site, met)
        } else {
            Cell::UNKNOWN
        }
    }

    /// Whether no point of the site is held by so many parts that a sum of labels could deceive.
    fn is_certain(&self, state: State, met: Range<usize>) -> bool {
        let most = self.judge.labels.most_certain();
        let room = most.saturating_sub(state.at_most) as usize;
        let mut distinct = [0; 8];
        let mut n_distinct = 0;
        for listed in &self.lists[met] {
            for part in self.merged.parts(listed.place()) {
                if !distinct[..n_distinct].contains(&part) {
                    if n_distinct == room {
                        return false;
                    }
                    distinct[n_distinct] = part;
                    n_distinct += 1;
                }
            }
        }
        state.at_most <= most
    }

    fn leaf(&mut self, site: Site, met: Range<usize>) -> Cell {
        let merged = |listed: &Listed| &self.merged.edges[listed.place()];
        let crossed = self.lists[met]
            .iter()
            .map(merged)
            .filter(|merged| can_be_crossed(merged.edge, site.corner));
        self.named.clear();
        self.named
            .extend(crossed.map(|merged| (merged.edge, merged.label, merged.name)));
        let (words, sum) = (&mut self.arena.words, site.state.sum);
        let leaf = push_leaf(words, site.corner, sum, &self.named);
        leaf.map_or(Cell::UNKNOWN, Cell::leaf)
    }

    fn node(&mut self, site: Site, met: Range<usize>) -> Cell {
        let n_per_side = per_side(met.len());
        let lattice = Lattice::new(site.low, site.high, [n_per_side; 2]);
        let (first_end, first_list) = (self.ends.len(), self.lists.len());
        self.lay(&lattice, met);
        let starts = self.row_starts(&lattice, site.state);
        let node = self.arena.cells.len();
        let first_cell = node + 1;
        self.arena.cells.push(Cell::side(n_per_side));
        let n_cells = lattice.n_cells();
        self.arena
            .cells
            .resize(first_cell + n_cells, Cell::default());
        let mut start = first_list;
        let mut number = 0;
        for (row, &start_state) in (0..n_per_side).zip(&starts) {
            let mut state = start_state;
            for column in 0..n_per_side {
                let end = self.ends[first_end + number];
                let cell = self.cell(Site::of(&lattice, column, row, state), start..end);
                self.arena.cells[first_cell + number] = cell;
                state = self.east_of(state, start..end, lattice.corner(column + 1, row));
                start = end;
                number += 1;
            }
        }
        self.ends.truncate(first_end);
        self.lists.truncate(first_list);
        Cell::node(node)
    }

    /// Lists the edges that meet each cell of a lattice, and what crosses its western side.
    fn lay(&mut self, lattice: &Lattice, met: Range<usize>) {
        self.laid.clear();
        self.west.clear();
        let first_end = self.ends.len();
        self.ends.resize(first_end + lattice.n_cells() + 1, 0);
        let (laid, ends) = (&mut self.laid, &mut self.ends[first_end..]);
        for listed in &self.lists[met] {
            let place = listed.place();
            let edge = self.merged.edges[place].edge;
            lattice.for_cells(edge, |row, column, crosses_south| {
                let cell = row * lattice.n[0] + column;
                ends[cell as usize + 1] += 1;
                laid.push((cell, Listed::new(place, crosses_south)));
            });
            lattice.for_west_side(edge, |row| {
                self.west
                    .extend(self.merged.parts(place).map(|part| pair(row, part)));
            });
        }
        self.room = self.room.saturating_sub(laid.len());
        let mut end = self.lists.len();
        for place in ends.iter_mut() {
            end += *place;
            *place = end;
        }
        self.lists.resize(end, Listed::default());
        for &(cell, listed) in laid.iter() {
            let next = &mut ends[cell as usize];
            self.lists[*next] = listed;
            *next += 1;
        }
        self.ends.pop();
    }

    fn row_starts(&mut self, lattice: &Lattice, base: State) -> [State; MOST_PER_SIDE] {
        self.west.sort_unstable();
        let mut starts = [State::default(); MOST_PER_SIDE];
        let rows = &mut starts[..lattice.n[1] as usize];
        self.judge.up(lattice, base, &self.west, rows);
        starts
    }
}

/// The place of a share of a side cut into equal pieces; the share becomes that of the piece. Rounding may be taken for
/// the next piece, as in [`Lattice`], for the same reason.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, which is what is wanted outside the side"
)]
pub(super) fn place(share: &mut f64, n_pieces: u32) -> u32 {
    let scaled = *share * f64::from(n_pieces);
    let place = (scaled as u32).min(n_pieces - 1);
    *share = scaled - f64::from(place);
    place
}

fn per_side(n_edges: usize) -> u32 {
    let wanted = (n_edges / EDGES_PER_CELL).isqrt() + 1;
    u32::try_from(wanted.clamp(2, MOST_PER_SIDE)).unwrap_or(2)
}
