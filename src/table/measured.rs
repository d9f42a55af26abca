//! What measurements say of each school, ready to be counted and written.

use std::collections::BTreeMap;

use super::{Held, Metric, Month, Threshold};

/// Whether a school is still measured, by the days between its last measurement and the reference date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// At most 21 days before it.
    Live,
    /// 22 to 28 days before it.
    AtRisk,
    /// More than 28 days before it.
    DroppedOff,
    /// Not at all.
    Never,
}

impl Activity {
    /// All activities in the order in which reports list them.
    pub const ALL: [Self; 4] = [Self::Live, Self::AtRisk, Self::DroppedOff, Self::Never];

    /// The word that stands for the activity in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::AtRisk => "at_risk",
            Self::DroppedOff => "dropped_off",
            Self::Never => "never",
        }
    }

    /// The activity of a school whose last measurement is so many days before the reference date: Giga Meter's limits
    /// (`gigameter_docs`, glossary of metrics).
    #[must_use]
    pub fn after_days(days: u16) -> Self {
        match days {
            0..=21 => Self::Live,
            22..=28 => Self::AtRisk,
            _ => Self::DroppedOff,
        }
    }
}

/// What measurements say of each school; all columns have one entry for each school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Number of measurements, 0 where there is none.
    pub n_tests: Vec<u64>,
    /// The medians, by metric: Mbit/s, ms or per cent.
    pub medians: [Vec<Option<f64>>; Metric::ALL.len()],
    /// When the school was last measured, in seconds since 1970.
    pub last_measured_at_unix_s: Vec<Option<u32>>,
    /// Whether the school is still measured; `None` where its measurements have no time.
    pub activity: Vec<Option<Activity>>,
    /// Whether a measurement is evidence that the school is connected.
    pub is_connected: Vec<bool>,
    /// How many tests a school must have for its medians to speak in the figures of regions.
    pub min_tests: u64,
    /// The speeds that schools are held to, and whether each school is below; `None` where that cannot be told.
    pub below: Vec<(Threshold, Vec<Option<bool>>)>,
    /// What else its tests tell; `None` where it has none of its own.
    pub figures: Vec<Option<Box<SchoolFigures>>>,
    /// The means of the daily mean downloads, in Mbit/s, where they are asked for.
    pub daily_means_mbps: Option<Vec<Option<f64>>>,
    /// The months in which the school was measured, in their order, where they are asked for.
    pub months: Option<Vec<Box<[Month]>>>,
}

/// What the tests of one school tell beside their number, medians and last time: exact, but for the quantiles of more
/// than three tests. Speeds in Mbit/s.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SchoolFigures {
    /// The mean of all downloads.
    pub download_mbps_mean: Option<f64>,
    /// A tenth of the downloads are slower.
    pub download_mbps_p10: Option<f64>,
    /// Nine tenths of the downloads are slower.
    pub download_mbps_p90: Option<f64>,
    /// The slowest download.
    pub download_mbps_min: Option<f64>,
    /// The fastest download.
    pub download_mbps_max: Option<f64>,
    /// The mean of all uploads.
    pub upload_mbps_mean: Option<f64>,
    /// When the school was first measured, in seconds since 1970.
    pub first_measured_at_unix_s: Option<u32>,
    /// On how many days it was measured; `None` where no test has a time.
    pub n_days: Option<u32>,
    /// In how many weeks from Monday to Sunday (ISO 8601) it was measured.
    pub n_weeks: Option<u32>,
}

impl Measured {
    /// The median of a metric of a school, in Mbit/s, ms or per cent.
    ///
    /// # Panics
    /// If there is no such school.
    #[must_use]
    pub fn median(&self, metric: Metric, school: usize) -> Option<f64> {
        self.medians[metric as usize][school]
    }

    /// What the tests of a school tell beside their number, medians and last time.
    ///
    /// # Panics
    /// If there is no such school.
    #[must_use]
    pub fn figures(&self, school: usize) -> Option<&SchoolFigures> {
        self.figures[school].as_deref()
    }

    /// Whether the medians of a school speak in the figures of regions.
    ///
    /// # Panics
    /// If there is no such school.
    #[must_use]
    pub fn has_enough_tests(&self, school: usize) -> bool {
        self.n_tests[school] >= self.min_tests.max(1)
    }

    /// Holds the schools with enough tests to some speeds, each of which counts once.
    pub fn hold_to(&mut self, thresholds: &[Threshold], n_students: &[Option<u32>]) {
        let mut seen = Vec::new();
        for threshold in thresholds {
            if !seen.contains(threshold) {
                seen.push(*threshold);
            }
        }
        let is_below = |threshold: &Threshold| {
            let schools = n_students.iter().enumerate();
            let is_below = schools.map(|(school, n_students)| {
                let held = Held {
                    download_mbps: self.median(Metric::Download, school),
                    upload_mbps: self.median(Metric::Upload, school),
                    n_students: *n_students,
                };
                let speaks = self.has_enough_tests(school);
                speaks.then(|| threshold.is_below(held)).flatten()
            });
            (*threshold, is_below.collect())
        };
        self.below = seen.iter().map(is_below).collect();
    }

    /// Whether a school has a measurement.
    ///
    /// # Panics
    /// If there is no such school.
    #[must_use]
    pub fn is_measured(&self, school: usize) -> bool {
        self.n_tests[school] > 0
    }

    /// Takes schools out, whose rows come in order.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        let Self {
            n_tests,
            medians,
            last_measured_at_unix_s,
            activity,
            is_connected,
            min_tests: _,
            below,
            figures,
            daily_means_mbps,
            months,
        } = self;
        drop_from(n_tests, rows);
        for of_metric in medians {
            drop_from(of_metric, rows);
        }
        drop_from(last_measured_at_unix_s, rows);
        drop_from(activity, rows);
        drop_from(is_connected, rows);
        for (_, is_below) in below {
            drop_from(is_below, rows);
        }
        drop_from(figures, rows);
        if let Some(means) = daily_means_mbps {
            drop_from(means, rows);
        }
        if let Some(months) = months {
            drop_from(months, rows);
        }
    }
}

/// Takes entries out, whose places come in order.
pub(super) fn drop_from<T>(values: &mut Vec<T>, rows: &[u32]) {
    let (mut dropped, mut row) = (rows.iter().peekable(), 0);
    values.retain(|_| {
        let is_dropped = dropped.next_if(|dropped| **dropped == row).is_some();
        row += 1;
        !is_dropped
    });
}

/// The figures of one school that someone else made of its measurements.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReadyMade {
    /// Number of measurements.
    pub n_tests: u64,
    /// The medians, by metric, as the file has them: Mbit/s, ms or per cent.
    pub medians: [Option<f64>; Metric::ALL.len()],
    /// Whether the median of the download is above 0.
    pub is_connected: bool,
}

/// Ready-made figures by the row of the school.
pub type ReadyMades = BTreeMap<u32, ReadyMade>;
