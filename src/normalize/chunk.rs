//! One batch of a school file in, one typed chunk with its issues out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::numbers::{DecimalMarks, Number, count, number};
use super::openness::read_openness;
use super::school_fields::SchoolColumns;
use super::status::{Reading, read_api, read_real_time, read_source, read_word};
use super::words::{folded, id, is_unknown};
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::lonlat::LonLat;
use crate::table::{Answer, Batch, GeometryKind, Header, Openness, RawLonLat, Schools, TextColumn};

/// How school rows are read.
#[derive(Clone, Debug, Default)]
pub struct SchoolOptions {
    /// The decimal mark; both are understood where none is given.
    pub decimal: Option<char>,
    /// The country of rows that name none.
    pub country: Option<String>,
    /// Whether `false` in a page of Giga's API means no; else it is no answer.
    pub api_false_is_no: bool,
    /// Whether the input's own columns are kept.
    pub keep_properties: bool,
}

/// How often a value of a status column occurred, by column, value and reading.
pub type StatusValues = BTreeMap<(String, String, Reading), u64>;

/// The schools of one batch: one row each, not merged yet.
#[derive(Debug, Default)]
pub struct SchoolChunk {
    pub(super) schools: Schools,
    pub(super) issues: IssueLog,
    pub(super) status_values: StatusValues,
    pub(super) n_refused: u64,
    pub(super) decimal_marks: DecimalMarks,
}

impl SchoolChunk {
    /// Number of rows that the batch held, refused ones included.
    #[must_use]
    pub fn n_rows(&self) -> u64 {
        self.schools.len() as u64 + self.n_refused
    }
}

/// Turns the batches of one school file into chunks.
#[derive(Clone, Debug)]
pub struct SchoolNormalizer {
    file: Arc<str>,
    header: Vec<String>,
    columns: SchoolColumns,
    /// For each column of the file, where batches carry it.
    slots: Vec<Option<usize>>,
    options: SchoolOptions,
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
    pub fn normalize(&self, batch: &Batch) -> SchoolChunk {
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
        rows.kept();
        rows.chunk.schools.n_issues = rows.issues_of_row;
        rows.chunk
    }
}

/// One batch on its way to a chunk.
struct Rows<'a> {
    plan: &'a SchoolNormalizer,
    batch: &'a Batch,
    chunk: SchoolChunk,
    issues_of_row: Vec<u32>,
}

impl Rows<'_> {
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
        let plan = self.plan;
        self.chunk.schools.files = vec![plan.file.clone()];
        self.chunk.schools.source_file = vec![0; self.batch.rows.len()];
        self.chunk.schools.source_row.clone_from(&self.batch.rows);
        self.chunk.schools.school_id_giga = self.ids(plan.columns.id_giga);
        self.chunk.schools.school_id_govt = self.ids(plan.columns.id_govt);
        self.chunk.schools.school_name = self.text(plan.columns.name, str::trim);
        self.chunk.schools.education_level = self.text(plan.columns.level, str::trim);
        self.chunk.schools.country = self.countries();
    }

    /// Ids; a word for unknown in their place is no id, which would make one school of many.
    fn ids(&mut self, column: Option<usize>) -> TextColumn {
        let mut ids = TextColumn::new();
        for row in 0..self.batch.rows.len() {
            let field = id(field_of(self.batch, self.plan, column, row));
            let is_placeholder = !field.is_empty() && (is_unknown(field) || field == "0");
            if is_placeholder {
                let message = "expected an id; this word stands for none".to_owned();
                self.doubt(row, column, "school_id_placeholder", message);
            }
            ids.push(if is_placeholder { "" } else { field });
        }
        ids
    }

    /// Countries, codes in upper case, so that `bra` and `BRA` are one.
    fn countries(&self) -> TextColumn {
        let default_country = self.plan.options.country.as_deref().unwrap_or_default();
        let mut countries = TextColumn::new();
        for row in 0..self.batch.rows.len() {
            let field = self.field(self.plan.columns.country, row).trim();
            let country = if field.is_empty() {
                default_country
            } else {
                field
            };
            let is_code = (2..=3).contains(&country.len())
                && country.bytes().all(|byte| byte.is_ascii_alphabetic());
            if is_code {
                countries.push(&country.to_ascii_uppercase());
            } else {
                countries.push(country);
            }
        }
        countries
    }

    fn openness(&mut self) {
        let column = self.plan.columns.open;
        let is_census = column
            .is_some_and(|column| folded(&self.plan.header[column]).starts_with("tp_situacao"));
        let mut openness = Vec::with_capacity(self.batch.rows.len());
        for row in 0..self.batch.rows.len() {
            openness.push(
                read_openness(self.field(column, row), is_census).unwrap_or_else(|| {
                    let message =
                        "expected a word for open or closed; the school counts as open".to_owned();
                    self.doubt(row, column, "dq_is_invalid_domain-is_school_open", message);
                    Openness::Unsaid
                }),
            );
        }
        self.chunk.schools.openness = openness;
    }

    fn students(&mut self) {
        let column = self.plan.columns.students;
        let mut students = Vec::with_capacity(self.batch.rows.len());
        for row in 0..self.batch.rows.len() {
            let read = count(self.field(column, row), self.plan.options.decimal);
            students.push(read.unwrap_or_else(|()| {
                let message = "expected a whole number of students; none is counted".to_owned();
                self.doubt(row, column, "dq_is_not_numeric-num_students", message);
                None
            }));
        }
        self.chunk.schools.num_students = students;
    }

    fn positions(&mut self) {
        let n_rows = self.batch.rows.len();
        let mut given = Vec::with_capacity(n_rows);
        for row in 0..n_rows {
            given.push(self.given(row));
        }
        let positions = given
            .iter()
            .enumerate()
            .map(|(row, given)| self.position(row, *given))
            .collect();
        self.chunk.schools.given = given;
        self.chunk.schools.position = positions;
    }

    /// What a row gives as its coordinates: its geometry, or two columns where the caller named them, where rows have
    /// no geometry, and where this row's is missing.
    fn given(&mut self, row: usize) -> Option<RawLonLat> {
        let columns = &self.plan.columns;
        let kind = self.batch.geometries.kinds.get(row);
        let has_columns = columns.longitude.is_some() && columns.latitude.is_some();
        match kind {
            Some(GeometryKind::Missing) if has_columns => self.coordinates(row),
            Some(_) if !columns.coordinates_first => self.point(row),
            _ => self.coordinates(row),
        }
    }

    /// The two coordinate fields of a row, where both are numbers.
    fn coordinates(&mut self, row: usize) -> Option<RawLonLat> {
        let (longitude, latitude) = (self.plan.columns.longitude, self.plan.columns.latitude);
        let lat = self.coordinate(
            row,
            latitude,
            "dq_is_null_mandatory-latitude",
            "dq_is_not_numeric-latitude",
        );
        let lon = self.coordinate(
            row,
            longitude,
            "dq_is_null_mandatory-longitude",
            "dq_is_not_numeric-longitude",
        );
        Some([lon?, lat?])
    }

    fn coordinate(
        &mut self,
        row: usize,
        column: Option<usize>,
        blank: &'static str,
        unreadable: &'static str,
    ) -> Option<f64> {
        column?;
        let field = field_of(self.batch, self.plan, column, row);
        match number(field, self.plan.options.decimal) {
            Number::Value(value) => {
                self.chunk.decimal_marks.note(field);
                Some(value)
            }
            Number::Blank => {
                self.doubt(row, column, blank, "no coordinate".to_owned());
                None
            }
            Number::Unreadable => {
                self.doubt(
                    row,
                    column,
                    unreadable,
                    "expected a number of degrees".to_owned(),
                );
                None
            }
        }
    }

    /// The point of a row that has a geometry.
    fn point(&mut self, row: usize) -> Option<RawLonLat> {
        let geometries = &self.batch.geometries;
        let found = match &geometries.kinds[row] {
            GeometryKind::Point => return Some(geometries.points[row]),
            GeometryKind::Missing => "no geometry".to_owned(),
            GeometryKind::Polygonal => "found an area".to_owned(),
            GeometryKind::Other(kind) => format!("found {kind}"),
            GeometryKind::Broken(reason) => reason.clone(),
        };
        let check = match geometries.kinds[row] {
            GeometryKind::Missing => "dq_is_null_mandatory-geometry",
            _ => "dq_is_invalid_geometry",
        };
        self.doubt(row, None, check, format!("expected a point; {found}"));
        None
    }

    /// The position that two numbers are, where they are in range and not the null island.
    fn position(&mut self, row: usize, given: Option<RawLonLat>) -> Option<LonLat> {
        let [lon_deg, lat_deg] = given?;
        let (longitude, latitude) = (self.plan.columns.longitude, self.plan.columns.latitude);
        let lat_ok = (-90.0..=90.0).contains(&lat_deg);
        let lon_ok = (-180.0..=360.0).contains(&lon_deg);
        if !lat_ok {
            let message = format!("expected degrees in -90..=90, found {lat_deg}");
            self.doubt(row, latitude, "dq_is_invalid_range-latitude", message);
        }
        if !lon_ok {
            let message = format!("expected degrees in -180..=180, found {lon_deg}");
            self.doubt(row, longitude, "dq_is_invalid_range-longitude", message);
        }
        if lat_deg == 0.0 && lon_deg == 0.0 {
            let message = "longitude 0 and latitude 0 stand for a missing position".to_owned();
            self.doubt(row, latitude, "null_island", message);
            return None;
        }
        LonLat::new(lon_deg, lat_deg).ok()
    }

    fn evidence(&mut self) {
        let plan = self.plan;
        let n_rows = self.batch.rows.len();
        self.chunk.schools.real_time = match (plan.columns.real_time, plan.columns.status_source) {
            (Some(column), _) => self.answers(column, read_real_time),
            (None, Some(column)) => self.answers(column, read_source),
            (None, None) => vec![Answer::None; n_rows],
        };
        let mut declared = vec![Answer::None; n_rows];
        for column in &plan.columns.declared {
            let answers = self.answers(*column, self.reader(*column));
            for (row, answer) in answers.into_iter().enumerate() {
                declared[row] = self.together(row, *column, declared[row], answer);
            }
        }
        self.chunk.schools.declared = declared;
        self.speeds();
    }

    /// How a connectivity column is read: in an API page `connectivity` merges no and unknown.
    fn reader(&self, column: usize) -> fn(&str) -> Reading {
        let is_merged =
            self.plan.columns.is_api_page && folded(&self.plan.header[column]) == "connectivity";
        if is_merged && !self.plan.options.api_false_is_no {
            read_api
        } else {
            read_word
        }
    }

    /// The answers of one column; every distinct value is counted, and one that says nothing known is an issue.
    fn answers(&mut self, column: usize, read: fn(&str) -> Reading) -> Vec<Answer> {
        let mut seen: BTreeMap<&str, (Reading, u64)> = BTreeMap::new();
        let mut answers = Vec::with_capacity(self.batch.rows.len());
        for row in 0..self.batch.rows.len() {
            let value = field_of(self.batch, self.plan, Some(column), row).trim();
            let (reading, times) = seen.entry(value).or_insert_with(|| (read(value), 0));
            *times += 1;
            answers.push(reading.answer());
            if *reading == Reading::NotUnderstood {
                let message =
                    "expected yes, no or a word for unknown; it gives no answer".to_owned();
                self.doubt(row, Some(column), "status_value", message);
            }
        }
        for (value, (reading, times)) in seen {
            let key = (self.plan.header[column].clone(), value.to_owned(), reading);
            *self.chunk.status_values.entry(key).or_default() += times;
        }
        answers
    }

    /// What two connectivity columns say together: yes beats no, and the contradiction is a doubt.
    fn together(&mut self, row: usize, column: usize, before: Answer, now: Answer) -> Answer {
        match (before, now) {
            (Answer::Yes, Answer::No) | (Answer::No, Answer::Yes) => {
                let message =
                    "one connectivity column says yes, another no; yes is taken".to_owned();
                self.doubt(row, Some(column), "status_conflict", message);
                Answer::Yes
            }
            (before, Answer::None) => before,
            (_, now) => now,
        }
    }

    fn speeds(&mut self) {
        let column = self.plan.columns.speed;
        let mut speeds = Vec::with_capacity(self.batch.rows.len());
        for row in 0..self.batch.rows.len() {
            let field = self.field(column, row);
            speeds.push(match number(field, self.plan.options.decimal) {
                Number::Blank => None,
                Number::Value(value) if value >= 0.0 => Some(value),
                _ if read_word(field) == Reading::Unknown => None,
                _ => {
                    let message = "expected Mbit/s, 0 or more; it gives no answer".to_owned();
                    self.doubt(
                        row,
                        column,
                        "dq_is_not_numeric-download_speed_govt",
                        message,
                    );
                    None
                }
            });
        }
        self.chunk.schools.download_speed_mbps = speeds;
    }

    fn kept(&mut self) {
        let plan = self.plan;
        let named = |column: &usize| plan.header[*column].clone();
        self.chunk.schools.stated = plan
            .columns
            .stated
            .iter()
            .map(|column| (named(column), self.text(Some(*column), id)))
            .collect();
        if plan.options.keep_properties {
            let all = 0..plan.header.len();
            self.chunk.schools.properties = all
                .map(|c| (named(&c), self.text(Some(c), |field| field)))
                .collect();
        }
    }

    fn field(&self, column: Option<usize>, row: usize) -> &str {
        field_of(self.batch, self.plan, column, row)
    }

    fn text<'a>(&'a self, column: Option<usize>, clean: impl Fn(&'a str) -> &'a str) -> TextColumn {
        (0..self.batch.rows.len())
            .map(|row| clean(self.field(column, row)))
            .collect()
    }

    fn doubt(&mut self, row: usize, column: Option<usize>, check: &'static str, message: String) {
        let mut place = Place::row(&self.plan.file, self.batch.rows[row]);
        if let Some(column) = column {
            place = place.in_column(&self.plan.header[column]);
        }
        let value = field_of(self.batch, self.plan, column, row);
        self.chunk
            .issues
            .push(Issue::new(place, check, Severity::Doubt, value, message));
        self.issues_of_row[row] += 1;
    }
}

/// The field of a row, blank where the file has no such column.
fn field_of<'a>(
    batch: &'a Batch,
    plan: &SchoolNormalizer,
    column: Option<usize>,
    row: usize,
) -> &'a str {
    match column.and_then(|column| plan.slots[column]) {
        Some(slot) => batch.columns[slot].get(row),
        None => "",
    }
}
