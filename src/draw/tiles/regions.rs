//! The outlines of a level on the map in, what each tile of a zoom shows of its regions out.
//!
//! Vertices are put on the grid of the zoom, each by itself, so neighbors keep their common edges and no gap shows. A
//! region is never dropped: one that is smaller than the grid is a square of a pixel. Where a tile would have too many
//! regions, those smaller than a few pixels become squares that stand for all of them in it, with the sums of their
//! counts; every region is then in one square or drawn itself.

use rayon::prelude::*;

use super::cut::{Piece, Rings, cut, piece_of};
use super::mercator::{Spot, WORLD, WORLD_BITS};
use super::mvt::EXTENT_BITS;
use super::outline_map::{MapPolygon, OutlineMap};
use super::place::place;
use super::ring::{GridRing, doubled_ring_area, tidied};
use crate::table::Counts;

/// The regions of a level on the map, and from which zoom on each of them is drawn itself.
pub(super) struct RegionMap<'a> {
    map: OutlineMap,
    counts: &'a [Counts],
    pub(super) each_from_zoom: u8,
}

/// What a tile shows of a region, or of several.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) piece: Piece,
    /// The number of the feature, which no other of the level has.
    pub(super) id: u64,
    /// The region; `None` for a square that stands for several.
    pub(super) region: Option<u32>,
    /// How many regions it stands for.
    pub(super) n_regions: u64,
    /// Their counts.
    pub(super) counts: Counts,
}

/// More regions than this in one tile are too many: their attributes alone would take half a megabyte.
const MOST_REGIONS_IN_TILE: usize = 4000;

/// The side of a square that stands for several regions, in units of the tile as a power of two: 4 pixels of 512.
const CELL_BITS: u32 = 5;

/// Half the side of a square that stands for one region: 1 pixel of 512.
const HALF_PIXEL: i32 = 4;

/// The grid below the deepest zoom, in units of the tile as a power of two: a quarter of a pixel of 512.
const COARSE_GRID_BITS: u32 = 1;

/// What a zoom makes of one region.
enum Seen {
    Pieces(Vec<Piece>),
    Small(Spot),
    Nothing,
}

impl<'a> RegionMap<'a> {
    /// Takes the outlines of a level and the counts of its regions.
    pub(super) fn of(map: OutlineMap, counts: &'a [Counts], deepest: u8) -> Self {
        let each_from_zoom = each_from_zoom(&map, deepest);
        Self {
            map,
            counts,
            each_from_zoom,
        }
    }

    /// Regions with an outline.
    pub(super) fn n_drawn(&self) -> u64 {
        let has_outline = |region: &usize| !self.map.polygons(*region).is_empty();
        (0..self.map.n_regions()).filter(has_outline).count() as u64
    }

    /// What the tiles of a zoom show, in the order of tiles, then of regions.
    pub(super) fn drawn(&self, zoom: u8, deepest: u8) -> Vec<Drawn> {
        let grid_bits = if zoom < deepest { COARSE_GRID_BITS } else { 0 };
        let regions = (0..self.map.n_regions()).into_par_iter();
        let seen: Vec<Seen> = regions
            .map(|region| self.seen(region, zoom, grid_bits))
            .collect();
        let mut drawn = self.squares(zoom, &seen);
        for (region, seen) in seen.into_iter().enumerate() {
            if let Seen::Pieces(pieces) = seen {
                drawn.extend(pieces.into_iter().map(|piece| self.one(region, piece)));
            }
        }
        drawn.sort_by_key(|drawn| (drawn.piece.place, drawn.id));
        drawn
    }

    fn one(&self, region: usize, piece: Piece) -> Drawn {
        Drawn {
            piece,
            id: region as u64 + 1,
            region: u32::try_from(region).ok(),
            n_regions: 1,
            counts: self.counts.get(region).copied().unwrap_or_default(),
        }
    }

    fn seen(&self, region: usize, zoom: u8, grid_bits: u32) -> Seen {
        let polygons: Vec<Rings> = (self.map.polygons(region).iter())
            .flat_map(|polygon| on_grid(polygon, zoom, grid_bits))
            .collect();
        let Some(middle) = self.map.middle(region) else {
            return Seen::Nothing;
        };
        let middle = middle.map(|unit| unit >> unit_bits(zoom));
        let is_each = zoom >= self.each_from_zoom;
        if !is_each && area(&polygons) < 1 << (2 * CELL_BITS) {
            return Seen::Small(middle);
        }
        let pieces = cut(zoom, polygons);
        if pieces.is_empty() {
            return Seen::Pieces(vec![pixel(zoom, middle)]);
        }
        Seen::Pieces(pieces)
    }

    /// The squares that stand for regions too small to be drawn.
    fn squares(&self, zoom: u8, seen: &[Seen]) -> Vec<Drawn> {
        let small = seen
            .iter()
            .enumerate()
            .filter_map(|(region, seen)| match seen {
                Seen::Small(middle) => Some((middle.map(|unit| unit >> CELL_BITS), region)),
                Seen::Pieces(_) | Seen::Nothing => None,
            });
        let mut small: Vec<(Spot, usize)> = small.collect();
        small.sort_unstable();
        let same_cell = |a: &(Spot, usize), b: &(Spot, usize)| a.0 == b.0;
        let cells = small.chunk_by(same_cell);
        cells.map(|cell| self.square(zoom, cell)).collect()
    }

    fn square(&self, zoom: u8, cell: &[(Spot, usize)]) -> Drawn {
        let mut counts = Counts::default();
        for (_, region) in cell {
            counts.merge(&self.counts.get(*region).copied().unwrap_or_default());
        }
        let corner = cell[0].0.map(|number| number << CELL_BITS);
        let ring = square(corner, 1 << CELL_BITS);
        let tile = corner.map(|unit| unit >> EXTENT_BITS);
        let alone = (cell.len() == 1).then_some(cell[0].1);
        Drawn {
            piece: piece_of(zoom, &ring, tile),
            id: cell[0].1 as u64 + 1,
            region: alone.and_then(|region| u32::try_from(region).ok()),
            n_regions: cell.len() as u64,
            counts,
        }
    }
}

/// The shallowest zoom with few enough regions in every tile, by where their middles lie.
fn each_from_zoom(map: &OutlineMap, deepest: u8) -> u8 {
    let middles: Vec<Spot> = (0..map.n_regions())
        .filter_map(|region| map.middle(region))
        .collect();
    let has_room = |zoom: &u8| {
        let mut places: Vec<u64> = middles.iter().map(|middle| place(*middle, *zoom)).collect();
        places.sort_unstable();
        places
            .chunk_by(u64::eq)
            .all(|tile| tile.len() <= MOST_REGIONS_IN_TILE)
    };
    (0..deepest).find(has_room).unwrap_or(deepest)
}

/// How many bits of a place on the map are finer than the units of a zoom's tiles.
fn unit_bits(zoom: u8) -> u32 {
    WORLD_BITS - EXTENT_BITS - u32::from(zoom)
}

/// A polygon on the grid of a zoom, once for every world that it touches; none where it is smaller than the grid.
fn on_grid(polygon: &MapPolygon, zoom: u8, grid_bits: u32) -> Vec<Rings> {
    let rounded = polygon
        .rings
        .iter()
        .map(|ring| rounded(ring, zoom, grid_bits));
    let mut rings: Rings = rounded.collect();
    if rings.first().is_none_or(Vec::is_empty) {
        return Vec::new();
    }
    rings.retain(|ring| !ring.is_empty());
    let [low, high] = polygon.bounds.map(|corner| corner[0]);
    let worlds = -high.div_euclid(WORLD)..=-low.div_euclid(WORLD);
    let side = 1 << (EXTENT_BITS + u32::from(zoom));
    worlds.map(|world| shifted(&rings, world * side)).collect()
}

fn shifted(rings: &Rings, eastward: i32) -> Rings {
    let shift = |ring: &GridRing| ring.iter().map(|[x, y]| [x + eastward, *y]).collect();
    rings.iter().map(shift).collect()
}

fn rounded(ring: &[Spot], zoom: u8, grid_bits: u32) -> GridRing {
    let bits = unit_bits(zoom) + grid_bits;
    let half = 1 << (bits - 1);
    let vertices = ring
        .iter()
        .map(|spot| spot.map(|unit| (unit + half) >> bits << grid_bits));
    tidied(vertices)
}

/// The area of polygons in square units.
fn area(polygons: &[Rings]) -> i64 {
    let of_polygon = |rings: &Rings| {
        let areas = rings.iter().map(|ring| doubled_ring_area(ring).abs());
        areas.reduce(|shell, hole| shell - hole).unwrap_or(0) / 2
    };
    polygons.iter().map(of_polygon).sum()
}

/// The square of a region that is smaller than the grid.
fn pixel(zoom: u8, middle: Spot) -> Piece {
    let corner = middle.map(|unit| unit - HALF_PIXEL);
    let tile = middle.map(|unit| unit >> EXTENT_BITS);
    piece_of(zoom, &square(corner, 2 * HALF_PIXEL), tile)
}

fn square([x, y]: Spot, side: i32) -> GridRing {
    vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
}

#[cfg(test)]
#[path = "regions_tests.rs"]
mod tests;
