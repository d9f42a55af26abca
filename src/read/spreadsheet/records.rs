//! The bytes of an older Excel workbook in; one whose cells would not fit in memory is refused.
//!
//! The format is a run of records (MS-XLS 2.1.4): type, length, content. Its parser makes room for all cells of a
//! sheet up to the last row and column that it meets or that a record claims, so a damaged number would make it ask
//! for terabytes.

use std::io::{Cursor, Read};
use std::sync::Arc;

use cfb::CompoundFile;

use super::damaged;
use crate::error::Error;
use crate::issue::Place;

/// The most cells of a workbook, blank ones within the bounds of a sheet among them.
const MAX_CELLS: u64 = 20_000_000;

/// Where a workbook says at which byte a sheet begins (`BoundSheet8`).
const SHEET: u16 = 0x0085;
const BEGINNING: u16 = 0x0809;
const END: u16 = 0x000a;
/// The first and last row and column in use, as the file claims (`Dimensions`).
const DIMENSIONS: u16 = 0x0200;
/// Records of a cell, which begin with its row and column.
const CELLS: [u16; 8] = [
    0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e,
];

/// Adds up the cells within the bounds of each sheet.
pub(super) fn check(file: &Arc<str>, bytes: &[u8]) -> Result<(), Error> {
    let stream = stream(bytes).map_err(|cause| damaged(file, cause.to_string()))?;
    let globals = records(&stream).take_while(|(kind, _)| *kind != END);
    let starts = globals.filter(|(kind, _)| *kind == SHEET);
    let starts = starts.filter_map(|(_, content)| content.first_chunk());
    let mut n_cells = 0_u64;
    for start in starts.map(|start| u32::from_le_bytes(*start) as usize) {
        let Some(sheet) = stream.get(start..) else {
            return Err(damaged(
                file,
                "a sheet that begins behind the end of the file",
            ));
        };
        n_cells = n_cells.saturating_add(n_cells_of(sheet));
        if n_cells > MAX_CELLS {
            let expected = format!("a workbook of at most {MAX_CELLS} cells");
            return Err(Error::malformed(Place::file(file), expected, "more"));
        }
    }
    Ok(())
}

/// The stream of records within the file.
fn stream(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut container = CompoundFile::open(Cursor::new(bytes))?;
    let name = if container.is_stream("/Workbook") {
        "/Workbook"
    } else {
        "/Book"
    };
    let mut stream = Vec::new();
    let limit = bytes.len() as u64;
    container
        .open_stream(name)?
        .take(limit)
        .read_to_end(&mut stream)?;
    Ok(stream)
}

/// The types and contents of the records up to where there are none.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let ([kind @ .., low, high], after) = rest.split_first_chunk::<4>()?;
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (content, next) = after.split_at_checked(length)?;
        rest = next;
        Some((u16::from_le_bytes(*kind), content))
    })
}

/// How many cells there are up to the last row and column, of one sheet without the charts inside it.
fn n_cells_of(sheet: &[u8]) -> u64 {
    let (mut depth, mut n_rows, mut n_columns, mut n_claimed) = (0, 0, 0, 0);
    for (kind, content) in records(sheet) {
        match kind {
            BEGINNING => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => n_claimed = claimed(content).max(n_claimed),
            _ if CELLS.contains(&kind) => {
                n_rows = u64::from(number(content, 0)).max(n_rows);
                n_columns = last_column(kind, content).max(n_columns);
            }
            _ => {}
        }
    }
    ((n_rows + 1) * (n_columns + 1)).max(n_claimed)
}

fn last_column(kind: u16, content: &[u8]) -> u64 {
    const SEVERAL: u16 = 0x00bd;
    let last = if kind == SEVERAL {
        number(content, content.len().saturating_sub(2))
    } else {
        0
    };
    u64::from(number(content, 2).max(last))
}

/// The cells of the claimed bounds: two numbers of rows in four bytes each, in two where the record is short, then of
/// columns. Bounds that end before they begin are as bad as any number.
fn claimed(content: &[u8]) -> u64 {
    let wide = |at: usize| {
        let bytes = content.get(at..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)))
    };
    let short = |at| u64::from(number(content, at));
    let [first_row, end_row, end_column] = if content.len() >= 14 {
        [wide(0), wide(4), short(10)]
    } else {
        [short(0), short(2), short(6)]
    };
    let n_rows = end_row.checked_sub(first_row).unwrap_or(u64::MAX);
    n_rows.saturating_mul(end_column.max(1))
}

/// The number in two bytes at a place, 0 where there is none.
fn number(content: &[u8], at: usize) -> u16 {
    let bytes = content.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::format::Format;
    use crate::read::testing::{failure, mutants, read};

    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
    }

    fn beginning(of: u16) -> Vec<u8> {
        let words = [0x0600, of, 0, 0, 0, 0, 0, 0];
        record(BEGINNING, &words.map(u16::to_le_bytes).concat())
    }

    fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
        let length = u16::try_from(text.len()).unwrap();
        let head = [row, column, 0, length].map(u16::to_le_bytes).concat();
        record(0x0204, &[&head[..], &[0], text.as_bytes()].concat())
    }

    fn real(row: u16, column: u16, value: f64) -> Vec<u8> {
        let head = [row, column, 0].map(u16::to_le_bytes).concat();
        record(0x0203, &[&head[..], &value.to_le_bytes()].concat())
    }

    fn dimensions(end_row: u32, end_column: u16) -> Vec<u8> {
        let rows = [0, end_row].map(u32::to_le_bytes).concat();
        let columns = [0, end_column, 0].map(u16::to_le_bytes).concat();
        record(DIMENSIONS, &[rows, columns].concat())
    }

    /// A workbook with one sheet of such records.
    fn workbook(records: &[Vec<u8>]) -> Vec<u8> {
        let name = [&[0, 0, 1, 0][..], b"S"].concat();
        let sheet = |start: u32| record(SHEET, &[&start.to_le_bytes()[..], &name].concat());
        let globals = |start| [beginning(5), sheet(start), record(END, &[])].concat();
        let start = u32::try_from(globals(0).len()).unwrap();
        let parts = [
            globals(start),
            beginning(16),
            records.concat(),
            record(END, &[]),
        ];
        let mut container = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = container.create_stream("/Workbook").unwrap();
        stream.write_all(&parts.concat()).unwrap();
        drop(stream);
        container.flush().unwrap();
        container.into_inner().into_inner()
    }

    fn schools() -> Vec<u8> {
        let rows = [
            label(0, 0, "id"),
            label(0, 1, "lat"),
            label(1, 0, "007"),
            real(1, 1, -9.5),
        ];
        workbook(&[&[dimensions(2, 2)][..], &rows].concat())
    }

    #[test]
    fn an_older_workbook_is_read() {
        let table = read(&schools()).unwrap();
        assert_eq!(table.header.format, Format::Xls);
        assert_eq!(
            (table.column("id"), table.column("lat")),
            (vec!["007"], vec!["-9.5"])
        );
        assert_eq!(table.rows.rows, [2]);
    }

    #[test]
    fn bounds_that_no_memory_holds_are_refused() {
        for records in [
            vec![dimensions(u32::MAX, 256)],
            vec![label(0, 0, "id"), label(u16::MAX, u16::MAX, "x")],
            vec![record(
                DIMENSIONS,
                &[
                    [9_u32, 2].map(u32::to_le_bytes).concat(),
                    vec![0, 0, 2, 0, 0, 0],
                ]
                .concat(),
            )],
        ] {
            let message = failure(&workbook(&records));
            assert!(message.contains("at most 20000000 cells"), "{message}");
        }
    }

    #[test]
    fn mutants_are_no_panic() {
        let bytes = schools();
        for mutant in mutants(&bytes, 1_000, 20_261_122) {
            let _ = read(&mutant);
        }
    }
}
