//! Time zones: what a person writes in, the day of a moment there out.

use std::fmt;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::Day;

/// The time zone that days are taken in.
///
/// ```
/// use schoolreach::table::Zone;
/// let zone = Zone::parse("Africa/Nairobi").ok_or("no zone")?;
/// let late_on_new_years_eve_unix_s = 1_767_222_000; // 2025-12-31T23:00:00Z
/// assert_eq!(zone.day_of(late_on_new_years_eve_unix_s).to_string(), "2026-01-01");
/// assert_eq!(Zone::default().day_of(late_on_new_years_eve_unix_s).to_string(), "2025-12-31");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// So many seconds east of UTC, always.
    Fixed(i32),
    /// By the rules of a place.
    Named(TimeZone),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Fixed(0)
    }
}

/// The zones by name that the program brings with it (IANA's database): those of the machine would make results depend
/// on it.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zones by name.
pub(crate) fn zones() -> &'static TimeZoneDatabase {
    &ZONES
}

const DAY_S: i64 = 86_400;

impl Zone {
    /// Reads `UTC`, an offset east of it as `+03:00` or `-04:30`, or a name as `America/Sao_Paulo`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("utc") || text == "Z" {
            return Some(Self::default());
        }
        if text.starts_with(['+', '-']) {
            return offset_s(text).map(Kind::Fixed).map(Self);
        }
        ZONES.get(text).ok().map(Kind::Named).map(Self)
    }

    /// The day of a time in seconds since 1970.
    #[must_use]
    #[inline]
    pub fn day_of(&self, at_unix_s: u32) -> Day {
        let at = i64::from(at_unix_s);
        let days = (at + i64::from(self.offset_s(at))).div_euclid(DAY_S);
        Day::of_unix_days(u16::try_from(days.max(0)).unwrap_or(u16::MAX))
    }

    fn offset_s(&self, at_unix_s: i64) -> i32 {
        match &self.0 {
            Kind::Fixed(seconds) => *seconds,
            Kind::Named(zone) => {
                Timestamp::from_second(at_unix_s).map_or(0, |at| zone.to_offset(at).seconds())
            }
        }
    }

    /// The first second of a day, since 1970; of a day that starts later than at midnight its second nearest to that.
    pub(crate) fn start_of(&self, day: Date) -> Option<i64> {
        let midnight = day.at(0, 0, 0, 0);
        let start = match &self.0 {
            Kind::Fixed(seconds) => Offset::from_seconds(*seconds).ok()?.to_timestamp(midnight),
            Kind::Named(zone) => zone.to_ambiguous_timestamp(midnight).compatible(),
        };
        start.ok().map(Timestamp::as_second)
    }
}

/// The seconds of `+03:00`; places are at most 14 hours from UTC.
fn offset_s(text: &str) -> Option<i32> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let number = |digits: &str, most: i32| {
        let is_plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: i32 = digits.parse().ok().filter(|_| is_plain)?;
        (number <= most).then_some(number)
    };
    let seconds = number(hours, 14)? * 3600 + number(minutes, 59)? * 60;
    Some(if text.starts_with('-') {
        -seconds
    } else {
        seconds
    })
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Fixed(0) => f.write_str("UTC"),
            Kind::Fixed(seconds) => {
                let (sign, minutes) = (if *seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Kind::Named(zone) => f.write_str(zone.iana_name().unwrap_or("UTC")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(zone: &str, at: &str) -> String {
        let at: Timestamp = at.parse().unwrap();
        let at_unix_s = u32::try_from(at.as_second()).unwrap();
        Zone::parse(zone).unwrap().day_of(at_unix_s).to_string()
    }

    #[test]
    fn zones_are_written_as_they_are_read() {
        for text in ["UTC", "+03:00", "-04:30", "+05:45", "Africa/Nairobi"] {
            assert_eq!(Zone::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Zone::parse("-00:00"), Zone::parse("utc"));
        for text in [
            "",
            "+3",
            "+03",
            "+15:00",
            "+03:60",
            "+-3:00",
            "Africa",
            "local",
            "EST5EDT,M3.2.0",
        ] {
            assert_eq!(Zone::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_ends_where_the_zone_says() {
        assert_eq!(day("UTC", "2026-01-31T23:59:59Z"), "2026-01-31");
        assert_eq!(day("+03:00", "2026-01-31T20:59:59Z"), "2026-01-31");
        assert_eq!(day("+03:00", "2026-01-31T21:00:00Z"), "2026-02-01");
        assert_eq!(day("-04:30", "2026-01-31T04:29:59Z"), "2026-01-30");
        // Summer time began on 2018-11-04 at midnight, which did not exist.
        assert_eq!(
            day("America/Sao_Paulo", "2018-11-04T02:59:59Z"),
            "2018-11-03"
        );
        assert_eq!(
            day("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
            "2018-11-04"
        );
        // Samoa left 2011-12-30 out.
        assert_eq!(day("Pacific/Apia", "2011-12-30T09:59:59Z"), "2011-12-29");
        assert_eq!(day("Pacific/Apia", "2011-12-30T10:00:00Z"), "2011-12-31");
    }

    proptest! {
        #[test]
        fn a_day_starts_on_that_day(days in 10_957_u16..47_000, index in 0_usize..4) {
            let zones = ["UTC", "-11:30", "America/Sao_Paulo", "Asia/Kathmandu"];
            let zone = Zone::parse(zones[index]).unwrap();
            let day = Day::of_unix_days(days);
            let start = zone.start_of(day.to_string().parse().unwrap()).unwrap();
            let start = u32::try_from(start).unwrap();
            prop_assert_eq!(zone.day_of(start), day);
            prop_assert!(zone.day_of(start - 1) < day);
        }

        #[test]
        fn any_text_has_an_answer(text in "\\PC*") {
            let _ = Zone::parse(&text);
        }
    }
}
