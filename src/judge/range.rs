//! Coordinates that are no position in, what is odd about them out.

use super::axes::AxisColumns;
use super::place_of;
use crate::issue::{Issue, IssueLog, Severity};
use crate::lonlat::LonLat;
use crate::table::{RawLonLat, Schools};

/// Doubts the coordinates of every school that has some, but no position: numbers out of range, with what they seem
/// to be. `axes` tells, for each file, the columns that they come from.
pub fn doubt_range(schools: &mut Schools, axes: &[AxisColumns], issues: &mut IssueLog) {
    let odd = schools.given.apart();
    let odd = odd.filter(|(row, _)| schools.position[*row].is_none());
    for (row, given) in odd.collect::<Vec<_>>() {
        let columns = &axes[schools.source_file[row] as usize];
        for odd in oddities(given) {
            let column = match odd.axis {
                Axis::Longitude => &columns.longitude,
                Axis::Latitude => &columns.latitude,
            };
            let place = place_of(schools, row);
            let place = column
                .iter()
                .fold(place, |place, column| place.in_column(column));
            let value = odd.value.to_string();
            let message = odd.message;
            issues.push(Issue::new(
                place,
                odd.check,
                Severity::Doubt,
                &value,
                message,
            ));
            schools.n_issues[row] += 1;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Longitude,
    Latitude,
}

#[derive(Clone, Debug, PartialEq)]
struct Oddity {
    axis: Axis,
    value: f64,
    check: &'static str,
    message: String,
}

/// What is odd about two numbers: nothing where they are a position.
fn oddities([lon, lat]: RawLonLat) -> Vec<Oddity> {
    let mut found = Vec::new();
    if LonLat::new(0.0, lat).is_err() {
        found.push(oddity(Axis::Latitude, lat, [lon, lat]));
    }
    if LonLat::new(lon, 0.0).is_err() {
        found.push(oddity(Axis::Longitude, lon, [lon, lat]));
    }
    found
}

fn oddity(axis: Axis, value: f64, given: RawLonLat) -> Oddity {
    let (check, range) = match axis {
        Axis::Longitude => ("dq_is_invalid_range-longitude", "-180..=180"),
        Axis::Latitude => ("dq_is_invalid_range-latitude", "-90..=90"),
    };
    let expected = format!("expected degrees in {range}, found {value}");
    let (check, message) = if is_sentinel(value) {
        let message = format!("{expected}, which seems to stand for a missing value");
        ("coordinate_sentinel", message)
    } else if may_be_metres(given) {
        let message = format!("{expected}; these seem to be metres of a projected system");
        ("coordinate_metres", message)
    } else {
        (check, expected)
    };
    Oddity {
        axis,
        value,
        check,
        message,
    }
}

/// Whether a number is written with nines alone, at least two: `99`, `-999`, `9999.99`.
fn is_sentinel(value: f64) -> bool {
    let digits = value.abs().to_string();
    let mut digits = digits.bytes().filter(|byte| *byte != b'.').peekable();
    digits.peek().is_some() && value.abs() >= 99.0 && digits.all(|digit| digit == b'9')
}

/// Whether two numbers may be an easting and a northing: projected systems of countries stay between a kilometer and
/// ten thousand kilometers from their origin.
pub(super) fn may_be_metres(given: RawLonLat) -> bool {
    given.iter().all(|value| (1e3..=1e7).contains(&value.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(lon: f64, lat: f64) -> Vec<&'static str> {
        oddities([lon, lat]).iter().map(|odd| odd.check).collect()
    }

    #[test]
    fn what_numbers_seem_to_be() {
        assert!(checks(-180.0, 90.0).is_empty() && checks(360.0, 0.0).is_empty());
        assert_eq!(checks(36.8, 91.2), ["dq_is_invalid_range-latitude"]);
        assert_eq!(
            checks(99.0, 99.0),
            ["coordinate_sentinel"],
            "99 is a longitude"
        );
        assert_eq!(checks(-999.0, 9999.99), ["coordinate_sentinel"; 2]);
        assert_eq!(checks(262_000.0, 9_880_000.25), ["coordinate_metres"; 2]);
        assert_eq!(
            checks(-491_565_213.0, -96_240_167.0),
            [
                "dq_is_invalid_range-latitude",
                "dq_is_invalid_range-longitude"
            ]
        );
    }

    #[test]
    fn each_school_without_a_position_is_doubted_in_its_column() {
        let mut schools = Schools {
            files: vec!["s.csv".into()],
            source_file: vec![0; 3],
            source_row: vec![2, 3, 4],
            position: vec![None, LonLat::new(36.8, -1.3).ok(), None],
            n_issues: vec![0; 3],
            ..Schools::default()
        };
        schools.given.push(0, Some([36.8, 91.2]), None);
        let columns = AxisColumns {
            longitude: Some("X".to_owned()),
            latitude: Some("Y".to_owned()),
        };
        let mut issues = IssueLog::default();
        doubt_range(&mut schools, &[columns], &mut issues);
        assert_eq!(schools.n_issues, [1, 0, 0]);
        let issue = issues.first("dq_is_invalid_range-latitude").unwrap();
        assert_eq!(issue.place.to_string(), "s.csv:2: column `Y`");
    }
}
