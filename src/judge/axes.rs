//! Given coordinates and placements in, the verdict on swapped axes out.

use std::sync::Arc;

use super::place_of;
use crate::error::{Error, Fault};
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::lonlat::LonLat;
use crate::plural::part_of;
use crate::table::Schools;

/// What one file's rows gave as their coordinates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AxisColumns {
    /// The column of longitudes, unless they came from the rows' geometries.
    pub longitude: Option<String>,
    /// The column of latitudes, unless they came from the rows' geometries.
    pub latitude: Option<String>,
}

impl AxisColumns {
    /// How messages name the two, longitude first.
    pub(super) fn names(&self) -> [&str; 2] {
        [
            self.longitude
                .as_deref()
                .unwrap_or("the longitude of its points"),
            self.latitude
                .as_deref()
                .unwrap_or("the latitude of its points"),
        ]
    }

    /// A place, in the columns of both coordinates where there are any.
    pub(super) fn place(&self, place: Place) -> Place {
        match (&self.longitude, &self.latitude) {
            (Some(longitude), Some(latitude)) => {
                place.in_column(&format!("{longitude}, {latitude}"))
            }
            _ => place,
        }
    }
}

/// The positions that schools would have with their two coordinates swapped: of schools that are placed nowhere as
/// given (`is_placed`), and whose swapped coordinates are in range; `None` for all others.
#[must_use]
pub fn swapped_positions(schools: &Schools, is_placed: &[bool]) -> Vec<Option<LonLat>> {
    let swapped = |(row, placed): (usize, &bool)| match schools.given(row) {
        Some([lon, lat]) if !placed => LonLat::new(lat, lon).ok(),
        _ => None,
    };
    is_placed.iter().enumerate().map(swapped).collect()
}

/// Checks each file: `is_placed_swapped` says which schools lie in a region only with their axes swapped. `columns`
/// names, for each file, what its rows gave as longitude and latitude.
///
/// # Errors
/// [`Error::Unplaced`] if more than half of a file's rows with coordinates need the swap: the fault then lies with
/// the file, not with rows.
pub fn check_axes(
    schools: &Schools,
    is_placed_swapped: &[bool],
    columns: &[AxisColumns],
) -> Result<(), Error> {
    for (index, file) in schools.files.iter().enumerate() {
        let of_file = |row: &usize| {
            schools.source_file[*row] as usize == index && schools.given(*row).is_some()
        };
        let n_given = (0..schools.len()).filter(of_file).count();
        let n_swapped = (0..schools.len())
            .filter(of_file)
            .filter(|row| is_placed_swapped[*row])
            .count();
        if n_swapped * 2 > n_given {
            return Err(swapped(file, &columns[index], n_swapped, n_given));
        }
    }
    Ok(())
}

/// Doubts the coordinates of schools that lie in a region only the other way round.
pub fn doubt_axes(schools: &mut Schools, is_placed_swapped: &[bool], issues: &mut IssueLog) {
    for row in (0..schools.len()).filter(|row| is_placed_swapped[*row]) {
        let place = place_of(schools, row);
        let value = schools
            .given(row)
            .map(|[lon, lat]| format!("{lon}, {lat}"))
            .unwrap_or_default();
        let message =
            "longitude and latitude seem swapped: the other way round they lie in a region"
                .to_owned();
        issues.push(Issue::new(
            place,
            "axes_swapped",
            Severity::Doubt,
            &value,
            message,
        ));
        schools.n_issues[row] += 1;
    }
}

fn swapped(file: &Arc<str>, columns: &AxisColumns, n_swapped: usize, n_given: usize) -> Error {
    let [longitude, latitude] = columns.names();
    Error::Unplaced {
        message: format!(
            "longitude and latitude are swapped in {file}: {} in a region only the other way round; \
             `{longitude}` holds latitudes and `{latitude}` longitudes",
            part_of(
                n_swapped as u64,
                n_given as u64,
                ["row with coordinates", "rows with coordinates"],
                ["lies", "lie"]
            )
        ),
        fault: Fault::SwappedAxes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Given;

    fn schools(given: &[Option<[f64; 2]>]) -> Schools {
        let mut apart = Given::default();
        for (row, pair) in given.iter().enumerate() {
            apart.push(row, *pair, None);
        }
        Schools {
            files: vec!["schools.csv".into()],
            source_file: vec![0; given.len()],
            source_row: (2..).take(given.len()).collect(),
            given: apart,
            ..Schools::default()
        }
    }

    #[test]
    fn only_rows_placed_nowhere_are_tried() {
        let schools = schools(&[
            Some([1.0, 2.0]),
            Some([-1.0, 100.0]),
            None,
            Some([500.0, 100.0]),
        ]);
        let swapped = swapped_positions(&schools, &[true, false, false, false]);
        assert_eq!(swapped, [None, LonLat::new(100.0, -1.0).ok(), None, None]);
    }

    #[test]
    fn a_minority_is_not_the_files_fault() {
        let schools = schools(&[Some([1.0, 2.0]), Some([1.0, 2.0]), None]);
        let columns = [AxisColumns {
            longitude: Some("lon".to_owned()),
            latitude: Some("lat".to_owned()),
        }];
        assert!(check_axes(&schools, &[true, false, false], &columns).is_ok());
        insta::assert_snapshot!(
            check_axes(&schools, &[true, true, false], &columns).unwrap_err(),
            @"no school can be placed: longitude and latitude are swapped in schools.csv: 2 of 2 rows with coordinates lie in a region only the other way round; `lon` holds latitudes and `lat` longitudes"
        );
    }
}
