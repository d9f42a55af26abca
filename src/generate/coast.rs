//! A divided country in, spots in the water a little off its coast out.

use std::collections::BTreeSet;
use std::f64::consts::PI;

use super::lattice::{Lattice, N_SIDES};
use super::random::Draws;
use super::spot::{Spot, UDEG_PER_DEG, whole};
use super::territory::Territory;

/// Where land meets water, lakes included.
#[derive(Clone, Debug)]
pub(super) struct Coast {
    /// Cells of land with a side to the water.
    stretches: Vec<(usize, usize)>,
    /// 500 m east of the country's easternmost point, and the adm2 there: off the coast for certain.
    east: (Spot, usize),
}

/// The distances from the nearest coast, in metres, that are a little off it.
const OFF_COAST_M: [f64; 2] = [300.0, 1_000.0];
/// How often a stretch is tried before the easternmost point is taken.
const MOST_TRIES: usize = 16;

impl Coast {
    pub(super) fn new(territory: &Territory, land_cells: &[usize]) -> Self {
        let sides = land_cells
            .iter()
            .flat_map(|cell| (0..N_SIDES).map(|side| (*cell, side)));
        let stretches: Vec<(usize, usize)> = sides
            .filter(|(cell, side)| territory.is_coast(*cell, *side))
            .collect();
        let east = east(territory, &stretches);
        Self { stretches, east }
    }

    /// A spot in the water whose nearest outline is 300 m to 1 km away, and the adm2 of that outline.
    pub(super) fn draw_off(&self, territory: &Territory, draws: &mut Draws) -> (Spot, usize) {
        (0..MOST_TRIES)
            .find_map(|_| self.try_off(territory, draws))
            .unwrap_or(self.east)
    }

    /// Goes from the middle of a random segment straight out to sea, and looks how far that is from any coast.
    fn try_off(&self, territory: &Territory, draws: &mut Draws) -> Option<(Spot, usize)> {
        let (cell, side) = self.stretches[draws.below(self.stretches.len())];
        let line = stretch(territory, cell, side);
        let at = draws.below(line.len() - 1);
        let [least, most] = OFF_COAST_M;
        let spot = seaward(line[at], line[at + 1], draws.between(least, most));
        let (distance_m, adm2) = nearest_coast(territory, spot)?;
        let is_off = territory.is_water_at(spot) && (least..=most).contains(&distance_m);
        is_off.then_some((spot, adm2))
    }
}

fn east(territory: &Territory, stretches: &[(usize, usize)]) -> (Spot, usize) {
    const EAST_M: f64 = 500.0;
    let ends = stretches.iter().flat_map(|(cell, side)| {
        let line = stretch(territory, *cell, *side);
        line.into_iter().map(|spot| (spot, *cell))
    });
    let (spot, cell) = ends.max().unwrap_or((territory.lattice.center(0), 0));
    let [lon_m, _] = metres_per_udeg(spot);
    let spot = Spot {
        lon_udeg: spot.lon_udeg + whole(EAST_M / lon_m),
        ..spot
    };
    (spot, territory.adm2_of(cell).unwrap_or_default())
}

/// The vertices of a stretch of coast, both ends included, land on the left.
fn stretch(territory: &Territory, cell: usize, side: usize) -> Vec<Spot> {
    let mut line = Vec::new();
    territory.push_border(cell, side, &mut line);
    line.push(territory.lattice.corner(cell, side + 1));
    line
}

/// The spot at a distance to the right of the middle between two others.
fn seaward(from: Spot, to: Spot, distance_m: f64) -> Spot {
    let scale = metres_per_udeg(from);
    let [east, north] = offset_m(from, to, scale);
    let length = (east * east + north * north).sqrt().max(1.0);
    let [lon_udeg, lat_udeg] = from.in_udeg();
    Spot::nearest(
        lon_udeg + (0.5 * east + north / length * distance_m) / scale[0],
        lat_udeg + (0.5 * north - east / length * distance_m) / scale[1],
    )
}

/// The distance to the nearest coast around, and the adm2 behind it.
fn nearest_coast(territory: &Territory, spot: Spot) -> Option<(f64, usize)> {
    let scale = metres_per_udeg(spot);
    let mut best: Option<(f64, usize)> = None;
    for cell in cells_around(&territory.lattice, spot) {
        let Some(adm2) = territory.adm2_of(cell) else {
            continue;
        };
        for side in (0..N_SIDES).filter(|side| territory.is_coast(cell, *side)) {
            for ends in stretch(territory, cell, side).windows(2) {
                let distance_m = segment_distance_m(ends[0], ends[1], spot, scale);
                if best.is_none_or(|(least, _)| distance_m < least) {
                    best = Some((distance_m, adm2));
                }
            }
        }
    }
    best
}

/// The inner cells at most two steps from the one at a spot, in order.
fn cells_around(lattice: &Lattice, spot: Spot) -> BTreeSet<usize> {
    let near: Vec<usize> = lattice.around(lattice.cell_near(spot)).collect();
    let second = near.iter().flat_map(|cell| lattice.around(*cell));
    second.chain(near.iter().copied()).collect()
}

fn segment_distance_m(from: Spot, to: Spot, spot: Spot, scale: [f64; 2]) -> f64 {
    let [along_x, along_y] = offset_m(from, to, scale);
    let [x, y] = offset_m(from, spot, scale);
    let length_2 = (along_x * along_x + along_y * along_y).max(f64::MIN_POSITIVE);
    let share = ((x * along_x + y * along_y) / length_2).clamp(0.0, 1.0);
    let (dx, dy) = (x - share * along_x, y - share * along_y);
    (dx * dx + dy * dy).sqrt()
}

fn offset_m(from: Spot, to: Spot, scale: [f64; 2]) -> [f64; 2] {
    [0, 1].map(|axis| (to.in_udeg()[axis] - from.in_udeg()[axis]) * scale[axis])
}

/// The metres of a micro-degree of longitude and of latitude: a sphere will do, and the cosine by its series, because
/// that of the platform differs in the last bit.
fn metres_per_udeg(spot: Spot) -> [f64; 2] {
    const METRES_PER_UDEG: f64 = 111_195.0 / UDEG_PER_DEG;
    let lat = spot.in_degrees()[1] / 180.0 * PI;
    let lat_2 = lat * lat;
    let cosine = 1.0 - lat_2 / 2.0 + lat_2 * lat_2 / 24.0;
    [METRES_PER_UDEG * cosine, METRES_PER_UDEG]
}
