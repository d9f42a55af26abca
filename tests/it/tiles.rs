//! Vector tiles by the command: one archive, listed and told of, or a clear refusal.

use std::path::Path;

use crate::world::{Said, call};

fn run(dir: &Path, verb: &str, more: &[&str]) -> Said {
    let made = call(
        dir,
        &[
            "generate",
            "--out",
            "country",
            "--schools",
            "900",
            "--quiet",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.stderr);
    let inputs = [
        "--schools",
        "country/schools.csv",
        "--regions",
        "adm2=country/adm2.geojson",
    ];
    call(
        dir,
        &[&[verb][..], &inputs, &["--formats", "pmtiles"], more].concat(),
    )
}

#[cfg(feature = "pmtiles")]
#[test]
fn an_archive_is_listed_told_of_and_the_same_on_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let archives = ["1", "3"].map(|threads| {
        let said = run(dir.path(), "run", &["--out", threads, "--threads", threads]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        std::fs::read(dir.path().join(threads).join("schoolreach.pmtiles")).unwrap()
    });
    assert!(archives[0] == archives[1]);
    let report = std::fs::read(dir.path().join("1/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let files = report["files"].as_array().unwrap();
    let listed = files
        .iter()
        .find(|file| file["name"] == "schoolreach.pmtiles")
        .unwrap();
    let tiles = &report["tiles"];
    let regions = tiles["levels"][0]["regions"].as_u64().unwrap();
    let schools = tiles["schools"].as_u64().unwrap();
    assert_eq!(listed["features"], regions + schools);
    let bytes = tiles["zooms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|zoom| zoom["bytes"].as_u64().unwrap());
    // Tiles that are the same are stored once.
    assert!(bytes.sum::<u64>() + 30_000 > archives[0].len() as u64);
}

#[test]
fn a_check_and_a_build_without_the_feature_refuse_tiles_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let said = run(dir.path(), "check", &["--out", "quality"]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.stderr, @r"
    error: invalid value 'pmtiles' for '--formats <FORMAT,…>'
      [possible values: geojson, flatgeobuf, csv, xlsx]

    For more information, try '--help'.
    ");
    if cfg!(not(feature = "pmtiles")) {
        let said = run(dir.path(), "run", &["--out", "result"]);
        assert_eq!(said.code, 2);
        insta::assert_snapshot!(said.stderr, @"error: this build does not write vector tiles: it is without the feature `pmtiles`");
        assert!(!dir.path().join("result").exists());
    }
}
