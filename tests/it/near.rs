//! Schools near a point, or near every row of a file.

use std::fs;
use std::path::Path;

use crate::world::{Said, call, fixture, text};

const POINTS: &str = "id,name,lon,lat
1,Tower,1.0,1.0
1,Mast,0.1,0.2
2,Nowhere,,
3,Far,5,5
4,Torn
";

/// Calls `near` on the schools of every case, beside a file of points.
fn near(dir: &Path, args: &[&str]) -> Said {
    fs::write(dir.join("points.csv"), POINTS).unwrap();
    let schools = text(&fixture("schools_every_case.csv"));
    let mut all = vec!["near", "--schools", &schools];
    all.extend(args);
    call(dir, &all)
}

/// The result of a call that succeeds, on standard output.
fn answer(args: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let said = near(dir.path(), args);
    assert_eq!(said.code, 0, "{}", said.stderr);
    said.stdout
}

/// What a call says that fails, writing nothing.
fn failure(args: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let said = near(dir.path(), args);
    assert!(matches!(said.code, 1 | 2), "{}", said.stderr);
    assert_eq!(said.stdout, "");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    said.stderr
}

#[test]
fn of_a_point() {
    insta::assert_snapshot!(answer(&["--at", "0.5,0.25", "--k", "3"]), @"
    point_file,point_row,point_name,point_longitude,point_latitude,rank,distance_m,school_id_giga,school_id_govt,school_name,connectivity_status,longitude,latitude,source_file,source_row
    ,1,,0.5,0.25,1,62145.3,g02,002,On the middle line,not_connected,1,0.5,schools_every_case.csv,3
    ,1,,0.5,0.25,2,62145.3,g04,004,On the west coast,not_connected,0,0.5,schools_every_case.csv,5
    ");
    insta::assert_snapshot!(answer(&["--at=-1,-1", "--at", "1,1", "--k", "1", "--status", "connected"]), @"
    point_file,point_row,point_name,point_longitude,point_latitude,rank,distance_m,school_id_giga,school_id_govt,school_name,connectivity_status,longitude,latitude,source_file,source_row
    ,1,,-1,-1,1,199474,g05,005,500 m off the coast,connected,-0.0045,0.5,schools_every_case.csv,6
    ,2,,1,1,1,78448.3,g01,001,Inside,connected,0.5,0.5,schools_every_case.csv,2
    ");
}

#[test]
fn of_every_row_of_a_file() {
    insta::assert_snapshot!(answer(&["--points", "points.csv", "--k", "2", "--within-km", "200"]), @"
    point_file,point_row,point_name,point_longitude,point_latitude,rank,distance_m,school_id_giga,school_id_govt,school_name,connectivity_status,longitude,latitude,source_file,source_row
    points.csv,2,Tower,1,1,1,55287.2,g02,002,On the middle line,not_connected,1,0.5,schools_every_case.csv,3
    points.csv,2,Tower,1,1,2,124284,g04,004,On the west coast,not_connected,0,0.5,schools_every_case.csv,5
    points.csv,3,Mast,0.1,0.2,1,34990.2,g04,004,On the west coast,not_connected,0,0.5,schools_every_case.csv,5
    points.csv,3,Mast,0.1,0.2,2,105534.6,g02,002,On the middle line,not_connected,1,0.5,schools_every_case.csv,3
    points.csv,4,Nowhere,,,,,,,,,,,,
    points.csv,5,Far,5,5,,,,,,,,,,
    ");
    let kept = answer(&["--points", "points.csv", "--k", "1", "--keep-properties"]);
    insta::assert_snapshot!(kept, @"
    point_file,point_row,point_name,point_longitude,point_latitude,rank,distance_m,school_id_giga,school_id_govt,school_name,connectivity_status,longitude,latitude,source_file,source_row,point_id,input_point_name,point_lon,point_lat
    points.csv,2,Tower,1,1,1,55287.2,g02,002,On the middle line,not_connected,1,0.5,schools_every_case.csv,3,1,Tower,1.0,1.0
    points.csv,3,Mast,0.1,0.2,1,34990.2,g04,004,On the west coast,not_connected,0,0.5,schools_every_case.csv,5,1,Mast,0.1,0.2
    points.csv,4,Nowhere,,,,,,,,,,,,,2,Nowhere,,
    points.csv,5,Far,5,5,1,667324,g02,002,On the middle line,not_connected,1,0.5,schools_every_case.csv,3,3,Far,5,5
    ");
}

#[test]
fn the_talk_tells_what_was_understood() {
    let dir = tempfile::tempdir().unwrap();
    let said = near(
        dir.path(),
        &["--points", "points.csv", "--k", "2", "--within-km", "200"],
    );
    insta::assert_snapshot!(said.stderr, @"
    Inputs
      schools_every_case.csv: 14 rows, csv, UTF-8, delimiter `,`, decimal `. and ,`
        school_id_giga = school_id_giga · school_id_govt = school_id_govt · school_name = school_name · education_level = education_level · longitude = longitude · latitude = latitude · num_students = num_students · is_school_open = is_school_open · connectivity_RT = connectivity_RT · connectivity = connectivity_govt · stated = adm2_pcode

    Rows: 14 read = 1 refused + 1 duplicate + 1 closed + 11 schools
    Status: 4 connected, 3 not connected, 4 unknown
      connectivity_govt `maybe`: 1 row, read as no answer (not understood)
      connectivity_RT `No`: 11 rows, read as no answer (not monitored)
      connectivity_govt `no`: 4 rows, read as no
      connectivity_govt `yes`: 2 rows, read as yes
      connectivity_RT blank: 1 row, read as no answer
      connectivity_RT `Yes`: 1 row, read as yes
      connectivity_govt blank: 1 row, read as no answer
      connectivity_govt `-`: 1 row, read as no answer
      connectivity_govt `1`: 1 row, read as yes
      connectivity_govt `Sim`: 1 row, read as yes
      connectivity_govt `Unknown`: 1 row, read as no answer
      connectivity_govt `não`: 1 row, read as no

    Points: 4 of 5 rows read, 1 refused
      1 without a usable position
      1 without such a school within reach
    Looked for: 2 nearest of 2 unconnected schools with a position, at most 200 km away

    Issues of schools (first of each check)
      1 dq_duplicate-school_id_giga (doubt)
        schools_every_case.csv:12: `g01` the same school as schools_every_case.csv:2; merged into it
      1 dq_is_invalid_range-latitude (doubt)
        schools_every_case.csv:13: column `latitude`: `95` expected degrees in -90..=90, found 95
      3 dq_is_null_mandatory-latitude (doubt)
        schools_every_case.csv:8: column `latitude`: no coordinate
      3 dq_is_null_mandatory-longitude (doubt)
        schools_every_case.csv:8: column `longitude`: no coordinate
      2 duplicate_contradiction (doubt)
        schools_every_case.csv:12: column `school_name`: `Inside, again` the first row says `Inside`; kept
      1 field_count (refused)
        schools_every_case.csv:14: `g12,012,Too few fields,Primary,0.5` expected 11 fields, found 5
      1 status_value (doubt)
        schools_every_case.csv:13: column `connectivity_govt`: `maybe` expected yes, no or a word for unknown; it gives no answer

    Issues of points (first of each check)
      1 dq_is_null_mandatory-latitude (doubt)
        points.csv:4: column `lat`: no coordinate
      1 dq_is_null_mandatory-longitude (doubt)
        points.csv:4: column `lon`: no coordinate
      1 field_count (refused)
        points.csv:6: `4,Torn` expected 4 fields, found 2
    ");
    let quiet = near(dir.path(), &["--points", "points.csv", "--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
    let strict = near(dir.path(), &["--points", "points.csv", "--strict"]);
    assert_eq!(strict.code, 3);
}

#[test]
fn a_file_holds_what_standard_output_would() {
    let dir = tempfile::tempdir().unwrap();
    let args = ["--points", "points.csv", "--status", "any"];
    let printed = near(dir.path(), &args);
    let saved = near(
        dir.path(),
        &[&args[..], &["--out", "near.csv", "--threads", "1"]].concat(),
    );
    assert_eq!((saved.code, saved.stdout.as_str()), (0, ""));
    assert!(
        saved.stderr.ends_with("Result: near.csv (16 rows)\n"),
        "{}",
        saved.stderr
    );
    assert_eq!(
        fs::read_to_string(dir.path().join("near.csv")).unwrap(),
        printed.stdout
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[test]
fn points_come_in_all_formats() {
    let dir = tempfile::tempdir().unwrap();
    let point = r#"{"type":"Feature","properties":{"name":"Tower"},"geometry":{"type":"Point","coordinates":[1,1]}}"#;
    let collection = format!(r#"{{"type":"FeatureCollection","features":[{point}]}}"#);
    fs::write(dir.path().join("points.geojson"), collection).unwrap();
    let mixed = near(
        dir.path(),
        &["--points", "points.geojson", "points.csv", "--k", "1"],
    );
    let rows: Vec<&str> = mixed.stdout.lines().collect();
    let of_tower = |file: &str| {
        rows.iter().find(|row| row.starts_with(file)).unwrap()[file.len()..].to_owned()
    };
    assert_eq!(of_tower("points.geojson,1"), of_tower("points.csv,2"));
    assert_eq!(rows.len(), 1 + 1 + 4);
}

#[test]
fn closed_schools_are_found_only_on_demand() {
    let args = ["--at", "1.5,0.5", "--k", "20", "--status", "any"];
    assert!(!answer(&args).contains("Closed"));
    assert!(answer(&[&args[..], &["--include-closed"]].concat()).contains("Closed"));
}

#[test]
fn columns_of_points_may_be_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("masts.csv"),
        "EAST,NORTH,LABEL\n1,1,Tower\n",
    )
    .unwrap();
    let named = [
        "--column",
        "points.longitude=EAST",
        "--column",
        "points.latitude=NORTH",
        "--column",
        "points.name=LABEL",
        "--k",
        "1",
        "--points",
        "masts.csv",
    ];
    assert!(
        near(dir.path(), &named)
            .stdout
            .contains("masts.csv,2,Tower,1,1,1,55287.2,g02")
    );
    insta::assert_snapshot!(near(dir.path(), &["--points", "masts.csv"]).stderr, @"
    error: masts.csv: no column for points.longitude; its columns are `EAST`, `NORTH`, `LABEL`
    hint: name it with --column points.longitude=HEADER
    ");
    insta::assert_snapshot!(near(dir.path(), &["--points", "masts.csv", "--column", "points.longitude=E"]).stderr, @"
    error: masts.csv: no column `E` for points.longitude; its columns are `EAST`, `NORTH`, `LABEL`
    hint: name a column as the header spells it
    ");
    insta::assert_snapshot!(failure(&["--points", "points.csv", "--column", "points.status=E"]), @"error: a column is named for `points.status`; expected one of the fields longitude, latitude, name");
}

#[test]
fn wrong_questions() {
    insta::assert_snapshot!(failure(&["--at", "0,0", "--within-km=-3"]), @"
    error: invalid value '-3' for '--within-km <KM>': expected a number in 0..=inf

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(failure(&["--points", "nothing.csv"]), @"error: nothing.csv: there is no such file or folder");
    insta::assert_snapshot!(failure(&["--at", "0,0", "--out", "no/such/folder.csv"]), @"error: cannot write no/such/folder.csv: No such file or directory (os error 2)");
    let dir = tempfile::tempdir().unwrap();
    for (args, reason) in [
        (
            &["--at", "36.82"][..],
            "expected LON,LAT in degrees, as in 36.82,-1.29; found 36.82",
        ),
        (
            &["--at", "-1.29,136.82"],
            "expected latitude in -90..=90 degrees, found 136.82 (longitude comes first)",
        ),
        (
            &["--at", "1,1", "--points", "points.csv"],
            "cannot be used with",
        ),
        (&[], "--at <LON,LAT>|--points <FILE>..."),
        (&["--at", "1,1", "--k", "0"], "--k <N>"),
    ] {
        let said = near(dir.path(), args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.stderr.contains(reason), "{}", said.stderr);
    }
}

#[test]
fn schools_of_which_none_can_be_near() {
    let dir = tempfile::tempdir().unwrap();
    let said = |content: &str, args: &[&str]| {
        fs::write(dir.path().join("schools.csv"), content).unwrap();
        let mut all = vec!["near", "--schools", "schools.csv", "--at", "0,0"];
        all.extend(args);
        let said = call(dir.path(), &all);
        assert_eq!((said.code, said.stdout.as_str()), (1, ""));
        said.stderr
    };
    insta::assert_snapshot!(said("name,lat,lon\nA,1,1\nB,1,1\n", &[]), @"
    error: no school to look for: none is not_connected; the open schools with a position are 0 connected, 0 not_connected, 2 unknown
    hint: choose another --status, or name the columns with --column schools.connectivity=HEADER and the like
    ");
    insta::assert_snapshot!(said("name,lat,lon,internet\nA,1,1,yes\n", &["--status", "unknown"]), @"
    error: no school to look for: none is unknown; the open schools with a position are 1 connected, 0 not_connected, 0 unknown
    hint: choose another --status, or name the columns with --column schools.connectivity=HEADER and the like
    ");
    insta::assert_snapshot!(said("name,lat,lon\nA,,\n", &["--status", "any"]), @"
    error: no school to look for: of 1 schools none is open and has a usable position
    hint: choose another --status, or name the columns with --column schools.connectivity=HEADER and the like
    ");
}

#[test]
fn a_run_tells_the_nearest_other_school() {
    let dir = tempfile::tempdir().unwrap();
    let rows = [
        "A,0.5,0.5,yes",
        "B,0.5,0.501,yes",
        "C,0.5,0.5,yes",
        "Closed,0.5,0.5011,no",
        "D,1.5,1.5,yes",
        "E,,,yes",
    ];
    let content = format!("name,lat,lon,is_school_open\n{}\n", rows.join("\n"));
    fs::write(dir.path().join("schools.csv"), content).unwrap();
    let regions = text(&fixture("regions_quarters.geojson"));
    let mut reports = Vec::new();
    for more in [&[][..], &["--include-closed"]] {
        let args = [
            "run",
            "--schools",
            "schools.csv",
            "--regions",
            &regions,
            "--out",
            "out",
        ];
        assert_eq!(call(dir.path(), &[&args[..], more].concat()).code, 0);
        let mut reader = csv::Reader::from_path(dir.path().join("out/schools.csv")).unwrap();
        let column = reader
            .headers()
            .unwrap()
            .iter()
            .position(|name| name == "nearest_school_m")
            .unwrap();
        let values = reader
            .records()
            .map(|record| record.unwrap()[column].to_owned());
        reports.push(values.collect::<Vec<String>>().join(" "));
    }
    insta::assert_snapshot!(reports.join("\n"), @"
    0 111.3 0  156811.8 
    0 11.1 0 11.1 156804
    ");
}
