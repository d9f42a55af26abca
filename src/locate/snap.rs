//! A position that no region holds in, the region with the nearest outline and its distance out.
//!
//! Distances are geodesic metres on WGS 84, while edges are straight in longitude and latitude. Nothing near enough
//! is left out: boxes that hold all points within reach choose the edges, straight lines through the Earth bound
//! their distance from below, and what then remains is minimized along the edge.

use super::cylinder::Spot;
use super::edge::{Edge, Meeting};
use super::parts::Parts;
use super::reach::boxes_within;
use super::stretch::{Stretch, Viewpoint, slack_m};
use crate::lonlat::LonLat;
use crate::table::RegionIdx;

/// No two places are farther apart.
const FARTHEST_M: f64 = 20_100_000.0;
/// A search goes so far first, and farther by [`REACH_GROWTH`] while it finds nothing.
const FIRST_REACH_M: f64 = 250.0;
const REACH_GROWTH: f64 = 4.0;
/// Distances that differ by less are ties: one outline's vertex may lie amid an edge of another.
const TIE_M: f64 = 1e-6;

/// An outline near a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearby {
    pub(super) region: RegionIdx,
    pub(super) distance_m: f64,
}

/// The nearest outline within `snap_m` metres; of several as near, that of the lowest row.
pub(super) fn nearest(parts: &Parts, position: LonLat, snap_m: f64) -> Option<Nearby> {
    let limit_m = if snap_m > 0.0 {
        snap_m.min(FARTHEST_M)
    } else {
        0.0
    };
    let mut reach_m = FIRST_REACH_M.min(limit_m);
    while reach_m > 0.0 {
        let found = nearest_within(parts, position, reach_m);
        if found.is_some() || reach_m >= limit_m {
            return found;
        }
        reach_m = (reach_m * REACH_GROWTH).min(limit_m);
    }
    None
}

/// A stretch of an outline that may hold the nearest point.
struct Candidate {
    region: RegionIdx,
    stretch: Stretch,
    /// No point of the stretch is nearer, in a straight line.
    at_least_m: f64,
}

fn nearest_within(parts: &Parts, position: LonLat, reach_m: f64) -> Option<Nearby> {
    let viewpoint = Viewpoint::new(position);
    let mut candidates = candidates(parts, position, viewpoint, reach_m);
    candidates.sort_by(|a, b| a.at_least_m.total_cmp(&b.at_least_m));
    let mut straight_m = f64::INFINITY;
    let mut found: Vec<Nearby> = Vec::new();
    for candidate in candidates {
        if candidate.at_least_m > straight_m + slack_m(straight_m) {
            break;
        }
        let nearest = candidate.stretch.nearest(viewpoint);
        straight_m = straight_m.min(nearest.straight_m);
        found.push(Nearby {
            region: candidate.region,
            distance_m: nearest.geodesic_m,
        });
    }
    found.retain(|nearby| nearby.distance_m <= reach_m);
    lowest_row_of_nearest(&found)
}

fn lowest_row_of_nearest(found: &[Nearby]) -> Option<Nearby> {
    let distances = found.iter().map(|nearby| nearby.distance_m);
    let nearest_m = distances.reduce(f64::min)?;
    let ties = found
        .iter()
        .filter(|nearby| nearby.distance_m <= nearest_m + TIE_M);
    let by_row = |a: &&Nearby, b: &&Nearby| {
        let by_distance = a.distance_m.total_cmp(&b.distance_m);
        a.region.cmp(&b.region).then(by_distance)
    };
    ties.min_by(by_row).copied()
}

fn candidates(
    parts: &Parts,
    position: LonLat,
    viewpoint: Viewpoint,
    reach_m: f64,
) -> Vec<Candidate> {
    let spot = Spot::new([position.lon_deg(), position.lat_deg()]);
    let boxes = boxes_within(position, reach_m);
    let mut candidates = Vec::new();
    for number in parts.meeting(boxes.iter().copied()) {
        let (region, edges) = (parts.region(number), parts.edges(number));
        for edge in boxes.iter().flat_map(|reach| edges.near(*reach)) {
            let stretches = stretches(edge, spot);
            candidates.extend(stretches.map(|stretch| Candidate {
                region,
                stretch,
                at_least_m: stretch.at_least_m(viewpoint),
            }));
        }
    }
    candidates
}

/// The stretches of an edge; where the spot lies on it, that very point.
fn stretches(edge: Edge, spot: Spot) -> impl Iterator<Item = Stretch> {
    let point_on = spot.views().find(|&view| edge.meeting(view) == Meeting::On);
    let edge = point_on.map_or(edge, |point| Edge::new(point, point));
    Stretch::all_of(edge)
}
