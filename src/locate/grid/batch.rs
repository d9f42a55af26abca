//! Points in, what the grid knows of each out: many at a time.
//!
//! A point costs a few loads from memory that seldom is near the processor, and each load depends on the one before.
//! So all points of a batch take the same step before any takes the next: their loads do not wait for each other.

use std::hint::black_box;

use super::cell::{Cell, Content};
use super::leaf::Leaf;
use super::{Answer, Grid};
use crate::locate::edge::Point;
use crate::table::Outlines;

/// So many points take a step together.
pub(in crate::locate) const BATCH_LEN: usize = 64;

const WORDS_PER_LINE: usize = 16;
/// Most leaves are no longer.
const LINES_PER_LEAF: usize = 4;

/// Points of a batch, by number, each with the place where it goes on.
struct Pending {
    /// One more than there are points: the last may be written down and not be kept.
    numbers: [usize; BATCH_LEN + 1],
    places: [usize; BATCH_LEN + 1],
    len: usize,
}

impl Grid {
    /// What the grid over these outlines knows of each of at most [`BATCH_LEN`] points.
    pub(in crate::locate) fn answers(
        &self,
        outlines: &Outlines,
        points: &[Point],
        answers: &mut [Answer],
    ) {
        let mut cells = [Cell::UNKNOWN; BATCH_LEN];
        let mut arenas = [0; BATCH_LEN];
        let mut shares = [[0.0; 2]; BATCH_LEN];
        for (number, &point) in points.iter().enumerate() {
            (cells[number], arenas[number], shares[number]) = self.root_cell(point);
        }
        let arena = |number: usize| &self.arenas[usize::from(arenas[number])];
        let (mut in_nodes, mut in_leaves) = (Pending::new(), Pending::new());
        for (number, &cell) in cells[..points.len()].iter().enumerate() {
            answers[number] = sort_out(number, cell, &mut in_nodes, &mut in_leaves);
        }
        while in_nodes.len > 0 {
            let entered = std::mem::replace(&mut in_nodes, Pending::new());
            for (cell, (number, node)) in cells.iter_mut().zip(entered.iter()) {
                *cell = arena(number).child(node, &mut shares[number]);
            }
            for ((number, _), &cell) in entered.iter().zip(&cells) {
                answers[number] = sort_out(number, cell, &mut in_nodes, &mut in_leaves);
            }
        }
        black_box(in_leaves.iter().fold(0, |all, (number, leaf)| {
            all ^ touched(&arena(number).words[leaf..])
        }));
        for (number, leaf) in in_leaves.iter() {
            let leaf = Leaf::at(&arena(number).words, leaf);
            answers[number] = self.in_leaf(leaf, outlines, points[number]);
        }
    }
}

/// Reads a word of each cache line of most leaves: the lines come in side by side, and are there when needed.
fn touched(leaf: &[u32]) -> u32 {
    let lines = leaf.iter().step_by(WORDS_PER_LINE);
    lines.take(LINES_PER_LEAF).fold(0, |all, word| all ^ word)
}

/// What a cell says of a point, where it says it at once. Which kind of cell it is, is hard to guess: so the point is
/// written down for either kind, and counts for the right one.
#[inline]
fn sort_out(number: usize, cell: Cell, nodes: &mut Pending, leaves: &mut Pending) -> Answer {
    let content = cell.content();
    let place = cell.value();
    nodes.push_if(matches!(content, Content::Node), number, place);
    leaves.push_if(matches!(content, Content::Leaf), number, place);
    match content {
        Content::Plain(None) => Answer::Outside,
        Content::Plain(Some(region)) => Answer::Inside(region),
        _ => Answer::Unknown,
    }
}

impl Pending {
    fn new() -> Self {
        Self {
            numbers: [0; BATCH_LEN + 1],
            places: [0; BATCH_LEN + 1],
            len: 0,
        }
    }

    /// Writes a point down, and keeps it if it is one of these.
    #[inline]
    fn push_if(&mut self, is_one: bool, number: usize, place: usize) {
        self.numbers[self.len] = number;
        self.places[self.len] = place;
        self.len += usize::from(is_one);
    }

    fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let numbers = self.numbers[..self.len].iter().copied();
        numbers.zip(self.places[..self.len].iter().copied())
    }
}
