//! Measurements in their order in, those that repeat an earlier one's school and second told apart.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::table::{MeasurementRows, Metric};

/// The schools and seconds that came so far: exact, and so about 20 bytes for every measurement.
#[derive(Debug, Default)]
pub struct Duplicates {
    seen: HashSet<u64, FixedState>,
}

impl Duplicates {
    /// The measurements that are the first of their school and second, and the indices of the others. Those without a
    /// time repeat none.
    #[must_use]
    pub fn split(&mut self, rows: &MeasurementRows) -> (MeasurementRows, Vec<usize>) {
        let mut first = MeasurementRows::in_zone(rows.zone.clone());
        let mut repeated = Vec::new();
        for row in 0..rows.len() {
            let (school, at) = (rows.school[row], rows.measured_at_unix_s[row]);
            let key = at.map(|at| u64::from(school) << 32 | u64::from(at));
            if key.is_some_and(|key| !self.seen.insert(key)) {
                repeated.push(row);
            } else {
                let values = Metric::ALL.map(|metric| rows.of(metric)[row]);
                first.push(school, at, values);
            }
        }
        (first, repeated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_school_and_second_stays() {
        let mut rows = MeasurementRows::default();
        for (school, at, bps) in [
            (7, Some(5), 1),
            (8, Some(5), 2),
            (7, Some(5), 3),
            (7, None, 4),
            (7, None, 5),
        ] {
            rows.push(school, at, [Some(bps), None, None, None]);
        }
        let mut duplicates = Duplicates::default();
        let (first, repeated) = duplicates.split(&rows);
        assert_eq!((first.len(), repeated), (4, vec![2]));
        let (again, repeated) = duplicates.split(&rows);
        assert_eq!((again.len(), repeated), (2, vec![0, 1, 2]));
    }
}
