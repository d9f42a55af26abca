//! Words in, the bytes that stand for them in a format out.

use std::borrow::Cow;

use crate::table::TextColumn;

/// How a format writes text.
#[derive(Clone, Copy)]
pub(super) struct Escape {
    /// Whether some fields all stand in the file as they are; the second list is their text end to end.
    pub(super) are_plain: fn(&[&[u8]], &[u8]) -> bool,
    /// Appends a field that may have to be escaped.
    pub(super) push: fn(&mut Vec<u8>, &[u8]),
}

impl Escape {
    /// Text is written as it is.
    pub(super) const NONE: Self = Self {
        are_plain: |_, _| true,
        push: |buffer, text| buffer.extend_from_slice(text),
    };

    fn escaped(self, word: &[u8]) -> Cow<'_, [u8]> {
        if (self.are_plain)(&[word], word) {
            return Cow::Borrowed(word);
        }
        let mut escaped = Vec::new();
        (self.push)(&mut escaped, word);
        Cow::Owned(escaped)
    }
}

/// The words of a column as they stand in a file.
pub(super) struct Words<'a>(Vec<Cow<'a, [u8]>>);

impl<'a> Words<'a> {
    pub(super) fn new(words: &'a TextColumn, escape: Escape) -> Self {
        let rows = 0..words.len();
        Self(rows.map(|row| escape.escaped(words.bytes(row))).collect())
    }

    /// The word of a key, blank without one.
    pub(super) fn get(&self, key: Option<u32>) -> &[u8] {
        key.map_or(&[], |key| &self.0[key as usize])
    }
}
