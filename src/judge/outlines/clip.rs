//! Rings and a window in, what of the rings lies in the window out (Sutherland and Hodgman 1974): what they fill there
//! by the even-odd rule is the same.

use geo::{Coord, LineString};
use rstar::AABB;

use super::plane::Rings;
use crate::table::RawLonLat;

/// The rings within a window; those that lie in it wholly stay as they are.
pub(super) fn clipped(rings: &Rings, window: AABB<RawLonLat>) -> Rings {
    let clipped = rings.0.iter().filter_map(|ring| of_ring(ring, window));
    Rings(clipped.collect())
}

fn of_ring(ring: &LineString, window: AABB<RawLonLat>) -> Option<LineString> {
    let mut vertices: Vec<RawLonLat> = ring.coords().map(|at| [at.x, at.y]).collect();
    for axis in [0, 1] {
        vertices = cut(&vertices, axis, window.lower()[axis], f64::ge);
        vertices = cut(&vertices, axis, window.upper()[axis], f64::le);
    }
    let mut line: LineString = vertices
        .iter()
        .map(|[x, y]| Coord { x: *x, y: *y })
        .collect();
    line.close();
    (line.0.len() >= 4).then_some(line)
}

/// What of a closed ring lies on one side of a line.
fn cut(
    ring: &[RawLonLat],
    axis: usize,
    bound: f64,
    is_within: fn(&f64, &f64) -> bool,
) -> Vec<RawLonLat> {
    let holds = |vertex: &RawLonLat| is_within(&vertex[axis], &bound);
    if ring.iter().all(holds) {
        return ring.to_vec();
    }
    let mut within = Vec::new();
    let before = ring.iter().cycle().skip(ring.len() - 1);
    for (from, to) in before.zip(ring) {
        if holds(from) != holds(to) {
            within.push(on_line(from, to, axis, bound));
        }
        if holds(to) {
            within.push(*to);
        }
    }
    within
}

/// Where the way between two vertices meets a line: the same whichever way it runs.
fn on_line(from: &RawLonLat, to: &RawLonLat, axis: usize, bound: f64) -> RawLonLat {
    let (from, to) = if from[axis] <= to[axis] {
        (from, to)
    } else {
        (to, from)
    };
    let share = (bound - from[axis]) / (to[axis] - from[axis]);
    let other = 1 - axis;
    let mut at = [bound; 2];
    at[other] = from[other] + share * (to[other] - from[other]);
    at
}
