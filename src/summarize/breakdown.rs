//! Schools in groups, and where they lie, in; the counts of every part of a level by group out, and the proof that they
//! add up to the counts of the part.

use super::accounting::equal;
use super::{speeds, summarize};
use crate::error::Error;
use crate::table::{
    Breakdown, BrokenDown, Counts, GroupRow, Measured, Part, Placement, Placements, RegionIdx,
    Schools, SpeedFigures, Summaries,
};

/// Breaks the figures of a level down: a row for each part and group that has a school, parts in the order of the
/// regions, then outside, without position and national; groups in their order.
///
/// # Errors
/// [`Error::Accounting`] if the rows of a part do not add up to the part.
pub fn break_down_level(
    (schools, is_closed): (&Schools, &[bool]),
    placements: &Placements,
    measured: Option<&Measured>,
    (level, summaries): (&str, &Summaries),
    breakdown: &Breakdown,
) -> Result<BrokenDown, Error> {
    let part = |row: usize| match placements.region[row] {
        Some(region) => Part::Region(u32::try_from(region.row()).unwrap_or(u32::MAX)),
        None if placements.placement[row] == Placement::NoPosition => Part::NoPosition,
        None => Part::Outside,
    };
    let mut broken = BrokenDown::default();
    for parts in [&part as &dyn Fn(usize) -> Part, &|_| Part::National] {
        let of_school: Vec<GroupRow> = (0..schools.len())
            .map(|row| GroupRow {
                part: parts(row),
                group: breakdown.of_school[row],
            })
            .collect();
        let rows = distinct(&of_school);
        let placements = regrouped(placements, &of_school, &rows);
        let counted = summarize(schools, is_closed, &placements, rows.len(), measured);
        broken.counts.extend(counted.regions);
        broken.speeds.extend(match measured {
            Some(measured) => speeds(measured, is_closed, &placements, rows.len()).regions,
            None => vec![SpeedFigures::default(); rows.len()],
        });
        broken.rows.extend(rows);
    }
    check(level, summaries, &broken).map(|()| broken)
}

fn distinct(of_school: &[GroupRow]) -> Vec<GroupRow> {
    let mut rows = of_school.to_vec();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The same placements, with the row of each school's part and group in the place of its region.
fn regrouped(placements: &Placements, of_school: &[GroupRow], rows: &[GroupRow]) -> Placements {
    let row_of = |row: &GroupRow| rows.binary_search(row).ok().map(RegionIdx::new);
    Placements {
        region: of_school.iter().map(row_of).collect(),
        ..placements.clone()
    }
}

fn check(level: &str, summaries: &Summaries, broken: &BrokenDown) -> Result<(), Error> {
    let mut regions = vec![Counts::default(); summaries.regions.len()];
    let [mut outside, mut no_position, mut national] = [Counts::default(); 3];
    for (row, counts) in broken.rows.iter().zip(&broken.counts) {
        let sum = match row.part {
            Part::Region(region) => &mut regions[region as usize],
            Part::Outside => &mut outside,
            Part::NoPosition => &mut no_position,
            Part::National => &mut national,
        };
        sum.merge(counts);
    }
    let sums = regions.iter().chain([&outside, &no_position, &national]);
    let parts = summaries.regions.iter().chain([
        &summaries.outside,
        &summaries.no_position,
        &summaries.national,
    ]);
    for (sum, part) in sums.zip(parts) {
        equal(
            level,
            sum.n_schools,
            "schools of all groups",
            part.n_schools,
        )?;
        if sum != part {
            let message = format!("{level}: the counts of groups are not those of their region");
            return Err(Error::Accounting(message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Status, StatusSource};

    fn schools() -> Schools {
        Schools {
            source_row: vec![2, 3, 4, 5],
            status: vec![
                Status::NotConnected,
                Status::Connected,
                Status::Unknown,
                Status::Connected,
            ],
            status_source: vec![StatusSource::Declared; 4],
            num_students: vec![Some(10), None, Some(7), Some(1)],
            ..Schools::default()
        }
    }

    fn placements() -> Placements {
        Placements {
            placement: vec![
                Placement::Border,
                Placement::Inside,
                Placement::Outside,
                Placement::Inside,
            ],
            region: vec![
                Some(RegionIdx::new(1)),
                Some(RegionIdx::new(1)),
                None,
                Some(RegionIdx::new(0)),
            ],
            snap_m: vec![None; 4],
            overlaps: vec![false; 4],
        }
    }

    #[test]
    fn a_row_for_each_part_and_group_and_their_sums_are_the_parts() {
        let breakdown = Breakdown {
            of_school: vec![1, 0, 1, 1],
            ..Breakdown::default()
        };
        let (schools, placements, is_closed) =
            (schools(), placements(), [false, false, false, true]);
        let mut summaries = summarize(&schools, &is_closed, &placements, 2, None);
        let found = |summaries: &Summaries| {
            break_down_level(
                (&schools, &is_closed),
                &placements,
                None,
                ("adm1", summaries),
                &breakdown,
            )
        };
        let broken = found(&summaries).unwrap();
        let rows: Vec<_> = broken
            .rows
            .iter()
            .zip(&broken.counts)
            .map(|(row, counts)| {
                (
                    row.part,
                    row.group,
                    counts.n_schools,
                    counts.n_border,
                    counts.n_closed,
                )
            })
            .collect();
        let expected = [
            (Part::Region(0), 1, 0, 0, 1),
            (Part::Region(1), 0, 1, 0, 0),
            (Part::Region(1), 1, 1, 1, 0),
            (Part::Outside, 1, 1, 0, 0),
            (Part::National, 0, 1, 0, 0),
            (Part::National, 1, 2, 1, 1),
        ];
        assert_eq!(rows, expected);
        summaries.regions[1].n_students += 1;
        assert!(matches!(found(&summaries), Err(Error::Accounting(_))));
    }
}
