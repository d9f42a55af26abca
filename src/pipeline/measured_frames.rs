//! What measurements say of schools in, the columns behind those that every run writes out.

use std::borrow::Cow;

use super::frames::{Columns, integer_view, integers, real_view};
use crate::table::{
    Column, Day, Measured, Metric, SchoolFigures, SpeedFigures, TextColumn, Threshold, Values,
};

/// The columns that only runs with measurements write; null where a school has none.
pub(super) fn further_columns(measured: &Measured) -> Columns<'_> {
    let median = |name: &str, metric: Metric| {
        real_view(name, Values::view(move |row| measured.median(metric, row)))
    };
    let real = |name: &str, of: fn(&SchoolFigures) -> Option<f64>| {
        real_view(name, Values::view(move |row| of(measured.figures(row)?)))
    };
    let count = |name: &str, of: fn(&SchoolFigures) -> Option<u32>| {
        let counts = Values::view(move |row| of(measured.figures(row)?).map(i64::from));
        integer_view(name, counts)
    };
    let daily = measured.daily_means_mbps.iter().map(|means| {
        let means = Values::view(|row| means[row]);
        real_view("download_mbps_mean_of_daily_means", means)
    });
    let first = measured.figures.iter();
    let mut columns = vec![
        real("download_mbps_mean", |school| school.download_mbps_mean),
        real("download_mbps_p10", |school| school.download_mbps_p10),
        real("download_mbps_p90", |school| school.download_mbps_p90),
        real("download_mbps_min", |school| school.download_mbps_min),
        real("download_mbps_max", |school| school.download_mbps_max),
        median("upload_mbps_median", Metric::Upload),
        real("upload_mbps_mean", |school| school.upload_mbps_mean),
        median("latency_ms_median", Metric::Latency),
        median("loss_percent_median", Metric::Loss),
        times(
            "first_measured_at",
            first.map(|school| school.as_ref()?.first_measured_at_unix_s),
        ),
        count("n_days_measured", |school| school.n_days),
        count("n_weeks_measured", |school| school.n_weeks),
    ];
    columns.extend(daily);
    columns
}

/// Times in seconds since 1970 as text; blank where there is none.
pub(super) fn times(
    name: &str,
    at_unix_s: impl Iterator<Item = Option<u32>>,
) -> (String, Column<'static>) {
    let times: TextColumn = at_unix_s.fold(TextColumn::new(), |mut times, at| {
        times.push(&at.map(utc).unwrap_or_default());
        times
    });
    (name.to_owned(), Column::Text(Cow::Owned(times)))
}

/// A time as ISO 8601 writes it in UTC.
fn utc(at_unix_s: u32) -> String {
    let (day, second) = (Day::of_unix_s(at_unix_s), at_unix_s % 86_400);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{day}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

/// How many schools of regions or totals speak in their figures, and how many are below the speeds that they are held
/// to; null where there are no measurements.
pub(super) fn threshold_columns(
    n_rows: usize,
    speeds: &[SpeedFigures],
    thresholds: &[Threshold],
) -> Columns<'static> {
    let count = |name: &str, of: &dyn Fn(&SpeedFigures) -> Option<u64>| {
        let counts = speeds.iter().map(of).chain(std::iter::repeat(None));
        integers(name, counts.take(n_rows))
    };
    let mut columns = vec![
        count("n_too_few_tests", &|speeds| Some(speeds.n_too_few_tests)),
        count("n_with_median", &|speeds| Some(speeds.n_with_median)),
    ];
    for (place, threshold) in thresholds.iter().enumerate() {
        let denominator = threshold.denominator();
        if columns.iter().all(|(name, _)| name != denominator) {
            let held = |speeds: &SpeedFigures| Some(speeds.below.get(place)?.n_held);
            columns.push(count(denominator, &held));
        }
        let below = |speeds: &SpeedFigures| Some(speeds.below.get(place)?.n_below);
        columns.push(count(&threshold.column(), &below));
    }
    columns
}
