//! The content of an `OpenDocument` sheet in; one whose cells would not fit in memory is refused.
//!
//! The format writes equal cells and rows once, with the number of times that they stand there; the parser writes
//! them all out.

use std::io::{BufReader, Read};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::damaged;
use crate::error::Error;
use crate::issue::Place;

/// The most cells that the parser may write out.
const MAX_CELLS: u64 = 20_000_000;

/// Counts the cells of all sheets.
pub(super) fn check(file: &Arc<str>, content: impl Read) -> Result<(), Error> {
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut tally = Tally::default();
    while tally.n_cells <= MAX_CELLS {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Err(error) => return Err(damaged(file, error.to_string())),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(element) | Event::Empty(element)) => tally.add(&element),
            Ok(_) => {}
        }
    }
    let expected = format!("a workbook of at most {MAX_CELLS} cells");
    Err(Error::malformed(Place::file(file), expected, "more"))
}

/// The cells that the parser has to write out up to some element.
#[derive(Debug, Default)]
struct Tally {
    n_cells: u64,
    /// How often the present row stands there, and the blank ones before it.
    row_times: u64,
    /// Blank cells of the present row that are written out if another one follows.
    n_blank: u64,
    /// Cells of the present row.
    width: u64,
}

impl Tally {
    fn add(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "table-row" => {
                // Blank rows are written out, as wide as others, once a row follows that is not.
                let n_blank_rows = if self.width == 0 { self.row_times } else { 0 };
                self.row_times = n_blank_rows.saturating_add(times(element, "rows"));
                (self.n_blank, self.width) = (0, 0);
            }
            "table-cell" | "covered-table-cell" => self.add_cell(element),
            _ => {}
        }
    }

    fn add_cell(&mut self, element: &BytesStart<'_>) {
        let times = times(element, "columns");
        if !has_content(element) {
            self.n_blank = self.n_blank.saturating_add(times);
            return;
        }
        let n_more = times.saturating_add(std::mem::take(&mut self.n_blank));
        self.width = self.width.saturating_add(n_more);
        self.n_cells = self
            .n_cells
            .saturating_add(n_more.saturating_mul(self.row_times));
    }
}

/// How often a row or cell stands there.
fn times(element: &BytesStart<'_>, of: &str) -> u64 {
    let key = format!("table:number-{of}-repeated");
    let value = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == key);
    value.map_or(1, |attribute| {
        attribute.value.trim().parse().unwrap_or(u64::MAX)
    })
}

fn has_content(element: &BytesStart<'_>) -> bool {
    element.attributes().flatten().any(|attribute| {
        let key = attribute.key.as_ref();
        key.starts_with("office:") || key.starts_with("calcext:") || key == "table:formula"
    })
}
