//! Measurement files and schools in, what measurements say of each school out: where *read*, *normalize* and *fold*
//! meet.

mod id_map;
mod outliers;
mod parts;
mod pass;
mod report;
mod whole;

use std::path::PathBuf;
use std::sync::Arc;

pub(super) use report::measurement_report;
pub use report::{
    ActivityCounts, IdMapReport, MeasurementFileReport, MeasurementReport, OutlierCounts,
    OverruledCounts,
};

use id_map::{ReadIdMap, read_id_map};
use outliers::tell_outliers;
use parts::{find_parts, terms};
use whole::{Whole, WholeFolding};

use super::file_bytes::NamedBytes;
use super::inputs::{FileReport, open_all};
use super::plan::Plan;
use super::progress::Phases;
use super::report_page::wants_months;
use crate::error::Error;
use crate::fold::{Evidence, Part, has_later, measured, months_measured, outliers, reference_day};
use crate::issue::IssueLog;
use crate::normalize::{
    DecimalMarks, LatencyUnit, LossUnit, MEASUREMENT_FIELDS, MeasurementColumns, Overruled,
    SaidUnits, SpeedUnit, Window, check_choices, take_evidence,
};
use crate::read::{Opened, Source};
use crate::summarize::check_measurements;
use crate::table::{Day, Header, Measured, MeasurementCounts, Months, Schools, Threshold, Zone};

/// Measurements, and how they count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasurementPlan {
    /// Measurement files, folders or patterns.
    pub files: Vec<String>,
    /// Files of tallies, folded before from other measurements of the same schools under the same options.
    pub tallies: Vec<String>,
    /// The unit of downloads where a file does not tell it.
    pub download_unit: Option<SpeedUnit>,
    /// The unit of uploads where a file does not tell it.
    pub upload_unit: Option<SpeedUnit>,
    /// The unit of latencies where a file does not tell it.
    pub latency_unit: Option<LatencyUnit>,
    /// The unit of packet losses where a file does not tell it.
    pub loss_unit: Option<LossUnit>,
    /// The first day that counts.
    pub since: Option<Day>,
    /// The last day that counts.
    pub until: Option<Day>,
    /// The day that stands for "now"; found in the data where none is given.
    pub as_of: Option<Day>,
    /// Only measurements of so many days, the last being that day, are evidence of connection, and no real-time flag is.
    pub recent_days: Option<u16>,
    /// How many tests a school must have for its medians to speak in the figures of regions.
    pub min_tests: u64,
    /// The speeds that schools are held to.
    pub below: Vec<Threshold>,
    /// The zone that days are taken in, and in which a date alone is a day.
    pub zone: Zone,
    /// Whether Giga's mean of daily means is made, too.
    pub daily_means: bool,
    /// A table of ids that measurements have wrong, and the right ones.
    pub id_map: Option<String>,
    /// Whether a measurement of the same school and second as an earlier one is dropped.
    pub dedupe: bool,
}

impl MeasurementPlan {
    fn window(&self) -> Window {
        Window {
            since: self.since,
            until: self.until,
            reference: self.as_of,
        }
    }
}

/// A measurement file that is open, and its columns.
pub(super) struct MeasurementFile {
    opened: Opened,
    path: Option<PathBuf>,
    columns: MeasurementColumns,
}

/// What measurements are read from.
pub(super) struct MeasurementInputs {
    files: Vec<MeasurementFile>,
    /// Files of tallies.
    parts: Vec<Source>,
}

/// What a folding came to, and all issues that are to be listed.
pub(super) struct Folded {
    pub(super) part: Part,
    pub(super) issues: IssueLog,
}

/// What the measurements came to.
pub(super) struct Measurements {
    pub(super) measured: Measured,
    pub(super) counts: MeasurementCounts,
    pub(super) reference: Option<Day>,
    pub(super) overruled: Overruled,
    /// The downloads of each school by month, where the plan asks for a trend.
    months: Option<Months>,
    /// Rows in the figures of schools that the plan leaves out.
    n_tests_excluded: u64,
    corrections: Corrections,
    /// Schools with outliers (once for each metric), and their tests that are some.
    outliers: (u64, u64),
    /// What was understood of the files.
    pub(super) files: Vec<FileReport>,
    /// The files of tallies.
    parts: Vec<NamedBytes>,
    columns: Vec<MeasurementColumns>,
}

impl Measurements {
    /// Takes schools out; `rows` in order.
    pub(super) fn leave_out(&mut self, rows: &[u32]) {
        let n_tests = &self.measured.n_tests;
        self.n_tests_excluded = rows.iter().map(|row| n_tests[*row as usize]).sum();
        self.measured.drop_rows(rows);
        if let Some(months) = &mut self.months {
            months.drop_rows(rows);
        }
    }

    /// The downloads of each school by month, where the plan asks for a trend.
    pub(super) fn months(&self) -> Option<&Months> {
        self.months.as_ref()
    }

    /// Gives schools the statuses that they have by measurement.
    pub(super) fn decide(&mut self, schools: &mut Schools) {
        self.overruled = take_evidence(schools, &self.measured.is_connected);
    }
}

/// What a table of wrong ids did.
struct Corrections {
    id_map: ReadIdMap,
    /// Its rows that corrected nothing.
    n_unused: u64,
    /// Rows of measurements whose ids were corrected.
    n_rows: u64,
}

/// Opens the measurement files and finds their columns and units.
pub(super) fn open_measurements(
    plan: &Plan,
    sources: &[Source],
) -> Result<MeasurementInputs, Error> {
    let parts = find_parts(plan)?;
    if sources.is_empty() && plan.measurements.id_map.is_some() {
        let message = "a table of ids is given, but there is no measurement file";
        return Err(Error::Plan(message.to_owned()));
    }
    if sources.is_empty() && parts.is_empty() && plan.measurements.recent_days.is_some() {
        let message = "evidence of recent days is asked for, but there is no measurement file";
        return Err(Error::Plan(message.to_owned()));
    }
    if sources.is_empty() && plan.breakdown.trend {
        let message = "a trend is asked for, but there is no measurement file";
        return Err(Error::Plan(message.to_owned()));
    }
    let opened = open_all(plan, sources)?;
    let headers: Vec<&Header> = opened.iter().map(Opened::header).collect();
    check_choices(
        &["measurements"],
        &MEASUREMENT_FIELDS,
        &plan.choices,
        &headers,
    )?;
    let said = SaidUnits {
        download: plan.measurements.download_unit,
        upload: plan.measurements.upload_unit,
        latency: plan.measurements.latency_unit,
        loss: plan.measurements.loss_unit,
    };
    let files = opened.into_iter().zip(sources).map(|(opened, source)| {
        let columns = MeasurementColumns::find(opened.header(), &plan.choices, said)?;
        Ok(MeasurementFile {
            opened,
            path: source.path.clone(),
            columns,
        })
    });
    let files = files.collect::<Result<_, Error>>()?;
    Ok(MeasurementInputs { files, parts })
}

/// Folds the measurements into the schools and tells what they are evidence of; `None` where the plan has none.
///
/// Rows later than the reference date are no evidence, and that date is known only when all rows are folded: where there
/// are such rows, all files are read a second time.
pub(super) fn measure(
    plan: &Plan,
    inputs: &MeasurementInputs,
    schools: &mut Schools,
    issues: &mut IssueLog,
    phases: &mut Phases,
) -> Result<Option<Measurements>, Error> {
    let MeasurementInputs { files, parts } = inputs;
    if files.is_empty() && parts.is_empty() {
        return Ok(None);
    }
    let wanted = &plan.measurements;
    let id_map = read_id_map(plan)?;
    let (whole, reference) = phases.run("folding measurements", None, |progress| {
        let folding = WholeFolding::of(plan, inputs, schools, &id_map.map, progress);
        let whole = folding.fold(wanted.window())?;
        let Some(found) = reference_day(&whole.part.tallies).filter(|_| wanted.as_of.is_none())
        else {
            return Ok((whole, wanted.as_of));
        };
        if !has_later(&whole.part.tallies, found, &wanted.zone) {
            return Ok((whole, Some(found)));
        }
        drop(whole);
        folding.fold_until(found).map(|whole| (whole, Some(found)))
    })?;
    let Whole {
        part,
        daily,
        months,
        rows,
        parts,
        corrected,
        issues: raised,
    } = whole;
    let Part {
        tallies,
        ready,
        counts,
        ..
    } = part;
    let n_tests: u64 = tallies
        .iter()
        .map(|(_, tally)| u64::from(tally.n_tests()))
        .sum();
    check_measurements(&counts, n_tests + ready.len() as u64)?;
    let evidence = Evidence {
        reference,
        recent_days: wanted.recent_days,
        zone: wanted.zone.clone(),
    };
    let mut measured = measured(&tallies, &ready, &evidence);
    measured.min_tests = wanted.min_tests;
    measured.hold_to(&wanted.below, &schools.num_students);
    measured.months = wants_months(plan).then(|| months_measured(&tallies));
    measured.daily_means_mbps = daily.map(|daily| daily.means_mbps(schools.len()));
    issues.append(raised);
    let unused = id_map.map.unused(&corrected);
    let n_unused = unused.len() as u64;
    for issue in unused {
        issues.push(issue);
    }
    let outliers = outliers(&tallies);
    let n_tests_of_outliers = tell_outliers(&outliers, schools, issues);
    Ok(Some(Measurements {
        overruled: Overruled::default(),
        corrections: Corrections {
            id_map,
            n_unused,
            n_rows: corrected.values().sum(),
        },
        outliers: (outliers.len() as u64, n_tests_of_outliers),
        measured,
        counts,
        reference,
        months,
        n_tests_excluded: 0,
        files: files.iter().zip(rows).map(file_report).collect(),
        parts,
        columns: files.iter().map(|file| file.columns.clone()).collect(),
    }))
}

/// Folds the measurements of files alone, to be merged with others later.
pub(super) fn fold_part(
    plan: &Plan,
    inputs: &MeasurementInputs,
    schools: &Schools,
    phases: &mut Phases,
) -> Result<Folded, Error> {
    let id_map = read_id_map(plan)?;
    let whole = phases.run("folding measurements", None, |progress| {
        WholeFolding::of(plan, inputs, schools, &id_map.map, progress)
            .fold(plan.measurements.window())
    })?;
    let Part {
        tallies,
        ready,
        counts,
        ..
    } = whole.part;
    let terms = terms(plan, schools);
    let part = Part::new(terms, tallies, ready, counts, &whole.issues);
    let issues = whole.issues;
    Ok(Folded { part, issues })
}

fn file_report((file, rows): (&MeasurementFile, u64)) -> FileReport {
    FileReport {
        header: file.opened.header().clone(),
        path: file.path.clone(),
        fingerprints: file.opened.fingerprints(),
        matches: file.columns.matches.clone(),
        system: None,
        level: None,
        rows,
        decimal_marks: DecimalMarks::default(),
    }
}

/// The names of the files, in their order, tables of ids last.
pub(super) fn measurement_names(measurements: Option<&Measurements>) -> Vec<Arc<str>> {
    let files = measurements.iter().flat_map(|found| &found.files);
    let maps = measurements.iter();
    let maps = maps.flat_map(|found| &found.corrections.id_map.files);
    let maps = maps.map(|file| Arc::from(file.file.as_str()));
    let names = files.map(|file| file.header.file.clone());
    names.chain(maps).collect()
}
