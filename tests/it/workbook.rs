//! `schoolreach.xlsx`: the same tables as in CSV, which go in again.

use std::path::Path;

use schoolreach::read::{ReadOptions, open, sources};
use schoolreach::table::{Batch, Wanted};

use crate::world::{Said, call, contents, fixture, text};

fn run(dir: &Path, more: &[&str]) -> Said {
    let (schools, halves, quarters) = (
        text(&fixture("schools_every_case.csv")),
        format!("adm1={}", text(&fixture("regions_halves.geojson"))),
        format!("adm2={}", text(&fixture("regions_quarters.geojson"))),
    );
    let inputs = [
        "run",
        "--schools",
        &schools,
        "--regions",
        &halves,
        &quarters,
    ];
    call(dir, &[&inputs, more].concat())
}

/// The header and all rows of a table.
fn table(path: &Path, sheet: Option<&str>) -> (Vec<String>, Vec<Vec<String>>) {
    let options = ReadOptions {
        sheet: sheet.map(str::to_owned),
        ..ReadOptions::default()
    };
    let opened = open(&sources(&[text(path)]).unwrap()[0], &options).unwrap();
    let columns = opened.header().columns.clone();
    let wanted = Wanted {
        columns: (0..columns.len()).collect(),
        geometry: false,
    };
    let mut rows = Vec::new();
    let fold = |batch: Batch<'static>| {
        assert!(batch.refused.is_empty());
        for row in 0..batch.rows.len() {
            let fields = batch
                .columns
                .iter()
                .map(|column| column.get(row).to_owned());
            rows.push(fields.collect());
        }
        Ok(())
    };
    opened.read(&wanted, owned, fold).unwrap();
    (columns, rows)
}

fn owned(batch: Batch<'_>) -> Batch<'static> {
    batch.into_owned()
}

/// The names of the sheets, in their order.
fn sheets(book: &Path) -> String {
    let missing = ReadOptions {
        sheet: Some("?".to_owned()),
        ..ReadOptions::default()
    };
    let error = open(&sources(&[text(book)]).unwrap()[0], &missing).unwrap_err();
    let message = error.to_string();
    let (_, sheets) = message.split_once("its sheets are ").unwrap();
    sheets.to_owned()
}

#[test]
fn its_sheets_are_the_tables() {
    let dir = tempfile::tempdir().unwrap();
    let said = run(dir.path(), &["--formats", "csv,xlsx", "--out", "out"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let out = dir.path().join("out");
    let book = out.join("schoolreach.xlsx");
    for name in [
        "regions_adm1",
        "regions_adm2",
        "totals_adm1",
        "totals_adm2",
        "issues",
        "columns",
        "schools",
    ] {
        let csv = table(&out.join(format!("{name}.csv")), None);
        assert_eq!(table(&book, Some(name)), csv, "{name}");
    }
    let (columns, rows) = table(&book, Some("summary"));
    let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
    assert_eq!(
        columns,
        [
            "section",
            "figure",
            "number",
            "denominator",
            "share",
            "text"
        ]
    );
    let shares = lines
        .iter()
        .filter(|line| line.starts_with("Without internet"));
    for line in shares {
        let fields: Vec<f64> = line
            .split(" | ")
            .filter_map(|field| field.parse().ok())
            .collect();
        let [number, denominator, share] = fields[..] else {
            panic!("{line}");
        };
        assert_eq!(number / denominator, share, "{line}");
    }
    for line in [
        "Rows of schools | read | 14 |  |  | ",
        "Rows of schools | schools | 11 |  |  | ",
        "Level adm2 | regions | 5 |  |  | ",
        "Rules | snap_m |  |  |  | 1500.0",
    ] {
        assert!(lines.iter().any(|found| found == line), "{lines:#?}");
    }
}

/// Tests of two schools in two months.
const METER: &str = "school_id_giga,timestamp,download_mbps
g01,2026-01-31T10:00:00Z,0.5
g01,2026-03-01T10:00:00Z,5.5
g03,2026-03-02T10:00:00Z,25
";

#[test]
fn tables_that_are_asked_for_are_sheets_too() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("meter.csv"), METER).unwrap();
    let quarters = text(&fixture("regions_quarters.geojson"));
    let long = format!("a_level_with_a_very_long_name={quarters}");
    let further = ["--measurements", "meter.csv", "--trend", "--by"];
    let further = [&further[..], &["education_level", "--regions", &long]].concat();
    let said = run(
        dir.path(),
        &[&further[..], &["--formats", "csv,xlsx", "--out", "out"]].concat(),
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let out = dir.path().join("out");
    let book = out.join("schoolreach.xlsx");
    insta::assert_snapshot!(sheets(&book).replace(", ", "\n"), @"
    `summary`
    `regions_adm1`
    `regions_adm2`
    `regions_a_level~_very_long_name`
    `totals_adm1`
    `totals_adm2`
    `totals_a_level_~_very_long_name`
    `regions_adm1_by`
    `regions_adm2_by`
    `regions_a_level~ry_long_name_by`
    `trend_adm1`
    `trend_adm2`
    `trend_a_level_w~_very_long_name`
    `issues`
    `declared_adm2`
    `declared_a_leve~_very_long_name`
    `columns`
    `schools`
    ");
    for (name, sheet) in [
        ("regions_adm1_by", "regions_adm1_by"),
        ("regions_adm2_by", "regions_adm2_by"),
        (
            "regions_a_level_with_a_very_long_name_by",
            "regions_a_level~ry_long_name_by",
        ),
        ("trend_adm1", "trend_adm1"),
        ("trend_adm2", "trend_adm2"),
        (
            "trend_a_level_with_a_very_long_name",
            "trend_a_level_w~_very_long_name",
        ),
        ("declared_adm2", "declared_adm2"),
    ] {
        let csv = table(&out.join(format!("{name}.csv")), None);
        assert!(!csv.1.is_empty(), "{name}");
        assert_eq!(table(&book, Some(sheet)), csv, "{name}");
    }
}

#[test]
fn tables_of_regions_are_no_sheets_where_regions_are_not_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let more = ["--by", "education_level", "--formats", "xlsx", "--layers"];
    let said = run(
        dir.path(),
        &[&more[..], &["issues", "--out", "out"]].concat(),
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(
        sheets(&dir.path().join("out/schoolreach.xlsx")),
        "`summary`, `issues`, `declared_adm2`, `columns`"
    );
}

#[test]
fn its_schools_go_in_again() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["--formats", "csv,xlsx", "--out", "first"]);
    let quarters = format!("adm2={}", text(&fixture("regions_quarters.geojson")));
    let figures = |schools: &[&str], out: &str| {
        let inputs = [
            "run",
            "--regions",
            &quarters,
            "--layers",
            "regions",
            "--out",
            out,
        ];
        let said = call(dir.path(), &[&inputs, schools].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        let files = contents(&dir.path().join(out)).into_iter();
        let files: Vec<_> = files
            .filter(|(name, _)| !name.starts_with("report."))
            .collect();
        files
    };
    let book = ["--schools", "first/schoolreach.xlsx", "--sheet", "schools"];
    let csv = ["--schools", "first/schools.csv"];
    assert_eq!(figures(&book, "a"), figures(&csv, "b"));
}

#[test]
fn it_is_written_where_it_is_asked_for_and_the_same_each_time() {
    let dir = tempfile::tempdir().unwrap();
    let book = dir.path().join("out/schoolreach.xlsx");
    run(dir.path(), &["--out", "out"]);
    assert!(!book.exists());
    run(
        dir.path(),
        &["--formats", "xlsx", "--out", "out", "--threads", "1"],
    );
    let first = std::fs::read(&book).unwrap();
    run(
        dir.path(),
        &["--formats", "xlsx", "--out", "out", "--threads", "3"],
    );
    assert!(first == std::fs::read(&book).unwrap());
    let more = ["--formats", "xlsx", "--layers", "regions", "--out", "out"];
    run(dir.path(), &more);
    assert_eq!(
        sheets(&book),
        "`summary`, `regions_adm1`, `regions_adm2`, `totals_adm1`, `totals_adm2`, `columns`"
    );
}

#[test]
fn a_check_writes_rows_that_passed_and_failed() {
    let dir = tempfile::tempdir().unwrap();
    let schools = text(&fixture("schools_every_case.csv"));
    let more = ["--out", "out", "--formats", "csv,xlsx"];
    let said = call(dir.path(), &[&["check", &schools][..], &more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let out = dir.path().join("out");
    assert!(out.join("passed.xlsx").is_file());
    let failed = table(&out.join("failed.csv"), None);
    assert!(!failed.1.is_empty());
    assert_eq!(table(&out.join("failed.xlsx"), None), failed);
}
