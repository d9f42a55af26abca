//! The two numbers of a row in, the positions that they may stand for out.

use crate::lonlat::LonLat;
use crate::table::{RawLonLat, Schools};

/// What may be wrong with how a row writes its coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// The decimal point is lost: `-96240167` for -9.6240167.
    Decimals,
    /// Longitude stands in the latitude's column and the other way round.
    Axes,
    /// A minus is missing or one too many.
    Sign,
}

impl Repair {
    /// The stable word of the check that speaks of it.
    #[must_use]
    pub fn check(self) -> &'static str {
        match self {
            Self::Decimals => "coordinate_decimal_lost",
            Self::Axes => "axes_swapped",
            Self::Sign => "coordinate_sign",
        }
    }

    pub(super) fn fault(self) -> &'static str {
        match self {
            Self::Decimals => "the decimal point seems lost",
            Self::Axes => "longitude and latitude seem swapped",
            Self::Sign => "a sign seems wrong",
        }
    }
}

/// One position that a row's numbers may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The school's row.
    pub row: usize,
    /// Where it would lie.
    pub position: LonLat,
    /// What would be wrong with its coordinates.
    pub repair: Repair,
}

/// Lists the candidates of some schools, in the order of their rows: for numbers beyond all degrees and without
/// decimals, every power of ten that brings both in range; for others the swap of the axes and the changes of sign.
///
/// # Panics
/// If a row is not below the number of schools.
#[must_use]
pub fn candidates(schools: &Schools, rows: &[usize]) -> Vec<Candidate> {
    let given = rows.iter().map(|row| (*row, schools.given(*row)));
    given
        .filter_map(|(row, given)| given.map(|given| of_row(row, given)))
        .flatten()
        .collect()
}

fn of_row(row: usize, given: RawLonLat) -> Vec<Candidate> {
    let [lon, lat] = given;
    if has_lost_decimals(lon, lat) {
        let latitudes = magnitudes(lat, MOST_LATITUDE_DEG);
        let pairs = magnitudes(lon, MOST_LONGITUDE_DEG)
            .into_iter()
            .flat_map(|lon| {
                latitudes
                    .iter()
                    .map(move |lat| (Repair::Decimals, lon, *lat))
            });
        return positions(row, given, pairs);
    }
    let pairs = [
        (Repair::Axes, lat, lon),
        (Repair::Sign, -lon, lat),
        (Repair::Sign, lon, -lat),
        (Repair::Sign, -lon, -lat),
    ];
    positions(row, given, pairs)
}

/// The distinct positions among pairs that are in range and other than what was given.
fn positions(
    row: usize,
    [given_lon, given_lat]: RawLonLat,
    pairs: impl IntoIterator<Item = (Repair, f64, f64)>,
) -> Vec<Candidate> {
    let as_given = LonLat::new(given_lon, given_lat).ok();
    let mut found: Vec<Candidate> = Vec::new();
    for (repair, lon_deg, lat_deg) in pairs {
        let Ok(position) = LonLat::new(lon_deg, lat_deg) else {
            continue;
        };
        let is_new = found.iter().all(|other| other.position != position);
        if is_new && Some(position) != as_given && !is_null_island(position) {
            found.push(Candidate {
                row,
                position,
                repair,
            });
        }
    }
    found
}

fn is_null_island(position: LonLat) -> bool {
    position.lon_deg() == 0.0 && position.lat_deg() == 0.0
}

const MOST_LONGITUDE_DEG: f64 = 180.0;
const MOST_LATITUDE_DEG: f64 = 90.0;

/// Whether some number is beyond all degrees, and each that is has no decimals.
fn has_lost_decimals(lon: f64, lat: f64) -> bool {
    let is_beyond = |value: f64, most: f64| value.abs() > most;
    let beyond = [
        is_beyond(lon, MOST_LONGITUDE_DEG).then_some(lon),
        is_beyond(lat, MOST_LATITUDE_DEG).then_some(lat),
    ];
    let mut values = beyond.into_iter().flatten().peekable();
    values.peek().is_some() && values.all(|value| value.fract() == 0.0 && value.abs() < MOST_EXACT)
}

/// Whole numbers below are exact as doubles, so that a division by a power of ten gives the nearest double.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// A number that is in range as it is; else its digits with the decimal point at every place that leaves at least one
/// digit other than zero in tenths or before.
fn magnitudes(value: f64, most: f64) -> Vec<f64> {
    if value.abs() <= most {
        return vec![value];
    }
    let divided = (1..=16).map(|power| value / 10_f64.powi(power));
    divided
        .filter(|value| (0.1..=most).contains(&value.abs()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lon: f64, lat: f64) -> Vec<(Repair, f64, f64)> {
        of_row(0, [lon, lat])
            .into_iter()
            .map(|found| {
                (
                    found.repair,
                    found.position.lon_deg(),
                    found.position.lat_deg(),
                )
            })
            .collect()
    }

    #[test]
    fn a_lost_point_is_tried_at_every_place() {
        let found = of(-491_565_213.0, -96_240_167.0);
        assert_eq!(found.len(), 3 * 2);
        assert!(found.contains(&(Repair::Decimals, -49.156_521_3, -9.624_016_7)));
        assert!(found.contains(&(Repair::Decimals, -0.491_565_213, -0.962_401_67)));
    }

    #[test]
    fn an_axis_in_range_stays_as_it_is() {
        let found = of(-49.5, -9_620_622.0);
        assert!(found.iter().all(|(_, lon, _)| *lon == -49.5));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn numbers_with_decimals_lost_no_point() {
        let only_swapped = of(91.25, 10.5);
        assert_eq!(only_swapped[0].0, Repair::Sign);
        assert!(of(262_000.5, 9_880_000.25).is_empty(), "metres");
    }

    #[test]
    fn swaps_and_signs_are_distinct_and_in_range() {
        assert_eq!(
            of(-10.0, 49.0),
            [
                (Repair::Axes, 49.0, -10.0),
                (Repair::Sign, 10.0, 49.0),
                (Repair::Sign, -10.0, -49.0),
                (Repair::Sign, 10.0, -49.0),
            ]
        );
        assert_eq!(of(10.0, 10.0).len(), 3, "a swap of equal numbers is none");
        assert!(of(0.0, 0.0).is_empty());
    }

    #[test]
    fn schools_without_numbers_have_no_candidates() {
        let schools = Schools {
            source_row: vec![2, 3, 4],
            position: [Some([10.0, 49.0]), None, Some([-10.0, 49.0])]
                .map(|given| given.and_then(|[lon, lat]| LonLat::new(lon, lat).ok()))
                .to_vec(),
            ..Schools::default()
        };
        let found = candidates(&schools, &[1, 2]);
        assert!(!found.is_empty() && found.iter().all(|candidate| candidate.row == 2));
    }
}
