//! Numbers and text in, their shortest JSON out, appended to a buffer.

use std::io::Write as _;

use serde::Serialize;

/// Appends a value as JSON.
pub(super) fn push_json<T: Serialize + ?Sized>(buffer: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(buffer, value).expect("text and numbers always become JSON in memory");
}

/// Appends the shortest decimal that reads back as the same number: `1`, `0.25`, `0.0000001`, never an exponent.
pub(super) fn push_real(buffer: &mut Vec<u8>, number: f64) {
    let start = buffer.len();
    push_json(buffer, &number);
    let digits = &buffer[start..];
    if digits.contains(&b'e') {
        buffer.truncate(start);
        write!(buffer, "{number}").expect("writing into memory cannot fail");
    } else if digits.ends_with(b".0") {
        buffer.truncate(buffer.len() - 2);
    }
}

/// Appends a real number so that readers which guess types take it for one: `1.0`, else as [`push_real`].
pub(super) fn push_typed_real(buffer: &mut Vec<u8>, number: f64) {
    let start = buffer.len();
    push_real(buffer, number);
    if !buffer[start..].contains(&b'.') {
        buffer.extend_from_slice(b".0");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn real(number: f64) -> String {
        let mut buffer = Vec::new();
        push_real(&mut buffer, number);
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn reals_are_short_and_plain() {
        for (number, text) in [
            (1.0, "1"),
            (-0.0, "-0"),
            (0.1, "0.1"),
            (1e-7, "0.0000001"),
            (-1.5e-9, "-0.0000000015"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (51.477_928_1, "51.4779281"),
        ] {
            assert_eq!(real(number), text);
        }
    }

    #[test]
    fn typed_reals_show_a_point() {
        let mut buffer = Vec::new();
        for number in [1.0, 0.5, 1e20] {
            push_typed_real(&mut buffer, number);
            buffer.push(b' ');
        }
        assert_eq!(buffer, b"1.0 0.5 100000000000000000000.0 ");
    }

    proptest! {
        #[test]
        fn reals_read_back_to_the_bit(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let text = real(number);
            prop_assert!(!text.contains(['e', 'E']));
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), bits);
        }
    }
}
