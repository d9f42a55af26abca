//! Points to regions: the grid and its rivals on the same points, the build, and snapping; time per point or vertex.
//!
//! Real outlines are taken where `../shared/data` is there. `RAYON_NUM_THREADS=1` shows what one core does.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a bench that cannot go on stops"
)]

use std::hint::black_box;
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use schoolreach::LonLat;
use schoolreach::generate::{CountryPlan, country, random_points};
use schoolreach::locate::RegionIndex;
use schoolreach::locate::naive::NaiveIndex;
use schoolreach::read::{ReadOptions, open, sources};
use schoolreach::table::{Outlines, Placement, Wanted};

const N_POINTS: usize = 100_000;
const N_REGIONS: usize = 40_000;
/// The rival is slow: it gets fewer points.
const N_RIVAL_POINTS: usize = 10_000;
const SNAP_M: f64 = 1_500.0;
const SEED: u64 = 42;

type Points = Vec<Option<LonLat>>;

fn levels() -> Vec<(&'static str, Outlines)> {
    let files = [
        ("philippines", "ph2023_barangays.fgb"),
        ("brazil", "br_municipios.geojson"),
    ];
    let real = files.map(|(name, file)| real(file).map(|outlines| (name, outlines)));
    let levels = real.into_iter().flatten();
    levels.chain([("made", made())]).collect()
}

fn made() -> Outlines {
    let plan = CountryPlan {
        n_adm2: N_REGIONS,
        n_adm1: 1,
        edge_halvings: 2,
        ..CountryPlan::default()
    };
    country(&plan).unwrap().levels[1].outlines.clone()
}

#[expect(clippy::print_stderr, reason = "what is skipped must be said")]
fn real(file: &str) -> Option<Outlines> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/admin")
        .join(file);
    if !path.exists() {
        eprintln!("skipped: {file} is not here");
        return None;
    }
    let source = &sources(&[path.to_str()?.to_owned()]).unwrap()[0];
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

/// The same country, four kinds of points.
fn orders(outlines: &Outlines, index: &RegionIndex) -> [(&'static str, Points); 4] {
    let random: Points = random_points(outlines, N_POINTS, SEED)
        .into_iter()
        .map(Some)
        .collect();
    let regions = index.locate(&random, 0.0).region;
    let mut rows: Vec<usize> = (0..random.len()).collect();
    rows.sort_by_key(|&row| regions[row]);
    let sorted = rows.into_iter().map(|row| random[row]).collect();
    let vertices = outlines.vertices();
    let step = (vertices.len() / N_POINTS).max(1) * 7_919;
    let some = (0..N_POINTS).map(|at| vertices[at * step % vertices.len()]);
    let beside = |[lon, lat]: [f64; 2]| LonLat::new(lon + 3e-5, lat - 2e-5).ok();
    let border = some.clone().map(beside).collect();
    let vertex = some.map(|[lon, lat]| LonLat::new(lon, lat).ok()).collect();
    [
        ("random", random),
        ("sorted", sorted),
        ("border", border),
        ("vertex", vertex),
    ]
}

fn count(group: &mut BenchmarkGroup<WallTime>, n: usize) {
    group.throughput(Throughput::Elements(n as u64));
}

fn lookup(criterion: &mut Criterion) {
    for (name, outlines) in levels() {
        let index = RegionIndex::build(&outlines).with_grid();
        let naive = NaiveIndex::build(&outlines);
        let mut group = criterion.benchmark_group(format!("lookup/{name}"));
        group.sample_size(10);
        for (order, points) in orders(&outlines, &index) {
            count(&mut group, points.len());
            group.bench_with_input(BenchmarkId::new("grid", order), &points, |bench, points| {
                bench.iter(|| index.locate(points, 0.0));
            });
            let few = &points[..N_RIVAL_POINTS];
            count(&mut group, few.len());
            group.bench_with_input(BenchmarkId::new("rstar+geo", order), few, |bench, few| {
                bench.iter(|| {
                    for &position in few.iter().flatten() {
                        black_box(naive.locate_one(position, 0.0));
                    }
                });
            });
        }
    }
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build per vertex");
    group.sample_size(10);
    for (name, outlines) in levels() {
        count(&mut group, outlines.n_vertices());
        group.bench_with_input(
            BenchmarkId::new("grid", name),
            &outlines,
            |bench, outlines| {
                bench.iter(|| RegionIndex::build(outlines).with_grid());
            },
        );
        group.bench_with_input(
            BenchmarkId::new("rstar", name),
            &outlines,
            |bench, outlines| {
                bench.iter(|| RegionIndex::build(outlines));
            },
        );
    }
}

/// The way from nothing to answers, for few points and for many.
fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build and lookup");
    group.sample_size(10);
    for (name, outlines) in levels() {
        for n in [2_000, N_POINTS, 10 * N_POINTS] {
            let points = random_points(&outlines, n, SEED);
            let points: Points = points.into_iter().map(Some).collect();
            count(&mut group, n);
            group.bench_with_input(BenchmarkId::new(name, n), &points, |bench, points| {
                let build = || RegionIndex::build(&outlines);
                bench.iter_batched(
                    build,
                    |index| index.locate(points, 0.0),
                    BatchSize::PerIteration,
                );
            });
        }
    }
}

/// Points that no region holds: those of a country's box, most of them off the coast, and those of the whole Earth,
/// most of them far from everything.
fn off(outlines: &Outlines, index: &RegionIndex) -> [(&'static str, Points); 2] {
    let around: Points = random_points(outlines, 4 * N_POINTS, SEED)
        .into_iter()
        .map(Some)
        .collect();
    let step = |row: u32, share: f64| (f64::from(row) * share).fract();
    let anywhere = (0..100_000).map(|row| {
        let (lon, lat) = (step(row, 0.618_034), step(row, 0.754_878));
        LonLat::new(lon * 360.0 - 180.0, lat * 180.0 - 90.0).ok()
    });
    [("off the coast", around), ("far", anywhere.collect())].map(|(name, points)| {
        let placed = index.locate(&points, 0.0).placement.into_iter();
        let is_off = placed.map(|placement| placement == Placement::Outside);
        let off = points.iter().zip(is_off).filter(|(_, is_off)| *is_off);
        (name, off.map(|(point, _)| *point).take(5_000).collect())
    })
}

fn snap(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("snap");
    group.sample_size(10);
    let hard = real("osm_land10m_8hard.geojson").map(|outlines| ("eight countries", outlines));
    for (name, outlines) in levels().into_iter().chain(hard) {
        let index = RegionIndex::build(&outlines).with_grid().with_coast();
        let naive = NaiveIndex::build(&outlines);
        count(&mut group, outlines.n_vertices());
        group.bench_with_input(
            BenchmarkId::new("build per vertex", name),
            &outlines,
            |bench, outlines| {
                let build = || RegionIndex::build(outlines);
                bench.iter_batched(build, RegionIndex::with_coast, BatchSize::PerIteration);
            },
        );
        for (points, off) in off(&outlines, &index) {
            let id = |way: &str| BenchmarkId::new(format!("{way}/{points}"), name);
            count(&mut group, off.len());
            group.bench_with_input(id("coast"), &off, |bench, off| {
                bench.iter(|| index.locate(off, SNAP_M));
            });
            let few = &off[..off.len().min(500)];
            count(&mut group, few.len());
            group.bench_with_input(id("rstar"), few, |bench, few| {
                bench.iter(|| {
                    for &position in few.iter().flatten() {
                        black_box(naive.locate_one(position, SNAP_M));
                    }
                });
            });
        }
    }
}

criterion_group!(benches, lookup, build, whole, snap);
criterion_main!(benches);
