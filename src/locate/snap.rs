//! A position that no region holds in, the region with the nearest outline and its distance out.
//!
//! Distances are geodesic metres on WGS 84, while edges are straight in longitude and latitude. Of every edge the
//! distance is found by itself (`stretch.rs`); what is nearest, and what as near, follows from these distances alone.
//! So any search that leaves out only what is surely farther finds the same, to the bit: the obvious one here, by boxes
//! that hold all points within reach, or that of `coast/`.

use rayon::prelude::*;

use super::cylinder::Spot;
use super::edge::{Edge, Meeting};
use super::parts::Parts;
use super::reach::boxes_within;
use super::stretch::{Stretch, Viewpoint};
use crate::lonlat::LonLat;
use crate::table::{Placement, Placements, RegionIdx};

/// No two places are farther apart.
const FARTHEST_M: f64 = 20_100_000.0;
/// A search goes so far first, and farther by [`REACH_GROWTH`] while it finds nothing.
const FIRST_REACH_M: f64 = 250.0;
const REACH_GROWTH: f64 = 4.0;
/// Distances that differ by less are ties: one outline's vertex may lie amid an edge of another.
const TIE_M: f64 = 1e-6;
/// Beyond the rounding of any distance or bound.
const ROUNDING_M: f64 = 1e-6;
/// So many positions are snapped at a time, whatever the number of threads.
const CHUNK_LEN: usize = 256;

/// An outline near a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearby {
    pub(super) region: RegionIdx,
    pub(super) distance_m: f64,
}

/// How far a search may go; 0 where snapping is off.
pub(super) fn limit_m(snap_m: f64) -> f64 {
    if snap_m > 0.0 {
        snap_m.min(FARTHEST_M)
    } else {
        0.0
    }
}

/// The rows of the positions that no region holds.
pub(super) fn rows_outside(placements: &Placements) -> Vec<usize> {
    let rows = placements.placement.iter().enumerate();
    let outside = rows.filter(|(_, placement)| **placement == Placement::Outside);
    outside.map(|(row, _)| row).collect()
}

/// Snaps the positions of some rows to what is near them.
pub(super) fn snap_rows(
    placements: &mut Placements,
    rows: &[usize],
    nearest: impl Fn(usize) -> Option<Nearby> + Sync,
) {
    let found: Vec<Option<Nearby>> = rows
        .par_chunks(CHUNK_LEN)
        .flat_map_iter(|rows| rows.iter().map(|&row| nearest(row)))
        .collect();
    for (&row, found) in rows.iter().zip(found) {
        if let Some(nearby) = found {
            placements.placement[row] = Placement::Snapped;
            placements.region[row] = Some(nearby.region);
            placements.snap_m[row] = Some(nearby.distance_m);
        }
    }
}

/// What has been seen from a position so far, and how far one still has to look.
#[derive(Clone, Debug)]
pub(super) struct Outlook {
    viewpoint: Viewpoint,
    spot: Spot,
    limit_m: f64,
    nearest_m: f64,
    /// Those that may be as near as the nearest.
    found: Vec<Nearby>,
}

impl Outlook {
    pub(super) fn new(position: LonLat, limit_m: f64) -> Self {
        Self {
            viewpoint: Viewpoint::new(position),
            spot: Spot::new([position.lon_deg(), position.lat_deg()]),
            limit_m,
            nearest_m: f64::INFINITY,
            found: Vec::new(),
        }
    }

    pub(super) fn viewpoint(&self) -> &Viewpoint {
        &self.viewpoint
    }

    /// What is surely farther changes nothing.
    pub(super) fn reach_m(&self) -> f64 {
        (self.nearest_m + TIE_M).min(self.limit_m) + ROUNDING_M
    }

    /// Whether nothing farther than this changes anything.
    pub(super) fn is_settled_within(&self, reach_m: f64) -> bool {
        reach_m >= self.limit_m || self.nearest_m + TIE_M <= reach_m
    }

    /// The stretches of an edge; where the position lies on it, that very point.
    pub(super) fn stretches(&self, edge: Edge) -> impl Iterator<Item = Stretch> + use<> {
        let is_on = |view: &_| edge.meeting(*view) == Meeting::On;
        let point_on = self.spot.views().find(is_on);
        let edge = point_on.map_or(edge, |point| Edge::new(point, point));
        Stretch::all_of(edge)
    }

    /// Takes a stretch of a region's outline into account.
    pub(super) fn look_at(&mut self, region: RegionIdx, stretch: &Stretch) {
        let distance_m = stretch.nearest_m(&self.viewpoint);
        if distance_m > self.nearest_m + TIE_M || distance_m > self.limit_m {
            return;
        }
        self.nearest_m = self.nearest_m.min(distance_m);
        self.found.push(Nearby { region, distance_m });
    }

    /// The nearest outline; of several as near, that of the lowest row.
    pub(super) fn nearest(&self) -> Option<Nearby> {
        let is_tie = |nearby: &&Nearby| nearby.distance_m <= self.nearest_m + TIE_M;
        let by_row = |a: &&Nearby, b: &&Nearby| {
            let by_distance = a.distance_m.total_cmp(&b.distance_m);
            a.region.cmp(&b.region).then(by_distance)
        };
        self.found.iter().filter(is_tie).min_by(by_row).copied()
    }
}

/// The nearest outline within `snap_m` metres; of several as near, that of the lowest row.
pub(super) fn nearest(parts: &Parts, position: LonLat, snap_m: f64) -> Option<Nearby> {
    let limit_m = limit_m(snap_m);
    let mut reach_m = FIRST_REACH_M.min(limit_m);
    while reach_m > 0.0 {
        let outlook = looked_around(parts, position, reach_m, limit_m);
        if outlook.is_settled_within(reach_m) {
            return outlook.nearest();
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

fn looked_around(parts: &Parts, position: LonLat, reach_m: f64, limit_m: f64) -> Outlook {
    let mut outlook = Outlook::new(position, limit_m);
    let mut candidates = candidates(parts, position, &outlook, reach_m);
    candidates.sort_by(|a, b| a.at_least_m.total_cmp(&b.at_least_m));
    for candidate in candidates {
        if candidate.at_least_m > outlook.reach_m() {
            break;
        }
        outlook.look_at(candidate.region, &candidate.stretch);
    }
    outlook
}

fn candidates(parts: &Parts, position: LonLat, outlook: &Outlook, reach_m: f64) -> Vec<Candidate> {
    let boxes = boxes_within(position, reach_m);
    let mut candidates = Vec::new();
    for number in parts.meeting(boxes.iter().copied()) {
        let (region, edges) = (parts.region(number), parts.edges(number));
        for edge in boxes.iter().flat_map(|reach| edges.near(*reach)) {
            let stretches = outlook.stretches(edge);
            candidates.extend(stretches.map(|stretch| Candidate {
                region,
                stretch,
                at_least_m: stretch.at_least_m(outlook.viewpoint()),
            }));
        }
    }
    candidates
}
