//! A divided country in, places for schools out: around towns of all sizes, in the open country, or off the coast.

use std::collections::VecDeque;

use super::coast::Coast;
use super::random::{Draws, Topic};
use super::spot::Spot;
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
    coast: Coast,
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
    People {
        remoteness: remoteness(territory, &towns),
        coast: Coast::new(territory, &land_cells),
        land_cells,
        towns,
        sizes,
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

    /// A place in the water a little off the coast; its region is the one there.
    pub(super) fn site_off_coast(&self, territory: &Territory, draws: &mut Draws) -> Site {
        let (spot, adm2) = self.coast.draw_off(territory, draws);
        self.site_at(territory, spot, adm2)
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
        for next in lattice.around(cell) {
            // Marked when it begins to wait, so that no cell waits twice.
            if steps[next] > next_step {
                steps[next] = next_step;
                waiting.push_back(next);
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::super::country::country;
    use super::super::plan::CountryPlan;

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
            let least = lattice.around(cell).map(|next| steps[next]).min();
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
