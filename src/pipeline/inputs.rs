//! Files in, tables out: where *read* and *normalize* meet.

use std::path::PathBuf;
use std::sync::Arc;

use super::files::{InputFiles, RegionSource};
use super::plan::Plan;
use super::progress::Progress;
use super::records::RecordIntake;
use super::systems::{FileSystem, outlines_in_degrees, points_in_degrees};
use crate::error::Error;
use crate::issue::IssueLog;
use crate::normalize::{
    DecimalMarks, Intake, Match, REGION_FIELDS, RegionColumns, RegionIntake, RegionNormalizer,
    SCHOOL_CHOICES, SchoolColumns, SchoolIntake, SchoolNormalizer, SchoolOptions, WordMap,
    check_choices, check_traits,
};
use crate::read::{Fingerprints, Opened, Source, open};
use crate::table::{Header, Regions};

/// What was understood of one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// What is known of the file itself.
    pub header: Header,
    /// Where the file is, unless it is the standard input.
    pub path: Option<PathBuf>,
    /// Its size and hash, and those of the files beside it; absent where it was not read to its end.
    pub fingerprints: Option<Fingerprints>,
    /// Which column was taken for which field.
    pub matches: Vec<Match>,
    /// The coordinate system, where the file or the plan names one.
    pub system: Option<FileSystem>,
    /// The level, for region files.
    pub level: Option<String>,
    /// Rows read.
    pub rows: u64,
    /// The decimal marks of its coordinates.
    pub decimal_marks: DecimalMarks,
}

/// The schools and what was understood of their files.
pub(super) struct SchoolInputs {
    pub(super) intake: Intake,
    pub(super) files: Vec<FileReport>,
    pub(super) columns: Vec<SchoolColumns>,
}

/// The levels, each with its regions, and what was understood of their files.
pub(super) struct RegionInputs {
    pub(super) levels: Vec<Regions>,
    pub(super) issues: IssueLog,
    pub(super) files: Vec<FileReport>,
}

/// Region files that are open, each with its columns and so its level.
pub(super) type OpenedRegions = Vec<(Opened, RegionColumns, Option<FileSystem>)>;

/// Opens region and school files side by side. Of errors in both, that of the regions is returned.
pub(super) fn open_inputs(
    plan: &Plan,
    files: &InputFiles,
) -> Result<(OpenedRegions, Vec<Opened>), Error> {
    let (regions, schools) = rayon::join(
        || open_regions(plan, &files.regions),
        || open_all(plan, &files.schools),
    );
    Ok((regions?, schools?))
}

/// The names of the levels of region files, in the order in which they first come up.
pub(super) fn level_names(opened: &OpenedRegions) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, columns, _) in opened {
        if !names.contains(&columns.level) {
            names.push(columns.level.clone());
        }
    }
    names
}

/// Reads the school files; `levels` are the names of the run's levels. Where `records` are given, they get the rows as
/// they stand in the files.
pub(super) fn read_schools(
    plan: &Plan,
    opened: Vec<Opened>,
    levels: &[String],
    mut records: Option<&mut RecordIntake>,
    progress: &dyn Progress,
) -> Result<SchoolInputs, Error> {
    let headers: Vec<Header> = opened
        .iter()
        .map(|opened| opened.header().clone())
        .collect();
    check_choices(
        &["schools"],
        &SCHOOL_CHOICES,
        &plan.choices,
        &headers.iter().collect::<Vec<_>>(),
    )?;
    let columns = school_columns(plan, &headers, levels)?;
    let said = plan.crs.schools.as_deref();
    let systems = headers
        .iter()
        .map(|header| FileSystem::find(header, said, "schools"))
        .collect::<Result<Vec<_>, _>>()?;
    SchoolColumns::check_coordinates(
        &headers.iter().zip(&columns).collect::<Vec<_>>(),
        &plan.choices,
    )?;
    let mut intake = SchoolIntake::new(plan.output.issue_limit);
    if plan.measurements.recent_days.is_some() {
        intake.leave_out_real_time();
    }
    let options = school_options(plan)?;
    let mut fingerprints = Vec::with_capacity(headers.len());
    for ((opened, columns), system) in opened.into_iter().zip(&columns).zip(&systems) {
        let header = opened.header().clone();
        let of_columns = system.as_ref().filter(|_| !header.has_geometry);
        let options = SchoolOptions {
            to_degrees: of_columns.and_then(FileSystem::to_degrees),
            ..options.clone()
        };
        let mut wanted = columns.wanted(&header, plan.output.keep_properties);
        let taker = records
            .as_mut()
            .map(|records| records.begin_file(&header, columns, &mut wanted));
        let normalizer =
            SchoolNormalizer::new(&header, columns.clone(), &options, plan.output.issue_limit);
        intake.begin_file(&header.file);
        opened.read(
            &wanted,
            |mut batch| {
                let taken = taker.as_ref().map(|taker| taker.taken(&batch));
                points_in_degrees(system.as_ref(), &mut batch);
                (normalizer.normalize(&batch), taken.unwrap_or_default())
            },
            |(chunk, taken)| {
                progress.advance(chunk.n_rows());
                if let Some(records) = &mut records {
                    records.push(&chunk, taken);
                }
                intake.push(chunk);
                Ok(())
            },
        )?;
        fingerprints.push(opened.fingerprints());
    }
    let intake = intake.finish()?;
    let rows = headers
        .into_iter()
        .zip(systems)
        .zip(fingerprints)
        .zip(&columns)
        .zip(&intake.files);
    let files = rows.map(
        |((((header, system), fingerprints), columns), counts)| FileReport {
            header,
            path: None,
            fingerprints,
            system,
            matches: columns.all_matches(),
            level: None,
            rows: counts.rows_read,
            decimal_marks: counts.decimal_marks,
        },
    );
    Ok(SchoolInputs {
        files: files.collect(),
        intake,
        columns,
    })
}

/// The columns of each school file, those that filters and breakdowns ask for included.
fn school_columns(
    plan: &Plan,
    headers: &[Header],
    levels: &[String],
) -> Result<Vec<SchoolColumns>, Error> {
    let asked = plan.breakdown.fields();
    let columns = headers.iter().map(|header| {
        let mut columns = SchoolColumns::find(header, &plan.choices, levels)?;
        columns.ask(header, &plan.choices, &asked)?;
        Ok(columns)
    });
    let columns = columns.collect::<Result<Vec<_>, Error>>()?;
    let files: Vec<_> = headers.iter().zip(&columns).collect();
    check_traits(&files, plan.country.as_deref())?;
    Ok(columns)
}

/// How a plan's school rows are read, but for the coordinate system of each file.
pub(super) fn school_options(plan: &Plan) -> Result<SchoolOptions, Error> {
    Ok(SchoolOptions {
        decimal: plan.decimal,
        country: plan.country.clone(),
        api_false_is_no: plan.rules.api_false_is_no,
        status_rule: plan.rules.status_rule,
        words: Arc::new(WordMap::new(&plan.words)?),
        keep_properties: plan.output.keep_properties,
        repair: plan.rules.repair,
        to_degrees: None,
    })
}

/// Opens the region files.
pub(super) fn open_regions(plan: &Plan, sources: &[RegionSource]) -> Result<OpenedRegions, Error> {
    let mut opened = Vec::with_capacity(sources.len());
    for region in sources {
        let file = open(&region.source, &plan.read)?;
        let system = FileSystem::find(file.header(), plan.crs.regions.as_deref(), "regions")?;
        let columns = RegionColumns::find(
            file.header(),
            &plan.choices,
            region.level.as_deref(),
            &region.fallback,
        )?;
        opened.push((file, columns, system));
    }
    check_region_choices(plan, &opened)?;
    Ok(opened)
}

fn check_region_choices(plan: &Plan, opened: &OpenedRegions) -> Result<(), Error> {
    let all: Vec<&Header> = opened.iter().map(|(file, ..)| file.header()).collect();
    check_choices(&["regions"], &REGION_FIELDS, &plan.choices, &all)?;
    for (_, columns, _) in opened {
        let of_level = opened
            .iter()
            .filter(|(_, other, _)| other.level == columns.level);
        let headers: Vec<&Header> = of_level.map(|(file, ..)| file.header()).collect();
        check_choices(&[&columns.level], &REGION_FIELDS, &plan.choices, &headers)?;
    }
    check_kinds(plan, opened)
}

/// Choices for a level that the run does not have are a mistake, not a wish for later.
fn check_kinds(plan: &Plan, opened: &OpenedRegions) -> Result<(), Error> {
    let has_measurements = !plan.measurements.files.is_empty();
    let is_known = |kind: &str| {
        kind == "schools"
            || kind == "regions"
            || (kind == "measurements" && has_measurements)
            || opened.iter().any(|(_, c, _)| c.level == kind)
    };
    match plan.choices.iter().find(|choice| !is_known(&choice.kind)) {
        None => Ok(()),
        Some(choice) => {
            let mut levels: Vec<&str> = opened
                .iter()
                .map(|(_, columns, _)| columns.level.as_str())
                .collect();
            levels.dedup();
            Err(Error::Plan(format!(
                "a column is named for `{}.{}`; expected `schools`, `regions` or a level of this run ({})",
                choice.kind,
                choice.field,
                levels.join(", ")
            )))
        }
    }
}

/// Reads the region files, gathered by level in the order in which the levels first come up.
pub(super) fn read_regions(
    plan: &Plan,
    opened: OpenedRegions,
    progress: &dyn Progress,
) -> Result<RegionInputs, Error> {
    let mut levels: Vec<(String, RegionIntake)> = Vec::new();
    let mut issues = IssueLog::new(plan.output.issue_limit);
    let mut files = Vec::with_capacity(opened.len());
    for (file, columns, system) in opened {
        let slot = levels
            .iter()
            .position(|(level, _)| *level == columns.level)
            .unwrap_or_else(|| {
                levels.push((columns.level.clone(), RegionIntake::new(&columns.level)));
                levels.len() - 1
            });
        let intake = &mut levels[slot].1;
        files.push(read_region_file(
            plan,
            (file, columns, system),
            intake,
            &mut issues,
            progress,
        )?);
    }
    let levels = levels
        .into_iter()
        .map(|(_, intake)| intake.finish(&mut issues))
        .collect::<Result<_, _>>()?;
    Ok(RegionInputs {
        levels,
        issues,
        files,
    })
}

fn read_region_file(
    plan: &Plan,
    (file, columns, mut system): (Opened, RegionColumns, Option<FileSystem>),
    intake: &mut RegionIntake,
    issues: &mut IssueLog,
    progress: &dyn Progress,
) -> Result<FileReport, Error> {
    let header = file.header().clone();
    let wanted = columns.wanted(&header, plan.output.keep_properties);
    let (level, matches) = (columns.level.clone(), columns.matches.clone());
    let normalizer = RegionNormalizer::new(&header, columns, plan.output.keep_properties);
    intake.begin_file(&header.file);
    let (mut rows, mut n_added) = (0, 0);
    file.read(
        &wanted,
        |mut batch| {
            let added = outlines_in_degrees(&header.file, system.as_ref(), &mut batch)?;
            Ok((normalizer.normalize(batch), added))
        },
        |normalized: Result<_, Error>| {
            let (chunk, added) = normalized?;
            n_added += added;
            rows += chunk.n_rows();
            progress.advance(chunk.n_rows());
            intake.push(chunk, issues)
        },
    )?;
    if let Some(system) = &mut system {
        system.n_added = n_added;
    }
    Ok(FileReport {
        header,
        path: None,
        fingerprints: file.fingerprints(),
        system,
        matches,
        level: Some(level),
        rows,
        decimal_marks: DecimalMarks::default(),
    })
}

/// Opens files, in their order.
pub(super) fn open_all(plan: &Plan, sources: &[Source]) -> Result<Vec<Opened>, Error> {
    sources
        .iter()
        .map(|source| open(source, &plan.read))
        .collect()
}

/// The names of the files of a kind, in their order.
pub(super) fn file_names(files: &[FileReport]) -> impl Iterator<Item = Arc<str>> {
    files.iter().map(|file| file.header.file.clone())
}
