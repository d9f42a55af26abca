//! An opening quote in, the place of its closing quote or what is wrong with it out.

use memchr::memchr;

use super::{Dialect, line};

/// The most physical lines that one quoted field may touch; a quote left open rarely closes sooner.
pub(super) const MAX_LINES: u64 = 100;

/// A quote that would swallow rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The physical line of the opening quote.
    pub(super) line: u64,
    /// What is wrong.
    pub(super) kind: Kind,
}

/// What is wrong with a quoted field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It never ends.
    Unclosed,
    /// It does not end within the bytes that a record may have.
    Far,
    /// Something else than a delimiter or a line end follows it.
    FollowedBy(u8),
    /// It touches more than [`MAX_LINES`] lines.
    TooManyLines,
}

/// Where a quoted field ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closing {
    /// The position of the closing quote.
    pub(super) at: usize,
    /// Whether quotes are doubled inside.
    pub(super) has_doubled: bool,
}

/// Finds the closing quote of the field whose opening quote stands at `open`.
pub(super) fn closing(
    bytes: &[u8],
    open: usize,
    quote: u8,
    dialect: Dialect,
) -> Result<Closing, Kind> {
    let mut from = open + 1;
    let mut has_doubled = false;
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let at = from + memchr(quote, rest).ok_or(Kind::Unclosed)?;
        match bytes.get(at + 1) {
            Some(next) if *next == quote => {
                has_doubled = true;
                from = at + 2;
            }
            Some(next) if *next != dialect.delimiter && !line::is_end(*next) => {
                return Err(Kind::FollowedBy(*next));
            }
            _ => return within_lines(bytes, open, Closing { at, has_doubled }),
        }
    }
}

fn within_lines(bytes: &[u8], open: usize, closing: Closing) -> Result<Closing, Kind> {
    let field = &bytes[open + 1..closing.at];
    if field.len() as u64 >= MAX_LINES && line::count(field) >= MAX_LINES {
        return Err(Kind::TooManyLines);
    }
    Ok(closing)
}
