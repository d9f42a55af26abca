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

/// A row: id, name, latitude, longitude, students, connectivity, open, code; at times with a field too many. All names
/// are alike, so that rows that share an id are one school.
fn row() -> impl Strategy<Value = String> {
    const DEGREES: &[&str] = &[
        "0", "0.25", "0.5", "1", "1.5", "2", "2.004", "-0.01", "1.75", "95", "0.1", "0.9",
    ];
    let fields = (
        field(&["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
        field(DEGREES),
        field(DEGREES),
        field(&["1", "20", "300"]),
        field(&["yes", "no", "unknown", "1", "0"]),
        field(&["yes", "no"]),
        field(&["SW", "SE", "NW", "NE", "XX"]),
    );
    (fields, prop::bool::weighted(0.05)).prop_map(
        |((id, lat, lon, students, net, open, code), is_ragged)| {
            let row = [id, "A".to_owned(), lat, lon, students, net, open, code].join(",");
            if is_ragged {
                format!("{row},more")
            } else {
                row
            }
        },
    )
}

/// What the rows say, worked out the plain way: refused, duplicates, closed, schools, connected, not connected,
/// unknown, students.
fn expected(rows: &[String]) -> [u64; 8] {
    let text = rows
        .iter()
        .map(|row| format!("{row}\n"))
        .collect::<Vec<_>>()
        .concat();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut told = [0; 8];
    let mut schools: Vec<(String, Said)> = Vec::new();
    for record in reader.records().map(|record| record.unwrap()) {
        if record.len() != 8 {
            told[0] += 1;
            continue;
        }
        let id = record[0].trim().to_owned();
        let is_id = !["", "#N/A", "nan"].contains(&id.as_str());
        let said = Said::of(&record);
        match schools.iter_mut().find(|(known, _)| is_id && *known == id) {
            Some((_, first)) => {
                told[1] += 1;
                first.fill(&said);
            }
            None => schools.push((id, said)),
        }
    }
    for (_, said) in schools {
        if said.is_open == Some(false) {
            told[2] += 1;
            continue;
        }
        told[3] += 1;
        told[match said.is_connected {
            Some(true) => 4,
            Some(false) => 5,
            None => 6,
        }] += 1;
        told[7] += said.students.unwrap_or(0);
    }
    told
}

/// What a row says of a school.
struct Said {
    is_open: Option<bool>,
    is_connected: Option<bool>,
    students: Option<u64>,
}

impl Said {
    fn of(record: &csv::StringRecord) -> Self {
        let answer = |field: &str| match field {
            "yes" | "1" => Some(true),
            "no" | "0" => Some(false),
            _ => None,
        };
        Self {
            students: record[4].trim().parse().ok(),
            is_connected: answer(&record[5]),
            is_open: answer(&record[6]),
        }
    }

    fn fill(&mut self, later: &Self) {
        self.is_open = self.is_open.or(later.is_open);
        self.is_connected = self.is_connected.or(later.is_connected);
        self.students = self.students.or(later.students);
    }
}

const SURE: &str = "sure,Sure,0.5,0.5,10,yes,yes,SW";

fn run_on(dir: &Path, rows: &[String]) -> Result<Report, Error> {
    let header = "school_id_govt,school_name,latitude,longitude,num_students,connectivity_govt,is_school_open,adm2_pcode";
    // A school that is certainly placed: else a run may rightly fail, as nothing can be joined.
    fs::write(
        dir.join("schools.csv"),
        format!("{header}\n{SURE}\n{}\n", rows.join("\n")),
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
        let report = run_on(dir.path(), &rows).unwrap();
        let told = report.schools;
        prop_assert_eq!(told.rows_read, rows.len() as u64 + 1);
        prop_assert_eq!(told.rows_read, told.rows_refused + told.duplicates + told.closed + told.schools);
        let all: Vec<String> = std::iter::once(SURE.to_owned()).chain(rows).collect();
        let (status, national) = (report.status, &rows_of(&dir.path().join("out/totals_adm1.csv"))[3]);
        let found = [
            told.rows_refused,
            told.duplicates,
            told.closed,
            told.schools,
            status.connected,
            status.not_connected,
            status.unknown,
            number(national, "n_students"),
        ];
        prop_assert_eq!(found, expected(&all));
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
