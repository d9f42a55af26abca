//! Two positions in, the metres between them along WGS 84 out; and how straight lines through the Earth bound them.
//!
//! Searches compare straight lines (chords), which cost a few multiplications and know neither a pole nor the
//! antimeridian. A chord of length c bounds the geodesic distance s from both sides, so that no search loses anything:
//!
//! - c ≤ s: the straight line is the shortest.
//! - s ≤ 2r·asin(c/2r), r the smallest radius of curvature (b²/a): a geodesic bends nowhere more than a circle of
//!   radius r, so its ends are at least as far apart as those of an arc as long (Schur's theorem). Used up to 1,000 km.
//! - 2b·asin(c/2a) ≤ s ≤ 2a·asin(c/2b) at any distance: take both points to the unit sphere by dividing axes by a and
//!   b. That changes chords by a factor in b..=a; and as ds² = (a²sin²β + b²cos²β)dβ² + a²cos²β·dλ² in reduced
//!   latitude β and longitude λ, it changes the length of any path by a factor in b..=a too.
//!
//! Up to 100 km the distance itself comes from the chord: the arc of a circle with the curvature that the ellipsoid has
//! in the chord's direction at its middle. It agrees with the geodesic to a micrometre, which tests hold. Beyond,
//! [`geo::Geodesic`] (Karney 2013) computes it.

use geo::{Distance, Geodesic};

use crate::lonlat::LonLat;

const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);
const POLAR_RADIUS_M: f64 = EQUATORIAL_RADIUS_M * (1.0 - FLATTENING);
pub(crate) const SMALLEST_RADIUS_M: f64 = POLAR_RADIUS_M * (1.0 - FLATTENING);
/// Up to here a chord gives the distance to a micrometre.
const NEAR_M: f64 = 100_000.0;
/// What the arc over a chord is off by at that distance, several times over; at n times the distance it is up to n⁵ as
/// much, up to [`FAR_M`]. Tests hold it.
const ARC_OFF_M: f64 = 1e-5;
const FAR_M: f64 = 5_000_000.0;
/// An arc over a shorter chord is longer by less than 7 m.
const HARDLY_LONGER_M: f64 = 20_000.0;
/// Up to here chords are compared as if they were as long as geodesics, and Schur's bound is used: far from the
/// 19,900 km at which it ends.
const MIDDLE_M: f64 = 1_000_000.0;
/// Beyond the rounding of all that is computed here, where a bound must not fail.
const MARGIN: f64 = 1e-12;
/// The rounding of the points' own coordinates, several times over.
const ROUNDING_M: f64 = 1e-8;

/// Metres from the center of the Earth along its three axes.
pub(crate) type Point = [f64; 3];

/// A place on the ellipsoid: one of the ways to write its position, always the same, and where that is in space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Site {
    pub(crate) position: LonLat,
    pub(crate) point: Point,
}

impl Site {
    pub(crate) fn new(position: LonLat) -> Self {
        let position = canonical(position);
        Self {
            position,
            point: point([position.lon_deg(), position.lat_deg()]),
        }
    }

    /// The distance along the ellipsoid in metres.
    pub(crate) fn distance_m(&self, other: &Self) -> f64 {
        let chord_m = chord_squared(self.point, other.point).sqrt();
        if chord_m <= NEAR_M {
            return near_m(self.point, other.point, chord_m);
        }
        let [from, to] = [self, other].map(|site| geo_point(site.position));
        Geodesic.distance(from, to)
    }
}

/// The square of the straight distance.
pub(crate) fn chord_squared(from: Point, to: Point) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|axis| from[axis] - to[axis]);
    x * x + y * y + z * z
}

/// What no squared chord is as small as.
const NO_CHORD: f64 = -1.0;

/// No two points are so near by geodesic if the square of their chord is greater than this. Nothing is within a
/// distance that is negative or no number.
pub(crate) fn farthest_chord_squared(distance_m: f64) -> f64 {
    if distance_m.is_nan() || distance_m < 0.0 {
        return NO_CHORD;
    }
    if distance_m <= MIDDLE_M {
        return distance_m * distance_m * (1.0 + MARGIN);
    }
    let angle = distance_m / (2.0 * POLAR_RADIUS_M);
    if angle >= std::f64::consts::FRAC_PI_2 {
        return f64::INFINITY;
    }
    let chord_m = distance_m.min(2.0 * EQUATORIAL_RADIUS_M * angle.sin());
    chord_m * chord_m * (1.0 + MARGIN)
}

/// Whether two latitudes alone are too far apart: no way between them is shorter than along a meridian, which bends
/// nowhere more than at the equator.
pub(crate) fn is_beyond(from: LonLat, to: LonLat, distance_m: f64) -> bool {
    let apart = (from.lat_deg() - to.lat_deg()).abs().to_radians();
    apart * SMALLEST_RADIUS_M * (1.0 - MARGIN) > distance_m + ROUNDING_M
}

/// All points are so near by geodesic if the square of their chord is at most this.
pub(crate) fn surest_chord_squared(distance_m: f64) -> f64 {
    if distance_m.is_nan() || distance_m < 0.0 {
        return NO_CHORD;
    }
    let chord_m = if distance_m <= MIDDLE_M {
        2.0 * SMALLEST_RADIUS_M * (distance_m / (2.0 * SMALLEST_RADIUS_M)).sin()
    } else {
        let angle = distance_m / (2.0 * EQUATORIAL_RADIUS_M);
        2.0 * POLAR_RADIUS_M * angle.min(std::f64::consts::FRAC_PI_2).sin()
    };
    let sure_m = (chord_m - ROUNDING_M).max(0.0);
    sure_m * sure_m * (1.0 - MARGIN)
}

/// One way to write a position for all that mean the same: longitude 180 for -180, and 0 at the poles.
fn canonical(position: LonLat) -> LonLat {
    let (lon_deg, lat_deg) = (position.lon_deg(), position.lat_deg());
    let lon_deg = if lat_deg.abs() == 90.0 {
        0.0
    } else if lon_deg == -180.0 {
        180.0
    } else {
        lon_deg
    };
    LonLat::new(lon_deg, lat_deg).unwrap_or(position)
}

fn geo_point(position: LonLat) -> geo::Point {
    geo::Point::new(position.lon_deg(), position.lat_deg())
}

/// Where a longitude and a latitude in degrees are in space; the longitude may be any.
pub(crate) fn point([lon_deg, lat_deg]: [f64; 2]) -> Point {
    let [from_axis_m, up_m] = from_axis_and_up(lat_deg);
    let (sin_lon, cos_lon) = lon_deg.to_radians().sin_cos();
    [from_axis_m * cos_lon, from_axis_m * sin_lon, up_m]
}

/// A place in space, and how it moves with its longitude and its latitude.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) point: Point,
    pub(crate) per_lon_degree: Point,
    pub(crate) per_lat_degree: Point,
}

impl Frame {
    /// The frame at a longitude and a latitude in degrees; the longitude may be any.
    pub(crate) fn at([lon_deg, lat_deg]: [f64; 2]) -> Self {
        let (sin_lon, cos_lon) = lon_deg.to_radians().sin_cos();
        let (sin_lat, cos_lat) = lat_deg.to_radians().sin_cos();
        let bulge = 1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat;
        let normal_m = EQUATORIAL_RADIUS_M / bulge.sqrt();
        let from_axis_m = normal_m * cos_lat;
        let up_m = normal_m * (1.0 - ECCENTRICITY_SQUARED) * sin_lat;
        let per_lon = from_axis_m.to_radians();
        let per_lat = (normal_m * (1.0 - ECCENTRICITY_SQUARED) / bulge).to_radians();
        Self {
            point: [from_axis_m * cos_lon, from_axis_m * sin_lon, up_m],
            per_lon_degree: [-per_lon * sin_lon, per_lon * cos_lon, 0.0],
            per_lat_degree: [
                -per_lat * sin_lat * cos_lon,
                -per_lat * sin_lat * sin_lon,
                per_lat * cos_lat,
            ],
        }
    }
}

/// How far a latitude is from the Earth's axis, and how far above the equator's plane.
pub(crate) fn from_axis_and_up(lat_deg: f64) -> [f64; 2] {
    let (sin_lat, cos_lat) = lat_deg.to_radians().sin_cos();
    let normal_m = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
    [
        normal_m * cos_lat,
        normal_m * (1.0 - ECCENTRICITY_SQUARED) * sin_lat,
    ]
}

/// The arc over a chord of a circle with the ellipsoid's curvature at its middle.
///
/// The ellipsoid is q(p) = (x² + y²)/a² + z²/b² = 1. In the direction d its curvature is q(d) / (|d|²·g), g half the
/// length of the gradient; the middle m of a chord d lies within, at q(m) = 1 - q(d)/4.
pub(crate) fn near_m(from: Point, to: Point, chord_m: f64) -> f64 {
    const XY: f64 = 1.0 / (EQUATORIAL_RADIUS_M * EQUATORIAL_RADIUS_M);
    const Z: f64 = 1.0 / (POLAR_RADIUS_M * POLAR_RADIUS_M);
    let chord_squared = chord_m * chord_m;
    if chord_squared == 0.0 {
        return chord_m;
    }
    let [x, y, z] = [0, 1, 2].map(|axis| from[axis] - to[axis]);
    let [mid_x, mid_y, mid_z] = [0, 1, 2].map(|axis| f64::midpoint(from[axis], to[axis]));
    let q_chord = (x * x + y * y) * XY + z * z * Z;
    let gradient_squared =
        ((mid_x * mid_x + mid_y * mid_y) * XY * XY + mid_z * mid_z * Z * Z) / (1.0 - q_chord / 4.0);
    // The squared sine of half the arc's angle, and the series of the arcsine.
    let sine_squared = q_chord * q_chord / (4.0 * chord_squared * gradient_squared);
    chord_m * (1.0 + sine_squared * (1.0 / 6.0 + sine_squared * (3.0 / 40.0)))
}

/// No geodesic between two points is shorter: the arc over their chord, or the chord where the arc is hardly longer or
/// not known, less what it may be off by.
#[inline]
pub(crate) fn at_least_m(from: Point, to: Point) -> f64 {
    let chord_m = chord_squared(from, to).sqrt();
    if !(HARDLY_LONGER_M..=FAR_M).contains(&chord_m) {
        return chord_m - ARC_OFF_M;
    }
    near_m(from, to, chord_m) - ARC_OFF_M * (1.0 + (chord_m / NEAR_M).powi(5))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lon_deg: f64, lat_deg: f64) -> LonLat {
        LonLat::new(lon_deg, lat_deg).unwrap()
    }

    fn geodesic_m(a: LonLat, b: LonLat) -> f64 {
        Geodesic.distance(geo_point(a), geo_point(b))
    }

    /// A position, and another at any distance from a centimetre to the far side of the Earth.
    fn pair() -> impl Strategy<Value = (LonLat, LonLat)> {
        let lat = prop_oneof![
            -90.0..=90.0,
            (0.0..0.01_f64).prop_map(|from_pole| 90.0 - from_pole),
            Just(0.0),
            Just(-90.0)
        ];
        let step = || {
            (-7.0..2.3_f64, any::<bool>())
                .prop_map(|(power, east)| 10_f64.powf(power) * if east { 1.0 } else { -1.0 })
        };
        (-180.0..=180.0, lat, step(), step()).prop_map(
            |(lon, lat, east, north): (f64, f64, f64, f64)| {
                let lon_there = (lon + east + 540.0).rem_euclid(360.0) - 180.0;
                (
                    at(lon, lat),
                    at(lon_there, (lat + north).clamp(-90.0, 90.0)),
                )
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn distances_are_the_geodesic_ones_and_within_their_bounds((a, b) in pair()) {
            let found_m = Site::new(a).distance_m(&Site::new(b));
            let geodesic_m = geodesic_m(a, b);
            prop_assert!((found_m - geodesic_m).abs() < 1e-6, "{found_m} {geodesic_m}");
            let chord_squared = chord_squared(Site::new(a).point, Site::new(b).point);
            prop_assert!(chord_squared <= farthest_chord_squared(found_m));
            prop_assert!(!is_beyond(a, b, found_m));
            let least_m = at_least_m(Site::new(a).point, Site::new(b).point);
            prop_assert!(least_m <= geodesic_m, "{least_m} {geodesic_m}");
            let beyond_m = found_m * (1.0 + 1e-13) + 2e-8;
            prop_assert!(surest_chord_squared(found_m * (1.0 - 1e-13)) <= chord_squared);
            prop_assert!(chord_squared <= farthest_chord_squared(beyond_m));
        }
    }

    #[test]
    fn one_place_may_be_written_in_several_ways() {
        for (a, b) in [
            (at(180.0, 10.0), at(-180.0, 10.0)),
            (at(12.0, 90.0), at(-50.0, 90.0)),
            (at(7.0, -90.0), at(0.0, -90.0)),
        ] {
            assert_eq!(Site::new(a), Site::new(b));
        }
        assert_ne!(Site::new(at(0.0, 90.0)), Site::new(at(0.0, -90.0)));
    }

    #[test]
    fn a_frame_tells_how_a_place_moves() {
        for at_deg in [[0.0, 0.0], [36.8, -1.3], [-179.0, 71.0], [400.0, -89.0]] {
            let frame = Frame::at(at_deg);
            for (axis, expected) in [frame.per_lon_degree, frame.per_lat_degree]
                .into_iter()
                .enumerate()
            {
                let mut there_deg = at_deg;
                there_deg[axis] += 1e-5;
                let (from, to) = (point(at_deg), point(there_deg));
                assert!(chord_squared(from, frame.point).sqrt() < ROUNDING_M);
                let moved = [0, 1, 2].map(|axis| (to[axis] - from[axis]) * 1e5);
                assert!(chord_squared(moved, expected).sqrt() < 0.1, "{at_deg:?}");
            }
        }
    }

    #[test]
    fn the_far_side_is_as_far_as_it_gets() {
        let far_m = Site::new(at(0.0, 90.0)).distance_m(&Site::new(at(0.0, -90.0)));
        assert!((far_m - 20_003_931.458_6).abs() < 1e-3, "{far_m}");
        assert_eq!(farthest_chord_squared(far_m), f64::INFINITY);
    }
}
