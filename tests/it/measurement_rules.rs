//! Measurements and the rules that they are read under in, columns and counts out.

use crate::measurements::{report, run, told, world};

/// Tests of two schools on four days of two weeks, with losses.
const PROBES: &str = "\
timestamp,school_id_giga,speed_download,speed_upload,latency,rtt_packet_loss_pct
2026-02-22T09:00:00Z,aa-1,10,2,50,0
2026-02-23T09:00:00Z,aa-1,20,,60,1.5
2026-02-23T21:00:00Z,aa-1,90,4,70,2.5
2026-03-01T23:30:00Z,aa-1,40,3,80,
2026-03-01T09:00:00Z,aa-2,,,90,100
";

#[test]
fn schools_have_all_figures_of_their_tests() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "probes.csv", PROBES);
    let said = run(dir.path(), "probes.csv", &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let columns = [
        "download_mbps_median",
        "download_mbps_mean",
        "download_mbps_p10",
        "download_mbps_p90",
        "download_mbps_min",
        "download_mbps_max",
        "upload_mbps_median",
        "upload_mbps_mean",
        "latency_ms_median",
        "loss_percent_median",
        "first_measured_at",
        "n_days_measured",
        "n_weeks_measured",
    ];
    insta::assert_snapshot!(told(dir.path(), "schools.csv", &columns), @"
    29.945215728903325 | 40 | 12.989043145780665 | 74.97808629156134 | 10 | 90 | 3 | 3 | 65.04055128501672 | 1.5 | 2026-02-22T09:00:00Z | 3 | 2
     |  |  |  |  |  |  |  | 90 | 100 | 2026-03-01T09:00:00Z | 1 | 1
     |  |  |  |  |  |  |  |  |  |  |  | 
     |  |  |  |  |  |  |  |  |  |  |  | 
     |  |  |  |  |  |  |  |  |  |  |  |
    ");
    insta::assert_snapshot!(told(dir.path(), "regions_halves.csv", &["loss_percent_median"]), @"50.75");
}

#[test]
fn a_time_zone_says_which_day_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let table = "\
timestamp,school_id_giga,download_mbps
2026-02-27T22:00:00Z,aa-1,10
2026-02-28T01:00:00Z,aa-1,20
2026-02-28T22:00:00Z,aa-1,60
";
    world(dir.path(), "tests.csv", table);
    let figures = |more: &[&str]| {
        let said = run(dir.path(), "tests.csv", more);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let columns = ["n_days_measured", "download_mbps_mean", DAILY];
        let told = told(dir.path(), "schools.csv", &columns);
        let found = &report(dir.path())["measurements"];
        let first = told.lines().next().unwrap();
        format!(
            "{} {}: {first}",
            found["time_zone"], found["reference_date"]
        )
    };
    let zones = ["UTC", "+03:00", "-03:00", "America/Sao_Paulo"];
    let all = zones.map(|zone| figures(&["--daily-means", "--time-zone", zone]));
    insta::assert_snapshot!(all.join("\n"), @r#"
    "UTC" "2026-02-28": 2 | 30 | 25
    "+03:00" "2026-03-01": 2 | 30 | 37.5
    "-03:00" "2026-02-28": 2 | 30 | 37.5
    "America/Sao_Paulo" "2026-02-28": 2 | 30 | 37.5
    "#);
    let said = run(dir.path(), "tests.csv", &["--time-zone", "Mars/Olympus"]);
    insta::assert_snapshot!(said.stderr, @"
    error: invalid value 'Mars/Olympus' for '--time-zone <ZONE>': expected UTC, an offset as +03:00 or a name as America/Sao_Paulo

    For more information, try '--help'.
    ");
    run(dir.path(), "tests.csv", &[]);
    let header = std::fs::read_to_string(dir.path().join("out/schools.csv")).unwrap();
    assert!(!header.contains(DAILY), "nobody asked for it");
}

const DAILY: &str = "download_mbps_mean_of_daily_means";

#[test]
fn schools_are_held_to_speeds_and_few_tests_do_not_speak() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path(), "probes.csv", PROBES);
    let columns = [
        "n_measured",
        "n_too_few_tests",
        "n_with_median",
        "n_below_30_mbps",
        "n_below_0_5_mbps",
        "n_with_both_medians",
        "n_below_broadband",
        "download_mbps_median",
        "loss_percent_median",
    ];
    let figures = |more: &[&str]| {
        let all = [&["--below", "30,0.5,broadband"], more].concat();
        let said = run(dir.path(), "probes.csv", &all);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let told = told(dir.path(), "regions_halves.csv", &columns);
        let said = said.stderr.lines().find(|line| line.contains("fewer than"));
        format!("{}\n{}", told, said.unwrap_or_default())
    };
    insta::assert_snapshot!(figures(&[]), @"
    2 | 0 | 1 | 1 | 0 | 1 | 0 | 29.945215728903325 | 50.75
    0 | 0 | 0 | 0 | 0 | 0 | 0 |  |
    ");
    insta::assert_snapshot!(figures(&["--min-tests", "2"]), @"
    2 | 1 | 1 | 1 | 0 | 1 | 0 | 29.945215728903325 | 1.5
    0 | 0 | 0 | 0 | 0 | 0 | 0 |  | 
      1 school with fewer than 2 tests: their medians are in no figure of a region
    ");
    let found = &report(dir.path())["measurements"];
    insta::assert_snapshot!(format!("{} {} {}", found["min_tests"], found["schools_with_too_few_tests"], found["below"]), @r#"2 1 ["n_below_30_mbps","n_below_0_5_mbps","n_below_broadband"]"#);
    let meanings = std::fs::read_to_string(dir.path().join("out/columns.csv")).unwrap();
    let of = |column: &str| {
        meanings
            .lines()
            .find(|line| line.contains(&format!("totals_halves,{column},")))
            .map(str::to_owned)
    };
    let of_half = of("n_below_0_5_mbps").unwrap();
    assert!(
        of_half.contains("schools whose median download"),
        "{of_half}"
    );
    let said = run(dir.path(), "probes.csv", &["--below", "fast"]);
    insta::assert_snapshot!(said.stderr.lines().next().unwrap(), @"error: invalid value 'fast' for '--below <SPEED,…>': expected Mbit/s above 0 and up to 100,000, basic, broadband, per-student or giga");
}

#[test]
fn a_table_of_wrong_ids_goes_before_matching() {
    let dir = tempfile::tempdir().unwrap();
    let tests = "\
timestamp,giga_id_school,country_code,download_mbps
2026-03-01T09:00:00Z,old-1,KE,10
2026-03-01T09:00:00Z,OLD-1,MD,20
2026-03-01T09:00:00Z, old-2 ,KE,30
";
    world(dir.path(), "tests.csv", tests);
    let map = "\
giga_id_school_wrong,wrong_country,giga_id_school_correct,correct_country
old-1,BR,AA-1,KEN
old-2,BR,aa-3,KEN
old-3,BR,aa-4,KEN
";
    let path = dir.path().join("fix.csv");
    std::fs::write(&path, map).unwrap();
    let said = run(dir.path(), "tests.csv", &["--id-map", "fix.csv"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(told(dir.path(), "schools.csv", &["school_name", "n_tests", "download_mbps_median"]), @"
    One | 1 | 10
    Two | 0 | 
    Three | 1 | 30
    Four | 0 | 
    Five | 0 |
    ");
    let issues = std::fs::read_to_string(dir.path().join("out/issues.csv")).unwrap();
    insta::assert_snapshot!(issues, @r#"
    file,row,column,check,severity,value,message
    tests.csv,2,giga_id_school,measurement_id_corrected,repaired,old-1,the map of ids has it as wrong; taken for the right one
    tests.csv,3,giga_id_school,measurement_unknown_school,doubt,OLD-1,no school has this id; the row is nobody's
    tests.csv,4,giga_id_school,measurement_id_corrected,repaired," old-2 ",the map of ids has it as wrong; taken for the right one
    fix.csv,4,,id_map_unused,doubt,old-3,no measurement has this id; the row corrects nothing
    "#);
    let report = report(dir.path());
    insta::assert_snapshot!(format!("{:#}", report["measurements"]["id_map"]), @r#"
    {
      "files": [
        {
          "bytes": 128,
          "file": "fix.csv",
          "sha256": "74298f3a70aabc14149f5d692025e03b46aabc31e168cf7773eab0f3507a4220"
        }
      ],
      "measurements_corrected": 2,
      "rows": 3,
      "rows_unused": 1
    }
    "#);
    std::fs::write(&path, map.replace("old-2", "Old-1")).unwrap();
    let said = run(dir.path(), "tests.csv", &["--id-map", "fix.csv"]);
    insta::assert_snapshot!(said.stderr, @"error: fix.csv:3: expected one right id for `Old-1`, which is `AA-1` in row 2, found `aa-3`");
}
