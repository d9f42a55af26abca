//! A field of a `.dbf` and the bytes of a cell in, the cell's text out.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::read::number::real_text;

/// Up to here all whole numbers are floats.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// A column of a table.
#[derive(Debug)]
pub(super) struct Field {
    name: String,
    kind: u8,
    /// Where its bytes stand in a row.
    span: Range<usize>,
}

impl Field {
    /// The field by its description; `start` is where its bytes begin in a row.
    pub(super) fn of(description: &[u8; 32], start: usize) -> Self {
        let name = description
            .split(|byte| *byte == 0)
            .next()
            .unwrap_or_default();
        let name = name.get(..name.len().min(11)).unwrap_or_default();
        Self {
            name: String::from_utf8_lossy(name).trim().to_owned(),
            kind: description[11],
            span: start..start + usize::from(description[16]),
        }
    }

    /// The name of the column.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Where its bytes stand in a row.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether its cells hold text.
    pub(super) fn is_text(&self) -> bool {
        self.kind == b'C'
    }

    /// Whether its cells are understood.
    pub(super) fn is_read(&self) -> bool {
        matches!(
            (self.kind, self.span.len()),
            (b'C' | b'N' | b'F' | b'D' | b'L', _) | (b'I', 4) | (b'B' | b'O', 8)
        )
    }

    /// The text of a cell: whole numbers as such, dates by ISO 8601; none where it is no text in that encoding.
    pub(super) fn text<'a>(&self, cell: &'a [u8], page: &'static Encoding) -> Option<Cow<'a, str>> {
        match self.kind {
            b'C' => decoded(trimmed(cell), page),
            b'I' => Some(
                cell.first_chunk()
                    .map_or("".into(), |n| i32::from_le_bytes(*n).to_string().into()),
            ),
            b'B' | b'O' => Some(
                cell.first_chunk()
                    .map_or("".into(), |n| real(f64::from_le_bytes(*n)).into()),
            ),
            kind => {
                let text = std::str::from_utf8(cell).ok()?.trim_matches(['\0', ' ']);
                Some(match kind {
                    b'L' => truth(text).into(),
                    b'D' => date(text),
                    _ => number(text),
                })
            }
        }
    }
}

/// The bytes of a text without what fills the cell up.
pub(super) fn trimmed(cell: &[u8]) -> &[u8] {
    let end = cell.iter().rposition(|byte| !matches!(byte, 0 | b' '));
    cell.get(..end.map_or(0, |end| end + 1)).unwrap_or_default()
}

/// Text, without the piece of a character that writers leave where a cell is too short for it.
fn decoded<'a>(bytes: &'a [u8], page: &'static Encoding) -> Option<Cow<'a, str>> {
    if memchr::memchr(0, bytes).is_some() {
        return None;
    }
    if page != UTF_8 {
        return page.decode_without_bom_handling_and_without_replacement(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.into()),
        Err(error) if error.error_len().is_none() => {
            let whole = bytes.get(..error.valid_up_to())?;
            std::str::from_utf8(whole).ok().map(Cow::from)
        }
        Err(_) => None,
    }
}

/// A number: digits as they are, others in their shortest form; anything else as it is.
fn number(text: &str) -> Cow<'_, str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.into();
    }
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match text.parse::<f64>() {
        Ok(value) if is_number && value.is_finite() => real(value).into(),
        _ => text.into(),
    }
}

fn real(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() <= MAX_EXACT {
        return format!("{:.0}", value + 0.0); // -0 is 0
    }
    real_text(value)
}

fn truth(text: &str) -> &'static str {
    match text {
        "T" | "t" | "Y" | "y" => "true",
        "F" | "f" | "N" | "n" => "false",
        _ => "",
    }
}

fn date(text: &str) -> Cow<'_, str> {
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_date {
        return text.into();
    }
    if text == "00000000" {
        return "".into();
    }
    format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_where_they_can_be() {
        for (text, expected) in [
            ("20071.0", "20071"),
            (" 1.00000000000e+00", "1"),
            ("0012345678901234567", "0012345678901234567"),
            ("-1.2500", "-1.25"),
            ("-0.0", "0"),
            ("***", "***"),
            ("1,5", "1,5"),
            ("inf", "inf"),
            ("", ""),
            ("1e300", "1e300"),
        ] {
            assert_eq!(number(text.trim()), expected);
        }
    }

    #[test]
    fn dates_and_truths() {
        assert_eq!(date("20260131"), "2026-01-31");
        assert_eq!((date("00000000"), date("")), ("".into(), "".into()));
        assert_eq!(["T", "n", "?", ""].map(truth), ["true", "false", "", ""]);
    }

    #[test]
    fn a_piece_of_a_character_at_the_end_is_cut() {
        assert_eq!(decoded("São".as_bytes(), UTF_8).unwrap(), "São");
        assert_eq!(decoded(&"Sã".as_bytes()[..2], UTF_8).unwrap(), "S");
        assert!(decoded(b"S\xe3o", UTF_8).is_none() && decoded(b"S\0o", UTF_8).is_none());
        assert_eq!(
            decoded(b"S\xe3o", encoding_rs::WINDOWS_1252).unwrap(),
            "São"
        );
    }
}
