//! Filters and breakdowns: which schools count, and how the figures of a region split.

use std::collections::BTreeMap;
use std::path::Path;

use schoolreach::Error;
use schoolreach::format::Format;
use schoolreach::normalize::{Filter, StatusRule};
use schoolreach::pipeline::{Checks, Outcome, Plan, Silent, run};
use schoolreach::table::Day;

use crate::world::{contents, text};

/// Three schools in the west half, two in the east, one off it and one without a position; one row stands twice.
const SCHOOLS: &str = "\
school_id_govt,school_name,latitude,longitude,connectivity,TP_LOCALIZACAO,Rede,education_level,is_school_open,num_students
1,One,0.5,0.5,yes,Urban,public,Primary,yes,10
2,Two,0.5,0.6,no,rural,Public,primary,yes,20
3,Three,0.5,0.7,,Rural,private,\"Primary, Secondary\",no,30
4,Four,0.5,1.4,no,rural,PÚBLIC,Secondary,yes,40
5,Five,0.5,1.5,yes,urban,,Sécondary,,50
6,Six,0.5,9.5,no,rural,private,primary,yes,60
7,Seven,,,yes,,private,,yes,
2,Two,,,,,,,,
8,Eight,0.5
";

const HALVES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"W","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"id":"E","name":"East"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}}]}"#;

fn plan(dir: &Path) -> Plan {
    std::fs::write(dir.join("schools.csv"), SCHOOLS).unwrap();
    std::fs::write(dir.join("halves.geojson"), HALVES).unwrap();
    let [schools, halves] = ["schools.csv", "halves.geojson"].map(|name| text(&dir.join(name)));
    let mut plan = Plan::new(&[schools], &[halves]).unwrap();
    plan.output.formats = Some(vec![Format::Csv]);
    plan
}

fn filters(texts: &[&str]) -> Vec<Filter> {
    let parsed = texts.iter().map(|text| Filter::parse(text));
    parsed.collect::<Result<_, _>>().unwrap()
}

fn filtered(dir: &Path, texts: &[&str]) -> Result<Outcome, Error> {
    let mut plan = plan(dir);
    plan.breakdown.filters = filters(texts);
    run(&plan, &dir.join("out"), &Silent)
}

type Row = BTreeMap<String, String>;

fn rows(dir: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(dir.join("out").join(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn told(rows: &[Row], columns: &[&str]) -> String {
    let line = |row: &Row| {
        let fields: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
        fields.join(" | ")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn schools_that_a_filter_leaves_out_are_a_term_of_the_accounting() {
    let dir = tempfile::tempdir().unwrap();
    let outcome = filtered(dir.path(), &["school_area_type=RURAL", "rede!=private"]).unwrap();
    let found = outcome.report.schools;
    assert_eq!(
        (found.rows_read, found.rows_refused, found.duplicates),
        (9, 1, 1)
    );
    assert_eq!((found.excluded, found.closed, found.schools), (5, 0, 2));
    insta::assert_snapshot!(
        told(&rows(dir.path(), "schools.csv"), &["source_row", "school_name", "halves_id", "connectivity_status"]),
        @r"
    3 | Two | W | not_connected
    5 | Four | E | not_connected
    "
    );
    insta::assert_snapshot!(
        told(&rows(dir.path(), "totals_halves.csv"), &["total", "n_schools", "n_not_connected", "n_closed", "n_students"]),
        @r"
    regions | 2 | 2 | 0 | 60
    outside | 0 | 0 | 0 | 0
    no_position | 0 | 0 | 0 | 0
    national | 2 | 2 | 0 | 60
    "
    );
    assert_eq!(
        outcome.report.policy.filters,
        ["school_area_type=RURAL", "rede!=private"]
    );
}

#[test]
fn closed_schools_of_the_filter_stay_closed() {
    let dir = tempfile::tempdir().unwrap();
    let outcome = filtered(dir.path(), &["school_area_type=rural,"]).unwrap();
    let found = outcome.report.schools;
    assert_eq!((found.excluded, found.closed, found.schools), (2, 1, 4));
    let outcome = filtered(dir.path(), &["is_school_open=no"]);
    let found = outcome.unwrap().report.schools;
    assert_eq!((found.excluded, found.closed, found.schools), (6, 1, 0));
}

#[test]
fn issues_of_schools_that_are_left_out_are_counted_with_none() {
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(dir.path());
    plan.checks = Checks::All;
    run(&plan, &dir.path().join("all"), &Silent).unwrap();
    plan.breakdown.filters = filters(&["rede=public,private"]);
    run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let of = |folder: &str| -> BTreeMap<String, String> {
        let mut reader =
            csv::Reader::from_path(dir.path().join(folder).join("schools.csv")).unwrap();
        let rows = reader.deserialize().map(|row: Result<Row, _>| row.unwrap());
        rows.map(|row| (row["source_row"].clone(), row["n_issues"].clone()))
            .collect()
    };
    let (all, left) = (of("all"), of("out"));
    assert_eq!((all.len(), left.len()), (7, 6));
    // Row 6 is left out: those behind it keep what was found in them.
    for (row, n_issues) in left {
        assert_eq!(all[&row], n_issues, "row {row}");
    }
}

#[test]
fn filters_that_mean_nothing_are_errors_and_leave_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let error = |text: &str| filtered(dir.path(), &[text]).unwrap_err().to_string();
    insta::assert_snapshot!(
        error("rede=federal"),
        @"no school has `federal` as rede; the values there are, with their schools: `private` (3), blank (1), `Public` (1), `PÚBLIC` (1), `public` (1)"
    );
    insta::assert_snapshot!(
        error("funding=public"),
        @"schools.csv: no column `funding` for a filter or breakdown; its columns are `school_id_govt`, `school_name`, `latitude`, `longitude`, `connectivity`, `TP_LOCALIZACAO`, `Rede`, `education_level`, `is_school_open`, `num_students`"
    );
    assert!(!dir.path().join("out").exists());
}

fn broken_down(dir: &Path, by: &[&str]) -> Outcome {
    let mut plan = plan(dir);
    plan.breakdown.by = by.iter().map(|field| (*field).to_owned()).collect();
    run(&plan, &dir.join("out"), &Silent).unwrap()
}

const COUNTS: [&str; 6] = [
    "n_schools",
    "n_connected",
    "n_not_connected",
    "n_unknown",
    "n_closed",
    "n_students",
];

#[test]
fn figures_split_into_groups_that_add_up() {
    let dir = tempfile::tempdir().unwrap();
    let outcome = broken_down(dir.path(), &["rede", "education_level"]);
    let by = rows(dir.path(), "regions_halves_by.csv");
    let columns = [
        "region_id",
        "region_name",
        "total",
        "rede",
        "education_level",
        "unconnected_share_of_known",
        "n_schools",
        "n_not_connected",
        "n_closed",
    ];
    insta::assert_snapshot!(told(&by, &columns), @r"
    W | West |  | private | Primary, Secondary |  | 0 | 0 | 1
    W | West |  | public | Primary | 0.5 | 2 | 1 | 0
    E | East |  | public | Secondary | 1 | 1 | 1 | 0
    E | East |  | (blank) | Secondary | 0 | 1 | 0 | 0
     |  | outside | private | Primary | 1 | 1 | 1 | 0
     |  | no_position | private | (blank) | 0 | 1 | 0 | 0
     |  | national | private | Primary | 1 | 1 | 1 | 0
     |  | national | private | Primary, Secondary |  | 0 | 0 | 1
     |  | national | private | (blank) | 0 | 1 | 0 | 0
     |  | national | public | Primary | 0.5 | 2 | 1 | 0
     |  | national | public | Secondary | 1 | 1 | 1 | 0
     |  | national | (blank) | Secondary | 0 | 1 | 0 | 0
    ");
    let report = outcome.report.breakdown.unwrap();
    let fields: Vec<_> = report
        .fields
        .iter()
        .map(|field| (field.field.as_str(), field.values, field.schools_respelled))
        .collect();
    assert_eq!(fields, [("rede", 3, 2), ("education_level", 4, 3)]);
    let told = |name: &str, row: &Row| {
        let counts = COUNTS.map(|count| row[count].parse::<u64>().unwrap());
        (name.to_owned(), counts)
    };
    let regions = rows(dir.path(), "regions_halves.csv");
    let totals = rows(dir.path(), "totals_halves.csv");
    let parts = regions.iter().map(|row| told(&row["region_id"], row));
    let parts = parts.chain(totals[1..].iter().map(|row| told(&row["total"], row)));
    for (part, counts) in parts {
        let mine = by
            .iter()
            .filter(|row| row["region_id"] == part || row["total"] == part);
        let mut sum = [0; COUNTS.len()];
        for (_, counts) in mine.map(|row| told("", row)) {
            sum.iter_mut()
                .zip(counts)
                .for_each(|(sum, count)| *sum += count);
        }
        assert_eq!(sum, counts, "{part}");
    }
    let files = outcome.report.files.iter();
    assert!(
        files
            .map(|file| file.name.as_str())
            .any(|name| name == "regions_halves_by.csv")
    );
}

#[test]
fn a_later_run_without_groups_leaves_no_stale_table() {
    let dir = tempfile::tempdir().unwrap();
    broken_down(dir.path(), &["school_area_type"]);
    let table = dir.path().join("out/regions_halves_by.csv");
    assert!(table.exists());
    broken_down(dir.path(), &[]);
    assert!(!table.exists());
}

#[test]
fn threads_leave_no_trace_in_groups() {
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(dir.path());
    plan.breakdown.by = vec!["school_area_type".to_owned(), "rede".to_owned()];
    for (threads, out) in [(1, "one"), (4, "four")] {
        plan.threads = Some(threads);
        run(&plan, &dir.path().join(out), &Silent).unwrap();
    }
    let [one, four] = ["one", "four"].map(|out| contents(&dir.path().join(out)));
    assert_eq!(one, four);
}

#[test]
fn a_field_whose_name_is_taken_and_one_with_too_many_values() {
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(dir.path());
    let many: Vec<String> = (0..1_001).map(|n| format!("0.5,0.5,{n},a{n}\n")).collect();
    let text = format!("latitude,longitude,level,n_schools\n{}", many.concat());
    std::fs::write(dir.path().join("schools.csv"), text).unwrap();
    plan.breakdown.by = vec!["n_schools".to_owned()];
    let error = run(&plan, &dir.path().join("out"), &Silent).unwrap_err();
    insta::assert_snapshot!(
        error,
        @"n_schools has more than 1000 values (`a0`, `a1`, `a2`, …); expected a field of few values to break figures down by"
    );
    std::fs::write(
        dir.path().join("schools.csv"),
        "latitude,longitude,level,n_schools\n0.5,0.5,b,c\n",
    )
    .unwrap();
    run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let by = rows(dir.path(), "regions_halves_by.csv");
    insta::assert_snapshot!(told(&by, &["level", "total", "input_n_schools", "n_schools"]), @r"
    halves |  | c | 1
    halves | national | c | 1
    ");
}

#[test]
fn the_rule_of_giga_maps_and_what_it_changes() {
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(dir.path());
    let rows_of = "\
id,latitude,longitude,connectivity,connectivity_govt,connectivity_RT,download_speed_govt,is_school_open
1,0.5,0.5,No,,No,,
2,0.5,0.5,,Unknown,,,
3,0.5,0.5,,,,5,
4,0.5,0.5,Yes,No,,,
5,0.5,0.5,,sim,,,
6,0.5,0.5,,No,YES,,
7,0.5,0.5,,No,,,no
8,0.5,0.5,,,,,
9,0.5,0.5,,No,,,
";
    std::fs::write(dir.path().join("schools.csv"), rows_of).unwrap();
    let tests = "school_id_govt,timestamp,download_mbps\n9,2026-03-01T10:00:00Z,0\n";
    std::fs::write(dir.path().join("meter.csv"), tests).unwrap();
    plan.measurements.files = vec![text(&dir.path().join("meter.csv"))];
    plan.rules.status_rule = StatusRule::GigaMaps;
    let outcome = run(&plan, &dir.path().join("out"), &Silent).unwrap();
    insta::assert_snapshot!(
        told(&rows(dir.path(), "schools.csv"), &["school_id_govt", "connectivity_status", "status_source"]),
        @r"
    1 | unknown | none
    2 | not_connected | declared
    3 | unknown | none
    4 | connected | declared
    5 | not_connected | declared
    6 | connected | rt_flag
    7 | not_connected | declared
    8 | unknown | none
    9 | connected | measured
    "
    );
    let report = outcome.report;
    assert_eq!(report.policy.status_rule, "giga-maps");
    let found = report.status_changes.unwrap();
    let changes: Vec<_> = found
        .changes
        .iter()
        .map(|change| (change.from, change.to, change.schools))
        .collect();
    let expected = [
        ("connected", "not_connected", 1),
        ("connected", "unknown", 1),
        ("not_connected", "connected", 1),
        ("not_connected", "unknown", 1),
        ("unknown", "not_connected", 1),
    ];
    assert_eq!((found.schools_differing, changes), (5, expected.to_vec()));
    plan.measurements.recent_days = Some(30);
    insta::assert_snapshot!(
        run(&plan, &dir.path().join("out"), &Silent).unwrap_err(),
        @"Giga Maps takes evidence of any age; expected its rule without a limit of recent days"
    );
}

/// Tests over three months with none in the second; the clock of one device is ahead.
const METER: &str = "\
school_id_govt,timestamp,download_mbps
1,2026-01-05T10:00:00Z,0
1,2026-01-31T23:59:59Z,30
1,2026-03-20T10:00:00Z,0.5
2,2026-01-31T10:00:00Z,4
4,2026-03-21T10:00:00Z,25
6,2026-03-21T10:00:00Z,2
3,2026-03-21T10:00:00Z,2
9,2026-03-21T10:00:00Z,2
2,2027-05-01T10:00:00Z,9
";

#[test]
fn a_trend_has_a_row_for_every_month() {
    let dir = tempfile::tempdir().unwrap();
    let mut plan = plan(dir.path());
    std::fs::write(dir.path().join("meter.csv"), METER).unwrap();
    plan.measurements.files = vec![text(&dir.path().join("meter.csv"))];
    plan.measurements.as_of = Day::parse("2026-03-21");
    plan.breakdown.trend = true;
    run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let columns = [
        "region_id",
        "total",
        "month",
        "n_measured",
        "n_tests",
        "download_mbps_median",
        "share_below_1_mbps",
        "share_below_5_mbps",
        "share_below_20_mbps",
        "n_newly_connected",
        "n_live",
    ];
    insta::assert_snapshot!(told(&rows(dir.path(), "trend_halves.csv"), &columns), @r"
    W |  | 2026-01 | 2 | 3 | 9.5 | 0 | 0.5 | 1 | 2 | 2
    W |  | 2026-02 | 0 | 0 |  |  |  |  | 0 | 0
    W |  | 2026-03 | 1 | 1 | 0.5 | 1 | 1 | 1 | 0 | 1
    E |  | 2026-01 | 0 | 0 |  |  |  |  | 0 | 0
    E |  | 2026-02 | 0 | 0 |  |  |  |  | 0 | 0
    E |  | 2026-03 | 1 | 1 | 25 | 0 | 0 | 0 | 1 | 1
     | outside | 2026-01 | 0 | 0 |  |  |  |  | 0 | 0
     | outside | 2026-02 | 0 | 0 |  |  |  |  | 0 | 0
     | outside | 2026-03 | 1 | 1 | 2 | 0 | 1 | 1 | 1 | 1
     | national | 2026-01 | 2 | 3 | 9.5 | 0 | 0.5 | 1 | 2 | 2
     | national | 2026-02 | 0 | 0 |  |  |  |  | 0 | 0
     | national | 2026-03 | 3 | 3 | 2 | 0.3333333333333333 | 0.6666666666666666 | 0.6666666666666666 | 2 | 3
    ");
    plan.breakdown.filters = filters(&["rede!=public"]);
    run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let left = rows(dir.path(), "trend_halves.csv");
    let national: Vec<&Row> = left
        .iter()
        .filter(|row| row["total"] == "national")
        .collect();
    assert_eq!(national.len(), 1);
    assert_eq!(national[0]["n_tests"], "1");
    plan.measurements.files.clear();
    plan.measurements.as_of = None;
    insta::assert_snapshot!(
        run(&plan, &dir.path().join("out"), &Silent).unwrap_err(),
        @"a trend is asked for, but there is no measurement file"
    );
}
