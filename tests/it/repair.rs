//! Coordinates that are broken in ways that have one right answer, and such that have none.

use std::fs;
use std::path::Path;

use schoolreach::pipeline::{Outcome, Plan, Silent, run};

use crate::world::text;

const REGIONS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"adm2_pcode":"W"},"geometry":{"type":"Polygon","coordinates":[[[-50,-10],[-49,-10],[-49,-9],[-50,-9],[-50,-10]]]}},
{"type":"Feature","properties":{"adm2_pcode":"E"},"geometry":{"type":"Polygon","coordinates":[[[-49,-10],[-48,-10],[-48,-9],[-49,-9],[-49,-10]]]}}
]}"#;

const SCHOOLS: &str = r#"name,lat,lon,adm2_pcode
as it is,-9.5,-49.5,W
also,-9.6,-48.5,E
and so on,-9.7,-48.6,E
padded, -9.5 ,-49.5,W
a comma behind,"-9.5,",-49.5,W
minutes,9°30'S,49°30'O,W
one cell,"-9.5, -49.5",,W
point lost,-96240167,-491565213,W
point lost and grouped,-9.624.016,-49.156.521,W
point lost elsewhere,-96240167,-491565213,
swapped,-49.5,-9.5,W
swapped but of another region,-49.5,-9.5,E
sign lost,9.5,-48.5,E
nowhere near,50,10,W
minutes beyond,9°75'S,-49.5,W
"#;

fn outcome(dir: &Path, repair: bool) -> Outcome {
    let [schools, regions] = ["schools.csv", "regions.geojson"].map(|name| dir.join(name));
    fs::write(&schools, SCHOOLS).unwrap();
    fs::write(&regions, REGIONS).unwrap();
    let mut plan = Plan::new(&[text(&schools)], &[format!("adm2={}", text(&regions))]).unwrap();
    plan.rules.repair = repair;
    run(&plan, &dir.join("out"), &Silent).unwrap()
}

fn issues(dir: &Path) -> String {
    let mut reader = csv::Reader::from_path(dir.join("out/issues.csv")).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        format!("{} {} {}: {}", &row[1], &row[3], &row[4], &row[6])
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_has_one_right_answer_is_repaired_and_listed() {
    let dir = tempfile::tempdir().unwrap();
    let outcome = outcome(dir.path(), true);
    let places = &outcome.report.levels.0[0].1;
    assert_eq!((places.inside, places.stated, places.outside), (12, 1, 2));
    insta::assert_snapshot!(issues(dir.path()), @"
    5 coordinate_padding repaired: read as -9.5
    6 coordinate_characters repaired: read as -9.5
    7 coordinate_minutes repaired: read as -9.5
    7 coordinate_minutes repaired: read as -49.5
    8 coordinates_in_one_cell repaired: both coordinates in one cell: read as longitude -49.5, latitude -9.5
    9 coordinate_decimal_lost repaired: the decimal point seems lost: read as longitude -49.1565213, latitude -9.6240167, the only such reading in the region that the row states
    10 coordinate_characters repaired: read as -9624016
    10 coordinate_characters repaired: read as -49156521
    10 coordinate_decimal_lost repaired: the decimal point seems lost: read as longitude -49.156521, latitude -9.624016, the only such reading in the region that the row states
    11 coordinate_decimal_lost repaired: the decimal point seems lost: read as longitude -49.1565213, latitude -9.6240167, the only such reading in the bounding box of the outlines
    12 axes_swapped repaired: longitude and latitude seem swapped: read as longitude -49.5, latitude -9.5, the only such reading in the region that the row states
    13 axes_swapped doubt: longitude and latitude seem swapped: the other way round they lie in a region
    13 dq_is_not_within_country doubt: no region of any level holds this position or lies within 1500 m of it
    13 declared_elsewhere doubt: the position lies 5638.5 km from E (E) of adm2, which the row declares, in no region
    14 coordinate_sign repaired: a sign seems wrong: read as longitude -48.5, latitude -9.5, the only such reading in the region that the row states
    15 dq_is_not_within_country doubt: no region of any level holds this position or lies within 1500 m of it
    15 declared_elsewhere doubt: the position lies 8665.9 km from W (W) of adm2, which the row declares, in no region
    16 dq_is_not_numeric-latitude doubt: expected a number of degrees
    ");
}

#[test]
fn nothing_is_repaired_where_that_is_turned_off() {
    let dir = tempfile::tempdir().unwrap();
    let outcome = outcome(dir.path(), false);
    let places = &outcome.report.levels.0[0].1;
    assert_eq!((places.inside, places.stated), (4, 6));
    let issues = issues(dir.path());
    let repaired = issues.lines().filter(|line| line.contains(" repaired:"));
    let checks: Vec<&str> = repaired.filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(
        checks,
        ["coordinate_padding"],
        "padding has no other reading"
    );
}
