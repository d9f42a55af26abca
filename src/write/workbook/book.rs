//! Frames in, the bytes of a workbook out, by the library of workbooks.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::names::sheet_names;
use super::{MOST_SHEET_ROWS, Sheet};
use crate::formula;
use crate::table::{Column, Frame};
use crate::write::chunks::ROWS_PER_CHUNK;
use crate::write::escape::Escape;
use crate::write::value::{Columns, Gathered, Value};

/// The most characters of a cell (Excel specifications and limits).
const MOST_CHARS: usize = 32_767;

/// Writes frames as sheets; [`super::workbook`] tells how.
pub(super) fn write(
    sheets: &[Sheet<'_>],
    scratch: &Path,
    out: &mut (dyn Write + Send),
) -> io::Result<u64> {
    // The library panics where it cannot keep rows; that ends as the error that it is.
    let built = catch_unwind(AssertUnwindSafe(|| build(sheets, scratch)));
    let gave_up = |_| {
        Err(io::Error::other(
            "the rows of a sheet cannot be kept on the disk",
        ))
    };
    let mut file = built.unwrap_or_else(gave_up)?;
    file.rewind()?;
    io::copy(&mut file, out)?;
    Ok(sheets.iter().map(|sheet| sheet.frame.n_rows as u64).sum())
}

/// The workbook in a file without a name.
fn build(sheets: &[Sheet<'_>], scratch: &Path) -> io::Result<File> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(scratch).map_err(refused)?;
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let styles = Styles::new();
    let names = sheet_names(sheets.iter().map(|sheet| sheet.frame.name.as_str()));
    for (sheet, name) in sheets.iter().zip(names) {
        check_size(sheet.frame)?;
        let worksheet = workbook.add_worksheet_with_constant_memory();
        worksheet.set_name(name).map_err(refused)?;
        write_sheet(worksheet, sheet, &styles).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", sheet.frame.name))
        })?;
    }
    let file = tempfile::tempfile_in(scratch)?;
    workbook.save_to_writer(&file).map_err(refused)?;
    Ok(file)
}

fn check_size(frame: &Frame<'_>) -> io::Result<()> {
    if frame.n_rows <= MOST_SHEET_ROWS {
        return Ok(());
    }
    let message = format!(
        "a sheet holds at most {MOST_SHEET_ROWS} rows, {} has {}",
        frame.name, frame.n_rows
    );
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// What the library says, as the system said it where it did.
fn refused(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidInput, other.to_string()),
    }
}

/// How cells look.
struct Styles {
    header: Format,
    share: Format,
    /// Text that would be run if a person edited it.
    inert: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            header: Format::new().set_bold().set_quote_prefix(),
            share: Format::new().set_num_format("0.0%"),
            inert: Format::new().set_quote_prefix(),
        }
    }
}

fn write_sheet(worksheet: &mut Worksheet, sheet: &Sheet<'_>, styles: &Styles) -> io::Result<()> {
    let frame = sheet.frame;
    let last_row = u32::try_from(frame.n_rows).unwrap_or(u32::MAX);
    for (column, (name, _)) in (0..).zip(&frame.columns) {
        let written = worksheet.write_string_with_format(0, column, plain(name), &styles.header);
        written.map_err(refused)?;
    }
    if let Some(last_column) = u16::try_from(frame.columns.len())
        .ok()
        .and_then(|n| n.checked_sub(1))
    {
        worksheet
            .autofilter(0, 0, last_row, last_column)
            .map_err(refused)?;
    }
    worksheet.set_freeze_panes(1, 0).map_err(refused)?;
    say_text_is_meant(worksheet, frame, last_row)?;
    let columns = Columns::new(frame, Escape::NONE);
    for start in (0..frame.n_rows).step_by(ROWS_PER_CHUNK) {
        let rows = start..frame.n_rows.min(start + ROWS_PER_CHUNK);
        let gathered = columns.gather_range(rows.clone());
        if start == 0 {
            set_widths(worksheet, frame, &gathered, rows.len())?;
        }
        write_rows(worksheet, &gathered, &sheet.shares, rows, styles)?;
    }
    Ok(())
}

fn names<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = &'a str> {
    frame.columns.iter().map(|(name, _)| name.as_str())
}

/// Keeps spreadsheets from marking ids, which are text, as numbers that someone forgot to convert.
fn say_text_is_meant(
    worksheet: &mut Worksheet,
    frame: &Frame<'_>,
    last_row: u32,
) -> io::Result<()> {
    for (column, (_, fields)) in (0..).zip(&frame.columns) {
        if matches!(fields, Column::Text(_) | Column::Words { .. }) {
            let ignored = IgnoreError::NumberStoredAsText;
            let said = worksheet.ignore_error_range(1, column, last_row.max(1), column, ignored);
            said.map_err(refused)?;
        }
    }
    Ok(())
}

/// The least and the widest width of a column, in characters.
const WIDTHS: Range<usize> = 9..60;

/// Makes columns as wide as their names and first fields.
fn set_widths(
    worksheet: &mut Worksheet,
    frame: &Frame<'_>,
    gathered: &[Gathered<'_>],
    n_rows: usize,
) -> io::Result<()> {
    for ((column, name), fields) in (0..).zip(names(frame)).zip(gathered) {
        let of_field = |place| match fields.value(place) {
            Value::Plain(text) | Value::Text(text) => String::from_utf8_lossy(text).chars().count(),
            _ => 0,
        };
        let widest = (0..n_rows).map(of_field).max().unwrap_or(0);
        // The filter's button takes the place of two characters.
        let width = widest.max(name.chars().count() + 2);
        let width = u32::try_from(width.clamp(WIDTHS.start, WIDTHS.end)).unwrap_or(u32::MAX);
        worksheet.set_column_width(column, width).map_err(refused)?;
    }
    Ok(())
}

fn write_rows(
    worksheet: &mut Worksheet,
    gathered: &[Gathered<'_>],
    shares: &[bool],
    rows: Range<usize>,
    styles: &Styles,
) -> io::Result<()> {
    for (place, row) in rows.enumerate() {
        let line = u32::try_from(row + 1).unwrap_or(u32::MAX);
        for ((column, fields), is_share) in (0..).zip(gathered).zip(shares) {
            let cell = (line, column);
            match fields.value(place) {
                Value::Null => {}
                Value::Plain(text) | Value::Text(text) => {
                    write_text(worksheet, cell, text, styles)?;
                }
                Value::Integer(number) => write_number(worksheet, cell, real(number), None)?,
                Value::Real(number) => {
                    let share = is_share.then_some(&styles.share);
                    write_number(worksheet, cell, number, share)?;
                }
            }
        }
    }
    Ok(())
}

/// Cells hold no other numbers than 64-bit floats.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts and rows stay far below 2^53"
)]
fn real(number: i64) -> f64 {
    number as f64
}

fn write_number(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: f64,
    format: Option<&Format>,
) -> io::Result<()> {
    let written = match format {
        Some(format) => worksheet.write_number_with_format(row, column, number, format),
        None => worksheet.write_number(row, column, number),
    };
    written.map(|_| ()).map_err(refused)
}

fn write_text(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &[u8],
    styles: &Styles,
) -> io::Result<()> {
    let is_run = formula::is_run(text);
    let text = plain(&String::from_utf8_lossy(text));
    check_length(&text, row)?;
    let written = if is_run {
        worksheet.write_string_with_format(row, column, text, &styles.inert)
    } else {
        worksheet.write_string(row, column, text)
    };
    written.map(|_| ()).map_err(refused)
}

/// Nothing is cut: a field that does not fit is an error.
fn check_length(text: &str, row: u32) -> io::Result<()> {
    if text.len() <= MOST_CHARS || text.encode_utf16().count() <= MOST_CHARS {
        return Ok(());
    }
    let message =
        format!("row {row}: a cell holds at most {MOST_CHARS} characters, this text has more");
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// Text as XML can hold it: what is no character of it becomes the replacement character.
fn plain(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
