//! Days: what a person writes in, a number that can be compared out.

use std::fmt;

use jiff::civil::{Date, date};

/// A day, from 1970-01-01 to 2149-06-06.
///
/// ```
/// use schoolreach::table::Day;
/// let day = Day::parse("2026-02-28").ok_or("no day")?;
/// assert_eq!(day.after(1).map(|next| next.to_string()), Some("2026-03-01".to_owned()));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u16);

/// Seconds of a day; UTC as computers count it has no leap seconds.
const DAY_S: u32 = 86_400;

const FIRST: Date = date(1970, 1, 1);

impl Day {
    /// Reads a day as `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let day: Date = text.parse().ok().filter(|_| is_plain)?;
        Self::of_date(day)
    }

    /// The day of a date, where it is one that there is.
    pub(super) fn of_date(date: Date) -> Option<Self> {
        let days = date.since((jiff::Unit::Day, FIRST)).ok()?.get_days();
        u16::try_from(days).ok().map(Self)
    }

    /// Its date.
    pub(super) fn date(self) -> Date {
        let span = jiff::Span::new().try_days(self.0);
        let day = span.and_then(|span| FIRST.checked_add(span));
        day.unwrap_or(FIRST)
    }

    /// The day in UTC of a time in seconds since 1970.
    #[must_use]
    pub fn of_unix_s(at: u32) -> Self {
        Self(u16::try_from(at / DAY_S).unwrap_or(u16::MAX))
    }

    /// The day so many days after 1970-01-01.
    #[must_use]
    pub fn of_unix_days(days: u16) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn in_unix_days(self) -> u16 {
        self.0
    }

    /// The day so many days later.
    #[must_use]
    pub fn after(self, days: u16) -> Option<Self> {
        self.0.checked_add(days).map(Self)
    }

    /// The number of its week from Monday to Sunday (ISO 8601), that of 1970-01-01 being 0.
    #[must_use]
    pub fn week(self) -> u16 {
        /// 1970-01-01 was a Thursday.
        const DAYS_SINCE_MONDAY: u32 = 3;
        let week = (u32::from(self.0) + DAYS_SINCE_MONDAY) / 7;
        u16::try_from(week).unwrap_or(u16::MAX)
    }

    /// How many days this day comes after another, 0 where it does not.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> u16 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_they_are_read() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-22", "2149-06-06"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "1969-12-31",
            "2149-06-07",
            "2026-02-30",
            "2026-1-1",
            "2026-01-01T00:00",
            "",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_week_starts_on_monday_across_the_year() {
        let week = |text| Day::parse(text).unwrap().week();
        assert_eq!((week("1970-01-01"), week("1970-01-05")), (0, 1));
        assert_eq!(week("2025-12-29"), week("2026-01-04"));
        assert_eq!(week("2026-01-04") + 1, week("2026-01-05"));
    }
}
