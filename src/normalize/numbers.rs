//! Number fields in, finite floats and counts out, with decimal points and decimal commas understood.

use super::words::{is_unknown, trimmed};
use crate::decimal::leading;

/// What a number field says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// Blank.
    Blank,
    /// Not a number, or one that cannot be read without guessing (`1.234,5`).
    Unreadable,
    /// A finite number.
    Value(f64),
}

/// Reads a decimal number: digits with at most one decimal mark, an optional sign and exponent. Without a stated
/// mark, a point and a comma both are one, but not side by side. `nan`, `inf`, hexadecimals, grouping and what
/// overflows are not numbers.
pub(crate) fn number(field: &str, decimal: Option<char>) -> Number {
    marked_number(field, decimal).0
}

/// Reads a number as [`number`] does, and tells its decimal mark.
pub(crate) fn marked_number(field: &str, decimal: Option<char>) -> (Number, Option<char>) {
    if let Some((value, mark)) = plain(field)
        && (mark.is_none() || decimal.is_none() || mark == decimal)
    {
        return (Number::Value(value), mark);
    }
    let field = trimmed(field);
    let has_digits = field.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digits && is_unknown(field) {
        return (Number::Blank, None);
    }
    let mark = ['.', ','].into_iter().find(|mark| field.contains(*mark));
    (unusual(field, decimal), mark)
}

/// Reads a number as nearly all are written: perhaps a minus, and up to nineteen digits with at most one mark.
fn plain(field: &str) -> Option<(f64, Option<char>)> {
    let number = leading(field.as_bytes(), b".,")?;
    (number.n_bytes == field.len()).then(|| (number.value, number.mark.map(char::from)))
}

/// Reads a number that is not blank, by the standard library.
fn unusual(field: &str, decimal: Option<char>) -> Number {
    if !field
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'e' | b'E'))
    {
        return Number::Unreadable;
    }
    let mark = decimal.unwrap_or(if field.contains(',') { ',' } else { '.' });
    let other = if mark == ',' { '.' } else { ',' };
    if field.contains(other) {
        return Number::Unreadable;
    }
    let value = if mark == ',' {
        field.replacen(',', ".", 1).parse::<f64>()
    } else {
        field.parse::<f64>()
    };
    match value {
        Ok(value) if value.is_finite() => Number::Value(value),
        _ => Number::Unreadable,
    }
}

/// Reads a count: a whole number from 0 to `u32::MAX`, also written as an integral float. A mark before exactly three
/// digits may group thousands, and is not guessed at.
pub(crate) fn count(field: &str, decimal: Option<char>) -> Result<Option<u32>, ()> {
    if let Some((value, None)) = plain(field) {
        return whole(value).ok_or(()).map(Some);
    }
    if may_be_grouped(trimmed(field)) {
        return Err(());
    }
    match number(field, decimal) {
        Number::Blank => Ok(None),
        Number::Value(value) => whole(value).ok_or(()).map(Some),
        Number::Unreadable => Err(()),
    }
}

/// A number that is whole and in the range of counts.
fn whole(value: f64) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what the cast changes is no count, as the comparison tells"
    )]
    let count = value as u32;
    (f64::from(count) == value).then_some(count)
}

fn may_be_grouped(field: &str) -> bool {
    let after_mark = field.rsplit_once(['.', ',']).map(|(_, after)| after);
    after_mark
        .is_some_and(|after| after.len() == 3 && after.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Which decimal marks the numbers of a column carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecimalMarks {
    /// Some number has a decimal point.
    pub points: bool,
    /// Some number has a decimal comma.
    pub commas: bool,
}

impl DecimalMarks {
    /// Takes note of the mark of a number.
    pub(crate) fn note(&mut self, mark: Option<char>) {
        self.points |= mark == Some('.');
        self.commas |= mark == Some(',');
    }

    /// Takes note of what others noted.
    pub(crate) fn merge(&mut self, other: Self) {
        self.points |= other.points;
        self.commas |= other.commas;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_marks_are_read_and_nothing_is_guessed() {
        for (field, expected) in [
            ("-21,69298935", Number::Value(-21.692_989_35)),
            (" 35.79708 ", Number::Value(35.797_08)),
            ("1e2", Number::Value(100.0)),
            ("", Number::Blank),
            ("1.234,5", Number::Unreadable),
            ("1,234,5", Number::Unreadable),
            ("nan", Number::Blank),
            ("N/A", Number::Blank),
            ("inf", Number::Unreadable),
            ("1e400", Number::Unreadable),
            ("12°", Number::Unreadable),
            ("0x10", Number::Unreadable),
            ("−5", Number::Unreadable),
        ] {
            assert_eq!(number(field, None), expected, "{field}");
        }
    }

    proptest! {
        #[test]
        fn usual_and_unusual_ways_agree(field in "-?[0-9]{0,21}[.,]?[0-9]{0,21}([.,e-][0-9]{0,2})?", stated in prop::sample::select(vec![None, Some('.'), Some(',')])) {
            let expected = match field.as_str() {
                field if is_unknown(field) => Number::Blank,
                field => unusual(field, stated),
            };
            let (found, mark) = marked_number(&field, stated);
            prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
            if let Number::Value(_) = found {
                prop_assert_eq!(mark, field.chars().find(|c| matches!(c, '.' | ',')));
            }
        }
    }

    #[test]
    fn a_stated_mark_rules_out_the_other() {
        assert_eq!(number("1.5", Some(',')), Number::Unreadable);
        assert_eq!(number("1,5", Some(',')), Number::Value(1.5));
        assert_eq!(number("1,5", Some('.')), Number::Unreadable);
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(count("312.0", None), Ok(Some(312)));
        assert_eq!(count("", None), Ok(None));
        for field in ["-1", "1,234", "1,000", "2.000", "4294967296", "many"] {
            assert_eq!(count(field, None), Err(()), "{field}");
        }
    }
}
