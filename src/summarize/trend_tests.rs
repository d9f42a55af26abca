//! Trends held to a naive count of every row.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::table::{RegionIdx, SchoolMonths};

/// School, day after 2025-12-01, download in bit/s.
type Row = (usize, u16, u64);

const N_SCHOOLS: usize = 9;

/// Regions 0 and 1, none outside, and none for want of a position; the last school is closed.
fn placements() -> (Placements, Vec<bool>) {
    let region = |school: usize| (school % 4 < 2).then(|| RegionIdx::new(school % 4));
    let placement = |school: usize| match school % 4 {
        0 | 1 => Placement::Inside,
        2 => Placement::Outside,
        _ => Placement::NoPosition,
    };
    let schools = || 0..N_SCHOOLS;
    let placements = Placements {
        placement: schools().map(placement).collect(),
        region: schools().map(region).collect(),
        snap_m: vec![None; N_SCHOOLS],
        overlaps: vec![false; N_SCHOOLS],
    };
    (
        placements,
        schools().map(|school| school == N_SCHOOLS - 1).collect(),
    )
}

fn first_day() -> Day {
    Day::parse("2025-12-01").unwrap()
}

fn months(rows: &[Row]) -> Months {
    let mut of_schools = vec![SchoolMonths::default(); N_SCHOOLS];
    for (school, day, bps) in rows {
        of_schools[*school].add(first_day().after(*day).unwrap(), *bps);
    }
    Months::of_schools(of_schools)
}

fn found(rows: &[Row], reference: Option<Day>) -> Trend {
    let (placements, is_closed) = placements();
    trend("adm1", &months(rows), &is_closed, &placements, reference).unwrap()
}

/// The median as text, so that a naive one need not be the same to the last bit.
fn rounded(median: Option<f64>) -> String {
    median.map_or(String::new(), |median| format!("{median:.9}"))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    f64::midpoint(values[last / 2], values[last.div_ceil(2)])
}

/// A row of the trend counted from the rows alone: the schools of a part, in a month.
fn naive(rows: &[Row], is_of_part: impl Fn(usize) -> bool, month: &str, end: &str) -> String {
    let day = |row: &Row| first_day().after(row.1).unwrap().to_string();
    let mine: Vec<&Row> = rows
        .iter()
        .filter(|row| is_of_part(row.0) && row.0 != N_SCHOOLS - 1)
        .collect();
    let mut by_school: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for row in mine.iter().filter(|row| day(row)[..7] == *month) {
        #[expect(clippy::cast_precision_loss, reason = "speeds stay below 2^53")]
        let mbps = row.2 as f64 / 1e6;
        by_school.entry(row.0).or_default().push(mbps);
    }
    let n_tests: usize = by_school.values().map(Vec::len).sum();
    let medians: Vec<f64> = by_school.into_values().map(median).collect();
    let below = [1.0, 5.0, 20.0].map(|limit| medians.iter().filter(|one| **one < limit).count());
    let newly = (0..N_SCHOOLS).filter(|school| {
        let up = mine.iter().filter(|row| row.0 == *school && row.2 > 0);
        up.map(|row| day(row))
            .min()
            .is_some_and(|first| first[..7] == *month)
    });
    let start = (0..21).fold(Day::parse(end).unwrap(), |day, _| {
        Day::of_unix_days(day.in_unix_days() - 1)
    });
    let live: BTreeSet<usize> = mine
        .iter()
        .filter(|row| (start.to_string()..=end.to_owned()).contains(&day(row)))
        .map(|row| row.0)
        .collect();
    let n_measured = medians.len();
    let all = (n_measured > 0).then(|| median(medians));
    format!(
        "{n_measured} {n_tests} {} {below:?} {} {}",
        rounded(all),
        newly.count(),
        live.len()
    )
}

fn told(row: &TrendRow) -> String {
    format!(
        "{} {} {} {:?} {} {}",
        row.n_measured,
        row.n_tests,
        rounded(row.download_mbps_median),
        row.n_below,
        row.n_newly_connected,
        row.n_live
    )
}

fn is_of(part: Part, school: usize) -> bool {
    match part {
        Part::Region(region) => school % 4 == region as usize,
        Part::Outside => school % 4 == 2,
        Part::NoPosition => school % 4 == 3,
        Part::National => true,
    }
}

/// At most three downloads of a school in a month, whose median is exact.
fn few(rows: Vec<Row>) -> Vec<Row> {
    let mut n_kept: BTreeMap<(usize, Month), u32> = BTreeMap::new();
    let mut kept = rows;
    kept.retain(|(school, day, _)| {
        let month = Month::of(first_day().after(*day).unwrap());
        let n = n_kept.entry((*school, month)).or_default();
        *n += 1;
        *n <= 3
    });
    kept
}

proptest! {
    #[test]
    fn trends_are_those_of_the_naive_count(
        rows in prop::collection::vec((0..N_SCHOOLS, 0_u16..150, prop_oneof![Just(0_u64), 1_u64..40_000_000]), 0..60),
        spare_days in 0_u16..40,
    ) {
        let rows = few(rows);
        let last = rows.iter().map(|row| row.1).max().unwrap_or(0);
        let reference = first_day().after(last + spare_days).unwrap();
        let trend = found(&rows, Some(reference));
        prop_assert_eq!(trend.rows.len(), trend.parts.len() * trend.months.len());
        for (index, row) in trend.rows.iter().enumerate() {
            let part = trend.parts[index / trend.months.len()];
            let month = trend.months[index % trend.months.len()];
            let end = month.last_day().min(reference).to_string();
            let expected = naive(&rows, |school| is_of(part, school), &month.to_string(), &end);
            prop_assert_eq!(told(row), expected, "{:?} {}", part, month);
        }
    }
}

#[test]
fn a_month_without_a_measurement_has_a_row() {
    let trend = found(&[(0, 5, 3_000_000), (1, 95, 0), (0, 100, 30_000_000)], None);
    let lines: Vec<String> = trend.rows.iter().map(told).collect();
    assert_eq!(trend.months.len(), 4);
    assert_eq!(
        trend.parts,
        [Part::Region(0), Part::Region(1), Part::National]
    );
    insta::assert_snapshot!(lines.join("\n"), @"
    1 1 3.000000000 [0, 1, 1] 1 0
    0 0  [0, 0, 0] 0 0
    0 0  [0, 0, 0] 0 0
    1 1 30.000000000 [0, 0, 0] 0 1
    0 0  [0, 0, 0] 0 0
    0 0  [0, 0, 0] 0 0
    0 0  [0, 0, 0] 0 0
    1 1 0.000000000 [1, 1, 1] 0 0
    1 1 3.000000000 [0, 1, 1] 1 0
    0 0  [0, 0, 0] 0 0
    0 0  [0, 0, 0] 0 0
    2 2 15.000000000 [1, 1, 1] 0 1
    ");
}

#[test]
fn a_clock_that_is_decades_behind_makes_no_endless_table() {
    let months: Vec<Month> = (0..1_200)
        .map(|n| Month::of(first_day()).after(n))
        .collect();
    insta::assert_snapshot!(
        check_size("adm4", 41_096, &months).unwrap_err(),
        @"the trend of adm4 would have 49315200 rows, one for each of 1200 months from 2025-12 on and each of 41096 regions; expected at most 10000000: leave early measurements out"
    );
    assert_eq!(found(&[], None), Trend::default());
}
