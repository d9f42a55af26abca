//! Outlines in degrees in, the same outlines on the square map of the world out, ready to be cut into tiles.
//!
//! A ring that goes the short way across ±180 is unrolled: it runs on beyond the edge of the map, and is drawn once for
//! every world that it touches. A ring around a pole is closed along the end of the map that is nearer to it.

use rayon::prelude::*;

use super::mercator::{Spot, WORLD, spot_of};
use crate::table::{Nesting, Outlines, RawLonLat};

/// The outlines of one level on the map.
pub(super) struct OutlineMap {
    regions: Vec<Vec<MapPolygon>>,
}

/// A shell and the holes right inside it; the first vertex of a ring is not repeated.
pub(super) struct MapPolygon {
    pub(super) rings: Vec<Vec<Spot>>,
    /// The least and the greatest coordinate of the shell on each axis.
    pub(super) bounds: [Spot; 2],
}

/// Turns around the Earth beyond which no outline runs.
const MOST_TURNS: i32 = 2;

impl OutlineMap {
    /// Puts outlines on the map.
    pub(super) fn of(outlines: &Outlines, nesting: &Nesting) -> Self {
        let regions = (0..outlines.n_rows()).into_par_iter();
        Self {
            regions: regions
                .map(|row| polygons(outlines, nesting, row))
                .collect(),
        }
    }

    /// Number of regions.
    pub(super) fn n_regions(&self) -> usize {
        self.regions.len()
    }

    /// The polygons of a region; none where it has no outline.
    pub(super) fn polygons(&self, region: usize) -> &[MapPolygon] {
        &self.regions[region]
    }

    /// The box around a region, unrolled.
    pub(super) fn bounds(&self, region: usize) -> Option<[Spot; 2]> {
        let boxes = self.regions[region].iter().map(|polygon| polygon.bounds);
        boxes.reduce(|[a, b], [c, d]| {
            [
                [a[0].min(c[0]), a[1].min(c[1])],
                [b[0].max(d[0]), b[1].max(d[1])],
            ]
        })
    }

    /// The boxes around all regions that have an outline.
    pub(super) fn all_bounds(&self) -> impl Iterator<Item = [Spot; 2]> {
        (0..self.n_regions()).filter_map(|region| self.bounds(region))
    }

    /// The middle of a region's largest polygon, on the map.
    pub(super) fn middle(&self, region: usize) -> Option<Spot> {
        let size = |polygon: &&MapPolygon| {
            let [low, high] = polygon.bounds;
            i64::from(high[0] - low[0]) * i64::from(high[1] - low[1])
        };
        let largest = self.regions[region].iter().rev().max_by_key(size)?;
        let [low, high] = largest.bounds;
        let middle = |axis: usize| i32::midpoint(low[axis], high[axis]);
        Some([middle(0).rem_euclid(WORLD), middle(1).clamp(0, WORLD - 1)])
    }
}

/// The polygons of one row: a ring at even depth is a shell, at odd depth a hole of the ring around it.
fn polygons(outlines: &Outlines, nesting: &Nesting, row: usize) -> Vec<MapPolygon> {
    let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
    let depth = |ring: usize| nesting.depth.get(ring).copied().unwrap_or(0);
    let parent = |ring: usize| nesting.parent.get(ring).copied().flatten();
    let mut number_of = std::collections::BTreeMap::new();
    let mut polygons: Vec<MapPolygon> = Vec::new();
    for ring in rings.clone().filter(|ring| depth(*ring).is_multiple_of(2)) {
        let shell = on_map(outlines.ring(ring));
        if let Some(bounds) = bounds(&shell) {
            number_of.insert(ring, polygons.len());
            let rings = vec![shell];
            polygons.push(MapPolygon { rings, bounds });
        }
    }
    for ring in rings.filter(|ring| !depth(*ring).is_multiple_of(2)) {
        let around = parent(ring).and_then(|shell| number_of.get(&shell));
        if let Some(polygon) = around.and_then(|number| polygons.get_mut(*number)) {
            polygon.rings.push(on_map(outlines.ring(ring)));
        }
    }
    polygons
}

fn bounds(ring: &[Spot]) -> Option<[Spot; 2]> {
    let (first, rest) = ring.split_first()?;
    let widened = |[low, high]: [Spot; 2], spot: &Spot| {
        [
            [low[0].min(spot[0]), low[1].min(spot[1])],
            [high[0].max(spot[0]), high[1].max(spot[1])],
        ]
    };
    Some(rest.iter().fold([*first, *first], widened))
}

/// A ring unrolled.
fn on_map(ring: &[RawLonLat]) -> Vec<Spot> {
    let open = match ring {
        [first, rest @ ..] if rest.last() == Some(first) => rest,
        open => open,
    };
    let mut turns = 0;
    let mut spots = Vec::with_capacity(open.len());
    for (index, &[lon, lat]) in open.iter().enumerate() {
        if let Some([before, _]) = index.checked_sub(1).and_then(|before| open.get(before)) {
            turns = turned(turns, lon - before);
        }
        spots.push(spot_of(lon + 360.0 * f64::from(turns), lat));
    }
    let closing = open.first().zip(open.last());
    let left = closing.map_or(0, |(first, last)| turned(turns, first[0] - last[0]));
    if left != 0 {
        close_along_pole(&mut spots, left);
    }
    spots
}

/// The turns after an edge with this difference of longitudes: 360 itself stays as given.
fn turned(turns: i32, delta_deg: f64) -> i32 {
    let step = if delta_deg.abs() <= 180.0 || delta_deg.abs() == 360.0 {
        0
    } else if delta_deg > 0.0 {
        -1
    } else {
        1
    };
    (turns + step).clamp(-MOST_TURNS, MOST_TURNS)
}

/// Closes a ring that has gone around a pole by the end of the map nearer to its mean.
fn close_along_pole(spots: &mut Vec<Spot>, turns: i32) {
    let Some(&[first_x, first_y]) = spots.first() else {
        return;
    };
    let below_equator = |spot: &Spot| i64::from(spot[1]) - i64::from(WORLD / 2);
    let is_north = spots.iter().map(below_equator).sum::<i64>() < 0;
    let end = if is_north { 0 } else { WORLD };
    let back_x = first_x + turns * WORLD;
    spots.extend([[back_x, first_y], [back_x, end], [first_x, end]]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(rings: &[&[RawLonLat]], depth: &[u32], parent: &[Option<usize>]) -> OutlineMap {
        let mut outlines = Outlines::new();
        for ring in rings {
            outlines.extend_ring(ring.iter().copied());
            outlines.end_ring();
        }
        outlines.end_part();
        outlines.end_row();
        outlines.end_row();
        let nesting = Nesting {
            depth: depth.to_vec(),
            parent: parent.to_vec(),
        };
        OutlineMap::of(&outlines, &nesting)
    }

    const SQUARE: [RawLonLat; 5] = [[0.0, 0.0], [8.0, 0.0], [8.0, 8.0], [0.0, 8.0], [0.0, 0.0]];
    const HOLE: [RawLonLat; 3] = [[2.0, 2.0], [4.0, 2.0], [4.0, 4.0]];

    #[test]
    fn holes_follow_their_shells_and_blank_rows_are_empty() {
        let found = map(&[&HOLE, &SQUARE], &[1, 0], &[Some(1), None]);
        assert_eq!(found.n_regions(), 2);
        let [polygon] = found.polygons(0) else {
            unreachable!("one shell")
        };
        let lengths: Vec<usize> = polygon.rings.iter().map(Vec::len).collect();
        assert_eq!(lengths, [4, 3]);
        assert!(found.polygons(1).is_empty() && found.middle(1).is_none());
    }

    #[test]
    fn a_ring_across_the_antimeridian_is_unrolled() {
        let ring = [[179.0, 1.0], [-179.0, 1.0], [-179.0, -1.0], [179.0, -1.0]];
        let found = map(&[&ring], &[0], &[None]);
        let [low, high] = found.bounds(0).unwrap();
        assert_eq!(high[0] - low[0], WORLD / 180);
        assert_eq!(found.middle(0), Some([0, WORLD / 2]));
    }

    #[test]
    fn a_ring_around_a_pole_reaches_the_end_of_the_map() {
        let ring = [[0.0, -70.0], [120.0, -70.0], [-120.0, -70.0]];
        let found = map(&[&ring], &[0], &[None]);
        let [low, high] = found.bounds(0).unwrap();
        assert_eq!((high[0] - low[0], high[1]), (WORLD, WORLD));
    }
}
