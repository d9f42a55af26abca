//! Changes to the input that must not change the answers.

use rand_chacha::rand_core::RngCore;

use super::fixture::{Region, index, outlines, position, simple};
use super::rings::rewrite;
use super::tiling::{SIDE, Tiling, below, rng};
use crate::locate::{Located, RegionIndex};
use crate::lonlat::LonLat;
use crate::table::{Placement, RegionIdx};

const SNAP_M: f64 = 60_000.0;

fn tiling(seed: u64) -> Vec<Region> {
    Tiling::random(seed).traced(seed.is_multiple_of(2), |corner| corner.map(|x| x as f64))
}

/// Points on the lattice, amid it, and beside it.
fn queries(seed: u64) -> Vec<LonLat> {
    let rng = &mut rng(seed);
    let mut degrees = |denominator: u32| {
        f64::from(below(rng, (SIDE as u32 + 1) * denominator)) / f64::from(denominator)
    };
    let mut queries = Vec::new();
    for denominator in [1, 2, 7, 1_000_000] {
        queries.extend((0..60).map(|_| position(degrees(denominator), degrees(denominator))));
    }
    queries
}

fn answers(regions: &[Region], queries: &[LonLat]) -> Vec<Located> {
    let index = index(regions);
    queries
        .iter()
        .map(|query| index.locate_one(*query, SNAP_M))
        .collect()
}

#[test]
fn rewritten_rings_give_the_same_answers() {
    for seed in 200..212 {
        let regions = tiling(seed);
        let rng = &mut rng(seed);
        let mut rewritten = regions.clone();
        for part in rewritten.iter_mut().flatten() {
            for ring in part.iter_mut() {
                *ring = rewrite(ring, rng.next_u32());
            }
            part.reverse();
        }
        let queries = queries(seed);
        assert_eq!(
            answers(&regions, &queries),
            answers(&rewritten, &queries),
            "seed {seed}"
        );
    }
}

#[test]
fn the_order_of_regions_decides_only_ties_of_snapping() {
    for seed in 212..224 {
        let regions = tiling(seed);
        let backward: Vec<Region> = regions.iter().rev().cloned().collect();
        let queries = queries(seed);
        let turned = |located: &Located| {
            located
                .region
                .map(|region| regions.len() - 1 - region.row())
        };
        let rows = |located: &Located| located.region.map(RegionIdx::row);
        let pairs = answers(&regions, &queries)
            .into_iter()
            .zip(answers(&backward, &queries));
        for (left, right) in pairs {
            assert_eq!(
                (left.placement, left.overlaps),
                (right.placement, right.overlaps),
                "seed {seed}"
            );
            match (left.snap_m, right.snap_m) {
                (Some(left_m), Some(right_m)) => {
                    assert!((left_m - right_m).abs() <= 2e-6, "seed {seed}");
                }
                _ => assert_eq!(rows(&left), turned(&right), "seed {seed}"),
            }
        }
    }
}

#[test]
fn merged_regions_hold_what_they_held_apart() {
    for seed in 224..230 {
        let regions = tiling(seed);
        let merged: Vec<Region> = regions.chunks(2).map(<[Region]>::concat).collect();
        let queries = queries(seed);
        let pairs = answers(&regions, &queries)
            .into_iter()
            .zip(answers(&merged, &queries));
        for (apart, together) in pairs.filter(|(apart, _)| apart.snap_m.is_none()) {
            let row = apart.region.map(|region| region.row() / 2);
            assert_eq!(
                (apart.placement, row),
                (together.placement, together.region.map(RegionIdx::row))
            );
        }
    }
}

#[test]
fn more_collinear_vertices_change_nothing() {
    for seed in 230..236 {
        let tiling = Tiling::random(seed);
        let [full, sparse] = [false, true]
            .map(|is_sparse| tiling.traced(is_sparse, |corner| corner.map(|x| x as f64)));
        let queries = queries(seed);
        let pairs = answers(&full, &queries)
            .into_iter()
            .zip(answers(&sparse, &queries));
        for (left, right) in pairs {
            assert_eq!(
                (left.placement, left.region),
                (right.placement, right.region),
                "seed {seed}"
            );
        }
    }
}

#[test]
fn one_thread_and_many_give_the_same_table() {
    let regions = tiling(7);
    let mut queries: Vec<Option<LonLat>> = (0..20).flat_map(queries).map(Some).collect();
    queries.insert(3, None);
    let on_threads = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build()
            .unwrap();
        pool.install(|| RegionIndex::build(&outlines(&regions)).locate(&queries, SNAP_M))
    };
    let one = on_threads(1);
    assert_eq!(one.len(), queries.len());
    assert_eq!(one.placement[3], Placement::NoPosition);
    for n_threads in [2, 3, 8] {
        assert_eq!(one, on_threads(n_threads));
    }
}

#[test]
fn a_level_without_regions_places_nothing() {
    for regions in [vec![], vec![vec![]], vec![simple(&[])]] {
        let index = index(&regions);
        assert_eq!(index.bounds(), None);
        assert_eq!(
            index.locate_one(position(0.0, 0.0), f64::INFINITY),
            Located::OUTSIDE
        );
    }
}
