//! Statuses and placements in, the counts of every region out, and the proof that they add up.

mod accounting;
mod breakdown;
mod months;
mod ranking;
mod speeds;
mod trend;

pub use accounting::{Intake, check_intake, check_level, check_measurements};
pub use breakdown::break_down_level;
pub use months::measured_by_month;
pub use ranking::{Ranking, RankingRule, rank};
pub use speeds::speeds;
pub use trend::trend;

use crate::table::{Counts, Measured, Placement, Placements, Schools, StatusSource, Summaries};

/// Counts the schools of every region of a level. `is_closed` says of each school whether it counts as closed: such
/// a school is in `n_closed` and in no other count.
#[must_use]
pub fn summarize(
    schools: &Schools,
    is_closed: &[bool],
    placements: &Placements,
    n_regions: usize,
    measured: Option<&Measured>,
) -> Summaries {
    let mut summaries = Summaries {
        regions: vec![Counts::default(); n_regions],
        ..Summaries::default()
    };
    for (row, closed) in is_closed.iter().enumerate() {
        let placement = placements.placement[row];
        let counts = match placements.region[row] {
            Some(region) => &mut summaries.regions[region.row()],
            None if placement == Placement::NoPosition => &mut summaries.no_position,
            None => &mut summaries.outside,
        };
        if *closed {
            counts.n_closed += 1;
            summaries.national.n_closed += 1;
            continue;
        }
        for counts in [counts, &mut summaries.national] {
            add(counts, schools, row, placement, measured);
        }
        summaries.placements[placement as usize] += 1;
        summaries.n_overlap += u64::from(placements.overlaps[row]);
    }
    for region in &summaries.regions {
        summaries.placed.merge(region);
    }
    summaries
}

/// The counts of the whole country, whatever the placements: what the regions of every level must add up to, but for
/// the counts of placements themselves, which are left at 0.
#[must_use]
pub fn national(schools: &Schools, is_closed: &[bool], measured: Option<&Measured>) -> Counts {
    let mut counts = Counts::default();
    for (row, closed) in is_closed.iter().enumerate() {
        if *closed {
            counts.n_closed += 1;
        } else {
            add(&mut counts, schools, row, Placement::NoPosition, measured);
        }
    }
    counts
}

/// Counts one open school.
fn add(
    counts: &mut Counts,
    schools: &Schools,
    row: usize,
    placement: Placement,
    measured: Option<&Measured>,
) {
    let is_measured = is_measured(schools.status_source[row]);
    let (status, students) = (schools.status[row], schools.num_students[row]);
    counts.add_school(status, is_measured, placement, students);
    if let Some(measured) = measured {
        counts.add_measured(measured.n_tests[row], measured.activity[row]);
    }
}

fn is_measured(source: StatusSource) -> bool {
    matches!(source, StatusSource::Measured | StatusSource::RtFlag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{RegionIdx, Status};

    #[test]
    fn closed_schools_are_in_no_other_count() {
        let schools = Schools {
            status: vec![Status::NotConnected; 3],
            status_source: vec![StatusSource::Declared; 3],
            num_students: vec![Some(10), None, Some(7)],
            ..Schools::default()
        };
        let placements = Placements {
            placement: vec![Placement::Border, Placement::Outside, Placement::Inside],
            region: vec![Some(RegionIdx::new(1)), None, Some(RegionIdx::new(1))],
            snap_m: vec![None; 3],
            overlaps: vec![false; 3],
        };
        let summaries = summarize(&schools, &[false, false, true], &placements, 2, None);
        let expected = Counts {
            n_schools: 1,
            n_not_connected: 1,
            n_closed: 1,
            n_border: 1,
            n_schools_with_students: 1,
            n_students: 10,
            n_students_not_connected: 10,
            ..Counts::default()
        };
        assert_eq!(summaries.regions, [Counts::default(), expected]);
        assert_eq!(summaries.outside.n_schools, 1);
        assert_eq!(summaries.placements, [0, 1, 0, 0, 1, 0]);
        assert_eq!(summaries.national.n_closed, 1);
    }
}
