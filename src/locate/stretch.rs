//! A short stretch of an edge and a viewpoint in, the nearest point's distance out.
//!
//! On a stretch of at most 5° the distance has one minimum, or differs from one by next to nothing. Up to 20 km straight
//! lines through the Earth find it, being quick and ordered alike: the point that they find is the nearest to well under
//! a millimetre. Steps along the tangent lead there, or where they might not, near a pole, a golden-section search.
//! Beyond 20 km geodesics are searched.

use geo::{Distance, Geodesic};

use super::edge::{Edge, Point};
use crate::ellipsoid::{self, Frame, chord_squared, near_m};
use crate::lonlat::LonLat;

const LONGEST_DEG: f64 = 5.0;
/// No degree of arc on WGS 84 is longer: the meridian at a pole.
const LONGEST_DEGREE_M: f64 = 111_695.0;
/// How well a golden-section search finds the nearest point; what its distance is off by is smaller still.
const PRECISION_M: f64 = 1e-4;
/// A step as short as this is the last: what remains is shorter by the ratio of the distance to the radius at which the
/// edge bends, a fifth at most (20 km at 89°).
const LAST_STEP_M: f64 = 1e-3;
const MOST_STEPS: usize = 8;
/// Farther from the equator an edge may bend so much that steps do not settle.
const MOST_STEPS_LAT_DEG: f64 = 89.0;
/// An end of the stretch that is as near as this to the nearest point is taken for it, so that edges that share a
/// vertex agree to the bit.
const END_SLACK_M: f64 = 1e-6;
/// An end farther along from the nearest point than this is not as near, up to [`FAR_M`].
const BESIDE_M: f64 = 1.0;
/// From here on, straight lines and geodesics may differ about which point is nearest.
const FAR_M: f64 = 20_000.0;

/// A position on the ellipsoid from which distances are seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Viewpoint {
    point: Point,
    frame: Frame,
    /// Metres of a degree east and of one north.
    degrees_m: [f64; 2],
}

/// A part of an edge, from one share of its way to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    edge: Edge,
    from: f64,
    to: f64,
}

impl Viewpoint {
    pub(super) fn new(position: LonLat) -> Self {
        let point = [position.lon_deg(), position.lat_deg()];
        let frame = Frame::at(point);
        let degrees_m = [frame.per_lon_degree, frame.per_lat_degree];
        Self {
            point,
            frame,
            degrees_m: degrees_m.map(|degree| dot(degree, degree).sqrt()),
        }
    }

    /// Longitude and latitude in degrees.
    pub(super) fn point(&self) -> Point {
        self.point
    }

    /// Metres of a degree east and of one north.
    pub(super) fn degrees_m(&self) -> [f64; 2] {
        self.degrees_m
    }

    fn straight_m(&self, point: Point) -> f64 {
        chord_squared(ellipsoid::point(point), self.frame.point).sqrt()
    }

    fn at_least_m(&self, point: Point) -> f64 {
        ellipsoid::at_least_m(ellipsoid::point(point), self.frame.point)
    }

    fn geodesic_m(&self, point: Point) -> f64 {
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

    /// No point of the stretch is nearer than this: the way there and back from its ends is at least as long as the
    /// stretch.
    pub(super) fn at_least_m(&self, viewpoint: &Viewpoint) -> f64 {
        let from = viewpoint.at_least_m(self.point(self.from));
        let to = viewpoint.at_least_m(self.point(self.to));
        (from + to - self.at_most_long_m()) / 2.0
    }

    /// The geodesic distance to the nearest point, found to well under a millimetre. It depends on nothing but the edge
    /// and the viewpoint.
    pub(super) fn nearest_m(&self, viewpoint: &Viewpoint) -> f64 {
        let straight_m = |share: f64| viewpoint.straight_m(self.point(share));
        let by_steps = self.by_steps(viewpoint);
        let share = by_steps.unwrap_or_else(|| self.minimize(PRECISION_M, straight_m));
        let there = ellipsoid::point(self.point(share));
        let chord_m = chord_squared(there, viewpoint.frame.point).sqrt();
        if chord_m <= FAR_M {
            return near_m(there, viewpoint.frame.point, chord_m);
        }
        let geodesic_m = |share: f64| viewpoint.geodesic_m(self.point(share));
        geodesic_m(self.minimize(far_precision_m(chord_m), geodesic_m))
    }

    /// The share of the way at which the straight distance is smallest: from where it is on a plane, steps go along the
    /// tangent to the foot of the perpendicular (Gauss-Newton). `None` where they do not settle.
    fn by_steps(&self, viewpoint: &Viewpoint) -> Option<f64> {
        if self.edge.is_point() {
            return Some(self.from);
        }
        let [south, north] = self.edge.lats();
        if south < -MOST_STEPS_LAT_DEG || north > MOST_STEPS_LAT_DEG {
            return None;
        }
        let mut share = self.foot_on_plane(viewpoint);
        for _ in 0..MOST_STEPS {
            let (step, way_m) = self.step(share, viewpoint);
            let next = (share + step).clamp(self.from, self.to);
            let moved_m = (next - share).abs() * way_m;
            share = next;
            if moved_m <= LAST_STEP_M {
                return Some(self.or_end_beside(share, way_m, viewpoint));
            }
        }
        None
    }

    fn foot_on_plane(&self, viewpoint: &Viewpoint) -> f64 {
        let Edge { west, east } = self.edge;
        let east_m = |degrees: f64| degrees * viewpoint.degrees_m[0];
        let north_m = |degrees: f64| degrees * viewpoint.degrees_m[1];
        let way = [east_m(east[0] - west[0]), north_m(east[1] - west[1])];
        let away = [
            east_m(viewpoint.point[0] - west[0]),
            north_m(viewpoint.point[1] - west[1]),
        ];
        let share = (way[0] * away[0] + way[1] * away[1]) / (way[0] * way[0] + way[1] * way[1]);
        // At a pole, or on an edge shorter than a number can tell, any start will do.
        let share = if share.is_nan() { self.from } else { share };
        share.clamp(self.from, self.to)
    }

    /// The step to the foot of the perpendicular on the tangent, as a share, and the metres of the whole way at the
    /// speed that it has here.
    fn step(&self, share: f64, viewpoint: &Viewpoint) -> (f64, f64) {
        let here = Frame::at(self.point(share));
        let Edge { west, east } = self.edge;
        let [east_deg, north_deg] = [0, 1].map(|axis| east[axis] - west[axis]);
        let (east_m, north_m) = (here.per_lon_degree, here.per_lat_degree);
        let way = [0, 1, 2].map(|axis| east_deg * east_m[axis] + north_deg * north_m[axis]);
        let away = [0, 1, 2].map(|axis| viewpoint.frame.point[axis] - here.point[axis]);
        let way_squared = dot(way, way);
        (dot(away, way) / way_squared, way_squared.sqrt())
    }

    /// An end in place of a point beside it, where it is as near.
    fn or_end_beside(&self, share: f64, way_m: f64, viewpoint: &Viewpoint) -> f64 {
        let is_beside = |end: f64| (end - share).abs() * way_m <= BESIDE_M;
        let is_end = share == self.from || share == self.to;
        if is_end || !(is_beside(self.from) || is_beside(self.to)) {
            return share;
        }
        let straight_m = |share: f64| viewpoint.straight_m(self.point(share));
        self.or_end(share, straight_m(share), straight_m)
    }

    /// Golden-section search for the share of the way at which a distance is smallest.
    fn minimize(&self, precision_m: f64, distance_m: impl Fn(f64) -> f64) -> f64 {
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let (mut from, mut to) = (self.from, self.to);
        let tolerance = precision_m * (to - from) / self.at_most_long_m().max(precision_m);
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

/// How well the nearest point is found at a distance: x metres beside it, the distance d is x²/2d longer or less, here
/// under a hundredth of a millimetre. The ends are compared as they are.
fn far_precision_m(distance_m: f64) -> f64 {
    (1e-5 * distance_m).sqrt()
}

fn dot(a: ellipsoid::Point, b: ellipsoid::Point) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn lon_extent(edge: Edge) -> f64 {
    edge.east[0] - edge.west[0]
}

fn lat_extent(edge: Edge) -> f64 {
    (edge.east[1] - edge.west[1]).abs()
}
