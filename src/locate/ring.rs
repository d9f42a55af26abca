//! A ring as the file gives it in; its edges and its area out, the same however the ring is written.

use super::cylinder::Course;
use super::edge::Edge;
use crate::table::RawLonLat;
use crate::table::pole::{Pole, e9};

const TURN_E9: i128 = 360_000_000_000;
const POLE_LAT_E9: i128 = 90_000_000_000;

/// All edges of a ring in the window, those that close it along a pole included.
pub(super) fn edges(ring: &[RawLonLat]) -> impl Iterator<Item = Edge> {
    let closing = Winding::of(ring).pole_edge();
    courses(ring)
        .flat_map(|course| course.edges())
        .chain(closing)
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
    let open = match ring {
        [first, between @ .., last] if first == last => &ring[..=between.len()],
        _ => ring,
    };
    let next = open.iter().cycle().skip(1);
    open.iter().zip(next).map(|(a, b)| Course::between(*a, *b))
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
