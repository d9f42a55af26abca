//! Every input is told with its size and SHA-256, which `sha256sum` prints of the same file.

use std::io::Write;
use std::path::Path;

use schoolreach::read::{ReadOptions, open, sources};
use schoolreach::table::Wanted;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::world::{Said, call, fixture, text};

const SCHOOLS: &str = "\
school_id_giga,country,latitude,longitude,connectivity
g01,KEN,0.5,0.5,yes
g02,KEN,0.5,1.5,no
";

/// What `sha256sum` prints of them.
const SCHOOLS_SHA256: &str = "e151bfadf6740fd5a41fb0e86171118fb0a3e47112529e4f237b1c5e55500554";

const METER: &str = "school_id_giga,timestamp,download_mbps\ng01,2026-03-01T10:00:00Z,5.5\n";

const ID_MAP: &str = "\
giga_id_school_wrong,wrong_country,giga_id_school_correct,correct_country
g09,KEN,g02,KEN
";

fn args<'a>(schools: &'a str, regions: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let args = ["run", "--schools", schools, "--regions", regions];
    let out = ["--formats", "csv", "--layers", "regions", "--out", "out"];
    [&args[..], more, &out].concat()
}

fn run(dir: &Path, schools: &str, more: &[&str]) -> Said {
    let halves = text(&fixture("regions_halves.geojson"));
    let said = call(dir, &args(schools, &halves, more));
    assert_eq!(said.code, 0, "{}", said.stderr);
    said
}

fn report(dir: &Path) -> Value {
    let report = std::fs::read(dir.join("out/report.json")).unwrap();
    serde_json::from_slice(&report).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// What is told of a file of a folder.
fn told(dir: &Path, name: &str) -> Value {
    let bytes = std::fs::read(dir.join(name)).unwrap();
    json!({"file": name, "bytes": bytes.len(), "sha256": sha256(&bytes)})
}

fn check_schools(dir: &Path, n_bytes: usize, sha256: &str) {
    let report = report(dir);
    let file = &report["inputs"]["schools"][0];
    assert_eq!(
        (&file["bytes"], &file["sha256"]),
        (&n_bytes.into(), &sha256.into())
    );
}

#[test]
fn a_file_is_told_as_it_is_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("schools.csv"), SCHOOLS).unwrap();
    run(dir, "schools.csv", &[]);
    check_schools(dir, SCHOOLS.len(), SCHOOLS_SHA256);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(SCHOOLS.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    std::fs::write(dir.join("schools.csv.gz"), &packed).unwrap();
    run(dir, "schools.csv.gz", &[]);
    check_schools(dir, packed.len(), &sha256(&packed));
    let regions = std::fs::read(fixture("regions_halves.geojson")).unwrap();
    let report = report(dir);
    let file = &report["inputs"]["regions"][0];
    assert_eq!(file["bytes"], regions.len());
    assert_eq!(file["sha256"], sha256(&regions));
    assert!(file.get("beside").is_none());
}

#[test]
fn the_standard_input_is_told_too() {
    let dir = tempfile::tempdir().unwrap();
    let halves = text(&fixture("regions_halves.geojson"));
    let command = assert_cmd::cargo::cargo_bin!("schoolreach");
    let mut command = assert_cmd::Command::new(command);
    let args = args("-", &halves, &[]);
    let call = command.current_dir(dir.path()).args(args);
    call.write_stdin(SCHOOLS).assert().success();
    check_schools(dir.path(), SCHOOLS.len(), SCHOOLS_SHA256);
}

#[test]
fn files_of_measurements_ids_and_tallies_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    for (name, content) in [
        ("schools.csv", SCHOOLS),
        ("meter.csv", METER),
        ("ids.csv", ID_MAP),
    ] {
        std::fs::write(dir.join(name), content).unwrap();
    }
    let meter = ["--measurements", "meter.csv"];
    let fold = ["fold", "--schools", "schools.csv", "--out", "a.part"];
    assert_eq!(call(dir, &[&fold[..], &meter].concat()).code, 0);
    run(
        dir,
        "schools.csv",
        &[&meter[..], &["--id-map", "ids.csv"]].concat(),
    );
    let found = report(dir);
    let file = &found["inputs"]["measurements"][0];
    let expected = told(dir, "meter.csv");
    assert_eq!(
        (&file["bytes"], &file["sha256"]),
        (&expected["bytes"], &expected["sha256"])
    );
    assert_eq!(
        found["measurements"]["id_map"]["files"],
        json!([told(dir, "ids.csv")])
    );
    run(dir, "schools.csv", &["--tallies", "a.part"]);
    assert_eq!(
        report(dir)["measurements"]["tallies"],
        json!([told(dir, "a.part")])
    );
}

/// Files are read in blocks; where one ends with the file, the end is still to be found.
#[test]
fn texts_of_any_length_are_told_in_any_encoding() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.csv");
    for n_bytes in [
        5,
        64 << 10,
        256 << 10,
        (256 << 10) + (16 << 10) + 1,
        1 << 20,
    ] {
        let rows = "0123456\n".repeat(n_bytes / 8);
        let bytes = format!("a{}\n{rows}", "b".repeat(n_bytes % 8 + 6));
        let bytes = &bytes.as_bytes()[..n_bytes];
        std::fs::write(&path, bytes).unwrap();
        for label in [None, Some("utf-8"), Some("windows-1252")] {
            let options = ReadOptions {
                encoding: label.map(str::to_owned),
                ..ReadOptions::default()
            };
            let opened = open(&sources(&[text(&path)]).unwrap()[0], &options).unwrap();
            let wanted = Wanted {
                columns: vec![0],
                geometry: false,
            };
            opened.read(&wanted, |_| (), |()| Ok(())).unwrap();
            let found = opened.fingerprints().unwrap().file;
            assert_eq!(found.n_bytes, n_bytes as u64, "{label:?}");
            assert_eq!(found.sha256, sha256(bytes), "{n_bytes} {label:?}");
        }
    }
}
