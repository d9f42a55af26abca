//! A lattice size in, which cells are land out: a mainland with bays, islands, islets and at least one lake.

use super::lattice::{Lattice, N_SIDES};
use super::random::{Draws, Topic, mix, units_of};
use super::spot::{count_of, real_count, whole};

/// Which cells are land, and the cells with a part to play.
#[derive(Clone, Debug)]
pub(super) struct Land {
    /// Whether each cell is land; the rim never is.
    pub(super) is_dry: Vec<bool>,
    /// A cell of water with land all around.
    pub(super) lake: usize,
    /// Two cells, each with land all around; the two and the lake are at least three steps from each other.
    pub(super) keeps: [usize; 2],
    /// Cells of land with sea all around, two steps from other land.
    pub(super) islets: Vec<usize>,
}

/// The side of the lattice over the diameter of the land, were it a disc: room for a ragged coast.
const SIDE_PER_DIAMETER: f64 = 1.5;
/// How far the three cells with a part to play lie from the middle, over the radius of the land.
const KEEP_DISTANCE: f64 = 0.5;
/// Islets for each cell of the side of a square as large as the land: they go with the coast, not with the land.
const ISLETS_PER_SIDE: f64 = 0.25;
/// Weight of the noise against the squared distance from the middle in radii: raggedness of the coast.
const NOISE_WEIGHT: f64 = 2.4;

/// The lattice on which `n_land` cells of land have room.
pub(super) fn lattice_for(seed: u64, n_land: usize) -> Lattice {
    let diameter = 2.0 * disc_radius(n_land);
    Lattice::new(seed, count_of(diameter * SIDE_PER_DIAMETER) + 8)
}

/// Chooses about `n_land` cells of land.
pub(super) fn land(lattice: &Lattice, n_land: usize) -> Land {
    let mut draws = Draws::new(lattice.seed(), Topic::Land, 0);
    let radius = disc_radius(n_land);
    let [lake, keeps @ ..] = key_cells(lattice, radius, draws.below(N_SIDES));
    let mut is_land = vec![false; lattice.n_cells()];
    for cell in highest_cells(lattice, radius, n_land) {
        is_land[cell] = true;
    }
    for key in [lake, keeps[0], keeps[1]] {
        for cell in lattice.neighbors(key) {
            is_land[cell] = true;
        }
        is_land[key] = key != lake;
    }
    let n_islets = 1 + count_of(real_count(n_land).sqrt() * ISLETS_PER_SIDE);
    let islets = add_islets(lattice, &mut is_land, n_islets, &mut draws);
    Land {
        is_dry: is_land,
        lake,
        keeps,
        islets,
    }
}

/// The radius of a disc of so many cells, in distances of columns.
fn disc_radius(n_land: usize) -> f64 {
    const ROW_SHARE_BY_PI: f64 = 0.275_664_447_710_896_04;
    (real_count(n_land) * ROW_SHARE_BY_PI).sqrt()
}

/// Three cells around the middle, a third of the way round from each other.
fn key_cells(lattice: &Lattice, radius: f64, first_side: usize) -> [usize; 3] {
    let n_steps = count_of(radius * KEEP_DISTANCE).max(2);
    [0, 2, 4].map(|side| {
        (0..n_steps).fold(lattice.middle(), |cell, _| {
            lattice.neighbor(cell, first_side + side)
        })
    })
}

/// The cells with the highest ground.
fn highest_cells(lattice: &Lattice, radius: f64, n_land: usize) -> Vec<usize> {
    let mut cells: Vec<(f64, usize)> = lattice
        .inner_cells()
        .map(|cell| (height(lattice, radius, cell), cell))
        .collect();
    let by_height = |a: &(f64, usize), b: &(f64, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if n_land < cells.len() {
        cells.select_nth_unstable_by(n_land, by_height);
        cells.truncate(n_land);
    }
    cells.into_iter().map(|(_, cell)| cell).collect()
}

/// How high a cell's ground is: noise of six wavelengths on a hill that falls off fast enough to keep land off the rim.
fn height(lattice: &Lattice, radius: f64, cell: usize) -> f64 {
    let (center, middle) = (
        lattice.center(cell).in_udeg(),
        lattice.center(lattice.middle()).in_udeg(),
    );
    let [x, y] = [0, 1].map(|axis| (center[axis] - middle[axis]) / lattice.spacing_udeg() / radius);
    let octaves = [
        (1.3, 1.0),
        (3.1, 0.5),
        (7.3, 0.25),
        (17.9, 0.125),
        (43.0, 0.08),
        (101.0, 0.05),
    ];
    let noise: f64 = octaves
        .iter()
        .zip(1..)
        .map(|((frequency, weight), octave)| {
            weight * noise(lattice.seed() ^ octave, x * frequency, y * frequency)
        })
        .sum();
    let distance_2 = x * x + y * y;
    NOISE_WEIGHT * noise - distance_2 * (1.0 + 0.5 * distance_2)
}

/// Value noise: random values in 0..1 at whole points, smoothly interpolated between them.
fn noise(seed: u64, x: f64, y: f64) -> f64 {
    let (col, row) = (x.floor(), y.floor());
    let at = |east: f64, north: f64| {
        let key = whole(col + east).wrapping_mul(0x1_0000_0001) ^ whole(row + north);
        units_of(mix(seed.wrapping_add(mix(key.cast_unsigned()))))[0]
    };
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (east, north) = (smooth(x - col), smooth(y - row));
    let south_edge = at(0.0, 0.0) + (at(1.0, 0.0) - at(0.0, 0.0)) * east;
    let north_edge = at(0.0, 1.0) + (at(1.0, 1.0) - at(0.0, 1.0)) * east;
    south_edge + (north_edge - south_edge) * north
}

/// Turns up to `n` cells of open sea near land into land, none beside another.
fn add_islets(lattice: &Lattice, is_land: &mut [bool], n: usize, draws: &mut Draws) -> Vec<usize> {
    let mut candidates: Vec<usize> = lattice
        .inner_cells()
        .filter(|cell| {
            is_open_sea(lattice, is_land, *cell) && is_near_land(lattice, is_land, *cell)
        })
        .collect();
    draws.shuffle(&mut candidates);
    let mut islets = Vec::new();
    for cell in candidates {
        if islets.len() < n && is_open_sea(lattice, is_land, cell) {
            is_land[cell] = true;
            islets.push(cell);
        }
    }
    islets
}

fn is_open_sea(lattice: &Lattice, is_land: &[bool], cell: usize) -> bool {
    !is_land[cell] && lattice.neighbors(cell).iter().all(|near| !is_land[*near])
}

fn is_near_land(lattice: &Lattice, is_land: &[bool], cell: usize) -> bool {
    let inner = |cell: &usize| lattice.is_inner(*cell);
    let neighbors = lattice.neighbors(cell);
    let mut second = neighbors
        .iter()
        .filter(|near| inner(near))
        .flat_map(|near| lattice.neighbors(*near));
    second.any(|cell| is_land[cell])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lake_and_the_keeps_lie_in_land_and_islets_in_the_sea() {
        for (seed, n_land) in [(1, 60), (2, 60), (3, 300), (4, 5_000)] {
            let lattice = lattice_for(seed, n_land);
            let land = land(&lattice, n_land);
            let around = |cell: usize| lattice.neighbors(cell).map(|near| land.is_dry[near]);
            assert!(!land.is_dry[land.lake]);
            for key in [land.lake, land.keeps[0], land.keeps[1]] {
                assert_eq!(around(key), [true; 6]);
            }
            assert!(!land.islets.is_empty());
            for islet in &land.islets {
                assert!(land.is_dry[*islet]);
                assert_eq!(around(*islet), [false; 6]);
            }
            let rim = (0..lattice.n_cells()).filter(|cell| !lattice.is_inner(*cell));
            assert!(rim.into_iter().all(|cell| !land.is_dry[cell]));
            let n = land.is_dry.iter().filter(|is_land| **is_land).count();
            assert!(
                (n_land..n_land + 25 + land.islets.len()).contains(&(n + 1)),
                "{n}"
            );
        }
    }

    #[test]
    fn land_keeps_off_the_rim() {
        let sizes = [60, 240, 2_000].into_iter().cycle();
        for (seed, n_land) in (0..30).zip(sizes) {
            let lattice = lattice_for(seed, n_land);
            let land = land(&lattice, n_land);
            let dry = lattice.inner_cells().filter(|cell| land.is_dry[*cell]);
            for cell in dry.filter(|cell| !land.islets.contains(cell)) {
                let mut neighbors = lattice.neighbors(cell).into_iter();
                assert!(neighbors.all(|near| lattice.is_inner(near)), "seed {seed}");
            }
        }
    }

    #[test]
    fn noise_is_continuous_and_bounded() {
        let mut before = noise(9, -3.0, 0.7);
        for step in 1..6_000 {
            let now = noise(9, -3.0 + f64::from(step) * 0.001, 0.7);
            assert!((0.0..=1.0).contains(&now) && (now - before).abs() < 0.003);
            before = now;
        }
    }
}
