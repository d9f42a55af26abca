//! Land in, its division out: which adm2 holds each cell, and which adm1 holds each adm2.
//!
//! Every region grows from a seed, so the numbers asked for come out exactly. Seeds of several cells make the oddities
//! that real outlines have: a lake wholly inside one adm2; from 4 adm2 on, an enclave; from 6 on, an exclave, of its
//! adm1 too where there are two. Land without a seed (islets, small islands) goes to the nearest region, which so gets
//! several parts.

use super::grow::{NOBODY, grow, spread};
use super::land::Land;
use super::lattice::{Lattice, N_SIDES};
use super::random::{Draws, Topic, mix};
use super::spot::{Spot, real_count};

/// Which region holds what. Regions of a parent have consecutive numbers, in the order of the parents.
#[derive(Clone, Debug)]
pub(super) struct Division {
    /// The adm2 of each cell, [`NOBODY`] for water.
    pub(super) adm2_of_cell: Vec<u32>,
    /// The adm1 of each adm2.
    pub(super) adm1_of_adm2: Vec<u32>,
}

/// The cost of a step over water: more than any way over land, so that land is reached by land where it can be.
const WATER_COST: u32 = 100_000;
/// How far apart seeds shall be, over the side of a square as large as a region.
const APART_SHARE: f64 = 0.9;

/// What an adm2 grows from.
struct Seeds {
    /// Cells and the adm2 that begins with them.
    cells: Vec<(usize, u32)>,
    /// The adm2 that is an enclave.
    enclave: Option<u32>,
    /// The adm2 around an exclave, and the one whose exclave it is.
    exclave: Option<[u32; 2]>,
}

/// Divides the land into `n_adm2` regions and these into `n_adm1`.
pub(super) fn division(lattice: &Lattice, land: &Land, n_adm2: usize, n_adm1: usize) -> Division {
    let mut draws = Draws::new(lattice.seed(), Topic::Division, 0);
    let seeds = adm2_seeds(lattice, land, n_adm2, &mut draws);
    let links = |cell: usize| cell_links(lattice, &land.is_dry, cell);
    let waters = grow(lattice.n_cells(), &seeds.cells, links);
    let adm1_seeds = adm1_seeds(lattice, land, &seeds, n_adm2, n_adm1, &mut draws);
    let adm1_of_adm2 = adm1_of_adm2(lattice, &land.is_dry, &waters, n_adm2, &adm1_seeds);
    let dry = waters.iter().zip(&land.is_dry);
    let adm2_of_cell = dry.map(|(adm2, is_land)| if *is_land { *adm2 } else { NOBODY });
    in_order(adm2_of_cell.collect(), &adm1_of_adm2)
}

/// The seeds of all adm2: first those of the oddities, then single cells well apart.
fn adm2_seeds(lattice: &Lattice, land: &Land, n_adm2: usize, draws: &mut Draws) -> Seeds {
    let mut cells: Vec<(usize, u32)> = lattice.neighbors(land.lake).map(|c| (c, 0)).to_vec();
    let mut n_begun = 1;
    let inner = (n_adm2 >= 4).then(|| {
        cells.extend(lattice.neighbors(land.keeps[0]).map(|cell| (cell, 1)));
        cells.push((land.keeps[0], 2));
        n_begun = 3;
        2
    });
    let split = (n_adm2 >= 6).then(|| {
        cells.extend(lattice.neighbors(land.keeps[1]).map(|cell| (cell, 3)));
        n_begun = 4;
        [3, 4]
    });
    let free = free_cells(lattice, land, &cells);
    let apart_udeg = apart_udeg(lattice, land, n_adm2);
    let singles = spread(free, n_adm2 - n_begun, apart_udeg, draws);
    cells.extend(singles.into_iter().zip((0..).skip(n_begun)));
    cells.extend(split.map(|[_, owner]| (land.keeps[1], owner)));
    Seeds {
        cells,
        enclave: inner,
        exclave: split,
    }
}

/// The cells of land where a seed may be put.
fn free_cells(lattice: &Lattice, land: &Land, taken: &[(usize, u32)]) -> Vec<(usize, Spot)> {
    let mut is_free = land.is_dry.clone();
    let taken = taken.iter().map(|(cell, _)| cell);
    for cell in taken.chain(&land.islets).chain(&land.keeps) {
        is_free[*cell] = false;
    }
    let free = is_free.iter().enumerate().filter(|(_, is_free)| **is_free);
    free.map(|(cell, _)| (cell, lattice.center(cell))).collect()
}

/// The distance that seeds of so many regions shall keep.
fn apart_udeg(lattice: &Lattice, land: &Land, n_regions: usize) -> f64 {
    let n_land = land.is_dry.iter().filter(|is_land| **is_land).count();
    let cells_per_region = real_count(n_land) / real_count(n_regions);
    (cells_per_region * lattice.cell_area()).sqrt() * APART_SHARE
}

/// The steps from a cell to its neighbors, over land at random cost so that regions get ragged.
fn cell_links<'a>(
    lattice: &'a Lattice,
    is_land: &'a [bool],
    cell: usize,
) -> impl Iterator<Item = (usize, u32)> + 'a {
    let neighbors = if lattice.is_inner(cell) {
        lattice.neighbors(cell)
    } else {
        [cell; N_SIDES]
    };
    neighbors.into_iter().map(move |next| {
        let by_land = is_land[cell] && is_land[next];
        (next, step_cost(lattice.seed(), cell, next, by_land))
    })
}

fn step_cost(seed: u64, from: usize, to: usize, by_land: bool) -> u32 {
    let ragged = mix(mix(seed ^ from as u64).wrapping_add(to as u64)) % 8;
    let ragged = 2 + u32::try_from(ragged).unwrap_or(0);
    ragged + if by_land { 0 } else { WATER_COST }
}

/// The seeds of all adm1: the two sides of the exclave, then others well apart, the enclave only if all are needed.
fn adm1_seeds(
    lattice: &Lattice,
    land: &Land,
    seeds: &Seeds,
    n_adm2: usize,
    n_adm1: usize,
    draws: &mut Draws,
) -> Vec<(usize, u32)> {
    let sides: Vec<u32> = seeds.exclave.into_iter().flatten().take(n_adm1).collect();
    let mut first_cells = vec![None; n_adm2];
    for (cell, adm2) in &seeds.cells {
        first_cells[*adm2 as usize].get_or_insert(*cell);
    }
    let may_be_seed =
        |adm2: u32| !sides.contains(&adm2) && (seeds.enclave != Some(adm2) || n_adm1 == n_adm2);
    let candidates = (0..)
        .zip(first_cells)
        .filter(|(adm2, _)| may_be_seed(*adm2))
        .filter_map(|(adm2, cell)| Some((adm2 as usize, lattice.center(cell?))))
        .collect();
    let others = spread(
        candidates,
        n_adm1 - sides.len(),
        apart_udeg(lattice, land, n_adm1),
        draws,
    );
    let sides = sides.into_iter().map(|adm2| adm2 as usize);
    sides.chain(others).zip(0..).collect()
}

/// Grows adm1 over the adm2 that touch each other, by land first.
fn adm1_of_adm2(
    lattice: &Lattice,
    is_land: &[bool],
    waters: &[u32],
    n_adm2: usize,
    seeds: &[(usize, u32)],
) -> Vec<u32> {
    let mut links: Vec<(u32, u32, bool)> = Vec::new();
    for cell in lattice.inner_cells() {
        for next in lattice.neighbors(cell) {
            if waters[next] != waters[cell] {
                let by_water = !(is_land[cell] && is_land[next]);
                links.push((waters[cell], waters[next], by_water));
            }
        }
    }
    links.sort_unstable();
    links.dedup_by_key(|(from, to, _)| (*from, *to));
    grow(n_adm2, seeds, |adm2| {
        let start = links.partition_point(|(from, _, _)| (*from as usize) < adm2);
        let own = links[start..]
            .iter()
            .take_while(move |(from, _, _)| *from as usize == adm2);
        own.map(move |(_, to, by_water)| {
            let to = *to as usize;
            (to, step_cost(lattice.seed(), adm2, to, !by_water))
        })
    })
}

/// Numbers the adm2 anew, by parent.
fn in_order(mut adm2_of_cell: Vec<u32>, adm1_of_adm2: &[u32]) -> Division {
    let mut order: Vec<(u32, u32)> = adm1_of_adm2.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut new_number = vec![NOBODY; order.len()];
    for ((_, old), new) in order.iter().zip(0..) {
        new_number[*old as usize] = new;
    }
    for adm2 in adm2_of_cell.iter_mut().filter(|adm2| **adm2 != NOBODY) {
        *adm2 = new_number[*adm2 as usize];
    }
    Division {
        adm2_of_cell,
        adm1_of_adm2: order.into_iter().map(|(adm1, _)| adm1).collect(),
    }
}
