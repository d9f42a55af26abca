//! The cells of a sheet in, its titles, header and rows as text out.

use std::sync::Arc;

use crate::error::Error;
use crate::issue::Place;
use crate::read::csv::numbered;
use crate::read::{MAX_COLUMNS, refused};
use crate::table::{RefusedRow, TextColumn};

/// The most text that one sheet may hold.
const MAX_TEXT_BYTES: usize = 2 << 30;

/// How many rows tell how wide the table is.
const WIDTH_ROWS: usize = 100;

/// The rows of a table, below its header.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The names of the columns.
    pub(super) names: Vec<String>,
    /// The number of each row as the sheet counts; blank rows are none.
    pub(super) rows: Vec<u64>,
    /// Rows above the header.
    pub(super) titles: Vec<RefusedRow>,
    /// The row of the header.
    pub(super) header_row: Option<u64>,
    /// For each named column where it stands in the sheet, from 0.
    pub(super) positions: Vec<usize>,
    columns: Vec<TextColumn>,
}

impl Sheet {
    /// The text of a column, one field for each row.
    pub(super) fn column(&self, column: usize) -> &TextColumn {
        &self.columns[column]
    }
}

/// A sheet under construction.
#[derive(Debug)]
pub(super) struct Cells {
    file: Arc<str>,
    rows: Vec<u64>,
    columns: Vec<TextColumn>,
    n_bytes: usize,
}

impl Cells {
    pub(super) fn new(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            rows: Vec::new(),
            columns: Vec::new(),
            n_bytes: 0,
        }
    }

    /// Whether no cell has text.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes in a cell, row and column counted from 0; cells come row by row, from left to right.
    pub(super) fn push(&mut self, row: u32, column: u32, text: &str) -> Result<(), Error> {
        if text.trim_ascii().is_empty() {
            return Ok(());
        }
        let row = u64::from(row) + 1;
        let place = || Place::row(&self.file, row);
        let column = column as usize;
        if column >= MAX_COLUMNS {
            let expected = format!("at most {MAX_COLUMNS} columns");
            let found = format!("a cell in column {}", column + 1);
            return Err(Error::malformed(place(), expected, found));
        }
        self.n_bytes = self.n_bytes.saturating_add(text.len());
        if self.n_bytes > MAX_TEXT_BYTES {
            let expected = format!("a sheet with at most {MAX_TEXT_BYTES} bytes of text");
            return Err(Error::malformed(place(), expected, "more"));
        }
        let last = self.rows.last().copied();
        if last != Some(row) {
            self.rows.push(row);
        }
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, TextColumn::new);
        }
        let n_before = self.rows.len() - 1;
        let fields = &mut self.columns[column];
        if last > Some(row) || fields.len() > n_before {
            let found = "a cell that comes too late";
            return Err(Error::malformed(
                place(),
                "cells in the order of rows and columns",
                found,
            ));
        }
        fill_up(fields, n_before);
        fields.push(text);
        Ok(())
    }

    /// Tells titles, header and rows apart.
    pub(super) fn into_sheet(mut self, has_header: bool) -> Result<Sheet, Error> {
        for column in &mut self.columns {
            fill_up(column, self.rows.len());
        }
        let header = if has_header { self.header() } else { None };
        let first = header.map_or(0, |header| header + 1);
        let names = self.names(header)?;
        let is_used = |column: &usize| {
            let fields = &self.columns[*column];
            header.is_some_and(|header| !fields.get(header).is_empty())
                || (first..fields.len()).any(|row| !fields.get(row).is_empty())
        };
        let positions: Vec<usize> = (0..self.columns.len()).filter(is_used).collect();
        let below =
            |column: &TextColumn| (first..column.len()).map(|row| column.get(row)).collect();
        Ok(Sheet {
            names: positions
                .iter()
                .map(|column| names[*column].clone())
                .collect(),
            titles: (0..header.unwrap_or(0))
                .map(|row| self.title(row))
                .collect(),
            header_row: header.map(|header| self.rows[header]),
            columns: positions
                .iter()
                .map(|column| below(&self.columns[*column]))
                .collect(),
            rows: self.rows.split_off(first),
            positions,
        })
    }

    /// The header is the first row that fills at least half as many cells as the fullest of the first rows: titles
    /// fill few.
    fn header(&self) -> Option<usize> {
        let widths: Vec<usize> = (0..self.rows.len().min(WIDTH_ROWS))
            .map(|row| self.width(row))
            .collect();
        let widest = widths.iter().max()?;
        widths.iter().position(|width| width * 2 >= *widest)
    }

    fn width(&self, row: usize) -> usize {
        let is_filled = |column: &&TextColumn| !column.get(row).is_empty();
        self.columns.iter().filter(is_filled).count()
    }

    fn names(&self, header: Option<usize>) -> Result<Vec<String>, Error> {
        let Some(header) = header else {
            return Ok((1..=self.columns.len())
                .map(|number| number.to_string())
                .collect());
        };
        let name = |column: &TextColumn| {
            column
                .get(header)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let place = Place::row(&self.file, self.rows[header]);
        numbered(&place, self.columns.iter().map(name).collect())
    }

    fn title(&self, row: usize) -> RefusedRow {
        let words: Vec<&str> = self.columns.iter().map(|column| column.get(row)).collect();
        let message = "expected a row of the table, found a title above its header";
        refused(
            self.rows[row],
            "structure",
            words.join(" ").trim(),
            message.to_owned(),
        )
    }
}

fn fill_up(column: &mut TextColumn, n_rows: usize) {
    for _ in column.len()..n_rows {
        column.push("");
    }
}
