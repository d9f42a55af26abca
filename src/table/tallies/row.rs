//! A measurement as it waits for its tally: 48 bytes.

use crate::table::{Day, MeasurementRows, Metric};

/// One measurement. The largest number of each kind stands for "none".
#[derive(Clone, Copy, Debug)]
pub struct TallyRow {
    school: u32,
    at_unix_s: u32,
    /// The day of the time, in the zone of the rows.
    day: Day,
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
        let at_unix_s = at.map_or(u32::MAX, |at| at.min(u32::MAX - 1));
        Self {
            school: rows.school[row],
            at_unix_s,
            day: rows.zone.day_of(at_unix_s),
            values: Metric::ALL.map(|metric| value(rows.of(metric)[row])),
        }
    }

    pub(super) fn school(&self) -> usize {
        self.school as usize
    }

    /// The time in seconds since 1970, and its day.
    pub(super) fn at(&self) -> Option<(u32, Day)> {
        (self.at_unix_s < u32::MAX).then_some((self.at_unix_s, self.day))
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
        assert_eq!(size_of::<TallyRow>(), 48);
        let mut rows = MeasurementRows::default();
        rows.push(7, None, [Some(0), None, Some(u64::MAX), None]);
        let row = TallyRow::of(&rows, 0);
        assert_eq!((row.school(), row.at()), (7, None));
        let values = Metric::ALL.map(|metric| row.value(metric));
        assert_eq!(values, [Some(0), None, Some(u64::MAX - 1), None]);
        assert!(!row.is_connected());
    }
}
