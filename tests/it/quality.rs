//! `check`: every row judged by Giga's checks, and the files that come of it.

use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::world::{Said, call, contents, fixture, text};

const SCHOOLS: &str = "\
school_id_govt,school_name,education_level,latitude,longitude,num_computers,Notes
1,Escola Boa Vista,Primary,0.512345,0.512345,12,kept
2,Escola Boa Vista,Primary,0.512945,0.512345,12,66 m north
3,Escola Boa-Vista,Primary,0.513845,0.512345,12,\"100 m north, another name\"
4,Ol Donyo,primary school,0.512345,1.512345,501,
4,Ol Donyo B,Secondary,0.61,1.512345,7,
5,Far,Primary,0.512345,-3.212345,7,
6,No position,Primary,,,7,
7,Too few fields
";

fn check(dir: &Path, args: &[&str]) -> Said {
    std::fs::write(dir.join("schools.csv"), SCHOOLS).unwrap();
    let regions = text(&fixture("regions_halves.geojson"));
    let mut all = vec![
        "check",
        "schools.csv",
        "--regions",
        &regions,
        "--out",
        "out",
    ];
    all.extend(args);
    call(dir, &all)
}

fn written(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join("out").join(name)).unwrap()
}

fn quality(dir: &Path) -> Value {
    serde_json::from_str(&written(dir, "quality.json")).unwrap()
}

fn of_check(quality: &Value, name: &str) -> Value {
    let checks = quality["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["name"] == name)
        .cloned()
        .unwrap_or_default()
}

#[test]
fn the_summary_names_rows_that_fail_and_why() {
    let dir = tempfile::tempdir().unwrap();
    let said = check(dir.path(), &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(said.stderr, @"
    Inputs
      schools.csv: 8 rows, csv, UTF-8, delimiter `,`, decimal `.`
        school_id_govt = school_id_govt · school_name = school_name · education_level = education_level · longitude = longitude · latitude = latitude
      regions_halves.geojson: 2 rows, geojson, level adm1
        id = GID_1 · name = NAME_1

    Rows: 8 read = 1 refused + 1 duplicate + 0 closed + 6 schools
    Status: 0 connected, 0 not connected, 6 unknown

    Quality: 8 rows = 3 passed (3 of them with warnings) + 5 failed (1 of them refused)
      22 of 33 checks are passed by every row

    Rows that fail, with the first of each check
      1 of 8 field_count (expected: the row has as many fields as the header)
        schools.csv:9: `7,Too few fields` expected 7 fields, found 2
      2 of 7 dq_duplicate-school_id_govt (expected: no other row of the file and the country has the id)
        schools.csv:5: column `school_id_govt`: `4` 2 rows are alike in this, the first at schools.csv:5
        schools.csv:6: column `school_id_govt`: `4` 2 rows are alike in this, the first at schools.csv:5
      1 of 7 dq_is_null_mandatory-latitude (expected: not blank; a file without coordinates fails in every row)
        schools.csv:8: column `latitude`: no coordinate
      1 of 7 dq_is_null_mandatory-longitude (expected: not blank; a file without coordinates fails in every row)
        schools.csv:8: column `longitude`: no coordinate
      1 of 6 dq_is_not_within_country (expected: a region of the coarsest level holds the position or lies within the snap distance (1.5 km unless set otherwise); only where regions are given)
        schools.csv:7: `-3.212345, 0.512345` no region of the coarsest level holds this position or lies within the snap distance of it

    Warnings, with the first of each check
      1 of 7 duplicate_contradiction (expected: a row that repeats the id of a school agrees with its first row)
        schools.csv:6: column `education_level`: `Secondary` the first row says `primary school`; kept
      1 of 6 dq_precision-latitude (expected: at least 5 decimals in the shortest decimal that reads back the same, as float32 where it is exactly one)
        schools.csv:6: column `latitude`: `0.61`
      1 of 7 dq_is_invalid_domain-education_level (expected: one of Pre-Primary | Primary | Secondary | Post-Secondary | Pre-Primary and Primary | Primary and Secondary | Pre-Primary, Primary and Secondary | Primary, Secondary and Post-Secondary, in any case, if not blank)
        schools.csv:5: column `education_level`: `primary school`
      1 of 7 dq_is_invalid_range-num_computers (expected: a number in 0..=500, if not blank)
        schools.csv:5: column `num_computers`: `501`
      2 of 6 dq_duplicate_name_level_within_110m_radius (expected: no other row of the same name and education level, in any case, lies within 110 m)
        schools.csv:2: column `school_name`: `Escola Boa Vista` like the row at schools.csv:3, 66.3 m away
        schools.csv:3: column `school_name`: `Escola Boa Vista` like the row at schools.csv:2, 66.3 m away
      3 of 6 dq_duplicate_similar_name_same_level_within_110m_radius (expected: no other row of the same education level and a name whose ratio is above 0.70 lies within 110 m; each name is compared with at most 100 others near it)
        schools.csv:2: column `school_name`: `Escola Boa Vista` like the row at schools.csv:3, 66.3 m away
        schools.csv:3: column `school_name`: `Escola Boa Vista` like the row at schools.csv:4, 99.5 m away
        schools.csv:4: column `school_name`: `Escola Boa-Vista` like the row at schools.csv:3, 99.5 m away

    Warning: schools.csv: no column is taken for declared connectivity, so that all its schools are of unknown status

    Warning: 1 of 6 schools lies outside all regions of adm1

    Files in out
      quality.json (8)
      issues.csv (17)
      passed.csv (3)
      failed.csv (4)
      columns.csv (34)
      report.json
    ");
}

#[test]
fn every_issue_is_listed_in_the_order_of_the_rows() {
    let dir = tempfile::tempdir().unwrap();
    check(dir.path(), &[]);
    insta::assert_snapshot!(written(dir.path(), "issues.csv"), @r#"
    file,row,column,check,severity,value,message,gravity
    schools.csv,2,school_name,dq_duplicate_name_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:3, 66.3 m away",warning
    schools.csv,2,school_name,dq_duplicate_similar_name_same_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:3, 66.3 m away",warning
    schools.csv,3,school_name,dq_duplicate_name_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:2, 66.3 m away",warning
    schools.csv,3,school_name,dq_duplicate_similar_name_same_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:4, 99.5 m away",warning
    schools.csv,4,school_name,dq_duplicate_similar_name_same_level_within_110m_radius,doubt,Escola Boa-Vista,"like the row at schools.csv:3, 99.5 m away",warning
    schools.csv,5,school_id_govt,dq_duplicate-school_id_govt,doubt,4,"2 rows are alike in this, the first at schools.csv:5",critical
    schools.csv,5,education_level,dq_is_invalid_domain-education_level,doubt,primary school,"expected one of Pre-Primary | Primary | Secondary | Post-Secondary | Pre-Primary and Primary | Primary and Secondary | Pre-Primary, Primary and Secondary | Primary, Secondary and Post-Secondary, in any case, if not blank",warning
    schools.csv,5,num_computers,dq_is_invalid_range-num_computers,doubt,501,"expected a number in 0..=500, if not blank",warning
    schools.csv,6,education_level,duplicate_contradiction,doubt,Secondary,the first row says `primary school`; kept,warning
    schools.csv,6,"longitude, latitude",duplicate_contradiction,doubt,"1.512345, 0.61","the first row says `1.512345, 0.512345`; kept",warning
    schools.csv,6,school_name,duplicate_contradiction,doubt,Ol Donyo B,the first row says `Ol Donyo`; kept,warning
    schools.csv,6,school_id_govt,dq_duplicate-school_id_govt,doubt,4,"2 rows are alike in this, the first at schools.csv:5",critical
    schools.csv,6,latitude,dq_precision-latitude,doubt,0.61,"expected at least 5 decimals in the shortest decimal that reads back the same, as float32 where it is exactly one",warning
    schools.csv,7,,dq_is_not_within_country,doubt,"-3.212345, 0.512345",no region of the coarsest level holds this position or lies within the snap distance of it,critical
    schools.csv,8,latitude,dq_is_null_mandatory-latitude,doubt,,no coordinate,critical
    schools.csv,8,longitude,dq_is_null_mandatory-longitude,doubt,,no coordinate,critical
    schools.csv,9,,field_count,refused,"7,Too few fields","expected 7 fields, found 2",critical
    "#);
}

#[test]
fn rows_that_pass_keep_their_own_columns_and_rows_that_fail_tell_why() {
    let dir = tempfile::tempdir().unwrap();
    let said = check(dir.path(), &["--formats", "csv,geojson,flatgeobuf"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(written(dir.path(), "passed.csv"), @r#"
    school_id_govt,school_name,education_level,latitude,longitude,num_computers,Notes
    1,Escola Boa Vista,Primary,0.512345,0.512345,12,kept
    2,Escola Boa Vista,Primary,0.512945,0.512345,12,66 m north
    3,Escola Boa-Vista,Primary,0.513845,0.512345,12,"100 m north, another name"
    "#);
    insta::assert_snapshot!(written(dir.path(), "failed.csv"), @r#"
    source_file,source_row,failure_reason,school_id_govt,school_name,education_level,latitude,longitude,num_computers,Notes
    schools.csv,5,dq_duplicate-school_id_govt,4,Ol Donyo,primary school,0.512345,1.512345,501,
    schools.csv,6,dq_duplicate-school_id_govt,4,Ol Donyo B,Secondary,0.61,1.512345,7,
    schools.csv,7,dq_is_not_within_country,5,Far,Primary,0.512345,-3.212345,7,
    schools.csv,8,"dq_is_null_mandatory-latitude, dq_is_null_mandatory-longitude",6,No position,Primary,,,7,
    "#);
    let names: Vec<String> = contents(&dir.path().join("out"))
        .into_iter()
        .map(|file| file.0)
        .collect();
    assert_eq!(
        names,
        [
            "columns.csv",
            "failed.csv",
            "failed.fgb",
            "failed.geojson",
            "issues.csv",
            "passed.csv",
            "passed.fgb",
            "passed.geojson",
            "quality.json",
            "report.json"
        ]
    );
    for again in ["out/passed.csv", "out/passed.geojson", "out/passed.fgb"] {
        let said = call(dir.path(), &["check", again]);
        assert!(
            said.stderr.contains("Quality: 3 rows = 3 passed"),
            "{again}: {}",
            said.stderr
        );
    }
}

#[test]
fn the_report_has_the_shape_of_gigas() {
    let dir = tempfile::tempdir().unwrap();
    check(dir.path(), &[]);
    let quality = quality(dir.path());
    insta::assert_snapshot!(
        of_check(&quality, "dq_is_invalid_range-num_computers"),
        @r#"{"assertion":"dq_is_invalid_range","column":"num_computers","count_failed":1,"count_overall":7,"count_passed":6,"description":"a number in 0..=500, if not blank","dq_remarks":"","name":"dq_is_invalid_range-num_computers","percent_failed":14.285714285714286,"percent_passed":85.71428571428571,"severity":"warning","source":"Giga (unicef/giga-dagster)"}"#
    );
    let counts = [
        "rows",
        "rows_passed",
        "rows_failed",
        "rows_passed_with_warnings",
        "rows_refused",
    ];
    assert_eq!(
        counts.map(|name| quality[name].as_u64().unwrap()),
        [8, 3, 5, 3, 1]
    );
    assert_eq!(quality["count_duplicate_school_id"], 2);
    assert_eq!(quality["count_schools_low_precision_coordinates"], 1);
    for check in quality["checks"].as_array().unwrap() {
        let [failed, passed, overall] = ["count_failed", "count_passed", "count_overall"]
            .map(|name| check[name].as_u64().unwrap());
        assert_eq!(failed + passed, overall, "{check}");
        assert!(overall > 0, "{check}");
    }
}

#[test]
fn the_caller_says_how_grave_a_check_is() {
    let dir = tempfile::tempdir().unwrap();
    let args = [
        "--fail-on",
        "dq_is_invalid_range-num_computers",
        "--warn-on",
        "dq_duplicate",
        "--skip-check",
        "dq_is_not_within_country",
        "--skip-check",
        "dq_is_null_mandatory",
        "--strict",
    ];
    let said = check(dir.path(), &args);
    assert_eq!(said.code, 3, "{}", said.stderr);
    let quality = quality(dir.path());
    assert_eq!(
        quality["rows_failed"], 2,
        "the range, and the row that is none"
    );
    assert_eq!(of_check(&quality, "dq_is_not_within_country"), Value::Null);
    assert_eq!(
        of_check(&quality, "dq_duplicate-school_id_govt")["severity"],
        "warning"
    );
    let issues = written(dir.path(), "issues.csv");
    assert!(
        !issues.contains("dq_is_null_mandatory") && !issues.contains("dq_is_not_within_country")
    );
    let unknown = check(dir.path(), &["--fail-on", "precision"]);
    assert_eq!(unknown.code, 2);
    insta::assert_snapshot!(unknown.stderr, @"error: there is no check `precision`; there are dq_precision-latitude, dq_precision-longitude");
}

#[test]
fn all_checks_are_listed() {
    let said = call(Path::new("."), &["check", "--list-checks"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    let first: Vec<&str> = said
        .stdout
        .lines()
        .filter(|line| line.contains("110m"))
        .collect();
    assert_eq!(
        first,
        [
            "warning   dq_duplicate_name_level_within_110m_radius",
            "warning   dq_duplicate_similar_name_same_level_within_110m_radius"
        ]
    );
    assert_eq!(call(Path::new("."), &["check"]).code, 2);
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let [one, many] = ["1", "4"].map(|threads| {
        let dir = tempfile::tempdir().unwrap();
        check(
            dir.path(),
            &["--threads", threads, "--formats", "csv,geojson,flatgeobuf"],
        );
        contents(&dir.path().join("out"))
    });
    assert!(!one.is_empty() && one == many);
}

#[test]
fn many_rows_at_one_place_are_judged_and_listed() {
    let dir = tempfile::tempdir().unwrap();
    let n_rows = 20_000_u64;
    let mut same = "id,name,lat,lon\n".to_owned();
    let mut different = same.clone();
    for row in 1..=n_rows {
        let _ = writeln!(same, "{row},Escola,-1.2921101,36.8219101");
        let _ = writeln!(different, "{row},{},-1.2921101,36.8219101", unlike(row));
    }
    std::fs::write(dir.path().join("same.csv"), same).unwrap();
    std::fs::write(dir.path().join("different.csv"), different).unwrap();
    let skip = ["--skip-check", "dq_is_null_mandatory-education_level"];
    let said = call(
        dir.path(),
        &[&["check", "same.csv", "--out", "out"], &skip[..]].concat(),
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let issues = written(dir.path(), "issues.csv");
    assert_eq!(
        issues.lines().count() as u64,
        1 + 4 * n_rows,
        "place, cell, same and similar name"
    );
    let said = call(
        dir.path(),
        &[&["check", "different.csv"], &skip[..]].concat(),
    );
    assert!(
        said.stderr
            .contains("rows have more than 100 names near them and were not compared with all"),
        "{}",
        said.stderr
    );
}

/// Names that have little in common: a number's digits to the base 26, well mixed.
fn unlike(row: u64) -> String {
    let mut mixed = (row + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mut letter = || {
        let letter = u8::try_from(mixed % 26).expect("below 26");
        mixed /= 26;
        char::from(b'a' + letter)
    };
    (0..13).map(|_| letter()).collect()
}

#[test]
fn a_second_file_completes_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let first = "school_id_govt,school_name,education_level,latitude,longitude\n1,A,Primary,0.512345,0.512345\n2,B,Primary,0.522345,0.512345\n";
    let second = "school_id_govt,latitude,longitude,connectivity_govt\n1,0.512345,0.512345,yes\n3,0.532345,0.512345,no\n";
    std::fs::write(dir.path().join("a.csv"), first).unwrap();
    std::fs::write(dir.path().join("b.csv"), second).unwrap();
    let said = call(dir.path(), &["check", "a.csv", "b.csv", "--out", "out"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(written(dir.path(), "issues.csv"), @r#"
    file,row,column,check,severity,value,message,gravity
    b.csv,,,dq_is_null_mandatory-school_name,doubt,,"no column for school_name: told once for the file, no warning of its rows",warning
    b.csv,,,dq_is_null_mandatory-education_level,doubt,,"no column for education_level: told once for the file, no warning of its rows",warning
    b.csv,2,,school_in_several_files,doubt,,"the school stands at a.csv:2 already, and is completed by this row",warning
    "#);
}

#[test]
fn a_run_lists_the_further_checks_if_asked() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("schools.csv"), SCHOOLS).unwrap();
    let regions = text(&fixture("regions_halves.geojson"));
    let run = |checks: &[&str]| {
        let args = [
            "run",
            "--schools",
            "schools.csv",
            "--regions",
            &regions,
            "--out",
            "out",
        ];
        let said = call(dir.path(), &[&args[..], checks].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        let regions = written(dir.path(), "regions_adm1.csv");
        (written(dir.path(), "issues.csv"), regions)
    };
    let (placing, figures) = run(&[]);
    let (all, same_figures) = run(&["--checks", "all"]);
    assert_eq!(figures, same_figures);
    let kept = |line: &&str| all.lines().any(|other| other == *line);
    assert!(placing.lines().all(|line| kept(&line)));
    let further: Vec<&str> = all.lines().filter(|line| !placing.contains(line)).collect();
    insta::assert_snapshot!(further.join("\n"), @r#"
    schools.csv,2,school_name,dq_duplicate_name_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:3, 66.3 m away"
    schools.csv,2,school_name,dq_duplicate_similar_name_same_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:3, 66.3 m away"
    schools.csv,3,school_name,dq_duplicate_name_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:2, 66.3 m away"
    schools.csv,3,school_name,dq_duplicate_similar_name_same_level_within_110m_radius,doubt,Escola Boa Vista,"like the row at schools.csv:4, 99.5 m away"
    schools.csv,4,school_name,dq_duplicate_similar_name_same_level_within_110m_radius,doubt,Escola Boa-Vista,"like the row at schools.csv:3, 99.5 m away"
    schools.csv,5,education_level,dq_is_invalid_domain-education_level,doubt,primary school,"expected one of Pre-Primary | Primary | Secondary | Post-Secondary | Pre-Primary and Primary | Primary and Secondary | Pre-Primary, Primary and Secondary | Primary, Secondary and Post-Secondary, in any case, if not blank"
    schools.csv,5,num_computers,dq_is_invalid_range-num_computers,doubt,501,"expected a number in 0..=500, if not blank"
    schools.csv,6,latitude,dq_precision-latitude,doubt,0.61,"expected at least 5 decimals in the shortest decimal that reads back the same, as float32 where it is exactly one"
    "#);
}
