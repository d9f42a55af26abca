//! A reader of text in, blocks that end where records end out, in one strict pass.
//!
//! The pass leaps from quote to quote. A quote opens a field only where a field starts; every other quote outside a
//! quoted field is a character like others. So no field needs to be looked at, and a text without quotes costs one
//! search for them and one for line ends. A block ends with the first record that ends at `block_bytes` or later; what
//! was read beyond it begins the next block.

use std::io::{self, Read};

use memchr::memchr;

use super::quoted::{self, Flaw};
use super::{Dialect, MAX_RECORD_BYTES, Position, line};
use crate::read::buffers::Buffers;
use crate::read::origin::Reader;

/// Some whole records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    /// The physical line on which the first record, or an empty line before it, starts.
    pub(super) line: u64,
}

/// Why there is no next block.
#[derive(Debug)]
pub(super) enum Stop {
    /// The text cannot be read.
    Unreadable(io::Error),
    /// A quote would swallow rows.
    Flawed(Flaw),
}

/// The blocks of a text. After a stop there is none.
pub(super) struct Blocks<'a> {
    reader: Reader,
    dialect: Dialect,
    buffers: &'a Buffers,
    block_bytes: usize,
    line: u64,
    /// What was read and is not yet part of a block.
    ahead: Vec<u8>,
    /// Whether the reader has nothing more.
    is_whole: bool,
}

impl<'a> Blocks<'a> {
    /// The blocks of a text from `first` on, each of `block_bytes` and what its last record needs beyond them.
    pub(super) fn new(
        mut reader: Reader,
        dialect: Dialect,
        first: Position,
        buffers: &'a Buffers,
        block_bytes: usize,
    ) -> io::Result<Self> {
        let before = reader.by_ref().take(first.at as u64);
        io::copy(&mut { before }, &mut io::sink())?;
        Ok(Self {
            reader,
            dialect,
            buffers,
            block_bytes,
            line: first.line,
            ahead: Vec::new(),
            is_whole: false,
        })
    }

    fn block(&mut self) -> Result<Block, Stop> {
        let mut bytes = self.buffers.take();
        bytes.append(&mut self.ahead);
        let mut n_wanted = self.block_bytes + self.block_bytes / 16 + 1;
        let end = loop {
            self.read(&mut bytes, n_wanted).map_err(Stop::Unreadable)?;
            let is_endless = bytes.len() > self.block_bytes + MAX_RECORD_BYTES;
            match self.end(&bytes) {
                Ok(end) if self.is_whole || end < bytes.len() => break end,
                // Batches refuse so long a record.
                Ok(end) if is_endless => {
                    self.stop();
                    break end;
                }
                Err(Cut::Flawed(flaw)) => return Err(Stop::Flawed(flaw)),
                Err(Cut::Unclosed(line)) if self.is_whole || is_endless => {
                    let kind = if self.is_whole {
                        quoted::Kind::Unclosed
                    } else {
                        quoted::Kind::Far
                    };
                    return Err(Stop::Flawed(Flaw { line, kind }));
                }
                _ => n_wanted = bytes.len() * 2,
            }
        };
        self.ahead.extend_from_slice(&bytes[end..]);
        bytes.truncate(end);
        let line = self.line;
        self.line += line::count(&bytes);
        Ok(Block { bytes, line })
    }

    /// Fills up to so many bytes, fewer where the text ends.
    fn read(&mut self, bytes: &mut Vec<u8>, n_wanted: usize) -> io::Result<()> {
        let n_missing = n_wanted.saturating_sub(bytes.len());
        if self.is_whole || n_missing == 0 {
            return Ok(());
        }
        bytes.reserve(n_missing);
        let mut rest = self.reader.by_ref().take(n_missing as u64);
        self.is_whole = rest.read_to_end(bytes)? < n_missing;
        Ok(())
    }

    fn stop(&mut self) {
        self.is_whole = true;
        self.ahead.clear();
    }

    /// Where the block that begins with these bytes ends; their number where the record goes on beyond them, or may.
    fn end(&self, bytes: &[u8]) -> Result<usize, Cut> {
        let mut quotes = Quotes::new(bytes, self.dialect, self.line);
        let mut from = self.block_bytes;
        while quotes.next < from.min(bytes.len()) {
            from = from.max(quotes.pass()?);
        }
        let mut end = line::next_start(bytes, from);
        while quotes.next < end {
            from = from.max(quotes.pass()?);
            if from >= end {
                end = line::next_start(bytes, from);
            }
        }
        Ok(end)
    }
}

impl Iterator for Blocks<'_> {
    type Item = Result<Block, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_whole && self.ahead.is_empty() {
            return None;
        }
        match self.block() {
            Ok(block) if block.bytes.is_empty() => None,
            Ok(block) => Some(Ok(block)),
            Err(stop) => {
                self.stop();
                Some(Err(stop))
            }
        }
    }
}

/// Why some bytes do not tell where a block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// A quote is flawed, whatever comes behind these bytes.
    Flawed(Flaw),
    /// The quote that opens on that line is not closed in these bytes.
    Unclosed(u64),
}

/// The quotes of some bytes that begin where a record begins.
struct Quotes<'a> {
    bytes: &'a [u8],
    dialect: Dialect,
    line: u64,
    /// The next quote that has not been looked at, the number of bytes where there is none.
    next: usize,
}

impl<'a> Quotes<'a> {
    fn new(bytes: &'a [u8], dialect: Dialect, line: u64) -> Self {
        let mut quotes = Self {
            bytes,
            dialect,
            line,
            next: 0,
        };
        quotes.seek(0);
        quotes
    }

    fn seek(&mut self, from: usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let quote = self.dialect.quote.and_then(|quote| memchr(quote, rest));
        self.next = quote.map_or(self.bytes.len(), |at| from + at);
    }

    /// Looks at the next quote; gives the position from which on lines end records again.
    fn pass(&mut self) -> Result<usize, Cut> {
        let at = self.next;
        let after = match self.dialect.quote {
            Some(quote) if self.is_field_start(at) => {
                let closing = quoted::closing(self.bytes, at, quote, self.dialect);
                let closing = closing.map_err(|kind| self.cut(at, kind))?;
                closing.at + 1
            }
            _ => at + 1,
        };
        self.seek(after);
        Ok(after)
    }

    fn is_field_start(&self, at: usize) -> bool {
        at == 0 || {
            let before = self.bytes[at - 1];
            before == self.dialect.delimiter || line::is_end(before)
        }
    }

    fn cut(&self, at: usize, kind: quoted::Kind) -> Cut {
        let line = self.line + line::count(&self.bytes[..at]);
        match kind {
            quoted::Kind::Unclosed => Cut::Unclosed(line),
            kind => Cut::Flawed(Flaw { line, kind }),
        }
    }
}
