//! Parts of regions in, the pairs of regions that overlap out.

use std::collections::BTreeMap;

use geo::BooleanOps;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::area::Extents;
use super::clip::clipped;
use super::plane::Part;
use crate::table::RawLonLat;

/// With so many others each part is compared.
const MOST_OTHERS: usize = 1_000;

/// The pairs of regions that overlap.
#[derive(Debug, Default)]
pub(super) struct Overlaps {
    /// Two rows and what both hold, the most first.
    pub(super) pairs: Vec<([usize; 2], Extents)>,
    /// The rows that were not compared with all others near them.
    pub(super) cut: Vec<usize>,
}

type Boxed = GeomWithData<Rectangle<RawLonLat>, usize>;

/// Finds the pairs of rows that overlap: each part is overlaid with those whose boxes meet its own, within the box that
/// both have in common.
pub(super) fn overlaps(parts: &[Part]) -> Overlaps {
    let boxed = |(number, part): (usize, &Part)| {
        GeomWithData::new(Rectangle::from_aabb(part.envelope), number)
    };
    let near = RTree::bulk_load(parts.iter().enumerate().map(boxed).collect());
    let found: Vec<OfPart> = (0..parts.len())
        .into_par_iter()
        .map(|number| of_part(number, parts, &near))
        .collect();
    let mut by_pair: BTreeMap<[usize; 2], Extents> = BTreeMap::new();
    for (pair, extents) in found.iter().flat_map(|found| &found.pairs) {
        let sum = by_pair.entry(*pair).or_default();
        *sum = sum.and(extents);
    }
    let mut pairs: Vec<([usize; 2], Extents)> = by_pair.into_iter().collect();
    pairs.sort_by(|(_, a), (_, b)| b.told_m2.total_cmp(&a.told_m2));
    let cut = found.iter().zip(parts).filter(|(found, _)| found.is_cut);
    let mut cut: Vec<usize> = cut.map(|(_, part)| part.row).collect();
    cut.dedup();
    Overlaps { pairs, cut }
}

/// What one part has in common with those behind it.
struct OfPart {
    pairs: Vec<([usize; 2], Extents)>,
    is_cut: bool,
}

fn of_part(number: usize, parts: &[Part], near: &RTree<Boxed>) -> OfPart {
    let part = &parts[number];
    let meeting = near.locate_in_envelope_intersecting(part.envelope);
    let behind = meeting
        .map(|other| other.data)
        .filter(|other| *other > number && parts[*other].row != part.row);
    let windows = behind.filter_map(|other| {
        let window = in_common(part.envelope, parts[other].envelope)?;
        Some((other, window))
    });
    let mut others: Vec<(usize, AABB<RawLonLat>)> = windows.take(MOST_OTHERS + 1).collect();
    let is_cut = others.len() > MOST_OTHERS;
    others.truncate(MOST_OTHERS);
    let pairs = others.into_iter().filter_map(|(other, window)| {
        let other = &parts[other];
        let [one_rings, other_rings] = [part, other].map(|part| clipped(&part.rings, window));
        let extents = Extents::of(&one_rings.intersection(&other_rings));
        let pair = [part.row.min(other.row), part.row.max(other.row)];
        (extents != Extents::default()).then_some((pair, extents))
    });
    OfPart {
        pairs: pairs.collect(),
        is_cut,
    }
}

/// The box that two boxes have in common, if it has an inside.
fn in_common(a: AABB<RawLonLat>, b: AABB<RawLonLat>) -> Option<AABB<RawLonLat>> {
    let low = [0, 1].map(|axis| a.lower()[axis].max(b.lower()[axis]));
    let high = [0, 1].map(|axis| a.upper()[axis].min(b.upper()[axis]));
    let has_inside = low[0] < high[0] && low[1] < high[1];
    has_inside.then(|| AABB::from_corners(low, high))
}
