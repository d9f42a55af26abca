//! What measurements came to, as `report.json` tells it.

use serde::Serialize;

use super::Measurements;
use crate::fold::OUTLIER_FACTOR;
use crate::pipeline::file_bytes::NamedBytes;
use crate::pipeline::plan::Plan;
use crate::pipeline::report::Ordered;
use crate::table::{Activity, Distribution, Measured, Metric};

/// What measurements came to.
#[derive(Clone, Debug, Serialize)]
pub struct MeasurementReport {
    /// Whose tables the files are, and their units.
    pub files: Vec<MeasurementFileReport>,
    /// Files of tallies, folded before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<NamedBytes>,
    /// Rows read.
    pub rows_read: u64,
    /// How the rows came out; they add up to those read.
    pub rows: Ordered<u64>,
    /// Tests of schools that the filters leave out: they are folded, and in no figure.
    pub tests_of_excluded_schools: u64,
    /// The first day that counts, where the plan says one.
    pub since: Option<String>,
    /// The last day that counts, where the plan says one.
    pub until: Option<String>,
    /// The day that stands for "now".
    pub reference_date: Option<String>,
    /// How that day was found: `data` or `option`.
    pub reference_found_by: &'static str,
    /// The zone that days are taken in.
    pub time_zone: String,
    /// The days whose measurements are evidence of connection, where not all are.
    pub recent_days: Option<u16>,
    /// How many tests a school must have for its medians to speak in the figures of regions.
    pub min_tests: u64,
    /// Measured schools with fewer.
    pub schools_with_too_few_tests: u64,
    /// The columns that count schools below the speeds that they are held to.
    pub below: Vec<String>,
    /// What the table of wrong ids did, where there is one.
    pub id_map: Option<IdMapReport>,
    /// Tests that are far above their school's median: most are in another unit. They count.
    pub outliers: OutlierCounts,
    /// How far medians of schools with more than three tests may be from the exact ones, as a share of them.
    pub median_relative_error: f64,
    /// Schools with a measurement.
    pub schools_measured: u64,
    /// Schools by how long ago they were measured.
    pub activity: ActivityCounts,
    /// Schools that a measurement shows to be connected, by what their rows say.
    pub connected_by_measurement: OverruledCounts,
}

/// What was understood of one measurement file.
#[derive(Clone, Debug, Serialize)]
pub struct MeasurementFileReport {
    /// Its name.
    pub file: String,
    /// Whose table it is.
    pub profile: &'static str,
    /// Whether its rows have a time.
    pub is_dated: bool,
    /// The unit of downloads.
    pub download_unit: Option<&'static str>,
    /// The unit of uploads.
    pub upload_unit: Option<&'static str>,
    /// The unit of latencies.
    pub latency_unit: Option<&'static str>,
    /// The unit of packet losses.
    pub loss_unit: Option<&'static str>,
}

/// What a table of wrong ids did.
#[derive(Clone, Debug, Serialize)]
pub struct IdMapReport {
    /// Its files.
    pub files: Vec<NamedBytes>,
    /// Its rows.
    pub rows: u64,
    /// Its rows that corrected no measurement.
    pub rows_unused: u64,
    /// Rows of measurements whose ids were corrected.
    pub measurements_corrected: u64,
}

/// Tests that are far above their school's median.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OutlierCounts {
    /// How many times the median they are at least.
    pub factor: u32,
    /// Schools that have some, once for each metric.
    pub schools: u64,
    /// The tests.
    pub tests: u64,
}

/// Schools by how long ago they were measured; those whose measurements have no time are in none.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ActivityCounts {
    /// At most 21 days before the reference date.
    pub live: u64,
    /// 22 to 28 days before it.
    pub at_risk: u64,
    /// More than 28 days before it.
    pub dropped_off: u64,
    /// Not at all.
    pub never: u64,
}

/// Schools that a measurement shows to be connected, by the status that their rows gave them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OverruledCounts {
    /// Connected.
    pub were_connected: u64,
    /// Not connected.
    pub were_not_connected: u64,
    /// Unknown.
    pub were_unknown: u64,
}

/// The report of a run's measurements.
pub(in crate::pipeline) fn measurement_report(
    plan: &Plan,
    found: &Measurements,
) -> MeasurementReport {
    let wanted = &plan.measurements;
    let activity = |one: Activity| {
        let all = found.measured.activity.iter();
        all.filter(|activity| **activity == Some(one)).count() as u64
    };
    let ways_out = found.counts.ways_out();
    MeasurementReport {
        files: files(found),
        tallies: found.parts.clone(),
        rows_read: found.counts.rows_read,
        rows: Ordered(ways_out.map(|(way, n)| (way.to_owned(), n)).to_vec()),
        tests_of_excluded_schools: found.n_tests_excluded,
        since: wanted.since.map(|day| day.to_string()),
        until: wanted.until.map(|day| day.to_string()),
        reference_date: found.reference.map(|day| day.to_string()),
        reference_found_by: if wanted.as_of.is_some() {
            "option"
        } else {
            "data"
        },
        time_zone: wanted.zone.to_string(),
        recent_days: wanted.recent_days,
        min_tests: wanted.min_tests.max(1),
        schools_with_too_few_tests: too_few(&found.measured),
        below: (found.measured.below.iter())
            .map(|(threshold, _)| threshold.column())
            .collect(),
        id_map: wanted.id_map.is_some().then(|| id_map_report(found)),
        outliers: OutlierCounts {
            factor: OUTLIER_FACTOR,
            schools: found.outliers.0,
            tests: found.outliers.1,
        },
        median_relative_error: Distribution::RELATIVE_ERROR,
        schools_measured: found.measured.n_tests.iter().filter(|n| **n > 0).count() as u64,
        activity: ActivityCounts {
            live: activity(Activity::Live),
            at_risk: activity(Activity::AtRisk),
            dropped_off: activity(Activity::DroppedOff),
            never: activity(Activity::Never),
        },
        connected_by_measurement: OverruledCounts {
            were_connected: found.overruled.were_connected,
            were_not_connected: found.overruled.were_not_connected,
            were_unknown: found.overruled.were_unknown,
        },
    }
}

fn id_map_report(found: &Measurements) -> IdMapReport {
    let corrections = &found.corrections;
    IdMapReport {
        files: corrections.id_map.files.clone(),
        rows: corrections.id_map.map.len() as u64,
        rows_unused: corrections.n_unused,
        measurements_corrected: corrections.n_rows,
    }
}

fn too_few(measured: &Measured) -> u64 {
    let schools = 0..measured.n_tests.len();
    let too_few = schools
        .filter(|school| measured.is_measured(*school) && !measured.has_enough_tests(*school));
    too_few.count() as u64
}

fn files(found: &Measurements) -> Vec<MeasurementFileReport> {
    let files = found.files.iter().zip(&found.columns);
    files
        .map(|(file, columns)| MeasurementFileReport {
            file: file.header.file.to_string(),
            profile: columns.profile.name(),
            is_dated: columns.is_dated(),
            download_unit: columns.units[Metric::Download as usize],
            upload_unit: columns.units[Metric::Upload as usize],
            latency_unit: columns.units[Metric::Latency as usize],
            loss_unit: columns.units[Metric::Loss as usize],
        })
        .collect()
}
