//! The loose edges of a level in, the places that regions enclose and none of them holds out.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;
use geo::{LineString, Polygon};

use super::area::{Piece, extent};
use super::loose::LooseEdges;
use super::plane::Rings;
use crate::table::RawLonLat;

/// Vertices as near as this are the same: overlays round to a few billionths of the extent.
const SAME_DEG: f64 = 1e-6;

/// A place that no region holds.
#[derive(Debug)]
pub(super) struct Gap {
    /// Of all within its edge, regions that stand in it alone included.
    pub(super) area_m2: f64,
    /// Its first vertex.
    pub(super) at: RawLonLat,
    /// The rows of the regions around it, ascending.
    pub(super) neighbors: Vec<usize>,
}

/// The gaps of a level.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// The largest first.
    pub(super) told: Vec<Gap>,
    pub(super) n_slivers: u64,
    pub(super) sliver_m2: f64,
}

/// Finds the holes in the union of all regions; `contours` are the loose edges.
pub(super) fn gaps(loose: &LooseEdges, contours: &Rings) -> Gaps {
    let union = contours.united();
    let holes = union.into_iter().flat_map(|polygon| polygon.into_inner().1);
    let mut gaps = Gaps::default();
    let mut rings: Vec<LineString> = Vec::new();
    for hole in holes {
        let polygon = Polygon::new(hole, Vec::new());
        let (area_m2, piece) = extent(&polygon);
        let ring = polygon.into_inner().0;
        match ring.0.first() {
            Some(first) if piece == Piece::Told => {
                gaps.told.push(Gap {
                    area_m2,
                    at: [first.x, first.y],
                    neighbors: Vec::new(),
                });
                rings.push(ring);
            }
            _ if piece == Piece::Nothing => {}
            _ => {
                gaps.n_slivers += 1;
                gaps.sliver_m2 += area_m2;
            }
        }
    }
    for (gap, neighbors) in gaps.told.iter_mut().zip(neighbors(loose, &rings)) {
        gap.neighbors = neighbors;
    }
    gaps.told.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    gaps
}

/// For each ring the rows of the loose edges that begin where it has a vertex.
fn neighbors(loose: &LooseEdges, rings: &[LineString]) -> Vec<Vec<usize>> {
    let mut rings_at: HashMap<[i64; 2], Vec<usize>, FixedState> = HashMap::default();
    for (number, ring) in rings.iter().enumerate() {
        for at in ring.coords() {
            for cell in cells_around([at.x, at.y]) {
                let numbers = rings_at.entry(cell).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
    }
    let mut neighbors = vec![BTreeSet::new(); rings.len()];
    for (start, row) in loose.starts() {
        for ring in rings_at.get(&cell(start)).into_iter().flatten() {
            neighbors[*ring].insert(row);
        }
    }
    let ascending = neighbors.into_iter().map(|rows| rows.into_iter().collect());
    ascending.collect()
}

/// The cell of a vertex and those that it is nearly in.
fn cells_around([x, y]: RawLonLat) -> [[i64; 2]; 4] {
    let half = SAME_DEG / 2.0;
    [[-half, -half], [-half, half], [half, -half], [half, half]]
        .map(|[east, north]| cell([x + east, y + north]))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees in millionths are small"
)]
fn cell(at: RawLonLat) -> [i64; 2] {
    at.map(|degrees| (degrees / SAME_DEG).floor() as i64)
}
