//! Times as files write them in, seconds since 1970 out.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;

use super::super::words::{is_unknown, trimmed};
use crate::decimal::leading;

/// What a time field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// Blank, or a word for unknown.
    Blank,
    /// Not a time.
    Unreadable,
    /// A time before 2000 or after 2099: a clock that was never set, or a number in another unit.
    Implausible,
    /// A time.
    At {
        /// Seconds since 1970.
        unix_s: u32,
        /// Whether it is a second 60, taken for the second before it.
        is_leap: bool,
    },
}

/// 2000-01-01 and 2100-01-01; M-Lab began to measure in 2009, Giga in 2019.
const EARLIEST_UNIX_S: i64 = 946_684_800;
const TOO_LATE_UNIX_S: i64 = 4_102_444_800;

static PARSER: DateTimeParser = DateTimeParser::new();

/// Reads a time: ISO 8601 with or without offset and zone name (RFC 3339, RFC 9557), with a space or `T`, a date alone
/// (its first second), or a number of seconds, milli-, micro- or nanoseconds since 1970, told by its size. Without
/// offset it is in UTC.
pub(super) fn read_time(field: &str) -> Time {
    let text = trimmed(field);
    let found = unix(text).or_else(|| iso(text));
    match found.map(|at| (at, u32::try_from(at))) {
        Some((at, Ok(unix_s))) if (EARLIEST_UNIX_S..TOO_LATE_UNIX_S).contains(&at) => Time::At {
            unix_s,
            is_leap: text.as_bytes().get(17..19) == Some(b"60"),
        },
        Some(_) => Time::Implausible,
        None if is_unknown(text) => Time::Blank,
        None => Time::Unreadable,
    }
}

/// A number of seconds or of a smaller unit. Seconds have up to eleven digits until the year 5138; eight digits and
/// nothing else are a date (`20260131`).
fn unix(text: &str) -> Option<i64> {
    let number = leading(text.as_bytes(), b".").filter(|number| number.n_bytes == text.len())?;
    if number.mark.is_none() && number.n_whole == 8 && number.value > 0.0 {
        return None;
    }
    let per_second = match number.value.abs() {
        size if size < 1e11 => 1.0,
        size if size < 1e14 => 1e3,
        size if size < 1e17 => 1e6,
        _ => 1e9,
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 1e19 / 1e9 in size"
    )]
    let seconds = (number.value / per_second).floor() as i64;
    Some(seconds)
}

/// A time as ISO 8601 writes it.
fn iso(text: &str) -> Option<i64> {
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    let (head, zone) = text.split_once('[').unwrap_or((text, ""));
    let has_offset = head
        .as_bytes()
        .get(10..)
        .is_some_and(|clock| clock.iter().any(|byte| b"Zz+-".contains(byte)));
    if has_offset {
        return PARSER.parse_timestamp(text).ok().map(Timestamp::as_second);
    }
    if !zone.is_empty() {
        return None;
    }
    let local = PARSER.parse_datetime(text).ok()?;
    Offset::UTC
        .to_timestamp(local)
        .ok()
        .map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-01-31T10:20:30Z.
    const AT: u32 = 1_769_854_830;

    fn at(field: &str) -> Option<u32> {
        match read_time(field) {
            Time::At { unix_s, .. } => Some(unix_s),
            _ => None,
        }
    }

    #[test]
    fn the_same_moment_in_every_spelling() {
        for spelling in [
            "2026-01-31T10:20:30Z",
            "2026-01-31T10:20:30.123456Z",
            "2026-01-31 10:20:30",
            " 2026-01-31 10:20:30.5 UTC ",
            "2026-01-31T13:20:30+03:00",
            "2026-01-31 13:20:30+03",
            "2026-01-31T07:20:30-03:00[America/Sao_Paulo]",
            "2026-01-31t10:20:30z",
            "20260131T102030Z",
            "1769854830",
            "1769854830.75",
            "1769854830123",
            "1769854830123456",
            "1769854830123456789",
        ] {
            assert_eq!(at(spelling), Some(AT), "{spelling}");
        }
        let midnight = AT - (10 * 60 + 20) * 60 - 30;
        for day in ["2026-01-31", "20260131", "2026-01-31T00:00"] {
            assert_eq!(at(day), Some(midnight), "{day}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_apart() {
        for field in ["", "  ", "NaN", "null"] {
            assert_eq!(read_time(field), Time::Blank, "{field}");
        }
        for field in [
            "1970-01-01T00:00:00Z",
            "0",
            "-5",
            "9999999999",
            "2286-11-20T17:46:39Z",
            "45678.5",
            "12",
        ] {
            assert_eq!(read_time(field), Time::Implausible, "{field}");
        }
        for field in [
            "yesterday",
            "2026-02-30",
            "31/01/2026",
            "2026-01-31T25:00:00Z",
            "2026-01-31T10:20:30[Africa/Nairobi]",
            "2026-01-31T10:20:30+99:00",
            "1e300",
        ] {
            assert_eq!(read_time(field), Time::Unreadable, "{field}");
        }
    }

    #[test]
    fn a_leap_second_is_the_second_before() {
        let leap = read_time("2016-12-31T23:59:60Z");
        let unix_s = 1_483_228_799;
        assert_eq!(
            leap,
            Time::At {
                unix_s,
                is_leap: true
            }
        );
        assert_eq!(at("2016-12-31T23:59:59Z"), Some(unix_s));
    }

    proptest! {
        #[test]
        fn any_text_has_an_answer(text in "\\PC*") {
            read_time(&text);
        }

        #[test]
        fn what_is_printed_is_read(unix_s in 946_684_800_u32..4_102_444_799) {
            let printed = Timestamp::from_second(unix_s.into()).unwrap().to_string();
            prop_assert_eq!(at(&printed), Some(unix_s));
            prop_assert_eq!(at(&unix_s.to_string()), Some(unix_s));
        }
    }
}
