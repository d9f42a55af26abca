//! Files in, what is understood of each out: what its columns and words are taken for, what could be meant where none
//! is, and the choices that say the same by hand.

use super::column_choices::{Found, region_choices, school_choices};
use super::column_counts::count;
use super::files::fallback;
use super::inputs::FileReport;
use super::plan::Plan;
use super::progress::{Phases, Progress};
use super::run::with_threads;
use super::systems::FileSystem;
use crate::error::Error;
use crate::normalize::{
    Choice, Match, REGION_FIELDS, SCHOOL_CHOICES, SCHOOL_FIELDS, check_choices, field_candidates,
};
use crate::read::{Source, open, sources_by_pattern};
use crate::table::{Header, TextColumn};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Schools.
    Schools,
    /// Regions with outlines.
    Regions,
}

/// What is understood of one file.
#[derive(Clone, Debug)]
pub struct FileColumns {
    /// What its rows are: as the caller says, else regions where most have outlines.
    pub kind: FileKind,
    /// Which of the plan's files, folders and patterns it comes from.
    pub pattern: usize,
    /// The file itself, and which column was taken for which field.
    pub report: FileReport,
    /// Rows that are no rows.
    pub n_refused: u64,
    /// What the rows give as their positions.
    pub positions: Positions,
    /// Its columns, in their order.
    pub columns: Vec<ColumnUse>,
    /// The fields that have no column.
    pub lacking: Vec<LackingField>,
    /// The words of its columns of words.
    pub words: Vec<ColumnWord>,
    /// Choices of columns that change nothing: those of the plan, and those that say what was found anyway.
    pub choices: Vec<Choice>,
    /// Why its coordinate system is of no use, where it names such a one.
    pub system_fault: Option<String>,
}

/// What rows give as their positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    /// Rows whose coordinates are degrees of a place.
    pub n_places: u64,
    /// Rows with other coordinates: out of range, or the null island.
    pub n_odd: u64,
    /// Rows without two numbers.
    pub n_without: u64,
}

/// A column and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnUse {
    /// The column as the header spells it.
    pub column: String,
    /// The fields that it was taken for.
    pub fields: Vec<String>,
    /// The first distinct values, as the file has them.
    pub samples: Vec<String>,
}

/// A field without a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LackingField {
    /// The field.
    pub field: String,
    /// Columns that may be meant.
    pub candidates: Vec<String>,
    /// Whether it has none because each of the candidates could be it.
    pub is_ambiguous: bool,
}

/// A value of a column of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnWord {
    /// The field: `connectivity`, `is_school_open`.
    pub field: String,
    /// The column.
    pub column: String,
    /// The value, padding dropped.
    pub value: String,
    /// How it was read.
    pub read_as: &'static str,
    /// Whether it was understood.
    pub is_understood: bool,
    /// How many rows have it.
    pub rows: u64,
}

/// How many samples of a column are kept.
const N_SAMPLES: usize = 3;

/// Tells what is understood of a plan's school files, which here may be region files too; nothing is written.
///
/// What a run would stop for, columns that are missing or could be either, is told and not an error.
///
/// # Errors
/// [`Error::UnknownColumn`] and [`Error::Plan`] for choices that no file has, and what the readers report.
pub fn columns(
    plan: &Plan,
    kind: Option<FileKind>,
    progress: &dyn Progress,
) -> Result<Vec<FileColumns>, Error> {
    with_threads(plan, || {
        let mut phases = Phases::new(progress);
        let files = phases.run("reading files", None, |progress| {
            let found = sources_by_pattern(&plan.schools)?.into_iter().enumerate();
            let found = found.flat_map(|(pattern, sources)| {
                let sources = sources.into_iter();
                sources.map(move |source| (pattern, source))
            });
            found
                .map(|(pattern, source)| file_columns(plan, kind, pattern, &source, progress))
                .collect::<Result<Vec<_>, _>>()
        })?;
        check_all(plan, &files)?;
        Ok(files)
    })
}

/// Choices that no file of their kind has are mistakes, where there is such a file.
fn check_all(plan: &Plan, files: &[FileColumns]) -> Result<(), Error> {
    let headers = |kind: FileKind| -> Vec<&Header> {
        let of_kind = files.iter().filter(|file| file.kind == kind);
        of_kind.map(|file| &file.report.header).collect()
    };
    let (schools, regions) = (headers(FileKind::Schools), headers(FileKind::Regions));
    check_choices(&["schools"], &SCHOOL_CHOICES, &plan.choices, &schools)?;
    check_choices(&["regions"], &REGION_FIELDS, &plan.choices, &regions)
}

fn file_columns(
    plan: &Plan,
    said: Option<FileKind>,
    pattern: usize,
    source: &Source,
    progress: &dyn Progress,
) -> Result<FileColumns, Error> {
    let opened = open(source, &plan.read)?;
    let header = opened.header().clone();
    let schools = Found::schools(plan, &header)?;
    let counts = count(plan, &opened, &schools.columns, progress)?;
    let kind = said.unwrap_or_else(|| counts.kind());
    let (of, by_hand) = match kind {
        FileKind::Schools => ("schools", plan.crs.schools.as_deref()),
        FileKind::Regions => ("regions", plan.crs.regions.as_deref()),
    };
    let (system, system_fault) = match FileSystem::find(&header, by_hand, of) {
        Ok(system) => (system, None),
        Err(error) => (None, Some(error.to_string())),
    };
    let understood = match kind {
        FileKind::Schools => Understood {
            choices: school_choices(plan, &header, &schools),
            words: counts.words(&schools.columns.matches),
            level: None,
            matches: schools.columns.matches,
            unclear: schools.unclear,
        },
        FileKind::Regions => of_regions(plan, &header, &fallback(source, None))?,
    };
    let Understood {
        matches, unclear, ..
    } = understood;
    Ok(FileColumns {
        kind,
        pattern,
        n_refused: counts.n_refused,
        positions: counts.positions,
        columns: uses(&header, &matches),
        lacking: lacking(kind, &header, &matches, unclear),
        words: understood.words,
        choices: understood.choices,
        system_fault,
        report: FileReport {
            path: source.path.clone(),
            fingerprints: opened.fingerprints(),
            matches,
            system,
            level: understood.level,
            rows: counts.n_rows,
            decimal_marks: counts.decimal_marks,
            header,
        },
    })
}

/// What is understood of a file as one of its kind.
struct Understood {
    matches: Vec<Match>,
    unclear: Vec<LackingField>,
    level: Option<String>,
    words: Vec<ColumnWord>,
    choices: Vec<Choice>,
}

fn of_regions(plan: &Plan, header: &Header, stem: &str) -> Result<Understood, Error> {
    let found = Found::regions(plan, header, stem)?;
    Ok(Understood {
        choices: region_choices(plan, header, &found, stem),
        words: Vec::new(),
        level: Some(found.columns.level),
        matches: found.columns.matches,
        unclear: found.unclear,
    })
}

/// Every column of a file with the fields that it was taken for and some values.
fn uses(header: &Header, matches: &[Match]) -> Vec<ColumnUse> {
    let columns = header.columns.iter().enumerate();
    let used = columns.map(|(index, column)| ColumnUse {
        column: column.clone(),
        fields: matches
            .iter()
            .filter(|found| found.column == *column)
            .map(|found| found.field.clone())
            .collect(),
        samples: samples(header, index),
    });
    used.collect()
}

fn samples(header: &Header, column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    let values = header
        .sample
        .get(column)
        .into_iter()
        .flat_map(TextColumn::iter);
    for value in values.map(str::trim).filter(|value| !value.is_empty()) {
        if !samples.iter().any(|known| known == value) {
            samples.push(value.to_owned());
        }
        if samples.len() == N_SAMPLES {
            break;
        }
    }
    samples
}

/// The fields that have no column: those that could be several first.
fn lacking(
    kind: FileKind,
    header: &Header,
    matches: &[Match],
    unclear: Vec<LackingField>,
) -> Vec<LackingField> {
    let fields: &[&str] = match kind {
        FileKind::Schools => &SCHOOL_FIELDS,
        FileKind::Regions => &REGION_FIELDS,
    };
    let mut lacking = unclear;
    for field in fields {
        let is_needless = match *field {
            "status_source" => true,
            "longitude" | "latitude" => header.has_geometry,
            _ => false,
        };
        let is_known = matches.iter().any(|found| found.field == *field)
            || lacking.iter().any(|unclear| unclear.field == *field);
        if !is_needless && !is_known {
            lacking.push(LackingField {
                field: (*field).to_owned(),
                candidates: field_candidates(header, field, matches),
                is_ambiguous: false,
            });
        }
    }
    lacking
}
