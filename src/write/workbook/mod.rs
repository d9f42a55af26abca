//! Frames in, a workbook with one sheet for each out: text as text, numbers as numbers, shares as percentages.

#[cfg(feature = "spreadsheet")]
mod book;
#[cfg(feature = "spreadsheet")]
mod names;

use std::io::{self, Write};
use std::path::Path;

use crate::table::Frame;

/// The most rows of a sheet below its header (Excel specifications and limits).
pub const MOST_SHEET_ROWS: usize = 1_048_575;

/// A table that becomes a sheet of a workbook.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    /// Its name and its columns; the geometry is not written.
    pub frame: &'a Frame<'a>,
    /// For each column whether it holds fractions, which are shown as percentages.
    pub shares: Vec<bool>,
}

/// Writes frames as the sheets of an Excel workbook, in their order, and returns the number of rows, headers not
/// counted. Sheets have a header that stays in sight, a filter, and columns as wide as what they begin with.
///
/// Text is never a formula or a link, also where a person edits the cell and leaves it as it is; ids keep their zeros.
/// Rows are kept in files without a name in `scratch`, not in memory, until all of them are there: about 40 bytes a
/// cell. The bytes depend on the frames alone.
///
/// # Errors
/// What the system or the writer reports; [`io::ErrorKind::InvalidInput`] where a frame has more than
/// [`MOST_SHEET_ROWS`] rows, or a field more than 32,767 characters; [`io::ErrorKind::Unsupported`] without the feature
/// `spreadsheet`.
pub fn workbook(
    sheets: &[Sheet<'_>],
    scratch: &Path,
    out: &mut (dyn Write + Send),
) -> io::Result<u64> {
    #[cfg(feature = "spreadsheet")]
    return book::write(sheets, scratch, out);
    #[cfg(not(feature = "spreadsheet"))]
    {
        let _ = (sheets, scratch, out);
        let message = "this build writes no workbooks: it is without the feature `spreadsheet`";
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }
}
