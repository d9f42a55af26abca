//! Times as files write them in, seconds since 1970 out.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;

use super::super::words::{is_unknown, trimmed};
use crate::decimal::leading;
use crate::table::{Zone, zones};

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

/// Reads a time: ISO 8601 with offset, zone name or neither (RFC 3339, RFC 9557), with a space or `T`, a date alone (its
/// first second in `zone`), or a number of seconds, milli-, micro- or nanoseconds since 1970, told by its size. A time
/// without offset and zone name is in UTC.
#[inline]
pub(super) fn read_time(field: &str, zone: &Zone) -> Time {
    match usual(field.as_bytes()) {
        Some(unix_s) => Time::At {
            unix_s,
            is_leap: false,
        },
        None => general(field, zone),
    }
}

/// Reads a time in any spelling.
fn general(field: &str, zone: &Zone) -> Time {
    let text = trimmed(field);
    let found = unix(text).or_else(|| iso(text, zone));
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

/// Reads a time as nearly all are written: `YYYY-MM-DDTHH:MM:SS`, or a space for the `T`, perhaps a fraction of a second
/// and a `Z`. `None` for all others, for leap seconds, and for years outside the plausible.
#[inline]
fn usual(text: &[u8]) -> Option<u32> {
    let (clock, end) = text.split_first_chunk::<19>()?;
    let is_laid_out = clock[4] == b'-'
        && clock[7] == b'-'
        && (clock[10] == b'T' || clock[10] == b' ')
        && clock[13] == b':'
        && clock[16] == b':';
    if !is_laid_out || !is_usual_end(end) {
        return None;
    }
    let two = |at: usize| {
        let [tens, ones] = [clock[at], clock[at + 1]].map(|digit| digit.wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then(|| u32::from(tens * 10 + ones))
    };
    let (century, year, month, day) = (two(0)?, two(2)?, two(5)?, two(8)?);
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    let is_day = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
    if century != 20 || !is_day || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = DAYS_BEFORE_2000 + days_since_2000(year, month) + day - 1;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

/// Whether nothing, a `Z`, or a fraction of up to nine digits and then one of both follows the seconds.
#[inline]
fn is_usual_end(end: &[u8]) -> bool {
    let bare = end.strip_suffix(b"Z").unwrap_or(end);
    match bare {
        [] => true,
        [b'.', digits @ ..] => {
            (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Days from 1970-01-01 to 2000-01-01.
const DAYS_BEFORE_2000: u32 = 10_957;

/// Days of a year that come before each of its months, where February has 28.
const DAYS_BEFORE_MONTH: [u32; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// Days from 2000-01-01 to the first day of a month of the years 2000 to 2099, of which every fourth is a leap year.
#[inline]
fn days_since_2000(year: u32, month: u32) -> u32 {
    let leap_days = year.div_ceil(4) + u32::from(is_leap_year(year) && month > 2);
    year * 365 + leap_days + DAYS_BEFORE_MONTH[month as usize - 1]
}

#[inline]
fn days_of_month(year: u32, month: u32) -> u32 {
    let month = month as usize;
    let days = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
    days + u32::from(month == 2 && is_leap_year(year))
}

fn is_leap_year(year_of_century: u32) -> bool {
    year_of_century.is_multiple_of(4)
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
fn iso(text: &str, zone: &Zone) -> Option<i64> {
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    let (head, name) = text.split_once('[').unwrap_or((text, ""));
    let has_offset = head
        .as_bytes()
        .get(10..)
        .is_some_and(|clock| clock.iter().any(|byte| b"Zz+-".contains(byte)));
    if has_offset {
        return PARSER.parse_timestamp(text).ok().map(Timestamp::as_second);
    }
    if !name.is_empty() {
        let zoned = PARSER.parse_zoned_with(zones(), text).ok()?;
        return Some(zoned.timestamp().as_second());
    }
    let local = PARSER.parse_datetime(text).ok()?;
    let is_date = head.len() <= "2026-01-31".len();
    if is_date && !head.contains(['T', 't', ' ']) {
        return zone.start_of(local.date());
    }
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

    fn read(field: &str) -> Time {
        read_time(field, &Zone::default())
    }

    fn at(field: &str) -> Option<u32> {
        match read(field) {
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
            "2026-01-31T13:20:30[Africa/Nairobi]",
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
    fn a_date_alone_is_a_day_of_the_zone_and_a_time_is_not() {
        let zone = Zone::parse("America/Sao_Paulo").unwrap();
        for day in ["2026-01-31", "20260131"] {
            let unix_s = AT - (7 * 60 + 20) * 60 - 30;
            let is_leap = false;
            assert_eq!(read_time(day, &zone), Time::At { unix_s, is_leap }, "{day}");
        }
        for time in ["2026-01-31 10:20:30", "1769854830"] {
            assert_eq!(read_time(time, &zone), read(time), "{time}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_apart() {
        for field in ["", "  ", "NaN", "null"] {
            assert_eq!(read(field), Time::Blank, "{field}");
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
            assert_eq!(read(field), Time::Implausible, "{field}");
        }
        for field in [
            "yesterday",
            "2026-02-30",
            "31/01/2026",
            "2026-01-31T25:00:00Z",
            "2026-01-31T10:20:30[Africa/Nowhere]",
            "2026-01-31T10:20:30+99:00",
            "1e300",
        ] {
            assert_eq!(read(field), Time::Unreadable, "{field}");
        }
    }

    #[test]
    fn a_leap_second_is_the_second_before() {
        let leap = read("2016-12-31T23:59:60Z");
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

    /// Times as they are usually written, and what is nearly one.
    fn clocks() -> impl Strategy<Value = String> {
        let two = || prop_oneof![0_u32..32, 0_u32..100];
        let clock = (19_u32..22, two(), two(), two(), 0_u32..26, two(), two());
        let end = prop_oneof![Just(String::new()), "[.][0-9]{0,11}Z?", "[Z .+0-9:]{0,5}"];
        (clock, "[T t]", end).prop_map(|((c, y, m, d, hour, minute, s), gap, end)| {
            format!("{c}{y:02}-{m:02}-{d:02}{gap}{hour:02}:{minute:02}:{s:02}{end}")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn the_quick_way_reads_what_the_general_one_does(clock in clocks(), day in 0_u32..36_525, s in 0_u32..86_400) {
            let plausible = Timestamp::from_second(i64::from((DAYS_BEFORE_2000 + day) * 86_400 + s)).unwrap();
            let plausible = plausible.to_string();
            prop_assert!(usual(plausible.as_bytes()).is_some(), "{}", plausible);
            for text in [clock, plausible] {
                prop_assert_eq!(read(&text), general(&text, &Zone::default()), "{}", text);
            }
        }

        #[test]
        fn any_text_has_an_answer(text in "\\PC*") {
            read(&text);
        }

        #[test]
        fn what_is_printed_is_read(unix_s in 946_684_800_u32..4_102_444_799) {
            let printed = Timestamp::from_second(unix_s.into()).unwrap().to_string();
            prop_assert_eq!(at(&printed), Some(unix_s));
            prop_assert_eq!(at(&unix_s.to_string()), Some(unix_s));
        }
    }
}
