//! Numbers in, their shortest JSON out, appended to a buffer.

use std::io::Write as _;

use serde::Serialize;

/// Appends a whole number.
pub(super) fn push_integer(buffer: &mut Vec<u8>, number: i64) {
    push_json(buffer, &number);
}

fn push_json<T: Serialize>(buffer: &mut Vec<u8>, number: &T) {
    serde_json::to_writer(buffer, number).expect("numbers always become JSON in memory");
}

/// Appends the shortest decimal that reads back as the same number: `1`, `0.25`, `0.0000001`, never an exponent.
pub(super) fn push_real(buffer: &mut Vec<u8>, number: f64) {
    if let Some(units) = in_units(number) {
        return push_units(buffer, units);
    }
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

/// The number in units of 1e-7, if it is the float nearest to so many: coordinates of outputs, and most of what people
/// type. Below 1e15 units no two of them share a float, so the decimal is also the shortest.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a cast that goes wrong fails the comparison behind it"
)]
fn in_units(number: f64) -> Option<i64> {
    let units = (number * 1e7 + 0.5_f64.copysign(number)) as i64;
    let is_exact = units as f64 / 1e7 == number && units.unsigned_abs() < 1_000_000_000_000_000;
    (is_exact && units != 0).then_some(units)
}

/// Appends units of 1e-7 as a decimal without zeros at its end.
fn push_units(buffer: &mut Vec<u8>, units: i64) {
    if units < 0 {
        buffer.push(b'-');
    }
    let units = units.unsigned_abs();
    let whole = eight_digits(units / 10_000_000);
    let n_zeros = (whole.trailing_zeros() / 8).min(7);
    push_ascii(buffer, whole >> (8 * n_zeros), n_zeros);
    let rest = eight_digits(units % 10_000_000 * 10);
    if rest != 0 {
        buffer.push(b'.');
        push_ascii(buffer, rest, rest.leading_zeros() / 8);
    }
}

/// Appends eight digits but the last few. Eight bytes and a cut are quicker than a copy of so many as there are.
fn push_ascii(buffer: &mut Vec<u8>, digits: u64, n_cut: u32) {
    buffer.extend_from_slice(&ascii(digits));
    buffer.truncate(buffer.len() - n_cut as usize);
}

/// The eight decimal digits of a number below 1e8, one in each byte, the first in the lowest.
///
/// The number is halved three times, all halves at once: into two lanes of four digits, four lanes of two, eight
/// lanes of one. In each step `high` is a lane divided by 100 or 10, as a product with the reciprocal in fixed point
/// that is exact for numbers so small, and the rest goes to the lane above it.
fn eight_digits(number: u64) -> u64 {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let high = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let twos = high | ((fours - 100 * high) << 16);
    let high = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    high | ((twos - 10 * high) << 8)
}

fn ascii(digits: u64) -> [u8; 8] {
    (digits | 0x3030_3030_3030_3030).to_le_bytes()
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
        fn digits_are_those_of_the_number(number in 0_u64..100_000_000) {
            let digits = ascii(eight_digits(number)).to_vec();
            prop_assert_eq!(digits, format!("{number:08}").into_bytes());
        }

        #[test]
        fn short_decimals_print_as_they_are(
            digits in any::<i64>(),
            fewer in 0_u32..18,
            decimals in 0_u32..10,
        ) {
            let number: f64 = format!("{}e-{decimals}", digits / 10_i64.pow(fewer)).parse().unwrap();
            let text = real(number);
            // Where two shortest decimals are equally near, the standard library may choose the other.
            prop_assert_eq!(text.len(), number.to_string().len());
            prop_assert_eq!(text.parse::<f64>().unwrap(), number);
        }

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
