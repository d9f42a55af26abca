//! The months in which schools were measured in, how many of the open ones were in each out.

use std::collections::BTreeMap;

use crate::table::Month;

/// How many open schools were measured in each month from the first to the last, those without any school too.
///
/// # Panics
/// If it is not told of each school whether it is closed.
#[must_use]
pub fn measured_by_month(months: &[Box<[Month]>], is_closed: &[bool]) -> Vec<(Month, u32)> {
    let mut counts: BTreeMap<Month, u32> = BTreeMap::new();
    for (school, months) in months.iter().enumerate() {
        if is_closed[school] {
            continue;
        }
        for month in months {
            *counts.entry(*month).or_default() += 1;
        }
    }
    let (Some(first), Some(last)) = (counts.keys().next(), counts.keys().next_back()) else {
        return Vec::new();
    };
    let all = (0..=last.months_since(*first)).map(|n| first.after(n));
    all.map(|month| (month, counts.get(&month).copied().unwrap_or(0)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Day;

    fn months(days: &[&str]) -> Box<[Month]> {
        days.iter()
            .map(|day| Month::of(Day::parse(day).unwrap()))
            .collect()
    }

    #[test]
    fn months_between_have_no_school_and_closed_schools_no_month() {
        let of_schools = [
            months(&["2025-11-30", "2026-02-01"]),
            months(&[]),
            months(&["2025-11-01"]),
            months(&["2024-01-01"]),
        ];
        let counts = measured_by_month(&of_schools, &[false, false, false, true]);
        let told: Vec<String> = counts
            .iter()
            .map(|(month, n)| format!("{month}: {n}"))
            .collect();
        assert_eq!(
            told,
            ["2025-11: 2", "2025-12: 0", "2026-01: 0", "2026-02: 1"]
        );
        assert_eq!(measured_by_month(&of_schools, &[true; 4]), []);
    }
}
