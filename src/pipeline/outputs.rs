//! Frames in, the files of a run out: all of them or none.

use std::io;

use std::path::Path;

use super::breakdown_frame::by_frame;
use super::declared_frame::declared_frames;
use super::dictionary::Dictionary;
use super::frames::{Told, issues_frame, regions_frame, schools_frame, totals_frame};
use super::plan::{Layer, MOST_SCHOOLS_IN_GEOJSON, Output, Plan};
use super::progress::Phases;
use super::quality::Judged;
use super::quality_files::{QUALITY, write_quality};
use super::quality_report::QualityReport;
use super::report::{FileWritten, Report};
use super::report_page::{write_page, writes_page};
use super::run::{Computed, all_files, open_positions, report_of};
use super::simplified::Simplified;
use super::styles::{regions_style_job, schools_style_job};
use super::tiles::{asks_for_tiles, write_archive};
use super::trend::trend_frame;
use super::workbook::{LeftOut, Made, single_job, write_workbook};
use crate::error::Error;
use crate::format::Format;
use crate::locate::nesting;
use crate::neighbors::{Neighbor, Neighborhood};
use crate::table::{Frame, Nesting};
use crate::write::{self, Folder, Job};

/// The file of issues.
const ISSUES: &str = "issues.csv";
/// The formats that hold outlines.
const MAP_FORMATS: [Format; 2] = [Format::GeoJson, Format::FlatGeobuf];
/// The file of columns.
const COLUMNS: &str = "columns.csv";
/// How the files of schools that lie elsewhere than they declare begin.
const DECLARED: &str = "declared_";

/// Whether the default leaves schools out of GeoJSON for their number.
pub(super) fn leaves_out_schools_geojson(plan: &Plan, n_schools: usize) -> bool {
    let output = &plan.output;
    n_schools > MOST_SCHOOLS_IN_GEOJSON
        && output.formats.is_none()
        && output.has_layer(Layer::Schools)
}

/// Writes all files of a run and its report; also returns the tables that are not in the workbook it asks for.
pub(super) fn write_outputs(
    plan: &Plan,
    computed: &Computed,
    dir: &Path,
    phases: &mut Phases,
) -> Result<(Report, Vec<LeftOut>), Error> {
    let mut report = report_of(plan, computed);
    let told = told(computed);
    let mut folder = Folder::open(dir)?;
    let mut dictionary = Dictionary::of(&computed.levels);
    let mut made = Made::default();
    let mut left_out = Vec::new();
    if plan.output.has_layer(Layer::Regions) {
        made.further = phases.run("writing regions", None, |_| {
            write_regions(plan, computed, told, &mut folder, &mut dictionary)
        })?;
    }
    if plan.output.has_layer(Layer::Schools) {
        let n_schools = computed.schools.len() as u64;
        made.nearest = phases.run("finding neighbors", Some(n_schools), |_| {
            nearest_schools(plan, computed)
        });
        phases.run("writing schools", None, |_| {
            write_schools(plan, computed, &made.nearest, &mut folder, &mut dictionary)
        })?;
    }
    if plan.output.has_layer(Layer::Issues) {
        made.declared = phases.run("writing issues", None, |_| {
            write_list(computed, &plan.output, &mut folder, &mut dictionary)
        })?;
    }
    if plan.output.has_workbook() {
        let found = (&report, told);
        left_out = phases.run("writing the workbook", None, |_| {
            write_workbook(plan, computed, found, made, &mut dictionary, &mut folder)
        })?;
    }
    write_columns(&dictionary, &plan.output, &mut folder)?;
    if asks_for_tiles(&plan.output) {
        report.tiles = Some(phases.run("writing tiles", None, |_| {
            write_archive(plan, computed, &mut folder)
        })?);
    }
    if writes_page(&plan.output) {
        report.files = files_written(&folder);
        phases.run("writing report", None, |_| {
            write_page(plan, computed, told, &report, &mut folder)
        })?;
    }
    refuse_inputs(&folder, computed, dir)?;
    Ok((finish(folder, report, phases)?, left_out))
}

/// Writes what a check found: the report of quality, all issues, the rows that passed and failed, the schools that lie
/// elsewhere than they declare, and the report.
pub(super) fn write_check(
    plan: &Plan,
    computed: &Computed,
    (judged, quality): (&Judged, &QualityReport),
    report: Report,
    dir: &Path,
    phases: &mut Phases,
) -> Result<Report, Error> {
    let mut folder = Folder::open(dir)?;
    refuse_results(&folder, dir)?;
    phases.run("writing rows", Some(quality.rows), |_| {
        let mut dictionary = Dictionary::of(&computed.levels);
        write_quality(judged, quality, &plan.output, &mut folder, &mut dictionary)?;
        let declared = declared_frames(computed);
        dictionary.add(&declared);
        write_columns(&dictionary, &plan.output, &mut folder)?;
        let jobs = declared.iter();
        let jobs = jobs.map(|frame| job(frame, Format::Csv, &plan.output));
        folder.files_at_once(jobs.collect())
    })?;
    refuse_inputs(&folder, computed, dir)?;
    finish(folder, report, phases)
}

/// Refuses to check into the folder of a run, whose files would go as stale.
fn refuse_results(folder: &Folder, dir: &Path) -> Result<(), Error> {
    let is_of_check = |name: &str| {
        [ISSUES, COLUMNS].contains(&name)
            || name == QUALITY
            || name.starts_with("passed.")
            || name.starts_with("failed.")
            || name.starts_with(DECLARED)
    };
    match folder.earlier()?.iter().find(|name| !is_of_check(name)) {
        None => Ok(()),
        Some(name) => Err(Error::Plan(format!(
            "{} holds the results of a run ({name}); expected another folder for the check",
            dir.display()
        ))),
    }
}

/// Refuses to replace an input of this very run.
fn refuse_inputs(folder: &Folder, computed: &Computed, dir: &Path) -> Result<(), Error> {
    let Ok(dir) = dir.canonicalize() else {
        return Ok(());
    };
    let inputs = computed
        .school_inputs
        .files
        .iter()
        .chain(&computed.region_inputs.files)
        .chain(computed.measurements.iter().flat_map(|found| &found.files));
    for path in inputs.filter_map(|input| input.path.as_ref()?.canonicalize().ok()) {
        let is_output =
            |name: &std::ffi::OsStr| folder.files().iter().any(|file| name == file.name.as_str());
        if path.parent() == Some(&dir) && path.file_name().is_some_and(is_output) {
            let message = format!(
                "{} is an input of this run; expected another folder for its results",
                path.display()
            );
            return Err(Error::Plan(message));
        }
    }
    Ok(())
}

fn finish(folder: Folder, mut report: Report, phases: &mut Phases) -> Result<Report, Error> {
    report.files = files_written(&folder);
    phases.run("finishing", None, |_| folder.finish(|_| report.to_json()))?;
    Ok(report)
}

fn files_written(folder: &Folder) -> Vec<FileWritten> {
    let files = folder.files().iter();
    files
        .map(|file| FileWritten {
            name: file.name.clone(),
            features: file.features,
            sha256: file.sha256.clone(),
        })
        .collect()
}

/// Which optional columns the inputs had.
pub(super) fn told(computed: &Computed) -> Told {
    let columns = &computed.school_inputs.columns;
    let has_measurements = computed.measurements.is_some();
    let real_time = columns
        .iter()
        .any(crate::normalize::SchoolColumns::tells_real_time);
    Told {
        measurements: has_measurements,
        real_time: has_measurements || real_time,
        students: columns
            .iter()
            .any(crate::normalize::SchoolColumns::tells_students),
    }
}

/// Writes the tables of regions, and returns those that only some plans ask for to the workbook.
fn write_regions<'a>(
    plan: &Plan,
    computed: &'a Computed,
    told: Told,
    folder: &mut Folder,
    dictionary: &mut Dictionary,
) -> Result<Vec<Frame<'a>>, Error> {
    let levels = || computed.levels.iter();
    let nestings: Vec<Nesting> = levels()
        .map(|level| nesting(&level.regions.outlines))
        .collect();
    let figures = computed.summaries.iter().zip(&computed.speeds);
    let keep = plan.output.keep_properties;
    let frames: Vec<[Frame; 2]> = levels()
        .zip(&nestings)
        .zip(figures)
        .map(|((level, nesting), figures)| {
            [
                regions_frame(&level.regions, figures, nesting, told, keep),
                totals_frame(&level.regions.level, figures, told),
            ]
        })
        .collect();
    let further = further_frames(computed, told);
    let simplified = Simplified::of(&computed.levels, plan.output.simplify_m)?;
    let coarser = simplified.frames(frames.iter().map(|[regions, _]| regions));
    let mut jobs = Vec::new();
    let output = &plan.output;
    let asked = |format: &&Format| output.has_format(**format);
    for [regions, totals] in &frames {
        dictionary.add([regions, totals]);
        let formats = MAP_FORMATS.iter().chain(&[Format::Csv]).filter(asked);
        jobs.extend(formats.map(|format| job(regions, *format, output)));
        if output.has_format(Format::FlatGeobuf) {
            jobs.push(regions_style_job(regions, &plan.rules));
        }
        jobs.push(job(totals, Format::Csv, output));
    }
    for frame in &coarser {
        dictionary.add([frame]);
        let formats = MAP_FORMATS.iter().filter(asked);
        jobs.extend(formats.map(|format| job(frame, *format, output)));
        if output.has_format(Format::FlatGeobuf) {
            jobs.push(regions_style_job(frame, &plan.rules));
        }
    }
    dictionary.add(&further);
    jobs.extend(
        further
            .iter()
            .map(|frame| job(frame, Format::Csv, &plan.output)),
    );
    folder.files_at_once(jobs)?;
    Ok(for_workbook(further, output))
}

/// The tables of regions that only some plans ask for.
fn further_frames(computed: &Computed, told: Told) -> Vec<Frame<'_>> {
    let broken_down = computed.broken_down.iter().flat_map(|found| {
        let levels = computed.levels.iter().zip(&found.levels);
        levels.map(|(level, broken)| by_frame(&level.regions, &found.breakdown, broken, told))
    });
    let trends = computed.levels.iter().zip(&computed.trends);
    let trends = trends.map(|(level, trend)| trend_frame(&level.regions, trend));
    broken_down.chain(trends).collect()
}

/// The nearest other open school of each open school.
fn nearest_schools(plan: &Plan, computed: &Computed) -> Vec<Option<Neighbor>> {
    let positions = open_positions(&computed.schools, plan.rules.include_closed);
    Neighborhood::of(&positions).nearest()
}

fn write_schools(
    plan: &Plan,
    computed: &Computed,
    nearest: &[Option<Neighbor>],
    folder: &mut Folder,
    dictionary: &mut Dictionary,
) -> Result<(), Error> {
    let keep = plan.output.keep_properties;
    let frame = schools_frame(
        &computed.schools,
        &computed.levels,
        &computed.places.levels,
        nearest,
        computed.measurements.as_ref().map(|found| &found.measured),
        keep,
    );
    dictionary.add([&frame]);
    let output = &plan.output;
    let formats = [
        (Format::GeoJson, output.has_schools_geojson(frame.n_rows)),
        (Format::FlatGeobuf, output.has_format(Format::FlatGeobuf)),
        (Format::Csv, output.has_format(Format::Csv)),
    ];
    let asked = formats.into_iter().filter(|(_, is_asked)| *is_asked);
    let mut jobs: Vec<Job> = asked
        .map(|(format, _)| job(&frame, format, output))
        .collect();
    if output.has_format(Format::FlatGeobuf) {
        jobs.push(schools_style_job(&frame, &plan.rules));
    }
    folder.files_at_once(jobs)
}

/// Writes the issues and the schools that lie elsewhere than they declare, and returns these to the workbook.
fn write_list<'a>(
    computed: &'a Computed,
    output: &Output,
    folder: &mut Folder,
    dictionary: &mut Dictionary,
) -> Result<Vec<Frame<'a>>, Error> {
    let issues = issues_frame(&computed.issues, &all_files(computed));
    let declared = declared_frames(computed);
    let all = || std::iter::once(&issues).chain(&declared);
    dictionary.add(all());
    let jobs = all().map(|frame| job(frame, Format::Csv, output));
    folder.files_at_once(jobs.collect())?;
    Ok(for_workbook(declared, output))
}

/// The tables, where there is a workbook that takes them over.
fn for_workbook<'a>(tables: Vec<Frame<'a>>, output: &Output) -> Vec<Frame<'a>> {
    if output.has_workbook() {
        return tables;
    }
    Vec::new()
}

/// Writes what the columns of all tables mean.
fn write_columns(
    dictionary: &Dictionary,
    output: &Output,
    folder: &mut Folder,
) -> Result<(), Error> {
    let columns = dictionary.frame();
    folder.files_at_once(vec![job(&columns, Format::Csv, output)])
}

/// The writing of a frame in a format.
pub(super) fn job<'a>(frame: &'a Frame, format: Format, output: &'a Output) -> Job<'a> {
    let name = format!("{}.{}", frame.name, format.extension());
    if format == Format::Xlsx {
        return single_job(name, frame);
    }
    Job::new(name, move |out| match format {
        Format::Csv => write::csv(frame, out),
        Format::GeoJson => write::geojson(frame, output.decimals, out),
        Format::FlatGeobuf => write::flatgeobuf(frame, out),
        other => Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("{other} is read, not written"),
        )),
    })
}
