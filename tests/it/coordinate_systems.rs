//! Outlines and schools in national systems: the same figures as in degrees, or a clear refusal.

use std::fs;
use std::path::Path;

use crate::world::{Said, call, contents};

/// Two regions side by side in Kenya, in EPSG:32737, with a crs member by this name; and the same edges in metres.
fn regions(crs: &str) -> String {
    let square = |id: &str, west: u32| {
        let east = west + 50_000;
        let (south, north) = (9_850_000, 9_900_000);
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
        )
    };
    let member = if crs.is_empty() {
        String::new()
    } else {
        format!(r#""crs":{{"type":"name","properties":{{"name":"{crs}"}}}},"#)
    };
    format!(
        r#"{{"type":"FeatureCollection",{member}"features":[{},{}]}}"#,
        square("west", 200_000),
        square("east", 250_000)
    )
}

/// Three schools in metres of EPSG:32737: two in the west, one in the east; and a fourth that is no place.
const METRES: &str = "id,x,y,internet\n1,210000,9860000,yes\n2,249999,9899000,no\n3,250001,9851000,no\n4,1e12,1e12,no\n";
/// The same in degrees, by PROJ.
const DEGREES: &str = "id,x,y,internet\n1,36.394116,-1.265304,yes\n2,36.753600,-0.913071,no\n3,36.753284,-1.347004,no\n4,,,no\n";

fn run(dir: &Path, more: &[&str]) -> Said {
    let args = [
        "run",
        "--schools",
        "s.csv",
        "--regions",
        "r.geojson",
        "--out",
        "out",
        "--column",
        "schools.longitude=x",
        "--column",
        "schools.latitude=y",
    ];
    call(dir, &[&args, more].concat())
}

fn folder(schools: &str, regions: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("s.csv"), schools).unwrap();
    fs::write(dir.path().join("r.geojson"), regions).unwrap();
    dir
}

/// Counts of the regions: id, schools, connected, not connected.
fn counts(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join("out/regions_r.csv")).unwrap();
    let line = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        [fields[0], fields[6], fields[7], fields[8]].join(" ")
    };
    text.lines().skip(1).map(line).collect()
}

#[test]
fn schools_and_outlines_in_metres_give_the_figures_of_degrees() {
    for (schools, option) in [
        (METRES, &["--schools-crs", "EPSG:32737"][..]),
        (DEGREES, &[]),
    ] {
        for (crs, said) in [
            ("urn:ogc:def:crs:EPSG::32737", &[][..]),
            ("", &["--regions-crs", "epsg:32737"][..]),
        ] {
            let dir = folder(schools, &regions(crs));
            let done = run(dir.path(), &[option, said].concat());
            assert_eq!(done.code, 0, "{}", done.stderr);
            assert_eq!(counts(dir.path()), ["west 2 1 1", "east 1 0 1"]);
        }
    }
}

#[test]
fn what_was_taken_stands_in_the_report_and_the_place_that_is_none_in_the_issues() {
    let dir = folder(METRES, &regions("EPSG:32737"));
    let done = run(dir.path(), &["--schools-crs", "EPSG:32737"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("out/report.json")).unwrap()).unwrap();
    insta::assert_snapshot!(report["inputs"]["regions"][0]["crs"], @r#"{"found":"EPSG:32737","found_by":"file","taken":"EPSG:32737","vertices_added":8,"within_m":1}"#);
    insta::assert_snapshot!(report["inputs"]["schools"][0]["crs"], @r#"{"found":null,"found_by":"option","taken":"EPSG:32737","vertices_added":0,"within_m":1}"#);
    let issues = fs::read_to_string(dir.path().join("out/issues.csv")).unwrap();
    let issue = issues
        .lines()
        .find(|line| line.contains("position_not_in_crs"));
    insta::assert_snapshot!(issue.unwrap(), @"s.csv,5,x,position_not_in_crs,doubt,1e12,this is no place of the coordinate system of the schools");
}

#[test]
fn a_check_takes_the_system_of_the_outlines_too() {
    let dir = folder(DEGREES, &regions(""));
    let args = [
        "check",
        "s.csv",
        "--regions",
        "r.geojson",
        "--regions-crs",
        "EPSG:32737",
        "--column",
        "schools.longitude=x",
        "--column",
        "schools.latitude=y",
        "--out",
        "out",
    ];
    let done = call(dir.path(), &args);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("out/report.json")).unwrap()).unwrap();
    insta::assert_snapshot!(report["inputs"]["regions"][0]["crs"]["taken"], @r#""EPSG:32737""#);
}

#[test]
fn threads_change_nothing() {
    let bytes = |threads: &str| {
        let dir = folder(METRES, &regions("EPSG:32737"));
        let done = run(
            dir.path(),
            &["--schools-crs", "EPSG:32737", "--threads", threads],
        );
        assert_eq!(done.code, 0, "{}", done.stderr);
        contents(&dir.path().join("out"))
    };
    assert!(bytes("1") == bytes("4"));
}

#[test]
fn an_option_goes_before_the_file_and_says_so() {
    let dir = folder(DEGREES, &regions("EPSG:25833"));
    let done = run(dir.path(), &["--regions-crs", "EPSG:32737"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let warning = done.stderr.lines().find(|line| line.contains("although"));
    insta::assert_snapshot!(warning.unwrap(), @"Warning: r.geojson: its coordinates are taken for EPSG:32737 as asked, although it names EPSG:25833");
}

#[test]
fn a_datum_that_is_known_by_metres_only_is_a_warning() {
    let dir = folder(DEGREES, &regions("EPSG:21037"));
    let done = run(dir.path(), &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let warning = done.stderr.lines().find(|line| line.contains("WGS 84"));
    insta::assert_snapshot!(warning.unwrap(), @"Warning: r.geojson: positions in EPSG:21037 come to WGS 84 within about 10 m only");
}

#[test]
fn what_is_not_known_is_refused_with_the_option_that_helps() {
    let said = |schools: &str, crs: &str, more: &[&str]| {
        let dir = folder(schools, &regions(crs));
        let done = run(dir.path(), more);
        assert_eq!(done.code, 1, "{}", done.stderr);
        assert!(!dir.path().join("out").exists());
        done.stderr
    };
    insta::assert_snapshot!(said(DEGREES, "EPSG:5514", &[]), @"
    error: r.geojson: expected a coordinate system whose way to WGS 84 is known, found EPSG:5514: the way from EPSG:5514 to WGS 84 is not known within 10 m
    hint: say which system it is with --regions-crs EPSG:n, or convert the file to longitude and latitude on WGS 84 (EPSG:4326) first
    ");
    insta::assert_snapshot!(said(DEGREES, "local grid", &[]), @"
    error: r.geojson: expected a coordinate system whose way to WGS 84 is known, found local grid: it names no system of the EPSG registry
    hint: say which system it is with --regions-crs EPSG:n, or convert the file to longitude and latitude on WGS 84 (EPSG:4326) first
    ");
    insta::assert_snapshot!(said(DEGREES, "EPSG:32737", &["--regions-crs", "wgs85"]), @"
    error: r.geojson: expected a coordinate system whose way to WGS 84 is known, found wgs85: it names no system of the EPSG registry
    hint: say which system it is with --regions-crs EPSG:n, or convert the file to longitude and latitude on WGS 84 (EPSG:4326) first
    ");
    insta::assert_snapshot!(said(DEGREES, "", &[]), @"
    error: r.geojson:1: expected degrees of longitude in -180..=360 and latitude in -90..=90, found 200000, 9850000; these are metres of a projected system
    hint: say which with --regions-crs EPSG:n
    ");
    insta::assert_snapshot!(said(METRES, "EPSG:32737", &[]), @"
    error: no school can be placed: no row has a longitude in -180..=180 and a latitude in -90..=90 degrees: the columns hold 210000 to 1000000000000 and 9851000 to 1000000000000; these seem to be metres of a projected system
    hint: say which system the coordinates are of, with --schools-crs EPSG:n
    ");
    insta::assert_snapshot!(said(METRES, "EPSG:32737", &["--schools-crs", "EPSG:26710"]), @"
    error: s.csv: expected a coordinate system whose way to WGS 84 is known, found EPSG:26710: the way from EPSG:26710 to WGS 84 is not known within 10 m
    hint: say which system it is with --schools-crs EPSG:n, or convert the file to longitude and latitude on WGS 84 (EPSG:4326) first
    ");
    let degrees = [
        ("9850000", "-2"),
        ("9900000", "0"),
        ("200000", "36"),
        ("250000", "37"),
        ("300000", "38"),
    ];
    let metres = regions("EPSG:32737");
    let degrees = degrees
        .iter()
        .fold(metres, |text, (from, to)| text.replace(from, to));
    let dir = folder(DEGREES, &degrees);
    insta::assert_snapshot!(run(dir.path(), &[]).stderr, @"
    error: r.geojson:1: expected coordinates of EPSG:32737, found 36, -2; these are degrees
    hint: if the file names its system wrongly, say --regions-crs EPSG:4326
    ");
}
