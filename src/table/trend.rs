//! The trend of a level: what the downloads of its schools come to month by month.

use super::{Month, Part};

/// The thresholds of Giga, in Mbit/s: least of all use, the benchmark of countries without their own, and the global
/// benchmark (`giga-maps-backend`, `load_system_data_layers.py`).
pub const TREND_THRESHOLDS_MBPS: [f64; 3] = [1.0, 5.0, 20.0];

/// What the downloads of some open schools come to in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TrendRow {
    /// Schools with a download in the month.
    pub n_measured: u32,
    /// Their downloads.
    pub n_tests: u64,
    /// Half of these schools have a lower median download in the month, in Mbit/s.
    pub download_mbps_median: Option<f64>,
    /// Schools whose median is below each of [`TREND_THRESHOLDS_MBPS`].
    pub n_below: [u32; 3],
    /// Schools whose first download above 0 is in the month.
    pub n_newly_connected: u32,
    /// Schools with a download in the 21 days up to the end of the month, or up to the reference date before it.
    pub n_live: u32,
}

impl TrendRow {
    /// The share of the measured schools that are below a threshold, by its number; `None` where none is measured.
    ///
    /// # Panics
    /// If there is no such threshold.
    #[must_use]
    pub fn share_below(&self, threshold: usize) -> Option<f64> {
        let n_below = f64::from(self.n_below[threshold]);
        (self.n_measured > 0).then(|| n_below / f64::from(self.n_measured))
    }
}

/// The trend of a level: for each of its parts a row for each month from the first to the last in which the country has
/// a download.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// The months.
    pub months: Vec<Month>,
    /// Regions with a download in any month, in their order; then outside, without position and national.
    pub parts: Vec<Part>,
    /// By part, then by month.
    pub rows: Vec<TrendRow>,
}
