//! Batches of measurements in, from any thread and in any order, the downloads of each school by month out.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::folding::by_shard;
use crate::table::{MeasurementRows, Metric, Months, SchoolMonths, Tallies};

/// The downloads of schools by month, in the making. Rows without a time or a download say nothing of a month.
///
/// ```
/// use schoolreach::fold::Monthly;
/// use schoolreach::table::MeasurementRows;
/// let monthly = Monthly::new(2);
/// let mut rows = MeasurementRows::default();
/// rows.push(1, Some(1_767_225_600), [Some(12_500_000), None, None, None]);
/// monthly.add(&rows);
/// let months = monthly.finish();
/// assert_eq!(months.of(1)[0].month.to_string(), "2026-01");
/// assert!(months.of(0).is_empty());
/// ```
#[derive(Debug)]
pub struct Monthly {
    n_schools: usize,
    /// The schools of each shard: school `n` is number `n` / 64 of shard `n` % 64.
    shards: Vec<Mutex<Vec<SchoolMonths>>>,
}

impl Monthly {
    /// No measurement yet of so many schools.
    #[must_use]
    pub fn new(n_schools: usize) -> Self {
        let of = |shard: usize| {
            let n_schools = (n_schools + Tallies::N_SHARDS - 1 - shard) / Tallies::N_SHARDS;
            Mutex::new(vec![SchoolMonths::default(); n_schools])
        };
        Self {
            n_schools,
            shards: (0..Tallies::N_SHARDS).map(of).collect(),
        }
    }

    /// Adds some measurements. Threads wait for each other only where both have rows of the same 64th of the schools
    /// at hand.
    ///
    /// # Panics
    /// If a school is not below the number of schools.
    pub fn add(&self, rows: &MeasurementRows) {
        let (order, ends) = by_shard(rows);
        let mut start = 0;
        for (shard, end) in self.shards.iter().zip(ends) {
            if end > start {
                let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
                for row in &order[start..end] {
                    add(&mut shard, rows, *row as usize);
                }
            }
            start = end;
        }
    }

    /// The months of all that was added.
    #[must_use]
    pub fn finish(self) -> Months {
        let shards = self.shards.into_par_iter().map(|shard| {
            let mut shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
            shard.iter_mut().for_each(SchoolMonths::pack);
            shard.into_iter()
        });
        let mut shards: Vec<_> = shards.collect();
        let schools = 0..self.n_schools;
        let of_school = |school: usize| shards[school % Tallies::N_SHARDS].next();
        Months::of_schools(
            schools
                .map(of_school)
                .map(Option::unwrap_or_default)
                .collect(),
        )
    }
}

fn add(shard: &mut [SchoolMonths], rows: &MeasurementRows, row: usize) {
    let (at, download) = (rows.measured_at_unix_s[row], rows.of(Metric::Download)[row]);
    if let (Some(at), Some(download)) = (at, download) {
        let school = rows.school[row] as usize / Tallies::N_SHARDS;
        shard[school].add(rows.zone.day_of(at), download);
    }
}

/// Joins months of the same schools that were folded apart; associative and commutative, to the bit.
///
/// # Panics
/// If they are of different numbers of schools.
#[must_use]
pub fn merge_months(mut one: Months, other: &Months) -> Months {
    assert_eq!(one.n_schools(), other.n_schools(), "the same schools");
    let pairs = one.as_mut_slice().par_iter_mut().zip(other.as_slice());
    pairs.for_each(|(mine, theirs)| {
        mine.merge(theirs);
        mine.pack();
    });
    one
}

#[cfg(test)]
mod tests {
    use crate::table::Day;
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::fixture::{N_SCHOOLS, Row, measurements};
    use super::*;

    fn monthly(rows: &[Row]) -> Months {
        let monthly = Monthly::new(N_SCHOOLS);
        rows.par_chunks(37).for_each(|part| {
            let mut batch = MeasurementRows::default();
            for (school, at, values) in part {
                batch.push(*school, *at, *values);
            }
            monthly.add(&batch);
        });
        monthly.finish()
    }

    /// School and month, last day, and the downloads in order: every row looked at by itself.
    fn naive(rows: &[Row]) -> BTreeMap<(usize, String), (String, Vec<u64>)> {
        let mut all: BTreeMap<(usize, String), (String, Vec<u64>)> = BTreeMap::new();
        for (school, at, values) in rows {
            if let (Some(at), Some(download)) = (at, values[0]) {
                let day = Day::of_unix_s(*at).to_string();
                let key = (*school as usize, day[..7].to_owned());
                let (last, downloads) = all.entry(key).or_default();
                *last = day.max(std::mem::take(last));
                downloads.push(download);
                downloads.sort_unstable();
            }
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn months_are_those_of_the_naive_way(rows in measurements(400)) {
            let (found, mut expected) = (monthly(&rows), naive(&rows));
            for school in 0..N_SCHOOLS {
                let months = found.of(school);
                prop_assert!(months.windows(2).all(|pair| pair[0].month < pair[1].month));
                for one in months {
                    let (last, downloads) = expected.remove(&(school, one.month.to_string())).unwrap();
                    prop_assert_eq!(one.last_day.to_string(), last);
                    prop_assert_eq!(one.downloads.count() as usize, downloads.len());
                    prop_assert_eq!(one.downloads.min(), downloads.first().copied());
                    prop_assert_eq!(one.downloads.max(), downloads.last().copied());
                }
            }
            prop_assert!(expected.is_empty());
        }

        #[test]
        fn parts_in_any_order_are_the_whole(rows in measurements(300), keys in prop::collection::vec(any::<u32>(), 13)) {
            let whole = monthly(&rows);
            for n_parts in [4, 13] {
                let mut parts: Vec<(u32, Months)> = rows
                    .chunks(rows.len().div_ceil(n_parts).max(1))
                    .zip(&keys)
                    .map(|(part, key)| (*key, monthly(part)))
                    .collect();
                parts.sort_by_key(|(key, _)| *key);
                let merged = parts.iter().fold(monthly(&[]), |all, (_, part)| merge_months(all, part));
                prop_assert_eq!(format!("{:?}", &merged), format!("{:?}", &whole), "{} parts", n_parts);
            }
        }
    }
}
