//! What the tests of this stage share: positions, sets of them, and the slow, obvious answers.

use geo::{Distance, Geodesic};
use proptest::prelude::*;

use super::neighbor::Neighbor;
use crate::lonlat::LonLat;

pub(super) fn at(lon_deg: f64, lat_deg: f64) -> LonLat {
    LonLat::new(lon_deg, lat_deg).unwrap()
}

pub(super) fn geodesic_m(a: LonLat, b: LonLat) -> f64 {
    let [from, to] = [a, b].map(|at| geo::Point::new(at.lon_deg(), at.lat_deg()));
    Geodesic.distance(from, to)
}

/// All schools with a position, nearest first.
pub(super) fn by_distance(positions: &[Option<LonLat>], from: LonLat) -> Vec<Neighbor> {
    let known = positions.iter().enumerate();
    let mut all: Vec<Neighbor> = known
        .filter_map(|(row, position)| {
            let row = u32::try_from(row).unwrap();
            Some(Neighbor::new(row, geodesic_m(from, (*position)?)))
        })
        .collect();
    all.sort_by(Neighbor::order);
    all
}

/// Up to 120 positions around a few towns of all sizes, anywhere on Earth, the antimeridian and the poles above all;
/// some stand at one place, some have none, some are on a grid.
pub(super) fn positions() -> impl Strategy<Value = Vec<Option<LonLat>>> {
    let town_lon = prop_oneof![-180.0..=180.0, 179.9..=180.0, Just(-180.0), Just(0.0)];
    let town_lat = prop_oneof![-90.0..=90.0, 89.9..=90.0, Just(-90.0), Just(0.0)];
    let town = (town_lon, town_lat, -6.0..1.5_f64, any::<bool>());
    let school = (-1.0..=1.0, -1.0..=1.0, 0..100_usize);
    let towns = prop::collection::vec(town, 1..4);
    let schools = prop::collection::vec(school, 0..120);
    (towns, schools).prop_map(|(towns, schools)| {
        let place = |(east, north, kind): (f64, f64, usize)| {
            let (lon, lat, size, is_grid): (f64, f64, f64, bool) = towns[kind % towns.len()];
            let step = |share: f64| -> f64 {
                let share = if is_grid {
                    (share * 4.0).round() / 4.0
                } else {
                    share
                };
                share * 10_f64.powf(size)
            };
            let lon = (lon + step(east) + 540.0).rem_euclid(360.0) - 180.0;
            (kind > 3).then(|| at(lon, (lat + step(north)).clamp(-90.0, 90.0)))
        };
        schools.into_iter().map(place).collect()
    })
}
