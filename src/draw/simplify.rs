//! Outlines of some levels in, coarser outlines out: every arc simplified once, rings put together again from arcs.

use geo::{LineString, SimplifyIdx};
use rayon::prelude::*;

use super::collapse::Rebuilt;
use super::ring::unrolled;
use super::topology::Topology;
use crate::table::{Outlines, RawLonLat};

/// No degree is longer anywhere on WGS 84: that of latitude at the poles.
pub(super) const LONGEST_DEGREE_M: f64 = 111_695.0;
/// Arcs are simplified in stretches of so many vertices: the algorithm takes quadratic time and deep recursion at worst.
const LONGEST_STRETCH: usize = 1024;

/// Leaves out vertices of the outlines of some levels, so that no edge moves by more than `tolerance_m` metres.
///
/// Edges that regions share stay shared, over all levels too: every stretch between junctions is simplified once, by
/// Douglas and Peucker (1973) on a plane in which distances are never shorter than on the Earth. Kept vertices keep
/// their coordinates to the bit, and rows their numbers. Parts that collapse go, but never a region's last: its edges
/// keep as many vertices as it takes, and so do edges that would come to cross others. Rings come out open, their closing
/// vertex not repeated. A tolerance that is not above 0 leaves everything as it is.
///
/// ```
/// use schoolreach::draw::simplify;
/// use schoolreach::table::Outlines;
/// let mut outlines = Outlines::new();
/// outlines.extend_ring([[0.0, 0.0], [0.5, 0.0001], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
/// outlines.end_ring();
/// outlines.end_part();
/// outlines.end_row();
/// let coarse = simplify(&[&outlines], 100.0);
/// assert_eq!(coarse[0].ring(0), [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
/// ```
#[must_use]
pub fn simplify(levels: &[&Outlines], tolerance_m: f64) -> Vec<Outlines> {
    simplified(levels, tolerance_m, true)
}

/// The same in less time, and with fewer vertices where outlines cross as they are given: edges may come to cross
/// others, which does no harm below the size of a pixel.
pub(super) fn simplify_to_see(levels: &[&Outlines], tolerance_m: f64) -> Vec<Outlines> {
    simplified(levels, tolerance_m, false)
}

fn simplified(levels: &[&Outlines], tolerance_m: f64, uncrossed: bool) -> Vec<Outlines> {
    if tolerance_m.is_nan() || tolerance_m <= 0.0 {
        return levels.iter().map(|level| (*level).clone()).collect();
    }
    let rings = levels
        .iter()
        .flat_map(|level| (0..level.n_rings()).map(|ring| level.ring(ring)));
    let topology = Topology::of(rings);
    let arcs = (0..topology.n_arcs()).into_par_iter();
    let lines = arcs.map(|arc| simplified_arc(&topology, arc, tolerance_m));
    Rebuilt::new(&topology, lines.collect(), tolerance_m).outlines(levels, uncrossed)
}

/// The vertices that an arc keeps, its ends among them.
pub(super) fn simplified_arc(topology: &Topology, arc: usize, tolerance_m: f64) -> Vec<RawLonLat> {
    let vertices: Vec<RawLonLat> = topology.arc(arc).collect();
    let kept = kept(&vertices, tolerance_m);
    kept.into_iter().map(|place| vertices[place]).collect()
}

/// The places of the vertices that are kept.
fn kept(vertices: &[RawLonLat], tolerance_m: f64) -> Vec<usize> {
    let unrolled = unrolled(vertices.iter().copied());
    let plane = on_plane(&unrolled);
    let mut kept = vec![0];
    while let Some(start) = kept.last().copied().filter(|at| at + 1 < plane.len()) {
        let end = plane.len().min(start + LONGEST_STRETCH);
        let stretch = LineString::from(plane[start..end].to_vec());
        let places = stretch.simplify_idx(tolerance_m).into_iter();
        kept.extend(places.skip(1).map(|place| start + place));
    }
    with_wide_stretches(kept, &unrolled)
}

/// Metres east and north. The scale of longitude is that of the parallel nearest to the equator, so that no distance
/// is shorter than on the Earth.
fn on_plane(unrolled: &[RawLonLat]) -> Vec<RawLonLat> {
    let south = unrolled.iter().map(|at| at[1]).fold(90.0, f64::min);
    let north = unrolled.iter().map(|at| at[1]).fold(-90.0, f64::max);
    let lowest = 0.0_f64.clamp(south, north.max(south));
    let degree_east_m = LONGEST_DEGREE_M * lowest.to_radians().cos();
    let metres = |[lon, lat]: &RawLonLat| [lon * degree_east_m, lat * LONGEST_DEGREE_M];
    unrolled.iter().map(metres).collect()
}

/// Keeps all vertices of a stretch that spans half the Earth or more: a single edge would go the other way round.
fn with_wide_stretches(kept: Vec<usize>, unrolled: &[RawLonLat]) -> Vec<usize> {
    let is_wide = |edge: &[usize]| {
        edge[1] - edge[0] > 1 && (unrolled[edge[1]][0] - unrolled[edge[0]][0]).abs() >= 180.0
    };
    if !kept.windows(2).any(is_wide) {
        return kept;
    }
    let mut all = vec![0];
    for edge in kept.windows(2) {
        if is_wide(edge) {
            all.extend(edge[0] + 1..=edge[1]);
        } else {
            all.push(edge[1]);
        }
    }
    all
}

#[cfg(test)]
#[path = "simplify_tests.rs"]
mod tests;
