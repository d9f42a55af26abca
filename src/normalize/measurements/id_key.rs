//! An id in, the sixteen bytes that stand for it in a table out.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// An id as it is looked up; case makes no difference to it. Ids with the same key are the same but for case, unless
/// they are [`Kind::Long`]: then their text must be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct IdKey {
    words: [u64; 2],
    kind: Kind,
}

/// What the bytes of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// The 32 hexadecimal digits of a UUID (RFC 9562), as Giga's ids are.
    Uuid,
    /// The id's own bytes and their number: it has at most fifteen.
    Short,
    /// A hash.
    Long,
}

/// The longest id that stands in a key itself.
const SHORT_BYTES: usize = 15;

const HASHES: FixedState = FixedState::with_seed(0);

impl IdKey {
    /// The key of an id, and whether the id has no upper-case letter: two ids without, of the same short key, are the
    /// same text.
    #[inline]
    pub(super) fn of(id: &str) -> (Self, bool) {
        match id.as_bytes().first_chunk::<36>() {
            Some(uuid) if id.len() == uuid.len() => Self::of_long(uuid),
            _ if id.len() <= SHORT_BYTES => Self::of_short(id.as_bytes()),
            _ => Self::hashed(id.as_bytes()),
        }
    }

    fn of_short(id: &[u8]) -> (Self, bool) {
        let mut bytes = [0; 16];
        bytes[..id.len()].copy_from_slice(id);
        let is_lower = !bytes.iter().any(u8::is_ascii_uppercase);
        bytes.make_ascii_lowercase();
        bytes[SHORT_BYTES] = u8::try_from(id.len()).unwrap_or_default();
        let all = u128::from_le_bytes(bytes);
        (Self::new(all, Kind::Short), is_lower)
    }

    /// The key of an id that is as long as a UUID.
    #[inline]
    fn of_long(id: &[u8; 36]) -> (Self, bool) {
        if let Some(digits) = uuid_digits(id) {
            return (Self::new(digits, Kind::Uuid), true);
        }
        let mut lower = *id;
        lower.make_ascii_lowercase();
        match uuid_digits(&lower) {
            Some(digits) => (Self::new(digits, Kind::Uuid), false),
            None => Self::hashed(id),
        }
    }

    fn hashed(id: &[u8]) -> (Self, bool) {
        let hash = HASHES.hash_one(id.to_ascii_lowercase());
        let is_lower = !id.iter().any(u8::is_ascii_uppercase);
        (Self::new(hash.into(), Kind::Long), is_lower)
    }

    #[inline]
    fn new(bytes: u128, kind: Kind) -> Self {
        let [low, high] = [bytes, bytes >> 64].map(|word| word & u128::from(u64::MAX));
        let words = [low, high].map(|word| u64::try_from(word).unwrap_or_default());
        Self { words, kind }
    }

    pub(super) fn kind(self) -> Kind {
        self.kind
    }

    pub(super) fn words(self) -> [u64; 2] {
        self.words
    }

    /// A hash of the key.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        HASHES.hash_one(self.words)
    }
}

/// The digits of a UUID in lower case, in an order of their own; `None` where a text is none.
#[inline]
fn uuid_digits(text: &[u8; 36]) -> Option<u128> {
    const DASHES: [usize; 4] = [8, 13, 18, 23];
    if DASHES.iter().any(|at| text[*at] != b'-') {
        return None;
    }
    let eight = |first: usize, second: usize| {
        let mut word = [0; 8];
        word[..4].copy_from_slice(&text[first..first + 4]);
        word[4..].copy_from_slice(&text[second..second + 4]);
        hex_digits(u64::from_le_bytes(word))
    };
    let (a, b) = (eight(0, 4)?, eight(9, 14)?);
    let (c, d) = (eight(19, 24)?, eight(28, 32)?);
    Some(u128::from(a << 4 | b) << 64 | u128::from(c << 4 | d))
}

/// The values of eight hexadecimal digits in lower case, each in the low half of its byte: all are worked out at once,
/// and written as digits again to see whether they were any.
#[inline]
fn hex_digits(word: u64) -> Option<u64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let is_letter = (word >> 6) & ONES;
    let values = (word & (ONES * 0x0f)) + is_letter * 9;
    let is_above_nine = ((values + ONES * 6) >> 4) & ONES;
    let digits = values + ONES * u64::from(b'0') + is_above_nine * u64::from(b'a' - b'0' - 10);
    (digits == word && values & (ONES * 0xf0) == 0).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "[0-9a-gA-F/:@`-]{8}-[0-9a-f]{4}-[0-9A-F]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "[0-9]{1,8}",
            "\\PC{0,40}",
            "[a-cA-C]{13,18}",
        ]
    }

    proptest! {
        #[test]
        fn a_key_stands_for_one_id_in_any_case(one in ids(), other in ids()) {
            let ((a, a_is_lower), (b, _)) = (IdKey::of(&one), IdKey::of(&other));
            let is_same = one.eq_ignore_ascii_case(&other);
            if a.kind() != Kind::Long || b.kind() != Kind::Long {
                prop_assert_eq!(a == b, is_same);
            }
            prop_assert_eq!(a_is_lower, !one.bytes().any(|byte| byte.is_ascii_uppercase()));
            prop_assert_eq!(IdKey::of(&one.to_ascii_uppercase()).0, a);
        }

        #[test]
        fn only_hexadecimal_digits_are_some(bytes in prop::array::uniform8(prop_oneof![any::<u8>(), prop::sample::select(b"0123456789abcdef".to_vec())])) {
            let expected = bytes.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            prop_assert_eq!(hex_digits(u64::from_le_bytes(bytes)).is_some(), expected);
        }
    }

    #[test]
    fn every_digit_has_its_value() {
        for (value, digit) in (0_u8..).zip(*b"0123456789abcdef") {
            let word = u64::from_le_bytes([digit; 8]);
            assert_eq!(hex_digits(word), Some(u64::from_le_bytes([value; 8])));
        }
    }
}
