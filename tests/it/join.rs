//! The fast join held to the naive one, on outlines real and made: no point may get another answer.

use std::path::Path;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use schoolreach::LonLat;
use schoolreach::generate::{CountryPlan, country};
use schoolreach::locate::naive::NaiveIndex;
use schoolreach::locate::{Located, RegionIndex};
use schoolreach::read::{ReadOptions, open, sources};
use schoolreach::table::{Outlines, Wanted};

use crate::world::text;

const SOAK_SEED: u64 = 3;

/// How points are drawn.
const KINDS: [fn(&Outlines, &mut ChaCha8Rng) -> [f64; 2]; 6] =
    [random, near_vertex, on_border, vertex, midpoint, lattice];

/// A share of the whole, 0 to 1.
fn share(rng: &mut ChaCha8Rng) -> f64 {
    f64::from(rng.next_u32()) / f64::from(u32::MAX)
}

fn below(rng: &mut ChaCha8Rng, bound: usize) -> usize {
    usize::try_from(rng.next_u64() % u64::try_from(bound).unwrap()).unwrap()
}

/// Two vertices that follow each other in a ring.
fn edge(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [[f64; 2]; 2] {
    let vertices = outlines.vertices();
    let at = below(rng, vertices.len() - 1);
    [vertices[at], vertices[at + 1]]
}

fn vertex(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [f64; 2] {
    edge(outlines, rng)[0]
}

/// Within the box that two vertices far apart make: anywhere.
fn random(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let (a, b) = (vertex(outlines, rng), vertex(outlines, rng));
    let (along, up) = (share(rng), share(rng));
    [a[0] + along * (b[0] - a[0]), a[1] + up * (b[1] - a[1])]
}

fn near_vertex(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let reach = 10.0_f64.powf(-1.0 - 9.0 * share(rng));
    vertex(outlines, rng).map(|x| x + reach * (share(rng) - 0.5))
}

/// Up to three floats away from an edge.
fn on_border(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let ([a, b], along) = (edge(outlines, rng), share(rng));
    let on = [0, 1].map(|axis| a[axis] + along * (b[axis] - a[axis]));
    on.map(|x| nudged(x, rng))
}

fn nudged(x: f64, rng: &mut ChaCha8Rng) -> f64 {
    let step = if rng.next_u32().is_multiple_of(2) {
        f64::next_up
    } else {
        f64::next_down
    };
    (0..below(rng, 4)).fold(x, |x, _| step(x))
}

fn midpoint(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let [a, b] = edge(outlines, rng);
    [0, 1].map(|axis| f64::midpoint(a[axis], b[axis]))
}

/// On the meridian of one vertex and the parallel of another nearby.
fn lattice(outlines: &Outlines, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let vertices = outlines.vertices();
    let at = below(rng, vertices.len());
    let other = (at + below(rng, 50)).min(vertices.len() - 1);
    [vertices[at][0], vertices[other][1]]
}

fn positions(outlines: &Outlines, n: usize, seed: u64) -> Vec<Option<LonLat>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let drawn = (0..n).map(|at| KINDS[at % KINDS.len()](outlines, &mut rng));
    drawn.map(|[lon, lat]| LonLat::new(lon, lat).ok()).collect()
}

/// How many of some points the two ways answer differently.
fn n_differences(outlines: &Outlines, n: usize, seed: u64, snap_m: f64) -> usize {
    let index = RegionIndex::build(outlines).with_grid();
    let naive = NaiveIndex::build(outlines);
    let positions = positions(outlines, n, seed);
    let places = index.locate(&positions, snap_m);
    let differs = |row: usize| {
        let Some(position) = positions[row] else {
            return false;
        };
        let found = Located {
            placement: places.placement[row],
            region: places.region[row],
            snap_m: places.snap_m[row],
            overlaps: places.overlaps[row],
        };
        let expected = naive.locate_one(position, snap_m);
        let differs = found != expected || index.locate_one(position, snap_m) != expected;
        if differs {
            say(&format!("{position:?}: {found:?}, expected {expected:?}"));
        }
        differs
    };
    (0..n).into_par_iter().filter(|&row| differs(row)).count()
}

/// The outlines of a real file, `None` where it is missing.
fn real(name: &str) -> Option<Outlines> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/admin")
        .join(name);
    if !path.exists() {
        say(&format!("skipped: {name} is not here"));
        return None;
    }
    let source = &sources(&[text(&path)]).unwrap()[0];
    let opened = open(source, &ReadOptions::default()).unwrap();
    let wanted = Wanted {
        columns: Vec::new(),
        geometry: true,
    };
    let mut all = Outlines::new();
    let take = |outlines: Outlines| {
        all.append(&outlines);
        Ok(())
    };
    let read = opened.read(&wanted, |batch| batch.geometries.outlines, take);
    read.unwrap();
    Some(all)
}

fn made(n_adm2: usize, edge_halvings: u32) -> Outlines {
    let plan = CountryPlan {
        n_adm2,
        n_adm1: 1,
        edge_halvings,
        ..CountryPlan::default()
    };
    country(&plan).unwrap().levels[1].outlines.clone()
}

#[expect(clippy::print_stderr, reason = "what a long test does must be seen")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[test]
fn a_made_country_has_no_difference() {
    assert_eq!(n_differences(&made(300, 3), 60_000, 1, 300.0), 0);
}

#[test]
fn eight_hard_countries_have_no_difference() {
    let Some(outlines) = real("osm_land10m_8hard.geojson") else {
        return;
    };
    assert_eq!(n_differences(&outlines, 1_200, 2, 0.0), 0);
}

/// Ten million points and more: `cargo test --release --test it join::soak -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn soak() {
    let files = [
        ("br_municipios.geojson", 4_000_000, 200.0),
        ("ph2023_barangays.fgb", 4_000_000, 200.0),
        ("osm_land10m_8hard.geojson", 600_000, 0.0),
    ];
    let files = files.map(|(name, n, snap_m)| (name, real(name), n, snap_m));
    let made = [
        (
            "made: 40,000 regions",
            Some(made(40_000, 2)),
            2_000_000,
            200.0,
        ),
        ("made: 500 regions", Some(made(500, 6)), 1_000_000, 200.0),
    ];
    for (name, outlines, n, snap_m) in files.into_iter().chain(made) {
        let Some(outlines) = outlines else {
            continue;
        };
        let n_differences = n_differences(&outlines, n, SOAK_SEED, snap_m);
        say(&format!("{name}: {n} points, {n_differences} differences"));
        assert_eq!(n_differences, 0, "{name}");
    }
}
