//! A viewpoint and a reach of up to 20,100 km in, a plane on which nothing is farther away than on the ellipsoid out.
//!
//! The plane has longitude and latitude as axes, each with a scale, and edges are straight on it. Let p be the
//! viewpoint and q a point within the reach R, at Δλ and Δφ from p; ρ and z say how far a point is from the Earth's axis
//! and above the equator. The straight line c between them has
//!
//! c² = (ρp - ρq)² + (zp - zq)² + 4·ρp·ρq·sin²(Δλ/2).
//!
//! - The first two terms are the squared chord over the meridian's arc between the latitudes. The arc is no longer than
//!   R and no shorter than M·Δφ, M the smallest meridional radius on it; the chord is no shorter than that of a circle
//!   of the smallest radius of all, r, over an arc as long (Schur's theorem): a share 1 - (R/2r)²/6 of the arc.
//!   M falls by less than 1.02 % in a radian.
//! - ρq is no less than ρp - R, for c is no longer than R. Hence sin(Δλ/2) is at most s = R / 2√(ρp·(ρp - R)), and no less
//!   than a share 1 - s²/4 of Δλ/2 up to s = 1/2, or 2/π of it at all.
//!
//! So a point is at least as far as on the plane, or beyond the reach.

use super::super::edge::Point;
use super::super::stretch::Viewpoint;
use crate::ellipsoid::SMALLEST_RADIUS_M;

/// The most by which the meridional radius falls in a radian: 3e²/2(1 - e²) of it.
const FALL_PER_RADIAN: f64 = 0.0102;
/// Beyond the rounding of all that is computed here.
const MARGIN: f64 = 1e-9;

/// A plane to look around on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    pub(super) from: Point,
    /// Metres of a degree east and of one north, at least.
    pub(super) degrees_m: [f64; 2],
}

impl Plane {
    pub(super) fn new(viewpoint: &Viewpoint, reach_m: f64) -> Self {
        let [east_m, north_m] = viewpoint.degrees_m();
        Self {
            from: viewpoint.point(),
            degrees_m: [
                east_m * least_share_east(east_m.to_degrees(), reach_m) * (1.0 - MARGIN),
                least_north_m(north_m.to_degrees(), reach_m).to_radians() * (1.0 - MARGIN),
            ],
        }
    }

    /// The same, seen from some degrees further east.
    pub(super) fn turned(&self, degrees: f64) -> Self {
        Self {
            from: [self.from[0] + degrees, self.from[1]],
            ..*self
        }
    }

    /// The square of metres that no point of an edge is nearer than, unless it is nearer the other way round the Earth.
    pub(super) fn at_least_squared(&self, ends: [Point; 2]) -> f64 {
        let [[a_east, a_north], [b_east, b_north]] = ends.map(|end| self.metres(end));
        let (east, north) = (b_east - a_east, b_north - a_north);
        let squared = east * east + north * north;
        let along = -(a_east * east + a_north * north) / if squared > 0.0 { squared } else { 1.0 };
        let share = along.clamp(0.0, 1.0);
        let (foot_east, foot_north) = (a_east + share * east, a_north + share * north);
        foot_east * foot_east + foot_north * foot_north
    }

    fn metres(&self, point: Point) -> Point {
        [0, 1].map(|axis| (point[axis] - self.from[axis]) * self.degrees_m[axis])
    }
}

/// What is left of the length of a degree of longitude, from how far the viewpoint is from the axis.
fn least_share_east(from_axis_m: f64, reach_m: f64) -> f64 {
    if from_axis_m <= reach_m {
        return 0.0;
    }
    let narrowing = (1.0 - reach_m / from_axis_m).sqrt();
    let sine = reach_m / (2.0 * from_axis_m * narrowing);
    let straightness = if sine <= 0.5 {
        1.0 - sine * sine / 4.0
    } else {
        std::f64::consts::FRAC_2_PI
    };
    narrowing * straightness
}

/// What is left of the length of a radian of latitude.
fn least_north_m(meridional_radius_m: f64, reach_m: f64) -> f64 {
    let radians = reach_m / SMALLEST_RADIUS_M;
    let least_m = meridional_radius_m * (1.0 - FALL_PER_RADIAN * radians);
    least_m.max(SMALLEST_RADIUS_M) * (1.0 - radians * radians / 24.0)
}

#[cfg(test)]
mod tests {
    use geo::{Distance, Geodesic};
    use proptest::prelude::*;

    use super::*;
    use crate::lonlat::LonLat;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn nothing_is_farther_than_on_the_ellipsoid(
            from in (-180.0..=180.0, prop_oneof![-90.0..=90.0, 89.9..=90.0]),
            to in (-180.0..=180.0, -90.0..=90.0),
            (nearness, slack) in (0.0..8.0_f64, 1.0..3.0),
        ) {
            let share = 10_f64.powf(-nearness);
            let to = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            let position = LonLat::new(from.0, from.1).unwrap();
            let geodesic_m = Geodesic.distance(geo::Point::from(from), geo::Point::from(to));
            let reach_m = f64::min(geodesic_m * slack + 1e-6, 20_100_000.0);
            let plane = Plane::new(&Viewpoint::new(position), reach_m);
            let least_m = [0.0, 360.0, -360.0]
                .map(|turn_deg| plane.turned(turn_deg).at_least_squared([[to.0, to.1]; 2]).sqrt())
                .into_iter()
                .fold(f64::INFINITY, f64::min);
            prop_assert!(least_m <= geodesic_m + 1e-7, "{least_m} {geodesic_m}");
            let is_tight = reach_m < 5_000.0 && from.1.abs() < 80.0;
            prop_assert!(!is_tight || least_m >= geodesic_m * 0.98 - 1e-6, "{least_m} {geodesic_m}");
        }
    }

    #[test]
    fn an_edge_is_as_far_as_its_nearest_point() {
        let viewpoint = Viewpoint::new(LonLat::new(0.0, 0.0).unwrap());
        let plane = Plane::new(&viewpoint, 0.0);
        let [east_m, north_m] = plane.degrees_m;
        for (ends, expected_m) in [
            ([[-1.0, 1.0], [1.0, 1.0]], north_m),
            ([[1.0, 0.0], [2.0, 0.0]], east_m),
            ([[-2.0, 0.0], [1.0, 0.0]], 0.0),
            ([[0.0, -3.0], [0.0, -3.0]], 3.0 * north_m),
        ] {
            for ends in [ends, [ends[1], ends[0]]] {
                let found_m = plane.at_least_squared(ends).sqrt();
                assert!((found_m - expected_m).abs() < 1e-6);
            }
        }
    }
}
