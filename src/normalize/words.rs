//! Text as people write it in, one spelling out: case, accents, punctuation and padding ignored.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text lower-cased, without accents, every run of other characters than letters and digits as one `_`, none at
/// the ends: `"  Código-IBGE "` becomes `codigo_ibge`, `#N/A` becomes `n_a`, `-` becomes the empty text.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for character in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        if character.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(character);
        } else {
            gap = true;
        }
    }
    out
}

/// A value as it is compared: padding dropped, lower-cased, without accents, runs of white space as one space; every
/// other character stays, so that `-1` is not `1`.
pub(crate) fn plain(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A column's name, folded, without what stands in parentheses at its end: `Latitude (Y)` is `latitude`.
pub(crate) fn folded_header(name: &str) -> String {
    let name = name.trim();
    let bare = name
        .strip_suffix(')')
        .and_then(|open| open.rsplit_once('('))
        .map(|(before, _)| before);
    let short = folded(bare.unwrap_or(name));
    if short.is_empty() {
        folded(name)
    } else {
        short
    }
}

/// Words for unknown, what table libraries write for it, and what spreadsheets print for an error.
const UNKNOWN: [&str; 32] = [
    "",
    ".",
    "unknown",
    "nan",
    "none",
    "null",
    "nil",
    "na",
    "n/a",
    "n.a.",
    "nd",
    "n.d.",
    "n/d",
    "missing",
    "inconnu",
    "inconnue",
    "desconocido",
    "desconocida",
    "desconhecido",
    "desconhecida",
    "-",
    "--",
    "---",
    "?",
    "??",
    "#n/a",
    "#na",
    "#ref!",
    "#value!",
    "#name?",
    "#null!",
    "#num!",
];

/// Whether a value says that nothing is known: blank, a word for unknown, or a spreadsheet's error.
pub(crate) fn is_unknown(value: &str) -> bool {
    let word = plain(value);
    UNKNOWN.contains(&word.as_str()) || word == "#div/0!"
}

/// The text without white space at its ends: most text has none, which its first and last byte tell.
pub(crate) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// An id as its owner means it: padding dropped, and an integral float that a spreadsheet or a table library made of
/// it (`1208002025.0`) back to an integer.
pub(crate) fn id(text: &str) -> &str {
    let text = trimmed(text);
    if !text.ends_with('0') {
        return text;
    }
    match text.split_once('.') {
        Some((whole, zeros)) if is_digits(whole.trim_start_matches('-')) && is_zeros(zeros) => {
            whole
        }
        _ => text,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_zeros(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_all() {
        for (given, expected) in [
            ("  Código-IBGE ", "codigo_ibge"),
            ("connectivity_RT", "connectivity_rt"),
            ("NÃO", "nao"),
            ("#N/A", "n_a"),
            ("-", ""),
            ("Not connected", "not_connected"),
            ("1.0", "1_0"),
            ("\u{feff}lat", "lat"),
        ] {
            assert_eq!(folded(given), expected, "{given}");
        }
    }

    #[test]
    fn a_unit_in_parentheses_is_no_part_of_a_name() {
        assert_eq!(folded_header("Latitude (Y)"), "latitude");
        assert_eq!(folded_header("(Y)"), "y");
        assert_eq!(folded_header("a (b) c"), "a_b_c");
    }

    #[test]
    fn signs_are_part_of_a_value() {
        assert_eq!(plain("  NÃO  Sei "), "nao sei");
        assert_eq!(plain("-1"), "-1");
        for unknown in ["", " ", "NaN", "#DIV/0!", "N/A", "Inconnu", "-"] {
            assert!(is_unknown(unknown), "{unknown}");
        }
        for known in ["0", "-1", "name", "value", "✓"] {
            assert!(!is_unknown(known), "{known}");
        }
    }

    #[test]
    fn ids_lose_only_what_a_float_added() {
        for (given, expected) in [
            ("1208002025.0", "1208002025"),
            (" 007 ", "007"),
            ("3.10", "3.10"),
            ("AFG.1_1", "AFG.1_1"),
            ("-5.00", "-5"),
            ("5.", "5."),
            (".0", ".0"),
        ] {
            assert_eq!(id(given), expected, "{given}");
        }
    }
}
