//! Where edges cross the lines between the corners of a lattice in, what holds each corner out.

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
    /// How a corner stands, from how its neighbor stands and the parts of the edges between them, sorted.
    fn step(&self, from: State, crossed: &[Pair], corner: Point) -> State {
        if crossed.is_empty() {
            return from;
        }
        let parts = crossed.iter().map(|&pair| unpair(pair).1);
        let count = || u32::try_from(self.naive.n_holders(corner)).unwrap_or(u32::MAX);
        from.after(Change::of(parts, self.labels), self.labels, count)
    }

    /// How the western corner of each row stands; `west` pairs rows with the parts of crossing edges.
    pub(super) fn up(&self, lattice: &Lattice, base: State, west: &[Pair]) -> Vec<State> {
        let mut state = base;
        let mut rest = west;
        let mut states = Vec::with_capacity(lattice.n[1] as usize);
        for row in 0..lattice.n[1] {
            states.push(state);
            let here = take_place(&mut rest, row);
            state = self.step(state, here, lattice.corner(0, row + 1));
        }
        states
    }

    /// How the corners of a row stand; `south` pairs its cells with the parts of crossing edges.
    pub(super) fn along(
        &self,
        lattice: &Lattice,
        row: u32,
        start: State,
        south: &[Pair],
        states: &mut [State],
    ) {
        let mut state = start;
        let mut rest = south;
        for (column, place) in (0..lattice.n[0]).zip(states) {
            *place = state;
            let here = take_place(&mut rest, row * lattice.n[0] + column);
            state = self.step(state, here, lattice.corner(column + 1, row));
        }
    }
}

/// Takes the pairs of a place off the front.
fn take_place<'a>(pairs: &mut &'a [Pair], place: u32) -> &'a [Pair] {
    let len = pairs.iter().take_while(|&&one| unpair(one).0 == place);
    let (here, rest) = pairs.split_at(len.count());
    *pairs = rest;
    here
}
