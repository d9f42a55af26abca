//! Positions in degrees in, places on the square map of the world out: web Mercator, as tiles cut it.

use crate::lonlat::LonLat;

/// Side of the world in units: finer than the grid of any tile, and so small that eight worlds side by side fit a
/// whole number of 32 bits.
pub(super) const WORLD: i32 = 1 << WORLD_BITS;

/// [`WORLD`] as a power of two.
pub(super) const WORLD_BITS: u32 = 28;

/// Where the square map ends: the latitude whose distance from the equator is half the equator.
pub(super) const LAST_LAT_DEG: f64 = 85.051_128_779_806_59;

/// A place on the map: units eastward from 180° west, and southward from the northern end.
pub(super) type Spot = [i32; 2];

/// The place of a position; what lies beyond the ends of the map is put on them, and 180° east on the last unit.
pub(super) fn spot(position: LonLat) -> Spot {
    spot_of(position.lon_deg(), position.lat_deg()).map(|unit| unit.clamp(0, WORLD - 1))
}

/// The place of a vertex, whose longitude may lie several turns away; beyond the ends only on them.
pub(super) fn spot_of(lon_deg: f64, lat_deg: f64) -> Spot {
    [units((lon_deg + 180.0) / 360.0), units(southward(lat_deg))]
}

/// How far south of the northern end a latitude lies, 0–1.
fn southward(lat_deg: f64) -> f64 {
    let sine = lat_deg
        .clamp(-LAST_LAT_DEG, LAST_LAT_DEG)
        .to_radians()
        .sin();
    0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast holds to the range of the integer, which no map reaches"
)]
fn units(share: f64) -> i32 {
    (share * f64::from(WORLD)).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Spot {
        spot(LonLat::new(lon, lat).unwrap())
    }

    #[test]
    fn the_map_is_a_square_and_keeps_what_lies_beyond() {
        let middle = WORLD / 2;
        assert_eq!(at(0.0, 0.0), [middle, middle]);
        assert_eq!(at(-180.0, LAST_LAT_DEG), [0, 0]);
        assert_eq!(at(180.0, -90.0), [WORLD - 1, WORLD - 1]);
        assert_eq!(at(0.0, 89.0), [middle, 0]);
    }

    #[test]
    fn a_known_place_is_in_its_known_tile() {
        // Tile 10/616/515 holds Nairobi, by the formula of the OpenStreetMap wiki.
        let [x, y] = at(36.82, -1.29);
        assert_eq!((x >> (WORLD_BITS - 10), y >> (WORLD_BITS - 10)), (616, 515));
    }
}
