//! The downloads of each school by month: what a trend is made of.
//!
//! A month in which a school has a download takes 72 bytes and about one for every 2 % by which its values spread; with
//! what the allocator adds, about 100. A school without one takes 24.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::{Day, Distribution};

/// A month in UTC, from 1970-01 on.
///
/// ```
/// use schoolreach::table::{Day, Month};
/// let month = Day::parse("2024-02-10").map(Month::of).ok_or("no day")?;
/// assert_eq!((month.to_string(), month.last_day().to_string()), ("2024-02".to_owned(), "2024-02-29".to_owned()));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u16);

/// The month of every day there is, looked up because a hundred million rows ask for it.
static OF_DAYS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let days = 0..=u16::MAX;
    days.map(|day| Month::of_date(Day::of_unix_days(day).date()).0)
        .collect()
});

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self(OF_DAYS[usize::from(day.in_unix_days())])
    }

    fn of_date(date: Date) -> Self {
        let months = (i32::from(date.year()) - 1970) * 12 + i32::from(date.month()) - 1;
        Self(u16::try_from(months).unwrap_or_default())
    }

    /// The month so many months later.
    #[must_use]
    pub fn after(self, months: u16) -> Self {
        Self(self.0.saturating_add(months))
    }

    /// How many months this one comes after another, 0 where it does not.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> u16 {
        self.0.saturating_sub(earlier.0)
    }

    /// Its last day, or the last day there is.
    #[must_use]
    pub fn last_day(self) -> Day {
        let last = self.first_date().last_of_month();
        Day::of_date(last).unwrap_or(Day::of_unix_days(u16::MAX))
    }

    fn first_date(self) -> Date {
        let year = i16::try_from(1970 + self.0 / 12).unwrap_or(i16::MAX);
        let month = i8::try_from(self.0 % 12 + 1).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(date(1970, 1, 1))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.first_date();
        write!(f, "{:04}-{:02}", first.year(), first.month())
    }
}

/// The downloads of a school in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct SchoolMonth {
    /// The month.
    pub month: Month,
    /// The last day with a download.
    pub last_day: Day,
    /// Its downloads, in bit/s.
    pub downloads: Distribution,
}

/// The months in which a school has a download, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchoolMonths(Vec<SchoolMonth>);

impl SchoolMonths {
    /// Adds a download, in bit/s.
    pub fn add(&mut self, day: Day, download_bps: u64) {
        let month = self.month(Month::of(day), day);
        month.last_day = month.last_day.max(day);
        month.downloads.add(download_bps);
    }

    /// Adds the downloads of other months; commutative and associative.
    pub fn merge(&mut self, other: &Self) {
        for more in &other.0 {
            let month = self.month(more.month, more.last_day);
            month.last_day = month.last_day.max(more.last_day);
            month.downloads.merge(&more.downloads);
        }
    }

    /// Counts what waits to be counted, so that quantiles are quick.
    pub fn pack(&mut self) {
        for month in &mut self.0 {
            month.downloads.pack();
        }
    }

    /// The months.
    #[must_use]
    pub fn as_slice(&self) -> &[SchoolMonth] {
        &self.0
    }

    /// A month, a new one where it is not there; the last one is the most likely.
    fn month(&mut self, month: Month, day: Day) -> &mut SchoolMonth {
        let before = self.0.iter().rposition(|known| known.month <= month);
        let index = match before {
            Some(index) if self.0[index].month == month => index,
            _ => {
                let index = before.map_or(0, |index| index + 1);
                let fresh = SchoolMonth {
                    month,
                    last_day: day,
                    downloads: Distribution::default(),
                };
                self.0.reserve_exact(1);
                self.0.insert(index, fresh);
                index
            }
        };
        &mut self.0[index]
    }
}

/// The downloads of all schools by month. The same measurements give the same months, to the bit, in whatever order they
/// were added and in whatever parts they were folded and merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Months(Vec<SchoolMonths>);

impl Months {
    /// Those of each school.
    #[must_use]
    pub fn of_schools(of_schools: Vec<SchoolMonths>) -> Self {
        Self(of_schools)
    }

    /// Number of schools, those without a download too.
    #[must_use]
    pub fn n_schools(&self) -> usize {
        self.0.len()
    }

    /// The months in which a school has a download, in their order.
    ///
    /// # Panics
    /// If there is no such school.
    #[must_use]
    pub fn of(&self, school: usize) -> &[SchoolMonth] {
        self.0[school].as_slice()
    }

    /// The months of each school, to be merged side by side.
    pub fn as_mut_slice(&mut self) -> &mut [SchoolMonths] {
        &mut self.0
    }

    /// The months of each school.
    #[must_use]
    pub fn as_slice(&self) -> &[SchoolMonths] {
        &self.0
    }

    /// The first and the last month in which a school has a download.
    #[must_use]
    pub fn span(&self) -> Option<[Month; 2]> {
        let first = self.0.iter().filter_map(|months| months.0.first());
        let last = self.0.iter().filter_map(|months| months.0.last());
        Some([
            first.map(|one| one.month).min()?,
            last.map(|one| one.month).max()?,
        ])
    }

    /// Takes schools out, whose rows come in order.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        super::measured::drop_from(&mut self.0, rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_in_its_month() {
        for unix_days in 0..=u16::MAX {
            let day = Day::of_unix_days(unix_days);
            let month = Month::of(day);
            assert_eq!(month.to_string(), day.to_string()[..7]);
            assert!(month.last_day() >= day);
            let next = day.after(1).map(Month::of);
            assert_eq!(next != Some(month), month.last_day() == day, "{day}");
        }
    }

    #[test]
    fn months_come_in_order_and_hold_their_last_day() {
        let mut months = SchoolMonths::default();
        for (day, bps) in [("2026-03-05", 7), ("2026-01-31", 0), ("2026-03-02", 9)] {
            months.add(Day::parse(day).unwrap(), bps);
        }
        let told: Vec<String> = months
            .as_slice()
            .iter()
            .map(|one| format!("{} {} {:?}", one.month, one.last_day, one.downloads.max()))
            .collect();
        assert_eq!(
            told,
            ["2026-01 2026-01-31 Some(0)", "2026-03 2026-03-05 Some(9)"]
        );
        assert_eq!(size_of::<SchoolMonth>(), 72);
    }
}
