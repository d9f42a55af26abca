//! Batches of school files in, the rows as their owner wrote them out.

use rayon::prelude::*;

use crate::judge::column_names;
use crate::normalize::{SchoolChunk, SchoolColumns, level_name};
use crate::table::{Batch, Header, RecordField, RecordFile, Records, TextColumn, Wanted};

/// Which columns of the school files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Those that checks look at.
    Judged,
    /// All of them.
    All,
}

/// Gathers the rows of all school files.
#[derive(Debug)]
pub(super) struct RecordIntake {
    kept: Kept,
    records: Records,
    files: Vec<FileParts>,
}

/// The rows of one file, column by column.
#[derive(Debug, Default)]
struct FileParts {
    headers: Vec<String>,
    /// For each column its parts, in the order of the rows.
    columns: Vec<Vec<TextColumn>>,
    n_rows: usize,
}

/// Takes the kept columns out of the batches of one file.
#[derive(Clone, Debug)]
pub(super) struct RecordTaker {
    /// Where batches carry each column that is kept.
    slots: Vec<usize>,
}

impl RecordIntake {
    pub(super) fn new(kept: Kept) -> Self {
        Self {
            kept,
            records: Records::default(),
            files: Vec::new(),
        }
    }

    /// Begins a file; `wanted`, which is what its columns need, is lengthened by what is kept besides.
    pub(super) fn begin_file(
        &mut self,
        header: &Header,
        columns: &SchoolColumns,
        wanted: &mut Wanted,
    ) -> RecordTaker {
        let fields = fields_of(header, columns);
        let kept: Vec<usize> = match self.kept {
            Kept::All => (0..header.columns.len()).collect(),
            Kept::Judged => (0..header.columns.len())
                .filter(|column| fields.iter().any(|(_, field)| field.column == *column))
                .collect(),
        };
        let slots = kept.iter().map(|column| slot_of(*column, wanted)).collect();
        let in_kept = |(name, field): (String, RecordField)| {
            let column = kept.iter().position(|column| *column == field.column)?;
            Some((name, RecordField { column, ..field }))
        };
        self.records.files.push(RecordFile {
            name: header.file.clone(),
            has_coordinates: header.has_geometry || has_both(&fields),
            fields: fields.into_iter().filter_map(in_kept).collect(),
        });
        self.files.push(FileParts {
            headers: kept
                .iter()
                .map(|column| header.columns[*column].clone())
                .collect(),
            columns: vec![Vec::new(); kept.len()],
            n_rows: 0,
        });
        RecordTaker { slots }
    }

    /// Takes the next rows of the file begun last: as they were normalized, and the columns that were kept of them.
    pub(super) fn push(&mut self, chunk: &SchoolChunk, columns: Vec<TextColumn>) {
        let (Some(file), rows) = (self.files.last_mut(), chunk.rows()) else {
            return;
        };
        file.n_rows += rows.len();
        for (parts, column) in file.columns.iter_mut().zip(columns) {
            parts.push(column);
        }
        let index = u32::try_from(self.records.files.len() - 1).unwrap_or(u32::MAX);
        let records = &mut self.records;
        records
            .source_file
            .extend(std::iter::repeat_n(index, rows.len()));
        records.source_row.extend_from_slice(&rows.source_row);
        let given = (0..rows.len()).map(|row| rows.given(row));
        records.given.extend(given);
        records.position.extend_from_slice(&rows.position);
    }

    /// The rows; `first_of_repeated` tells the rows that repeat a school, each with its first row.
    pub(super) fn finish(self, first_of_repeated: &[(u32, u32)]) -> Records {
        let Self {
            mut records,
            mut files,
            ..
        } = self;
        let file_of = |row: &u32| records.source_file.get(*row as usize);
        let completes = |(row, first): &&(u32, u32)| file_of(row) != file_of(first);
        records.completing = first_of_repeated
            .iter()
            .filter(completes)
            .copied()
            .collect();
        let headers = distinct_headers(&files);
        for (file, parts) in records.files.iter_mut().zip(&files) {
            for field in file.fields.values_mut() {
                let header = &parts.headers[field.column];
                field.column = headers
                    .iter()
                    .position(|known| known == header)
                    .unwrap_or_default();
            }
        }
        let parts: Vec<Vec<TextColumn>> = headers
            .iter()
            .map(|header| parts_of(header, &mut files))
            .collect();
        let columns = parts
            .into_par_iter()
            .map(|parts| TextColumn::concat(&parts));
        records.columns = headers
            .into_iter()
            .zip(columns.collect::<Vec<_>>())
            .collect();
        records
    }
}

impl RecordTaker {
    /// The kept columns of a batch.
    pub(super) fn taken(&self, batch: &Batch<'_>) -> Vec<TextColumn> {
        let column = |slot: &usize| batch.columns[*slot].iter().collect();
        self.slots.iter().map(column).collect()
    }
}

/// Where batches carry a column, which is asked for if it is not yet.
fn slot_of(column: usize, wanted: &mut Wanted) -> usize {
    let known = wanted.columns.iter().position(|wanted| *wanted == column);
    known.unwrap_or_else(|| {
        wanted.columns.push(column);
        wanted.columns.len() - 1
    })
}

/// The fields that columns hold: those that were found for schools, and Giga's columns by their names. A word for
/// connectivity is taken by its own name alone, as many columns may tell of it.
fn fields_of(header: &Header, columns: &SchoolColumns) -> Vec<(String, RecordField)> {
    let folded: Vec<String> = header.columns.iter().map(|name| level_name(name)).collect();
    let field = |field: &str, column: usize| {
        let name = field.to_ascii_lowercase();
        let is_own_name = folded[column] == name;
        (
            name,
            RecordField {
                column,
                is_own_name,
            },
        )
    };
    let index = |name: &String| header.columns.iter().position(|known| known == name);
    let found = columns
        .matches
        .iter()
        .filter(|found| !["connectivity", "stated"].contains(&&*found.field));
    let mut fields: Vec<(String, RecordField)> = found
        .filter_map(|found| Some(field(&found.field, index(&found.column)?)))
        .collect();
    for name in column_names() {
        let lower = name.to_ascii_lowercase();
        let is_known = fields.iter().any(|(known, _)| *known == lower);
        if let Some(column) = folded
            .iter()
            .position(|column| *column == lower)
            .filter(|_| !is_known)
        {
            fields.push(field(name, column));
        }
    }
    fields
}

fn has_both(fields: &[(String, RecordField)]) -> bool {
    let has = |name: &str| fields.iter().any(|(field, _)| field == name);
    has("longitude") && has("latitude")
}

/// The headers of all files, in the order in which they first come up.
fn distinct_headers(files: &[FileParts]) -> Vec<String> {
    let mut known = std::collections::HashSet::new();
    let headers = files.iter().flat_map(|file| &file.headers);
    headers
        .filter(|header| known.insert(header.as_str()))
        .cloned()
        .collect()
}

/// The parts of a column over all files, blank where a file has none.
fn parts_of(header: &str, files: &mut [FileParts]) -> Vec<TextColumn> {
    let of_file = |file: &mut FileParts| match file.headers.iter().position(|known| known == header)
    {
        Some(column) => std::mem::take(&mut file.columns[column]),
        None => vec![TextColumn::blank(file.n_rows)],
    };
    files.iter_mut().flat_map(of_file).collect()
}
