//! A tree of places in, how many schools are within some radii of each place out.
//!
//! A leaf asks for all its places together. A part of the tree whose farthest point is within a radius of all of them
//! is counted whole, one whose nearest point is beyond it is left out, and only what lies around the rim is looked at
//! place by place. So a circle costs its rim, not its content.

use rayon::prelude::*;

use super::places::Places;
use super::tree::{Bounds, LEAF_SIZE, Leaf, Subtree, Tree};
use crate::ellipsoid::{farthest_chord_squared, surest_chord_squared};

/// For every place the number of schools within each radius, those of the place itself included; radii ascend.
pub(super) fn schools_within<const N: usize>(
    places: &Places,
    tree: &Tree,
    radii_m: [f64; N],
) -> Vec<[u32; N]> {
    let rings = radii_m.map(Ring::new);
    let leaves = 0..tree.leaves().len();
    let counted: Vec<[[u32; N]; LEAF_SIZE]> = leaves
        .into_par_iter()
        .map(|leaf| counts_of_leaf(places, tree, leaf, &rings))
        .collect();
    let mut counts = vec![[0; N]; places.len()];
    for (leaf, counted) in tree.leaves().iter().zip(&counted) {
        for (place, counted) in leaf.places.iter().zip(counted).take(leaf.len) {
            counts[*place as usize] = *counted;
        }
    }
    counts
}

/// A radius as squared chords.
#[derive(Clone, Copy)]
struct Ring {
    radius_m: f64,
    /// Whatever is no farther is within the radius.
    surely_within: f64,
    /// Whatever is farther is beyond it.
    surely_beyond: f64,
}

impl Ring {
    fn new(radius_m: f64) -> Self {
        Self {
            radius_m,
            surely_within: surest_chord_squared(radius_m),
            surely_beyond: farthest_chord_squared(radius_m),
        }
    }
}

fn counts_of_leaf<const N: usize>(
    places: &Places,
    tree: &Tree,
    leaf: usize,
    rings: &[Ring; N],
) -> [[u32; N]; LEAF_SIZE] {
    let own = &tree.leaves()[leaf];
    let mut count = Count {
        places,
        tree,
        own,
        bounds: own.bounds,
        rings,
        of_all: [0; N],
        of_each: [[0; N]; LEAF_SIZE],
    };
    if let Some(root) = tree.root() {
        count.descend(root, 0, N);
    }
    let sum = |of_each: [u32; N]| std::array::from_fn(|ring| of_each[ring] + count.of_all[ring]);
    count.of_each.map(sum)
}

/// The counts of one leaf's places.
struct Count<'a, const N: usize> {
    places: &'a Places,
    tree: &'a Tree,
    own: &'a Leaf,
    bounds: Bounds,
    rings: &'a [Ring; N],
    /// What was counted for all of them at once.
    of_all: [u32; N],
    of_each: [[u32; N]; LEAF_SIZE],
}

impl<const N: usize> Count<'_, N> {
    /// Counts a part of the tree for the rings `from..to`.
    fn descend(&mut self, subtree: Subtree, mut from: usize, mut to: usize) {
        let bounds = self.tree.bounds(subtree);
        let least = bounds.least_chord_squared(&self.bounds);
        let greatest = bounds.greatest_chord_squared(&self.bounds);
        while from < to && least > self.rings[from].surely_beyond {
            from += 1;
        }
        while from < to && greatest <= self.rings[to - 1].surely_within {
            to -= 1;
            self.of_all[to] += self.tree.n_schools(subtree);
        }
        if from == to {
            return;
        }
        match subtree.halves() {
            Some(halves) => {
                for half in halves {
                    self.descend(half, from, to);
                }
            }
            None => self.count_leaf(&self.tree.leaves()[subtree.first_leaf], from, to),
        }
    }

    /// Counts a leaf for each own place: whole, not at all, or place by place.
    fn count_leaf(&mut self, there: &Leaf, from: usize, to: usize) {
        for slot in 0..self.own.len {
            let point = Bounds::of(self.own.point(slot));
            let least = there.bounds.least_chord_squared(&point);
            let greatest = there.bounds.greatest_chord_squared(&point);
            let (mut from, mut to) = (from, to);
            while from < to && least > self.rings[from].surely_beyond {
                from += 1;
            }
            while from < to && greatest <= self.rings[to - 1].surely_within {
                to -= 1;
                self.of_each[slot][to] += there.n_schools.iter().sum::<u32>();
            }
            if from < to {
                self.count_places(slot, there, from, to);
            }
        }
    }

    fn count_places(&mut self, slot: usize, there: &Leaf, from: usize, to: usize) {
        let chords = there.chords_squared(self.own.point(slot));
        for ring in from..to {
            let Ring {
                surely_within,
                surely_beyond,
                ..
            } = self.rings[ring];
            let is_doubtful = |chord: &f64| *chord > surely_within && *chord <= surely_beyond;
            self.of_each[slot][ring] +=
                if chords.iter().filter(|chord| is_doubtful(chord)).count() > 0 {
                    self.measured(slot, there, self.rings[ring])
                } else {
                    schools_to(&chords, &there.n_schools, surely_within)
                };
        }
    }

    /// How many schools of a leaf are within a ring of a place, along the ellipsoid.
    fn measured(&self, slot: usize, there: &Leaf, ring: Ring) -> u32 {
        let site = |place: u32| &self.places.sites[place as usize];
        let own = site(self.own.places[slot]);
        let schools = there.places.iter().zip(&there.n_schools).take(there.len);
        schools
            .filter(|(place, _)| own.distance_m(site(**place)) <= ring.radius_m)
            .map(|(_, n_schools)| n_schools)
            .sum()
    }
}

/// How many schools are no farther than a chord.
fn schools_to(chords: &[f64; LEAF_SIZE], n_schools: &[u32; LEAF_SIZE], limit: f64) -> u32 {
    let schools = chords.iter().zip(n_schools);
    schools
        .map(|(chord, n_schools)| u32::from(*chord <= limit) * n_schools)
        .sum()
}
