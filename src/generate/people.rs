//! A divided country in, places for schools out: around towns of all sizes, in the open country, or just off the coast.

use std::collections::{BTreeSet, VecDeque};
use std::f64::consts::PI;

use super::lattice::{Lattice, N_SIDES};
use super::random::{Draws, Topic};
use super::spot::{Spot, UDEG_PER_DEG, whole};
use super::territory::Territory;

/// Where a school stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub(super) spot: Spot,
    /// The adm2 that holds the spot, or whose coast is nearest.
    pub(super) adm2: usize,
    /// How many cells away the nearest town is.
    pub(super) remoteness: u8,
}

/// Where people live.
#[derive(Clone, Debug)]
pub(super) struct People {
    land_cells: Vec<usize>,
    towns: Vec<Town>,
    /// Sums of the sizes of the towns up to each.
    sizes: Vec<f64>,
    remoteness: Vec<u8>,
    coasts: Vec<(usize, usize)>,
    easternmost: Site,
}

#[derive(Clone, Copy, Debug)]
struct Town {
    cell: usize,
    spot: Spot,
    reach_udeg: f64,
}

/// Cells of land for each town.
const LAND_PER_TOWN: usize = 6;
/// The largest town over the smallest.
const LARGEST_TOWN: f64 = 400.0;
/// The share of schools that stand around towns.
const TOWN_SHARE: f64 = 0.72;
/// How often another place is tried before a cell's center is taken.
const MOST_TRIES: usize = 16;
/// The distances from the coast, in metres, of a school that is a little off it.
const OFF_COAST_M: [f64; 2] = [300.0, 1_000.0];

/// Finds out where people live.
pub(super) fn people(territory: &Territory) -> People {
    let lattice = &territory.lattice;
    let mut draws = Draws::new(lattice.seed(), Topic::Towns, 0);
    let is_land = |cell: &usize| territory.adm2_of(*cell).is_some();
    let land_cells: Vec<usize> = lattice.inner_cells().filter(is_land).collect();
    let n_towns = 1 + land_cells.len() / LAND_PER_TOWN;
    let mut total = 0.0;
    let (towns, sizes): (Vec<Town>, Vec<f64>) = (0..n_towns)
        .map(|_| {
            let size = draws.power_law(LARGEST_TOWN);
            total += size;
            (town(territory, &land_cells, size, &mut draws), total)
        })
        .unzip();
    let coasts = coasts(territory, &land_cells);
    People {
        remoteness: remoteness(territory, &towns),
        easternmost: easternmost(territory, &coasts),
        land_cells,
        towns,
        sizes,
        coasts,
    }
}

impl People {
    /// A place strictly inside a region.
    pub(super) fn site(&self, territory: &Territory, draws: &mut Draws) -> Site {
        let in_town = draws.chance(TOWN_SHARE);
        for _ in 0..MOST_TRIES {
            let spot = if in_town {
                self.spot_in_town(draws)
            } else {
                self.spot_in_the_open(territory, draws)
            };
            if let Some(adm2) = territory.adm2_at(spot) {
                return self.site_at(territory, spot, adm2);
            }
        }
        self.site_at_a_center(territory, draws)
    }

    /// A place in the water whose nearest outline is a coast 300 m to 1 km away.
    pub(super) fn site_off_coast(&self, territory: &Territory, draws: &mut Draws) -> Site {
        (0..MOST_TRIES)
            .find_map(|_| self.try_off_coast(territory, draws))
            .unwrap_or(self.easternmost)
    }

    fn spot_in_town(&self, draws: &mut Draws) -> Spot {
        let total = self.sizes.last().copied().unwrap_or_default();
        let at = draws.unit() * total;
        let town = self.towns[self
            .sizes
            .partition_point(|sum| *sum <= at)
            .min(self.towns.len() - 1)];
        let [lon_udeg, lat_udeg] = town.spot.in_udeg();
        Spot::nearest(
            lon_udeg + draws.bell() * town.reach_udeg,
            lat_udeg + draws.bell() * town.reach_udeg,
        )
    }

    fn spot_in_the_open(&self, territory: &Territory, draws: &mut Draws) -> Spot {
        let cell = self.land_cells[draws.below(self.land_cells.len())];
        let [lon_udeg, lat_udeg] = territory.lattice.center(cell).in_udeg();
        let reach = 0.7 * territory.lattice.spacing_udeg();
        Spot::nearest(
            lon_udeg + draws.between(-reach, reach),
            lat_udeg + draws.between(-reach, reach),
        )
    }

    fn site_at(&self, territory: &Territory, spot: Spot, adm2: usize) -> Site {
        let remoteness = self.remoteness[territory.lattice.cell_near(spot)];
        Site {
            spot,
            adm2,
            remoteness,
        }
    }

    fn site_at_a_center(&self, territory: &Territory, draws: &mut Draws) -> Site {
        let cell = self.land_cells[draws.below(self.land_cells.len())];
        let adm2 = territory.adm2_of(cell).unwrap_or_default();
        self.site_at(territory, territory.lattice.center(cell), adm2)
    }

    /// Goes from the middle of a random stretch of coast straight out to sea, and looks how far that is from any coast.
    fn try_off_coast(&self, territory: &Territory, draws: &mut Draws) -> Option<Site> {
        let (cell, side) = self.coasts[draws.below(self.coasts.len())];
        let coast = coast(territory, cell, side);
        let at = draws.below(coast.len() - 1);
        let (from, to) = (coast[at], coast[at + 1]);
        let [least, most] = OFF_COAST_M;
        let spot = seaward(from, to, draws.between(least, most));
        let adm2 = territory.adm2_at(spot);
        let (distance_m, adm2_near) = nearest_coast(territory, spot)?;
        let is_off = adm2.is_none() && (least..=most).contains(&distance_m);
        is_off.then(|| self.site_at(territory, spot, adm2_near))
    }
}

fn town(territory: &Territory, land_cells: &[usize], size: f64, draws: &mut Draws) -> Town {
    let lattice = &territory.lattice;
    let cell = land_cells[draws.below(land_cells.len())];
    let [lon_udeg, lat_udeg] = lattice.center(cell).in_udeg();
    let mut moved = || draws.between(-0.2, 0.2) * lattice.spacing_udeg();
    Town {
        cell,
        spot: Spot::nearest(lon_udeg + moved(), lat_udeg + moved()),
        reach_udeg: lattice.spacing_udeg() * (0.08 + 0.3 * (size / LARGEST_TOWN).sqrt()),
    }
}

/// The number of cells from each cell to the nearest with a town, at most 255.
fn remoteness(territory: &Territory, towns: &[Town]) -> Vec<u8> {
    let lattice = &territory.lattice;
    let mut steps = vec![u8::MAX; lattice.n_cells()];
    let mut waiting: VecDeque<usize> = towns.iter().map(|town| town.cell).collect();
    for cell in &waiting {
        steps[*cell] = 0;
    }
    while let Some(cell) = waiting.pop_front() {
        let next_step = steps[cell].saturating_add(1);
        for next in around(lattice, cell) {
            // Marked when it begins to wait, so that no cell waits twice.
            if steps[next] > next_step {
                steps[next] = next_step;
                waiting.push_back(next);
            }
        }
    }
    steps
}

/// The inner cells among the neighbors of a cell; none for a cell of the rim.
fn around(lattice: &Lattice, cell: usize) -> impl Iterator<Item = usize> + '_ {
    let neighbors = lattice.is_inner(cell).then(|| lattice.neighbors(cell));
    let neighbors = neighbors.into_iter().flatten();
    neighbors.filter(|cell| lattice.is_inner(*cell))
}

/// All stretches of coast, as cells of land with a side to the water.
fn coasts(territory: &Territory, land_cells: &[usize]) -> Vec<(usize, usize)> {
    let sides = land_cells
        .iter()
        .flat_map(|cell| (0..N_SIDES).map(|side| (*cell, side)));
    sides
        .filter(|(cell, side)| territory.is_coast(*cell, *side))
        .collect()
}

/// The vertices of a stretch of coast, both ends included, land on the left.
fn coast(territory: &Territory, cell: usize, side: usize) -> Vec<Spot> {
    let mut line = Vec::new();
    territory.push_border(cell, side, &mut line);
    line.push(territory.lattice.corner(cell, side + 1));
    line
}

/// The place 500 m east of the country's easternmost point: off the coast for certain.
fn easternmost(territory: &Territory, coasts: &[(usize, usize)]) -> Site {
    const EAST_M: f64 = 500.0;
    let ends = coasts.iter().flat_map(|(cell, side)| {
        let line = coast(territory, *cell, *side);
        line.into_iter().map(|spot| (spot, *cell))
    });
    let (spot, cell) = ends.max().unwrap_or((territory.lattice.center(0), 0));
    let [lon_m, _] = metres_per_udeg(spot);
    Site {
        spot: Spot {
            lon_udeg: spot.lon_udeg + whole(EAST_M / lon_m),
            ..spot
        },
        adm2: territory.adm2_of(cell).unwrap_or_default(),
        remoteness: u8::MAX,
    }
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
            for ends in coast(territory, cell, side).windows(2) {
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
    let near: Vec<usize> = around(lattice, lattice.cell_near(spot)).collect();
    let second = near.iter().flat_map(|cell| around(lattice, *cell));
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

#[cfg(test)]
mod tests {
    use super::super::country::country;
    use super::super::plan::CountryPlan;
    use super::*;

    /// Distances to the nearest town by trying every town's cells step by step, over the whole lattice.
    #[test]
    fn remoteness_is_the_number_of_steps_to_a_town() {
        let plan = CountryPlan {
            n_adm2: 300,
            ..CountryPlan::default()
        };
        let country = country(&plan).unwrap();
        let lattice = &country.territory.lattice;
        let steps = &country.people.remoteness;
        for town in &country.people.towns {
            assert_eq!(steps[town.cell], 0);
        }
        for cell in lattice.inner_cells() {
            let least = around(lattice, cell).map(|next| steps[next]).min();
            if steps[cell] > 0 {
                assert_eq!(
                    Some(steps[cell] - 1),
                    least,
                    "one step further than the nearest neighbor"
                );
            }
        }
    }
}
