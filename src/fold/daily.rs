//! Measurements in, from any thread and in any order; the mean of each school's daily mean downloads out.
//!
//! Giga Maps averages so: first the tests of each day, then the days (`proco/connection_statistics/utils.py`), so that a
//! day of many tests weighs no more than one of a single test. It takes a sum and a count for every school and day,
//! about 30 to 60 bytes for each: memory grows with the days, too, which is why it must be asked for.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::table::{MeasurementRows, Metric, Tallies};

/// The downloads of one school on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct DaySum {
    sum_bps: u64,
    n_tests: u32,
}

/// The sums of days by school and day, those of every 64th school.
type Shard = HashMap<(u32, u16), DaySum, FixedState>;

/// Daily means in the making. Sums are integers: the order of rows and of parts leaves no trace.
///
/// ```
/// use schoolreach::fold::DailyMeans;
/// use schoolreach::table::MeasurementRows;
/// let daily = DailyMeans::new();
/// let mut rows = MeasurementRows::default();
/// for (day, bps) in [(0, 10_000_000), (0, 20_000_000), (1, 45_000_000)] {
///     rows.push(0, Some(1_767_225_600 + day * 86_400), [Some(bps), None, None, None]);
/// }
/// daily.add(&rows);
/// assert_eq!(daily.means_mbps(2), [Some(30.0), None]);
/// ```
#[derive(Debug)]
pub struct DailyMeans {
    shards: Vec<Mutex<Shard>>,
}

impl Default for DailyMeans {
    fn default() -> Self {
        Self::new()
    }
}

impl DailyMeans {
    /// No measurement yet.
    #[must_use]
    pub fn new() -> Self {
        let shards = (0..Tallies::N_SHARDS).map(|_| Mutex::default());
        Self {
            shards: shards.collect(),
        }
    }

    /// Adds the downloads of some measurements; those without a time are of no day.
    pub fn add(&self, rows: &MeasurementRows) {
        let downloads = rows.of(Metric::Download).iter();
        let dated = rows.measured_at_unix_s.iter().zip(downloads);
        for (school, row) in rows.school.iter().zip(dated) {
            let (Some(at), Some(bps)) = row else { continue };
            let shard = &self.shards[*school as usize % Tallies::N_SHARDS];
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let day = rows.zone.day_of(*at).in_unix_days();
            shard.entry((*school, day)).or_default().add(*bps, 1);
        }
    }

    /// Adds the sums of another part; associative and commutative, to the bit.
    pub fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.shards.iter_mut().zip(other.shards) {
            let mine = mine.get_mut().unwrap_or_else(PoisonError::into_inner);
            let theirs = theirs.into_inner().unwrap_or_else(PoisonError::into_inner);
            for (key, more) in theirs {
                mine.entry(key).or_default().add(more.sum_bps, more.n_tests);
            }
        }
    }

    /// The mean of the daily means of each of so many schools, in Mbit/s.
    #[must_use]
    pub fn means_mbps(self, n_schools: usize) -> Vec<Option<f64>> {
        let mut means = vec![None; n_schools];
        let of_shards: Vec<Vec<(u32, f64)>> = self.shards.into_par_iter().map(means_of).collect();
        for (school, mean) in of_shards.into_iter().flatten() {
            if let Some(place) = means.get_mut(school as usize) {
                *place = Some(mean);
            }
        }
        means
    }
}

impl DaySum {
    fn add(&mut self, sum_bps: u64, n_tests: u32) {
        self.sum_bps = self.sum_bps.saturating_add(sum_bps);
        self.n_tests = self.n_tests.saturating_add(n_tests);
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "rounded once on the way to a fraction"
    )]
    fn mean_mbps(self) -> f64 {
        self.sum_bps as f64 / f64::from(self.n_tests) / Metric::Download.units()
    }
}

/// The schools of a shard and their means, the days added in their order.
fn means_of(shard: Mutex<Shard>) -> Vec<(u32, f64)> {
    let shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut sums: Vec<((u32, u16), DaySum)> = shard.into_iter().collect();
    sums.sort_unstable_by_key(|(key, _)| *key);
    let of_schools = sums.chunk_by(|((one, _), _), ((other, _), _)| one == other);
    let mean = |days: &[((u32, u16), DaySum)]| {
        let ((school, _), _) = *days.first()?;
        let sum: f64 = days.iter().map(|(_, day)| day.mean_mbps()).sum();
        let n_days = u32::try_from(days.len()).ok()?;
        Some((school, sum / f64::from(n_days)))
    };
    of_schools.filter_map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{N_SCHOOLS, Row, batch, measurements};
    use super::*;
    use crate::table::Zone;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn means(parts: &[&[Row]]) -> Vec<Option<f64>> {
        let mut daily = DailyMeans::new();
        for part in parts {
            let more = DailyMeans::new();
            more.add(&batch(part));
            daily.merge(more);
        }
        daily.means_mbps(N_SCHOOLS)
    }

    /// The obvious way: the values of each school and day, collected.
    #[expect(clippy::cast_precision_loss, reason = "an oracle within 1e-9")]
    fn oracle(rows: &[Row]) -> BTreeMap<u32, f64> {
        let mut days: BTreeMap<(u32, u32), Vec<u64>> = BTreeMap::new();
        for (school, at, values) in rows {
            if let (Some(at), Some(bps)) = (at, values[0]) {
                days.entry((*school, at / 86_400)).or_default().push(bps);
            }
        }
        let mut means: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for ((school, _), values) in days {
            let mean = values.iter().sum::<u64>() as f64 / values.len() as f64;
            means.entry(school).or_default().push(mean / 1e6);
        }
        let mean = |days: Vec<f64>| days.iter().sum::<f64>() / days.len() as f64;
        means
            .into_iter()
            .map(|(school, days)| (school, mean(days)))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parts_in_any_order_are_the_whole(rows in measurements(200), cut in 0_usize..200) {
            let (one, other) = rows.split_at(cut.min(rows.len()));
            let whole = means(&[&rows]);
            prop_assert_eq!(&whole, &means(&[other, one]));
            let oracle = oracle(&rows);
            for (school, mean) in (0..).zip(&whole) {
                let expected = oracle.get(&school);
                prop_assert_eq!(mean.is_some(), expected.is_some());
                let (mean, expected) = (mean.unwrap_or_default(), expected.copied().unwrap_or_default());
                prop_assert!((mean - expected).abs() <= expected * 1e-9);
            }
        }
    }

    #[test]
    fn a_day_of_a_school_takes_what_is_said() {
        // And one byte in the table, which is between 7/16 and 7/8 full: 29 to 57 bytes.
        assert_eq!(size_of::<((u32, u16), DaySum)>(), 24);
    }

    #[test]
    fn a_day_is_one_of_the_zone() {
        let mean = |zone: &str| {
            let mut rows = MeasurementRows::in_zone(Zone::parse(zone).unwrap());
            for (hour, bps) in [(20, 10_000_000), (22, 20_000_000), (30, 60_000_000)] {
                rows.push(
                    0,
                    Some(1_767_225_600 + hour * 3_600),
                    [Some(bps), None, None, None],
                );
            }
            let daily = DailyMeans::new();
            daily.add(&rows);
            daily.means_mbps(1)[0]
        };
        assert_eq!(mean("UTC"), Some(37.5));
        assert_eq!(mean("+03:00"), Some(25.0));
    }
}
