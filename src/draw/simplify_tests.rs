use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::crossings::crossing;
use super::super::fixture::{outlines, partition, rectangle, reversed, simple};
use super::*;

type Edge = [[u64; 2]; 2];

fn ring_edges(ring: &[RawLonLat]) -> impl Iterator<Item = [RawLonLat; 2]> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| [*a, *b])
}

fn rings(outlines: &Outlines, row: usize) -> impl Iterator<Item = &[RawLonLat]> {
    let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
    rings.map(|ring| outlines.ring(ring))
}

/// For each edge, in either direction, the rows whose rings run along it.
fn rows_of_edges(outlines: &Outlines) -> BTreeMap<Edge, Vec<usize>> {
    let mut rows: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for row in 0..outlines.n_rows() {
        for edge in rings(outlines, row).flat_map(ring_edges) {
            let [a, b] = edge.map(|vertex| vertex.map(f64::to_bits));
            rows.entry([a.min(b), a.max(b)]).or_default().push(row);
        }
    }
    rows
}

fn vertices(outlines: &Outlines, row: usize) -> BTreeSet<[u64; 2]> {
    let vertices = rings(outlines, row).flatten();
    vertices.map(|vertex| vertex.map(f64::to_bits)).collect()
}

/// Whether any two edges cross.
fn has_crossing(outlines: &Outlines) -> bool {
    let closed = |ring: &[RawLonLat]| [ring, &ring[..1]].concat();
    let lines: Vec<_> = (0..outlines.n_rings())
        .map(|ring| closed(outlines.ring(ring)))
        .collect();
    let lines: Vec<&[RawLonLat]> = lines.iter().map(Vec::as_slice).collect();
    crossing(&lines, &vec![true; lines.len()]).contains(&true)
}

/// The distance of a vertex from the nearest edge of a row, in metres on a plane around the vertex.
fn distance_m(outlines: &Outlines, row: usize, [lon, lat]: RawLonLat) -> f64 {
    let scale = [111_195.0 * lat.to_radians().cos(), 111_195.0];
    let local = |[x, y]: RawLonLat| [(x - lon) * scale[0], (y - lat) * scale[1]];
    let edges = rings(outlines, row).flat_map(ring_edges);
    let from_edge = |edge: [RawLonLat; 2]| {
        let [[ax, ay], [bx, by]] = edge.map(local);
        let (dx, dy) = (bx - ax, by - ay);
        let along = (-(ax * dx + ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        (ax + along * dx).hypot(ay + along * dy)
    };
    edges.map(from_edge).fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn neighbors_keep_the_edges_that_they_share(
        bends in prop::collection::vec(-1.0..1.0_f64, 97),
        tolerance_m in 10.0..4000.0_f64,
    ) {
        let given = partition(4, 3, &bends);
        let coarse = &simplify(&[&given], tolerance_m)[0];
        let rows_with: Vec<_> = (0..given.n_rows()).map(|row| vertices(&given, row)).collect();
        for (edge, rows) in rows_of_edges(coarse) {
            let has_both = |row: &usize| edge.iter().all(|end| rows_with[*row].contains(end));
            let sharing: Vec<usize> = (0..given.n_rows()).filter(has_both).collect();
            prop_assert_eq!(rows, sharing);
        }
    }

    #[test]
    fn no_region_is_lost_and_no_edge_moves_further(
        bends in prop::collection::vec(-1.0..1.0_f64, 97),
        tolerance_m in 1.0..20_000.0_f64,
    ) {
        let given = partition(3, 3, &bends);
        let coarse = &simplify(&[&given], tolerance_m)[0];
        prop_assert!(coarse.n_vertices() <= given.n_vertices());
        prop_assert!(!has_crossing(coarse));
        for row in 0..given.n_rows() {
            prop_assert!(rings(coarse, row).all(|ring| ring.len() >= 3));
            for vertex in rings(&given, row).flatten() {
                prop_assert!(distance_m(coarse, row, *vertex) <= tolerance_m);
            }
        }
    }

    #[test]
    fn odd_outlines_do_no_harm(
        rings in prop::collection::vec(prop::collection::vec((0..6_i32, 0..6_i32), 0..9), 1..6),
        tolerance_m in prop_oneof![Just(0.0), Just(f64::INFINITY), Just(f64::NAN), 1.0..1e6_f64],
    ) {
        let ring = |ring: &Vec<(i32, i32)>| ring.iter().map(|(x, y)| [f64::from(*x) * 60.0, f64::from(*y) * 30.0 - 75.0]).collect();
        let given = simple(&rings.iter().map(ring).collect::<Vec<_>>());
        let coarse = simplify(&[&given], tolerance_m);
        prop_assert_eq!(coarse[0].n_rows(), given.n_rows());
        for row in 0..given.n_rows() {
            prop_assert_eq!(coarse[0].is_blank(row), given.is_blank(row));
        }
    }
}

#[test]
fn a_tolerance_of_nothing_changes_nothing() {
    let given = partition(2, 2, &[0.3, -0.7, 0.1]);
    for tolerance_m in [0.0, -1.0, f64::NAN] {
        assert_eq!(simplify(&[&given], tolerance_m)[0], given);
    }
    let smallest = &simplify(&[&given], 1e-6)[0];
    assert_eq!(smallest.n_vertices(), given.n_vertices());
}

#[test]
fn a_border_does_not_run_across_what_it_ran_around() {
    // The country bulges around an island of another one; a straight line would cut through it.
    let bay: Vec<RawLonLat> = (0..=20)
        .map(|step| f64::from(step) * std::f64::consts::PI / 20.0)
        .map(|angle| [0.5 + 0.1 * angle.cos(), 0.1 * angle.sin()])
        .collect();
    let land = [
        &[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]],
        bay.as_slice(),
    ]
    .concat();
    let island = rectangle(0.49, -0.02, 0.51, 0.08);
    let given = simple(&[land, island.clone()]);
    let coarse = &simplify(&[&given], 15_000.0)[0];
    let across = |[a, b]: [RawLonLat; 2]| (a[1] - 0.03) * (b[1] - 0.03) < 0.0;
    assert!(!has_crossing(coarse));
    assert!(has_crossing(&simplify_to_see(&[&given], 15_000.0)[0]));
    assert!(coarse.ring(0).len() < given.ring(0).len());
    assert!(ring_edges(coarse.ring(1)).any(across));
}

#[test]
fn levels_agree() {
    let given = partition(2, 1, &[0.9, -0.4, 0.2, -0.8, 0.5]);
    let all: Vec<RawLonLat> = {
        let [west, east] = [0, 1].map(|row| given.ring(row).to_vec());
        // Once around both: their sides but for the one that they share.
        let (south, rest) = (&west[..12], &west[24..]);
        [south, &east[..36], rest].concat()
    };
    let country = simple(&[all]);
    let coarse = simplify(&[&country, &given], 1500.0);
    let mut edges = rows_of_edges(&coarse[1]);
    edges.retain(|_, rows| rows.len() == 1);
    let outer = rows_of_edges(&coarse[0]);
    assert!(outer.len() < 48 && outer.keys().eq(edges.keys()));
}

#[test]
fn small_islands_go_but_never_a_regions_last() {
    let land = rectangle(0.0, 0.0, 1.0, 1.0);
    let islet = rectangle(2.0, 0.0, 2.001, 0.001);
    let given = outlines(&[
        vec![vec![islet.clone()], vec![land.clone()]],
        vec![
            vec![rectangle(3.0, 0.0, 3.001, 0.002)],
            vec![rectangle(4.0, 0.0, 4.001, 0.001)],
        ],
    ]);
    let coarse = &simplify(&[&given], 1000.0)[0];
    assert_eq!(
        (coarse.parts(0).len(), coarse.ring(0)),
        (1, land.as_slice())
    );
    assert_eq!(coarse.parts(1).len(), 1);
    assert!(coarse.ring(1).iter().all(|vertex| vertex[0] < 3.5));
}

#[test]
fn an_enclave_stays_in_its_hole() {
    let enclave = rectangle(0.5, 0.5, 0.501, 0.501);
    let given = outlines(&[
        vec![vec![rectangle(0.0, 0.0, 1.0, 1.0), reversed(&enclave)]],
        vec![vec![enclave]],
    ]);
    let coarse = &simplify(&[&given], 5000.0)[0];
    let shared = rows_of_edges(coarse);
    assert_eq!(shared.values().filter(|rows| **rows == [0, 1]).count(), 4);
}

#[test]
fn what_runs_around_the_earth_does_not_turn_back() {
    let cap: Vec<RawLonLat> = (0..36)
        .map(|step| [f64::from(step) * 10.0 - 180.0, -80.0])
        .collect();
    let belt = vec![
        [-180.0, -90.0],
        [-60.0, -90.0],
        [60.0, -90.0],
        [180.0, -90.0],
        [180.0, -89.0],
        [-180.0, -89.0],
    ];
    for ring in [cap, belt] {
        let given = simple(std::slice::from_ref(&ring));
        let coarse = &simplify(&[&given], 1e6)[0];
        assert_eq!(coarse.ring(0).len(), ring.len());
    }
}

#[test]
fn a_long_arc_is_taken_in_stretches() {
    let wave = |step: u32| [f64::from(step) * 1e-4, f64::from(step % 2) * 1e-6];
    let mut ring: Vec<RawLonLat> = (0..5000).map(wave).collect();
    ring.extend([[0.5, 1.0], [0.0, 1.0]]);
    let coarse = &simplify(&[&simple(&[ring])], 10.0)[0];
    assert!(coarse.n_vertices() <= 4 + 5000 / LONGEST_STRETCH + 1);
}
