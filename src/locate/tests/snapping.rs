//! Snapping: known geodesic distances, thresholds and ties, and a dense search along every edge.

use geo::{Distance, Geodesic, Point};

use super::fixture::{Region, Ring, index, position, rectangle, simple};
use super::tiling::{below, rng};
use crate::locate::{Located, RegionIndex};
use crate::table::Placement;

/// One degree of the equator: its radius of 6,378,137 m times pi / 180.
const EQUATOR_DEGREE_M: f64 = 111_319.490_793_273_57;
/// From the equator to a pole of WGS 84.
const QUADRANT_M: f64 = 10_001_965.729;

fn snapped(index: &RegionIndex, lon: f64, lat: f64, snap_m: f64) -> Option<(usize, f64)> {
    let located = index.locate_one(position(lon, lat), snap_m);
    assert_eq!(
        located.placement == Placement::Snapped,
        located.snap_m.is_some()
    );
    located
        .snap_m
        .map(|snap_m| (located.region.unwrap().row(), snap_m))
}

#[track_caller]
fn assert_near(found: Option<(usize, f64)>, row: usize, expected_m: f64) {
    let (found_row, found_m) = found.unwrap();
    assert_eq!(found_row, row);
    assert!(
        (found_m - expected_m).abs() < 1e-3,
        "{found_m} for {expected_m}"
    );
}

#[test]
fn distances_are_those_of_wgs_84() {
    let index = index(&[simple(&rectangle(0.0, -1.0, 1.0, 1.0))]);
    assert_near(
        snapped(&index, 1.01, 0.0, 1_500.0),
        0,
        EQUATOR_DEGREE_M / 100.0,
    );
    assert_near(snapped(&index, -3.0, 0.0, 1e6), 0, EQUATOR_DEGREE_M * 3.0);
    let belt = simple(&rectangle(-180.0, -1.0, 180.0, 0.0));
    let belt = super::fixture::index(&[belt]);
    assert_near(snapped(&belt, 77.0, 90.0, f64::INFINITY), 0, QUADRANT_M);
}

#[test]
fn the_snap_distance_is_a_limit() {
    let index = index(&[simple(&rectangle(0.0, -1.0, 1.0, 1.0))]);
    let distance_m = EQUATOR_DEGREE_M / 100.0;
    assert_eq!(snapped(&index, 1.01, 0.0, distance_m - 1e-3), None);
    assert!(snapped(&index, 1.01, 0.0, distance_m + 1e-3).is_some());
    for off in [0.0, -5.0, f64::NAN] {
        assert_eq!(
            index.locate_one(position(1.000_001, 0.0), off),
            Located::OUTSIDE
        );
    }
}

#[test]
fn a_point_inside_or_on_a_border_is_not_snapped() {
    let index = index(&[simple(&rectangle(0.0, 0.0, 1.0, 1.0))]);
    assert_eq!(snapped(&index, 0.5, 0.5, 1e6), None);
    assert_eq!(snapped(&index, 0.5, 1.0, 1e6), None);
}

#[test]
fn ties_go_to_the_lowest_row() {
    let left = simple(&rectangle(0.0, 0.0, 1.0, 1.0));
    let right = simple(&rectangle(1.0, 0.0, 2.0, 1.0));
    let wide = simple(&rectangle(0.0, -1.0, 2.0, 0.0));
    let short_edges = simple(&[
        [0.0, -1.0],
        [0.0, 0.0],
        [0.3, 0.0],
        [0.7, 0.0],
        [2.0, 0.0],
        [2.0, -1.0],
    ]);
    let at_shared_vertex = index(&[left.clone(), right.clone()]);
    assert_eq!(
        snapped(&at_shared_vertex, 1.0, 1.001, 1_500.0).map(|found| found.0),
        Some(0)
    );
    let reversed = index(&[right.clone(), left.clone()]);
    assert_eq!(
        snapped(&reversed, 1.0, 1.001, 1_500.0).map(|found| found.0),
        Some(0)
    );
    for lon in [0.1, 0.3, 0.5, 0.999, 1.0] {
        for pair in [[&wide, &short_edges], [&short_edges, &wide]] {
            let index = index(&pair.map(Clone::clone));
            assert_eq!(
                snapped(&index, lon, 0.001, 1_500.0).map(|found| found.0),
                Some(0),
                "{lon}"
            );
        }
    }
}

#[test]
fn a_point_on_an_outline_without_area_is_snapped_at_no_distance() {
    let spike = index(&[simple(&[[0.0, 0.0], [1.0, 0.7]]), simple(&[[5.0, 5.0]])]);
    for (lon, lat, row) in [(0.0, 0.0, 0), (0.5, 0.35, 0), (1.0, 0.7, 0), (5.0, 5.0, 1)] {
        assert_eq!(
            snapped(&spike, lon, lat, 1.0),
            Some((row, 0.0)),
            "{lon} {lat}"
        );
        assert_eq!(snapped(&spike, lon, lat, 0.0), None);
    }
}

#[test]
fn snapping_reaches_over_the_antimeridian_and_the_poles() {
    let east = index(&[simple(&rectangle(-179.995, -1.0, -179.0, 1.0))]);
    assert_near(
        snapped(&east, 179.995, 0.0, 1_500.0),
        0,
        EQUATOR_DEGREE_M / 100.0,
    );
    let west = index(&[simple(&rectangle(179.0, -1.0, 179.995, 1.0))]);
    assert_near(
        snapped(&west, -179.995, 0.0, 1_500.0),
        0,
        EQUATOR_DEGREE_M / 100.0,
    );
    assert_near(
        snapped(&west, 180.0, 0.0, 1_500.0),
        0,
        EQUATOR_DEGREE_M / 200.0,
    );
    let over_pole = index(&[simple(&rectangle(-1.0, 89.0, 1.0, 89.995))]);
    let (_, distance_m) = snapped(&over_pole, 180.0, 89.995, 1_500.0).unwrap();
    let apart_m = Geodesic.distance(Point::new(180.0, 89.995), Point::new(1.0, 89.995));
    assert!(
        (distance_m - apart_m).abs() < 1e-3,
        "{distance_m} {apart_m}"
    );
}

/// The distance to the nearest point of a ring's edges, none of which runs over the antimeridian, by looking at
/// many of its points and then at many beside the best.
fn dense_m(ring: &Ring, from: [f64; 2]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let edges = ring.iter().zip(next);
    edges
        .map(|(a, b)| dense_edge_m(*a, *b, from))
        .fold(f64::INFINITY, f64::min)
}

fn dense_edge_m(a: [f64; 2], b: [f64; 2], from: [f64; 2]) -> f64 {
    const STEPS: u32 = 40;
    let (mut low, mut high) = (0.0, 1.0);
    let mut best = (f64::INFINITY, 0.0);
    for _ in 0..6 {
        let share = |step: u32| low + (high - low) * f64::from(step) / f64::from(STEPS);
        let at = |axis: usize, share: f64| a[axis] + (b[axis] - a[axis]) * share;
        let distance_m = |share: f64| {
            Geodesic.distance(Point::from(from), Point::new(at(0, share), at(1, share)))
        };
        let looked_at = (0..=STEPS).map(|step| (distance_m(share(step)), share(step)));
        best = looked_at.fold(best, |best, look| if look.0 < best.0 { look } else { best });
        let step = (high - low) / f64::from(STEPS);
        (low, high) = ((best.1 - step).max(0.0), (best.1 + step).min(1.0));
    }
    best.0
}

#[test]
fn a_corner_is_as_near_by_each_of_the_edges_that_meet_there() {
    let left = simple(&[[1.0, 1.0], [0.0, 0.0], [-3.0, 0.2]]);
    let right = simple(&[[1.0, 1.0], [2.0, 0.0], [1.3, 0.1]]);
    for pair in [[&left, &right], [&right, &left]] {
        let index = index(&pair.map(Clone::clone));
        for lon in [0.9995, 1.0, 1.001, 1.002] {
            let found = snapped(&index, lon, 1.005, 1_500.0);
            assert_eq!(found.map(|found| found.0), Some(0), "{lon}");
        }
    }
}

#[test]
fn far_away_the_nearest_point_is_that_of_geodesics() {
    let region = simple(&[[-60.0, -30.0], [60.0, 10.0], [-60.0, -31.0]]);
    let index = index(std::slice::from_ref(&region));
    for from in [[0.0, 50.0], [-30.0, 60.0], [20.0, -70.0], [150.0, -60.0]] {
        let (_, found_m) = snapped(&index, from[0], from[1], f64::INFINITY).unwrap();
        let dense_m = dense_m(&region[0][0], from);
        assert!(
            (found_m - dense_m).abs() < 1e-3,
            "{from:?}: {found_m} for {dense_m}"
        );
    }
}

#[test]
fn a_short_edge_beats_a_long_one_that_is_a_little_farther() {
    let long = simple(&rectangle(-0.01, -0.01, 0.01, 0.0));
    let short = simple(&rectangle(0.003, 0.000_4, 0.003_01, 0.000_41));
    let index = index(&[long, short]);
    assert_eq!(
        snapped(&index, 0.003, 0.000_3, 1_500.0).map(|found| found.0),
        Some(1)
    );
    assert_eq!(
        snapped(&index, 0.003, 0.000_1, 1_500.0).map(|found| found.0),
        Some(0)
    );
}

#[test]
fn among_many_small_outlines_the_nearest_is_found() {
    let random = &mut rng(9);
    let mut point =
        || [7.0, 50.0].map(|center: f64| center + f64::from(below(random, 10_000)) / 1e6);
    for _ in 0..12 {
        let regions: Vec<Region> = (0..8)
            .map(|_| {
                let [lon, lat] = point();
                simple(&[
                    [lon, lat],
                    [lon + 3e-4, lat + 1e-4],
                    [lon + 1e-4, lat + 4e-4],
                ])
            })
            .collect();
        let (index, from) = (index(&regions), point());
        let distances = regions.iter().map(|region| dense_m(&region[0][0], from));
        let nearest_m = distances.fold(f64::INFINITY, f64::min);
        if let Some((_, found_m)) = snapped(&index, from[0], from[1], 5_000.0) {
            assert!(
                (found_m - nearest_m).abs() < 1e-3,
                "{found_m} for {nearest_m}"
            );
        }
    }
}

/// A triangle and a point beside it; by seed they are metres or thousands of kilometres apart, and near a pole.
fn scene(seed: u64) -> (Region, [f64; 2]) {
    let random = &mut rng(seed);
    let extent = [0.01, 0.5, 20.0][seed as usize % 3];
    let center_lat = [-75.0_f64, 0.0, 40.0, 60.0, 89.0][seed as usize % 5].min(89.9 - extent);
    let mut beside = |center: f64, extent: f64| {
        center + extent * (f64::from(below(random, 20_001)) / 10_000.0 - 1.0)
    };
    let mut point = |extent: f64| [beside(20.0, extent), beside(center_lat, extent.min(14.0))];
    let ring = [point(extent), point(extent), point(extent)];
    (simple(&ring), point(extent * 1.2))
}

#[test]
fn distances_agree_with_a_dense_search() {
    let mut n_snapped = 0;
    for seed in 0..120 {
        let (region, from) = scene(seed);
        let index = index(std::slice::from_ref(&region));
        let found = snapped(&index, from[0], from[1], f64::INFINITY);
        if let Some((_, found_m)) = found {
            let dense_m = dense_m(&region[0][0], from);
            assert!(
                (found_m - dense_m).abs() < 1e-3,
                "seed {seed}: {found_m} for {dense_m}"
            );
            n_snapped += 1;
        }
    }
    assert!(n_snapped > 60, "{n_snapped}");
}

#[test]
fn the_nearest_of_many_regions_is_found_at_any_reach() {
    for seed in 0..20 {
        let regions: Vec<Region> = (0..12)
            .map(|scene_seed| scene(12 * seed + scene_seed).0)
            .collect();
        let index = index(&regions);
        let (_, from) = scene(seed);
        let Some((row, found_m)) = snapped(&index, from[0], from[1], f64::INFINITY) else {
            continue;
        };
        let nearest_m = regions
            .iter()
            .map(|region| dense_m(&region[0][0], from))
            .fold(f64::INFINITY, f64::min);
        assert!(
            (found_m - nearest_m).abs() < 1e-3,
            "seed {seed}: {found_m} for {nearest_m}"
        );
        assert!(
            (dense_m(&regions[row][0][0], from) - found_m).abs() < 1e-3,
            "seed {seed}"
        );
        assert_eq!(
            snapped(&index, from[0], from[1], found_m + 1e-3),
            Some((row, found_m)),
            "seed {seed}"
        );
        assert_eq!(
            snapped(&index, from[0], from[1], found_m - 1e-3),
            None,
            "seed {seed}"
        );
    }
}
