//! Counts and shares in, their digits as a language writes them out: as `Intl.NumberFormat` does in the script.

use super::language::Language;

/// Marks of thousands and decimals, what stands before the percent sign, and the fewest digits that are grouped.
fn marks(language: Language) -> (char, char, &'static str, usize) {
    match language {
        Language::English => (',', '.', "", 4),
        Language::French => ('\u{202f}', ',', "\u{202f}", 4),
        Language::Spanish => ('.', ',', "\u{a0}", 5),
        Language::Portuguese => ('.', ',', "", 4),
    }
}

/// A count in groups of three digits.
pub(super) fn count(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let (thousands, _, _, fewest) = marks(language);
    if digits.len() < fewest {
        return digits;
    }
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    grouped
}

/// A share as percentage with one decimal, a dash where there is none.
pub(super) fn percent(share: Option<f64>, language: Language) -> String {
    let Some(share) = share else {
        return "–".to_owned();
    };
    let (_, decimal, gap, _) = marks(language);
    let tenths = format!("{:.1}", (share * 1000.0).round() / 10.0);
    format!("{}{gap}%", tenths.replace('.', &decimal.to_string()))
}

/// A share as percentage without decimals.
pub(super) fn whole_percent(share: f64, language: Language) -> String {
    let (_, _, gap, _) = marks(language);
    format!("{:.0}{gap}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_language() {
        let written = |language| {
            let counts = [0, 999, 1234, 12_345, 1_234_567].map(|number| count(number, language));
            (counts.join(" "), percent(Some(0.12345), language))
        };
        let expected = [
            (Language::English, "0 999 1,234 12,345 1,234,567", "12.3%"),
            (
                Language::French,
                "0 999 1\u{202f}234 12\u{202f}345 1\u{202f}234\u{202f}567",
                "12,3\u{202f}%",
            ),
            (
                Language::Spanish,
                "0 999 1234 12.345 1.234.567",
                "12,3\u{a0}%",
            ),
            (
                Language::Portuguese,
                "0 999 1.234 12.345 1.234.567",
                "12,3%",
            ),
        ];
        for (language, counts, share) in expected {
            assert_eq!(written(language), (counts.to_owned(), share.to_owned()));
        }
        assert_eq!(percent(None, Language::English), "–");
        assert_eq!(percent(Some(1.0), Language::English), "100.0%");
        assert_eq!(whole_percent(0.2, Language::French), "20\u{202f}%");
    }
}
