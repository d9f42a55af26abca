//! A workbook in, the cells of the sheet that is wanted out.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{
    Cell, Data, DataRef, Dimensions, Ods, Range, Reader, Sheet as Listed, SheetType, SheetVisible,
    Xls, Xlsb, Xlsx,
};

use super::sheet::{Cells, Sheet};
use super::{cell, damaged};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::read::ReadOptions;

type Bytes = Cursor<Vec<u8>>;

/// Reads the sheet that the options name, else the only visible one that has rows.
pub(super) fn read(
    file: &Arc<str>,
    bytes: Vec<u8>,
    format: Format,
    options: &ReadOptions,
) -> Result<Sheet, Error> {
    let bytes = Cursor::new(bytes);
    match format {
        Format::Xls => chosen(file, opened::<Xls<Bytes>>(file, bytes)?, options),
        Format::Xlsb => chosen(file, opened::<Xlsb<Bytes>>(file, bytes)?, options),
        Format::Ods => chosen(file, opened::<Ods<Bytes>>(file, bytes)?, options),
        _ => chosen(file, opened::<Xlsx<Bytes>>(file, bytes)?, options),
    }
}

fn opened<B: Reader<Bytes, Error: Display>>(file: &Arc<str>, bytes: Bytes) -> Result<B, Error> {
    B::new(bytes).map_err(|error| damaged(file, error.to_string()))
}

/// A workbook of one of the formats.
trait Book: Reader<Bytes, Error: Display> {
    /// Hands on the cells of a sheet as long as `each` answers true.
    fn cells(&mut self, file: &Arc<str>, name: &str, each: Each<'_>) -> Result<(), Error>;

    /// The cells that are merged, where the format tells.
    fn merged(&mut self, _name: &str) -> Vec<Dimensions> {
        Vec::new()
    }
}

/// What is done with the row, the column and the text of a cell.
type Each<'e> = &'e mut dyn FnMut(u32, u32, Cow<'_, str>) -> Result<bool, Error>;

/// Hands on the cells of a reader that streams them.
fn stream<'a, E: Display>(
    file: &Arc<str>,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, E>,
    each: Each<'_>,
) -> Result<(), Error> {
    while let Some(cell) = next().map_err(|error| damaged(file, error.to_string()))? {
        let (row, column) = cell.get_position();
        if !each(row, column, cell::text(cell.get_value()))? {
            break;
        }
    }
    Ok(())
}

impl Book for Xlsx<Bytes> {
    fn cells(&mut self, file: &Arc<str>, name: &str, each: Each<'_>) -> Result<(), Error> {
        let reader = self.worksheet_cells_reader(name);
        let mut reader = reader.map_err(|error| damaged(file, error.to_string()))?;
        stream(file, || reader.next_cell(), each)
    }

    fn merged(&mut self, name: &str) -> Vec<Dimensions> {
        self.merge_cells_by_sheet_name(name).unwrap_or_default()
    }
}

impl Book for Xlsb<Bytes> {
    fn cells(&mut self, file: &Arc<str>, name: &str, each: Each<'_>) -> Result<(), Error> {
        let reader = self.worksheet_cells_reader(name);
        let mut reader = reader.map_err(|error| damaged(file, error.to_string()))?;
        stream(file, || reader.next_cell(), each)
    }
}

impl Book for Xls<Bytes> {
    fn cells(&mut self, file: &Arc<str>, name: &str, each: Each<'_>) -> Result<(), Error> {
        let range = self.worksheet_range(name);
        of_range(
            &range.map_err(|error| damaged(file, error.to_string()))?,
            each,
        )
    }
}

impl Book for Ods<Bytes> {
    fn cells(&mut self, file: &Arc<str>, name: &str, each: Each<'_>) -> Result<(), Error> {
        let range = self.worksheet_range(name);
        of_range(
            &range.map_err(|error| damaged(file, error.to_string()))?,
            each,
        )
    }
}

fn of_range(range: &Range<Data>, each: Each<'_>) -> Result<(), Error> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, cells) in (first_row..).zip(range.rows()) {
        for (column, value) in (first_column..).zip(cells) {
            if !each(row, column, cell::text(value))? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn chosen<B: Book>(file: &Arc<str>, mut book: B, options: &ReadOptions) -> Result<Sheet, Error> {
    let name = match &options.sheet {
        Some(sheet) => named(file, &book.sheet_names(), sheet)?,
        None => only(file, &mut book)?,
    };
    let mut cells = Cells::new(file);
    book.cells(file, &name, &mut |row, column, text| {
        cells.push(row, column, &text).map(|()| true)
    })?;
    if cells.is_empty() {
        let found = format!("the sheet `{name}`, which has none");
        return Err(Error::malformed(
            Place::file(file),
            "a sheet with rows",
            found,
        ));
    }
    let sheet = cells.into_sheet(options.has_header)?;
    refuse_groups(file, &mut book, &name, &sheet)?;
    Ok(sheet)
}

/// The sheet of that name, else of that number from 1.
fn named(file: &Arc<str>, names: &[String], sheet: &str) -> Result<String, Error> {
    let of_number = || names.get(sheet.parse::<usize>().ok()?.checked_sub(1)?);
    let found = names.iter().find(|name| *name == sheet).or_else(of_number);
    found.cloned().ok_or_else(|| Error::UnknownSheet {
        file: Arc::clone(file),
        sheet: sheet.to_owned(),
        sheets: names.to_vec(),
    })
}

/// The only sheet that a person sees and that has rows.
fn only<B: Book>(file: &Arc<str>, book: &mut B) -> Result<String, Error> {
    let is_seen = |sheet: &&Listed| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let seen = book.sheets_metadata().iter().filter(is_seen);
    let seen: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    let mut filled = Vec::new();
    for name in seen {
        let mut has_rows = false;
        book.cells(file, &name, &mut |_, _, text| {
            has_rows |= !text.trim_ascii().is_empty();
            Ok(!has_rows)
        })?;
        if has_rows {
            filled.push(name);
        }
    }
    match filled.as_slice() {
        [name] => Ok(name.clone()),
        [] => {
            let expected = "a visible sheet with rows";
            Err(Error::malformed(Place::file(file), expected, "none"))
        }
        _ => Err(Error::AmbiguousSheet {
            file: Arc::clone(file),
            sheets: filled,
        }),
    }
}

/// Refuses a header whose cells are merged over several columns: the names of the columns then stand below, and the
/// row that holds them would pass for data.
fn refuse_groups<B: Book>(
    file: &Arc<str>,
    book: &mut B,
    name: &str,
    sheet: &Sheet,
) -> Result<(), Error> {
    let Some(header_row) = sheet.header_row else {
        return Ok(());
    };
    let numbered = sheet.names.iter().zip(&sheet.positions);
    let has_blank = numbered
        .clone()
        .any(|(name, position)| *name == (position + 1).to_string());
    if !has_blank {
        return Ok(());
    }
    let is_group = |cells: &Dimensions| {
        u64::from(cells.start.0) + 1 == header_row && cells.start.1 < cells.end.1
    };
    let Some(group) = book.merged(name).into_iter().find(is_group) else {
        return Ok(());
    };
    let word = numbered
        .clone()
        .find(|(_, position)| **position == group.start.1 as usize);
    let place = Place::row(file, header_row);
    let expected = "a header with one name for each column";
    let found = format!(
        "`{}` merged over the columns {} to {}",
        word.map_or("", |(name, _)| name),
        u64::from(group.start.1) + 1,
        u64::from(group.end.1) + 1
    );
    Err(Error::malformed(place, expected, found))
}
