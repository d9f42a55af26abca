//! How a corner stands and the edges between it and the next one in, how that stands out.

use super::chunk::{Pair, unpair};
use super::labels::Labels;
use super::lattice::Lattice;
use super::state::{Change, State};
use crate::locate::edge::Point;
use crate::locate::naive::NaiveIndex;

/// What decides how corners stand.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) labels: &'a Labels,
    /// Asked where sums of labels are not certain.
    pub(super) naive: &'a NaiveIndex,
}

impl Judge<'_> {
    /// How a corner stands, from how its neighbor stands and the parts of the edges between them, in any order.
    pub(super) fn step(&self, from: State, crossed: &mut [u32], corner: Point) -> State {
        if crossed.is_empty() {
            return from;
        }
        crossed.sort_unstable();
        let count = || u32::try_from(self.naive.n_holders(corner)).unwrap_or(u32::MAX);
        let change = Change::of(crossed.iter().copied(), self.labels);
        from.after(change, self.labels, count)
    }

    /// How the western corner of each row stands; `west` pairs rows with the parts of crossing edges, sorted.
    pub(super) fn up(&self, lattice: &Lattice, base: State, west: &[Pair], starts: &mut [State]) {
        let mut state = base;
        let mut west = west.iter().map(|&one| unpair(one)).peekable();
        let mut crossed = Vec::new();
        for (row, start) in (0..).zip(starts) {
            *start = state;
            crossed.clear();
            while let Some((_, part)) = west.next_if(|(place, _)| *place == row) {
                crossed.push(part);
            }
            state = self.step(state, &mut crossed, lattice.corner(0, row + 1));
        }
    }
}
