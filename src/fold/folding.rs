//! Batches of measurements in, from any thread and in any order, tallies out.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::table::{MeasurementRows, Shard, Tallies, TallyRow};

/// Tallies in the making.
///
/// ```
/// use schoolreach::fold::Folding;
/// use schoolreach::table::{MeasurementRows, Metric};
/// let folding = Folding::new(3);
/// let mut rows = MeasurementRows::default();
/// rows.push(1, Some(1_767_225_600), [Some(12_500_000), None, Some(43_000), None]);
/// rows.push(1, Some(1_767_229_200), [Some(17_500_000), None, None, None]);
/// folding.add(&rows);
/// let tallies = folding.finish();
/// let tally = tallies.of(1).ok_or("a tally")?;
/// assert_eq!(tally.metric(Metric::Download).and_then(|download| download.quantile(0.5)), Some(15e6));
/// assert!(tallies.of(0).is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug)]
pub struct Folding {
    n_schools: usize,
    shards: Vec<Lane>,
}

/// A shard and the rows that wait for it: a lot of rows is added at a time, for tallies lie far apart in memory and
/// rows of the same few thousand schools share the way there.
#[derive(Debug)]
struct Lane {
    waiting: Mutex<Vec<TallyRow>>,
    shard: Mutex<Shard>,
}

/// How many rows of a shard wait at most: two for each of its schools, but no more than 101 MB for all shards.
const MOST_WAITING: usize = 1 << 15;
const FEWEST_WAITING: usize = 1 << 10;

impl Folding {
    /// No measurement yet of so many schools.
    #[must_use]
    pub fn new(n_schools: usize) -> Self {
        let lane = |shard| Lane {
            waiting: Mutex::default(),
            shard: Mutex::new(shard),
        };
        Self {
            n_schools,
            shards: Shard::all(n_schools).into_iter().map(lane).collect(),
        }
    }

    /// Adds some measurements. Threads wait for each other only where both have rows of the same 64th of the schools
    /// at hand.
    ///
    /// # Panics
    /// If a school is not below the number of schools.
    pub fn add(&self, rows: &MeasurementRows) {
        let per_shard = 2 * self.n_schools / Tallies::N_SHARDS;
        let n_waiting = per_shard.clamp(FEWEST_WAITING, MOST_WAITING);
        let (order, ends) = by_shard(rows);
        let mut start = 0;
        for (lane, end) in self.shards.iter().zip(ends) {
            let of_shard = order[start..end].iter();
            let of_shard = of_shard.map(|row| TallyRow::of(rows, *row as usize));
            lane.add(of_shard, n_waiting);
            start = end;
        }
    }

    /// The tallies of all that was added.
    #[must_use]
    pub fn finish(self) -> Tallies {
        let shards = self.shards.into_par_iter().map(Lane::finish);
        Tallies::of_shards(self.n_schools, shards.collect())
    }
}

impl Lane {
    /// Lets rows wait, and adds all that wait once they are enough.
    fn add(&self, rows: impl ExactSizeIterator<Item = TallyRow>, n_waiting: usize) {
        if rows.len() == 0 {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(rows);
        if waiting.len() < n_waiting {
            return;
        }
        let enough = std::mem::take(&mut *waiting);
        drop(waiting);
        let mut shard = self.shard.lock().unwrap_or_else(PoisonError::into_inner);
        shard.add(&enough);
    }

    fn finish(self) -> Shard {
        let into_inner = PoisonError::into_inner;
        let mut shard = self.shard.into_inner().unwrap_or_else(into_inner);
        let waiting = self.waiting.into_inner();
        shard.add(&waiting.unwrap_or_else(PoisonError::into_inner));
        shard.pack();
        shard
    }
}

/// The rows in the order of their shards, and where those of each shard end.
pub(super) fn by_shard(rows: &MeasurementRows) -> (Vec<u32>, [usize; Tallies::N_SHARDS]) {
    let shard = |school: u32| school as usize % Tallies::N_SHARDS;
    let mut ends = [0; Tallies::N_SHARDS];
    for school in &rows.school {
        ends[shard(*school)] += 1;
    }
    let mut next = [0; Tallies::N_SHARDS];
    let mut end = 0;
    for (next, n_rows) in next.iter_mut().zip(&mut ends) {
        *next = end;
        end += *n_rows;
        *n_rows = end;
    }
    let mut order = vec![0; rows.len()];
    for (row, school) in (0..).zip(&rows.school) {
        let next = &mut next[shard(*school)];
        order[*next] = row;
        *next += 1;
    }
    (order, ends)
}

/// Joins tallies of the same schools that were folded apart; associative and commutative, to the bit.
///
/// # Panics
/// If they are of different numbers of schools.
#[must_use]
pub fn merge(mut one: Tallies, other: &Tallies) -> Tallies {
    assert_eq!(one.n_schools(), other.n_schools(), "the same schools");
    let pairs = one.shards_mut().par_iter_mut().zip(other.shards());
    pairs.for_each(|(mine, theirs)| mine.merge(theirs));
    one
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{N_SCHOOLS, folded, measurements, table};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parts_in_any_order_are_the_whole(rows in measurements(400), keys in prop::collection::vec(any::<u32>(), 13)) {
            let whole = folded(&rows);
            for n_parts in [1, 4, 13] {
                let mut parts: Vec<Tallies> = rows
                    .chunks(rows.len().div_ceil(n_parts).max(1))
                    .map(folded)
                    .collect();
                let mut order: Vec<usize> = (0..parts.len()).collect();
                order.sort_by_key(|part| keys[*part]);
                let mut merged = folded(&[]);
                for part in order {
                    merged = merge(merged, &std::mem::replace(&mut parts[part], folded(&[])));
                }
                prop_assert_eq!(table(&merged), table(&whole), "{} parts", n_parts);
            }
        }

        #[test]
        fn threads_leave_no_trace(rows in measurements(300)) {
            let folding = Folding::new(N_SCHOOLS);
            rows.par_chunks(7).for_each(|part| {
                let mut batch = MeasurementRows::default();
                for (school, at, values) in part {
                    batch.push(*school, *at, *values);
                }
                folding.add(&batch);
            });
            prop_assert_eq!(table(&folding.finish()), table(&folded(&rows)));
        }

        #[test]
        fn trees_of_merges_agree(rows in measurements(90)) {
            let [a, b, c] = [0, 1, 2].map(|part| folded(&rows.iter().copied().skip(part).step_by(3).collect::<Vec<_>>()));
            let left = merge(merge(a.clone(), &b), &c);
            let right = merge(a, &merge(b, &c));
            prop_assert_eq!(table(&left), table(&right));
        }
    }
}
