//! For every check the row that fails and the one that just passes.

use std::sync::Arc;

use super::*;
use crate::lonlat::LonLat;
use crate::table::{RecordField, RecordFile, TextColumn};

/// The rows of one file; positions come from `longitude` and `latitude`, where they are numbers.
fn records(header: &[&str], rows: &[&[&str]]) -> Records {
    let fields = header.iter().enumerate().map(|(column, name)| {
        let field = RecordField {
            column,
            is_own_name: true,
        };
        (name.to_ascii_lowercase(), field)
    });
    let column = |index: usize| -> TextColumn { rows.iter().map(|row| row[index]).collect() };
    let mut records = Records {
        files: vec![RecordFile {
            name: Arc::from("schools.csv"),
            has_coordinates: header.contains(&"longitude"),
            fields: fields.collect(),
        }],
        source_file: vec![0; rows.len()],
        source_row: (2..).take(rows.len()).collect(),
        columns: (0..header.len())
            .map(|index| (header[index].to_owned(), column(index)))
            .collect(),
        ..Records::default()
    };
    let degrees = |field: &str, row: usize| records.cells(field).get(row)?.parse::<f64>().ok();
    let given = |row: usize| Some([degrees("longitude", row)?, degrees("latitude", row)?]);
    records.given = (0..rows.len()).map(given).collect();
    let position =
        |given: &Option<[f64; 2]>| given.and_then(|[lon, lat]| LonLat::new(lon, lat).ok());
    records.position = records.given.iter().map(position).collect();
    records
}

fn findings(records: &Records, around: &Surroundings) -> Vec<Finding> {
    judge_rows(records, around, None, |_| true)
}

/// The rows (from 0) that do not pass a check.
fn failing(check: &str, records: &Records) -> Vec<u32> {
    let all = findings(records, &Surroundings::default());
    let found = all.into_iter().find(|finding| finding.check.name == check);
    found.unwrap_or_else(|| panic!("{check} is not made")).rows
}

/// Checks, their columns, a field that fails and one that just passes.
const FIELDS: [[&str; 4]; 19] = [
    [
        "dq_is_null_mandatory-school_id_govt",
        "school_id_govt",
        " ",
        "0",
    ],
    [
        "dq_is_null_mandatory-school_name",
        "school_name",
        "NaN",
        "Nan Zheng",
    ],
    [
        "dq_is_null_mandatory-school_id_giga",
        "school_id_giga",
        "null",
        "x",
    ],
    ["dq_is_null_optional-num_tablets", "num_tablets", "", "0"],
    [
        "dq_is_invalid_domain-education_level",
        "education_level",
        "Primaria",
        "PRE-PRIMARY",
    ],
    [
        "dq_is_invalid_domain-connectivity_govt",
        "connectivity_govt",
        "true",
        "Yes",
    ],
    [
        "dq_is_invalid_domain-cellular_coverage_type",
        "cellular_coverage_type",
        "6G",
        "No coverage",
    ],
    [
        "dq_is_invalid_range-num_computers",
        "num_computers",
        "501",
        "500",
    ],
    [
        "dq_is_invalid_range-num_computers",
        "num_computers",
        "-1",
        "0",
    ],
    [
        "dq_is_invalid_range-download_speed_govt",
        "download_speed_govt",
        "200.5",
        "1",
    ],
    [
        "dq_is_invalid_range-schools_within_1km",
        "schools_within_1km",
        "21",
        "20",
    ],
    [
        "dq_is_invalid_range-school_establishment_year",
        "school_establishment_year",
        "999",
        "1000",
    ],
    [
        "dq_is_not_numeric-num_teachers",
        "num_teachers",
        "12 or 13",
        "12,5",
    ],
    ["dq_is_not_numeric-num_teachers", "num_teachers", "1e2", ""],
    [
        "dq_is_not_alphanumeric-school_name",
        "school_name",
        "--?!",
        "№ 7",
    ],
    ["dq_is_not_alphanumeric-admin1", "admin1", "***", "北"],
    [
        "dq_is_not_36_character_hash-school_id_giga",
        "school_id_giga",
        "g01",
        "3f2504e0-4f89-31d3-9a0c-0305e82c3301",
    ],
    ["dq_precision-latitude", "latitude", "-1.2921", "-1.29211"],
    [
        "dq_precision-longitude",
        "longitude",
        "36.8",
        "17.916521072387695",
    ],
];

#[test]
fn each_check_of_a_field_tells_what_fails_from_what_just_passes() {
    for [check, column, fails, passes] in FIELDS {
        let other = if column == "latitude" {
            "longitude"
        } else {
            "latitude"
        };
        let records = records(
            &[column, other],
            &[&[fails, "36.82191"], &[passes, "36.82191"]],
        );
        assert_eq!(failing(check, &records), [0], "{check}");
    }
    let (long, longer) = ("é".repeat(255), "é".repeat(256));
    let records = records(&["school_address"], &[&[&longer], &[&long]]);
    assert_eq!(
        failing(
            "dq_is_string_more_than_255_characters-school_address",
            &records
        ),
        [0]
    );
}

#[test]
fn a_file_without_a_mandatory_column_fails_as_a_whole() {
    let records = records(&["school_name"], &[&["A"], &["B"]]);
    let all = findings(&records, &Surroundings::default());
    let of = |name: &str| all.iter().find(|finding| finding.check.name == name);
    for name in ["school_id_govt", "latitude", "education_level"] {
        let finding = of(&format!("dq_is_null_mandatory-{name}")).unwrap();
        assert_eq!(
            (&finding.rows[..], &finding.whole_files[..]),
            (&[][..], &[0][..])
        );
        assert_eq!((finding.n_failed(&records), finding.n_judged), (2, 2));
    }
    insta::assert_snapshot!(
        of("dq_is_null_mandatory-education_level").unwrap().telling(&records).message_of_file(false),
        @"no column for education_level: told once for the file, no warning of its rows"
    );
    assert!(
        of("dq_is_null_mandatory-school_id_giga").is_none(),
        "Giga gives it"
    );
    assert!(of("dq_is_null_optional-num_tablets").is_none());
}

#[test]
fn a_ministrys_words_under_its_own_header_are_not_gigas() {
    let mut records = records(&["education_level"], &[&["Primaria"]]);
    records.files[0]
        .fields
        .get_mut("education_level")
        .unwrap()
        .is_own_name = false;
    let all = findings(&records, &Surroundings::default());
    let names: Vec<&str> = all.iter().map(|finding| finding.check.name).collect();
    assert!(!names.contains(&"dq_is_invalid_domain-education_level"));
    assert!(names.contains(&"dq_is_null_mandatory-education_level"));
}

#[test]
fn ids_are_repeated_within_a_file_and_a_country() {
    let rows: [&[&str]; 6] = [
        &["a1", "7", "KEN"],
        &["A1", "7", "BRA"],
        &["b2", "8", "KEN"],
        &["", "8", "ken"],
        &["", "", "KEN"],
        &["c3", "9", "KEN"],
    ];
    let mut records = records(&["school_id_giga", "school_id_govt", "country"], &rows);
    assert_eq!(failing("dq_duplicate-school_id_giga", &records), [0, 1]);
    assert_eq!(failing("dq_duplicate-school_id_govt", &records), [2, 3]);
    records.files.push(records.files[0].clone());
    records.source_file = vec![0, 1, 1, 1, 1, 1];
    assert_eq!(failing("dq_duplicate-school_id_giga", &records), [0_u32; 0]);
    records.completing = vec![(1, 0)];
    assert_eq!(failing("school_in_several_files", &records), [1]);
}

#[test]
fn rows_at_one_place_are_alike_in_more_and_more() {
    let rows: [&[&str]; 6] = [
        &["1", "A", "Primary", "36.82191", "-1.29211", "5"],
        &["1", "A", "Primary", "36.82191", "-1.29211", "5"],
        &["2", "A", "Primary", "36.82191", "-1.29211", "6"],
        &["3", "B", "Primary", "36.82191", "-1.29211", "5"],
        &["4", "A", "Secondary", "36.82191", "-1.29211", "5"],
        &["5", "A", "Primary", "36.82192", "-1.29211", "5"],
    ];
    let header = [
        "school_id_govt",
        "school_name",
        "education_level",
        "longitude",
        "latitude",
        "num_students",
    ];
    let mut records = records(&header, &rows);
    let set = |columns: &str| format!("dq_duplicate_set-{columns}education_level_location_id");
    assert_eq!(
        failing("dq_duplicate_location_rows_flag", &records),
        [0, 1, 2, 3, 4]
    );
    assert_eq!(failing(&set(""), &records), [0, 1, 2, 3]);
    assert_eq!(failing(&set("school_name_"), &records), [0, 1, 2]);
    assert_eq!(
        failing(&set("school_id_govt_school_name_"), &records),
        [0, 1]
    );
    assert_eq!(
        failing("dq_duplicate_all_except_school_code", &records),
        [0, 1]
    );
    let all = findings(&records, &Surroundings::default());
    let place = all
        .iter()
        .find(|found| found.check.name == "dq_duplicate_location_rows_flag");
    let issue = place.unwrap().telling(&records).issue(3);
    insta::assert_snapshot!(
        format!("{}: `{}` {}", issue.place, issue.value, issue.message),
        @"schools.csv:5: `36.82191, -1.29211` 5 rows are alike in this, the first at schools.csv:2"
    );
    records.completing = vec![(1, 0), (2, 0), (3, 0), (4, 0)];
    assert_eq!(
        failing("dq_duplicate_location_rows_flag", &records),
        [0_u32; 0]
    );
}

#[test]
fn the_sixth_school_of_a_cell_is_one_too_many() {
    let row: &[&str] = &["36.82191", "-1.29211"];
    let far: &[&str] = &["36.9", "-1.29211"];
    let five = records(&["longitude", "latitude"], &[row, row, row, far, row, row]);
    assert_eq!(
        failing("dq_is_school_density_greater_than_5", &five),
        [0_u32; 0]
    );
    let six = records(
        &["longitude", "latitude"],
        &[row, row, row, far, row, row, row],
    );
    assert_eq!(
        failing("dq_is_school_density_greater_than_5", &six),
        [0, 1, 2, 4, 5, 6]
    );
    let all = findings(&six, &Surroundings::default());
    let crowded = all
        .iter()
        .find(|found| found.check.name.starts_with("dq_is_school_density"));
    insta::assert_snapshot!(
        crowded.unwrap().telling(&six).issue(0).message,
        @"6 rows lie in the H3 cell 887a6e42cbfffff, more than 5"
    );
}

#[test]
fn what_was_found_around_rows_is_told() {
    let header = ["school_name", "longitude", "latitude"];
    let rows: [&[&str]; 2] = [
        &["A", "36.82191", "-1.29211"],
        &["A", "36.82191", "-1.29212"],
    ];
    let records = records(&header, &rows);
    let near = Near {
        other: vec![Some((1, 1.1)), None],
        n_judged: 2,
        remark: "not all".to_owned(),
    };
    let around = Surroundings {
        is_outside: Some(vec![false, true]),
        same_name: near.clone(),
        similar_name: near,
    };
    let all = findings(&records, &around);
    let told = |check: &str| {
        let found = all
            .iter()
            .find(|finding| finding.check.name == check)
            .unwrap();
        let issue = found.telling(&records).issue(0);
        format!("{}: `{}` {}", issue.place, issue.value, issue.message)
    };
    insta::assert_snapshot!(told("dq_duplicate_similar_name_same_level_within_110m_radius"), @"schools.csv:2: column `school_name`: `A` like the row at schools.csv:3, 1.1 m away");
    insta::assert_snapshot!(told("dq_is_not_within_country"), @"schools.csv:3: `36.82191, -1.29212` no region of the coarsest level holds this position or lies within the snap distance of it");
    assert!(all.iter().any(|finding| finding.remark == "not all"));
}

#[test]
fn many_rows_alike_cost_no_pairs() {
    let row: &[&str] = &["1", "Escola", "Primary", "36.82191", "-1.29211"];
    let header = [
        "school_id_govt",
        "school_name",
        "education_level",
        "longitude",
        "latitude",
    ];
    let records = records(&header, &vec![row; 20_000]);
    let all = findings(&records, &Surroundings::default());
    let full = all
        .iter()
        .filter(|finding| finding.rows.len() == 20_000)
        .count();
    assert_eq!(full, 7, "the id, four sets, all but the id, and the cell");
}
