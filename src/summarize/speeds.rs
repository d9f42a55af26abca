//! The medians of schools and where they lie in, the speeds of regions out.

use rayon::prelude::*;

use crate::table::{Below, LevelSpeeds, Measured, Metric, Placement, Placements, SpeedFigures};

/// What the measurements of a level's open schools come to, by region and for the totals.
#[must_use]
pub fn speeds(
    measured: &Measured,
    is_closed: &[bool],
    placements: &Placements,
    n_regions: usize,
) -> LevelSpeeds {
    let mut of_region: Vec<Vec<u32>> = vec![Vec::new(); n_regions];
    let (mut outside, mut no_position) = (Vec::new(), Vec::new());
    let is_counted = |school: &usize| measured.is_measured(*school) && !is_closed[*school];
    for school in (0..is_closed.len()).filter(is_counted) {
        let group = match placements.region[school] {
            Some(region) => &mut of_region[region.row()],
            None if placements.placement[school] == Placement::NoPosition => &mut no_position,
            None => &mut outside,
        };
        group.extend(u32::try_from(school));
    }
    let placed: Vec<u32> = of_region.concat();
    let all = [&placed[..], &outside, &no_position].concat();
    let totals = [&placed, &outside, &no_position, &all];
    LevelSpeeds {
        regions: of_region
            .par_iter()
            .map(|schools| figures(measured, schools))
            .collect(),
        thresholds: measured
            .below
            .iter()
            .map(|(threshold, _)| *threshold)
            .collect(),
        totals: totals.map(|schools| figures(measured, schools)),
    }
}

/// The figures of some measured schools.
fn figures(measured: &Measured, schools: &[u32]) -> SpeedFigures {
    let speaks = |school: &u32| measured.has_enough_tests(*school as usize);
    let speaking: Vec<u32> = schools.iter().copied().filter(speaks).collect();
    let sorted = |metric| {
        let medians = speaking.iter();
        let mut medians: Vec<f64> = medians
            .filter_map(|school| measured.median(metric, *school as usize))
            .collect();
        medians.sort_unstable_by(f64::total_cmp);
        medians
    };
    let download = sorted(Metric::Download);
    SpeedFigures {
        download_mbps_mean: mean(&download),
        download_mbps_p10: quantile(&download, 0.1),
        download_mbps_median: quantile(&download, 0.5),
        download_mbps_p90: quantile(&download, 0.9),
        upload_mbps_median: quantile(&sorted(Metric::Upload), 0.5),
        latency_ms_median: quantile(&sorted(Metric::Latency), 0.5),
        loss_percent_median: quantile(&sorted(Metric::Loss), 0.5),
        n_too_few_tests: (schools.len() - speaking.len()) as u64,
        n_with_median: download.len() as u64,
        below: (measured.below.iter())
            .map(|(_, is_below)| below(is_below, &speaking))
            .collect(),
    }
}

/// How many of some schools are below a speed, of those of which it can be told.
fn below(is_below: &[Option<bool>], schools: &[u32]) -> Below {
    let mut counts = Below::default();
    for is_below in schools
        .iter()
        .filter_map(|school| is_below[*school as usize])
    {
        counts.n_held += 1;
        counts.n_below += u64::from(is_below);
    }
    counts
}

/// The mean of sorted numbers, added in their order.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of schools stay far below 2^53"
)]
fn mean(sorted: &[f64]) -> Option<f64> {
    (!sorted.is_empty()).then(|| sorted.iter().sum::<f64>() / sorted.len() as f64)
}

/// The quantile of sorted numbers, between two of them in proportion.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks stay far below 2^53"
)]
pub(super) fn quantile(sorted: &[f64], at: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * at;
    let rank = place as usize;
    let (low, high) = (sorted[rank], sorted[(rank + 1).min(last)]);
    Some(low + (high - low) * (place - rank as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{RegionIdx, Threshold};

    #[test]
    fn a_region_speaks_by_the_medians_of_its_open_schools() {
        let downloads = [10.0, 30.0, 20.0, 1000.0, 7.0].map(Some);
        let measured = Measured {
            n_tests: vec![1000, 1, 1, 5, 2, 0],
            medians: [
                downloads.into_iter().chain([None]).collect(),
                vec![None; 6],
                vec![Some(40.0), None, None, None, None, None],
                vec![None; 6],
            ],
            ..Measured::default()
        };
        let region = |row| Some(RegionIdx::new(row));
        let placements = Placements {
            placement: vec![Placement::Inside; 6],
            region: vec![region(1), region(1), region(1), region(1), None, region(0)],
            snap_m: vec![None; 6],
            overlaps: vec![false; 6],
        };
        let is_closed = [false, false, false, true, false, false];
        let speeds = speeds(&measured, &is_closed, &placements, 2);
        assert_eq!(speeds.regions[0], SpeedFigures::default());
        let expected = SpeedFigures {
            download_mbps_mean: Some(20.0),
            download_mbps_p10: Some(12.0),
            download_mbps_median: Some(20.0),
            download_mbps_p90: Some(28.0),
            upload_mbps_median: None,
            latency_ms_median: Some(40.0),
            loss_percent_median: None,
            n_too_few_tests: 0,
            n_with_median: 3,
            below: Vec::new(),
        };
        assert_eq!(speeds.regions[1], expected);
        assert_eq!(speeds.totals[0], expected);
        let medians = speeds.totals.map(|total| total.download_mbps_median);
        assert_eq!(medians, [Some(20.0), Some(7.0), None, Some(15.0)]);
    }

    #[test]
    fn few_tests_count_as_measured_and_do_not_speak() {
        let one = vec![Some(30.0), Some(1.0), Some(20.0), None];
        let mut measured = Measured {
            n_tests: vec![9, 2, 3, 4],
            medians: [one, vec![Some(4.0); 4], vec![None; 4], vec![None; 4]],
            min_tests: 3,
            ..Measured::default()
        };
        let giga = Threshold::parse("giga").unwrap();
        let twice = [&giga[..], &giga].concat();
        measured.hold_to(&twice, &[Some(40), Some(5), None, Some(9)]);
        let found = figures(&measured, &[0, 1, 2, 3]);
        assert_eq!((found.n_too_few_tests, found.n_with_median), (1, 2));
        assert_eq!(found.download_mbps_median, Some(25.0));
        let below: Vec<[u64; 2]> = (found.below.iter())
            .map(|below| [below.n_below, below.n_held])
            .collect();
        assert_eq!(below, [[0, 2], [0, 2], [0, 2], [0, 2], [1, 2], [1, 1]]);
    }
}
