//! A country in, its schools file out: rows are made in chunks, in parallel, and written in order.

use std::io;

use rayon::prelude::*;

use super::country::Country;
use super::dirt::Dirt;
use super::school::{COLUMNS, Row, SchoolTruth, row};

/// What a schools file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchoolCounts {
    /// Data rows, dirty ones included.
    pub n_rows: u64,
    /// Rows with each kind of dirt, in the order of [`Dirt::ALL`].
    pub dirty: [u64; Dirt::ALL.len()],
}

impl SchoolCounts {
    /// Rows with one kind of dirt.
    #[must_use]
    pub fn of(&self, dirt: Dirt) -> u64 {
        self.dirty[dirt as usize]
    }

    /// Rows with dirt of any kind.
    #[must_use]
    pub fn n_dirty(&self) -> u64 {
        self.dirty.iter().sum()
    }

    fn add(&mut self, truth: &SchoolTruth) {
        self.n_rows += 1;
        if let Some(dirt) = truth.dirt {
            self.dirty[dirt as usize] += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.n_rows += other.n_rows;
        for (mine, theirs) in self.dirty.iter_mut().zip(other.dirty) {
            *mine += theirs;
        }
    }
}

/// Rows that are made as one piece.
const ROWS_PER_CHUNK: u64 = 2_048;
/// Pieces that are in memory at a time.
const CHUNKS_AT_A_TIME: usize = 32;

impl Country {
    /// Writes the schools file as a ministry would send it: UTF-8 CSV, a header and `n_schools` rows, line feeds; row
    /// `n` (from 0) stands on line `n + 2`. Needs about 15 MB of memory, however many the rows.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_schools(&self, out: &mut dyn io::Write) -> io::Result<SchoolCounts> {
        writeln!(out, "{}", COLUMNS.join(","))?;
        let mut counts = SchoolCounts::default();
        let chunks: Vec<u64> = (0..self.n_rows().div_ceil(ROWS_PER_CHUNK)).collect();
        for numbers in chunks.chunks(CHUNKS_AT_A_TIME) {
            let chunks: Vec<Chunk> = numbers
                .par_iter()
                .map(|number| self.chunk(*number))
                .collect();
            for chunk in chunks {
                out.write_all(chunk.text.as_bytes())?;
                counts.merge(&chunk.counts);
            }
        }
        Ok(counts)
    }

    /// The truth about every row of the schools file, in order.
    #[must_use]
    pub fn school_truths(&self) -> Vec<SchoolTruth> {
        let rows = (0..self.n_rows()).into_par_iter();
        rows.map(|number| row(self, number).truth).collect()
    }

    fn chunk(&self, number: u64) -> Chunk {
        let start = number * ROWS_PER_CHUNK;
        let mut chunk = Chunk::default();
        for number in start..self.n_rows().min(start + ROWS_PER_CHUNK) {
            let row = row(self, number);
            push_row(&row, &mut chunk.text);
            chunk.counts.add(&row.truth);
        }
        chunk
    }
}

/// Consecutive rows as text.
#[derive(Default)]
struct Chunk {
    text: String,
    counts: SchoolCounts,
}

fn push_row(row: &Row<'_>, text: &mut String) {
    let mut delimiter = "";
    for (column, field) in row.fields.iter().enumerate() {
        if row.missing != Some(column) {
            text.push_str(delimiter);
            push_field(field, text);
            delimiter = ",";
        }
    }
    text.push('\n');
}

/// Appends a field, quoted where RFC 4180 asks for it.
fn push_field(field: &str, text: &mut String) {
    if field.contains([',', '"', '\n', '\r']) {
        text.push('"');
        text.push_str(&field.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(field);
    }
}

#[cfg(test)]
#[path = "schools_file_tests.rs"]
mod tests;
