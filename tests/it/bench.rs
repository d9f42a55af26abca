//! The bench as CI calls it; nothing that is timed is asserted.

use std::path::Path;

use serde_json::{Value, json};

use crate::world::{Said, call};

const SIZE: [&str; 6] = ["bench", "--schools", "400", "--adm2", "12", "--runs=1"];

fn bench(dir: &Path, more: &[&str]) -> Said {
    call(dir, &[&SIZE[..], more].concat())
}

#[test]
fn the_result_is_json_and_the_table_is_talk() {
    let dir = tempfile::tempdir().unwrap();
    let said = bench(dir.path(), &["--threads", "2", "--keep", "kept"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(report["schema"], 1);
    assert_eq!(
        report["country"],
        json!({ "seed": 7, "schools": 400, "adm2": 12 })
    );
    assert_eq!(report["threads"], 2);
    assert!(said.stderr.contains("placing schools"), "{}", said.stderr);
    assert!(dir.path().join("kept/output/report.json").is_file());
    let quiet = bench(dir.path(), &["--quiet", "--out", "bench.json"]);
    assert_eq!(
        (quiet.code, quiet.stdout + &quiet.stderr),
        (0, String::new())
    );
    assert!(dir.path().join("bench.json").is_file());
}

#[test]
fn a_baseline_is_kept_or_the_stage_is_named() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(bench(dir.path(), &["--out", "same.json"]).code, 0);
    let path = dir.path().join("same.json");
    let mut report: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let same = bench(
        dir.path(),
        &["--baseline", "same.json", "--tolerance", "100000%"],
    );
    assert_eq!(same.code, 0, "{}", same.stderr);
    report["peak_memory_bytes"] = json!(1);
    std::fs::write(&path, report.to_string()).unwrap();
    let worse = bench(dir.path(), &["--quiet", "--baseline", "same.json"]);
    if cfg!(target_os = "linux") {
        assert_eq!(worse.code, 1);
        assert!(
            worse
                .stderr
                .contains("worse than the baseline: peak memory"),
            "{}",
            worse.stderr
        );
    }
    report["country"]["adm2"] = json!(13);
    std::fs::write(&path, report.to_string()).unwrap();
    let other = bench(dir.path(), &["--quiet", "--baseline", "same.json"]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("same country"), "{}", other.stderr);
    std::fs::write(&path, "{}").unwrap();
    assert!(
        bench(dir.path(), &["--baseline", "same.json"])
            .stderr
            .contains("same.json")
    );
}

#[test]
fn presets_and_sizes_are_told_apart() {
    let code = |args: &[&str]| call(Path::new("."), args).code;
    assert_eq!(code(&["bench", "--preset", "huge"]), 2);
    assert_eq!(
        code(&[
            "bench",
            "--preset",
            "small",
            "--schools",
            "5",
            "--adm2",
            "1"
        ]),
        2
    );
    assert_eq!(code(&["bench", "--schools", "5"]), 2);
    assert_eq!(code(&["bench", "--tolerance", "much"]), 2);
}
