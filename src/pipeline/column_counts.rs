//! A file of rows in, what they add up to out: rows, positions, outlines, decimal marks, and words as they are read.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::columns::{ColumnWord, FileKind, Positions};
use super::inputs::school_options;
use super::plan::Plan;
use super::progress::Progress;
use crate::error::Error;
use crate::normalize::{
    DecimalMarks, Match, Reading, SchoolChunk, SchoolColumns, SchoolNormalizer, SchoolOptions,
    StatusValues,
};
use crate::read::Opened;
use crate::table::{GeometryKind, Openness, Schools};

/// The most distinct words of a kind that are kept of a file.
const MOST_WORDS: usize = 1_000;

/// What the rows of a file add up to.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) n_rows: u64,
    pub(super) n_refused: u64,
    /// Rows with an outline.
    n_areas: u64,
    pub(super) positions: Positions,
    pub(super) decimal_marks: DecimalMarks,
    status_values: StatusValues,
    open_values: BTreeMap<String, (Option<Openness>, u64)>,
}

/// Reads all rows as those of schools.
pub(super) fn count(
    plan: &Plan,
    opened: &Opened,
    columns: &SchoolColumns,
    progress: &dyn Progress,
) -> Result<Counts, Error> {
    let header = opened.header().clone();
    let wanted = columns.wanted(&header, false);
    let options = SchoolOptions {
        keep_properties: false,
        ..school_options(plan)?
    };
    let normalizer = SchoolNormalizer::new(&header, columns.clone(), &options, Some(0));
    let mut counts = Counts::default();
    opened.read(
        &wanted,
        |batch| {
            let kinds = batch.geometries.kinds.iter();
            let areas = kinds.filter(|kind| **kind == GeometryKind::Polygonal);
            (areas.count() as u64, normalizer.normalize(&batch))
        },
        |(n_areas, chunk)| {
            progress.advance(chunk.n_rows());
            counts.n_areas += n_areas;
            counts.add(&chunk);
            Ok(())
        },
    )?;
    Ok(counts)
}

impl Positions {
    fn add(&mut self, rows: &Schools) {
        for (row, position) in rows.position.iter().enumerate() {
            match (position, rows.given(row)) {
                (Some(_), _) => self.n_places += 1,
                (None, Some(_)) => self.n_odd += 1,
                (None, None) => self.n_without += 1,
            }
        }
    }
}

impl Counts {
    fn add(&mut self, chunk: &SchoolChunk) {
        self.n_rows += chunk.n_rows();
        self.n_refused += chunk.n_refused();
        self.decimal_marks.merge(chunk.decimal_marks());
        self.positions.add(chunk.rows());
        for (value, rows) in chunk.status_values() {
            if self.status_values.len() < MOST_WORDS || self.status_values.contains_key(value) {
                *self.status_values.entry(value.clone()).or_default() += rows;
            }
        }
        for (value, read, rows) in chunk.open_values() {
            if self.open_values.len() < MOST_WORDS || self.open_values.contains_key(value) {
                let known = self.open_values.entry(value.clone());
                known.or_insert((*read, 0)).1 += rows;
            }
        }
    }

    /// What the rows are: regions where most have an outline.
    pub(super) fn kind(&self) -> FileKind {
        if self.n_areas * 2 > self.n_rows {
            FileKind::Regions
        } else {
            FileKind::Schools
        }
    }

    /// The words of columns: field by field, those not understood first, then the most frequent.
    pub(super) fn words(&self, matches: &[Match]) -> Vec<ColumnWord> {
        let status = self.status_values.iter();
        let status = status.map(|((column, value, reading), rows)| ColumnWord {
            field: field_of(column, matches),
            column: column.clone(),
            value: value.clone(),
            read_as: reading.name(),
            is_understood: *reading != Reading::NotUnderstood,
            rows: *rows,
        });
        let open = matches.iter().find(|found| found.field == OPEN);
        let column = open.map_or("", |found| &found.column);
        let open = self.open_values.iter();
        let open = open.map(|(value, (read, rows))| ColumnWord {
            field: OPEN.to_owned(),
            column: column.to_owned(),
            value: value.clone(),
            read_as: openness_name(*read),
            is_understood: read.is_some(),
            rows: *rows,
        });
        let mut words: Vec<ColumnWord> = status.chain(open).collect();
        words.sort_by(|one, other| {
            let order = |word: &ColumnWord| (word.is_understood, Reverse(word.rows));
            let field = one.field.cmp(&other.field);
            field.then_with(|| order(one).cmp(&order(other)))
        });
        words
    }
}

/// The field whose words say whether a school is open.
const OPEN: &str = "is_school_open";

/// The field of status words that a column was taken for.
fn field_of(column: &str, matches: &[Match]) -> String {
    let of_status = ["connectivity", "connectivity_RT", "status_source"];
    let mut matches = matches.iter();
    let found =
        matches.find(|found| found.column == column && of_status.contains(&found.field.as_str()));
    found.map(|found| found.field.clone()).unwrap_or_default()
}

fn openness_name(openness: Option<Openness>) -> &'static str {
    match openness {
        Some(Openness::Open) => "open",
        Some(Openness::Closed) => "closed",
        Some(Openness::Unsaid) => "unknown (counts as open)",
        None => "unknown (not understood; counts as open)",
    }
}
