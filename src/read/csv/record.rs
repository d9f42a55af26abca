//! Text in, records as the positions of their fields out.

use std::ops::Range;

use super::quoted::{self, Flaw};
use super::{Dialect, Position, line};
use crate::read::marks::Marks;

/// Where a field stands, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether quotes inside are doubled.
    pub(super) has_doubled: bool,
}

/// Where a record stands, without its line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) span: Range<usize>,
    /// The physical line on which it starts.
    pub(super) line: u64,
}

/// The records of a text from a record's start on; empty lines are none.
#[derive(Debug)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    dialect: Dialect,
    ends: Marks<'a>,
    next: Position,
    fields: Vec<Field>,
}

impl<'a> Records<'a> {
    /// The records from `next` on.
    pub(super) fn new(bytes: &'a [u8], dialect: Dialect, next: Position) -> Self {
        Self {
            bytes,
            dialect,
            ends: Marks::new(bytes, [dialect.delimiter, b'\n', b'\r'], next.at),
            next,
            fields: Vec::new(),
        }
    }

    /// Where the next record, or an empty line before it, starts.
    pub(super) fn position(&self) -> Position {
        self.next
    }

    /// The fields of the record that [`next`](Self::next) gave last.
    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Result<Option<Record>, Flaw> {
        self.skip_empty_lines();
        if self.next.at >= self.bytes.len() {
            return Ok(None);
        }
        let start = self.next;
        self.fields.clear();
        let mut at = start.at;
        loop {
            let end = self.field(at)?;
            if self.bytes.get(end) != Some(&self.dialect.delimiter) {
                self.end_record(end);
                let (span, line) = (start.at..end, start.line);
                return Ok(Some(Record { span, line }));
            }
            at = end + 1;
        }
    }

    fn skip_empty_lines(&mut self) {
        let from = self.next.at;
        while let Some(byte) = self.bytes.get(self.next.at)
            && line::is_end(*byte)
        {
            self.next.at = line::after(self.bytes, self.next.at);
            self.next.line += 1;
        }
        if self.next.at > from {
            self.ends.seek(self.next.at);
        }
    }

    /// Takes the field that starts at `start`; gives the position of the delimiter or line end behind it.
    fn field(&mut self, start: usize) -> Result<usize, Flaw> {
        match self.dialect.quote {
            Some(quote) if self.bytes.get(start) == Some(&quote) => self.quoted_field(start, quote),
            _ => Ok(self.plain_field(start)),
        }
    }

    fn plain_field(&mut self, start: usize) -> usize {
        let end = self.ends.next();
        self.fields.push(Field {
            start,
            end,
            has_doubled: false,
        });
        end
    }

    fn quoted_field(&mut self, open: usize, quote: u8) -> Result<usize, Flaw> {
        let line = self.next.line;
        let closing = quoted::closing(self.bytes, open, quote, self.dialect)
            .map_err(|kind| Flaw { line, kind })?;
        self.next.line += line::count(&self.bytes[open..closing.at]);
        self.ends.seek(closing.at + 1);
        self.fields.push(Field {
            start: open + 1,
            end: closing.at,
            has_doubled: closing.has_doubled,
        });
        Ok(self.ends.next())
    }

    /// Steps over the line end at `end`, if there is one.
    fn end_record(&mut self, end: usize) {
        if end >= self.bytes.len() {
            self.next.at = self.bytes.len();
            return;
        }
        let next = line::after(self.bytes, end);
        if next > end + 1 {
            self.ends.next(); // the second half of a CRLF
        }
        self.next.at = next;
        self.next.line += 1;
    }
}
