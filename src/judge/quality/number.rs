//! A field in, the number that it is out: Giga's `^-?\d+(\.\d+)?$`, with the decimal mark of the file.

/// The number: digits with at most one decimal mark among them, perhaps a minus before. A point and a comma both are
/// marks where none is given.
pub(super) fn number(field: &str, decimal: Option<char>) -> Option<f64> {
    let unsigned = field.strip_prefix('-').unwrap_or(field);
    let is_mark = |c: char| decimal.map_or(matches!(c, '.' | ','), |mark| c == mark);
    let (whole, decimals) = match unsigned.find(is_mark) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let are_digits =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(whole) || !decimals.is_none_or(are_digits) {
        return None;
    }
    let value = if field.contains(',') {
        field.replacen(',', ".", 1).parse()
    } else {
        field.parse()
    };
    value.ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (field, expected) in [
            ("12", Some(12.0)),
            ("-0.5", Some(-0.5)),
            ("1,5", Some(1.5)),
            ("", None),
            ("-", None),
            ("5.", None),
            (".5", None),
            ("+5", None),
            ("1e3", None),
            ("1.234,5", None),
            ("12 ", None),
        ] {
            assert_eq!(number(field, None), expected, "{field}");
        }
        assert_eq!(number("1,5", Some('.')), None);
        assert_eq!(number(&"9".repeat(400), None), None);
    }
}
