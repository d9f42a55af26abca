//! Where the schools of a level lie: one region or none for each, and how it was found.

use std::num::NonZeroU32;

/// The row of a region in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionIdx(NonZeroU32);

impl RegionIdx {
    /// Takes a row number.
    ///
    /// # Panics
    /// If `row` is `u32::MAX` or more: a level holds fewer regions than that.
    #[must_use]
    pub fn new(row: usize) -> Self {
        let shifted = u32::try_from(row + 1).ok().and_then(NonZeroU32::new);
        Self(shifted.expect("fewer than u32::MAX regions"))
    }

    /// The row number.
    #[must_use]
    pub fn row(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// How a school came to its region, or why it has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Placement {
    /// Strictly inside the region's outline.
    Inside,
    /// Exactly on an edge of some region of the level; the border rule chose.
    Border,
    /// Outside all outlines, within the snap distance of this region's.
    Snapped,
    /// No usable position; the region is the one whose id the row states.
    Stated,
    /// Positioned, and no region holds it or is near enough.
    Outside,
    /// Neither a usable position nor a stated region.
    #[default]
    NoPosition,
}

impl Placement {
    /// All placements in the order in which reports list them.
    pub const ALL: [Self; 6] = [
        Self::Inside,
        Self::Border,
        Self::Snapped,
        Self::Stated,
        Self::Outside,
        Self::NoPosition,
    ];

    /// The word that stands for the placement in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Border => "border",
            Self::Snapped => "snapped",
            Self::Stated => "stated",
            Self::Outside => "outside",
            Self::NoPosition => "no_position",
        }
    }
}

/// The placements of all schools in one level; all columns have one entry for each school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placements {
    /// How each school was placed.
    pub placement: Vec<Placement>,
    /// The region, where `placement` is one of `inside`, `border`, `snapped`, `stated`.
    pub region: Vec<Option<RegionIdx>>,
    /// Geodesic metres to the region's outline, where `placement` is `snapped`.
    pub snap_m: Vec<Option<f64>>,
    /// Whether more than one region holds the school.
    pub overlaps: Vec<bool>,
}

impl Placements {
    /// Number of schools.
    #[must_use]
    pub fn len(&self) -> usize {
        self.placement.len()
    }

    /// Whether there are no schools.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placement.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_region_takes_four_bytes() {
        assert_eq!(size_of::<Option<RegionIdx>>(), 4);
        assert_eq!(RegionIdx::new(0).row(), 0);
        assert_eq!(RegionIdx::new(41_095).row(), 41_095);
    }
}
