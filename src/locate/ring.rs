//! A ring as the file gives it in; its edges and its area out, the same however the ring is written.

use rstar::{AABB, Envelope};

use super::cylinder::Course;
use super::edge::{Edge, Point};
use crate::lonlat::without_dust;
use crate::table::RawLonLat;
use crate::table::pole::{Pole, e9};

const TURN_E9: i128 = 360_000_000_000;
const POLE_LAT_E9: i128 = 90_000_000_000;

/// All edges of a ring in the window, those that close it along a pole included.
pub(super) fn edges(ring: &[RawLonLat]) -> impl Iterator<Item = Edge> {
    courses(ring)
        .flat_map(|course| course.edges())
        .chain(closing(ring))
}

/// Number of vertices, the repeated last one not counted.
pub(super) fn n_vertices(ring: &[RawLonLat]) -> usize {
    without_repeated_end(ring).len()
}

/// What closes a ring that runs around a pole.
pub(super) fn closing(ring: &[RawLonLat]) -> Option<Edge> {
    let may_go_round = !is_plain(ring) && courses(ring).any(|course| course.passes_seam());
    may_go_round.then(|| Winding::of(ring).pole_edge())?
}

/// The box around all edges of a ring.
pub(super) fn envelope(ring: &[RawLonLat]) -> Option<AABB<Point>> {
    if is_plain(ring) {
        let [[west, south], [east, north]] = extremes(ring).map(|corner| corner.map(without_dust));
        return Some(AABB::from_corners([west, south], [east, north]));
    }
    let boxes = edges(ring).map(Edge::envelope);
    boxes.reduce(|all, edge| all.merged(&edge))
}

/// Whether a ring keeps so far from the antimeridian that its edges are its vertices, joined as given.
pub(super) fn is_plain(ring: &[RawLonLat]) -> bool {
    let [[west, _], [east, _]] = extremes(ring);
    -180.0 < west && west <= east && east < 180.0 && east - west < 179.0
}

fn extremes(ring: &[RawLonLat]) -> [Point; 2] {
    let none = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    ring.iter().fold(none, |[low, high], vertex| {
        let of_axis = [0, 1];
        [
            of_axis.map(|axis| low[axis].min(vertex[axis])),
            of_axis.map(|axis| high[axis].max(vertex[axis])),
        ]
    })
}

/// Twice the area of a ring in 1e-18 square degrees: the absolute shoelace sum in integers over coordinates rounded
/// to 1e-9°.
pub(super) fn twice_area(ring: &[RawLonLat]) -> i128 {
    let winding = Winding::of(ring);
    let along_pole = winding.turns * TURN_E9 * 2 * winding.pole_lat_e9();
    (winding.twice_under - along_pole).abs()
}

/// The ways from vertex to vertex and back to the first, whether or not the file repeats that at the end.
fn courses(ring: &[RawLonLat]) -> impl Iterator<Item = Course> {
    let open = without_repeated_end(ring);
    let next = open.iter().cycle().skip(1);
    open.iter().zip(next).map(|(a, b)| Course::between(*a, *b))
}

fn without_repeated_end(ring: &[RawLonLat]) -> &[RawLonLat] {
    match ring {
        [first, between @ .., last] if first == last => &ring[..=between.len()],
        _ => ring,
    }
}

/// How a ring goes around the Earth, in sums that no order of its vertices can change.
struct Winding {
    /// Net number of full turns eastward.
    turns: i128,
    /// Twice the area between the ring and the equator, positive in the north of an eastward course.
    twice_under: i128,
}

impl Winding {
    fn of(ring: &[RawLonLat]) -> Self {
        let none = Self {
            turns: 0,
            twice_under: 0,
        };
        courses(ring).fold(none, |sum, course| {
            let [west, east] = course.ends();
            let width = e9(east[0]) - e9(west[0]) + TURN_E9 * course.turns_in_width();
            Self {
                turns: sum.turns + course.sign() * i128::from(course.passes_seam()),
                twice_under: sum.twice_under + course.sign() * width * (e9(west[1]) + e9(east[1])),
            }
        })
    }

    /// The latitude of the pole around which the ring runs: the one nearer to its mean latitude.
    fn pole_lat_e9(&self) -> i128 {
        match Pole::of_ring(self.turns, self.twice_under) {
            Pole::North => POLE_LAT_E9,
            Pole::South => -POLE_LAT_E9,
        }
    }

    /// What closes a ring that runs around a pole: an odd number of turns along the pole is as good as one.
    fn pole_edge(&self) -> Option<Edge> {
        let lat = if self.pole_lat_e9() > 0 { 90.0 } else { -90.0 };
        (self.turns % 2 != 0).then(|| Edge::new([-180.0, lat], [180.0, lat]))
    }
}
