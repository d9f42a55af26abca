//! A leaf is a run of words: the latitude of its corner, the sum of labels there, the number of its edges, then five
//! words for each edge: western end, eastern end, label.
//!
//! The way from the corner c to a point q leads east to m, straight below q, and then north. An edge crosses its first
//! leg where it passes the corner's latitude and c and m lie on different sides; its second where it passes q's
//! longitude and m and q do. Which side c lies on does not depend on q and is in the corner's sum already.

use crate::locate::edge::{Edge, Meeting, Point};

use super::lattice::is_left;

const HEADER_LEN: usize = 3;
const EDGE_LEN: usize = 5;
/// After Shewchuk (1997): a determinant of differences is off by less than this share of its two products.
const ROUNDING: f64 = (3.0 + 16.0 * f64::EPSILON) * f64::EPSILON;

/// What holds a point of a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The sum of the labels of the parts that hold it.
    pub(super) sum: u64,
    /// Whether it lies on an edge, or, while floats are asked, may do so.
    pub(super) is_on_edge: bool,
}

/// Writes a leaf; its corner is known by place and sum.
pub(super) fn push_leaf(
    words: &mut Vec<u64>,
    corner: Point,
    sum: u64,
    edges: impl Iterator<Item = (Edge, u64)> + Clone,
) {
    let above = edges.filter(|(edge, _)| edge.lats()[1] > corner[1] || edge.is_point());
    let passes = |edge: Edge| (edge.west[1] > corner[1]) != (edge.east[1] > corner[1]);
    let left = above
        .clone()
        .filter(|(edge, _)| passes(*edge) && is_left(*edge, corner));
    let sum = left.fold(sum, |sum, (_, label)| sum ^ label);
    words.extend([corner[1].to_bits(), sum, above.clone().count() as u64]);
    for (edge, label) in above {
        words.extend(
            [edge.west, edge.east]
                .as_flattened()
                .iter()
                .map(|x| x.to_bits()),
        );
        words.push(label);
    }
}

/// What floats say about a point of the leaf at a place.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch here is often guessed wrong"
)]
pub(super) fn estimate(words: &[u64], leaf: usize, [x, y]: Point) -> Found {
    let (south, mut found, edges) = open(words, leaf);
    for edge in edges {
        let [west, low, east, high, label] = *edge;
        let [west, low] = [west, low].map(f64::from_bits);
        let [east, high] = [east, high].map(f64::from_bits);
        let (width, height) = (east - west, high - low);
        let beside = height * (x - west);
        let (over, over_leg) = (width * (y - low), width * (south - low));
        let (side, side_of_leg) = (over - beside, over_leg - beside);
        let passes_south = (low > south) != (high > south);
        let passes_x = (west < x) != (east < x);
        let (is_left, is_leg_left) = (side >= 0.0, side_of_leg >= 0.0);
        let is_leg_crossed = passes_x & (is_left != is_leg_left);
        let is_crossed = (passes_south & is_leg_left) != is_leg_crossed;
        found.sum ^= if is_crossed { label } else { 0 };
        let slack = ROUNDING * (over.abs() + beside.abs());
        let slack_of_leg = ROUNDING * (over_leg.abs() + beside.abs());
        found.is_on_edge |= (side.abs() <= slack) | (side_of_leg.abs() <= slack_of_leg);
    }
    found
}

/// The same, exactly.
#[cold]
pub(super) fn exact(words: &[u64], leaf: usize, point: Point) -> Found {
    let (south, mut found, edges) = open(words, leaf);
    let below = [point[0], south];
    for &[west, low, east, high, label] in edges {
        let edge = Edge {
            west: [west, low].map(f64::from_bits),
            east: [east, high].map(f64::from_bits),
        };
        let passes_south = (edge.west[1] > south) != (edge.east[1] > south);
        let passes_x = (edge.west[0] < point[0]) != (edge.east[0] < point[0]);
        let is_leg_left = (passes_south || passes_x) && is_left(edge, below);
        let is_left = passes_x && is_left(edge, point);
        if (passes_south && is_leg_left) != (passes_x && is_left != is_leg_left) {
            found.sum ^= label;
        }
        found.is_on_edge |= edge.meeting(point) == Meeting::On;
    }
    found
}

#[inline]
fn open(words: &[u64], leaf: usize) -> (f64, Found, &[[u64; EDGE_LEN]]) {
    let (header, rest) = words[leaf..].split_at(HEADER_LEN);
    let found = Found {
        sum: header[1],
        is_on_edge: false,
    };
    #[expect(clippy::cast_possible_truncation, reason = "it was a length")]
    let n_edges = header[2] as usize;
    let edges = rest[..n_edges * EDGE_LEN].as_chunks().0;
    (f64::from_bits(header[0]), found, edges)
}
