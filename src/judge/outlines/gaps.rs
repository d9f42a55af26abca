//! The loose edges of a level in, the places that regions enclose and none of them holds out.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;
use geo::{BooleanOps, CoordsIter, MultiPolygon, Polygon};

use super::area::{Piece, extent};
use super::loose::LooseEdges;
use super::plane::Rings;
use crate::table::RawLonLat;

/// Vertices as near as this are the same: overlays round to a few billionths of the extent.
const SAME_DEG: f64 = 1e-6;

/// A place that no region holds.
#[derive(Debug)]
pub(super) struct Gap {
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

/// Finds the holes in the union of all regions, without what stands in them; `contours` are the loose edges.
pub(super) fn gaps(loose: &LooseEdges, contours: &Rings) -> Gaps {
    let mut gaps = Gaps::default();
    let mut places: Vec<Polygon> = Vec::new();
    for polygon in holes(&contours.united()) {
        let (area_m2, piece) = extent(&polygon);
        match polygon.exterior().0.first() {
            Some(first) if piece == Piece::Told => {
                gaps.told.push(Gap {
                    area_m2,
                    at: [first.x, first.y],
                    neighbors: Vec::new(),
                });
                places.push(polygon);
            }
            _ if piece == Piece::Nothing => {}
            _ => {
                gaps.n_slivers += 1;
                gaps.sliver_m2 += area_m2;
            }
        }
    }
    for (gap, neighbors) in gaps.told.iter_mut().zip(neighbors(loose, &places)) {
        gap.neighbors = neighbors;
    }
    gaps.told.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    gaps
}

/// The holes of a union. Regions that stand in one as islands, which are polygons of their own, are cut out of it.
fn holes(union: &MultiPolygon) -> MultiPolygon {
    let rings = union.iter().flat_map(Polygon::interiors);
    let holes: MultiPolygon = rings
        .map(|ring| Polygon::new(ring.clone(), Vec::new()))
        .collect();
    let has_islands = !holes.0.is_empty() && union.0.len() > 1;
    if has_islands {
        holes.difference(union)
    } else {
        holes
    }
}

/// For each place the rows of the loose edges that begin where it has a vertex.
fn neighbors(loose: &LooseEdges, places: &[Polygon]) -> Vec<Vec<usize>> {
    let mut places_at: HashMap<[i64; 2], Vec<usize>, FixedState> = HashMap::default();
    for (number, place) in places.iter().enumerate() {
        for at in place.coords_iter() {
            for cell in cells_around([at.x, at.y]) {
                let numbers = places_at.entry(cell).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
    }
    let mut neighbors = vec![BTreeSet::new(); places.len()];
    for (start, row) in loose.starts() {
        for place in places_at.get(&cell(start)).into_iter().flatten() {
            neighbors[*place].insert(row);
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
