//! A measurement as it waits for its tally: 40 bytes.

use crate::table::{MeasurementRows, Metric};

/// One measurement. The largest number of each kind stands for "none".
#[derive(Clone, Copy, Debug)]
pub struct TallyRow {
    school: u32,
    at_unix_s: u32,
    values: [u64; Metric::ALL.len()],
}

impl TallyRow {
    /// A row of a batch; the largest time and value that there are count as one less.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    #[inline]
    pub fn of(rows: &MeasurementRows, row: usize) -> Self {
        let at = rows.measured_at_unix_s[row];
        let value = |value: Option<u64>| value.map_or(u64::MAX, |value| value.min(u64::MAX - 1));
        Self {
            school: rows.school[row],
            at_unix_s: at.map_or(u32::MAX, |at| at.min(u32::MAX - 1)),
            values: Metric::ALL.map(|metric| value(rows.of(metric)[row])),
        }
    }

    pub(super) fn school(&self) -> usize {
        self.school as usize
    }

    pub(super) fn at_unix_s(&self) -> Option<u32> {
        Some(self.at_unix_s).filter(|at| *at < u32::MAX)
    }

    pub(super) fn value(&self, metric: Metric) -> Option<u64> {
        Some(self.values[metric as usize]).filter(|value| *value < u64::MAX)
    }

    pub(super) fn is_connected(&self) -> bool {
        self.value(Metric::Download).is_some_and(|bps| bps > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_small_and_says_the_same() {
        assert_eq!(size_of::<TallyRow>(), 40);
        let mut rows = MeasurementRows::default();
        rows.push(7, None, [Some(0), None, Some(u64::MAX), None]);
        let row = TallyRow::of(&rows, 0);
        assert_eq!((row.school(), row.at_unix_s()), (7, None));
        let values = Metric::ALL.map(|metric| row.value(metric));
        assert_eq!(values, [Some(0), None, Some(u64::MAX - 1), None]);
        assert!(!row.is_connected());
    }
}
