//! What a request says of a range of bytes in, the bytes that it gets out (RFC 9110, section 14).

use std::ops::Range;

/// One range as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// From a byte on, up to one or to the end.
    From(u64, Option<u64>),
    /// So many bytes at the end.
    Last(u64),
}

impl Asked {
    /// Reads the field `Range`; several ranges at once, and what is none, are ignored as the standard allows.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
        let number = |digits: &str| {
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<u64>().ok()).flatten()
        };
        match (first.trim(), last.trim()) {
            ("", last) => Some(Self::Last(number(last)?)),
            (first, "") => Some(Self::From(number(first)?, None)),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Self::From(first, Some(last)))
            }
        }
    }

    /// The bytes of a file of this size; `None` where it has none of them.
    pub(super) fn of(self, n_bytes: u64) -> Option<Range<u64>> {
        let range = match self {
            Self::From(first, last) => {
                let end = last.map_or(n_bytes, |last| last.saturating_add(1).min(n_bytes));
                first..end
            }
            Self::Last(n_last) => n_bytes.saturating_sub(n_last)..n_bytes,
        };
        (range.start < range.end).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_standard() {
        let found = |text: &str| Asked::parse(text).map(|asked| asked.of(100));
        assert_eq!(found("bytes=0-9"), Some(Some(0..10)));
        assert_eq!(found("bytes=90-"), Some(Some(90..100)));
        assert_eq!(found("bytes=90-999"), Some(Some(90..100)));
        assert_eq!(found("bytes=-7"), Some(Some(93..100)));
        assert_eq!(found("bytes=-700"), Some(Some(0..100)));
        assert_eq!(found("bytes=5-18446744073709551615"), Some(Some(5..100)));
        assert_eq!(found("bytes=100-"), Some(None));
        assert_eq!(found("bytes=-0"), Some(None));
        for ignored in [
            "bytes=9-3",
            "bytes=a-b",
            "bytes=0-1,5-6",
            "items=0-1",
            "bytes=",
            "bytes=+1-2",
            "",
        ] {
            assert_eq!(found(ignored), None, "{ignored}");
        }
        assert_eq!(Asked::parse("bytes=0-0").unwrap().of(0), None);
    }
}
