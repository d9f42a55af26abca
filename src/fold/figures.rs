//! Tallies and ready-made figures in, what measurements say of each school out.

use rayon::prelude::*;

use crate::table::{
    Activity, Day, Distribution, Measured, Metric, Month, ReadyMades, SchoolFigures, Tallies,
    Tally, Zone,
};

/// Which measurements are evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The day that stands for "now", where any measurement has a time.
    pub reference: Option<Day>,
    /// Only measurements of so many days, the reference day being the last, show that a school is connected; undated
    /// ones do not. Without it, all of them do.
    pub recent_days: Option<u16>,
    /// The zone that days are taken in.
    pub zone: Zone,
}

/// What measurements say of each school. A school with tests of its own and ready-made figures keeps the former.
#[must_use]
pub fn measured(tallies: &Tallies, ready: &ReadyMades, evidence: &Evidence) -> Measured {
    let ready_of = |school: usize| ready.get(&u32::try_from(school).ok()?);
    let median = |metric: Metric| {
        per_school(tallies, |school, tally| match tally {
            Some(tally) => {
                let median = tally.metric(metric)?.quantile(0.5)?;
                Some(median / metric.units())
            }
            None => ready_of(school)?.medians[metric as usize],
        })
    };
    Measured {
        n_tests: per_school(tallies, |school, tally| match tally {
            Some(tally) => tally.n_tests().into(),
            None => ready_of(school).map_or(0, |ready| ready.n_tests),
        }),
        medians: Metric::ALL.map(median),
        last_measured_at_unix_s: per_school(tallies, |_, tally| tally?.last_unix_s()),
        activity: per_school(tallies, |school, tally| match tally {
            Some(tally) => activity(tally, evidence.reference?, &evidence.zone),
            None => ready_of(school).is_none().then_some(Activity::Never),
        }),
        is_connected: per_school(tallies, |school, tally| {
            let ready = ready_of(school).filter(|_| evidence.recent_days.is_none());
            match tally {
                Some(tally) => is_connected(tally, evidence),
                None => ready.is_some_and(|ready| ready.is_connected),
            }
        }),
        figures: per_school(tallies, |_, tally| Some(Box::new(figures(tally?)))),
        daily_means_mbps: None,
        months: None,
        min_tests: 1,
        below: Vec::new(),
    }
}

/// The months in which each school was measured, in their order.
#[must_use]
pub fn months_measured(tallies: &Tallies) -> Vec<Box<[Month]>> {
    per_school(tallies, |_, tally| {
        let days = tally.into_iter().flat_map(|tally| tally.days());
        let mut months: Vec<Month> = days.map(Month::of).collect();
        months.dedup();
        months.into_boxed_slice()
    })
}

/// What the tests of a school tell beside their number, medians and last time.
fn figures(tally: Tally<'_>) -> SchoolFigures {
    let of = |metric: Metric, figure: &dyn Fn(&Distribution) -> Option<f64>| {
        Some(figure(tally.metric(metric)?)? / metric.units())
    };
    let download = |figure: &dyn Fn(&Distribution) -> Option<f64>| of(Metric::Download, figure);
    let first_measured_at_unix_s = tally.first_unix_s();
    SchoolFigures {
        download_mbps_mean: download(&Distribution::mean),
        download_mbps_p10: download(&|all| all.quantile(0.1)),
        download_mbps_p90: download(&|all| all.quantile(0.9)),
        download_mbps_min: download(&|all| all.min().map(exactly)),
        download_mbps_max: download(&|all| all.max().map(exactly)),
        upload_mbps_mean: of(Metric::Upload, &Distribution::mean),
        first_measured_at_unix_s,
        n_days: first_measured_at_unix_s.map(|_| tally.n_days()),
        n_weeks: first_measured_at_unix_s.map(|_| n_weeks(tally.days())),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bit/s stay below 2^53, where the conversion is exact"
)]
fn exactly(value: u64) -> f64 {
    value as f64
}

/// How many weeks some days, in their order, are of.
fn n_weeks(days: impl Iterator<Item = Day>) -> u32 {
    let mut last = None;
    let mut n_weeks = 0;
    for day in days {
        n_weeks += u32::from(last.replace(day.week()) != Some(day.week()));
    }
    n_weeks
}

/// One value for each school, made of its tally.
fn per_school<T: Send>(
    tallies: &Tallies,
    of: impl Fn(usize, Option<Tally<'_>>) -> T + Sync,
) -> Vec<T> {
    let schools = (0..tallies.n_schools()).into_par_iter();
    schools
        .map(|school| of(school, tallies.of(school)))
        .collect()
}

fn activity(tally: Tally<'_>, reference: Day, zone: &Zone) -> Option<Activity> {
    let last = zone.day_of(tally.last_unix_s()?);
    Some(Activity::after_days(reference.days_since(last)))
}

fn is_connected(tally: Tally<'_>, evidence: &Evidence) -> bool {
    let last = tally.last_connected_unix_s();
    let last = last.map(|at| evidence.zone.day_of(at));
    match (evidence.recent_days, evidence.reference, last) {
        (None, _, last) => last.is_some() || tally.is_connected_undated(),
        (Some(days), Some(reference), Some(last)) => reference.days_since(last) < days,
        (Some(_), _, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::folded;
    use super::*;
    use crate::table::ReadyMade;

    /// A row of a school so many days before 2026-03-01.
    fn row(
        school: u32,
        days_before: u32,
        bps: u64,
    ) -> (u32, Option<u32>, [Option<u64>; Metric::ALL.len()]) {
        let at = 1_772_366_400 - days_before * 86_400;
        (school, Some(at), [Some(bps), None, Some(43_500), None])
    }

    fn evidence(recent_days: Option<u16>) -> Evidence {
        Evidence {
            reference: Day::parse("2026-03-01"),
            recent_days,
            zone: Zone::default(),
        }
    }

    #[test]
    fn activity_turns_after_21_and_28_days() {
        let rows: Vec<_> = (0..)
            .zip([0, 21, 22, 28, 29])
            .map(|(s, days)| row(s, days, 5))
            .collect();
        let mut ready = ReadyMades::new();
        ready.insert(6, ReadyMade::default());
        let measured = measured(&folded(&rows), &ready, &evidence(None));
        let words: Vec<&str> = measured.activity[..7]
            .iter()
            .map(|activity| activity.map_or("", Activity::name))
            .collect();
        assert_eq!(
            words,
            [
                "live",
                "live",
                "at_risk",
                "at_risk",
                "dropped_off",
                "never",
                ""
            ]
        );
    }

    #[test]
    fn only_a_download_above_nothing_is_evidence_and_only_in_the_window() {
        let undated = (3, None, [Some(9), None, None, None]);
        let rows = [
            row(0, 0, 0),
            row(1, 6, 8),
            row(1, 0, 0),
            row(2, 7, 8),
            undated,
        ];
        let connected = |recent_days| {
            let measured = measured(&folded(&rows), &ReadyMades::new(), &evidence(recent_days));
            measured.is_connected[..4].to_vec()
        };
        assert_eq!(connected(None), [false, true, true, true]);
        assert_eq!(connected(Some(7)), [false, true, false, false]);
    }

    #[test]
    fn figures_of_few_tests_are_exact() {
        let rows = [
            row(0, 0, 10_000_000),
            row(0, 1, 40_000_000),
            row(0, 8, 1_000_000),
            (1, None, [None, Some(2_000_000), None, Some(12_500)]),
        ];
        let measured = measured(&folded(&rows), &ReadyMades::new(), &evidence(None));
        let expected = SchoolFigures {
            download_mbps_mean: Some(17.0),
            download_mbps_p10: Some(2.8),
            download_mbps_p90: Some(34.0),
            download_mbps_min: Some(1.0),
            download_mbps_max: Some(40.0),
            upload_mbps_mean: None,
            first_measured_at_unix_s: Some(1_772_366_400 - 8 * 86_400),
            n_days: Some(3),
            n_weeks: Some(2),
        };
        assert_eq!(measured.figures(0), Some(&expected));
        let undated = SchoolFigures {
            upload_mbps_mean: Some(2.0),
            ..SchoolFigures::default()
        };
        assert_eq!(measured.figures(1), Some(&undated));
        assert_eq!(measured.median(Metric::Loss, 1), Some(1.25));
        assert_eq!(measured.figures(2), None);
    }

    #[test]
    fn months_are_those_of_the_days_each_once() {
        let rows = [row(0, 0, 5), row(0, 1, 5), row(0, 2, 5), row(2, 90, 5)];
        let of_schools = months_measured(&folded(&rows));
        let names = |school: usize| {
            let months = of_schools[school].iter().map(Month::to_string);
            months.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            [names(0), names(1), names(2)],
            ["2026-02 2026-03", "", "2025-12"]
        );
    }

    #[test]
    fn ready_made_figures_pass_through_where_there_are_no_tests() {
        let figure = ReadyMade {
            n_tests: 48,
            medians: [Some(90.217_335_001_812_94), None, Some(37.28), None],
            is_connected: true,
        };
        let ready = ReadyMades::from([(0, figure), (1, figure)]);
        let measured = measured(&folded(&[row(1, 0, 7_500_000)]), &ready, &evidence(None));
        assert_eq!(
            measured.median(Metric::Download, 0),
            Some(90.217_335_001_812_94)
        );
        assert_eq!(measured.median(Metric::Download, 1), Some(7.5));
        assert_eq!((measured.n_tests[0], measured.n_tests[1]), (48, 1));
        assert_eq!(measured.median(Metric::Latency, 1), Some(43.5));
    }
}
