//! Which schools are near which, in nanoseconds a school: all at once, and one by one from an R-tree beside it.
//!
//! `cargo bench --bench neighbors`; `-- nearest` for one question. Schools stand around towns of a generated country,
//! on a whole country's worth of boxes, in one town, or all on one point.

#![allow(missing_docs, reason = "the macros of criterion are without")]

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use schoolreach::LonLat;
use schoolreach::generate::{CountryPlan, country, random_points};
use schoolreach::neighbors::{Neighborhood, SchoolIndex};
use schoolreach::table::TextColumn;

type Positions = Vec<Option<LonLat>>;

const RADII_M: [f64; 4] = [1_000.0, 2_000.0, 3_000.0, 10_000.0];
/// Of how many schools the R-tree answers for one.
const ONE_IN: usize = 100;

/// The schools of a generated country.
fn clustered(n_schools: usize) -> Positions {
    let plan = CountryPlan {
        n_schools,
        n_adm1: 27,
        n_adm2: n_schools / 200,
        dirty_share: 0.0,
        ..CountryPlan::default()
    };
    let country = country(&plan).expect("a country of this size");
    let mut file = Vec::new();
    country.write_schools(&mut file).expect("memory");
    let mut rows = csv::Reader::from_reader(&file[..]);
    let header = rows.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|field| field == name);
    let columns =
        [column("longitude"), column("latitude")].map(|found| found.expect("coordinates"));
    let position = |row: csv::StringRecord| {
        let [lon, lat] = columns.map(|column| row[column].parse().ok());
        LonLat::new(lon?, lat?).ok()
    };
    rows.records()
        .map(|row| position(row.expect("a row")))
        .collect()
}

/// Schools over the boxes of a generated country's regions.
fn scattered(n_schools: usize) -> Positions {
    let plan = CountryPlan {
        n_adm1: 27,
        n_adm2: 5_570,
        ..CountryPlan::default()
    };
    let country = country(&plan).expect("a country of this size");
    let points = random_points(&country.levels[1].outlines, n_schools, 1);
    points.into_iter().map(Some).collect()
}

/// All schools in a town of ten kilometres.
fn town(n_schools: usize) -> Positions {
    let all = scattered(n_schools);
    let first = all[0].expect("a position");
    let into_town = |position: Option<LonLat>| {
        let at = position?;
        let lon = first.lon_deg() + (at.lon_deg() * 1e3).fract() * 0.1;
        let lat = first.lat_deg() + (at.lat_deg() * 1e3).fract() * 0.1;
        LonLat::new(lon, lat).ok()
    };
    all.into_iter().map(into_town).collect()
}

fn stacked(n_schools: usize) -> Positions {
    vec![LonLat::new(-46.6, -23.5).ok(); n_schools]
}

/// Names as they are repeated in real lists.
fn names(n_schools: usize) -> TextColumn {
    let name = |row: usize| {
        format!(
            "Escola Municipal {}",
            row.wrapping_mul(7_919) % (n_schools / 3 + 1)
        )
    };
    let mut names = TextColumn::new();
    (0..n_schools).for_each(|row| names.push(&name(row)));
    names
}

fn measure<T>(
    group: &mut BenchmarkGroup<WallTime>,
    question: &str,
    schools: &str,
    answer: impl Fn() -> T,
) {
    group.bench_function(BenchmarkId::new(question, schools), |bencher| {
        bencher.iter(&answer);
    });
}

fn bulk(group: &mut BenchmarkGroup<WallTime>, name: &str, positions: &Positions) {
    let schools = Neighborhood::of(positions);
    let names = names(positions.len());
    group.throughput(Throughput::Elements(positions.len() as u64));
    measure(group, "build", name, || Neighborhood::of(positions));
    measure(group, "nearest", name, || schools.nearest());
    measure(group, "within 1, 2, 3, 10 km", name, || {
        schools.within(RADII_M)
    });
    measure(group, "same place", name, || schools.at_same_place());
    measure(group, "same name within 110 m", name, || {
        schools.namesakes(&names, 110.0)
    });
}

fn rival(group: &mut BenchmarkGroup<WallTime>, name: &str, positions: &Positions) {
    group.throughput(Throughput::Elements(positions.len() as u64));
    measure(group, "R-tree build", name, || {
        SchoolIndex::build(positions)
    });
    let index = SchoolIndex::build(positions);
    let some: Vec<(usize, LonLat)> = positions
        .iter()
        .enumerate()
        .step_by(ONE_IN)
        .filter_map(|(row, position)| Some((row, (*position)?)))
        .collect();
    group.throughput(Throughput::Elements(some.len() as u64));
    measure(group, "R-tree nearest", name, || {
        for (row, from) in &some {
            black_box(index.nearest_where(*from, 1, f64::INFINITY, |other| other != *row));
        }
    });
    measure(group, "R-tree within 1 km", name, || {
        for (_, from) in &some {
            black_box(index.within(*from, RADII_M[0]).len());
        }
    });
}

fn neighbors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("neighbors");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(2));
    for (n_schools, size) in [(100_000, "100 k"), (1_000_000, "1 M")] {
        for (kind, positions) in [
            ("clustered", clustered(n_schools)),
            ("scattered", scattered(n_schools)),
        ] {
            let name = format!("{size} {kind}");
            bulk(&mut group, &name, &positions);
            rival(&mut group, &name, &positions);
        }
    }
    bulk(&mut group, "1 M stacked", &stacked(1_000_000));
    bulk(&mut group, "100 k in a town", &town(100_000));
    group.finish();
}

criterion_group!(benches, neighbors);
criterion_main!(benches);
