//! Measurements in, figures of each school out: rows per second, beside tables that keep every value of each school.
//!
//! `cargo bench --bench fold`. Everything runs on one thread unless `RAYON_NUM_THREADS` says otherwise. The rows come
//! in random order of their schools, as those of a country's probes do.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use schoolreach::fold::Folding;
use schoolreach::normalize::{
    MeasurementColumns, MeasurementNormalizer, MeasurementOptions, SaidUnits, SchoolIds,
};
use schoolreach::read::{Opened, ReadOptions, open, sources};
use schoolreach::table::{MeasurementRows, Metric, Schools, Tallies, Tally, TextColumn};

const N_SCHOOLS: u32 = 100_000;
const N_ROWS: u32 = 1_000_000;

/// How many rows a batch of a file holds, about.
const BATCH_ROWS: usize = 3_000;

/// 2026-01-01.
const FIRST_UNIX_S: u32 = 1_767_225_600;

/// The quantiles that figures need.
const QUANTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// A school at random, a time later than the one before, and values that spread as those of schools do.
fn tests() -> impl Iterator<Item = (u32, u32, [u64; 3])> {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    (0..N_ROWS).map(move |row| {
        let mut spread = |from: u64| {
            let drawn = random.next_u32();
            let octave = from << (drawn % 4);
            octave + u64::from(drawn >> 8) % octave
        };
        let values = [spread(4_000_000), spread(1_000_000), spread(20_000)];
        let school = random.next_u32() % N_SCHOOLS;
        (school, FIRST_UNIX_S + row * 2, values)
    })
}

fn batches() -> Vec<MeasurementRows> {
    let tests: Vec<_> = tests().collect();
    let batch = |tests: &[(u32, u32, [u64; 3])]| {
        let mut rows = MeasurementRows::default();
        for (school, at, values) in tests {
            let [download, upload, latency] = values.map(Some);
            rows.push(*school, Some(*at), [download, upload, latency, None]);
        }
        rows
    };
    tests.chunks(BATCH_ROWS).map(batch).collect()
}

fn folded(batches: &[MeasurementRows]) -> Tallies {
    let folding = Folding::new(N_SCHOOLS as usize);
    for batch in batches {
        folding.add(batch);
    }
    folding.finish()
}

/// The sum of all quantiles, so that each is worked out.
fn quantiles(tallies: &Tallies) -> f64 {
    let of_school = |tally: Tally<'_>| -> f64 {
        let distributions = Metric::ALL
            .into_iter()
            .filter_map(|metric| tally.metric(metric));
        let quantiles = distributions.flat_map(|one| QUANTILES.map(|at| one.quantile(at)));
        quantiles.flatten().sum()
    };
    tallies.iter().map(|(_, tally)| of_school(tally)).sum()
}

/// The values of one school, by metric.
type Kept = [Vec<f32>; Metric::ALL.len()];

/// Every value of every school, kept.
fn kept(batches: &[MeasurementRows]) -> HashMap<u32, Kept> {
    let mut kept: HashMap<u32, Kept> = HashMap::new();
    for batch in batches {
        for (row, school) in batch.school.iter().enumerate() {
            let of_school = kept.entry(*school).or_default();
            for metric in Metric::ALL {
                of_school[metric as usize].extend(batch.of(metric)[row].map(short));
            }
        }
    }
    kept
}

#[expect(clippy::cast_precision_loss, reason = "a rival that rounds")]
fn short(value: u64) -> f32 {
    value as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the rank of a value among a few"
)]
fn sorted_quantiles<K>(kept: HashMap<K, Kept>) -> f32 {
    let mut sum = 0.0;
    let with_values = kept
        .into_values()
        .flatten()
        .filter(|values| !values.is_empty());
    for mut values in with_values {
        values.sort_unstable_by(f32::total_cmp);
        let last = values.len() as f64 - 1.0;
        sum += QUANTILES
            .map(|at| values[(at * last) as usize])
            .iter()
            .sum::<f32>();
    }
    sum
}

fn rows(criterion: &mut Criterion) {
    let batches = batches();
    let mut group = criterion.benchmark_group("rows");
    group.sample_size(10);
    group.throughput(Throughput::Elements(N_ROWS.into()));
    group.bench_function("tallies", |bench| {
        bench.iter(|| quantiles(&folded(black_box(&batches))));
    });
    group.bench_function("every value kept", |bench| {
        bench.iter(|| sorted_quantiles(kept(black_box(&batches))));
    });
    group.finish();
}

fn schools() -> Schools {
    let ids: Vec<String> = (0..N_SCHOOLS).map(giga_id).collect();
    Schools {
        school_id_giga: ids.iter().map(String::as_str).collect(),
        school_id_govt: TextColumn::blank(ids.len()),
        country: TextColumn::blank(ids.len()),
        source_row: (0..N_SCHOOLS.into()).collect(),
        ..Schools::default()
    }
}

fn giga_id(number: u32) -> String {
    let mixed = number.wrapping_mul(2_654_435_761);
    format!("{mixed:08x}-ef0d-337d-8602-{number:012x}")
}

/// A table as Giga Meter has them.
fn table() -> String {
    let mut text =
        String::from("timestamp,browser_id,giga_id_school,country_code,download,upload,latency\n");
    for (school, at, [download, upload, latency]) in tests() {
        let second = at - FIRST_UNIX_S;
        let (day, hour) = (second / 86_400 + 1, second / 3_600 % 24);
        let (minute, second) = (second / 60 % 60, second % 60);
        let id = giga_id(school);
        let [download, upload] = [download, upload].map(|bps| bps / 1_000);
        let latency = latency / 1_000;
        writeln!(
            text,
            "2026-01-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z,b7,{id},KE,{download}.25,{upload}.5,{latency}"
        )
        .expect("text grows");
    }
    text
}

/// A file read, matched and folded.
fn folded_file(opened: &Opened, schools: &Schools) -> Tallies {
    let header = opened.header();
    let columns = MeasurementColumns::find(header, &[], SaidUnits::default()).expect("columns");
    let ids = SchoolIds::of(schools, columns.ids());
    let options = MeasurementOptions::default();
    let normalizer = MeasurementNormalizer::new(header, &columns, &ids, &options);
    let folding = Folding::new(schools.len());
    let mut n_folded = 0;
    let map = |batch: schoolreach::table::Batch<'_>| {
        let chunk = normalizer.normalize(&batch);
        folding.add(&chunk.rows);
        chunk.counts.folded
    };
    let fold = |folded: u64| {
        n_folded += folded;
        Ok(())
    };
    opened.read(&columns.wanted(), map, fold).expect("rows");
    assert_eq!(n_folded, u64::from(N_ROWS));
    folding.finish()
}

/// The same by the `csv` crate: no check, no time, no unit.
fn csv_crate(path: &Path) -> HashMap<Vec<u8>, Kept> {
    let mut kept: HashMap<Vec<u8>, Kept> = HashMap::new();
    let mut reader = csv::Reader::from_path(path).expect("a file");
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("a record") {
        if !kept.contains_key(&record[2]) {
            kept.insert(record[2].to_vec(), Kept::default());
        }
        let of_school = kept.get_mut(&record[2]).expect("one was put there");
        for (values, field) in of_school.iter_mut().zip([4, 5, 6]) {
            let text = std::str::from_utf8(&record[field]).expect("digits");
            values.push(text.parse().expect("a number"));
        }
    }
    kept
}

fn from_csv(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("meter.csv");
    std::fs::write(&path, table()).expect("a file in the temporary folder");
    let source = sources(&[path.to_str().expect("UTF-8").to_owned()]).expect("a file");
    let opened = open(&source[0], &ReadOptions::default()).expect("readable");
    let schools = schools();
    let mut group = criterion.benchmark_group("meter.csv");
    group.sample_size(10);
    group.throughput(Throughput::Elements(N_ROWS.into()));
    group.bench_function("tallies", |bench| {
        bench.iter(|| quantiles(&folded_file(&opened, &schools)));
    });
    group.bench_function("csv crate, every value kept", |bench| {
        bench.iter(|| sorted_quantiles(csv_crate(&path)));
    });
    group.finish();
}

fn one_thread() -> Criterion {
    if std::env::var_os("RAYON_NUM_THREADS").is_none() {
        // It fails where a pool is already there, which then stays.
        drop(
            rayon::ThreadPoolBuilder::new()
                .num_threads(1)
                .build_global(),
        );
    }
    Criterion::default()
}

criterion_group! {
    name = benches;
    config = one_thread();
    targets = rows, from_csv
}
criterion_main!(benches);
