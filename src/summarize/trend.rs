//! The downloads of schools by month and where they lie in, the trend of every part of a level out.

use rayon::prelude::*;

use super::speeds::quantile;
use crate::error::Error;
use crate::table::{
    Activity, Day, Metric, Month, Months, Part, Placement, Placements, SchoolMonth,
    TREND_THRESHOLDS_MBPS, Trend, TrendRow,
};

/// The most rows that a trend may have: one device whose clock is years behind makes one for each region and month
/// since.
const MOST_ROWS: usize = 10_000_000;

/// The trend of a level's open schools. `reference` is the day that stands for now, the last that counts.
///
/// # Errors
/// [`Error::Plan`] if it would have more than ten million rows, [`Error::Accounting`] if the parts of a month do not add
/// up to the country.
pub fn trend(
    level: &str,
    months: &Months,
    is_closed: &[bool],
    placements: &Placements,
    reference: Option<Day>,
) -> Result<Trend, Error> {
    let Some([first, last]) = months.span() else {
        return Ok(Trend::default());
    };
    let all: Vec<Month> = (0..=last.months_since(first))
        .map(|n| first.after(n))
        .collect();
    let parts = Parts::of(months, is_closed, placements);
    check_size(level, parts.parts.len(), &all)?;
    let asked = Asked {
        months,
        parts: &parts,
        reference,
    };
    let by_month: Vec<Vec<TrendRow>> = all.par_iter().map(|month| asked.rows(*month)).collect();
    by_month.iter().try_for_each(|rows| check(level, rows))?;
    let of_part = |part: usize| by_month.iter().map(move |rows| rows[part]);
    Ok(Trend {
        rows: (0..parts.parts.len()).flat_map(of_part).collect(),
        months: all,
        parts: parts.parts,
    })
}

fn check_size(level: &str, n_parts: usize, months: &[Month]) -> Result<(), Error> {
    let n_rows = n_parts.saturating_mul(months.len());
    match months.first() {
        Some(first) if n_rows > MOST_ROWS => Err(Error::Plan(format!(
            "the trend of {level} would have {n_rows} rows, one for each of {} months from {first} on and each of \
             {n_parts} regions; expected at most {MOST_ROWS}: leave early measurements out",
            months.len()
        ))),
        _ => Ok(()),
    }
}

/// The parts that have a download, the country last, and that of each school that counts.
struct Parts {
    parts: Vec<Part>,
    of_school: Vec<Option<u32>>,
}

impl Parts {
    fn of(months: &Months, is_closed: &[bool], placements: &Placements) -> Self {
        let part = |school: usize| {
            let is_counted = !is_closed[school] && !months.of(school).is_empty();
            is_counted.then(|| match placements.region[school] {
                Some(region) => Part::Region(u32::try_from(region.row()).unwrap_or(u32::MAX)),
                None if placements.placement[school] == Placement::NoPosition => Part::NoPosition,
                None => Part::Outside,
            })
        };
        let of_school: Vec<Option<Part>> = (0..months.n_schools()).map(part).collect();
        let mut parts: Vec<Part> = of_school.iter().copied().flatten().collect();
        parts.sort_unstable();
        parts.dedup();
        let number = |part: Part| {
            let number = parts.binary_search(&part).ok()?;
            u32::try_from(number).ok()
        };
        let of_school = of_school.into_iter().map(|part| number(part?)).collect();
        parts.push(Part::National);
        Self { parts, of_school }
    }

    /// The schools that count, each with its part.
    fn schools(&self) -> impl Iterator<Item = (usize, usize)> {
        let schools = self.of_school.iter().enumerate();
        schools.filter_map(|(school, part)| Some((school, (*part)? as usize)))
    }
}

struct Asked<'a> {
    months: &'a Months,
    parts: &'a Parts,
    reference: Option<Day>,
}

impl Asked<'_> {
    /// The rows of a month, one for each part.
    fn rows(&self, month: Month) -> Vec<TrendRow> {
        let end = month.last_day();
        let end = self.reference.map_or(end, |reference| end.min(reference));
        let national = self.parts.parts.len() - 1;
        let mut rows = vec![TrendRow::default(); national + 1];
        let mut medians: Vec<(usize, f64)> = Vec::new();
        for (school, part) in self.parts.schools() {
            let before = until(self.months.of(school), month);
            let found = said(before, month, end);
            for part in [part, national] {
                found.add_to(&mut rows[part]);
            }
            medians.extend(found.median_mbps.map(|median| (part, median)));
        }
        medians.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for one in medians.chunk_by(|a, b| a.0 == b.0) {
            let sorted: Vec<f64> = one.iter().map(|(_, median)| *median).collect();
            take_medians(&mut rows[one[0].0], &sorted);
        }
        let mut all: Vec<f64> = medians.into_iter().map(|(_, median)| median).collect();
        all.sort_unstable_by(f64::total_cmp);
        take_medians(&mut rows[national], &all);
        rows
    }
}

/// The months of a school up to one of them.
fn until(months: &[SchoolMonth], month: Month) -> &[SchoolMonth] {
    &months[..months.partition_point(|one| one.month <= month)]
}

/// What a school says of a month.
struct OfMonth {
    n_tests: u32,
    median_mbps: Option<f64>,
    is_newly_connected: bool,
    is_live: bool,
}

/// What the months of a school up to this one say of it.
fn said(before: &[SchoolMonth], month: Month, end: Day) -> OfMonth {
    let is_live = before
        .last()
        .is_some_and(|last| Activity::after_days(end.days_since(last.last_day)) == Activity::Live);
    let Some((now, earlier)) = before.split_last().filter(|(now, _)| now.month == month) else {
        return OfMonth {
            n_tests: 0,
            median_mbps: None,
            is_newly_connected: false,
            is_live,
        };
    };
    let is_connected = |one: &SchoolMonth| one.downloads.max() > Some(0);
    let median = now.downloads.quantile(0.5);
    OfMonth {
        n_tests: now.downloads.count(),
        median_mbps: median.map(|median| median / Metric::Download.units()),
        is_newly_connected: is_connected(now) && !earlier.iter().any(is_connected),
        is_live,
    }
}

impl OfMonth {
    fn add_to(&self, row: &mut TrendRow) {
        row.n_measured += u32::from(self.n_tests > 0);
        row.n_tests += u64::from(self.n_tests);
        row.n_newly_connected += u32::from(self.is_newly_connected);
        row.n_live += u32::from(self.is_live);
    }
}

fn take_medians(row: &mut TrendRow, sorted: &[f64]) {
    row.download_mbps_median = quantile(sorted, 0.5);
    row.n_below = TREND_THRESHOLDS_MBPS.map(|threshold| {
        let n_below = sorted.partition_point(|median| *median < threshold);
        u32::try_from(n_below).unwrap_or(u32::MAX)
    });
}

/// Checks that the parts of a month add up to the country, which is the last.
fn check(level: &str, rows: &[TrendRow]) -> Result<(), Error> {
    let counts = |row: &TrendRow| {
        let [one, five, twenty] = row.n_below.map(u64::from);
        let more = [row.n_measured, row.n_newly_connected, row.n_live].map(u64::from);
        [row.n_tests, one, five, twenty, more[0], more[1], more[2]]
    };
    let Some((national, parts)) = rows.split_last() else {
        return Ok(());
    };
    let mut sum = [0; 7];
    for part in parts {
        let pairs = sum.iter_mut().zip(counts(part));
        pairs.for_each(|(sum, count)| *sum += count);
    }
    if sum == counts(national) {
        return Ok(());
    }
    let message = format!("{level}: the regions of a month do not add up to the country");
    Err(Error::Accounting(message))
}

#[cfg(test)]
#[path = "trend_tests.rs"]
mod tests;
