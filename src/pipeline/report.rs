//! What a run found, as `report.json` tells it: no clock, no path of the machine, no timing.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::breakdown::{BreakdownReport, BrokenDownLevels, breakdown_report};
use super::declared::{DeclaredCounts, declared_counts};
use super::file_bytes::{FileBytes, NamedBytes};
use super::inputs::FileReport;
use super::measurements::{MeasurementReport, Measurements, measurement_report};
use super::places::{Level, LevelPlaces};
use super::plan::Plan;
use super::policy::StatusChanges;
use super::systems::FileSystem;
use crate::draw::TilesReport;
use crate::issue::IssueLog;
use crate::judge::Parents;
use crate::normalize::StatusValues;
use crate::summarize::Intake;
use crate::table::{Counts, Placement, Summaries};

/// What a run found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What was understood of every input file.
    pub inputs: Inputs,
    /// The rules of the figures.
    pub policy: Policy,
    /// How the rows of the school files came out.
    pub schools: SchoolRows,
    /// How the schools were placed, by level.
    pub levels: Ordered<LevelReport>,
    /// Schools whose levels contradict each other.
    pub n_level_conflicts: u64,
    /// Open schools by status.
    pub status: StatusCounts,
    /// What the rule of statuses changes, where it is not the default one.
    pub status_changes: Option<StatusChanges>,
    /// Every distinct value of the connectivity columns, how it was read and how often.
    pub status_values: Vec<StatusValue>,
    /// The shares of the whole country.
    pub national: National,
    /// By what figures are broken down, where the plan asks for it.
    pub breakdown: Option<BreakdownReport>,
    /// What measurements came to, where the plan has any.
    pub measurements: Option<MeasurementReport>,
    /// What the vector tiles came to, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiles: Option<TilesReport>,
    /// How often each check spoke.
    pub issues: Ordered<u64>,
    /// The files written beside this one.
    pub files: Vec<FileWritten>,
    /// The version of the program.
    pub version: &'static str,
}

/// A map that keeps its order.
#[derive(Clone, Debug)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// What was understood of every input file.
#[derive(Clone, Debug, Serialize)]
pub struct Inputs {
    /// School files.
    pub schools: Vec<InputFile>,
    /// Region files.
    pub regions: Vec<InputFile>,
    /// Measurement files.
    pub measurements: Vec<InputFile>,
}

/// What was understood of one input file.
#[derive(Clone, Debug, Serialize)]
pub struct InputFile {
    /// Its name.
    pub file: String,
    /// The level, for region files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Its format.
    pub format: &'static str,
    /// Its text encoding.
    pub encoding: &'static str,
    /// Its delimiter, for delimited text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The decimal marks of its coordinates, for delimited text: `.`, `,` or both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<&'static str>,
    /// The coordinate system, where the file or the plan names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crs: Option<InputCrs>,
    /// Rows read.
    pub rows_read: u64,
    /// Its content, where it was read to its end.
    #[serde(flatten)]
    pub bytes: Option<FileBytes>,
    /// The files beside it that were read with it, as those of a Shapefile are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<NamedBytes>,
    /// Which column was taken for which field.
    pub columns: Vec<ColumnMatch>,
}

/// The coordinate system of an input file.
#[derive(Clone, Debug, Serialize)]
pub struct InputCrs {
    /// What the file names, shortened.
    pub found: Option<String>,
    /// What its coordinates were taken to be.
    pub taken: String,
    /// `file` or `option`.
    pub found_by: &'static str,
    /// How far positions may be from the best transformation known, in metres; null where no one measured it.
    pub within_m: Option<u32>,
    /// Vertices added to outlines, so that edges that are straight in that system stay where they are.
    pub vertices_added: u64,
}

/// Which column was taken for a field.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnMatch {
    /// The field.
    pub field: String,
    /// The column as the header spells it.
    pub column: String,
    /// `alias` or `option`.
    pub found_by: &'static str,
}

/// The rules of the figures.
#[derive(Clone, Debug, Serialize)]
pub struct Policy {
    /// By which rule evidence becomes a status: `default` or `giga-maps`.
    pub status_rule: &'static str,
    /// Snap distance in metres.
    pub snap_m: f64,
    /// Whether stated regions place schools without a usable position.
    pub use_stated: bool,
    /// Whether schools that are not open count as schools.
    pub include_closed: bool,
    /// Whether `false` in an API page means no.
    pub api_false_is_no: bool,
    /// The fewest schools of known status of a ranked region.
    pub min_schools: u64,
    /// The smallest share of known status of a ranked region.
    pub min_known: f64,
    /// By how many metres edges of outlines in files that end in `_simplified` may have moved; no figure comes from them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simplify_m: Option<f64>,
    /// The country of rows that name none.
    pub country: Option<String>,
    /// Which checks were made: `placing` or `all`.
    pub checks: &'static str,
    /// What schools must be to count; all of it must hold.
    #[serde(rename = "where")]
    pub filters: Vec<String>,
    /// The words to which the caller gave a meaning.
    pub words: Vec<WordUse>,
}

/// A word to which the caller gave a meaning.
#[derive(Clone, Debug, Serialize)]
pub struct WordUse {
    /// The field: `connectivity`.
    pub field: String,
    /// The word as the caller spells it.
    pub word: String,
    /// Its meaning: `not_connected`.
    pub meaning: String,
    /// How many fields have it.
    pub fields: u64,
}

/// How the rows of the school files came out.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SchoolRows {
    /// Rows read.
    pub rows_read: u64,
    /// Rows that are no rows.
    pub rows_refused: u64,
    /// Rows that repeat an earlier row's school.
    pub duplicates: u64,
    /// Schools that the filters leave out.
    pub excluded: u64,
    /// Schools that are not open.
    pub closed: u64,
    /// Open schools.
    pub schools: u64,
}

/// How the schools of a level were placed.
#[derive(Clone, Debug, Serialize)]
pub struct LevelReport {
    /// Regions.
    pub regions: u64,
    /// Schools strictly inside a region.
    pub inside: u64,
    /// Schools on an outline.
    pub border: u64,
    /// Schools snapped to the nearest outline.
    pub snapped: u64,
    /// Schools placed by the region that they state.
    pub stated: u64,
    /// Schools outside all regions.
    pub outside: u64,
    /// Schools without position and stated region.
    pub no_position: u64,
    /// Schools that more than one region holds.
    pub n_overlap: u64,
    /// The columns whose codes place schools without a position.
    pub stated_columns: Vec<String>,
    /// Whether schools lie in the regions that their rows declare, by file and column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<DeclaredCounts>,
    /// The coarser level that parents are looked up in.
    pub parent_level: Option<String>,
    /// Where the parents of the regions come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parents: Option<ParentCounts>,
}

/// Where the parents of a level's regions come from.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ParentCounts {
    /// From the input.
    pub given: u64,
    /// From the coarser region that holds the interior point.
    pub derived: u64,
    /// Nowhere.
    pub missing: u64,
}

/// Open schools by status.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StatusCounts {
    /// Connected.
    pub connected: u64,
    /// Not connected.
    pub not_connected: u64,
    /// Unknown.
    pub unknown: u64,
}

/// A value of a connectivity column.
#[derive(Clone, Debug, Serialize)]
pub struct StatusValue {
    /// The column.
    pub column: String,
    /// The value, padding dropped.
    pub value: String,
    /// How it was read.
    pub read_as: &'static str,
    /// How many rows have it.
    pub rows: u64,
}

/// The shares of the whole country.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct National {
    /// (connected + not connected) / schools.
    pub known_share: Option<f64>,
    /// Not connected / (connected + not connected).
    pub unconnected_share_of_known: Option<f64>,
    /// Not connected / schools.
    pub unconnected_share_min: Option<f64>,
    /// (Not connected + unknown) / schools.
    pub unconnected_share_max: Option<f64>,
}

/// A file that was written.
#[derive(Clone, Debug, Serialize)]
pub struct FileWritten {
    /// Its name.
    pub name: String,
    /// Features or rows in it.
    pub features: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Report {
    /// The report as it is written: indented JSON with a line end.
    ///
    /// # Panics
    /// Never: all keys are text and all numbers finite.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("text keys and finite numbers");
        json.push(b'\n');
        json
    }
}

/// What a report is made of.
pub(super) struct Found<'a> {
    pub(super) plan: &'a Plan,
    pub(super) school_files: &'a [FileReport],
    pub(super) region_files: &'a [FileReport],
    pub(super) intake: Intake,
    pub(super) national: Counts,
    pub(super) levels: &'a [Level],
    pub(super) places: &'a [LevelPlaces],
    pub(super) summaries: &'a [Summaries],
    pub(super) n_level_conflicts: u64,
    pub(super) status_values: &'a StatusValues,
    pub(super) word_uses: &'a BTreeMap<usize, u64>,
    pub(super) status_changes: Option<&'a StatusChanges>,
    pub(super) broken_down: Option<&'a BrokenDownLevels>,
    pub(super) measurements: Option<&'a Measurements>,
    pub(super) issues: &'a IssueLog,
}

pub(super) fn report(found: &Found) -> Report {
    let shares = found.national.shares();
    Report {
        inputs: Inputs {
            schools: found
                .school_files
                .iter()
                .map(|file| input_file(file, found.plan.decimal))
                .collect(),
            regions: found
                .region_files
                .iter()
                .map(|file| input_file(file, None))
                .collect(),
            measurements: measurement_files(found.measurements),
        },
        policy: policy(found.plan, found.word_uses),
        schools: SchoolRows {
            rows_read: found.intake.rows_read,
            rows_refused: found.intake.rows_refused,
            duplicates: found.intake.duplicates,
            excluded: found.intake.excluded,
            closed: found.intake.closed,
            schools: found.intake.schools,
        },
        levels: levels(found),
        n_level_conflicts: found.n_level_conflicts,
        status: StatusCounts {
            connected: found.national.n_connected,
            not_connected: found.national.n_not_connected,
            unknown: found.national.n_unknown,
        },
        status_changes: found.status_changes.cloned(),
        status_values: found.status_values.iter().map(status_value).collect(),
        national: National {
            known_share: shares.known_share,
            unconnected_share_of_known: shares.unconnected_share_of_known,
            unconnected_share_min: shares.unconnected_share_min,
            unconnected_share_max: shares.unconnected_share_max,
        },
        breakdown: found.broken_down.map(breakdown_report),
        measurements: found
            .measurements
            .map(|measurements| measurement_report(found.plan, measurements)),
        tiles: None,
        issues: Ordered(
            found
                .issues
                .counts()
                .map(|(check, count)| (check.to_owned(), count))
                .collect(),
        ),
        files: Vec::new(),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// Measurement files; the decimal marks of their numbers are not looked at.
fn measurement_files(found: Option<&Measurements>) -> Vec<InputFile> {
    let files = found.iter().flat_map(|found| &found.files);
    files
        .map(|file| InputFile {
            decimal: None,
            ..input_file(file, None)
        })
        .collect()
}

fn input_file(file: &FileReport, decimal: Option<char>) -> InputFile {
    let fingerprints = file.fingerprints.as_ref();
    let beside = fingerprints.map_or(&[][..], |found| &found.beside);
    InputFile {
        file: file.header.file.to_string(),
        level: file.level.clone(),
        format: file.header.format.name(),
        encoding: file.header.encoding,
        delimiter: file.header.delimiter,
        decimal: file.header.delimiter.map(|_| decimal_marks(file, decimal)),
        crs: file.system.as_ref().map(input_crs),
        rows_read: file.rows,
        bytes: fingerprints.map(|found| FileBytes::from(&found.file)),
        beside: beside
            .iter()
            .map(|(name, fingerprint)| NamedBytes::of(name, Some(fingerprint)))
            .collect(),
        columns: file
            .matches
            .iter()
            .map(|found| ColumnMatch {
                field: found.field.clone(),
                column: found.column.clone(),
                found_by: if found.by_hand { "option" } else { "alias" },
            })
            .collect(),
    }
}

fn input_crs(file: &FileSystem) -> InputCrs {
    InputCrs {
        found: file.found.clone(),
        taken: file.system.name().to_owned(),
        found_by: if file.by_option { "option" } else { "file" },
        within_m: file.system.within_m(),
        vertices_added: file.n_added,
    }
}

fn decimal_marks(file: &FileReport, stated: Option<char>) -> &'static str {
    match (stated, file.decimal_marks.points, file.decimal_marks.commas) {
        (Some(','), _, _) | (None, false, true) => ",",
        (None, true, true) => ". and ,",
        _ => ".",
    }
}

fn policy(plan: &Plan, word_uses: &BTreeMap<usize, u64>) -> Policy {
    let rules = &plan.rules;
    Policy {
        status_rule: rules.status_rule.name(),
        snap_m: rules.snap_m,
        use_stated: rules.use_stated,
        include_closed: rules.include_closed,
        api_false_is_no: rules.api_false_is_no,
        min_schools: rules.ranking.min_schools,
        min_known: rules.ranking.min_known,
        simplify_m: plan.output.simplify_m,
        country: plan.country.clone(),
        checks: plan.checks.name(),
        filters: plan
            .breakdown
            .filters
            .iter()
            .map(ToString::to_string)
            .collect(),
        words: words(plan, word_uses),
    }
}

fn words(plan: &Plan, word_uses: &BTreeMap<usize, u64>) -> Vec<WordUse> {
    let words = plan.words.iter().enumerate();
    let used = words.map(|(number, choice)| WordUse {
        field: choice.field.clone(),
        word: choice.word.clone(),
        meaning: choice.meaning.clone(),
        fields: word_uses.get(&number).copied().unwrap_or(0),
    });
    used.collect()
}

fn levels(found: &Found) -> Ordered<LevelReport> {
    let rows = found.levels.iter().zip(found.places).zip(found.summaries);
    let report = |((level, places), summaries): ((&Level, &LevelPlaces), &Summaries)| {
        let of = |placement: Placement| summaries.placements[placement as usize];
        let report = LevelReport {
            regions: level.regions.len() as u64,
            inside: of(Placement::Inside),
            border: of(Placement::Border),
            snapped: of(Placement::Snapped),
            stated: of(Placement::Stated),
            outside: of(Placement::Outside),
            no_position: of(Placement::NoPosition),
            n_overlap: summaries.n_overlap,
            stated_columns: stated_columns(places),
            declared: declared_counts(&places.declared, found.school_files),
            parent_level: level
                .coarser
                .map(|above| found.levels[above].regions.level.clone()),
            parents: level.parents.map(parent_counts),
        };
        (level.regions.level.clone(), report)
    };
    Ordered(rows.map(report).collect())
}

/// The distinct columns that place schools, in the order of their files.
fn stated_columns(places: &LevelPlaces) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for used in places.stated.iter().filter(|stated| stated.is_used) {
        if !columns.contains(&used.column) {
            columns.push(used.column.clone());
        }
    }
    columns
}

fn parent_counts(parents: Parents) -> ParentCounts {
    ParentCounts {
        given: parents.n_given,
        derived: parents.n_derived,
        missing: parents.n_missing,
    }
}

fn status_value(
    ((column, value, reading), rows): (&(String, String, crate::normalize::Reading), &u64),
) -> StatusValue {
    StatusValue {
        column: column.clone(),
        value: value.clone(),
        read_as: reading.name(),
        rows: *rows,
    }
}
