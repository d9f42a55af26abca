//! Text in, chunks that end where records end out, in one strict pass.
//!
//! The pass leaps from quote to quote. A quote opens a field only where a field starts; every other quote outside a
//! quoted field is a character like others. So no field needs to be looked at, and a text without quotes costs one
//! search for them and one for line ends.

use std::ops::Range;

use memchr::memchr;

use super::quoted::{self, Flaw};
use super::{Dialect, Position, line};

/// Some whole records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) span: Range<usize>,
    /// The physical line on which the first record, or an empty line before it, starts.
    pub(super) line: u64,
}

/// The chunks of a text. After a flaw there is none.
#[derive(Debug)]
pub(super) struct Chunks<'a> {
    bytes: &'a [u8],
    dialect: Dialect,
    next: Position,
    chunk_bytes: usize,
    /// The next quote that has not been looked at, the number of bytes where there is none.
    next_quote: usize,
}

impl<'a> Chunks<'a> {
    /// The chunks from `first` on, each of `chunk_bytes` and what its last record needs beyond them.
    pub(super) fn new(
        bytes: &'a [u8],
        dialect: Dialect,
        first: Position,
        chunk_bytes: usize,
    ) -> Self {
        let mut chunks = Self {
            bytes,
            dialect,
            next: first,
            chunk_bytes,
            next_quote: 0,
        };
        chunks.seek_quote(first.at);
        chunks
    }

    fn seek_quote(&mut self, from: usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let quote = self.dialect.quote.and_then(|quote| memchr(quote, rest));
        self.next_quote = quote.map_or(self.bytes.len(), |at| from + at);
    }

    /// Where the chunk that starts at `self.next` ends.
    fn end(&mut self) -> Result<usize, Flaw> {
        let mut from = self.next.at.saturating_add(self.chunk_bytes);
        while self.next_quote < from.min(self.bytes.len()) {
            from = from.max(self.pass_quote()?);
        }
        let mut end = line::next_start(self.bytes, from);
        while self.next_quote < end {
            from = from.max(self.pass_quote()?);
            if from >= end {
                end = line::next_start(self.bytes, from);
            }
        }
        Ok(end)
    }

    /// Looks at the next quote; gives the position from which on lines end records again.
    fn pass_quote(&mut self) -> Result<usize, Flaw> {
        let at = self.next_quote;
        let after = match self.dialect.quote {
            Some(quote) if self.is_field_start(at) => {
                let closing = quoted::closing(self.bytes, at, quote, self.dialect);
                let closing = closing.map_err(|kind| self.flaw(at, kind))?;
                closing.at + 1
            }
            _ => at + 1,
        };
        self.seek_quote(after);
        Ok(after)
    }

    fn is_field_start(&self, at: usize) -> bool {
        at == 0 || {
            let before = self.bytes[at - 1];
            before == self.dialect.delimiter || line::is_end(before)
        }
    }

    fn flaw(&self, at: usize, kind: quoted::Kind) -> Flaw {
        let line = self.next.line + line::count(&self.bytes[self.next.at..at]);
        Flaw { line, kind }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next.at >= self.bytes.len() {
            return None;
        }
        let end = match self.end() {
            Ok(end) => end,
            Err(flaw) => {
                self.next.at = self.bytes.len();
                return Some(Err(flaw));
            }
        };
        let (span, line) = (self.next.at..end, self.next.line);
        self.next.line += line::count(&self.bytes[span.clone()]);
        self.next.at = end;
        Some(Ok(Chunk { span, line }))
    }
}
