//! Whatever the rows are, every one of them is accounted for: counted again here, from the files alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use schoolreach::Error;
use schoolreach::format::Format;
use schoolreach::pipeline::{Plan, Report, Silent, run};

use crate::world::{fixture, text};

/// A field of a school row, good or bad.
fn field(good: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(good).prop_map(str::to_owned),
        1 => Just(String::new()),
        1 => prop::sample::select(&["#N/A", "nan", "-1e400", "x", "0,5", " 7 ", "\"quoted, \"\"twice\"\"\"", "é"][..])
            .prop_map(str::to_owned),
    ]
}

/// A row: id, name, latitude, longitude, students, connectivity, open, code; at times with a field too many.
fn row() -> impl Strategy<Value = String> {
    const DEGREES: &[&str] = &[
        "0", "0.25", "0.5", "1", "1.5", "2", "2.004", "-0.01", "1.75", "95", "0.1", "0.9",
    ];
    let fields = (
        field(&["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        field(&["A", "B"]),
        field(DEGREES),
        field(DEGREES),
        field(&["1", "20", "300"]),
        field(&["yes", "no", "unknown", "1", "0"]),
        field(&["yes", "no"]),
        field(&["SW", "SE", "NW", "NE", "XX"]),
    );
    (fields, prop::bool::weighted(0.05)).prop_map(|((a, b, c, d, e, f, g, h), is_ragged)| {
        let row = [a, b, c, d, e, f, g, h].join(",");
        if is_ragged {
            format!("{row},more")
        } else {
            row
        }
    })
}

fn run_on(dir: &Path, rows: &[String]) -> Result<Report, Error> {
    let header = "school_id_govt,school_name,latitude,longitude,num_students,connectivity_govt,is_school_open,adm2_pcode";
    // A school that is certainly placed: else a run may rightly fail, as nothing can be joined.
    let sure = "sure,Sure,0.5,0.5,10,yes,yes,SW";
    fs::write(
        dir.join("schools.csv"),
        format!("{header}\n{sure}\n{}\n", rows.join("\n")),
    )
    .unwrap();
    let regions = [
        "adm1=regions_halves.geojson",
        "adm2=regions_quarters.geojson",
    ]
    .map(|input| {
        let (level, name) = input.split_once('=').unwrap();
        format!("{level}={}", text(&fixture(name)))
    });
    let mut plan = Plan::new(&[text(&dir.join("schools.csv"))], &regions)?;
    plan.output.formats = Some(vec![Format::Csv]);
    run(&plan, &dir.join("out"), &Silent).map(|outcome| outcome.report)
}

/// The rows of a CSV file as maps.
fn rows_of(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> u64 {
    row[column].parse().unwrap()
}

/// Counts the schools of a level again from `schools.csv`, by region and by what their rows say.
fn recount(
    schools: &[BTreeMap<String, String>],
    level: &str,
    of: &str,
) -> BTreeMap<String, [u64; 5]> {
    let mut counts: BTreeMap<String, [u64; 5]> = BTreeMap::new();
    for school in schools
        .iter()
        .filter(|school| !school[&format!("{level}_{of}")].is_empty())
    {
        let slot = counts
            .entry(school[&format!("{level}_{of}")].clone())
            .or_default();
        if school["is_school_open"] == "no" {
            slot[4] += 1;
            continue;
        }
        slot[0] += 1;
        let statuses = ["connected", "not_connected", "unknown"];
        slot[1 + statuses
            .iter()
            .position(|status| school["connectivity_status"] == *status)
            .unwrap()] += 1;
    }
    counts
}

fn told(row: &BTreeMap<String, String>) -> [u64; 5] {
    [
        "n_schools",
        "n_connected",
        "n_not_connected",
        "n_unknown",
        "n_closed",
    ]
    .map(|column| number(row, column))
}

fn check_level(dir: &Path, level: &str, schools: &[BTreeMap<String, String>]) {
    let counts = recount(schools, level, "id");
    let mut sum = [0; 5];
    for region in rows_of(&dir.join("out").join(format!("regions_{level}.csv"))) {
        let expected = counts
            .get(&region["region_id"])
            .copied()
            .unwrap_or_default();
        assert_eq!(told(&region), expected, "{level} {}", region["region_id"]);
        sum.iter_mut()
            .zip(expected)
            .for_each(|(sum, count)| *sum += count);
    }
    let totals = rows_of(&dir.join("out").join(format!("totals_{level}.csv")));
    let by_placement = recount(schools, level, "placement");
    let placed = |name: &str| by_placement.get(name).copied().unwrap_or_default();
    assert_eq!(told(&totals[0]), sum);
    assert_eq!(told(&totals[1]), placed("outside"));
    assert_eq!(told(&totals[2]), placed("no_position"));
    let all: Vec<u64> = (0..5)
        .map(|i| totals[..3].iter().map(|row| told(row)[i]).sum())
        .collect();
    assert_eq!(told(&totals[3]).to_vec(), all);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for(rows in prop::collection::vec(row(), 0..40)) {
        let dir = tempfile::tempdir().unwrap();
        let report = match run_on(dir.path(), &rows) {
            Ok(report) => report,
            // Rows that share an id but are mostly different schools stop the run, as they should.
            Err(Error::WrongColumn { .. } | Error::Unplaced { .. }) => return Ok(()),
            Err(other) => panic!("{other}"),
        };
        let n_blank = rows.iter().filter(|row| row.trim_matches(',').is_empty() && !row.contains(',')).count();
        let told = report.schools;
        prop_assert_eq!(told.rows_read, (rows.len() + 1 - n_blank) as u64);
        prop_assert_eq!(told.rows_read, told.rows_refused + told.duplicates + told.closed + told.schools);
        let schools = rows_of(&dir.path().join("out/schools.csv"));
        prop_assert_eq!(schools.len() as u64, told.closed + told.schools);
        for level in ["adm1", "adm2"] {
            check_level(dir.path(), level, &schools);
        }
        let issues = rows_of(&dir.path().join("out/issues.csv"));
        let refused = issues.iter().filter(|issue| issue["severity"] == "refused").count();
        prop_assert_eq!(refused as u64, told.rows_refused);
        let total: u64 = report.issues.0.iter().map(|(_, count)| count).sum();
        prop_assert_eq!(issues.len() as u64, total);
    }
}
