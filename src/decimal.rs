//! The digits of a short decimal number in, the double nearest to it out, exact to the last bit.

/// A decimal number with which some bytes begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Leading {
    /// Its value, negative after a minus.
    pub(crate) value: f64,
    /// Digits before the mark.
    pub(crate) n_whole: usize,
    /// The decimal mark, if it has one.
    pub(crate) mark: Option<u8>,
    /// Digits after the mark.
    pub(crate) n_decimals: usize,
    /// Its length, sign and mark included.
    pub(crate) n_bytes: usize,
}

/// Reads the number with which some bytes begin: perhaps a minus, then one to nineteen digits with at most one of the
/// marks among or beside them. None where it is longer or no number; what follows is for the caller to judge.
#[inline]
pub(crate) fn leading(bytes: &[u8], marks: &[u8]) -> Option<Leading> {
    let is_negative = bytes.first() == Some(&b'-');
    let unsigned = &bytes[usize::from(is_negative)..];
    let mut number = Decimal::default();
    let n_whole = number.take(unsigned);
    let mark = unsigned.get(n_whole).copied();
    let mark = mark.filter(|byte| marks.contains(byte));
    if mark.is_some() {
        number.n_decimals = number.take(&unsigned[n_whole + 1..]);
    }
    let size = number.nearest()?;
    Some(Leading {
        value: if is_negative { -size } else { size },
        n_whole,
        mark,
        n_decimals: number.n_decimals,
        n_bytes: usize::from(is_negative) + number.n_digits + usize::from(mark.is_some()),
    })
}

/// The digits of a number without sign and exponent: `digits` / 10^`n_decimals`.
#[derive(Clone, Copy, Debug, Default)]
struct Decimal {
    digits: u64,
    n_digits: usize,
    n_decimals: usize,
}

/// The powers of ten that a double holds exactly and that a short number needs.
const POWERS_OF_TEN: [f64; 20] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

/// The same powers as integers.
const WHOLE_POWERS_OF_TEN: [u64; 20] = {
    let mut powers = [1; 20];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// The most digits that surely fit in 64 bits.
const MOST_DIGITS: usize = 19;

impl Decimal {
    /// Takes the ASCII digits with which some bytes begin; gives how many they are. Digits beyond the nineteenth are
    /// counted only.
    #[inline]
    fn take(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(word) = bytes[at..].first_chunk::<8>() {
            let (value, n_digits) = leading_digits(u64::from_le_bytes(*word));
            let shifted = self.digits.wrapping_mul(WHOLE_POWERS_OF_TEN[n_digits]);
            self.digits = shifted.wrapping_add(value);
            at += n_digits;
            if n_digits < 8 {
                self.n_digits += at;
                return at;
            }
        }
        let (value, n_digits) = leading_digits(short_word(&bytes[at..]));
        let shifted = self.digits.wrapping_mul(WHOLE_POWERS_OF_TEN[n_digits]);
        self.digits = shifted.wrapping_add(value);
        at += n_digits;
        self.n_digits += at;
        at
    }

    /// The nearest double, ties to even; none for no digits and for more than nineteen.
    ///
    /// Numbers and powers of ten below 2^53 and 10^22 are exact as doubles, and one division rounds correctly
    /// (Clinger, *How to read floating point numbers accurately*, 1990); the others take a division of integers.
    #[inline]
    #[expect(
        clippy::cast_precision_loss,
        reason = "the guard says that the double holds all bits"
    )]
    fn nearest(&self) -> Option<f64> {
        let power = POWERS_OF_TEN.get(self.n_decimals)?;
        if self.n_digits == 0 || self.n_digits > MOST_DIGITS {
            return None;
        }
        if self.digits <= 1 << 53 {
            return Some(self.digits as f64 / power);
        }
        Some(quotient(self.digits, WHOLE_POWERS_OF_TEN[self.n_decimals]))
    }
}

/// Fewer than eight bytes as a word, the first byte lowest, zeros behind the last: two loads that overlap.
#[inline]
fn short_word(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | last;
    }
    match *bytes {
        [] => 0,
        [one] => u64::from(one),
        [one, two] => u64::from(u16::from_le_bytes([one, two])),
        [one, two, three, ..] => u64::from(u32::from_le_bytes([one, two, three, 0])),
    }
}

/// The number that the digits write with which eight bytes begin, the first byte lowest in the word, and how many
/// digits they are.
///
/// The digits are moved to the end of the word, behind zeros. Neighbors are then joined three times: digits to pairs,
/// and pairs to the whole by two products whose middles hold the sums that are wanted (Lemire, *Quickly parsing eight
/// digits*, 2018).
#[inline]
fn leading_digits(word: u64) -> (u64, usize) {
    const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    let values = word ^ 0x3030_3030_3030_3030;
    // Has the highest bit of every byte set that is beyond nine.
    let others = (((values & LOW_BITS) + 0x7676_7676_7676_7676) | values) & !LOW_BITS;
    let n_digits = others.trailing_zeros() / 8;
    let digits = values.checked_shl(64 - 8 * n_digits).unwrap_or_default();
    let pairs = digits * 10 + (digits >> 8);
    let outer = (pairs & PAIRS).wrapping_mul(100 + (1_000_000 << 32));
    let inner = ((pairs >> 16) & PAIRS).wrapping_mul(1 + (10_000 << 32));
    (outer.wrapping_add(inner) >> 32, n_digits as usize)
}

/// The double nearest to the quotient of two numbers from 1 on.
///
/// Both are shifted to have their highest bit set. Then `dividend` · 2^63 / `divisor` has 63 or 64 bits: those of a
/// double, and at least ten more. A remainder is marked in the last of these, so that the one rounding to a double
/// sees on which side of a tie the quotient lies. The scaling by a power of two is exact: the quotient lies in
/// 1e-19..2e19.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the quotient fits in 64 bits, and its rounding to a double is the purpose"
)]
fn quotient(dividend: u64, divisor: u64) -> f64 {
    let (up, down) = (dividend.leading_zeros(), divisor.leading_zeros());
    let dividend = u128::from(dividend << up) << 63;
    let divisor = u128::from(divisor << down);
    let (whole, rest) = (dividend / divisor, dividend % divisor);
    let bits = whole as u64 | u64::from(rest != 0);
    bits as f64 * f64::from_bits(u64::from(EXPONENT_BIAS + down - up - 63) << MANTISSA_BITS)
}

/// What is added to the exponent of a double where it is stored.
const EXPONENT_BIAS: u32 = 1_023;

/// How many bits of a double stand below its exponent.
const MANTISSA_BITS: u32 = 52;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How many random numbers are compared: enough for confidence where code is fast.
    const N_RANDOM: u32 = if cfg!(debug_assertions) {
        4_000
    } else {
        2_000_000
    };

    fn read(whole: &str, decimals: &str) -> Option<f64> {
        // What follows must not matter, and a short end takes another way than a long one.
        let texts =
            ["", "]", ",1234567", "e+12345678"].map(|end| format!("{whole}.{decimals}{end}"));
        let found = texts.map(|text| leading(text.as_bytes(), b".,"));
        assert!(found.iter().all(|other| *other == found[0]));
        found[0].map(|number| {
            assert_eq!(
                (number.n_whole, number.n_decimals),
                (whole.len(), decimals.len())
            );
            assert_eq!(number.n_bytes, whole.len() + decimals.len() + 1);
            number.value
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(N_RANDOM))]

        #[test]
        fn numbers_are_those_of_the_standard_library(digits in 0..10_u64.pow(19), n_kept in 1_usize..20, n_decimals in 0_usize..20) {
            let digits = format!("{digits:019}");
            let kept = &digits[19 - n_kept..];
            let (whole, decimals) = kept.split_at(kept.len().saturating_sub(n_decimals));
            let expected: f64 = format!("0{whole}.{decimals}0").parse().unwrap();
            prop_assert_eq!(read(whole, decimals).unwrap().to_bits(), expected.to_bits(), "{}.{}", whole, decimals);
        }

        #[test]
        fn halfway_cases_round_to_even(mantissa in 1_u64 << 52..1 << 53, n_decimals in 0_u32..4) {
            // An odd multiple of half a unit in the last place, in decimal: a tie, or next to one.
            let tie = (u128::from(mantissa) * 2 + 1) * 10_u128.pow(n_decimals);
            for near in [tie - 1, tie, tie + 1] {
                let Ok(near) = u64::try_from(near) else { continue };
                let digits = near.to_string();
                let (whole, decimals) = digits.split_at(digits.len() - n_decimals as usize);
                let expected: f64 = format!("{whole}.{decimals}0").parse().unwrap();
                if let Some(found) = read(whole, decimals) {
                    prop_assert_eq!(found.to_bits(), expected.to_bits(), "{}", near);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn digits_end_where_another_byte_stands(bytes in prop::array::uniform8(prop::sample::select(b"01234567899999999/:.-,\x00\x80\xb9\xff".to_vec()))) {
            let n_digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let expected = bytes[..n_digits].iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
            prop_assert_eq!(leading_digits(u64::from_le_bytes(bytes)), (expected, n_digits));
        }
    }

    #[test]
    fn long_numbers_are_left_to_others() {
        assert_eq!(read("12345678901234567890", ""), None);
        assert_eq!(read("1", "00000000000000000000"), None);
        assert_eq!(read("0", "0"), Some(0.0));
        assert_eq!(leading(b"-.,", b".,"), None);
        assert_eq!(leading(b"", b".,"), None);
        let number = leading(b"-5,;", b".,").unwrap();
        assert_eq!(
            (number.value, number.mark, number.n_bytes),
            (-5.0, Some(b','), 3)
        );
    }
}
