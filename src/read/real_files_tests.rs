//! Real files that people have: how many rows they hold, and that none is lost.

use std::time::Instant;

use super::testing::{Read, read_opened, shared, tell};
use super::{Quote, ReadOptions, open, sources};
#[cfg(feature = "parquet")]
use crate::table::GeometryKind;
use crate::table::RawLonLat;

fn file(path: &str, options: &ReadOptions) -> Option<Read> {
    let path = shared(path)?;
    let source = &sources(&[path.to_str().unwrap().to_owned()]).unwrap()[0];
    let start = Instant::now();
    let opened = open(source, options).unwrap();
    let opened_s = start.elapsed().as_secs_f64();
    let table = read_opened(opened).unwrap();
    let read_s = start.elapsed().as_secs_f64() - opened_s;
    tell(&format!(
        "{}: opened in {opened_s:.4} s, read in {read_s:.4} s",
        source.name
    ));
    Some(table)
}

fn check(path: &str, n_rows: usize, encoding: &str) {
    if let Some(table) = file(path, &ReadOptions::default()) {
        assert_eq!(table.rows.rows.len(), n_rows, "{path}");
        assert_eq!(table.header.encoding, encoding, "{path}");
        assert_eq!(table.rows.refused, [], "{path}");
    }
}

#[test]
fn school_lists() {
    check("schools/br_sp_escolas_062025.csv", 5_582, "windows-1252");
    check("schools/br_to_censo2025_escolas.csv", 2_217, "UTF-8");
    check("schools/ken_schools.csv", 37_930, "UTF-8");
    check("schools/md_giga_MD_schools_metadata.csv", 1_186, "UTF-8");
    check("points/ph_psgc_barangay_points.csv", 42_010, "UTF-8");
}

#[test]
fn measurements() {
    check(
        "schools/md_IQB_Edu_MD_2026-01-01_2026-02-01_stats.csv",
        57,
        "UTF-8",
    );
    let path = "schools/md_M-Lab_MD_2026-01-01_2026-02-01_country_stats.csv";
    if let Some(table) = file(path, &ReadOptions::default()) {
        assert_eq!(table.header.columns[..2], ["1", "country_code"]);
    }
}

#[test]
fn regions() {
    check("admin/br_municipios.geojson", 5_564, "UTF-8");
    check("admin/osm_land10m_8hard.geojson", 8, "UTF-8");
    check("admin/ph2023_barangays.fgb", 41_096, "UTF-8");
}

#[test]
fn countries_are_the_same_in_both_formats() {
    let folder = "correctness/flatgeobuf/test/data";
    let options = ReadOptions::default();
    let read = |name: &str| file(&format!("{folder}/{name}"), &options);
    let (Some(fgb), Some(geojson)) = (read("countries.fgb"), read("countries.geojson")) else {
        return;
    };
    let (names, expected_names) = (fgb.column("name"), geojson.column("name"));
    assert_eq!(names.len(), expected_names.len());
    for (row, name) in names.iter().enumerate() {
        let other = expected_names
            .iter()
            .position(|other| other == name)
            .unwrap();
        let (rings, expected) = (rings(&fgb, row), rings(&geojson, other));
        assert_eq!(rings, expected, "{name}");
    }
}

/// All rings of a row, each in the direction that begins with the lesser vertex: the two files have some the other
/// way round.
fn rings(table: &Read, row: usize) -> Vec<Vec<RawLonLat>> {
    let outlines = &table.rows.geometries.outlines;
    let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
    rings
        .map(|ring| {
            let forwards = outlines.ring(ring).to_vec();
            let backwards: Vec<RawLonLat> = forwards.iter().rev().copied().collect();
            if forwards < backwards {
                forwards
            } else {
                backwards
            }
        })
        .collect()
}

#[test]
fn tables_of_the_csv_crate() {
    let options = ReadOptions {
        delimiter: Some(b':'),
        ..ReadOptions::default()
    };
    if let Some(table) = file("correctness/csv/examples/data/smallpop-colon.csv", &options) {
        assert_eq!((table.rows.rows.len(), table.header.columns.len()), (10, 4));
    }
    check("correctness/csv/examples/data/uspop.csv", 100, "UTF-8");
    check("correctness/csv/examples/data/uspop-null.csv", 100, "UTF-8");
    check(
        "correctness/csv/examples/data/uspop-latin1.csv",
        100,
        "windows-1252",
    );
    check("correctness/csv/examples/data/smallpop.csv", 10, "UTF-8");
    let strange = "correctness/csv/examples/data/strange.csv";
    if let Some(path) = shared(strange) {
        let source = &sources(&[path.to_str().unwrap().to_owned()]).unwrap()[0];
        let error = open(source, &ReadOptions::default())
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("strange.csv:1: "), "{error}");
    }
}

#[test]
fn a_compressed_list() {
    let options = ReadOptions {
        quote: Quote::None,
        has_header: false,
        ..ReadOptions::default()
    };
    if let Some(table) = file("points/geonames_cities500.txt.gz", &options) {
        assert!(table.rows.rows.len() > 100_000);
        assert_eq!(
            (table.header.columns.len(), table.rows.refused.len()),
            (19, 0)
        );
    }
}

#[cfg(feature = "parquet")]
#[test]
fn municipalities_in_parquet() {
    if let Some(table) = file("admin/ph2023_municities.parquet", &ReadOptions::default()) {
        assert_eq!(table.rows.rows.len(), 1_596);
        let kinds = &table.rows.geometries.kinds;
        let n_missing = kinds
            .iter()
            .filter(|kind| **kind == GeometryKind::Missing)
            .count();
        assert_eq!(n_missing, 1);
        assert!(
            kinds
                .iter()
                .all(|kind| matches!(kind, GeometryKind::Missing | GeometryKind::Polygonal))
        );
    }
}

/// The corpus of the format has each geometry in well-known text beside it.
#[cfg(feature = "parquet")]
#[test]
fn the_geoparquet_corpus() {
    for (name, is_read) in [
        ("point", true),
        ("multipoint", true),
        ("linestring", false),
        ("multilinestring", false),
        ("polygon", true),
        ("multipolygon", true),
    ] {
        let folder = "correctness/geoparquet/test_data";
        let options = ReadOptions::default();
        let path = format!("{folder}/data-{name}-encoding_wkb.parquet");
        let Some(table) = file(&path, &options) else {
            return;
        };
        let Some(text) = file(&format!("{folder}/data-{name}-wkt.csv"), &options) else {
            return;
        };
        assert_eq!(table.column("col"), text.column("col"));
        for (kind, text) in table
            .rows
            .geometries
            .kinds
            .iter()
            .zip(text.column("geometry"))
        {
            let has_one = matches!(kind, GeometryKind::Point | GeometryKind::Polygonal);
            let is_blank = text.is_empty() || text.ends_with("EMPTY");
            let has_many = text.starts_with("MULTIPOINT") && text.contains(',');
            assert_eq!(
                has_one,
                is_read && !is_blank && !has_many,
                "{text}: {kind:?}"
            );
        }
    }
    check(
        "correctness/geoparquet/examples/example.parquet",
        5,
        "UTF-8",
    );
}

fn refusal(path: &str) -> Option<String> {
    let source = &sources(&[shared(path)?.to_str()?.to_owned()]).unwrap()[0];
    let refused = open(source, &ReadOptions::default());
    Some(refused.unwrap_err().to_string())
}

#[test]
fn objects_of_a_file_are_listed() {
    if let Some(message) = refusal("admin/ne_countries-10m.topojson") {
        assert!(
            message.contains("the objects `countries`, `land`"),
            "{message}"
        );
    }
}

#[cfg(not(feature = "zip"))]
#[test]
fn an_archive_says_what_it_needs() {
    if let Some(message) = refusal("schools/ken_schools_utm37s.zip") {
        assert!(message.contains("without the feature `zip`"), "{message}");
    }
}
