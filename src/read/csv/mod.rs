//! Delimited text in, its header and batches of its rows out.
//!
//! `block` reads the text in blocks that end where records end, in one strict pass that leaps from quote to quote;
//! `record` walks the fields of a block, and `batch` makes rows of them, many blocks at a time. A record is strict by RFC 4180: a quote that
//! would swallow rows stops the reading. Delimited text says nowhere where it ends: a file cut at a record's end has fewer
//! rows, and one cut inside the last field, where no quote is open, has that field shortened; neither can be told.

mod batch;
mod block;
mod delimiter;
mod header;
mod line;
mod quoted;
mod record;

#[cfg(test)]
mod oracle_tests;
#[cfg(test)]
mod tests;

use std::sync::Arc;

#[cfg(any(feature = "parquet", feature = "spreadsheet"))]
pub(super) use header::numbered;

use super::buffers::Buffers;
use super::encoding::TextSource;
use super::origin::Head;
use super::{BLOCK_BYTES, Quote, ReadOptions, SAMPLE_ROWS, all_columns, order};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Batch, Fields, Header, TextColumn, Wanted};
use block::{Block, Blocks, Stop};
use quoted::Flaw;

/// The longest record of a file.
const MAX_RECORD_BYTES: usize = 16 << 20;

/// The characters that structure a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dialect {
    delimiter: u8,
    quote: Option<u8>,
}

/// Delimited text with known columns.
#[derive(Debug)]
pub(super) struct Table {
    file: Arc<str>,
    text: TextSource,
    dialect: Dialect,
    n_columns: usize,
    first: Position,
    block_bytes: usize,
}

/// Where a record starts: the byte, and the physical line from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    at: usize,
    line: u64,
}

/// Finds out the dialect and the columns of a text.
pub(super) fn open(
    file: &Arc<str>,
    text: TextSource,
    options: &ReadOptions,
) -> Result<(Header, Table), Error> {
    let dialect = dialect(&text.head(delimiter::SAMPLE_BYTES)?, options)?;
    let (columns, first) = header::columns(file, &text, dialect, options.has_header)?;
    let table = Table {
        file: Arc::clone(file),
        text,
        dialect,
        n_columns: columns.len(),
        first,
        block_bytes: BLOCK_BYTES,
    };
    let header = Header {
        file: Arc::clone(file),
        format: Format::Csv,
        columns,
        has_geometry: false,
        encoding: table.text.encoding(),
        delimiter: Some(char::from(dialect.delimiter)),
        crs: None,
        sample: table.sample()?,
    };
    Ok((header, table))
}

/// The dialect by the options, the delimiter found out where they name none.
fn dialect(sample: &Head, options: &ReadOptions) -> Result<Dialect, Error> {
    let quote = match options.quote {
        Quote::Standard => Some(b'"'),
        Quote::Char(quote) => Some(quote),
        Quote::None => None,
    };
    let delimiter = match options.delimiter {
        Some(delimiter) => delimiter,
        None => delimiter::found_out(sample, quote),
    };
    let is_possible =
        |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\0\r\n".contains(&byte);
    if !is_possible(delimiter) || quote.is_some_and(|quote| !is_possible(quote)) {
        let message =
            "a delimiter or quote is one ASCII character that is no letter, digit or line end";
        return Err(Error::Plan(message.to_owned()));
    }
    if quote == Some(delimiter) {
        let message = "the delimiter and the quote are the same character";
        return Err(Error::Plan(message.to_owned()));
    }
    Ok(Dialect { delimiter, quote })
}

impl Table {
    /// Reads all rows in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let buffers = Buffers::default();
        let batch = |block: Block| {
            let mapped = self.batch(&block, wanted, usize::MAX).map(&map);
            buffers.give(block.bytes);
            mapped
        };
        order::in_order(self.blocks(&buffers, self.block_bytes)?, batch, fold)
    }

    fn blocks<'a>(
        &'a self,
        buffers: &'a Buffers,
        block_bytes: usize,
    ) -> Result<impl Iterator<Item = Result<Block, Error>>, Error> {
        let reader = self.text.reader()?;
        let blocks = Blocks::new(reader, self.dialect, self.first, buffers, block_bytes);
        let blocks = blocks.map_err(|cause| self.text.failed(cause))?;
        Ok(blocks.map(|block| {
            block.map_err(|stop| match stop {
                Stop::Unreadable(cause) => self.text.failed(cause),
                Stop::Flawed(flaw) => malformed(&self.file, self.dialect, &flaw),
            })
        }))
    }

    /// The first rows, all columns.
    fn sample(&self) -> Result<Vec<TextColumn>, Error> {
        let buffers = Buffers::default();
        let mut blocks = self.blocks(&buffers, delimiter::SAMPLE_BYTES)?;
        let Some(block) = blocks.next() else {
            return Ok(vec![TextColumn::new(); self.n_columns]);
        };
        let block = block?;
        let batch = self.batch(&block, &all_columns(self.n_columns), SAMPLE_ROWS)?;
        Ok(batch.columns.into_iter().map(Fields::into_column).collect())
    }
}

/// A flaw of the quotes as the error that it is.
fn malformed(file: &Arc<str>, dialect: Dialect, flaw: &Flaw) -> Error {
    let quote = char::from(dialect.quote.unwrap_or(b'"'));
    let delimiter = char::from(dialect.delimiter);
    let (expected, found) = match flaw.kind {
        quoted::Kind::Unclosed => (
            format!("a closing quote {quote} to the quoted field that begins on this line"),
            "none".to_owned(),
        ),
        quoted::Kind::Far => (
            format!("a closing quote {quote} to the quoted field that begins on this line"),
            format!("none in {MAX_RECORD_BYTES} bytes"),
        ),
        quoted::Kind::FollowedBy(next) => (
            format!(
                "a delimiter {delimiter:?} or a line end after the closing quote {quote} of the field that begins \
                 on this line (a quote inside it is doubled)"
            ),
            format!("{:?}", char::from(next)),
        ),
        quoted::Kind::TooManyLines => (
            format!("a quoted field of at most {} lines", quoted::MAX_LINES),
            format!("a quote {quote} that opens on this line and closes later"),
        ),
    };
    Error::malformed(Place::row(file, flaw.line), expected, found)
}
