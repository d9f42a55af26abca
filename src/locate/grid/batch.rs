//! Points in, what the grid knows of each out: many at a time.
//!
//! A point costs a few loads from memory that seldom is near the processor, and each load depends on the one before.
//! So all points of a batch take the same step before any takes the next: their loads do not wait for each other.

use std::hint::black_box;

use super::cell::{Cell, Content};
use super::{Answer, Grid};
use crate::locate::edge::Point;

/// So many points take a step together.
pub(in crate::locate) const BATCH_LEN: usize = 64;

const WORDS_PER_LINE: usize = 8;
/// Most leaves are no longer.
const LINES_PER_LEAF: usize = 4;

/// Points of a batch, by number, each with the place where it goes on.
struct Pending {
    numbers: [usize; BATCH_LEN],
    places: [usize; BATCH_LEN],
    len: usize,
}

impl Grid {
    /// What the grid knows of each of at most [`BATCH_LEN`] points.
    pub(in crate::locate) fn answers(&self, points: &[Point], answers: &mut [Answer]) {
        let mut cells = [Cell::UNKNOWN; BATCH_LEN];
        let mut arenas = [0; BATCH_LEN];
        for ((cell, arena), &point) in cells.iter_mut().zip(&mut arenas).zip(points) {
            (*cell, *arena) = self.root_cell(point);
        }
        let arena = |number: usize| &self.arenas[usize::from(arenas[number])];
        let (mut in_nodes, mut in_leaves) = (Pending::new(), Pending::new());
        for (number, &cell) in cells[..points.len()].iter().enumerate() {
            answers[number] = sort_out(number, cell, &mut in_nodes, &mut in_leaves);
        }
        while in_nodes.len > 0 {
            let entered = std::mem::replace(&mut in_nodes, Pending::new());
            for (cell, (number, node)) in cells.iter_mut().zip(entered.iter()) {
                let arena = arena(number);
                *cell = arena.cells[arena.nodes[node].child(points[number])];
            }
            for ((number, _), &cell) in entered.iter().zip(&cells) {
                answers[number] = sort_out(number, cell, &mut in_nodes, &mut in_leaves);
            }
        }
        black_box(in_leaves.iter().fold(0, |all, (number, leaf)| {
            all ^ touched(&arena(number).words[leaf..])
        }));
        for (number, leaf) in in_leaves.iter() {
            answers[number] = self.in_leaf(&arena(number).words, leaf, points[number]);
        }
    }
}

/// Reads a word of each cache line of most leaves: the lines come in side by side, and are there when needed.
fn touched(leaf: &[u64]) -> u64 {
    let lines = leaf.iter().step_by(WORDS_PER_LINE);
    lines.take(LINES_PER_LEAF).fold(0, |all, word| all ^ word)
}

/// What a cell says of a point, where it says it at once.
#[inline]
fn sort_out(number: usize, cell: Cell, nodes: &mut Pending, leaves: &mut Pending) -> Answer {
    match cell.content() {
        Content::Plain(region) => return region.map_or(Answer::Outside, Answer::Inside),
        Content::Unknown => {}
        Content::Node(node) => nodes.push(number, node),
        Content::Leaf(leaf) => leaves.push(number, leaf),
    }
    Answer::Unknown
}

impl Pending {
    fn new() -> Self {
        Self {
            numbers: [0; BATCH_LEN],
            places: [0; BATCH_LEN],
            len: 0,
        }
    }

    fn push(&mut self, number: usize, place: usize) {
        self.numbers[self.len] = number;
        self.places[self.len] = place;
        self.len += 1;
    }

    fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let numbers = self.numbers[..self.len].iter().copied();
        numbers.zip(self.places[..self.len].iter().copied())
    }
}
