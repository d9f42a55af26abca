//! What the measurements of each school come to: a tally of fixed size for every school that has any.
//!
//! A tally takes 48 bytes, 64 for each metric that the school's rows have, about a byte for every 2 % by which a
//! metric's values spread, and 16 for every 64 days but the last in which the school was seen. Schools without a
//! measurement take 4.
//! A million schools with a hundred rows each, three metrics and a year of days take about 0.6 GB.

mod buckets;
mod bytes;
mod days;
mod distribution;
#[cfg(test)]
mod distribution_tests;
mod packed;
mod row;
mod seen;
mod shard;

pub use distribution::Distribution;
pub use row::TallyRow;
pub use shard::Shard;

use seen::{NO_FIRST, Seen};

use super::{Day, Metric};

/// The measurements of all schools, folded. The same measurements give the same tallies, to the bit, in whatever order
/// they were added and in whatever parts they were folded and merged.
#[derive(Clone, Debug)]
pub struct Tallies {
    n_schools: usize,
    shards: Vec<Shard>,
}

/// The tally of one school.
#[derive(Clone, Copy, Debug)]
pub struct Tally<'a> {
    shard: &'a Shard,
    slot: usize,
}

impl Tallies {
    /// How many shards there are.
    pub const N_SHARDS: usize = 64;

    /// No measurement of so many schools.
    #[must_use]
    pub fn new(n_schools: usize) -> Self {
        Self::of_shards(n_schools, Shard::all(n_schools))
    }

    /// The tallies of so many schools; the shards must be those that [`Shard::all`] made, in their order.
    #[must_use]
    pub fn of_shards(n_schools: usize, shards: Vec<Shard>) -> Self {
        Self { n_schools, shards }
    }

    /// Number of schools, those without a measurement too.
    #[must_use]
    pub fn n_schools(&self) -> usize {
        self.n_schools
    }

    /// The tally of a school, `None` where it has no measurement.
    ///
    /// # Panics
    /// If there is no such school.
    #[must_use]
    pub fn of(&self, school: usize) -> Option<Tally<'_>> {
        let shard = &self.shards[school % Self::N_SHARDS];
        let slot = shard.slot_of(school / Self::N_SHARDS)?;
        Some(Tally { shard, slot })
    }

    /// The schools that have a measurement, in their order, with their tallies.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Tally<'_>)> {
        (0..self.n_schools).filter_map(|school| Some((school, self.of(school)?)))
    }

    /// The shards, to be merged or packed side by side.
    pub fn shards_mut(&mut self) -> &mut [Shard] {
        &mut self.shards
    }

    /// The shards.
    #[must_use]
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }
}

impl PartialEq for Tallies {
    fn eq(&self, other: &Self) -> bool {
        self.n_schools == other.n_schools && self.iter().eq(other.iter())
    }
}

impl<'a> Tally<'a> {
    fn seen(&self) -> &'a Seen {
        self.shard.seen(self.slot)
    }

    /// Number of measurements.
    #[must_use]
    pub fn n_tests(&self) -> u32 {
        self.seen().n_tests
    }

    /// How the values of a metric are distributed, `None` where no row has it.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> Option<&'a Distribution> {
        self.shard.metric(metric, self.slot)
    }

    /// When the school was first measured, in seconds since 1970.
    #[must_use]
    pub fn first_unix_s(&self) -> Option<u32> {
        Some(self.seen().first_unix_s).filter(|at| *at < NO_FIRST)
    }

    /// When the school was last measured.
    #[must_use]
    pub fn last_unix_s(&self) -> Option<u32> {
        Some(self.seen().last_unix_s).filter(|at| *at > 0)
    }

    /// When the school was last measured with a download above 0.
    #[must_use]
    pub fn last_connected_unix_s(&self) -> Option<u32> {
        Some(self.seen().last_connected_unix_s).filter(|at| *at > 0)
    }

    /// Whether a measurement without a time has a download above 0.
    #[must_use]
    pub fn is_connected_undated(&self) -> bool {
        self.seen().is_connected_undated
    }

    /// On how many days, in the zone of the rows, the school was measured.
    #[must_use]
    pub fn n_days(&self) -> u32 {
        self.seen().days.len()
    }

    /// The days on which the school was measured, in their order.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<'a> {
        self.seen().days.iter().map(Day::of_unix_days)
    }
}

impl PartialEq for Tally<'_> {
    fn eq(&self, other: &Self) -> bool {
        let metrics = |tally: &Self| Metric::ALL.map(|metric| tally.metric(metric).cloned());
        self.seen() == other.seen() && metrics(self) == metrics(other)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MeasurementRows;
    use super::*;

    #[test]
    fn a_row_goes_to_its_school() {
        let mut rows = MeasurementRows::default();
        for (school, at, bps) in [(64, Some(86_400), 5), (64, Some(10), 0), (1, None, 7)] {
            rows.push(school, at, [Some(bps), None, None, None]);
        }
        let mut tallies = Tallies::new(65);
        for row in 0..rows.len() {
            let shard = rows.school[row] as usize % Tallies::N_SHARDS;
            tallies.shards_mut()[shard].add(&[TallyRow::of(&rows, row)]);
        }
        let schools: Vec<usize> = tallies.iter().map(|(school, _)| school).collect();
        assert_eq!(schools, [1, 64]);
        let tally = tallies.of(64).unwrap();
        let times = (tally.first_unix_s(), tally.last_connected_unix_s());
        assert_eq!((tally.n_tests(), times), (2, (Some(10), Some(86_400))));
        assert_eq!(
            tally.days().map(|day| day.to_string()).collect::<Vec<_>>(),
            ["1970-01-01", "1970-01-02"]
        );
        assert!(tally.metric(Metric::Upload).is_none());
        let undated = tallies.of(1).unwrap();
        assert!(undated.is_connected_undated() && undated.last_unix_s().is_none());
    }

    #[test]
    fn all_schools_have_a_place() {
        for n_schools in [0, 1, 63, 64, 65, 200] {
            let tallies = Tallies::new(n_schools);
            assert_eq!(tallies.iter().count(), 0);
            let places: usize = tallies.shards.iter().map(Shard::n_schools).sum();
            assert_eq!(places, n_schools);
        }
    }
}
