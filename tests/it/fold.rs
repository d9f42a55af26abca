//! Measurements folded apart, shuffled and merged give the bytes of one run over all of them.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::world::{Said, call};

const N_SCHOOLS: usize = 40;
const N_ROWS: usize = 600;

const HEADER: &str = "timestamp,browser_id,giga_id_school,country_code,download,upload,latency\n";

fn giga_id(school: usize) -> String {
    format!("{school:08x}-ef0d-337d-8602-0123456789ab")
}

fn schools() -> String {
    let mut text = String::from("school_id_giga,country,latitude,longitude,connectivity\n");
    for school in 0..N_SCHOOLS {
        let (lat, lon) = (school % 7, school % 5);
        writeln!(text, "{},KEN,0.{lat}1,0.{lon}3,no", giga_id(school)).unwrap();
    }
    text
}

/// Rows of most schools, with some of no school, some that are negative and some without a time.
fn rows() -> Vec<String> {
    let row = |row: usize| {
        let mixed = row * 7919 % 10_007;
        let id = giga_id(mixed % (N_SCHOOLS + 2));
        let download = match row % 50 {
            7 => "-1".to_owned(),
            _ => format!("{}.{:02}", mixed / 4, 25 * (mixed % 4)),
        };
        let time = match row % 90 {
            8 => String::new(),
            _ => format!("2026-02-{:02}T{:02}:00:00Z", row % 28 + 1, row % 24),
        };
        format!(
            "{time},b,{id},KE,{download},{},{}\n",
            mixed % 900,
            row % 70 + 1
        )
    };
    (0..N_ROWS).map(row).collect()
}

const REGIONS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"S","name":"South"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,0.3],[0,0.3],[0,0]]]}},
{"type":"Feature","properties":{"id":"N","name":"North"},"geometry":{"type":"Polygon","coordinates":[[[0,0.3],[1,0.3],[1,1],[0,1],[0,0.3]]]}}]}"#;

fn world(dir: &Path) {
    std::fs::write(dir.join("schools.csv"), schools()).unwrap();
    std::fs::write(dir.join("halves.geojson"), REGIONS).unwrap();
    std::fs::write(
        dir.join("all.csv"),
        [HEADER.to_owned(), rows().concat()].concat(),
    )
    .unwrap();
}

fn fold(dir: &Path, measurements: &str, part: &str, more: &[&str]) -> Said {
    let args = [
        "fold",
        "--schools",
        "schools.csv",
        "--measurements",
        measurements,
    ];
    call(dir, &[&args[..], &["--out", part], more].concat())
}

fn run(dir: &Path, more: &[&str]) -> Said {
    let args = [
        "run",
        "--schools",
        "schools.csv",
        "--regions",
        "halves.geojson",
        "--out",
        "out",
    ];
    call(dir, &[&args[..], more].concat())
}

/// Folds the rows in so many parts, every so manieth row in each, and gives their names, the last first.
fn folded(dir: &Path, n_parts: usize) -> Vec<String> {
    let rows = rows();
    let part = |part: usize| {
        let of_part = rows.iter().skip(part).step_by(n_parts).cloned();
        let (csv, name) = (
            format!("{n_parts}_{part}.csv"),
            format!("{n_parts}_{part}.part"),
        );
        let text: String = std::iter::once(HEADER.to_owned()).chain(of_part).collect();
        std::fs::write(dir.join(&csv), text).unwrap();
        assert_eq!(fold(dir, &csv, &name, &["--quiet"]).code, 0);
        name
    };
    (0..n_parts).rev().map(part).collect()
}

/// What the figures are written in, and the report but for what it says of files.
fn results(dir: &Path) -> (Vec<Vec<u8>>, Value) {
    let names = ["regions_halves.csv", "totals_halves.csv", "schools.csv"];
    let files = names.map(|name| std::fs::read(dir.join("out").join(name)).unwrap());
    let report = std::fs::read(dir.join("out/report.json")).unwrap();
    let mut report: Value = serde_json::from_slice(&report).unwrap();
    for section in ["inputs", "files"] {
        report.as_object_mut().unwrap().remove(section);
    }
    let measurements = report["measurements"].as_object_mut().unwrap();
    for section in ["files", "tallies"] {
        measurements.remove(section);
    }
    (files.to_vec(), report)
}

#[test]
fn parts_in_any_number_and_order_give_the_bytes_of_one_run() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    world(dir);
    assert_eq!(run(dir, &["--measurements", "all.csv"]).code, 0);
    let whole = results(dir);
    assert_eq!(whole.1["measurements"]["rows_read"], N_ROWS);
    for n_parts in [1, 4, 13] {
        let parts = folded(dir, n_parts);
        let names: Vec<&str> = parts.iter().map(String::as_str).collect();
        let said = run(dir, &[&["--tallies"], &names[..]].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(results(dir), whole, "{n_parts} parts");
    }
    let rest = ["4_0.part", "4_2.part", "4_1.part"];
    let mixed = [&["--measurements", "4_3.csv", "--tallies"], &rest[..]].concat();
    assert_eq!(run(dir, &mixed).code, 0);
    assert_eq!(results(dir), whole, "three parts and a file");
}

#[test]
fn a_folding_tells_how_its_rows_came_out() {
    let dir = tempfile::tempdir().unwrap();
    world(dir.path());
    let said = fold(dir.path(), "all.csv", "all.part", &[]);
    insta::assert_snapshot!(said.stderr, @"
    600 rows read = 28 unknown school + 7 no time + 565 folded
    40 of 40 schools measured
    12 measurement_negative, first all.csv:9: column `download`
    7 measurement_no_time, first all.csv:10: column `timestamp`
    28 measurement_unknown_school, first all.csv:7: column `giga_id_school`
    2 measurement_zero, first all.csv:2: column `download`
    tallies in all.part
    ");
}

#[test]
fn parts_that_do_not_fit_are_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    world(dir);
    fold(dir, "all.csv", "all.part", &[]);
    fold(dir, "all.csv", "late.part", &["--since", "2026-02-20"]);
    fold(dir, "all.csv", "deduped.part", &["--dedupe"]);
    let mut told = String::new();
    let mut tell = |args: &[&str]| writeln!(told, "{}", run(dir, args).stderr).unwrap();
    tell(&["--tallies", "late.part"]);
    tell(&["--tallies", "all.part", "--as-of", "2026-02-28"]);
    tell(&["--tallies", "deduped.part"]);
    tell(&["--tallies", "all.part", "deduped.part", "--dedupe"]);
    tell(&["--tallies", "schools.csv"]);
    tell(&["--tallies", "nothing.part"]);
    std::fs::write(dir.join("schools.csv"), schools().replace("KEN", "TZA")).unwrap();
    tell(&["--tallies", "all.part"]);
    insta::assert_snapshot!(told, @"
    error: late.part: expected tallies folded without since, found some folded with since 2026-02-20

    error: all.part: expected tallies folded with as_of 2026-02-28, found some folded without as_of

    error: deduped.part: expected tallies folded without dedupe, found some folded with dedupe yes

    error: duplicates cannot be told across tallies that were folded apart; expected one file of tallies and no measurement file

    error: schools.csv: expected tallies that were folded before, found another file

    error: nothing.part: there is no such file or folder

    error: all.part: expected tallies of these 40 schools, found those of another list of 40
    ");
    assert!(!dir.join("out").exists());
}

#[test]
fn rows_after_the_reference_date_cannot_be_taken_out_of_tallies() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    world(dir);
    let late = format!("2027-05-05T00:00:00Z,b,{},KE,5,5,5\n", giga_id(3));
    let with_late = [HEADER.to_owned(), rows().concat(), late].concat();
    std::fs::write(dir.join("all.csv"), with_late).unwrap();
    fold(dir, "all.csv", "all.part", &[]);
    insta::assert_snapshot!(run(dir, &["--tallies", "all.part"]).stderr, @"error: the tallies hold measurements after 2026-02-28, the reference date; they are no evidence, so expected all to be folded as of that day");
    let as_of = ["--as-of", "2026-02-28"];
    fold(dir, "all.csv", "all.part", &as_of);
    assert_eq!(
        run(dir, &[&["--tallies", "all.part"], &as_of[..]].concat()).code,
        0
    );
    let apart = results(dir);
    assert_eq!(
        run(dir, &[&["--measurements", "all.csv"], &as_of[..]].concat()).code,
        0
    );
    assert_eq!(results(dir), apart);
}
