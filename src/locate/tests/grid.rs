//! The grid held to the naive way where rings cross, parts pile up and the Earth closes, and to itself.

use super::fixture::{Region, outlines, position, rectangle, simple};
use super::rings::{hard_points, random_part};
use super::tiling::Tiling;
use crate::locate::RegionIndex;
use crate::locate::grid::{Answer, Fineness, Grid};
use crate::locate::naive::NaiveIndex;
use crate::table::Placement;

/// Grids from one that is hardly cut to one that is cut as far as it can be.
const FINENESSES: [Fineness; 4] = [
    Fineness {
        vertices_per_root_cell: usize::MAX,
        leaf_len: 32,
    },
    Fineness {
        vertices_per_root_cell: usize::MAX,
        leaf_len: 1,
    },
    Fineness {
        vertices_per_root_cell: 1,
        leaf_len: 8,
    },
    Fineness {
        vertices_per_root_cell: 3,
        leaf_len: 2,
    },
];

/// Holds what grids of all finenesses know to the naive answer; how many points they knew at once.
fn hold(regions: &[Region], points: &[[f64; 2]], hint: &str) -> usize {
    let naive = NaiveIndex::build(&outlines(regions));
    let grids = FINENESSES.map(|fineness| Grid::with_fineness(&naive, fineness));
    let mut n_known = 0;
    for &[lon, lat] in points {
        let expected = naive.locate_one(position(lon, lat), 0.0);
        for grid in &grids {
            let told = match grid.answer(naive.outlines(), [lon, lat]) {
                Answer::Unknown => continue,
                Answer::Outside => (Placement::Outside, None),
                Answer::Inside(region) => (Placement::Inside, Some(region)),
                Answer::Border(region) => (Placement::Border, Some(region)),
            };
            n_known += 1;
            assert_eq!(
                told,
                (expected.placement, expected.region),
                "{hint}: {lon} {lat}"
            );
            assert!(!expected.overlaps, "{hint}: {lon} {lat}");
        }
    }
    n_known
}

#[test]
fn crossing_rings_and_piles_of_parts_deceive_no_grid() {
    let mut n_known = 0;
    for seed in 0..24 {
        let parts: Vec<_> = (0..2 + seed % 5)
            .map(|other| random_part(seed + 4 * other))
            .collect();
        let points: Vec<_> = parts.iter().flat_map(hard_points).collect();
        let regions: Vec<Region> = parts.chunks(2).map(<[_]>::to_vec).collect();
        n_known += hold(&regions, &points, &format!("seed {seed}"));
    }
    assert!(n_known > 10_000, "grids know most points: {n_known}");
}

#[test]
fn piles_deeper_than_labels_can_tell_deceive_no_grid() {
    let square = |at: u32| {
        let shift = f64::from(at) * 0.1;
        simple(&rectangle(shift, shift / 2.0, 4.0 + shift, 4.0))
    };
    for n_squares in [5, 7, 8, 20] {
        let regions: Vec<Region> = (0..n_squares).map(square).collect();
        let lattice = (0..40).flat_map(|x| (0..30).map(move |y| [x, y].map(f64::from)));
        let points: Vec<_> = lattice.map(|point| point.map(|x| x * 0.17)).collect();
        assert!(hold(&regions, &points, "pile") > 400);
    }
}

#[test]
fn the_last_floats_before_the_antimeridian_are_in_the_grid() {
    let over = simple(&[[179.0, 0.0], [-179.0, 0.0], [-179.0, 2.0], [179.0, 2.0]]);
    let beside = simple(&rectangle(-179.0, 0.0, -178.0, 2.0));
    let lats = [-1e-12, 0.0, 1e-12, 1.0, 2.0, 2.5];
    let west = (0..200).scan(-180.0_f64, |lon, _| {
        *lon = lon.next_up();
        Some(*lon)
    });
    let lons = west.chain([
        -180.0 + 1e-11,
        -180.0 + 2e-11,
        -179.0,
        180.0_f64.next_down(),
    ]);
    let points: Vec<_> = lons.flat_map(|lon| lats.map(|lat| [lon, lat])).collect();
    assert!(hold(&[over, beside], &points, "seam") > 1_000);
}

#[test]
fn any_number_of_threads_builds_the_same_grid() {
    let regions = Tiling::random(7).traced(false, |corner| corner.map(|x| x as f64));
    let naive = NaiveIndex::build(&outlines(&regions));
    let on_threads = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        pool.build().unwrap().install(|| Grid::build(&naive))
    };
    assert_eq!(on_threads(1), on_threads(4));
}

#[test]
fn a_grid_is_built_where_it_pays() {
    let regions = Tiling::random(7).traced(false, |corner| corner.map(|x| x as f64));
    let index = RegionIndex::build(&outlines(&regions));
    assert_eq!(index.locate(&[], 0.0).len(), 0);
    assert_eq!(index.n_grid_bytes(), 0);
    let many = vec![Some(position(1.5, 1.5)); 1_000];
    let places = index.locate(&many, 0.0);
    assert!(index.n_grid_bytes() > 0);
    assert_eq!(
        places.region[0],
        index.locate_one(position(1.5, 1.5), 0.0).region
    );
}
