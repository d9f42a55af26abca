//! Filters and breakdowns: which schools count, and how the figures of a region split.

use std::collections::BTreeMap;
use std::path::Path;

use schoolreach::Error;
use schoolreach::format::Format;
use schoolreach::normalize::Filter;
use schoolreach::pipeline::{Checks, Outcome, Plan, Silent, run};

use crate::world::text;

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
