//! The rows that do not pass one check, and what is said of each.

use super::check::{Axis, Check, Rule};
use super::density::cell_name;
use crate::issue::{Issue, Place, Severity};
use crate::table::{Cells, Records};

/// The rows that do not pass one check.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check.
    pub check: &'static Check,
    /// The rows that do not pass, ascending, but for those of `whole_files`.
    pub rows: Vec<u32>,
    /// What each of `rows` is held against; empty where that is a rule alone.
    pub(super) about: Vec<About>,
    /// The files none of whose rows pass, for want of a column.
    pub whole_files: Vec<u32>,
    /// The rows that the check is about.
    pub n_judged: u64,
    /// What else there is to know, blank if nothing.
    pub remark: String,
}

/// What a row is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum About {
    /// The first row of its group, and how many there are.
    Group { first: u32, size: u32 },
    /// Another row, and how far it is.
    Other { row: u32, distance_m: f32 },
}

impl Finding {
    /// A finding of rows by a rule alone.
    pub(super) fn of_rows(check: &'static Check, rows: Vec<u32>, n_judged: usize) -> Self {
        Self {
            check,
            rows,
            about: Vec::new(),
            whole_files: Vec::new(),
            n_judged: n_judged as u64,
            remark: String::new(),
        }
    }

    /// Says what each row is held against.
    pub(super) fn with_about(mut self, about: Vec<About>) -> Self {
        self.about = about;
        self
    }

    /// Number of rows that do not pass.
    #[must_use]
    pub fn n_failed(&self, records: &Records) -> u64 {
        let whole = self
            .whole_files
            .iter()
            .map(|file| records.rows_of(*file as usize).len() as u64);
        self.rows.len() as u64 + whole.sum::<u64>()
    }

    /// What can be said of each row.
    #[must_use]
    pub fn telling<'a>(&'a self, records: &'a Records) -> Telling<'a> {
        let field = field_shown(self.check.rule);
        Telling {
            finding: self,
            records,
            cells: field.map(|field| records.cells(field)),
        }
    }
}

/// The one column that a check's issues show.
fn field_shown(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::NullMandatory(column)
        | Rule::NullOptional(column)
        | Rule::Domain(column, _)
        | Rule::Range(column, _, _)
        | Rule::NotNumeric(column)
        | Rule::NotAlphanumeric(column)
        | Rule::TooLong(column) => Some(column.name),
        Rule::NotUuid | Rule::DuplicateIdGiga => Some("school_id_giga"),
        Rule::DuplicateIdGovt => Some("school_id_govt"),
        Rule::SameNameNear | Rule::SimilarNameNear => Some("school_name"),
        Rule::Precision(Axis::Latitude) => Some("latitude"),
        Rule::Precision(Axis::Longitude) => Some("longitude"),
        _ => None,
    }
}

/// Says what is wrong with the rows of one finding.
#[derive(Clone, Debug)]
pub struct Telling<'a> {
    finding: &'a Finding,
    records: &'a Records,
    cells: Option<Cells<'a>>,
}

impl Telling<'_> {
    /// All that is said of the row that is the `index`th of the finding.
    #[must_use]
    pub fn issue(&self, index: usize) -> Issue {
        let (place, value) = (self.place(index), self.value(index));
        let check = self.finding.check.name;
        Issue::new(place, check, Severity::Doubt, &value, self.message(index))
    }

    /// Where the row stands that is the `index`th of the finding, with the column that it is about.
    fn place(&self, index: usize) -> Place {
        let row = self.row(index);
        let place = self.records.place(row);
        match self.cells.as_ref().and_then(|cells| cells.header(row)) {
            Some(column) => place.in_column(column),
            None => place,
        }
    }

    /// What stands there: the field, or the position.
    fn value(&self, index: usize) -> String {
        let row = self.row(index);
        if let Some(field) = self.cells.as_ref().and_then(|cells| cells.get(row)) {
            return field.to_owned();
        }
        match (self.finding.check.rule, self.records.given[row]) {
            (Rule::Precision(Axis::Latitude), Some([_, lat])) => lat.to_string(),
            (Rule::Precision(Axis::Longitude), Some([lon, _])) => lon.to_string(),
            (rule, Some([lon, lat])) if is_of_place(rule) => format!("{lon}, {lat}"),
            _ => String::new(),
        }
    }

    /// What was expected, and what the row is held against.
    fn message(&self, index: usize) -> String {
        let check = self.finding.check;
        let place = |row: u32| self.records.place(row as usize);
        match (check.rule, self.finding.about.get(index)) {
            (Rule::Crowded, Some(About::Group { size, .. })) => {
                let cell = self.records.position[self.row(index)]
                    .and_then(cell_name)
                    .unwrap_or_default();
                format!("{size} rows lie in the H3 cell {cell}, more than 5")
            }
            (Rule::SeveralFiles, Some(About::Group { first, .. })) => {
                format!(
                    "the school stands at {} already, and is completed by this row",
                    place(*first)
                )
            }
            (_, Some(About::Group { first, size })) => {
                format!(
                    "{size} rows are alike in this, the first at {}",
                    place(*first)
                )
            }
            (_, Some(About::Other { row, distance_m })) => {
                format!("like the row at {}, {distance_m:.1} m away", place(*row))
            }
            (Rule::Outside, None) => {
                "no region of the coarsest level holds this position or lies within the snap distance of it"
                    .to_owned()
            }
            (_, None) => format!("expected {}", check.description),
        }
    }

    /// What is wrong with a file that lacks the column, told once for all its rows; `fails` says whether it fails them.
    #[must_use]
    pub fn message_of_file(&self, fails: bool) -> String {
        let what = if fails {
            "every row of the file fails"
        } else {
            "told once for the file, no warning of its rows"
        };
        format!("no column for {}: {what}", self.finding.check.column)
    }

    fn row(&self, index: usize) -> usize {
        self.finding.rows[index] as usize
    }
}

fn is_of_place(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::SamePlace
            | Rule::SamePlaceLevel
            | Rule::SamePlaceLevelName
            | Rule::SamePlaceLevelNameId
            | Rule::Crowded
            | Rule::Outside
    )
}
