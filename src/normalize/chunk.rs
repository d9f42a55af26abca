//! One batch of a school file in, one typed chunk with its issues out.
//!
//! Column after column: here what says which school a row is; `positions` reads coordinates, `evidence` what tells of
//! connectivity, pupils and closure.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::giga_maps::StatusRule;
use super::numbers::DecimalMarks;
use super::readings::Readings;
use super::school_fields::SchoolColumns;
use super::status::Reading;
use super::word_map::WordMap;
use super::words::{id, is_unknown, trimmed};
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Batch, Fields, Header, Openness, RawLonLat, Schools, TextColumn};

/// How school rows are read.
#[derive(Clone, Debug, Default)]
pub struct SchoolOptions {
    /// The decimal mark; both are understood where none is given.
    pub decimal: Option<char>,
    /// The country of rows that name none.
    pub country: Option<String>,
    /// Whether `false` in a page of Giga's API means no; else it is no answer.
    pub api_false_is_no: bool,
    /// By which rule rows are read for their status.
    pub status_rule: StatusRule,
    /// What the caller says that words mean.
    pub words: Arc<WordMap>,
    /// Whether the input's own columns are kept.
    pub keep_properties: bool,
    /// Whether coordinates that are no plain numbers are read where they have one meaning.
    pub repair: bool,
    /// What brings the coordinates of columns to degrees, where they are others.
    pub to_degrees: Option<ToDegrees>,
}

/// What brings two coordinates to degrees of longitude and latitude, where they are a place.
#[derive(Clone)]
pub struct ToDegrees(Arc<Transform>);

type Transform = dyn Fn(RawLonLat) -> Option<RawLonLat> + Send + Sync;

impl ToDegrees {
    /// Takes the function that does it.
    #[must_use]
    pub fn new(transform: impl Fn(RawLonLat) -> Option<RawLonLat> + Send + Sync + 'static) -> Self {
        Self(Arc::new(transform))
    }

    pub(super) fn of(&self, given: RawLonLat) -> Option<RawLonLat> {
        (self.0)(given)
    }
}

impl fmt::Debug for ToDegrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ToDegrees")
    }
}

/// How often a value of a status column occurred, by column, value and reading.
pub type StatusValues = BTreeMap<(String, String, Reading), u64>;

/// The schools of one batch: one row each, not merged yet.
#[derive(Debug, Default)]
pub struct SchoolChunk {
    pub(super) schools: Schools,
    pub(super) issues: IssueLog,
    pub(super) status_values: StatusValues,
    /// Every distinct value of the column that says whether schools are open, how it was read and how often.
    pub(super) open_values: Vec<(String, Option<Openness>, u64)>,
    /// How many fields each choice of a word gave their meaning, by its number.
    pub(super) word_uses: BTreeMap<usize, u64>,
    pub(super) n_refused: u64,
    pub(super) decimal_marks: DecimalMarks,
}

impl SchoolChunk {
    /// Number of rows that the batch held, refused ones included.
    #[must_use]
    pub fn n_rows(&self) -> u64 {
        self.schools.len() as u64 + self.n_refused
    }

    /// Number of rows that were refused.
    #[must_use]
    pub fn n_refused(&self) -> u64 {
        self.n_refused
    }

    /// The decimal marks of the coordinates.
    #[must_use]
    pub fn decimal_marks(&self) -> DecimalMarks {
        self.decimal_marks
    }

    /// Every distinct value of the status columns, how it was read and how often.
    #[must_use]
    pub fn status_values(&self) -> &StatusValues {
        &self.status_values
    }

    /// Every distinct value of the column that says whether schools are open, how it was read and how often; none where
    /// it is no word for it.
    #[must_use]
    pub fn open_values(&self) -> &[(String, Option<Openness>, u64)] {
        &self.open_values
    }

    /// The rows of the batch that are rows, in their order.
    #[must_use]
    pub fn rows(&self) -> &Schools {
        &self.schools
    }
}

/// Turns the batches of one school file into chunks.
#[derive(Clone, Debug)]
pub struct SchoolNormalizer {
    pub(super) file: Arc<str>,
    pub(super) header: Vec<String>,
    pub(super) columns: SchoolColumns,
    /// For each column of the file, where batches carry it.
    slots: Vec<Option<usize>>,
    pub(super) options: SchoolOptions,
    issue_limit: Option<usize>,
}

impl SchoolNormalizer {
    /// Prepares for one file; batches must carry what [`SchoolColumns::wanted`] asks for.
    #[must_use]
    pub fn new(
        header: &Header,
        columns: SchoolColumns,
        options: &SchoolOptions,
        issue_limit: Option<usize>,
    ) -> Self {
        let wanted = columns.wanted(header, options.keep_properties);
        let mut slots = vec![None; header.columns.len()];
        for (slot, column) in wanted.columns.iter().enumerate() {
            slots[*column] = Some(slot);
        }
        Self {
            file: header.file.clone(),
            header: header.columns.clone(),
            columns,
            slots,
            options: options.clone(),
            issue_limit,
        }
    }

    /// Normalizes one batch.
    #[must_use]
    pub fn normalize(&self, batch: &Batch<'_>) -> SchoolChunk {
        let mut rows = Rows {
            plan: self,
            batch,
            chunk: SchoolChunk {
                issues: IssueLog::new(self.issue_limit),
                ..SchoolChunk::default()
            },
            issues_of_row: vec![0; batch.rows.len()],
        };
        rows.refused();
        rows.identity();
        rows.openness();
        rows.students();
        rows.positions();
        rows.evidence();
        rows.published();
        rows.kept();
        rows.chunk.schools.n_issues = rows.issues_of_row;
        rows.chunk
    }
}

/// One batch on its way to a chunk.
pub(super) struct Rows<'a> {
    pub(super) plan: &'a SchoolNormalizer,
    pub(super) batch: &'a Batch<'a>,
    pub(super) chunk: SchoolChunk,
    issues_of_row: Vec<u32>,
}

impl<'a> Rows<'a> {
    fn refused(&mut self) {
        for refused in &self.batch.refused {
            let place = Place::row(&self.plan.file, refused.row);
            let message = refused.message.clone();
            let issue = Issue::new(
                place,
                refused.check,
                Severity::Refused,
                &refused.value,
                message,
            );
            self.chunk.issues.push(issue);
            self.chunk.n_refused += 1;
        }
    }

    fn identity(&mut self) {
        let columns = &self.plan.columns;
        let country = self.countries();
        let schools = &mut self.chunk.schools;
        schools.source_row.clone_from(&self.batch.rows);
        schools.country = country;
        self.chunk.schools.school_id_giga = self.ids(columns.id_giga);
        self.chunk.schools.school_id_govt = self.ids(columns.id_govt);
        self.chunk.schools.school_name = self.text(columns.name, "", trimmed);
        self.chunk.schools.education_level = self.education_levels();
    }

    /// Ids; a word for unknown in their place is no id, which would make one school of many.
    fn ids(&mut self, column: Option<usize>) -> TextColumn {
        let Some(fields) = self.fields(column) else {
            return TextColumn::blank(self.n_rows());
        };
        let mut ids = roomy(fields);
        fields.each(|row, field| {
            let id = id(field);
            if is_placeholder(id) {
                let message = "expected an id; this word stands for none".to_owned();
                self.doubt(row, column, "school_id_placeholder", message);
                ids.push("");
            } else {
                ids.push(id);
            }
        });
        ids
    }

    /// Countries, codes in upper case, so that `bra` and `BRA` are one.
    fn countries(&self) -> TextColumn {
        let default = self.plan.options.country.as_deref().unwrap_or_default();
        let countries = self.text(self.plan.columns.country, default, trimmed);
        let is_lower = |code: &str| {
            (2..=3).contains(&code.len()) && code.bytes().any(|byte| byte.is_ascii_lowercase())
        };
        if !countries.iter().any(is_lower) {
            return countries;
        }
        let mut upper = TextColumn::new();
        for country in countries.iter() {
            if is_lower(country) {
                upper.push(&country.to_ascii_uppercase());
            } else {
                upper.push(country);
            }
        }
        upper
    }

    fn education_levels(&mut self) -> TextColumn {
        let (column, words) = (self.plan.columns.level, &self.plan.options.words.level);
        let fields = self.fields(column).filter(|_| !words.is_empty());
        let Some(fields) = fields else {
            return self.text(column, "", trimmed);
        };
        let mut readings = Readings::new(|field| {
            let meaning = words.meaning(field).map(String::as_str);
            meaning.unwrap_or_else(|| trimmed(field))
        });
        let mut levels = roomy(fields);
        fields.each(|_, field| levels.push(readings.of(field)));
        for (field, _, times) in readings.counts() {
            self.use_word(words.choice(field), times);
        }
        levels
    }

    /// Counts fields to which a choice of a word gave their meaning, where one did.
    pub(super) fn use_word(&mut self, choice: Option<usize>, times: u64) {
        if let Some(choice) = choice {
            *self.chunk.word_uses.entry(choice).or_default() += times;
        }
    }

    fn kept(&mut self) {
        let plan = self.plan;
        let named = |column: &usize| plan.header[*column].clone();
        let stated = plan.columns.stated.iter();
        self.chunk.schools.stated = stated
            .map(|column| (named(column), self.text(Some(*column), "", id)))
            .collect();
        let traits = plan.columns.traits.iter().filter(|asked| !asked.is_held());
        self.chunk.schools.traits = traits
            .map(|asked| (asked.name.clone(), self.text(asked.column, "", id)))
            .collect();
        if plan.options.keep_properties {
            let all = 0..plan.header.len();
            self.chunk.schools.properties = all
                .map(|c| (named(&c), self.text(Some(c), "", |field| field)))
                .collect();
        }
    }

    pub(super) fn n_rows(&self) -> usize {
        self.batch.rows.len()
    }

    /// The fields of a column, where the file has it.
    pub(super) fn fields(&self, column: Option<usize>) -> Option<&'a Fields<'a>> {
        let slot = column.and_then(|column| self.plan.slots[column]);
        slot.map(|slot| &self.batch.columns[slot])
    }

    /// The field of a row, blank where the file has no such column.
    pub(super) fn field(&self, column: Option<usize>, row: usize) -> &'a str {
        self.fields(column).map_or("", |fields| fields.get(row))
    }

    /// The cleaned fields of a column, `default` in place of blank ones.
    fn text(
        &self,
        column: Option<usize>,
        default: &str,
        clean: impl Fn(&str) -> &str,
    ) -> TextColumn {
        let Some(fields) = self.fields(column) else {
            return repeated(default, self.n_rows());
        };
        let mut text = roomy(fields);
        fields.each(|_, field| {
            let field = clean(field);
            text.push(if field.is_empty() { default } else { field });
        });
        text
    }

    pub(super) fn doubt(
        &mut self,
        row: usize,
        column: Option<usize>,
        check: &'static str,
        message: String,
    ) {
        self.tell(row, column, check, Severity::Doubt, message);
    }

    pub(super) fn repaired(
        &mut self,
        row: usize,
        column: Option<usize>,
        check: &'static str,
        message: String,
    ) {
        self.tell(row, column, check, Severity::Repaired, message);
    }

    fn tell(
        &mut self,
        row: usize,
        column: Option<usize>,
        check: &'static str,
        severity: Severity,
        message: String,
    ) {
        let mut place = Place::row(&self.plan.file, self.batch.rows[row]);
        if let Some(column) = column {
            place = place.in_column(&self.plan.header[column]);
        }
        let value = self.field(column, row);
        self.chunk
            .issues
            .push(Issue::new(place, check, severity, value, message));
        self.issues_of_row[row] += 1;
    }
}

/// Whether a field in an id's place stands for no id. Ids are told by their first byte: hardly any begins as a word
/// for unknown does.
fn is_placeholder(id: &str) -> bool {
    match id.as_bytes() {
        [] | [b'1'..=b'9', ..] => false,
        [b'0', rest @ ..] => rest.is_empty(),
        _ => is_unknown(id),
    }
}

/// A column with room for copies of the fields.
fn roomy(fields: &Fields<'_>) -> TextColumn {
    let mut n_bytes = 0;
    fields.each(|_, field| n_bytes += field.len());
    let mut column = TextColumn::new();
    column.reserve(fields.len(), n_bytes);
    column
}

fn repeated(field: &str, n_rows: usize) -> TextColumn {
    if field.is_empty() {
        return TextColumn::blank(n_rows);
    }
    std::iter::repeat_n(field, n_rows).collect()
}
