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

/// An id as its owner means it: padding dropped, and an integral float that a spreadsheet or a table library made of
/// it (`1208002025.0`) back to an integer.
pub(crate) fn id(text: &str) -> &str {
    let text = text.trim();
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
