//! All bytes of a text in, the encoding that they suggest out: UTF-8 even where it is damaged, else a guess.
//!
//! Bytes are looked at piece by piece, so that no file needs to fit in memory. Answers do not depend on the pieces.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8,
    KOI8_R, KOI8_U, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1255, WINDOWS_1256,
};

use super::buffers::Buffers;
use super::order;
use super::origin::{Origin, Reader};
use crate::error::Error;

/// The encoding of bytes that are neither marked nor UTF-16.
pub(super) fn encoding(origin: &Origin) -> Result<&'static Encoding, Error> {
    encoding_by_pieces(origin, super::BLOCK_BYTES)
}

fn encoding_by_pieces(origin: &Origin, piece_bytes: usize) -> Result<&'static Encoding, Error> {
    if is_valid(origin, piece_bytes)? {
        return Ok(UTF_8);
    }
    let survey = survey(origin, piece_bytes)?;
    if survey.n_multibyte >= 10 * survey.n_invalid {
        return Ok(UTF_8);
    }
    guessed(origin, piece_bytes)
}

/// Whether all bytes are UTF-8.
fn is_valid(origin: &Origin, piece_bytes: usize) -> Result<bool, Error> {
    let buffers = Buffers::default();
    let pieces = Pieces::new(origin, &buffers, piece_bytes)?;
    let is_piece_valid = |piece: Vec<u8>| {
        let is_valid = std::str::from_utf8(&piece).is_ok();
        buffers.give(piece);
        Ok(is_valid)
    };
    let mut is_valid = true;
    order::in_order(pieces, is_piece_valid, |is_piece_valid| {
        is_valid &= is_piece_valid;
        Ok(())
    })?;
    Ok(is_valid)
}

/// How well bytes can be read as UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Survey {
    n_multibyte: u64,
    n_invalid: u64,
}

fn survey(origin: &Origin, piece_bytes: usize) -> Result<Survey, Error> {
    let buffers = Buffers::default();
    let pieces = Pieces::new(origin, &buffers, piece_bytes)?;
    let survey_of = |piece: Vec<u8>| {
        let survey = piece_survey(&piece);
        buffers.give(piece);
        Ok(survey)
    };
    let mut all = Survey::default();
    order::in_order(pieces, survey_of, |survey| {
        all.n_multibyte += survey.n_multibyte;
        all.n_invalid += survey.n_invalid;
        Ok(())
    })?;
    Ok(all)
}

fn piece_survey(piece: &[u8]) -> Survey {
    let mut survey = Survey::default();
    for chunk in piece.utf8_chunks() {
        let valid = chunk.valid().as_bytes();
        survey.n_multibyte += valid.iter().filter(|byte| **byte >= 0xc0).count() as u64;
        survey.n_invalid += chunk.invalid().len() as u64;
    }
    survey
}

/// The bytes of an origin in pieces of about so many, none of which begins inside a UTF-8 character.
struct Pieces<'a> {
    origin: &'a Origin,
    reader: Reader,
    buffers: &'a Buffers,
    piece_bytes: usize,
    /// The beginning of a character that the next piece begins with.
    begun: Vec<u8>,
    is_ended: bool,
}

impl<'a> Pieces<'a> {
    fn new(origin: &'a Origin, buffers: &'a Buffers, piece_bytes: usize) -> Result<Self, Error> {
        Ok(Self {
            origin,
            reader: origin.reader()?,
            buffers,
            piece_bytes,
            begun: Vec::new(),
            is_ended: false,
        })
    }

    fn read(&mut self) -> Result<Vec<u8>, Error> {
        let mut piece = self.buffers.take();
        piece.reserve(self.begun.len() + self.piece_bytes);
        piece.append(&mut self.begun);
        let mut rest = self.reader.by_ref().take(self.piece_bytes as u64);
        let n_read = rest.read_to_end(&mut piece);
        let n_read = n_read.map_err(|cause| self.origin.failed(cause))?;
        self.is_ended = n_read < self.piece_bytes;
        if !self.is_ended {
            self.begun.extend(piece.drain(whole_characters(&piece)..));
        }
        Ok(piece)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Vec<u8>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_ended {
            return None;
        }
        let piece = self.read();
        self.is_ended |= piece.is_err();
        Some(piece)
    }
}

/// How many bytes stand before a character that the end may have cut: it begins at most three bytes before.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    let lead = bytes[tail..].iter().rposition(|byte| *byte >= 0xc0);
    lead.map_or(bytes.len(), |lead| tail + lead)
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
fn guessed(origin: &Origin, piece_bytes: usize) -> Result<&'static Encoding, Error> {
    let mut words = Words::default();
    each(origin, piece_bytes, |piece| words.add(piece))?;
    if !words.are_most() {
        return Ok(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    each(origin, piece_bytes, |piece| {
        detector.feed(piece, false);
    })?;
    detector.feed(&[], true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if OTHER_SCRIPTS.contains(&guess) {
        return Ok(guess);
    }
    Ok(WINDOWS_1252)
}

fn each(origin: &Origin, piece_bytes: usize, mut each: impl FnMut(&[u8])) -> Result<(), Error> {
    let buffers = Buffers::default();
    for piece in Pieces::new(origin, &buffers, piece_bytes)? {
        let piece = piece?;
        each(&piece);
        buffers.give(piece);
    }
    Ok(())
}

/// The shortest run of bytes beyond ASCII that is a word of another script.
const WORD_BYTES: u64 = 3;

/// How many bytes beyond ASCII stand in runs of three and more, as in words of another script.
#[derive(Debug, Default)]
struct Words {
    n_bytes: u64,
    in_long_runs: u64,
    /// The length of the run that the last piece ended with.
    run: u64,
}

impl Words {
    fn add(&mut self, piece: &[u8]) {
        for byte in piece {
            if byte.is_ascii() {
                self.end_run();
            } else {
                self.run += 1;
            }
        }
    }

    fn end_run(&mut self) {
        self.n_bytes += self.run;
        self.in_long_runs += if self.run >= WORD_BYTES { self.run } else { 0 };
        self.run = 0;
    }

    fn are_most(&mut self) -> bool {
        self.end_run();
        self.in_long_runs * 2 > self.n_bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All in one go, by the definitions.
    fn naive(bytes: &[u8]) -> (Survey, bool) {
        let survey = piece_survey(bytes);
        let runs: Vec<usize> = bytes.split(u8::is_ascii).map(<[u8]>::len).collect();
        let in_words: usize = runs.iter().filter(|run| **run >= 3).sum();
        (survey, in_words * 2 > runs.iter().sum())
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let parts = prop::sample::select(vec![
            &b"a"[..],
            b"\xc3\xa9",
            b"\xe3\x83\x86",
            b"\xf0\x9f\x98\x80",
            b"\x80",
            b"\xc3",
            b"\xf0\x9f",
            b"\xff",
        ]);
        prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn answers_do_not_depend_on_the_pieces(bytes in bytes(), piece_bytes in 1_usize..20) {
            let origin = Origin::in_memory("x".as_ref(), bytes.clone());
            let (expected, are_words) = naive(&bytes);
            prop_assert_eq!(is_valid(&origin, piece_bytes).unwrap(), expected.n_invalid == 0);
            prop_assert_eq!(survey(&origin, piece_bytes).unwrap(), expected);
            let mut words = Words::default();
            each(&origin, piece_bytes, |piece| words.add(piece)).unwrap();
            prop_assert_eq!(words.are_most(), are_words);
            let whole = encoding_by_pieces(&origin, 1 << 20).unwrap();
            prop_assert_eq!(encoding_by_pieces(&origin, piece_bytes).unwrap(), whole);
        }
    }
}
