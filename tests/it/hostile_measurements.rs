//! Everything that is wrong with files of measurements in, each fault under its name out.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::measurements::{report, run, told, world};

/// A row for each fault, and some good ones; a test of school one is in kbit/s by mistake.
const HOSTILE: &str = "\
timestamp,giga_id_school,download_mbps,upload_mbps,latency_ms,loss_percent
2026-02-27T09:00:00Z,aa-1,20,2,40,0
2026-02-28T09:00:00Z,aa-1,21,2,40,0
2026-03-01T09:00:00Z,aa-1,22,2,40,0
2026-03-01T09:15:00Z,aa-1,20500,2,40,0
2026-02-27T09:00:00Z,aa-1,20,2,40,0
2026-03-01T09:00:00Z,aa-2,-3,-1,40,0
2026-03-01T09:01:00Z,aa-2,0,0,0,0
2026-03-01T09:02:00Z,aa-2,NaN,,40,0
2026-03-01T09:03:00Z,aa-2,1e300,,40,100.5
2026-03-01T09:04:00Z,aa-2,12000,,40,0
1970-01-01T00:00:07Z,aa-3,5,1,40,0
2286-11-20T17:46:40Z,aa-3,5,1,40,0
2016-12-31T23:59:60Z,aa-3,5,1,40,0
2027-03-01T09:00:00Z,aa-3,5,1,40,0
,aa-3,5,1,40,0
yesterday,aa-3,5,1,40,0
2026-03-01T09:00:00Z,  AA-3 ,5,1,40,0
2026-03-01T09:00:00Z,,5,1,40,0
2026-03-01T09:00:00Z,aa-99,5,1,40,0
2026-03-01T09:00:00Z,aa-4,,,,
2026-03-01T09:00:00Z,aa-4,5,1
";

#[test]
#[expect(clippy::too_many_lines, reason = "most of them are what is expected")]
fn every_fault_is_counted_under_its_name() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "hostile.csv", HOSTILE);
    let said = run(dir.path(), "hostile.csv", &["--dedupe", "--min-tests", "3"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let report = report(dir.path());
    insta::assert_snapshot!(format!("{:#}", report["measurements"]), @r#"
    {
      "activity": {
        "at_risk": 0,
        "dropped_off": 0,
        "live": 3,
        "never": 2
      },
      "below": [],
      "connected_by_measurement": {
        "were_connected": 0,
        "were_not_connected": 2,
        "were_unknown": 1
      },
      "files": [
        {
          "download_unit": "Mbit/s",
          "file": "hostile.csv",
          "is_dated": true,
          "latency_unit": "ms",
          "loss_unit": "percent",
          "profile": "generic",
          "upload_unit": "Mbit/s"
        }
      ],
      "id_map": null,
      "median_relative_error": 0.01,
      "min_tests": 3,
      "outliers": {
        "factor": 300,
        "schools": 1,
        "tests": 1
      },
      "recent_days": null,
      "reference_date": "2026-03-01",
      "reference_found_by": "data",
      "rows": {
        "ambiguous_id": 0,
        "conflicting_ids": 0,
        "duplicates": 1,
        "folded": 11,
        "future": 1,
        "no_country": 0,
        "no_id": 1,
        "no_time": 4,
        "no_value": 1,
        "out_of_window": 0,
        "refused": 1,
        "superseded": 0,
        "unknown_school": 1
      },
      "rows_read": 21,
      "schools_measured": 3,
      "schools_with_too_few_tests": 1,
      "since": null,
      "tests_of_excluded_schools": 0,
      "time_zone": "UTC",
      "until": null
    }
    "#);
    let issues = report["issues"].as_object().unwrap();
    let of_measurements = issues
        .iter()
        .filter(|(check, _)| check.starts_with("measurement"));
    let counts: Vec<String> = of_measurements
        .map(|(check, n)| format!("{check} {n}"))
        .collect();
    insta::assert_snapshot!(counts.join("\n"), @"
    measurement_duplicate 1
    measurement_future 1
    measurement_id_spelling 6
    measurement_implausible_time 2
    measurement_impossible 2
    measurement_leap_second 1
    measurement_negative 2
    measurement_no_id 1
    measurement_no_time 1
    measurement_no_value 1
    measurement_not_a_number 1
    measurement_outlier 1
    measurement_too_fast 2
    measurement_unknown_school 1
    measurement_unreadable_time 1
    measurement_zero 3
    ");
    let columns = [
        "school_name",
        "n_tests",
        "download_mbps_median",
        "download_mbps_max",
        "n_issues",
    ];
    insta::assert_snapshot!(told(dir.path(), "schools.csv", &columns), @"
    One | 4 | 21.473525062106813 | 20500 | 1
    Two | 5 | 6000 | 12000 | 0
    Three | 2 | 5 | 5 | 0
    Four | 0 |  |  | 0
    Five | 0 |  |  | 0
    ");
}

#[test]
fn a_file_given_twice_or_cut_is_told() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "tests.csv", HOSTILE);
    let said = run(dir.path(), "tests.csv", &["--measurements", "./tests.csv"]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.stderr, @"error: `./tests.csv` is named twice as an input");
    let cut = HOSTILE.split_once(",40,0\n2026-02-28").unwrap().0;
    std::fs::write(dir.path().join("cut.csv"), cut).unwrap();
    let said = run(dir.path(), "cut.csv", &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(report(dir.path())["measurements"]["rows"]["refused"], 1);
    std::fs::write(dir.path().join("cut.csv.gz"), half_of(&compressed(HOSTILE))).unwrap();
    let said = run(dir.path(), "cut.csv.gz", &[]);
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.stderr, @"error: cut.csv.gz: expected a whole gzip file, found one that is cut off");
}

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn half_of(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}

/// All files of the results but the report, which names units.
fn bytes(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(dir.join("out")).unwrap();
    let files = files.map(|file| {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).unwrap())
    });
    let mut files: Vec<_> = files
        .filter(|(name, _)| !name.starts_with("report."))
        .collect();
    files.sort();
    files
}

#[test]
fn the_same_speeds_in_any_unit_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let speeds_kbps = [0_u64, 1, 999, 1_000, 12_345, 20_000, 87_654_321, 99_999_999];
    let written = |unit: &str, kbps: u64| match unit {
        "bps" => format!("{}", kbps * 1_000),
        "kbps" => format!("{kbps}"),
        _ => format!("{}.{:03}", kbps / 1_000, kbps % 1_000),
    };
    let mut results = Vec::new();
    for unit in ["bps", "kbps", "mbps"] {
        let mut table = format!("timestamp,giga_id_school,download_{unit},upload_{unit}\n");
        for (second, kbps) in (10..).zip(speeds_kbps) {
            let school = if kbps > 1_000_000 { "aa-2" } else { "aa-1" };
            let speed = written(unit, kbps);
            writeln!(table, "2026-03-01T09:00:{second}Z,{school},{speed},{speed}").unwrap();
        }
        world(dir.path(), "tests.csv", &table);
        let said = run(
            dir.path(),
            "tests.csv",
            &[
                "--below",
                "giga",
                "--daily-means",
                "--layers",
                "regions,schools",
            ],
        );
        assert_eq!(said.code, 0, "{}", said.stderr);
        results.push(bytes(dir.path()));
    }
    assert!(results[0].len() >= 8, "{}", results[0].len());
    assert!(results[0] == results[1] && results[1] == results[2]);
}
