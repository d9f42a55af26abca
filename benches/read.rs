//! Files in, batches and typed tables out: bytes per second, beside the crates that others would take.
//!
//! `cargo bench --bench read`. Sizes are those of the files, so throughput is comparable between formats. Everything
//! runs on one thread unless `RAYON_NUM_THREADS` says otherwise. Outlines are real ones where ../shared/data lies
//! beside the project or further up; without them their groups are skipped.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use flatgeobuf::{FallibleStreamingIterator, FgbReader};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use schoolreach::issue::IssueLog;
use schoolreach::normalize::{
    RegionColumns, RegionIntake, RegionNormalizer, SchoolColumns, SchoolIntake, SchoolNormalizer,
    SchoolOptions,
};
use schoolreach::read::{Opened, ReadOptions, open, sources};
use schoolreach::table::Wanted;

/// Rows of the generated school list.
const N_SCHOOLS: u32 = 200_000;

fn opened(path: &Path) -> Opened {
    let pattern = path.to_str().expect("a path in UTF-8").to_owned();
    let source = &sources(&[pattern]).expect("a file")[0];
    open(source, &ReadOptions::default()).expect("readable")
}

/// A list of schools as ministries publish them, the same in every run.
fn write_schools(path: &Path) {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut text = String::from(
        "school_id_govt,school_name,education_level,latitude,longitude,num_students,connectivity_govt\n",
    );
    for number in 1..=N_SCHOOLS {
        let mut spread = |from: f64, width: f64| {
            from + width * f64::from(random.next_u32()) / f64::from(u32::MAX)
        };
        let (lat, lon) = (spread(-33.0, 38.0), spread(-73.0, 38.0));
        let level = ["Primary", "Secondary"][number as usize % 2];
        let word = ["yes", "no", "unknown", ""][random.next_u32() as usize % 4];
        let n_students = random.next_u32() % 1_500;
        writeln!(
            text,
            "{number:08},School number {number},{level},{lat:.6},{lon:.6},{n_students},{word}"
        )
        .expect("text grows");
    }
    fs::write(path, text).expect("a file in the temporary folder");
}

fn batches(path: &Path) -> usize {
    let opened = opened(path);
    let columns = SchoolColumns::find(opened.header(), &[], &[]).expect("columns");
    let wanted = columns.wanted(opened.header(), false);
    let mut n_rows = 0;
    let fold = |rows: usize| {
        n_rows += rows;
        Ok(())
    };
    opened
        .read(&wanted, |batch| black_box(batch).rows.len(), fold)
        .expect("rows");
    n_rows
}

fn typed_schools(path: &Path) -> usize {
    let opened = opened(path);
    let header = opened.header().clone();
    let columns = SchoolColumns::find(&header, &[], &[]).expect("columns");
    let wanted = columns.wanted(&header, false);
    let options = SchoolOptions::default();
    let normalizer = SchoolNormalizer::new(&header, columns, &options, Some(1_000));
    let mut intake = SchoolIntake::new(Some(1_000));
    intake.begin_file(&header.file);
    let fold = |chunk| {
        intake.push(chunk);
        Ok(())
    };
    opened
        .read(&wanted, |batch| normalizer.normalize(&batch), fold)
        .expect("rows");
    intake.finish().expect("schools").schools.len()
}

/// What the crate does at the least: every record, two numbers of it.
fn csv_crate(path: &Path) -> f64 {
    let mut reader = csv::Reader::from_path(path).expect("a file");
    let mut record = csv::ByteRecord::new();
    let mut sum = 0.0;
    while reader.read_byte_record(&mut record).expect("a record") {
        for field in [&record[3], &record[4]] {
            let number = std::str::from_utf8(field)
                .ok()
                .and_then(|text| text.parse::<f64>().ok());
            sum += number.expect("a number");
        }
    }
    sum
}

fn schools(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("schools.csv");
    write_schools(&path);
    let mut group = criterion.benchmark_group("schools.csv");
    group.throughput(Throughput::Bytes(
        fs::metadata(&path).expect("a file").len(),
    ));
    group.bench_function("batches", |bench| bench.iter(|| batches(&path)));
    group.bench_function("typed schools", |bench| bench.iter(|| typed_schools(&path)));
    group.bench_function("csv crate, two numbers", |bench| {
        bench.iter(|| csv_crate(&path));
    });
    group.finish();
}

/// A file of the shared data, where it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    folders
        .map(|folder| folder.join("shared/data").join(path))
        .find(|path| path.exists())
}

fn outlines(path: &Path) -> usize {
    let wanted = Wanted {
        columns: Vec::new(),
        geometry: true,
    };
    let mut n_vertices = 0;
    let fold = |vertices: usize| {
        n_vertices += vertices;
        Ok(())
    };
    opened(path)
        .read(
            &wanted,
            |batch| batch.geometries.outlines.n_vertices(),
            fold,
        )
        .expect("rows");
    n_vertices
}

fn typed_regions(path: &Path) -> usize {
    let opened = opened(path);
    let header = opened.header().clone();
    let columns = RegionColumns::find(&header, &[], Some("adm"), "regions").expect("columns");
    let wanted = columns.wanted(&header, false);
    let normalizer = RegionNormalizer::new(&header, columns, false);
    let (mut intake, mut issues) = (RegionIntake::new("adm"), IssueLog::new(Some(1_000)));
    intake.begin_file(&header.file);
    opened
        .read(
            &wanted,
            |batch| normalizer.normalize(batch),
            |chunk| intake.push(chunk, &mut issues),
        )
        .expect("rows");
    intake
        .finish(&mut issues)
        .expect("regions")
        .outlines
        .n_vertices()
}

/// The features as the crate has them.
fn geojson_crate(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("a file");
    let collection: geojson::FeatureCollection = text.parse().expect("a collection");
    collection.features.len()
}

/// Every coordinate through the crate's reader.
fn flatgeobuf_crate(path: &Path) -> f64 {
    let bytes = fs::read(path).expect("a file");
    let mut features = FgbReader::open(&bytes[..])
        .and_then(FgbReader::select_all_seq)
        .expect("features");
    let mut sum = 0.0;
    while let Some(feature) = features.next().expect("a feature") {
        let geometry = feature.fbs_feature().geometry();
        for part in geometry
            .and_then(|geometry| geometry.parts())
            .into_iter()
            .flatten()
        {
            sum += part.xy().map_or(0.0, |xy| xy.iter().sum::<f64>());
        }
    }
    sum
}

fn regions(criterion: &mut Criterion) {
    for name in ["br_municipios.geojson", "ph2023_barangays.fgb"] {
        let Some(path) = shared(&format!("admin/{name}")) else {
            continue;
        };
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(
            fs::metadata(&path).expect("a file").len(),
        ));
        group.bench_function("outlines", |bench| bench.iter(|| outlines(&path)));
        group.bench_function("typed regions", |bench| bench.iter(|| typed_regions(&path)));
        let rival = BenchmarkId::from_parameter("the format's crate");
        if name.ends_with("fgb") {
            group.bench_function(rival, |bench| bench.iter(|| flatgeobuf_crate(&path)));
        } else {
            group.bench_function(rival, |bench| bench.iter(|| geojson_crate(&path)));
        }
        group.finish();
    }
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
    Criterion::default().sample_size(20)
}

criterion_group! {
    name = benches;
    config = one_thread();
    targets = schools, regions
}
criterion_main!(benches);
