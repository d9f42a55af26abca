//! The demo from end to end: a newcomer's first command.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::world::{call, contents};

fn json(dir: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(dir.join(name)).unwrap()).unwrap()
}

#[test]
fn the_demo_makes_a_country_and_runs_the_main_job() {
    let dir = tempfile::tempdir().unwrap();
    let said = call(dir.path(), &["demo"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let out = dir.path().join("schoolreach-demo");
    let report = json(&out, "report.json");
    assert_eq!(report["schools"]["rows_read"], 6000);
    assert!(said.stderr.contains("Without internet"), "{}", said.stderr);
    check_files(&out, &report);
    let again = contents(&out);
    assert_eq!(call(dir.path(), &["demo"]).code, 0);
    assert_eq!(contents(&out), again, "a second demo gives the same bytes");
}

/// The report names every file beside it, with its hash and its number of features.
fn check_files(out: &Path, report: &Value) {
    let files = report["files"].as_array().unwrap();
    let mut listed: Vec<String> = files
        .iter()
        .map(|file| file["name"].as_str().unwrap().to_owned())
        .collect();
    listed.push("report.json".to_owned());
    listed.sort();
    assert_eq!(
        contents(out)
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        listed
    );
    for file in files {
        let name = file["name"].as_str().unwrap();
        let bytes = std::fs::read(out.join(name)).unwrap();
        assert_eq!(
            file["sha256"],
            hexadecimal(&Sha256::digest(&bytes)),
            "{name}"
        );
        if name.ends_with(".geojson") {
            let features = json(out, name)["features"].as_array().unwrap().len();
            assert_eq!(file["features"], features, "{name}");
        }
        if Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "csv")
        {
            let rows = csv::Reader::from_reader(&bytes[..]).records().count();
            assert_eq!(file["features"], rows, "{name}");
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
