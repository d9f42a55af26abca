//! Counts in, the proof that every row is accounted for out: checked in every run, never assumed.

use crate::error::Error;
use crate::table::{Counts, MeasurementCounts, Summaries};

/// How the rows of the school files came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Rows read.
    pub rows_read: u64,
    /// Rows that are no rows.
    pub rows_refused: u64,
    /// Rows that repeat an earlier row's school.
    pub duplicates: u64,
    /// Schools that the plan leaves out.
    pub excluded: u64,
    /// Schools that are not open.
    pub closed: u64,
    /// Open schools.
    pub schools: u64,
}

/// Checks that rows read = refused + duplicates + excluded + closed + schools.
///
/// # Errors
/// [`Error::Accounting`] with both sides.
pub fn check_intake(intake: &Intake) -> Result<(), Error> {
    let left = intake.excluded + intake.closed + intake.schools;
    let accounted = intake.rows_refused + intake.duplicates + left;
    equal(
        "rows read",
        intake.rows_read,
        "refused + duplicates + excluded + closed + schools",
        accounted,
    )
}

/// Checks that every row of measurements read came out in one way, and that those which speak are in the tallies:
/// `n_folded` tests and ready-made rows.
///
/// # Errors
/// [`Error::Accounting`] with both sides.
pub fn check_measurements(counts: &MeasurementCounts, n_folded: u64) -> Result<(), Error> {
    let accounted = counts.ways_out().iter().map(|(_, n)| n).sum();
    equal(
        "rows of measurements read",
        counts.rows_read,
        "the sum of the ways in which they came out",
        accounted,
    )?;
    equal(
        "rows folded",
        counts.folded,
        "rows in the tallies",
        n_folded,
    )
}

/// Checks a level: regions + outside + no position = national in every count, the placements sum to the schools, and
/// every row of counts adds up in itself, and the level's total is that of the `country` counted without regions.
///
/// # Errors
/// [`Error::Accounting`] with what does not hold.
pub fn check_level(
    level: &str,
    intake: &Intake,
    country: &Counts,
    summaries: &Summaries,
) -> Result<(), Error> {
    let mut sum = Counts::default();
    for part in [
        &summaries.placed,
        &summaries.outside,
        &summaries.no_position,
    ] {
        sum.merge(part);
    }
    if sum != summaries.national {
        let (sum, national) = (sum.n_schools, summaries.national.n_schools);
        return Err(Error::Accounting(format!(
            "{level}: regions, outside and no position hold {sum} schools, the country {national}, or other counts differ"
        )));
    }
    let without_placements = Counts {
        n_border: 0,
        n_snapped: 0,
        n_stated: 0,
        ..summaries.national
    };
    if without_placements != *country {
        return Err(Error::Accounting(format!(
            "{level}: its total is not that of the schools"
        )));
    }
    let placed: u64 = summaries.placements.iter().sum();
    equal(level, placed, "schools", intake.schools)?;
    equal(
        level,
        summaries.national.n_schools,
        "schools",
        intake.schools,
    )?;
    equal(level, summaries.national.n_closed, "closed", intake.closed)?;
    let mut all = summaries.regions.iter().chain([
        &summaries.outside,
        &summaries.no_position,
        &summaries.national,
    ]);
    all.try_for_each(|counts| check_counts(level, counts))
}

fn check_counts(level: &str, counts: &Counts) -> Result<(), Error> {
    let statuses = counts.n_connected + counts.n_not_connected + counts.n_unknown;
    equal(
        level,
        counts.n_schools,
        "connected + not connected + unknown",
        statuses,
    )?;
    let students =
        counts.n_students_connected + counts.n_students_not_connected + counts.n_students_unknown;
    equal(level, counts.n_students, "students by status", students)
}

pub(super) fn equal(one_name: &str, one: u64, other_name: &str, other: u64) -> Result<(), Error> {
    if one == other {
        return Ok(());
    }
    Err(Error::Accounting(format!(
        "{one_name}: {one} is not {other_name}: {other}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_row_is_told() {
        let intake = Intake {
            rows_read: 10,
            rows_refused: 1,
            duplicates: 2,
            excluded: 1,
            closed: 2,
            schools: 3,
        };
        assert!(matches!(check_intake(&intake), Err(Error::Accounting(_))));
        assert!(
            check_intake(&Intake {
                schools: 4,
                ..intake
            })
            .is_ok()
        );
    }

    #[test]
    fn a_lost_measurement_is_told() {
        let counts = MeasurementCounts {
            rows_read: 7,
            future: 2,
            folded: 5,
            ..MeasurementCounts::default()
        };
        assert!(check_measurements(&counts, 5).is_ok());
        assert!(check_measurements(&counts, 4).is_err());
        let lost = MeasurementCounts {
            future: 1,
            ..counts
        };
        assert!(check_measurements(&lost, 5).is_err());
    }

    #[test]
    fn a_school_lost_between_regions_is_told() {
        let mut summaries = Summaries::default();
        summaries.national.n_schools = 1;
        summaries.national.n_unknown = 1;
        let country = summaries.national;
        let intake = Intake {
            schools: 1,
            ..Intake::default()
        };
        assert!(check_level("adm1", &intake, &country, &summaries).is_err());
        summaries.outside = summaries.national;
        assert!(
            check_level("adm1", &intake, &country, &summaries).is_err(),
            "no placement counts it"
        );
        summaries.placements[4] = 1;
        assert!(check_level("adm1", &intake, &country, &summaries).is_ok());
    }
}
