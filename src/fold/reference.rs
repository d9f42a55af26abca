//! Tallies in, the day that stands for "now" out: never the clock, so that a rerun gives the same bytes.

use crate::table::{Day, Tallies, Zone};

/// The fewest schools, and the share of all measured ones (one in so many), that must have reported on a day.
const FEWEST_SCHOOLS: u64 = 3;
const ONE_IN: u64 = 100;

/// The newest day on which at least 1 % of the measured schools, and at least 3 or all, reported: a few devices whose
/// clocks are ahead do not move it. Where no day has so many, the newest of the days with most schools.
#[must_use]
pub fn reference_day(tallies: &Tallies) -> Option<Day> {
    let (n_measured, n_schools) = schools_by_day(tallies);
    let enough = n_measured.min(FEWEST_SCHOOLS.max(n_measured.div_ceil(ONE_IN)));
    let n_schools = || n_schools.iter().enumerate().filter(|(_, n)| **n > 0);
    let newest = n_schools().rfind(|(_, n)| **n >= enough);
    let busiest = || n_schools().max_by_key(|(_, n)| **n);
    let (day, _) = newest.or_else(busiest)?;
    u16::try_from(day).ok().map(Day::of_unix_days)
}

/// How many schools were measured with a time, and how many on each day since 1970.
fn schools_by_day(tallies: &Tallies) -> (u64, Vec<u64>) {
    let mut n_schools = vec![0; usize::from(u16::MAX) + 1];
    let mut n_measured = 0;
    for (_, tally) in tallies.iter() {
        n_measured += u64::from(tally.last_unix_s().is_some());
        let days = tally.days().map(|day| usize::from(day.in_unix_days()));
        days.for_each(|day| n_schools[day] += 1);
    }
    (n_measured, n_schools)
}

/// Whether some school was measured after a day of a zone.
#[must_use]
pub fn has_later(tallies: &Tallies, day: Day, zone: &Zone) -> bool {
    let mut last = tallies.iter().filter_map(|(_, tally)| tally.last_unix_s());
    last.any(|at| zone.day_of(at) > day)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::folded;
    use super::*;

    const DAY_S: u32 = 86_400;

    /// One row for each pair of a school and a day after 2026-01-01.
    fn reported(pairs: &[(u32, u32)]) -> Tallies {
        let row = |(school, day): &(u32, u32)| {
            (
                *school,
                Some(1_767_225_600 + day * DAY_S),
                [Some(1), None, None, None],
            )
        };
        folded(&pairs.iter().map(row).collect::<Vec<_>>())
    }

    fn found(pairs: &[(u32, u32)]) -> String {
        let tallies = reported(pairs);
        let day = reference_day(&tallies).unwrap();
        format!("{day} {}", has_later(&tallies, day, &Zone::default()))
    }

    #[test]
    fn two_schools_whose_clocks_are_ahead_do_not_move_it() {
        let mut pairs: Vec<(u32, u32)> = (0..10)
            .flat_map(|school| [(school, 0), (school, 5)])
            .collect();
        pairs.extend([(3, 400), (4, 400)]);
        assert_eq!(found(&pairs), "2026-01-06 true");
        pairs.push((5, 400));
        assert_eq!(
            found(&pairs),
            "2027-02-05 false",
            "three schools are enough of ten"
        );
    }

    #[test]
    fn of_few_schools_all_must_report() {
        assert_eq!(found(&[(0, 1), (1, 1), (0, 2)]), "2026-01-02 true");
        assert_eq!(found(&[(0, 1), (0, 2)]), "2026-01-03 false");
    }

    #[test]
    fn where_schools_never_report_together_the_busiest_day_is_it() {
        assert_eq!(found(&[(0, 1), (1, 1), (2, 3), (3, 4)]), "2026-01-02 true");
        assert_eq!(reference_day(&folded(&[])), None);
    }
}
