//! Outlines written as literals in, tables and answers easy to compare out.

use crate::locate::{Located, RegionIndex};
use crate::lonlat::LonLat;
use crate::table::{Outlines, Placement, RawLonLat, RegionIdx};

pub(super) type Ring = Vec<RawLonLat>;
pub(super) type Part = Vec<Ring>;
pub(super) type Region = Vec<Part>;

pub(super) fn outlines(regions: &[Region]) -> Outlines {
    let mut outlines = Outlines::new();
    for region in regions {
        for part in region {
            for ring in part {
                for vertex in ring {
                    outlines.push_vertex(*vertex);
                }
                outlines.end_ring();
            }
            outlines.end_part();
        }
        outlines.end_row();
    }
    outlines
}

pub(super) fn index(regions: &[Region]) -> RegionIndex {
    RegionIndex::build(&outlines(regions)).with_grid()
}

/// A region of one part with one ring.
pub(super) fn simple(ring: &[RawLonLat]) -> Region {
    vec![vec![ring.to_vec()]]
}

/// An open ring, counterclockwise from the southwest.
pub(super) fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Ring {
    vec![[west, south], [east, south], [east, north], [west, north]]
}

pub(super) fn position(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// Where a point lies without snapping.
pub(super) fn unsnapped(index: &RegionIndex, lon: f64, lat: f64) -> Located {
    index.locate_one(position(lon, lat), 0.0)
}

/// Placement and row without snapping.
pub(super) fn placed(index: &RegionIndex, lon: f64, lat: f64) -> (Placement, Option<usize>) {
    let located = unsnapped(index, lon, lat);
    (located.placement, located.region.map(RegionIdx::row))
}

pub(super) const OUTSIDE: (Placement, Option<usize>) = (Placement::Outside, None);

pub(super) fn inside(row: usize) -> (Placement, Option<usize>) {
    (Placement::Inside, Some(row))
}

pub(super) fn border(row: usize) -> (Placement, Option<usize>) {
    (Placement::Border, Some(row))
}
