//! Text in, whether a spreadsheet would run it as a formula out, and the mark that keeps it from that.
//!
//! Spreadsheets take a cell for a formula by its first character, quoted or not. Text of which they would do so is
//! written to delimited text behind an apostrophe, and read back without it. Text that bears apostrophes there already
//! gets one more, so that all text comes back as it was.
//!
//! Which characters count is what OWASP says of CSV injection, blanks and quotes before them included. Plain
//! numbers, lists of them, and signs alone compute nothing and stay.

/// Stands before text that would be run.
pub(crate) const MARK: u8 = b'\'';

/// Whether a spreadsheet would run text as a formula, were the apostrophes before it not there.
pub(crate) fn is_run(text: &[u8]) -> bool {
    if text.first().is_none_or(u8::is_ascii_alphanumeric) {
        return false; // nearly all text
    }
    let mut rest = text;
    while let [MARK, behind @ ..] = rest {
        rest = behind;
    }
    if let [b'\t' | b'\r' | b'\n', ..] = rest {
        return true;
    }
    while let Some(behind) = without_blank(rest) {
        rest = behind;
    }
    match rest {
        [b'+' | b'-', ..] => !are_numbers(rest),
        // The full-width forms of `=`, `+`, `-` and `@` too.
        [b'=' | b'@', ..] | [0xef, 0xbc, 0x9d | 0x8b | 0x8d | 0xa0, ..] => true,
        _ => false,
    }
}

/// A field of delimited text without the mark, where it bears one.
pub(crate) fn unmarked(field: &str) -> &str {
    match field.strip_prefix(char::from(MARK)) {
        Some(text) if is_run(text.as_bytes()) => text,
        _ => field,
    }
}

/// Text without the blank or quote that it begins with.
fn without_blank(text: &[u8]) -> Option<&[u8]> {
    match text {
        [0..=b' ' | b'"' | MARK | 0x7f, rest @ ..]
        // Blanks of Unicode: without break, of all widths, of no width, ideographic, the byte order mark.
        | [0xc2, 0xa0, rest @ ..]
        | [0xe2, 0x80, 0x80..=0x8f | 0xaf, rest @ ..]
        | [0xe3, 0x80, 0x80, rest @ ..]
        | [0xef, 0xbb, 0xbf, rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Whether text is numbers, or signs alone, between separators: `-12.5`, `-1,234.5`, `-3, 0.5`, `--`.
fn are_numbers(text: &[u8]) -> bool {
    let is_separator = |byte: &u8| matches!(byte, b',' | b';') || byte.is_ascii_whitespace();
    let mut parts = text.split(is_separator);
    parts.all(|part| part.iter().copied().all(is_sign) || is_number(part))
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'+' | b'-')
}

/// Whether text is digits with at most a sign before, points among and an exponent behind them.
fn is_number(text: &[u8]) -> bool {
    let mut halves = text.splitn(2, |byte| matches!(byte, b'e' | b'E'));
    let mantissa = without_sign(halves.next().unwrap_or_default());
    let has_digits = mantissa.iter().any(u8::is_ascii_digit);
    let is_plain = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let is_power = |power: &[u8]| !power.is_empty() && power.iter().all(u8::is_ascii_digit);
    has_digits
        && mantissa.iter().all(is_plain)
        && halves
            .next()
            .is_none_or(|power| is_power(without_sign(power)))
}

fn without_sign(text: &[u8]) -> &[u8] {
    match text {
        [first, rest @ ..] if is_sign(*first) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str) -> String {
        if is_run(text.as_bytes()) {
            format!("'{text}")
        } else {
            text.to_owned()
        }
    }

    #[test]
    fn what_would_run_is_known() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "=",
            "\tx",
            "\rx",
            "\nx",
            " =1",
            "\u{a0}\u{200b}=1",
            "\"=1",
            "' =1",
            "''=1",
            "-2+3+cmd|' /C calc'!A0",
            "--1",
            "-1e",
            "-1e5x",
            "+A1",
            "＝1+1",
            "＠x",
            "-.",
        ] {
            assert!(is_run(text.as_bytes()), "{text:?}");
            assert_eq!(unmarked(&marked(text)), text);
        }
    }

    #[test]
    fn plain_numbers_and_other_text_stay() {
        for text in [
            "",
            "-12.5",
            "+5511",
            "+55 11 5555",
            "-1,234.5",
            "-.5",
            "-1e-5",
            "-1E+5 ",
            " -3",
            "-3, 0.5",
            "-3; -12.5",
            "'-3",
            "-",
            "--",
            "- -",
            "'quoted'",
            "'",
            "École",
            "a=1",
            "1-2",
            "\u{2212}1x",
            "！",
        ] {
            assert!(!is_run(text.as_bytes()), "{text:?}");
            assert_eq!(unmarked(text), text);
        }
    }

    proptest! {
        #[test]
        fn all_text_comes_back_and_none_is_run(
            text in "[\\PC\\t\\r\\n]*|['\" \\t\\r\\n\u{a0}]{0,4}[=+@＝-]{0,2}[-0-9.,eE+ '\"a(]{0,6}",
        ) {
            let field = marked(&text);
            prop_assert_eq!(unmarked(&field), &text);
            let starts_run = |text: &str| text.starts_with(['=', '@', '\t', '\r', '\n', '＝']);
            prop_assert!(!starts_run(&field), "{:?}", field);
        }
    }
}
