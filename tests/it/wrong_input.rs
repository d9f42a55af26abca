//! Wrong inputs: a message that a mapper understands, and nothing written.

use std::fs;
use std::path::Path;

use crate::world::{call, fixture, text};

/// Runs the command on files that are written into a folder first, expects it to fail and answers what it said.
fn failure(files: &[(&str, &str)], schools: &str, regions: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(dir.path().join(name), content).unwrap();
    }
    let schools = schools.replace("FIXTURES", &text(&fixture("")));
    let regions = regions.replace("FIXTURES", &text(&fixture("")));
    said_without_output(
        dir.path(),
        &[
            "run",
            "--schools",
            &schools,
            "--regions",
            &regions,
            "--out",
            "out",
        ],
    )
}

fn said_without_output(dir: &Path, args: &[&str]) -> String {
    let before = names(dir);
    let said = call(dir, args);
    assert!(matches!(said.code, 1 | 2), "{}", said.stderr);
    assert_eq!(said.stdout, "");
    assert_eq!(names(dir), before, "nothing is left behind");
    said.stderr
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const SCHOOLS: &str = "FIXTURES/schools_every_case.csv";
const REGIONS: &str = "FIXTURES/regions_quarters.geojson";

#[test]
fn files_that_are_not_there() {
    insta::assert_snapshot!(failure(&[], "schools.csv", REGIONS), @"error: schools.csv: there is no such file or folder");
    insta::assert_snapshot!(failure(&[], "lists/*.csv", REGIONS), @"error: lists/*.csv: no file matches the pattern");
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();
    let schools = text(&fixture("schools_every_case.csv"));
    insta::assert_snapshot!(
        said_without_output(dir.path(), &["run", "--schools", &schools, "--regions", "empty", "--out", "out"]),
        @"error: empty: the folder holds no file of these kinds: csv, tsv, txt, geojson, json, geojsonl, geojsons, geojsonseq, ndjson, jsonl, topojson, fgb, shp, gpkg, kml, kmz, zip, xlsx, xlsm, xlsb, xls, ods, parquet, geoparquet, pq, gz, zst"
    );
}

#[test]
fn of_wrong_schools_and_regions_the_regions_are_told() {
    let files = [
        ("schools.csv", "name,lat,lon\nA,1,\"2\n"),
        ("regions.geojson", "{\"type\": \"FeatureCollection\""),
        ("lines.geojson", LINES),
    ];
    for _ in 0..10 {
        let said = failure(&files, "schools.csv", "regions.geojson");
        assert!(said.starts_with("error: regions.geojson: "), "{said}");
        let said = failure(&files, "schools.csv", "lines.geojson");
        assert!(said.starts_with("error: schools.csv:2: "), "{said}");
        let said = failure(&files, SCHOOLS, "lines.geojson");
        assert!(said.starts_with("error: lines.geojson: "), "{said}");
    }
}

/// A level whose regions have no area.
const LINES: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "1"},
    "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}]}"#;

#[test]
fn the_standard_input_is_named_once() {
    insta::assert_snapshot!(failure(&[], "-", "-"), @"error: `standard input` is named twice as an input");
}

#[test]
fn files_with_nothing_in_them() {
    insta::assert_snapshot!(failure(&[("schools.csv", "")], "schools.csv", REGIONS), @"error: schools.csv: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found an empty file");
    insta::assert_snapshot!(failure(&[("r.geojson", "  \n")], SCHOOLS, "r.geojson"), @"error: r.geojson: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found a blank file");
}

#[test]
fn a_csv_without_coordinates() {
    insta::assert_snapshot!(failure(&[("schools.csv", "name,district\nA,B\n")], "schools.csv", REGIONS), @"
    error: schools.csv: no column for schools.longitude; its columns are `name`, `district`
    hint: name it with --column schools.longitude=HEADER
    ");
}

#[test]
fn coordinates_that_could_be_two_columns() {
    let file = ("schools.csv", "name,lat,latitud,lon\nA,0.5,0.6,0.5\n");
    insta::assert_snapshot!(failure(&[file], "schools.csv", REGIONS), @"
    error: schools.csv: schools.latitude could be any of the columns `lat`, `latitud`
    hint: say which one with --column 'schools.latitude=lat', or that there is none with 'schools.latitude=none'
    ");
}

#[test]
fn an_id_that_is_none() {
    let row = |row: usize| format!("{},School {row},0.5,0.5\n", row % 3);
    let rows: Vec<String> = (0..30).map(row).collect();
    let file = format!("code,name,lat,lon\n{}", rows.concat());
    insta::assert_snapshot!(failure(&[("schools.csv", &file)], "schools.csv", REGIONS), @"
    error: schools.csv:6: the school id `1` stands at row 3 too, and of 18 rows that repeat an id 18 have another name than the first; this column does not identify schools
    hint: if the rows are one school with names spelled anew, correct the names; if the column is no id, name another with --column schools.school_id_govt=HEADER, or say that there is none: schools.school_id_govt=none
    ");
}

#[test]
fn quotes_that_swallow_rows() {
    let file = ("schools.csv", "name,lat,lon\n\"Open,0.5,0.5\nB,0.5,0.5\n");
    insta::assert_snapshot!(failure(&[file], "schools.csv", REGIONS), @r#"
    error: schools.csv:2: expected a closing quote " to the quoted field that begins on this line, found none
    hint: if the file does not quote its fields, use --quote none
    "#);
}

#[test]
fn outlines_without_polygons() {
    let point = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Point","coordinates":[0,0]}}]}"#;
    insta::assert_snapshot!(failure(&[("r.geojson", point)], SCHOOLS, "r.geojson"), @"error: r.geojson: expected polygons for level r, found none in 1 rows");
    insta::assert_snapshot!(failure(&[], SCHOOLS, SCHOOLS), @"error: schools_every_case.csv: expected outlines, found a csv file, which has no geometry");
}

#[test]
fn outlines_in_metres() {
    let metres = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[[[262000,6600000],[263000,6600000],[263000,6601000],[262000,6600000]]]}}]}"#;
    insta::assert_snapshot!(failure(&[("r.geojson", metres)], SCHOOLS, "r.geojson"), @"
    error: r.geojson:1: expected degrees of longitude in -180..=360 and latitude in -90..=90, found 262000, 6600000; these are metres of a projected system
    hint: say which with --regions-crs EPSG:n
    ");
}

#[test]
fn cut_files() {
    let whole = fs::read_to_string(fixture("regions_quarters.geojson")).unwrap();
    insta::assert_snapshot!(failure(&[("r.geojson", &whole[..900])], SCHOOLS, "r.geojson"), @"error: r.geojson: expected the end of the value, found the end of the text at byte 900: it seems to be cut off");
    let dir = tempfile::tempdir().unwrap();
    let (schools, regions) = (
        text(&fixture("schools_every_case.csv")),
        text(&fixture("regions_quarters.geojson")),
    );
    call(
        dir.path(),
        &[
            "run",
            "--schools",
            &schools,
            "--regions",
            &regions,
            "--out",
            "whole",
        ],
    );
    let fgb = fs::read(dir.path().join("whole/regions_adm2.fgb")).unwrap();
    fs::write(dir.path().join("r.fgb"), &fgb[..fgb.len() - 40]).unwrap();
    insta::assert_snapshot!(
        said_without_output(dir.path(), &["run", "--schools", &schools, "--regions", "r.fgb", "--out", "out"]),
        @"error: r.fgb: expected 396 bytes of feature 4 and 4 of its size, found 360 bytes before the file ends: it seems to be cut off"
    );
}

#[test]
fn schools_in_metres() {
    let file = (
        "schools.csv",
        "name,x,y\nA,262000.5,9880000\nB,263000,9881000\n",
    );
    insta::assert_snapshot!(failure(&[file], "schools.csv", REGIONS), @"
    error: no school can be placed: no row has a longitude in -180..=180 and a latitude in -90..=90 degrees: the columns hold 262000.5 to 263000 and 9880000 to 9881000; these seem to be metres of a projected system
    hint: say which system the coordinates are of, with --schools-crs EPSG:n
    ");
}

#[test]
fn axes_that_are_swapped_throughout() {
    let regions = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[[[36,-2],[38,-2],[38,0],[36,0],[36,-2]]]}}]}"#;
    let schools = "name,lat,lon\nA,36.8,-1.2\nB,37.1,-0.5\nC,-1.3,36.9\n";
    let files = [("schools.csv", schools), ("r.geojson", regions)];
    insta::assert_snapshot!(failure(&files, "schools.csv", "r.geojson"), @"
    error: no school can be placed: longitude and latitude are swapped in schools.csv: 2 of 3 rows with coordinates lie in a region only the other way round; `lon` holds latitudes and `lat` longitudes
    hint: name the columns with --column schools.longitude=… and --column schools.latitude=…
    ");
}

#[test]
fn outlines_of_another_continent() {
    let schools = (
        "schools.csv",
        "name,lat,lon\nA,-15.2,-47.5\nB,-16.2,-48.5\n",
    );
    insta::assert_snapshot!(failure(&[schools], "schools.csv", REGIONS), @"
    error: no school can be placed: none of the 2 schools with a position lies in or near a region: the schools lie at longitude -48.50 to -47.50 and latitude -16.20 to -15.20, the regions at longitude 0.00 to 2.00 and latitude 0.00 to 2.00; these seem to be outlines of another place
    hint: check that the outlines are of the schools' country, and the longitude and latitude columns
    ");
}

#[test]
fn columns_that_are_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let (schools, regions) = (
        text(&fixture("schools_every_case.csv")),
        text(&fixture("regions_quarters.geojson")),
    );
    let run = |column: &str| {
        let args = [
            "run",
            "--schools",
            &schools,
            "--regions",
            &regions,
            "--out",
            "out",
            "--column",
            column,
        ];
        said_without_output(dir.path(), &args)
    };
    insta::assert_snapshot!(run("schools.latitude=breite"), @"
    error: schools_every_case.csv: no column `breite` for schools.latitude; its columns are `school_id_giga`, `school_id_govt`, `school_name`, `education_level`, `latitude`, `longitude`, `num_students`, `connectivity_govt`, `connectivity_RT`, `is_school_open`, `adm2_pcode`
    hint: name a column as the header spells it
    ");
    insta::assert_snapshot!(run("adm7.id=breite"), @"error: a column is named for `adm7.id`; expected `schools`, `regions` or a level of this run (adm2)");
    insta::assert_snapshot!(run("schools.latitud=latitude"), @"error: a column is named for `schools.latitud`; expected one of the fields school_id_giga, school_id_govt, school_name, education_level, country, longitude, latitude, num_students, is_school_open, connectivity_RT, connectivity, status_source, download_speed_govt, stated, school_area_type, school_funding_type, electricity_availability");
}

#[cfg(unix)]
#[test]
fn a_target_that_cannot_be_written() {
    let (schools, regions) = (
        text(&fixture("schools_every_case.csv")),
        text(&fixture("regions_quarters.geojson")),
    );
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "not a folder").unwrap();
    let run = |out: &str| {
        said_without_output(
            dir.path(),
            &[
                "run",
                "--schools",
                &schools,
                "--regions",
                &regions,
                "--out",
                out,
            ],
        )
    };
    insta::assert_snapshot!(run("file"), @"error: cannot write into file: not a directory");
    insta::assert_snapshot!(run("/proc/schoolreach/out"), @"error: cannot create /proc/schoolreach: No such file or directory (os error 2)");
}
