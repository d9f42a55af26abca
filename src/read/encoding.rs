//! Bytes in, UTF-8 text out, with a mark wherever bytes could not be decoded.
//!
//! The order: the label given; a byte order mark; UTF-16 by its pattern of zero bytes; valid UTF-8; UTF-8 with some
//! damage; a guess. The last three take a look at all bytes. Nothing is decoded lossily in silence: what cannot be
//! decoded leaves invalid UTF-8 or a NUL character behind, and rows that hold either are refused.

use std::io::{self, Read};
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::origin::{self, Head, Origin, Reader};
use super::survey;
use super::transcode::Transcoder;
use crate::error::Error;

/// The bytes of a text, and the encoding that they are in as far as it is known.
#[derive(Debug)]
pub(super) struct Encoded {
    origin: Origin,
    /// None where only a look at all bytes tells.
    encoding: Option<&'static Encoding>,
    /// The length of the byte order mark, which is no text.
    mark_bytes: u64,
}

/// The bytes of a text of a known encoding.
#[derive(Debug)]
pub(super) struct TextSource {
    origin: Origin,
    encoding: &'static Encoding,
    mark_bytes: u64,
}

/// A whole text in memory, and the encoding it was in.
#[derive(Debug)]
pub(super) struct Text {
    characters: Characters,
    encoding: &'static Encoding,
}

#[derive(Debug)]
enum Characters {
    /// All of them are undamaged.
    Sound(String),
    /// Some are not.
    Damaged(Vec<u8>),
}

impl Text {
    fn new(bytes: Vec<u8>, encoding: &'static Encoding) -> Self {
        let has_nul = memchr::memchr(0, &bytes).is_some();
        let characters = match String::from_utf8(bytes) {
            Ok(text) if has_nul => Characters::Damaged(text.into_bytes()),
            Ok(text) => Characters::Sound(text),
            Err(error) => Characters::Damaged(error.into_bytes()),
        };
        Self {
            characters,
            encoding,
        }
    }

    /// The text in UTF-8 without byte order mark, save for damage.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.characters {
            Characters::Sound(text) => text.as_bytes(),
            Characters::Damaged(bytes) => bytes,
        }
    }

    /// A part of the text, unless it is damaged.
    pub(super) fn part(&self, span: Range<usize>) -> Option<&str> {
        match &self.characters {
            Characters::Sound(text) => text.get(span),
            Characters::Damaged(bytes) => undamaged(bytes.get(span)?),
        }
    }

    fn is_utf_8(&self) -> bool {
        matches!(self.characters, Characters::Sound(_)) || std::str::from_utf8(self.bytes()).is_ok()
    }

    /// The name of the encoding that the file was in.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }
}

/// Undamaged text: valid UTF-8 without NUL characters.
pub(super) fn undamaged(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    memchr::memchr(0, bytes).is_none().then_some(text)
}

/// What is said of a row that is damaged.
pub(super) fn damage(encoding: &str) -> String {
    format!("expected text in {encoding}, found bytes that are none")
}

impl Encoded {
    /// What the first bytes tell of the encoding, or the label of the WHATWG Encoding Standard where one is given.
    pub(super) fn of(origin: Origin, head: &[u8], label: Option<&str>) -> Result<Self, Error> {
        let mark = Encoding::for_bom(head);
        let encoding = match (label, mark) {
            (Some(label), _) => Some(labelled(label)?),
            (None, Some((encoding, _))) => Some(encoding),
            (None, None) => utf_16(head),
        };
        let mark_bytes = match mark {
            Some((marked, length)) if Some(marked) == encoding => length as u64,
            _ => 0,
        };
        Ok(Self {
            origin,
            encoding,
            mark_bytes,
        })
    }

    /// The first characters, enough to find one that is not blank if it is not far. Where the encoding is not known
    /// yet, ASCII characters can be told.
    pub(super) fn beginning(&self) -> Result<Vec<u8>, Error> {
        let mut n_bytes = BEGINNING_BYTES;
        loop {
            let reader = decoded(
                &self.origin,
                self.encoding.unwrap_or(UTF_8),
                self.mark_bytes,
            )?;
            let head = origin::head(reader, n_bytes).map_err(|cause| self.origin.failed(cause))?;
            let is_blank = head.bytes.trim_ascii_start().is_empty();
            if !is_blank || head.is_whole || n_bytes >= MOST_BLANK_BYTES {
                return Ok(head.bytes);
            }
            n_bytes *= 4;
        }
    }

    /// The whole text. Bytes that are UTF-8 need no other look.
    pub(super) fn load(self) -> Result<Text, Error> {
        if self.encoding.is_some() {
            return self.settled()?.load();
        }
        match Text::new(self.origin.load()?, UTF_8) {
            text if text.is_utf_8() => Ok(text),
            _ => self.settled()?.load(),
        }
    }

    /// Finds the encoding out, by a look at all bytes where it takes that.
    pub(super) fn settled(self) -> Result<TextSource, Error> {
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None => survey::encoding(&self.origin)?,
        };
        Ok(TextSource {
            origin: self.origin,
            encoding,
            mark_bytes: self.mark_bytes,
        })
    }
}

impl TextSource {
    /// The name of the encoding that the bytes are in.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Reads the text in UTF-8 without byte order mark, save for damage.
    pub(super) fn reader(&self) -> Result<Reader, Error> {
        decoded(&self.origin, self.encoding, self.mark_bytes)
    }

    /// The first bytes of the text in UTF-8, at most so many.
    pub(super) fn head(&self, n_bytes: usize) -> Result<Head, Error> {
        origin::head(self.reader()?, n_bytes).map_err(|cause| self.failed(cause))
    }

    /// The whole text.
    fn load(&self) -> Result<Text, Error> {
        let bytes = if self.encoding == UTF_8 && self.mark_bytes == 0 {
            self.origin.load()?
        } else {
            let mut bytes = Vec::new();
            let read = self.reader()?.read_to_end(&mut bytes);
            read.map_err(|cause| self.failed(cause))?;
            bytes
        };
        Ok(Text::new(bytes, self.encoding))
    }

    /// A failure to read the text as the error that it is.
    pub(super) fn failed(&self, cause: io::Error) -> Error {
        self.origin.failed(cause)
    }
}

/// How much of a text is looked at first.
const BEGINNING_BYTES: usize = 4 << 10;

/// How many blank bytes a text may begin with.
const MOST_BLANK_BYTES: usize = 16 << 20;

/// The text of bytes behind their mark.
fn decoded(origin: &Origin, encoding: &'static Encoding, mark_bytes: u64) -> Result<Reader, Error> {
    let mut reader = origin.reader()?;
    io::copy(&mut reader.by_ref().take(mark_bytes), &mut io::sink())
        .map_err(|cause| origin.failed(cause))?;
    if encoding == UTF_8 {
        return Ok(reader);
    }
    Ok(Box::new(Transcoder::new(reader, encoding)))
}

/// The encoding of a label of the WHATWG Encoding Standard.
pub(super) fn labelled(label: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| Error::Plan(format!("no text encoding is called `{label}`")))
}

/// UTF-16 without a byte order mark: the other half of every ASCII character is zero, of the first one to begin with.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes[..bytes.len().min(4_096)].as_chunks::<2>();
    let n_zero = |half: usize| pairs.iter().filter(|pair| pair[half] == 0).count();
    let is_zero_in = |half: usize, other: usize| {
        pairs.first().is_some_and(|pair| pair[half] == 0)
            && n_zero(half) * 5 > pairs.len()
            && n_zero(other) * 10 <= n_zero(half)
    };
    if is_zero_in(1, 0) {
        return Some(UTF_16LE);
    }
    is_zero_in(0, 1).then_some(UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

    const NAMES: &str = "id;nome\n1;São João da Ponte\n2;Conceição\n";

    fn labelled_text(bytes: Vec<u8>, label: Option<&str>) -> Result<Text, Error> {
        let origin = Origin::in_memory("x".as_ref(), bytes);
        let head = origin.head(BEGINNING_BYTES)?;
        Encoded::of(origin, &head.bytes, label)?.load()
    }

    fn decoded(bytes: Vec<u8>) -> (String, &'static str) {
        let text = labelled_text(bytes, None).unwrap();
        let words = String::from_utf8_lossy(text.bytes()).into_owned();
        (words, text.encoding())
    }

    fn utf_16_bytes(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_16_is_read_with_and_without_mark() {
        for (name, to_bytes) in [
            ("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ("UTF-16BE", u16::to_be_bytes),
        ] {
            let marked = utf_16_bytes(&format!("\u{feff}{NAMES}"), to_bytes);
            assert_eq!(decoded(marked), (NAMES.to_owned(), name));
            let unmarked = utf_16_bytes(NAMES, to_bytes);
            assert_eq!(decoded(unmarked), (NAMES.to_owned(), name));
        }
    }

    #[test]
    fn utf_8_loses_its_mark() {
        let marked = format!("\u{feff}{NAMES}").into_bytes();
        assert_eq!(decoded(marked), (NAMES.to_owned(), "UTF-8"));
    }

    #[test]
    fn latin_1_is_read_as_windows_1252() {
        let (bytes, _, _) = WINDOWS_1252.encode(NAMES);
        assert_eq!(
            decoded(bytes.into_owned()),
            (NAMES.to_owned(), "windows-1252")
        );
    }

    #[test]
    fn cyrillic_is_guessed() {
        let names = "номер;название\n1;Средняя школа имени Пушкина\n2;Гимназия города Бишкек\n";
        let (bytes, _, _) = WINDOWS_1251.encode(names);
        assert_eq!(
            decoded(bytes.into_owned()),
            (names.to_owned(), "windows-1251")
        );
    }

    #[test]
    fn some_damage_leaves_it_utf_8() {
        let mut bytes = NAMES.repeat(20).into_bytes();
        bytes.extend_from_slice(b"3;S\xe3o\n");
        let text = labelled_text(bytes, None).unwrap();
        assert_eq!(text.encoding(), "UTF-8");
        assert!(undamaged(text.bytes()).is_none());
    }

    #[test]
    fn a_label_decides_and_damage_leaves_a_nul() {
        let text = labelled_text(b"a,\xff\xff,b".to_vec(), Some("shift_jis")).unwrap();
        assert!(text.bytes().contains(&0));
        assert!(labelled_text(Vec::new(), Some("klingon")).is_err());
    }
}
