//! What the measurements of each school come to: a tally of fixed size for every school that has any.
//!
//! A tally takes 40 bytes, 64 for each metric that the school's rows have, about a byte for every 2 % by which a
//! metric's values spread, and 16 for every 64 days in which the school was seen. Schools without a measurement take 4.
//! A million schools with a hundred rows each, three metrics and a year of days take about 0.6 GB.

mod buckets;
mod days;
mod distribution;
mod packed;

pub use distribution::Distribution;

use days::Days;

use super::{Day, MeasurementRows, Metric};

/// The measurements of all schools, folded. The same measurements give the same tallies, to the bit, in whatever order
/// they were added and in whatever parts they were folded and merged.
#[derive(Clone, Debug)]
pub struct Tallies {
    n_schools: usize,
    shards: Vec<Shard>,
}

/// The tallies of every 64th school, so that as many threads can fold without waiting for each other.
#[derive(Clone, Debug, Default)]
pub struct Shard {
    /// For each school of the shard where its tally is; [`NO_SLOT`] where it has none.
    slots: Vec<u32>,
    seen: Vec<Seen>,
    /// By metric; as long as its last tally needs.
    metrics: [Vec<Distribution>; Metric::ALL.len()],
}

/// How often and when a school was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    n_tests: u32,
    /// Seconds since 1970; the largest number where no row has a time.
    first_unix_s: u32,
    /// Seconds since 1970; 0 where no row has a time.
    last_unix_s: u32,
    /// The last time with a download above 0.
    last_connected_unix_s: u32,
    /// Whether a row without a time has a download above 0.
    is_connected_undated: bool,
    days: Days,
}

const NO_SLOT: u32 = u32::MAX;

const NO_FIRST: u32 = u32::MAX;

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
        let slot = shard.slots[school / Self::N_SHARDS];
        (slot != NO_SLOT).then_some(Tally {
            shard,
            slot: slot as usize,
        })
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

impl Shard {
    /// The empty shards for so many schools: school `n` is in shard `n` % 64.
    #[must_use]
    pub fn all(n_schools: usize) -> Vec<Self> {
        let of = |shard: usize| Self {
            slots: vec![NO_SLOT; (n_schools + Tallies::N_SHARDS - 1 - shard) / Tallies::N_SHARDS],
            ..Self::default()
        };
        (0..Tallies::N_SHARDS).map(of).collect()
    }

    /// Adds a row whose school is in this shard.
    ///
    /// # Panics
    /// If there is no such row or school.
    #[inline]
    pub fn add(&mut self, rows: &MeasurementRows, row: usize) {
        let slot = self.slot(rows.school[row] as usize / Tallies::N_SHARDS);
        let is_connected = rows.of(Metric::Download)[row].is_some_and(|bps| bps > 0);
        self.seen[slot].add(rows.measured_at_unix_s[row], is_connected);
        for metric in Metric::ALL {
            if let Some(value) = rows.of(metric)[row] {
                distribution(&mut self.metrics[metric as usize], slot).add(value);
            }
        }
    }

    /// Adds the tallies of the same shard of others; commutative and associative.
    ///
    /// # Panics
    /// If it is a shard of another number of schools.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.slots.len(), other.slots.len(), "the same schools");
        for (school, theirs) in other.slots.iter().enumerate() {
            if *theirs == NO_SLOT {
                continue;
            }
            let (slot, theirs) = (self.slot(school), *theirs as usize);
            self.seen[slot].merge(&other.seen[theirs]);
            for (mine, theirs_of) in self.metrics.iter_mut().zip(&other.metrics) {
                if let Some(more) = theirs_of.get(theirs) {
                    distribution(mine, slot).merge(more);
                }
            }
        }
    }

    /// Counts what waits to be counted, so that quantiles are quick.
    pub fn pack(&mut self) {
        let all = self.metrics.iter_mut().flatten();
        all.for_each(Distribution::pack);
    }

    /// Where the tally of a school is; a new one where it has none.
    #[inline]
    fn slot(&mut self, school: usize) -> usize {
        let slot = &mut self.slots[school];
        if *slot == NO_SLOT {
            *slot = u32::try_from(self.seen.len()).unwrap_or(NO_SLOT);
            self.seen.push(Seen::default());
        }
        *slot as usize
    }

    /// How many bytes the tallies take, but for what the allocator adds.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        let metrics = self.metrics.iter().flatten();
        let metrics = metrics.map(|one| size_of::<Distribution>() + one.n_bytes());
        let seen = self.seen.iter();
        let seen = seen.map(|seen| size_of::<Seen>() + seen.days.n_bytes());
        size_of_val(&*self.slots) + metrics.chain(seen).sum::<usize>()
    }
}

/// The distribution of a slot; that of a metric which no row had before has no room yet.
#[inline]
fn distribution(metric: &mut Vec<Distribution>, slot: usize) -> &mut Distribution {
    if metric.len() <= slot {
        metric.resize_with(slot + 1, Distribution::default);
    }
    &mut metric[slot]
}

impl Seen {
    fn add(&mut self, at_unix_s: Option<u32>, is_connected: bool) {
        self.n_tests = self.n_tests.saturating_add(1);
        let Some(at) = at_unix_s else {
            self.is_connected_undated |= is_connected;
            return;
        };
        self.first_unix_s = self.first_unix_s.min(at);
        self.last_unix_s = self.last_unix_s.max(at);
        if is_connected {
            self.last_connected_unix_s = self.last_connected_unix_s.max(at);
        }
        self.days.insert(Day::of_unix_s(at).in_unix_days());
    }

    fn merge(&mut self, other: &Self) {
        self.n_tests = self.n_tests.saturating_add(other.n_tests);
        self.first_unix_s = self.first_unix_s.min(other.first_unix_s);
        self.last_unix_s = self.last_unix_s.max(other.last_unix_s);
        let connected = self.last_connected_unix_s.max(other.last_connected_unix_s);
        self.last_connected_unix_s = connected;
        self.is_connected_undated |= other.is_connected_undated;
        self.days.merge(&other.days);
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            n_tests: 0,
            first_unix_s: NO_FIRST,
            last_unix_s: 0,
            last_connected_unix_s: 0,
            is_connected_undated: false,
            days: Days::default(),
        }
    }
}

impl<'a> Tally<'a> {
    fn seen(&self) -> &'a Seen {
        &self.shard.seen[self.slot]
    }

    /// Number of measurements.
    #[must_use]
    pub fn n_tests(&self) -> u32 {
        self.seen().n_tests
    }

    /// How the values of a metric are distributed, `None` where no row has it.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> Option<&'a Distribution> {
        let of_slot = self.shard.metrics[metric as usize].get(self.slot);
        of_slot.filter(|distribution| distribution.count() > 0)
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

    /// On how many days, in UTC, the school was measured.
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
            tallies.shards_mut()[shard].add(&rows, row);
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
            let places: usize = tallies.shards.iter().map(|shard| shard.slots.len()).sum();
            assert_eq!(places, n_schools);
        }
    }
}
