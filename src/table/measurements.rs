//! Measurements on their way to the tallies: one row for each test whose school is known.

use super::Zone;

/// What a test measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Download speed, in bit/s.
    Download,
    /// Upload speed, in bit/s.
    Upload,
    /// Latency, in microseconds.
    Latency,
    /// Lost packets, in millionths of those sent.
    Loss,
}

impl Metric {
    /// All metrics.
    pub const ALL: [Self; 4] = [Self::Download, Self::Upload, Self::Latency, Self::Loss];

    /// How many whole units make one Mbit/s, one millisecond or one per cent.
    #[must_use]
    pub fn units(self) -> f64 {
        match self {
            Self::Download | Self::Upload => 1e6,
            Self::Latency => 1e3,
            Self::Loss => 1e4,
        }
    }
}

/// Some measurements, one entry of each column for each. Values are whole numbers, so that sums do not depend on their
/// order, and the same speed is the same number in whatever unit a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasurementRows {
    /// The zone that their days are taken in.
    pub zone: Zone,
    /// The row of the school.
    pub school: Vec<u32>,
    /// When it was measured, in seconds since 1970; leap seconds are not counted.
    pub measured_at_unix_s: Vec<Option<u32>>,
    /// The values, by metric.
    pub values: [Vec<Option<u64>>; Metric::ALL.len()],
}

impl MeasurementRows {
    /// None yet; their days are those of a zone.
    #[must_use]
    pub fn in_zone(zone: Zone) -> Self {
        Self {
            zone,
            ..Self::default()
        }
    }

    /// Appends a measurement; the values in the order of [`Metric::ALL`].
    pub fn push(
        &mut self,
        school: u32,
        measured_at_unix_s: Option<u32>,
        values: [Option<u64>; Metric::ALL.len()],
    ) {
        self.school.push(school);
        self.measured_at_unix_s.push(measured_at_unix_s);
        for (column, value) in self.values.iter_mut().zip(values) {
            column.push(value);
        }
    }

    /// The values of a metric.
    #[must_use]
    pub fn of(&self, metric: Metric) -> &[Option<u64>] {
        &self.values[metric as usize]
    }

    /// Number of measurements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.school.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.school.is_empty()
    }
}

/// How the rows of measurement files came out: every row read is in exactly one of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeasurementCounts {
    /// Rows read.
    pub rows_read: u64,
    /// Rows that are no rows.
    pub refused: u64,
    /// Rows without an id.
    pub no_id: u64,
    /// Rows whose id is of no school.
    pub unknown_school: u64,
    /// Rows with a government id alone, whose country is not said or that of no school.
    pub no_country: u64,
    /// Rows whose id could be of several schools.
    pub ambiguous_id: u64,
    /// Rows whose two ids contradict each other.
    pub conflicting_ids: u64,
    /// Rows of files with times whose own is missing, unreadable or implausible.
    pub no_time: u64,
    /// Rows outside the window that the plan sets.
    pub out_of_window: u64,
    /// Rows later than the reference date.
    pub future: u64,
    /// Rows without a usable value.
    pub no_value: u64,
    /// Rows that repeat school and time of an earlier one, where the plan removes them.
    pub duplicates: u64,
    /// Ready-made rows that an earlier row of the school, or tests of its own, make superfluous.
    pub superseded: u64,
    /// Rows that speak in the figures.
    pub folded: u64,
}

impl MeasurementCounts {
    /// Every way in which a row comes out, by the word for it.
    #[must_use]
    pub fn ways_out(&self) -> [(&'static str, u64); 13] {
        [
            ("refused", self.refused),
            ("no_id", self.no_id),
            ("unknown_school", self.unknown_school),
            ("no_country", self.no_country),
            ("ambiguous_id", self.ambiguous_id),
            ("conflicting_ids", self.conflicting_ids),
            ("no_time", self.no_time),
            ("out_of_window", self.out_of_window),
            ("future", self.future),
            ("no_value", self.no_value),
            ("duplicates", self.duplicates),
            ("superseded", self.superseded),
            ("folded", self.folded),
        ]
    }

    /// All counts: the rows read, then the ways out in their order.
    pub(crate) fn numbers(&self) -> [u64; 14] {
        let mut numbers = [self.rows_read; 14];
        for (number, (_, count)) in numbers[1..].iter_mut().zip(self.ways_out()) {
            *number = count;
        }
        numbers
    }

    /// The counts that [`numbers`](Self::numbers) tells.
    pub(crate) fn of_numbers(numbers: [u64; 14]) -> Self {
        let [
            rows_read,
            refused,
            no_id,
            unknown_school,
            no_country,
            ambiguous_id,
            conflicting_ids,
            no_time,
            out_of_window,
            future,
            no_value,
            duplicates,
            superseded,
            folded,
        ] = numbers;
        Self {
            rows_read,
            refused,
            no_id,
            unknown_school,
            no_country,
            ambiguous_id,
            conflicting_ids,
            no_time,
            out_of_window,
            future,
            no_value,
            duplicates,
            superseded,
            folded,
        }
    }

    /// Rows whose school is not known.
    #[must_use]
    pub fn unmatched(&self) -> u64 {
        self.no_id
            + self.unknown_school
            + self.no_country
            + self.ambiguous_id
            + self.conflicting_ids
    }

    /// Adds the counts of other rows.
    pub fn merge(&mut self, other: &Self) {
        let pairs = [
            (&mut self.rows_read, other.rows_read),
            (&mut self.refused, other.refused),
            (&mut self.no_id, other.no_id),
            (&mut self.unknown_school, other.unknown_school),
            (&mut self.no_country, other.no_country),
            (&mut self.ambiguous_id, other.ambiguous_id),
            (&mut self.conflicting_ids, other.conflicting_ids),
            (&mut self.no_time, other.no_time),
            (&mut self.out_of_window, other.out_of_window),
            (&mut self.future, other.future),
            (&mut self.no_value, other.no_value),
            (&mut self.duplicates, other.duplicates),
            (&mut self.superseded, other.superseded),
            (&mut self.folded, other.folded),
        ];
        for (mine, more) in pairs {
            *mine += more;
        }
    }
}
