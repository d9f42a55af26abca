//! A short stretch of an edge and a viewpoint in, the nearest point's distance out.
//!
//! On a stretch of at most 5° the distance has one minimum, or differs from one by next to nothing; a golden-section
//! search finds it. Straight lines through the Earth stand in for geodesics, being quick and ordered alike: up to
//! 20 km the point that they find is the nearest to well under a millimetre, and beyond geodesics refine it.

use geo::{Distance, Geodesic};

use super::edge::{Edge, Point};
use crate::lonlat::LonLat;

const LONGEST_DEG: f64 = 5.0;
/// No degree of arc on WGS 84 is longer: the meridian at a pole.
const LONGEST_DEGREE_M: f64 = 111_695.0;
/// How well the nearest point is found; what its distance is off by is smaller still.
const PRECISION_M: f64 = 1e-4;
/// An end of the stretch that is as near as this to the nearest point is taken for it, so that edges that share a
/// vertex agree to the bit.
const END_SLACK_M: f64 = 1e-6;
/// From here on, straight lines and geodesics may differ about which point is nearest.
const FAR_M: f64 = 20_000.0;
const RADIUS_M: f64 = 6_371_000.0;

/// A position on the ellipsoid from which distances are seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Viewpoint {
    point: Point,
    center_m: [f64; 3],
}

/// The nearest point of a stretch, as distances from the viewpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearest {
    /// Through the Earth.
    pub(super) straight_m: f64,
    /// Along its surface.
    pub(super) geodesic_m: f64,
}

/// A part of an edge, from one share of its way to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    edge: Edge,
    from: f64,
    to: f64,
}

/// By how much straight distances may misjudge which of two points is nearer by geodesic: both grow apart with the
/// cube of the distance, and by less than a hundredth of that differently in different directions.
pub(super) fn slack_m(straight_m: f64) -> f64 {
    END_SLACK_M + straight_m * (straight_m / RADIUS_M).powi(2) * 2e-3
}

impl Viewpoint {
    pub(super) fn new(position: LonLat) -> Self {
        let point = [position.lon_deg(), position.lat_deg()];
        Self {
            point,
            center_m: from_center_m(point),
        }
    }

    fn straight_m(self, point: Point) -> f64 {
        let [x, y, z] = from_center_m(point);
        let [own_x, own_y, own_z] = self.center_m;
        ((x - own_x).powi(2) + (y - own_y).powi(2) + (z - own_z).powi(2)).sqrt()
    }

    fn geodesic_m(self, point: Point) -> f64 {
        Geodesic.distance(geo::Point::from(self.point), geo::Point::from(point))
    }
}

impl Stretch {
    /// Cuts an edge into stretches of at most 5° in longitude and latitude.
    pub(super) fn all_of(edge: Edge) -> impl Iterator<Item = Self> {
        let widest = lon_extent(edge).max(lat_extent(edge));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an edge spans at most 360 degrees, and a cast saturates"
        )]
        let n_stretches = (widest / LONGEST_DEG).ceil().clamp(1.0, 100.0) as u32;
        let share = move |cut: u32| f64::from(cut) / f64::from(n_stretches);
        (0..n_stretches).map(move |cut| Self {
            edge,
            from: share(cut),
            to: share(cut + 1),
        })
    }

    /// No point of the stretch is nearer than this in a straight line: the way there and back from its ends is at
    /// least as long as the stretch.
    pub(super) fn at_least_m(&self, viewpoint: Viewpoint) -> f64 {
        let from = viewpoint.straight_m(self.point(self.from));
        let to = viewpoint.straight_m(self.point(self.to));
        (from + to - self.at_most_long_m()) / 2.0
    }

    /// The nearest point, found to well under a millimetre.
    pub(super) fn nearest(&self, viewpoint: Viewpoint) -> Nearest {
        let straight_m = |share: f64| viewpoint.straight_m(self.point(share));
        let geodesic_m = |share: f64| viewpoint.geodesic_m(self.point(share));
        let share = self.minimize(straight_m);
        let straight = straight_m(share);
        let share = if straight > FAR_M {
            self.minimize(geodesic_m)
        } else {
            share
        };
        Nearest {
            straight_m: straight,
            geodesic_m: geodesic_m(share),
        }
    }

    /// Golden-section search for the share of the way at which a distance is smallest.
    fn minimize(&self, distance_m: impl Fn(f64) -> f64) -> f64 {
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let (mut from, mut to) = (self.from, self.to);
        let tolerance = PRECISION_M * (to - from) / self.at_most_long_m().max(PRECISION_M);
        let (mut left, mut right) = (to - golden * (to - from), from + golden * (to - from));
        let (mut left_m, mut right_m) = (distance_m(left), distance_m(right));
        while to - from > tolerance && from < left && right < to {
            if left_m <= right_m {
                (to, right, right_m) = (right, left, left_m);
                left = to - golden * (to - from);
                left_m = distance_m(left);
            } else {
                (from, left, left_m) = (left, right, right_m);
                right = from + golden * (to - from);
                right_m = distance_m(right);
            }
        }
        let (inner, inner_m) = if left_m <= right_m {
            (left, left_m)
        } else {
            (right, right_m)
        };
        self.or_end(inner, inner_m, distance_m)
    }

    /// An end in place of a point within, where it is as near.
    fn or_end(&self, inner: f64, inner_m: f64, distance_m: impl Fn(f64) -> f64) -> f64 {
        let ends = [self.from, self.to].map(|end| (end, distance_m(end)));
        let nearer = if ends[0].1 <= ends[1].1 {
            ends[0]
        } else {
            ends[1]
        };
        if nearer.1 <= inner_m + END_SLACK_M {
            nearer.0
        } else {
            inner
        }
    }

    /// The point at a share of the edge's way; its ends exactly.
    fn point(&self, share: f64) -> Point {
        let Edge { west, east } = self.edge;
        if share == 1.0 {
            return east;
        }
        let between = |axis: usize| west[axis] + share * (east[axis] - west[axis]);
        [between(0), between(1)]
    }

    fn at_most_long_m(&self) -> f64 {
        let Edge { west, east } = self.edge;
        let nearest_equator = if west[1] * east[1] <= 0.0 {
            0.0
        } else {
            west[1].abs().min(east[1].abs())
        };
        let east_west = lon_extent(self.edge) * nearest_equator.to_radians().cos();
        east_west.hypot(lat_extent(self.edge)) * LONGEST_DEGREE_M * (self.to - self.from)
    }
}

fn lon_extent(edge: Edge) -> f64 {
    edge.east[0] - edge.west[0]
}

fn lat_extent(edge: Edge) -> f64 {
    (edge.east[1] - edge.west[1]).abs()
}

/// Metres from the center of WGS 84 along its three axes.
fn from_center_m([lon_deg, lat_deg]: Point) -> [f64; 3] {
    const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
    const FLATTENING: f64 = 1.0 / 298.257_223_563;
    const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);
    let (sin_lon, cos_lon) = lon_deg.to_radians().sin_cos();
    let (sin_lat, cos_lat) = lat_deg.to_radians().sin_cos();
    let normal_m = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
    [
        normal_m * cos_lat * cos_lon,
        normal_m * cos_lat * sin_lon,
        normal_m * (1.0 - ECCENTRICITY_SQUARED) * sin_lat,
    ]
}
