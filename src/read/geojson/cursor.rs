//! JSON text in, where its strings, values, members and elements stand out.
//!
//! The cursor pairs brackets and strings and leaves the rest to [`check`], which every byte comes to sooner or later.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;
use serde::de::IgnoredAny;

/// How deep brackets may nest in one value.
const MAX_DEPTH: usize = 64;

/// Where JSON text is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Syntax {
    pub(in crate::read) expected: String,
    pub(in crate::read) found: String,
}

/// Whether a text is one JSON value.
pub(in crate::read) fn check(text: &str) -> Result<(), Syntax> {
    serde_json::from_str::<IgnoredAny>(text)
        .map(|_| ())
        .map_err(|error| not_json(&error))
}

/// What the JSON parser says.
pub(in crate::read) fn not_json(error: &serde_json::Error) -> Syntax {
    Syntax {
        expected: "JSON".to_owned(),
        found: error.to_string(),
    }
}

/// The text of a string whose inside stands between its quotes; none where an escape stands for no character.
pub(in crate::read) fn unescaped(inside: &str) -> Option<Cow<'_, str>> {
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let text: String = serde_json::from_str(&format!("\"{inside}\"")).ok()?;
    Some(Cow::Owned(text))
}

/// A place in JSON text.
#[derive(Clone, Debug)]
pub(in crate::read) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a text.
    pub(in crate::read) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Where it stands.
    pub(in crate::read) fn at(&self) -> usize {
        self.at
    }

    /// The byte at which it stands.
    pub(in crate::read) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over one byte.
    pub(in crate::read) fn step(&mut self) {
        self.at += 1;
    }

    /// The bytes from where it stands.
    pub(in crate::read) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Steps over so many bytes.
    pub(in crate::read) fn skip(&mut self, n_bytes: usize) {
        self.at += n_bytes;
    }

    /// Steps over white space.
    pub(in crate::read) fn skip_blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over white space and then the byte, if it stands there.
    pub(in crate::read) fn takes(&mut self, byte: u8) -> bool {
        self.skip_blank();
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// Steps over white space and the byte, which must stand there.
    pub(in crate::read) fn expect(&mut self, byte: u8) -> Result<(), Syntax> {
        if self.takes(byte) {
            return Ok(());
        }
        Err(self.unexpected(&format!("`{}`", char::from(byte))))
    }

    /// What stands here is not what should.
    pub(in crate::read) fn unexpected(&self, expected: &str) -> Syntax {
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
    pub(in crate::read) fn object<E: From<Syntax>>(
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
    pub(in crate::read) fn array<E: From<Syntax>>(
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
    pub(in crate::read) fn string(&mut self) -> Result<Range<usize>, Syntax> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a string"));
        }
        let start = self.at + 1;
        self.at = string_end(self.bytes, start)?;
        Ok(start..self.at - 1)
    }

    /// Steps over a value of any kind; gives where it stands.
    pub(in crate::read) fn value(&mut self) -> Result<Range<usize>, Syntax> {
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
    ///
    /// Many bytes at a time as long as no string begins among them and they cannot end the value: coordinates are
    /// nothing but such bytes. All others one by one.
    fn nested(&mut self) -> Result<(), Syntax> {
        let mut depth = 0;
        loop {
            self.pass(&mut depth);
            match self.peek() {
                None => return Err(self.unexpected("the end of the value")),
                Some(b'"') => self.at = string_end(self.bytes, self.at + 1)? - 1,
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(_) => {}
            }
            if depth > MAX_DEPTH {
                return Err(self.unexpected(&format!("at most {MAX_DEPTH} levels of brackets")));
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Steps over bytes that change nothing but the depth.
    fn pass(&mut self, depth: &mut usize) {
        while let Some(block) = self.rest().first_chunk::<BLOCK_BYTES>()
            && let Some(brackets) = Brackets::of(block).passable(*depth)
        {
            *depth = *depth + brackets.opened - brackets.closed;
            self.at += block.len();
        }
        while let Some(word) = self.rest().first_chunk()
            && let Some(brackets) = Brackets::of::<WORD_BYTES>(word).passable(*depth)
        {
            *depth = *depth + brackets.opened - brackets.closed;
            self.at += word.len();
        }
    }
}

/// How many bytes are counted in one go where coordinates are.
const BLOCK_BYTES: usize = 64;

/// How many bytes are counted in one go elsewhere.
const WORD_BYTES: usize = 8;

/// What stands in some bytes.
struct Brackets {
    opened: usize,
    closed: usize,
    has_quotes: bool,
}

impl Brackets {
    /// Those of fewer than 256 bytes, in one loop that compilers turn into vector instructions.
    #[inline]
    fn of<const N: usize>(bytes: &[u8; N]) -> Self {
        let (mut opened, mut closed, mut quotes) = (0_u8, 0_u8, 0_u8);
        for byte in bytes {
            // 0x20 is the bit in which square brackets differ from curly ones.
            let curly = byte | 0x20;
            opened += u8::from(curly == b'{');
            closed += u8::from(curly == b'}');
            quotes |= u8::from(*byte == b'"');
        }
        Self {
            opened: opened.into(),
            closed: closed.into(),
            has_quotes: quotes != 0,
        }
    }

    /// The same, if one may step over them at that depth: no string begins, the value cannot end, and brackets do not
    /// nest too deep.
    fn passable(self, depth: usize) -> Option<Self> {
        let may_pass = !self.has_quotes && self.closed < depth && depth + self.opened <= MAX_DEPTH;
        may_pass.then_some(self)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Where a value ends, byte by byte.
    fn naive(bytes: &[u8]) -> Option<usize> {
        let (mut depth, mut at) = (0_usize, 0);
        while at < bytes.len() {
            match bytes[at] {
                b'"' => at = string_end(bytes, at + 1).ok()? - 1,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return Some(at);
            }
            if depth > MAX_DEPTH {
                return None;
            }
        }
        None
    }

    proptest! {
        #[test]
        fn values_end_where_their_brackets_do(text in "[\\[{]([0-9a-z,. ]{0,12}[\\[\\]{}\"\\\\]){0,90}[\\]} ]{0,80}") {
            let mut cursor = Cursor::new(text.as_bytes());
            let end = cursor.value().ok().map(|span| span.end);
            prop_assert_eq!(end, naive(text.as_bytes()), "{}", text);
        }
    }
}
