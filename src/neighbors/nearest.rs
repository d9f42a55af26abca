//! A tree of places in, each place's nearest other place out.
//!
//! A leaf asks for all its places together: they share the way down the tree, which leaves out what is farther than the
//! worst of them has found. The straight chord chooses; only a place that may be the nearest is measured along the
//! ellipsoid, which takes its curvature into account and, at the same distance, the lower place.

use rayon::prelude::*;

use super::places::Places;
use super::tree::{Bounds, LEAF_SIZE, Leaf, Subtree, Tree};
use crate::ellipsoid::farthest_chord_squared;

/// A place near another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NearPlace {
    pub(super) place: u32,
    pub(super) distance_m: f64,
}

/// For every place the nearest other within `limit_m`; of several as near, the lowest.
pub(super) fn nearest_places(places: &Places, tree: &Tree, limit_m: f64) -> Vec<Option<NearPlace>> {
    let leaves = 0..tree.leaves().len();
    let found: Vec<[NearPlace; LEAF_SIZE]> = leaves
        .into_par_iter()
        .map(|leaf| nearest_of_leaf(places, tree, leaf, limit_m))
        .collect();
    let mut nearest = vec![None; places.len()];
    for (leaf, found) in tree.leaves().iter().zip(&found) {
        for (place, near) in leaf.places.iter().zip(found).take(leaf.len) {
            nearest[*place as usize] = (near.place != NONE).then_some(*near);
        }
    }
    nearest
}

/// Greater than the square of any chord through the Earth, and nearer than where a leaf's missing places are.
const ANYWHERE: f64 = 1e15;
/// No place.
const NONE: u32 = u32::MAX;

fn nearest_of_leaf(
    places: &Places,
    tree: &Tree,
    leaf: usize,
    limit_m: f64,
) -> [NearPlace; LEAF_SIZE] {
    let mut search = Search::new(places, tree, leaf, limit_m);
    search.look_in(leaf);
    if let Some(root) = tree.root() {
        search.descend(root);
    }
    search.found
}

/// The search of one leaf's places.
struct Search<'a> {
    places: &'a Places,
    tree: &'a Tree,
    own: &'a Leaf,
    own_leaf: usize,
    bounds: Bounds,
    found: [NearPlace; LEAF_SIZE],
    /// No farther chord leads to what each place looks for.
    reach: [f64; LEAF_SIZE],
    farthest_reach: f64,
}

impl<'a> Search<'a> {
    fn new(places: &'a Places, tree: &'a Tree, own_leaf: usize, limit_m: f64) -> Self {
        let own = &tree.leaves()[own_leaf];
        let reach = farthest_chord_squared(limit_m).min(ANYWHERE);
        Self {
            places,
            tree,
            own,
            own_leaf,
            bounds: own.bounds,
            found: [NearPlace {
                place: NONE,
                distance_m: limit_m,
            }; LEAF_SIZE],
            reach: std::array::from_fn(|slot| if slot < own.len { reach } else { -1.0 }),
            farthest_reach: reach,
        }
    }

    fn descend(&mut self, subtree: Subtree) {
        let Some(halves) = subtree.halves() else {
            if subtree.first_leaf != self.own_leaf {
                self.look_in(subtree.first_leaf);
            }
            return;
        };
        let away = |half: Subtree| self.tree.bounds(half).least_chord_squared(&self.bounds);
        let [mut near, mut far] = halves.map(|half| (away(half), half));
        if far.0 < near.0 {
            (near, far) = (far, near);
        }
        for (chord_squared, half) in [near, far] {
            if chord_squared <= self.farthest_reach {
                self.descend(half);
            }
        }
    }

    /// Looks through one leaf for each of the own places whose reach it touches.
    fn look_in(&mut self, leaf: usize) {
        let there = &self.tree.leaves()[leaf];
        for slot in 0..self.own.len {
            let from = self.own.point(slot);
            if there.bounds.least_chord_squared(&Bounds::of(from)) <= self.reach[slot] {
                self.look_from(slot, there);
            }
        }
        self.farthest_reach = self.reach.iter().copied().fold(0.0, f64::max);
    }

    /// Offers first what is nearest in a straight line: seldom does anything else remain within reach then.
    fn look_from(&mut self, slot: usize, there: &Leaf) {
        let own = self.own.places[slot];
        let mut chords = there.chords_squared(self.own.point(slot));
        if let Some(itself) = there
            .places
            .iter()
            .take(there.len)
            .position(|at| *at == own)
        {
            chords[itself] = f64::INFINITY;
        }
        let least = chords.iter().copied().fold(f64::INFINITY, f64::min);
        if least > self.reach[slot] {
            return;
        }
        let offered = |chord: f64| chord <= least;
        for (chord_squared, place) in chords.iter().zip(there.places) {
            if offered(*chord_squared) {
                self.offer(slot, place);
            }
        }
        for (chord_squared, place) in chords.iter().zip(there.places) {
            if !offered(*chord_squared) && *chord_squared <= self.reach[slot] {
                self.offer(slot, place);
            }
        }
    }

    fn offer(&mut self, slot: usize, place: u32) {
        let [own, other] = [self.own.places[slot], place].map(|at| self.places.sites[at as usize]);
        let distance_m = own.distance_m(&other);
        let found = &mut self.found[slot];
        if (distance_m, place) < (found.distance_m, found.place) {
            *found = NearPlace { place, distance_m };
            self.reach[slot] = farthest_chord_squared(distance_m).min(ANYWHERE);
        }
    }
}
