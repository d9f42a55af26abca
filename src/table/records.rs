//! The rows of the school files as their owner wrote them, one for each row that is one, before any are merged.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{RawLonLat, TextColumn};
use crate::issue::Place;
use crate::lonlat::LonLat;

/// The rows of all school files; all columns have one entry for each row, in the order of the input.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The files.
    pub files: Vec<RecordFile>,
    /// Index into `files`, ascending.
    pub source_file: Vec<u32>,
    /// Where the row stands in its file, ascending in each: the physical line in delimited text, the feature's number
    /// elsewhere.
    pub source_row: Vec<u64>,
    /// The two coordinates as the row gives them (longitude first), where both are finite numbers.
    pub given: Vec<Option<RawLonLat>>,
    /// The position, where `given` is in range and credible.
    pub position: Vec<Option<LonLat>>,
    /// The rows that name, by an id, a school of an earlier file, each with the first row of that school; ascending.
    pub completing: Vec<(u32, u32)>,
    /// The fields by header, as the files have them; blank in files without that column.
    pub columns: Vec<(String, TextColumn)>,
}

/// One school file.
#[derive(Clone, Debug, Default)]
pub struct RecordFile {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it can give positions: by a geometry or by two columns.
    pub has_coordinates: bool,
    /// Which column holds which field, under the field's name in lower case.
    pub fields: BTreeMap<String, RecordField>,
}

/// The column of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordField {
    /// Index into [`Records::columns`].
    pub column: usize,
    /// Whether its header is the field's own name, and no other that stands for it.
    pub is_own_name: bool,
}

impl Records {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.source_row.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.source_row.is_empty()
    }

    /// The rows of a file.
    #[must_use]
    pub fn rows_of(&self, file: usize) -> std::ops::Range<usize> {
        let start = |file: usize| {
            self.source_file
                .partition_point(|of_row| (*of_row as usize) < file)
        };
        start(file)..start(file + 1)
    }

    /// The row that stands at a place of a file, if it is one of these.
    #[must_use]
    pub fn row_at(&self, file: usize, source_row: u64) -> Option<usize> {
        let rows = self.rows_of(file);
        let found = self
            .source_row
            .get(rows.clone())?
            .binary_search(&source_row);
        found.ok().map(|offset| rows.start + offset)
    }

    /// Where a row stands.
    ///
    /// # Panics
    /// If `row` is not below [`len`](Self::len).
    #[must_use]
    pub fn place(&self, row: usize) -> Place {
        let file = &self.files[self.source_file[row] as usize];
        Place::row(&file.name, self.source_row[row])
    }

    /// The first row of the school of an earlier file that a row names by an id, and so completes.
    #[must_use]
    pub fn completed_by(&self, row: usize) -> Option<usize> {
        let key = |(row, _): &(u32, u32)| *row as usize;
        let found = self.completing.binary_search_by_key(&row, key).ok()?;
        Some(self.completing[found].1 as usize)
    }

    /// The fields of one name, whatever the columns are called that hold it.
    #[must_use]
    pub fn cells(&self, field: &str) -> Cells<'_> {
        let field = field.to_ascii_lowercase();
        Cells {
            records: self,
            of_file: self
                .files
                .iter()
                .map(|file| file.fields.get(&field).copied())
                .collect(),
        }
    }
}

/// The fields of one name in all files.
#[derive(Clone, Debug)]
pub struct Cells<'a> {
    records: &'a Records,
    of_file: Vec<Option<RecordField>>,
}

impl<'a> Cells<'a> {
    /// The same, but only from columns whose header is the field's own name.
    #[must_use]
    pub fn of_own_name(mut self) -> Self {
        for field in &mut self.of_file {
            *field = field.filter(|field| field.is_own_name);
        }
        self
    }

    /// Whether any file has such a column.
    #[must_use]
    pub fn are_there(&self) -> bool {
        self.of_file.iter().any(Option::is_some)
    }

    /// Whether a file has such a column.
    #[must_use]
    pub fn are_in(&self, file: usize) -> bool {
        self.of_file.get(file).is_some_and(Option::is_some)
    }

    /// The header of the column that holds the field of a row.
    #[must_use]
    pub fn header(&self, row: usize) -> Option<&'a str> {
        let field = self.of_row(row)?;
        Some(&self.records.columns[field.column].0)
    }

    /// The field of a row without white space around it, `None` where its file has no such column.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'a str> {
        let field = self.of_row(row)?;
        Some(self.records.columns[field.column].1.get(row).trim())
    }

    /// The field of a row, `None` where it is blank or a word that table libraries write for nothing.
    #[must_use]
    pub fn known(&self, row: usize) -> Option<&'a str> {
        self.get(row).filter(|field| !is_null(field))
    }

    fn of_row(&self, row: usize) -> Option<RecordField> {
        let file = *self.records.source_file.get(row)?;
        *self.of_file.get(file as usize)?
    }
}

/// What table libraries and spreadsheets write for nothing.
const NULLS: [&str; 5] = ["nan", "null", "none", "n/a", "#n/a"];

fn is_null(field: &str) -> bool {
    field.is_empty()
        || (field.len() <= 4 && NULLS.iter().any(|null| field.eq_ignore_ascii_case(null)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, fields: &[(&str, usize, bool)]) -> RecordFile {
        let field = |(name, column, is_own_name): &(&str, usize, bool)| {
            let field = RecordField {
                column: *column,
                is_own_name: *is_own_name,
            };
            ((*name).to_owned(), field)
        };
        RecordFile {
            name: name.into(),
            has_coordinates: true,
            fields: fields.iter().map(field).collect(),
        }
    }

    #[test]
    fn a_field_is_found_under_the_header_of_each_file() {
        let records = Records {
            files: vec![
                file("a.csv", &[("school_name", 0, false)]),
                file("b.csv", &[("school_name", 1, true)]),
                file("c.csv", &[]),
            ],
            source_file: vec![0, 0, 1, 2],
            source_row: vec![2, 5, 2, 2],
            columns: vec![
                (
                    "NO_ENTIDADE".to_owned(),
                    ["A ", "NaN", "", ""].into_iter().collect(),
                ),
                (
                    "school_name".to_owned(),
                    ["", "", "B", ""].into_iter().collect(),
                ),
            ],
            ..Records::default()
        };
        let names = records.cells("School_Name");
        let found: Vec<_> = (0..4).map(|row| names.get(row)).collect();
        assert_eq!(found, [Some("A"), Some("NaN"), Some("B"), None]);
        assert_eq!(names.known(1), None);
        assert_eq!(names.header(2), Some("school_name"));
        assert!(names.are_in(1) && !names.are_in(2));
        assert_eq!(names.of_own_name().get(0), None);
        assert_eq!(records.row_at(0, 5), Some(1));
        assert_eq!(records.row_at(1, 5), None);
        assert_eq!(records.rows_of(2), 3..4);
        assert_eq!(records.place(1).to_string(), "a.csv:5");
    }
}
