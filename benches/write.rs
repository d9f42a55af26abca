//! The way out: 100,000 schools and the outlines of 1,000 regions in every format, into memory that is there already;
//! beside them, in the same groups, the writers of the crates `csv` and `flatgeobuf` with the same columns.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{self, Write};

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor, error};
use flatgeobuf::{ColumnType, FgbWriter, GeometryType};
use schoolreach::LonLat;
use schoolreach::generate::{CountryPlan, country, random_points};
use schoolreach::locate::nesting;
use schoolreach::table::{Column, Frame, FrameGeometry, Regions, TextColumn, Values};
use schoolreach::write::{self, Decimals};

const N_SCHOOLS: usize = 100_000;
const SEED: u64 = 7;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let plan = CountryPlan {
        n_schools: 0,
        n_adm2: 1_000,
        n_adm1: 12,
        ..CountryPlan::default()
    };
    let country = country(&plan).expect("possible sizes");
    schools(&mut criterion, &country.levels[1]);
    outlines(&mut criterion, &country.levels[1]);
    criterion.final_summary();
}

/// A group whose figures are per row.
fn group<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    n_rows: usize,
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(20)
        .throughput(Throughput::Elements(n_rows as u64));
    group
}

fn schools(criterion: &mut Criterion, regions: &Regions) {
    let points = random_points(&regions.outlines, N_SCHOOLS, SEED);
    let positions: Vec<Option<LonLat>> = points.iter().copied().map(Some).collect();
    let frame = Frame {
        name: "schools".to_owned(),
        n_rows: N_SCHOOLS,
        columns: school_columns(&points),
        geometry: FrameGeometry::Points(&positions),
    };
    let mut csv = group(criterion, "csv of schools", N_SCHOOLS);
    ours(&mut csv, |out| write::csv(&frame, out));
    csv.bench_function("crate csv", |b| b.iter(|| csv_of_crate(&frame).len()));
    csv.finish();
    let mut geojson = group(criterion, "geojson of schools", N_SCHOOLS);
    ours(&mut geojson, |out| {
        write::geojson(&frame, Decimals::Seven, out)
    });
    geojson.finish();
    let mut flatgeobuf = group(criterion, "flatgeobuf of schools", N_SCHOOLS);
    ours(&mut flatgeobuf, |out| write::flatgeobuf(&frame, out));
    flatgeobuf.bench_function("crate flatgeobuf", |b| {
        b.iter(|| flatgeobuf_of_crate(&frame, &points).len());
    });
    flatgeobuf.finish();
}

fn outlines(criterion: &mut Criterion, regions: &Regions) {
    let nesting = nesting(&regions.outlines);
    let frame = Frame {
        name: "regions".to_owned(),
        n_rows: regions.len(),
        columns: vec![text("region_id", &regions.region_id)],
        geometry: FrameGeometry::Outlines(&regions.outlines, &nesting),
    };
    let vertices = (0..regions.outlines.n_rings()).map(|ring| regions.outlines.ring(ring).len());
    let mut group = group(criterion, "outlines, per vertex", vertices.sum());
    for (name, decimals) in [
        ("geojson", Decimals::Seven),
        ("geojson, full", Decimals::Full),
    ] {
        named(&mut group, name, |out| {
            write::geojson(&frame, decimals, out)
        });
    }
    named(&mut group, "flatgeobuf", |out| {
        write::flatgeobuf(&frame, out)
    });
    group.finish();
}

fn ours(
    group: &mut BenchmarkGroup<'_, WallTime>,
    write: impl Fn(&mut (dyn Write + Send)) -> io::Result<u64>,
) {
    named(group, "schoolreach", write);
}

/// Writes into the same memory again and again.
fn named(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    write: impl Fn(&mut (dyn Write + Send)) -> io::Result<u64>,
) {
    let mut file = Vec::new();
    group.bench_function(name, |b| {
        b.iter(|| {
            file.clear();
            write(&mut file).expect("memory takes all")
        });
    });
}

fn text<'a>(name: &str, fields: &'a TextColumn) -> (String, Column<'a>) {
    (name.to_owned(), Column::Text(Cow::Borrowed(fields)))
}

/// Columns of all types, some values missing, as schools have them.
fn school_columns(points: &[LonLat]) -> Vec<(String, Column<'static>)> {
    let rows = || 0..points.len();
    let owned = |fields: TextColumn| Column::Text(Cow::Owned(fields));
    let ids: Vec<String> = rows().map(|row| format!("{row:032x}")).collect();
    let names: Vec<String> = rows()
        .map(|row| format!("Escola Municipal {row}"))
        .collect();
    let words: TextColumn = ["connected", "not_connected", "unknown"]
        .into_iter()
        .collect();
    let rows_i64 = rows().map(|row| i64::try_from(row).ok());
    let some_i64 = rows_i64.clone().map(|row| row.filter(|row| row % 3 != 0));
    vec![
        ("source_row".to_owned(), Column::Integer(rows_i64.collect())),
        (
            "school_id_giga".to_owned(),
            owned(ids.iter().map(String::as_str).collect()),
        ),
        (
            "school_name".to_owned(),
            owned(names.iter().map(String::as_str).collect()),
        ),
        (
            "num_students".to_owned(),
            Column::Integer(some_i64.collect()),
        ),
        (
            "latitude".to_owned(),
            Column::Real(points.iter().map(|point| Some(point.lat_deg())).collect()),
        ),
        (
            "longitude".to_owned(),
            Column::Real(points.iter().map(|point| Some(point.lon_deg())).collect()),
        ),
        (
            "connectivity_status".to_owned(),
            Column::Words {
                keys: rows().map(|row| u32::try_from(row % 3).ok()).collect(),
                words: Cow::Owned(words),
            },
        ),
        ("snap_m".to_owned(), Column::Real(Values::null())),
    ]
}

fn csv_of_crate(frame: &Frame<'_>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = frame.columns.iter().map(|(name, _)| name);
    writer.write_record(names).expect("memory takes all");
    let mut number = String::new();
    for row in 0..frame.n_rows {
        for (_, column) in &frame.columns {
            number.clear();
            let field = match column {
                Column::Integer(values) => printed(&mut number, values.get(row)),
                Column::Real(values) => printed(&mut number, values.get(row)),
                text => text.text(row).unwrap_or_default(),
            };
            writer.write_field(field).expect("memory takes all");
        }
        let end = None::<&[u8]>;
        writer.write_record(end).expect("memory takes all");
    }
    writer.into_inner().expect("memory takes all")
}

/// A number as text, in a buffer that is used again.
fn printed(buffer: &mut String, number: Option<impl std::fmt::Display>) -> &str {
    if let Some(number) = number {
        write!(buffer, "{number}").expect("memory takes all");
    }
    buffer
}

struct At(LonLat);

impl GeozeroGeometry for At {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> error::Result<()> {
        processor.point_begin(0)?;
        processor.xy(self.0.lon_deg(), self.0.lat_deg(), 0)?;
        processor.point_end(0)
    }
}

fn flatgeobuf_of_crate(frame: &Frame<'_>, points: &[LonLat]) -> Vec<u8> {
    let mut writer = FgbWriter::create(&frame.name, GeometryType::Point).expect("a writer");
    for (name, column) in &frame.columns {
        let kind = match column {
            Column::Integer(_) => ColumnType::Long,
            Column::Real(_) => ColumnType::Double,
            _ => ColumnType::String,
        };
        writer.add_column(name, kind, |_, _| {});
    }
    for (row, point) in points.iter().enumerate() {
        let added = writer.add_feature_geom(At(*point), |feature| {
            for (index, (name, column)) in frame.columns.iter().enumerate() {
                let value = match column {
                    Column::Integer(values) => values.get(row).map(ColumnValue::Long),
                    Column::Real(values) => values.get(row).map(ColumnValue::Double),
                    text => text.text(row).map(ColumnValue::String),
                };
                if let Some(value) = value {
                    feature.property(index, name, &value).expect("a property");
                }
            }
        });
        added.expect("a feature");
    }
    let mut file = Vec::new();
    writer.write(&mut file).expect("memory takes all");
    black_box(file)
}
