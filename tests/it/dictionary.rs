//! `columns.csv` defines every column of every table that is written.

use std::collections::BTreeMap;
use std::path::Path;

use schoolreach::pipeline::column_meaning;

use crate::world::{call, contents, fixture, text};

/// The columns of each table in their order, as `columns.csv` tells them; none may be without a meaning of its own.
fn told(dir: &Path) -> BTreeMap<String, Vec<String>> {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(dir.join("columns.csv")).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let (table, column) = (&record[0], &record[1]);
        assert!(
            !record[5].starts_with("A column of the input"),
            "{table}: the column {column} is not defined in src/pipeline/dictionary"
        );
        assert!(!record.iter().any(|field| field.contains("LEVEL")));
        told.entry(table.to_owned())
            .or_default()
            .push(column.to_owned());
    }
    told
}

fn header(csv: &[u8]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap();
    header.iter().map(str::to_owned).collect()
}

/// Every CSV and GeoJSON file of a folder has the columns that are told of it.
fn check_folder(dir: &Path) {
    let told = told(dir);
    let mut n_checked = 0;
    for (name, bytes) in contents(dir) {
        let Some((table, extension)) = name.rsplit_once('.') else {
            continue;
        };
        let mut found = match extension {
            "csv" => header(&bytes),
            "geojson" => {
                let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                let properties = json["features"][0]["properties"].as_object().unwrap();
                properties.keys().cloned().collect()
            }
            _ => continue,
        };
        let mut expected = told.get(table).cloned().unwrap_or_default();
        if extension == "geojson" {
            expected.sort();
            found.sort();
        }
        assert_eq!(found, expected, "{name}");
        n_checked += 1;
    }
    assert!(n_checked > 2);
}

fn measurements(dir: &Path) -> String {
    let path = dir.join("tests.csv");
    let rows = "school_id_giga,timestamp,download_mbps\ng01,2026-03-01T10:00:00Z,5.5\n";
    std::fs::write(&path, rows).unwrap();
    text(&path)
}

#[test]
fn every_column_of_a_run_is_defined() {
    let dir = tempfile::tempdir().unwrap();
    let (schools, halves, quarters) = (
        text(&fixture("schools_every_case.csv")),
        format!("adm1={}", text(&fixture("regions_halves.geojson"))),
        format!("adm2={}", text(&fixture("regions_quarters.geojson"))),
    );
    let meter = measurements(dir.path());
    let inputs = ["--schools", &schools, "--regions", &halves, &quarters];
    let by = ["--by", "education_level", "--trend"];
    let more = ["--measurements", &meter, "--out", "out"];
    let more = [&by[..], &more].concat();
    let said = call(dir.path(), &[&["run"][..], &inputs, &more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    check_folder(&dir.path().join("out"));
}

#[test]
fn columns_of_the_input_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let schools = "longitude,latitude,connectivity,ministry,known_share\n0.5,0.5,yes,a,b\n";
    std::fs::write(dir.path().join("schools.csv"), schools).unwrap();
    let quarters = text(&fixture("regions_quarters.geojson"));
    let args = ["run", "--schools", "schools.csv", "--regions", &quarters];
    let more = ["--keep-properties", "--out", "out", "--layers", "schools"];
    let said = call(dir.path(), &[&args[..], &more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut reader = csv::Reader::from_path(dir.path().join("out/columns.csv")).unwrap();
    let records = reader.records().map(Result::unwrap);
    let own = records.filter(|record| record[5].starts_with("A column of the input"));
    let own: Vec<String> = own.map(|record| record[1].to_owned()).collect();
    let expected = [
        "input_longitude",
        "input_latitude",
        "connectivity",
        "ministry",
        "known_share",
    ];
    assert_eq!(own, expected);
}

#[test]
fn every_column_of_a_check_is_defined() {
    let dir = tempfile::tempdir().unwrap();
    let schools = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0.5, 0.5]}, "properties": {}},
        {"type": "Feature", "geometry": null, "properties": {}}]}"#;
    std::fs::write(dir.path().join("schools.geojson"), schools).unwrap();
    let said = call(dir.path(), &["check", "schools.geojson", "--out", "out"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    check_folder(&dir.path().join("out"));
}

#[test]
fn every_column_of_near_is_defined() {
    let dir = tempfile::tempdir().unwrap();
    let schools = text(&fixture("schools_every_case.csv"));
    let said = call(
        dir.path(),
        &["near", "--schools", &schools, "--at", "0.5,0.5"],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    for column in header(said.stdout.as_bytes()) {
        let meaning = column_meaning("near", &column, &[] as &[&str]);
        assert!(
            meaning.is_some(),
            "near: the column {column} is not defined"
        );
    }
}
