//! JSON text in, where its strings, values, members and elements stand out.
//!
//! The cursor pairs brackets and strings and leaves the rest to [`check`], which every byte comes to sooner or later.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;
use serde::de::IgnoredAny;

use crate::read::marks::{Find, Marks, nonzero, splat, zero_in};

/// How deep brackets may nest in one value.
const MAX_DEPTH: usize = 64;

/// Where JSON text is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Syntax {
    pub(super) expected: String,
    pub(super) found: String,
}

/// Whether a text is one JSON value.
pub(super) fn check(text: &str) -> Result<(), Syntax> {
    serde_json::from_str::<IgnoredAny>(text)
        .map(|_| ())
        .map_err(|error| not_json(&error))
}

/// What the JSON parser says.
pub(super) fn not_json(error: &serde_json::Error) -> Syntax {
    Syntax {
        expected: "JSON".to_owned(),
        found: error.to_string(),
    }
}

/// The text of a string whose inside stands between its quotes; none where an escape stands for no character.
pub(super) fn unescaped(inside: &str) -> Option<Cow<'_, str>> {
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let text: String = serde_json::from_str(&format!("\"{inside}\"")).ok()?;
    Some(Cow::Owned(text))
}

/// A place in JSON text.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a text.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Where it stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The byte at which it stands.
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over one byte.
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// Steps over white space.
    pub(super) fn skip_blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over white space and then the byte, if it stands there.
    pub(super) fn takes(&mut self, byte: u8) -> bool {
        self.skip_blank();
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// Steps over white space and the byte, which must stand there.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Syntax> {
        if self.takes(byte) {
            return Ok(());
        }
        Err(self.unexpected(&format!("`{}`", char::from(byte))))
    }

    /// What stands here is not what should.
    pub(super) fn unexpected(&self, expected: &str) -> Syntax {
        let found = match self.peek() {
            Some(byte) if byte.is_ascii_graphic() => {
                format!("`{}` at byte {}", char::from(byte), self.at)
            }
            Some(byte) => format!("the byte 0x{byte:02x} at byte {}", self.at),
            None => format!(
                "the end of the text at byte {}: it seems to be cut off",
                self.at
            ),
        };
        let expected = expected.to_owned();
        Syntax { expected, found }
    }

    /// Steps over an object; `each` gets the key as it is written and must step over the value.
    pub(super) fn object<E: From<Syntax>>(
        &mut self,
        mut each: impl FnMut(&mut Self, Range<usize>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.expect(b'{')?;
        if self.takes(b'}') {
            return Ok(());
        }
        loop {
            self.skip_blank();
            let key = self.string()?;
            self.expect(b':')?;
            self.skip_blank();
            each(self, key)?;
            if self.takes(b'}') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// Steps over an array; `each` must step over an element.
    pub(super) fn array<E: From<Syntax>>(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        self.expect(b'[')?;
        if self.takes(b']') {
            return Ok(());
        }
        loop {
            self.skip_blank();
            each(self)?;
            if self.takes(b']') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// Steps over a string; gives what stands between its quotes.
    pub(super) fn string(&mut self) -> Result<Range<usize>, Syntax> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a string"));
        }
        let start = self.at + 1;
        self.at = string_end(self.bytes, start)?;
        Ok(start..self.at - 1)
    }

    /// Steps over a value of any kind; gives where it stands.
    pub(super) fn value(&mut self) -> Result<Range<usize>, Syntax> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                self.string()?;
            }
            Some(b'{' | b'[') => self.nested()?,
            _ => self.word()?,
        }
        Ok(start..self.at)
    }

    /// Steps over a number or a word.
    fn word(&mut self) -> Result<(), Syntax> {
        let start = self.at;
        while let Some(byte) = self.peek()
            && !matches!(byte, b',' | b']' | b'}' | b':' | b'"' | b'[' | b'{')
            && !byte.is_ascii_whitespace()
        {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.unexpected("a value"));
        }
        Ok(())
    }

    /// Steps over an object or array with all that is in it.
    fn nested(&mut self) -> Result<(), Syntax> {
        let mut marks = Marks::new(self.bytes, Structure, self.at);
        let mut depth = 0;
        loop {
            let at = marks.next();
            match self.bytes.get(at) {
                None => {
                    self.at = at;
                    return Err(self.unexpected("the end of the value"));
                }
                Some(b'"') => marks.seek(string_end(self.bytes, at + 1)?),
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(_) => {}
            }
            if depth == 0 {
                self.at = at + 1;
                return Ok(());
            }
            if depth > MAX_DEPTH {
                self.at = at;
                return Err(self.unexpected(&format!("at most {MAX_DEPTH} levels of brackets")));
            }
        }
    }
}

/// The position after the closing quote of a string whose inside starts at `from`.
fn string_end(bytes: &[u8], from: usize) -> Result<usize, Syntax> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(offset) = memchr2(b'"', b'\\', rest) else {
            let at = bytes.len();
            return Err(Cursor { bytes, at }.unexpected("the closing quote of a string"));
        };
        at += offset;
        if bytes[at] == b'"' {
            return Ok(at + 1);
        }
        at += 2;
    }
}

/// Finds quotes and brackets, and a few letters that come along: `b | 0x26` is 0x7f for all four brackets.
struct Structure;

impl Find for Structure {
    fn hits(&self, word: u64) -> u64 {
        let brackets = nonzero((word | const { splat(0x26) }) ^ const { splat(0x7f) });
        zero_in(brackets & nonzero(word ^ const { splat(b'"') }))
    }
}
