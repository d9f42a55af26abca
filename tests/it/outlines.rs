//! Outlines that overlap and leave a gap: told by `check` and by a run that makes all checks, and by no other.

use std::path::Path;

use crate::world::{call, text};

const SCHOOLS: &str = "\
school_id_govt,school_name,education_level,latitude,longitude,connectivity
1,One,Primary,0.512345,0.512345,yes
2,Two,Primary,0.512345,1.512345,no
";

fn square(id: &str, west: f64, south: f64, width: f64) -> String {
    let (east, north) = (west + width, south + 1.0);
    format!(
        r#"{{"type":"Feature","properties":{{"shapeID":"{id}","shapeName":"Region {id}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

/// Four squares around a gap, of which two overlap.
fn write_inputs(dir: &Path) {
    let squares = [
        square("a", 0.0, 0.0, 2.0),
        square("b", 1.9, 0.0, 1.1),
        square("c", 0.0, 1.0, 1.0),
        square("d", 2.0, 1.0, 1.0),
        square("e", 0.0, 2.0, 3.0),
    ];
    let regions = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        squares.join(",\n")
    );
    std::fs::write(dir.join("regions.geojson"), regions).unwrap();
    std::fs::write(dir.join("schools.csv"), SCHOOLS).unwrap();
}

/// The lines of `issues.csv` about regions, as one of the commands writes them.
fn issues_of_regions(dir: &Path, command: &[&str]) -> String {
    let regions = text(&dir.join("regions.geojson"));
    let rest = [
        "--schools",
        "schools.csv",
        "--regions",
        &format!("adm2={regions}"),
        "--out",
        "out",
    ];
    let rest = if command[0] == "check" {
        &rest[1..]
    } else {
        &rest[..]
    };
    let said = call(dir, &[command, rest].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let issues = std::fs::read_to_string(dir.join("out/issues.csv")).unwrap();
    let of_regions = issues
        .lines()
        .filter(|line| line.starts_with("regions.geojson"));
    of_regions.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_check_and_a_run_with_all_checks_tell_overlaps_and_gaps() {
    let commands: [&[&str]; 2] = [&["check"], &["run", "--checks", "all"]];
    let [checked, run] = commands.map(|command| {
        let dir = tempfile::tempdir().unwrap();
        write_inputs(dir.path());
        issues_of_regions(dir.path(), command)
    });
    insta::assert_snapshot!(run, @r#"
    regions.geojson,1,,outline_gap,doubt,12305 km²,"no region holds 12305 km² at 1.00000, 1.00000, between Region a (a), Region c (c), Region d (d)"
    regions.geojson,1,,outline_overlap,doubt,1231 km²,"overlaps Region b (b) by 1231 km²; of regions that hold a school, the smallest takes it"
    "#);
    let without_gravity: Vec<&str> = checked
        .lines()
        .map(|line| line.trim_end_matches(','))
        .collect();
    assert_eq!(without_gravity.join("\n"), run);
}

#[test]
fn a_run_by_default_leaves_outlines_alone() {
    let dir = tempfile::tempdir().unwrap();
    write_inputs(dir.path());
    assert_eq!(issues_of_regions(dir.path(), &["run"]), "");
}
