//! What can be wrong with a row, and which rows have it.

use super::random::{Draws, Topic, mix};

/// What is wrong with a dirty row, on purpose. One row has one kind of dirt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dirt {
    /// Latitude stands in the longitude column and the other way round.
    SwappedCoordinates,
    /// Both coordinates have a comma for the decimal point (and so are quoted).
    DecimalComma,
    /// Both coordinates are blank; the region's code is still there.
    BlankCoordinates,
    /// The latitude is above 90.
    LatitudeOutOfRange,
    /// Both coordinates are 0.
    NullIsland,
    /// The school stands in the water, 300 m to 1 km off the nearest coast; its true region is the one there.
    OffCoast,
    /// The coordinates lie more than half a degree west of the country.
    FarAtSea,
    /// The row repeats an earlier school under the same ids; a blank is filled, or a number contradicts.
    Duplicate,
    /// `connectivity_govt` holds a word that is neither a yes nor a no nor a usual word for unknown.
    UnusualStatus,
    /// `connectivity_govt` holds `#N/A` or another error of a spreadsheet.
    SpreadsheetError,
    /// The school is closed: `is_school_open` is `no`.
    Closed,
    /// A field is missing, so that the row has one field less than the header.
    MissingField,
    /// `school_id_giga` and `school_id_govt` have spaces around them.
    PaddedId,
}

impl Dirt {
    /// All kinds, in the order of [`SchoolCounts::dirty`](super::SchoolCounts::dirty).
    pub const ALL: [Self; 13] = [
        Self::SwappedCoordinates,
        Self::DecimalComma,
        Self::BlankCoordinates,
        Self::LatitudeOutOfRange,
        Self::NullIsland,
        Self::OffCoast,
        Self::FarAtSea,
        Self::Duplicate,
        Self::UnusualStatus,
        Self::SpreadsheetError,
        Self::Closed,
        Self::MissingField,
        Self::PaddedId,
    ];
}

/// Which rows are dirty, and how: told for each row on its own, so that any row can be made without the others.
///
/// The rows are cut into as many stretches of nearly equal length as there shall be dirty rows, and one row of each is
/// dirty. The kinds come in cycles of all thirteen, each cycle in an order of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct DirtyRows {
    seed: u64,
    n_rows: u64,
    n_dirty: u64,
}

impl DirtyRows {
    /// `n_dirty` of `n_rows` rows.
    pub(super) fn new(seed: u64, n_rows: u64, n_dirty: u64) -> Self {
        Self {
            seed,
            n_rows,
            n_dirty: n_dirty.min(n_rows),
        }
    }

    /// What is wrong with a row (from 0), `None` if it is clean.
    pub(super) fn dirt_of(&self, row: u64) -> Option<Dirt> {
        if self.n_dirty == 0 || row >= self.n_rows {
            return None;
        }
        let stretch = row * self.n_dirty / self.n_rows;
        let start = self.start_of(stretch);
        let length = self.start_of(stretch + 1) - start;
        let dirty_row = start + mix(mix(self.seed).wrapping_add(stretch)) % length;
        (row == dirty_row).then(|| self.kind_of(stretch))
    }

    /// The first row of a stretch: the first with `row * n_dirty / n_rows` = `stretch`. No product overflows, because
    /// a plan has fewer than 2^32 rows.
    fn start_of(&self, stretch: u64) -> u64 {
        (stretch * self.n_rows).div_ceil(self.n_dirty)
    }

    /// The kind of the n-th dirty row. The very first is no [`Dirt::Duplicate`]: there would be nothing to repeat.
    fn kind_of(&self, stretch: u64) -> Dirt {
        let n_kinds = Dirt::ALL.len() as u64;
        let mut kinds = Dirt::ALL;
        let mut draws = Draws::new(self.seed, Topic::Dirt, stretch / n_kinds);
        let n_fixed = usize::from(stretch < n_kinds);
        draws.shuffle(&mut kinds[n_fixed..]);
        #[expect(clippy::cast_possible_truncation, reason = "below 13")]
        let turn = (stretch % n_kinds) as usize;
        kinds[turn]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(n_rows: u64, n_dirty: u64) -> Vec<usize> {
        let rows = DirtyRows::new(5, n_rows, n_dirty);
        let dirt: Vec<Dirt> = (0..n_rows).filter_map(|row| rows.dirt_of(row)).collect();
        Dirt::ALL
            .map(|kind| dirt.iter().filter(|dirt| **dirt == kind).count())
            .to_vec()
    }

    #[test]
    fn kinds_are_as_many_as_planned_and_even() {
        assert_eq!(count(1_000, 130), [10; 13]);
        assert_eq!(count(1_300, 1_300), [100; 13]);
        assert_eq!(count(10, 0), [0; 13]);
        assert_eq!(count(0, 0), [0; 13]);
        for n_dirty in [1, 7, 12, 40, 99, 100] {
            let counts = count(100, n_dirty);
            let (least, most) = (counts.iter().min(), counts.iter().max());
            assert_eq!(counts.iter().sum::<usize>() as u64, n_dirty);
            assert!(most.unwrap() - least.unwrap() <= 1, "{counts:?}");
        }
    }

    #[test]
    fn the_first_row_never_repeats_another() {
        for seed in 0..200 {
            assert_ne!(DirtyRows::new(seed, 5, 5).dirt_of(0), Some(Dirt::Duplicate));
        }
    }
}
