//! Measurements in, what they say of schools and regions out.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use crate::world::{Said, call, contents, text};

/// Four schools in the west half and one in the east.
const SCHOOLS: &str = "\
school_id_giga,school_id_govt,country,school_name,latitude,longitude,connectivity,connectivity_RT
AA-1,1,KEN,One,0.5,0.5,no,no
aa-2,2,KEN,Two,0.5,0.6,no,no
aa-3,3,KEN,Three,0.5,0.7,,no
aa-4,4,KEN,Four,0.5,0.8,,yes
aa-5,5,KEN,Five,0.5,1.5,yes,no
";

const REGIONS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"W","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"id":"E","name":"East"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}}]}"#;

/// Giga Meter: three schools on the last day, a device whose clock is ahead, a school that dropped off.
const METER: &str = "\
timestamp,browser_id,school_id,giga_id_school,country_code,download,upload,latency
2026-03-01T09:00:00Z,b,1,aa-1,KE,10000,1000,50
2026-03-01T12:00:00+03:00,b,1, AA-1 ,KE,20000,3000,70
2026-03-01T09:00:00Z,b,2,,KE,0,0,90
2026-03-01 09:00:00,b,3,,ke,30000.5,,
2026-01-05T09:00:00Z,b,5,aa-5,KE,40000,,
2027-01-05T09:00:00Z,b,2,aa-2,KE,99999,,
2026-03-01T09:00:00Z,b,9,aa-9,KE,10000,,
";

pub(crate) fn world(dir: &Path, name: &str, measurements: &str) {
    std::fs::write(dir.join("schools.csv"), SCHOOLS).unwrap();
    std::fs::write(dir.join("halves.geojson"), REGIONS).unwrap();
    std::fs::write(dir.join(name), measurements).unwrap();
}

pub(crate) fn run(dir: &Path, measurements: &str, more: &[&str]) -> Said {
    let mut args = vec![
        "run",
        "--schools",
        "schools.csv",
        "--regions",
        "halves.geojson",
    ];
    args.extend(["--measurements", measurements, "--out", "out"]);
    args.extend(more);
    call(dir, &args)
}

pub(crate) fn report(dir: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(dir.join("out/report.json")).unwrap()).unwrap()
}

pub(crate) fn rows(dir: &Path, name: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(dir.join("out").join(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

pub(crate) fn told(dir: &Path, name: &str, columns: &[&str]) -> String {
    let line = |row: &HashMap<String, String>| {
        let fields: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
        fields.join(" | ")
    };
    rows(dir, name)
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

const OF_SCHOOLS: [&str; 7] = [
    "school_name",
    "connectivity_status",
    "status_source",
    "n_tests",
    "download_mbps_median",
    "last_measured_at",
    "activity",
];

#[test]
fn measurements_speak_in_the_figures_of_schools_and_regions() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "meter.csv", METER);
    let said = run(dir.path(), "meter.csv", &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(told(dir.path(), "schools.csv", &OF_SCHOOLS), @r"
    One | connected | measured | 2 | 15 | 2026-03-01T09:00:00Z | live
    Two | not_connected | declared | 1 | 0 | 2026-03-01T09:00:00Z | live
    Three | connected | measured | 1 | 30.0005 | 2026-03-01T09:00:00Z | live
    Four | connected | rt_flag | 0 |  |  | never
    Five | connected | measured | 1 | 40 | 2026-01-05T09:00:00Z | dropped_off
    ");
    let of_regions = [
        "n_connected",
        "n_not_connected",
        "n_connected_measured",
        "n_measured",
        "n_tests",
        "download_mbps_mean",
        "download_mbps_p10",
        "download_mbps_median",
        "download_mbps_p90",
        "upload_mbps_median",
        "latency_ms_median",
        "n_live",
        "n_at_risk",
        "n_dropped_off",
    ];
    insta::assert_snapshot!(told(dir.path(), "regions_halves.csv", &of_regions), @r"
    3 | 1 | 3 | 3 | 4 | 15.000166666666667 | 3 | 15 | 27.0004 | 1 | 75 | 3 | 0 | 0
    1 | 0 | 1 | 1 | 1 | 40 | 40 | 40 | 40 |  |  | 0 | 0 | 1
    ");
    insta::assert_snapshot!(told(dir.path(), "totals_halves.csv", &of_regions), @r"
    4 | 1 | 4 | 4 | 5 | 21.250125 | 4.500000000000001 | 22.50025 | 37.000150000000005 | 1 | 75 | 3 | 0 | 1
    0 | 0 | 0 | 0 | 0 |  |  |  |  |  |  | 0 | 0 | 0
    0 | 0 | 0 | 0 | 0 |  |  |  |  |  |  | 0 | 0 | 0
    4 | 1 | 4 | 4 | 5 | 21.250125 | 4.500000000000001 | 22.50025 | 37.000150000000005 | 1 | 75 | 3 | 0 | 1
    ");
    let report = report(dir.path());
    let found = &report["measurements"];
    let rows = &found["rows"];
    let ways = ["unknown_school", "future", "folded"].map(|way| rows[way].as_u64());
    assert_eq!(
        (found["rows_read"].as_u64(), ways),
        (Some(7), [Some(1), Some(1), Some(5)])
    );
    assert_eq!(found["reference_date"], "2026-03-01");
    let talk = said.stderr.split("\nMeasurements\n").nth(1).unwrap();
    insta::assert_snapshot!(talk.split("Status:").next().unwrap(), @r"
    meter.csv: giga meter, download in kbit/s, upload in kbit/s, latency in ms
    7 rows read = 1 unknown school + 1 future + 5 folded
    4 schools measured; as of 2026-03-01: 3 live, 0 at risk, 1 dropped off, 1 never measured
    3 schools connected by measurement, of which the rows said: 1 connected, 1 not connected, 1 unknown
    ");
}

#[test]
fn only_recent_measurements_are_evidence_where_asked() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "meter.csv", METER);
    let said = run(
        dir.path(),
        "meter.csv",
        &["--recent-days", "30", "--as-of", "2026-03-02"],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(told(dir.path(), "schools.csv", &OF_SCHOOLS), @r"
    One | connected | measured | 2 | 15 | 2026-03-01T09:00:00Z | live
    Two | not_connected | declared | 1 | 0 | 2026-03-01T09:00:00Z | live
    Three | connected | measured | 1 | 30.0005 | 2026-03-01T09:00:00Z | live
    Four | unknown | none | 0 |  |  | never
    Five | connected | declared | 1 | 40 | 2026-01-05T09:00:00Z | dropped_off
    ");
}

#[test]
fn formats_threads_and_the_order_of_files_leave_no_trace() {
    let mut outputs = Vec::new();
    let lines: Vec<&str> = METER.lines().collect();
    let part = |rows: &[&str]| format!("{}\n{}\n", lines[0], rows.join("\n"));
    let json: Vec<String> = lines[1..]
        .iter()
        .map(|line| {
            let pairs = lines[0].split(',').zip(line.split(','));
            let object: serde_json::Map<String, Value> = pairs
                .map(|(name, field)| (name.to_owned(), Value::String(field.to_owned())))
                .collect();
            Value::Object(object).to_string()
        })
        .collect();
    for (first, second, threads) in [
        (part(&lines[1..4]), part(&lines[4..]), "1"),
        (part(&lines[4..]), part(&lines[1..4]), "2"),
        (json[3..].join("\n"), json[..3].join("\n"), "4"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        world(dir.path(), "a.csv", &first);
        std::fs::write(dir.path().join("b.csv"), second).unwrap();
        let said = run(dir.path(), "?.csv", &["--threads", threads]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let files = contents(&dir.path().join("out")).into_iter();
        let of_inputs = ["report.json", "report.html", "issues.csv"];
        let told = |(name, _): &(String, Vec<u8>)| !of_inputs.contains(&name.as_str());
        outputs.push(files.filter(told).collect::<Vec<_>>());
    }
    assert!(outputs[0] == outputs[1], "the order of the files shows");
    assert!(outputs[0] == outputs[2], "the format shows");
}

#[test]
fn an_unlabelled_speed_stops_with_the_option_named() {
    let dir = tempfile::tempdir().unwrap();
    world(
        dir.path(),
        "tests.csv",
        "school_id_giga,date,download\naa-1,2026-03-01,12000\n",
    );
    let said = run(dir.path(), "tests.csv", &[]);
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.stderr, @r"
    error: tests.csv: column `download`: expected the unit of download (Mbit/s, kbit/s or bit/s), found none in its name or in the plan
    hint: say it with --download-unit UNIT (Mbit/s, kbit/s or bit/s), or leave the column out with --column measurements.download=none
    ");
    assert!(!dir.path().join("out").exists());
    let mut outputs = Vec::new();
    for (unit, speed) in [("kbit/s", "12000"), ("bit/s", "12000000"), ("Mbps", "12")] {
        let table = format!("school_id_giga,date,download\naa-1,2026-03-01,{speed}\n");
        world(dir.path(), "tests.csv", &table);
        let said = run(dir.path(), "tests.csv", &["--download-unit", unit]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        outputs.push(rows(dir.path(), "schools.csv"));
    }
    assert!(outputs[0] == outputs[1] && outputs[1] == outputs[2]);
    assert_eq!(outputs[0][0]["download_mbps_median"], "12");
}

#[test]
fn duplicates_are_dropped_where_asked() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "a.csv", METER);
    std::fs::write(dir.path().join("b.csv"), METER).unwrap();
    let n_tests = |more: &[&str]| {
        let said = run(dir.path(), "?.csv", more);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let rows = &report(dir.path())["measurements"]["rows"];
        (rows["folded"].clone(), rows["duplicates"].clone())
    };
    assert_eq!(n_tests(&[]), (10.into(), 0.into()));
    assert_eq!(
        n_tests(&["--dedupe"]),
        (4.into(), 6.into()),
        "two tests of one school are at one second"
    );
}

#[test]
fn the_percentiles_of_moldova_pass_through() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/schools");
    let [schools, table] = [
        "md_giga_MD_schools_metadata.csv",
        "md_IQB_Edu_MD_2026-01-01_2026-02-01_stats.csv",
    ]
    .map(|name| folder.join(name));
    if !schools.exists() || !table.exists() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not here", schools.display());
        }
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let regions = r#"{"type":"Feature","properties":{"id":"MD"},"geometry":{"type":"Polygon","coordinates":[[[26,45],[31,45],[31,49],[26,49],[26,45]]]}}"#;
    std::fs::write(dir.path().join("md.geojson"), regions).unwrap();
    let [schools_file, table_file] = [text(&schools), text(&table)];
    let args = ["run", "--schools", &schools_file, "--regions", "md.geojson"];
    let said = call(
        dir.path(),
        &[&args[..], &["--measurements", &table_file, "--out", "out"]].concat(),
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let mut given: HashMap<String, (f64, String)> = HashMap::new();
    for row in csv::Reader::from_path(&table).unwrap().deserialize() {
        let row: HashMap<String, String> = row.unwrap();
        let median = row["download_p50"].parse().unwrap();
        given.insert(
            row["giga_id_school"].clone(),
            (median, row["download_sample_count"].clone()),
        );
    }
    let schools = rows(dir.path(), "schools.csv");
    let measured: Vec<_> = schools.iter().filter(|row| row["n_tests"] != "0").collect();
    assert_eq!((schools.len(), measured.len()), (1186, 56));
    for row in measured {
        let (median, n_tests) = &given[&row["school_id_giga"]];
        let written: f64 = row["download_mbps_median"].parse().unwrap();
        assert_eq!(
            (written.to_bits(), &row["n_tests"]),
            (median.to_bits(), n_tests)
        );
        assert_eq!(row["connectivity_status"], "connected");
    }
    let rows = &report(dir.path())["measurements"]["rows"];
    assert_eq!(
        (&rows["folded"], &rows["unknown_school"]),
        (&56.into(), &1.into())
    );
}
