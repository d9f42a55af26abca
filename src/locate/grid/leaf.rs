//! A leaf is a run of words: its corner, the sum of labels there, how many labels and edges it has; each distinct
//! label with the bits of the edges that bear it; the edges in blocks of four; their names.
//!
//! The way from the corner c to a point q leads east to m, straight below q, and then north. An edge crosses its first
//! leg where it passes the corner's latitude and c and m lie on different sides; its second where it passes q's
//! longitude and m and q do. Which side c lies on does not depend on q and is in the corner's sum already.
//!
//! Blocks hold edges as short floats counted from the corner, four longitudes of western ends, four latitudes of them,
//! then the same of the eastern ends: four edges are asked at once, and few bytes are read. Rounding keeps the order of
//! numbers, so that only equal ones are in doubt; what else it can do to the side on which a point lies is bounded
//! ([`ROUNDING`]). Where there is doubt the edges themselves are asked, by name, exactly.

use wide::f32x4;

use super::lattice::is_left;
use super::source::{EdgeRef, Source};
use crate::locate::edge::{Edge, Meeting, Point};

/// A leaf has at most so many edges: a bit tells each.
const MOST_EDGES: usize = 32;
/// How many edges are asked at once.
const BLOCK_EDGES: usize = 4;
const BLOCK_WORDS: usize = 4 * BLOCK_EDGES;
const HEADER_WORDS: usize = 7;
/// The words of a label: its two halves, and the bits of its edges.
const LABEL_WORDS: usize = 3;
const N_EDGES_BITS: u32 = 16;

/// What rounding takes from or adds to a side, by the sizes of what it is made of.
///
/// With u = 2⁻²⁴ every short float is off by the share u of its exact value, and so is every sum, difference or product
/// of such. A side is W·B - H·A, of the width W and height H of an edge and the way A east and B north from its western
/// end to the point. The difference W, of ends at most X in sum, is off by 2uX and a little, B likewise by 2uY, their
/// product by 5uXY and the side by 6u of both products of such bounds. (The steps are those of Shewchuk 1997 for doubles.)
const ROUNDING: f32 = 8.0 * (f32::EPSILON / 2.0);
/// Nearer to zero than this, though not there, short floats lose more than [`ROUNDING`] allows for.
const LEAST_DEG: f64 = 1e-20;

/// What holds a point of a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The sum of the labels of the parts that hold it.
    pub(super) sum: u64,
    /// Whether it lies on an edge.
    pub(super) is_on_edge: bool,
}

/// By bits, which edges the way to a point crosses, and of which short floats cannot tell.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    crossed: u32,
    doubted: u32,
}

/// A merged edge as a leaf takes it: with its label and name.
pub(super) type Named = (Edge, u64, EdgeRef);

/// Writes a leaf, whose corner is known by place and sum; `None` where its edges are too many or too near the corner.
/// They are those of its cell that reach north of the corner, or are points ([`can_be_crossed`]).
pub(super) fn push_leaf(
    words: &mut Vec<u32>,
    corner: Point,
    sum: u64,
    edges: &[Named],
) -> Option<usize> {
    let is_dust = |x: f64| x != 0.0 && x.abs() < LEAST_DEG;
    let ends = || edges.iter().map(|(edge, ..)| from(corner, *edge));
    if edges.len() > MOST_EDGES || ends().flatten().any(is_dust) {
        return None;
    }
    let passes = |edge: Edge| (edge.west[1] > corner[1]) != (edge.east[1] > corner[1]);
    let left = edges
        .iter()
        .filter(|(edge, ..)| passes(*edge) && is_left(*edge, corner));
    let sum = left.fold(sum, |sum, (_, label, _)| sum ^ label);
    let first = words.len();
    let header = [corner[0].to_bits(), corner[1].to_bits(), sum].map(halves);
    words.extend_from_slice(header.as_flattened());
    words.push(0);
    let n_labels = push_labels(words, edges);
    words[first + HEADER_WORDS - 1] = short(n_labels) << N_EDGES_BITS | short(edges.len());
    push_blocks(words, edges.len(), ends());
    words.extend(edges.iter().map(|(.., name)| name.word()));
    Some(first)
}

/// Whether a way from the corner to a point of its cell may cross an edge, or end on it.
pub(super) fn can_be_crossed(edge: Edge, corner: Point) -> bool {
    edge.lats()[1] > corner[1] || edge.is_point()
}

/// The ends of an edge, western and eastern, counted from a corner.
fn from(corner: Point, edge: Edge) -> [f64; 4] {
    let [west, east] = [edge.west, edge.east].map(|end| [end[0] - corner[0], end[1] - corner[1]]);
    [west[0], west[1], east[0], east[1]]
}

/// Writes distinct labels, each with the bits of its edges; answers how many.
fn push_labels(words: &mut Vec<u32>, edges: &[Named]) -> usize {
    let first = words.len();
    for (number, (_, label, _)) in edges.iter().enumerate() {
        let [low, high] = halves(*label);
        let mut known = words[first..].as_chunks_mut::<LABEL_WORDS>().0.iter_mut();
        match known.find(|known| known[0] == low && known[1] == high) {
            Some(known) => known[2] |= 1 << number,
            None => words.extend_from_slice(&[low, high, 1 << number]),
        }
    }
    (words.len() - first) / LABEL_WORDS
}

/// Writes the ends of edges, four edges a block; what is left of the last block is no number, which nothing crosses.
#[expect(clippy::cast_possible_truncation, reason = "rounding is allowed for")]
fn push_blocks(words: &mut Vec<u32>, n_edges: usize, ends: impl Iterator<Item = [f64; 4]>) {
    let first = words.len();
    let n_words = n_edges.div_ceil(BLOCK_EDGES) * BLOCK_WORDS;
    words.resize(first + n_words, f32::NAN.to_bits());
    for (edge, ends) in ends.enumerate() {
        let block = first + edge / BLOCK_EDGES * BLOCK_WORDS;
        for (column, end) in ends.into_iter().enumerate() {
            words[block + column * BLOCK_EDGES + edge % BLOCK_EDGES] = (end as f32).to_bits();
        }
    }
}

/// The western ends of four edges, longitudes and latitudes, then the eastern ends: short floats.
type Block = [[u32; BLOCK_EDGES]; 4];

/// A leaf's words, by what they are.
#[derive(Clone, Copy)]
pub(super) struct Leaf<'a> {
    corner: Point,
    sum: u64,
    labels: &'a [[u32; LABEL_WORDS]],
    blocks: &'a [Block],
    names: &'a [u32],
}

impl<'a> Leaf<'a> {
    /// The leaf that begins at a word.
    #[inline]
    pub(super) fn at(words: &'a [u32], first: usize) -> Self {
        let (header, rest) = words[first..].split_at(HEADER_WORDS);
        let n_edges = (header[6] & ((1 << N_EDGES_BITS) - 1)) as usize;
        let n_labels = (header[6] >> N_EDGES_BITS) as usize;
        let (labels, rest) = rest.split_at(n_labels * LABEL_WORDS);
        let (blocks, rest) = rest.split_at(n_edges.div_ceil(BLOCK_EDGES) * BLOCK_WORDS);
        Self {
            corner: [
                f64::from_bits(long(header[0], header[1])),
                f64::from_bits(long(header[2], header[3])),
            ],
            sum: long(header[4], header[5]),
            labels: labels.as_chunks().0,
            blocks: blocks.as_chunks().0.as_chunks().0,
            names: &rest[..n_edges],
        }
    }

    /// What holds a point of the leaf.
    #[inline]
    pub(super) fn found(self, point: Point, source: Source) -> Found {
        let asked = self.ask(point);
        if asked.doubted == 0 {
            return Found {
                sum: self.sum_beyond(asked.crossed),
                is_on_edge: false,
            };
        }
        self.settled(asked, point, source)
    }

    /// What short floats say about the way to a point.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "rounding is allowed for")]
    fn ask(self, point: Point) -> Asked {
        let x = (point[0] - self.corner[0]) as f32;
        let y = (point[1] - self.corner[1]) as f32;
        let mut asked = Asked::default();
        for (block, bits) in self.blocks.iter().zip((0..).step_by(BLOCK_EDGES)) {
            let (is_crossed, is_doubted) = ask(block, x, y);
            asked.crossed |= is_crossed.to_bitmask() << bits;
            asked.doubted |= is_doubted.to_bitmask() << bits;
        }
        asked
    }

    /// The sum of labels behind some edges.
    #[inline]
    fn sum_beyond(self, crossed: u32) -> u64 {
        self.labels
            .iter()
            .fold(self.sum, |sum, [low, high, edges]| {
                let is_odd = u64::from((crossed & edges).count_ones() & 1);
                sum ^ (long(*low, *high) & is_odd.wrapping_neg())
            })
    }

    /// What holds a point, the edges in doubt asked themselves. A point on an edge is in doubt to it.
    #[cold]
    fn settled(self, asked: Asked, point: Point, source: Source) -> Found {
        let mut crossed = asked.crossed & !asked.doubted;
        let mut is_on_edge = false;
        let doubted = self
            .names
            .iter()
            .zip(0..)
            .filter(|(_, bit)| asked.doubted >> bit & 1 == 1);
        for (&name, bit) in doubted {
            let edge = source.edge(EdgeRef::of_word(name));
            crossed |= u32::from(is_crossed(edge, self.corner, point)) << bit;
            is_on_edge |= edge.meeting(point) == Meeting::On;
        }
        Found {
            sum: self.sum_beyond(crossed),
            is_on_edge,
        }
    }
}

/// Whether the way from a corner to a point crosses one leg with an edge, not both.
fn is_crossed(edge: Edge, corner: Point, point: Point) -> bool {
    let south = corner[1];
    let passes_south = (edge.west[1] > south) != (edge.east[1] > south);
    let passes_x = (edge.west[0] < point[0]) != (edge.east[0] < point[0]);
    let is_leg_left = (passes_south || passes_x) && is_left(edge, [point[0], south]);
    let is_left = passes_x && is_left(edge, point);
    (passes_south && is_leg_left) != (passes_x && is_left != is_leg_left)
}

/// Of which edges of a block the way to a point crosses one leg, not both; and of which short floats cannot tell.
#[inline]
fn ask(block: &Block, x: f32, y: f32) -> (f32x4, f32x4) {
    let [west, low, east, high] = *block;
    let (west, low, east, high) = (four(west), four(low), four(east), four(high));
    let reach = f32x4::splat(x.abs().max(y.abs()));
    let (x, y) = (f32x4::splat(x), f32x4::splat(y));
    let (width, height) = (east - west, high - low);
    let beside = height * (x - west);
    let side = width * (y - low) - beside;
    let side_of_leg = -(width * low) - beside;
    let passes_south = low.simd_gt(f32x4::ZERO) ^ high.simd_gt(f32x4::ZERO);
    let passes_x = west.simd_lt(x) ^ east.simd_lt(x);
    let is_left = side.simd_ge(f32x4::ZERO);
    let is_leg_left = side_of_leg.simd_ge(f32x4::ZERO);
    let is_crossed = (passes_south & is_leg_left) ^ (passes_x & (is_left ^ is_leg_left));
    let over_most = (west.abs() + east.abs()) * (low.abs() + reach);
    let beside_most = (low.abs() + high.abs()) * (west.abs() + reach);
    let slack = (over_most + beside_most) * f32x4::splat(ROUNDING);
    let is_doubted = (passes_x & side.abs().simd_le(slack))
        | ((passes_x | passes_south) & side_of_leg.abs().simd_le(slack))
        | west.simd_eq(x)
        | east.simd_eq(x);
    (is_crossed, is_doubted)
}

#[inline]
fn four([a, b, c, d]: [u32; BLOCK_EDGES]) -> f32x4 {
    let number = f32::from_bits;
    f32x4::new([number(a), number(b), number(c), number(d)])
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a word")]
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

#[inline]
fn long(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

#[expect(clippy::cast_possible_truncation, reason = "at most 32 edges")]
fn short(n: usize) -> u32 {
    n as u32
}

#[cfg(test)]
#[path = "leaf_tests.rs"]
mod tests;
