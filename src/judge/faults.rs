//! Schools of which none is placed in, the likely fault out.

use super::extent::{Extent, extent};
use crate::error::{Error, Fault};
use crate::plural::plural;
use crate::table::Schools;

/// Checks that the schools and the regions are of one place: some positioned school is placed at some level, or, of
/// schools without any position, some by the region that they state. No schools at all is no fault.
///
/// # Errors
/// [`Error::Unplaced`] with where schools and regions lie and the likely fault.
pub fn check_placed(
    schools: &Schools,
    n_positioned_placed: u64,
    n_stated: u64,
    regions: Option<Extent>,
) -> Result<(), Error> {
    let n_positioned = schools.position.iter().flatten().count() as u64;
    if schools.is_empty() || n_positioned_placed > 0 || (n_positioned == 0 && n_stated > 0) {
        return Ok(());
    }
    let (message, fault) = if n_positioned > 0 {
        (elsewhere(schools, n_positioned, regions), Fault::Elsewhere)
    } else if let Some(given) = extent((0..schools.len()).filter_map(|row| schools.given(row))) {
        (not_degrees(given), Fault::Metres)
    } else {
        let message = match schools.len() {
            1 => "the only school has no coordinates and no known region code".to_owned(),
            n_schools => {
                format!("none of the {n_schools} schools has coordinates or a known region code")
            }
        };
        (message, Fault::NoCoordinates)
    };
    Err(Error::Unplaced { message, fault })
}

fn elsewhere(schools: &Schools, n_positioned: u64, regions: Option<Extent>) -> String {
    let positions = schools
        .position
        .iter()
        .flatten()
        .map(|position| [position.lon_deg(), position.lat_deg()]);
    let (Some(schools), Some(regions)) = (extent(positions), regions) else {
        return "the regions have no outlines".to_owned();
    };
    format!(
        "none of the {n_positioned} {} with a position lies in or near a region: {} at {schools}, the regions at \
         {regions}; these seem to be outlines of another place",
        plural(n_positioned, "school", "schools"),
        plural(n_positioned, "the school lies", "the schools lie")
    )
}

fn not_degrees(given: Extent) -> String {
    let Extent {
        west,
        south,
        east,
        north,
    } = given;
    format!(
        "no row has a longitude in -180..=180 and a latitude in -90..=90 degrees: the columns hold {west} to {east} \
         and {south} to {north}; these seem to be metres of a projected system"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lonlat::LonLat;
    use crate::table::RawLonLat;

    fn schools(given: &[RawLonLat]) -> Schools {
        let mut schools = Schools {
            source_row: (2..).take(given.len()).collect(),
            ..Schools::default()
        };
        for (row, [lon, lat]) in given.iter().enumerate() {
            let position = LonLat::new(*lon, *lat).ok();
            schools.given.push(row, Some([*lon, *lat]), position);
            schools.position.push(position);
        }
        schools
    }

    #[test]
    fn the_likely_fault_is_named() {
        let regions = extent([[-74.0, -34.0], [-34.0, 5.0]]);
        let kenya = schools(&[[34.2, -1.5], [41.5, 4.0]]);
        insta::assert_snapshot!(
            check_placed(&kenya, 0, 0, regions).unwrap_err(),
            @"no school can be placed: none of the 2 schools with a position lies in or near a region: the schools lie at longitude 34.20 to 41.50 and latitude -1.50 to 4.00, the regions at longitude -74.00 to -34.00 and latitude -34.00 to 5.00; these seem to be outlines of another place"
        );
        let metres = schools(&[[262_000.0, 9_880_000.0]]);
        insta::assert_snapshot!(
            check_placed(&metres, 0, 0, regions).unwrap_err(),
            @"no school can be placed: no row has a longitude in -180..=180 and a latitude in -90..=90 degrees: the columns hold 262000 to 262000 and 9880000 to 9880000; these seem to be metres of a projected system"
        );
    }

    #[test]
    fn stated_schools_alone_are_enough_where_none_has_a_position() {
        assert!(check_placed(&schools(&[[-96_240_167.0, 0.0]]), 0, 1, None).is_ok());
        assert!(check_placed(&schools(&[[10.0, 0.0]]), 0, 1, None).is_err());
        assert!(check_placed(&schools(&[]), 0, 0, None).is_ok());
    }
}
