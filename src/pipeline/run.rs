//! The main job: schools and outlines in, the unconnected share of every region out.

use std::collections::BTreeMap;
use std::path::Path;

use super::breakdown::{BrokenDownLevels, break_down_levels, leave_out};
use super::files::find_files;
use super::frames::check_level_name;
use super::further_checks::compute_judged;
use super::inputs::{
    RegionInputs, SchoolInputs, file_names, level_names, open_inputs, read_regions, read_schools,
};
use super::measurements::{
    MeasurementInputs, Measurements, measure, measurement_names, open_measurements,
};
use super::outputs::write_outputs;
use super::places::{Level, Places, index_levels, place};
use super::plan::{Checks, Plan};
use super::policy::{self, StatusChanges};
use super::progress::{Phases, Progress, Timing};
use super::records::{Kept, RecordIntake};
use super::report::{Found, Report, report};
use super::summary::{LevelSummary, Warning, level_summary, sheet_warning, warnings};
use super::tiles::{refuse_tiles, tiles_warning};
use super::trend::trends;
use super::workbook::check_workbook;
use crate::error::Error;
use crate::issue::{Issue, IssueLog, Severity};
use crate::judge::AxisColumns;
use crate::lonlat::LonLat;
use crate::read::Source;
use crate::summarize::{Intake, check_intake, check_level, national, speeds, summarize};
use crate::table::{Counts, LevelSpeeds, Openness, Records, Schools, Summaries, Trend};

/// What a run found and did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The report, with the files that were written.
    pub report: Report,
    /// The counts of the whole country.
    pub national: Counts,
    /// The worst regions of each level.
    pub levels: Vec<LevelSummary>,
    /// What the caller should know before using the figures.
    pub warnings: Vec<Warning>,
    /// For each check that spoke, how often and its first issue.
    pub checks: Vec<(u64, Issue)>,
    /// Rows that were refused, in all files.
    pub n_refused: u64,
    /// How long each phase took.
    pub timings: Vec<Timing>,
}

/// Everything that was computed, ready to be written.
pub(super) struct Computed {
    pub(super) schools: Schools,
    pub(super) levels: Vec<Level>,
    pub(super) places: Places,
    pub(super) summaries: Vec<Summaries>,
    /// By level; without figures where there are no measurements.
    pub(super) speeds: Vec<LevelSpeeds>,
    /// By level; none unless the plan asks for it.
    pub(super) trends: Vec<Trend>,
    /// What the rule of the plan changes, where it is not the default one.
    pub(super) status_changes: Option<StatusChanges>,
    /// The figures by group, where the plan asks for them.
    pub(super) broken_down: Option<BrokenDownLevels>,
    pub(super) measurements: Option<Measurements>,
    pub(super) issues: IssueLog,
    pub(super) school_inputs: SchoolInputsLeft,
    pub(super) region_inputs: RegionInputs,
    pub(super) intake: Intake,
    pub(super) excluded: Excluded,
    pub(super) national: Counts,
}

/// The rows as they stand in the school files, and which of them repeat a school, each with its first row.
pub(super) struct KeptRows {
    pub(super) records: Records,
    pub(super) first_of_repeated: Vec<(u32, u32)>,
}

/// The rows of schools that do not count, among all schools in order.
pub(super) type Excluded = Vec<u32>;

/// What is left of the school inputs once their table is taken out.
pub(super) struct SchoolInputsLeft {
    pub(super) files: Vec<super::inputs::FileReport>,
    pub(super) columns: Vec<crate::normalize::SchoolColumns>,
    pub(super) status_values: crate::normalize::StatusValues,
    pub(super) word_uses: BTreeMap<usize, u64>,
}

/// Runs a plan and writes its files into `dir`, all or none.
///
/// # Errors
/// Every [`Error`]; nothing in `dir` has changed then.
pub fn run(plan: &Plan, dir: &Path, progress: &dyn Progress) -> Result<Outcome, Error> {
    if plan.regions.is_empty() {
        return Err(Error::Plan("expected at least one region file".to_owned()));
    }
    refuse_tiles(&plan.output, false)?;
    check_workbook(plan)?;
    with_threads(plan, || {
        let mut phases = Phases::new(progress);
        let computed = match plan.checks {
            Checks::Placing => compute(plan, &mut phases)?,
            Checks::All => compute_judged(plan, &mut phases)?,
        };
        let (report, left_out) = write_outputs(plan, &computed, dir, &mut phases)?;
        let mut outcome = outcome(plan, &computed, report, phases);
        let left_out = left_out.into_iter().map(sheet_warning);
        outcome.warnings.extend(left_out);
        Ok(outcome)
    })
}

/// Runs work on as many threads as the plan says.
pub(super) fn with_threads<T: Send>(
    plan: &Plan,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    let Some(threads) = plan.threads else {
        return work();
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Error::Plan(format!("cannot start {threads} threads: {error}")))?
        .install(work)
}

pub(super) fn compute(plan: &Plan, phases: &mut Phases) -> Result<Computed, Error> {
    Ok(compute_keeping(plan, None, phases)?.0)
}

/// Computes everything, and the rows as they stand in the school files where some of them are to be kept.
pub(super) fn compute_keeping(
    plan: &Plan,
    kept: Option<Kept>,
    phases: &mut Phases,
) -> Result<(Computed, KeptRows), Error> {
    policy::check_rule(plan)?;
    let mut records = kept.map(RecordIntake::new);
    let (region_inputs, levels, schools, measurements) = read(plan, records.as_mut(), phases)?;
    let first_of_repeated = schools.intake.first_of_repeated.clone();
    let records = records.map(|records| records.finish(&first_of_repeated));
    let computed = compute_from(
        plan,
        (region_inputs, levels),
        schools,
        &measurements,
        phases,
    )?;
    let rows = KeptRows {
        records: records.unwrap_or_default(),
        first_of_repeated,
    };
    Ok((computed, rows))
}

fn compute_from(
    plan: &Plan,
    (region_inputs, levels): (RegionInputs, Vec<Level>),
    schools: SchoolInputs,
    measurements: &MeasurementInputs,
    phases: &mut Phases,
) -> Result<Computed, Error> {
    let SchoolInputs {
        intake,
        files,
        columns,
    } = schools;
    let (mut schools, mut issues) = (intake.schools, intake.issues);
    let mut measurements = measure(plan, measurements, &mut schools, &mut issues, phases)?;
    let excluded = leave_out(plan, &mut schools, measurements.as_mut())?;
    if let Some(found) = &mut measurements {
        found.decide(&mut schools);
    }
    let measured = measurements.as_ref().map(|found| &found.measured);
    let by_default = policy::follow(plan, &mut schools, measured);
    let axes = axes(&columns);
    let places = phases.run("placing schools", Some(schools.len() as u64), |_| {
        place(&mut schools, &levels, &plan.rules, &axes, &mut issues)
    })?;
    let is_closed = closed(&schools, plan.rules.include_closed);
    let rows = Intake {
        excluded: excluded.len() as u64,
        ..account(&files, intake.duplicates, &intake.files, &is_closed)
    };
    check_intake(&rows)?;
    check_not_all_refused(&rows, &issues)?;
    let country = national(&schools, &is_closed, measured);
    let summaries = phases.run("counting", None, |_| {
        let placed = levels.iter().zip(&places.levels);
        placed
            .map(|(level, places)| {
                let summaries = summarize(
                    &schools,
                    &is_closed,
                    &places.placements,
                    level.regions.len(),
                    measured,
                );
                check_level(&level.regions.level, &rows, &country, &summaries).map(|()| summaries)
            })
            .collect::<Result<Vec<_>, Error>>()
    })?;
    let placed = levels.iter().zip(&places.levels);
    let speeds = placed.map(|(level, places)| match measured {
        Some(measured) => {
            let n_regions = level.regions.len();
            speeds(measured, &is_closed, &places.placements, n_regions)
        }
        None => LevelSpeeds::default(),
    });
    let speeds = speeds.collect();
    let trends = trends(measurements.as_ref(), &is_closed, (&levels, &places))?;
    let open = (&schools, &is_closed[..]);
    let status_changes = by_default.map(|before| policy::changes(&before, &schools, &is_closed));
    let broken_down = break_down_levels(plan, open, (&levels, &places), &summaries, measured)?;
    issues.append(region_inputs.issues.clone());
    Ok(Computed {
        national: country,
        schools,
        levels,
        places,
        summaries,
        speeds,
        trends,
        status_changes,
        broken_down,
        measurements,
        issues,
        school_inputs: SchoolInputsLeft {
            files,
            columns,
            status_values: intake.status_values,
            word_uses: intake.word_uses,
        },
        region_inputs,
        intake: rows,
        excluded,
    })
}

/// Fails where there were rows, but none could be read as one: the delimiter, quotes or decimal mark are not as taken.
fn check_not_all_refused(rows: &Intake, issues: &IssueLog) -> Result<(), Error> {
    if rows.rows_read == 0 || rows.rows_refused < rows.rows_read {
        return Ok(());
    }
    let first = issues.first_of(Severity::Refused);
    Err(Error::AllRefused {
        n_rows: rows.rows_read,
        first: first
            .map(|issue| format!("{}: {}", issue.place, issue.message))
            .unwrap_or_default(),
    })
}

/// What was read, and the measurement files, which are open.
type Read = (RegionInputs, Vec<Level>, SchoolInputs, MeasurementInputs);

/// Reads schools while the regions are read and indexed. Of errors on both sides, that of the regions is returned.
fn read(
    plan: &Plan,
    records: Option<&mut RecordIntake>,
    phases: &mut Phases,
) -> Result<Read, Error> {
    let files = find_files(plan)?;
    let (regions, schools) = phases.run("opening files", None, |_| open_inputs(plan, &files))?;
    let measurements = open_measurements(plan, &files.measurements)?;
    let names = level_names(&regions);
    names.iter().try_for_each(|level| check_level_name(level))?;
    let (regions, schools) = phases.side_by_side(
        "reading",
        |progress, laps| {
            let inputs = laps.time("reading regions", || read_regions(plan, regions, progress));
            inputs.map(|mut inputs| {
                let levels = laps.time("indexing regions", || index_levels(&mut inputs));
                (inputs, levels)
            })
        },
        |progress, laps| {
            laps.time("reading schools", || {
                read_schools(plan, schools, &names, records, progress)
            })
        },
    );
    let ((mut regions, levels), mut schools) = (regions?, schools?);
    note_paths(
        &mut regions.files,
        files.regions.iter().map(|region| &region.source),
    );
    note_paths(&mut schools.files, files.schools.iter());
    Ok((regions, levels, schools, measurements))
}

/// Notes where each file is.
fn note_paths<'a>(
    files: &mut [super::inputs::FileReport],
    sources: impl Iterator<Item = &'a Source>,
) {
    for (file, source) in files.iter_mut().zip(sources) {
        file.path.clone_from(&source.path);
    }
}

/// What each file gave as longitude and latitude.
fn axes(columns: &[crate::normalize::SchoolColumns]) -> Vec<AxisColumns> {
    let named = |columns: &crate::normalize::SchoolColumns, field: &str| {
        let found = columns.matches.iter().find(|found| found.field == field);
        found.map(|found| found.column.clone())
    };
    columns
        .iter()
        .map(|columns| AxisColumns {
            longitude: named(columns, "longitude"),
            latitude: named(columns, "latitude"),
        })
        .collect()
}

/// Whether each school is closed and counts apart.
pub(super) fn closed(schools: &Schools, include_closed: bool) -> Vec<bool> {
    schools
        .openness
        .iter()
        .map(|openness| !include_closed && *openness == Openness::Closed)
        .collect()
}

/// The positions of the schools that count as open; `None` for the others.
pub(super) fn open_positions(schools: &Schools, include_closed: bool) -> Vec<Option<LonLat>> {
    let positions = schools.position.iter();
    positions
        .zip(closed(schools, include_closed))
        .map(|(position, is_closed)| position.filter(|_| !is_closed))
        .collect()
}

fn account(
    files: &[super::inputs::FileReport],
    duplicates: u64,
    counts: &[crate::normalize::FileCounts],
    is_closed: &[bool],
) -> Intake {
    let closed = is_closed.iter().filter(|closed| **closed).count() as u64;
    Intake {
        rows_read: files.iter().map(|file| file.rows).sum(),
        rows_refused: counts.iter().map(|file| file.rows_refused).sum(),
        duplicates,
        excluded: 0,
        closed,
        schools: is_closed.len() as u64 - closed,
    }
}

/// The report of what was computed, without files.
pub(super) fn report_of(plan: &Plan, computed: &Computed) -> Report {
    report(&Found {
        plan,
        school_files: &computed.school_inputs.files,
        region_files: &computed.region_inputs.files,
        intake: computed.intake,
        national: computed.national,
        levels: &computed.levels,
        places: &computed.places.levels,
        summaries: &computed.summaries,
        n_level_conflicts: computed.places.n_level_conflicts,
        status_values: &computed.school_inputs.status_values,
        word_uses: &computed.school_inputs.word_uses,
        status_changes: computed.status_changes.as_ref(),
        broken_down: computed.broken_down.as_ref(),
        measurements: computed.measurements.as_ref(),
        issues: &computed.issues,
    })
}

/// The names of all input files, schools first.
pub(super) fn all_files(computed: &Computed) -> Vec<std::sync::Arc<str>> {
    let schools = file_names(&computed.school_inputs.files);
    schools
        .chain(file_names(&computed.region_inputs.files))
        .chain(measurement_names(computed.measurements.as_ref()))
        .collect()
}

pub(super) fn outcome(plan: &Plan, computed: &Computed, report: Report, phases: Phases) -> Outcome {
    let levels = computed.levels.iter().zip(&computed.summaries);
    Outcome {
        national: computed.national,
        levels: levels
            .map(|(level, sums)| level_summary(&level.regions, sums, plan.rules.ranking))
            .collect(),
        warnings: warnings(plan, computed)
            .into_iter()
            .chain(tiles_warning(report.tiles.as_ref()))
            .collect(),
        checks: first_of_each(&computed.issues),
        n_refused: computed.issues.count_of(Severity::Refused),
        report,
        timings: phases.timings,
    }
}

/// For each check that spoke, how often and its first issue.
pub(super) fn first_of_each(issues: &IssueLog) -> Vec<(u64, Issue)> {
    let first = |(check, count): (&'static str, u64)| {
        let issue = issues.first(check)?;
        Some((count, issue.clone()))
    };
    issues.counts().filter_map(first).collect()
}
