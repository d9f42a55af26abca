//! What all questions answer with: a school's row and how far it is.

use std::num::NonZeroU32;

/// A school near another, or near a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbor {
    row: NonZeroU32,
    distance_m: f64,
}

impl Neighbor {
    pub(super) fn new(row: u32, distance_m: f64) -> Self {
        Self {
            row: NonZeroU32::MIN.saturating_add(row),
            distance_m,
        }
    }

    /// Its row among the positions that were given.
    #[must_use]
    pub fn row(self) -> usize {
        self.row.get() as usize - 1
    }

    /// How far it is along WGS 84, in metres.
    #[must_use]
    pub fn distance_m(self) -> f64 {
        self.distance_m
    }

    /// What sorts neighbors: the nearest first, of several as near the lowest row.
    pub(super) fn order(&self, other: &Self) -> std::cmp::Ordering {
        let by_distance = self.distance_m.total_cmp(&other.distance_m);
        by_distance.then(self.row.cmp(&other.row))
    }
}
