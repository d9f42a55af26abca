//! Bytes in, UTF-8 text out, with a mark wherever bytes could not be decoded.
//!
//! The order: the label given; a byte order mark; UTF-16 by its pattern of zero bytes; valid UTF-8; UTF-8 with some
//! damage; a guess. Nothing is decoded lossily in silence: what cannot be decoded leaves invalid UTF-8 or a NUL
//! character behind, and rows that hold either are refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, GBK, IBM866, ISO_8859_5, ISO_8859_6, ISO_8859_7,
    ISO_8859_8, KOI8_R, KOI8_U, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1255, WINDOWS_1256,
};
use rayon::prelude::*;

use crate::error::Error;

/// A file's text, and the encoding it was in.
#[derive(Debug)]
pub(super) struct Text {
    bytes: Vec<u8>,
    start: usize,
    encoding: &'static Encoding,
}

impl Text {
    /// The text in UTF-8 without byte order mark, save for damage.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
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

/// Decodes a file, by the label of the WHATWG Encoding Standard where one is given.
pub(super) fn decode(bytes: Vec<u8>, label: Option<&str>) -> Result<Text, Error> {
    let mark = Encoding::for_bom(&bytes);
    let encoding = match (label, mark) {
        (Some(label), _) => labelled(label)?,
        (None, Some((encoding, _))) => encoding,
        (None, None) => found_out(&bytes),
    };
    let start = match mark {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    if encoding == UTF_8 {
        return Ok(Text {
            bytes,
            start,
            encoding,
        });
    }
    Ok(Text {
        bytes: transcoded(&bytes[start..], encoding).into_bytes(),
        start: 0,
        encoding,
    })
}

fn labelled(label: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .ok_or_else(|| Error::Plan(format!("no text encoding is called `{label}`")))
}

/// The encoding that the bytes themselves tell or suggest.
fn found_out(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    let survey = survey(bytes);
    if survey.n_multibyte >= 10 * survey.n_invalid {
        return UTF_8;
    }
    guessed(bytes)
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

/// How well bytes can be read as UTF-8.
#[derive(Clone, Copy, Debug, Default)]
struct Survey {
    n_multibyte: usize,
    n_invalid: usize,
}

fn survey(bytes: &[u8]) -> Survey {
    let blocks = blocks(bytes);
    let is_valid = |block: &&[u8]| std::str::from_utf8(block).is_ok();
    if blocks.par_iter().all(is_valid) {
        return Survey::default();
    }
    let surveys = blocks.par_iter().map(|block| block_survey(block));
    surveys.reduce(Survey::default, |a, b| Survey {
        n_multibyte: a.n_multibyte + b.n_multibyte,
        n_invalid: a.n_invalid + b.n_invalid,
    })
}

fn block_survey(block: &[u8]) -> Survey {
    let mut survey = Survey::default();
    for chunk in block.utf8_chunks() {
        let lead = |byte: &&u8| **byte >= 0xc0;
        survey.n_multibyte += chunk.valid().as_bytes().iter().filter(lead).count();
        survey.n_invalid += chunk.invalid().len();
    }
    survey
}

/// Blocks of about a mebibyte that do not begin inside a UTF-8 character.
fn blocks(bytes: &[u8]) -> Vec<&[u8]> {
    let mut blocks = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let mut end = rest.len().min(super::BATCH_BYTES);
        while end < rest.len() && rest[end] & 0xc0 == 0x80 {
            end += 1;
        }
        let (block, later) = rest.split_at(end);
        blocks.push(block);
        rest = later;
    }
    blocks
}

/// Encodings whose letters beyond ASCII are whole words, not accents in Latin ones.
const OTHER_SCRIPTS: [&Encoding; 17] = [
    BIG5,
    EUC_JP,
    EUC_KR,
    GBK,
    IBM866,
    ISO_8859_5,
    ISO_8859_6,
    ISO_8859_7,
    ISO_8859_8,
    KOI8_R,
    KOI8_U,
    SHIFT_JIS,
    WINDOWS_874,
    WINDOWS_1251,
    WINDOWS_1253,
    WINDOWS_1255,
    WINDOWS_1256,
];

/// A guess from letter frequencies, for other scripts only: among the Latin encodings it is a toss-up on the few
/// accents of a table of names, and Windows-1252 is the one in use.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    if !has_words_beyond_ascii(bytes) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if OTHER_SCRIPTS.contains(&guess) {
        guess
    } else {
        WINDOWS_1252
    }
}

/// Whether most bytes beyond ASCII stand in runs of three and more, as in words of another script.
fn has_words_beyond_ascii(bytes: &[u8]) -> bool {
    let (mut n_bytes, mut n_in_words) = (0, 0);
    for run in bytes.split(u8::is_ascii) {
        n_bytes += run.len();
        n_in_words += if run.len() >= 3 { run.len() } else { 0 };
    }
    n_in_words * 2 > n_bytes
}

/// The bytes as text, with a NUL character in place of what cannot be decoded.
fn transcoded(bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8 + 64);
    let mut rest = bytes;
    loop {
        let (result, n_read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[n_read..];
        match result {
            DecoderResult::InputEmpty => return text,
            DecoderResult::OutputFull => text.reserve(rest.len() + 64),
            DecoderResult::Malformed(..) => text.push('\0'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &str = "id;nome\n1;São João da Ponte\n2;Conceição\n";

    fn decoded(bytes: Vec<u8>) -> (String, &'static str) {
        let text = decode(bytes, None).unwrap();
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
        let text = decode(bytes, None).unwrap();
        assert_eq!(text.encoding(), "UTF-8");
        assert!(undamaged(text.bytes()).is_none());
    }

    #[test]
    fn a_label_decides_and_damage_leaves_a_nul() {
        let text = decode(b"a,\xff\xff,b".to_vec(), Some("shift_jis")).unwrap();
        assert!(text.bytes().contains(&0));
        assert!(decode(Vec::new(), Some("klingon")).is_err());
    }

    #[test]
    fn blocks_do_not_split_characters() {
        let text = "é".repeat(super::super::BATCH_BYTES);
        let bytes = format!("x{text}").into_bytes();
        assert!(survey(&bytes).n_invalid == 0);
        assert_eq!(blocks(&bytes).concat(), bytes);
    }
}
