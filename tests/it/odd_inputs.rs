//! Inputs as offices send them: odd, but plausible, and nothing of them may be guessed or lost.

use std::fs;
use std::path::Path;

use crate::world::{Said, call, contents, fixture, text};

const HALVES: &str = "regions_halves.geojson";

/// Runs the command in a folder that holds the given files and the outlines of two halves.
fn run(dir: &Path, files: &[(&str, &str)], args: &[&str]) -> Said {
    for (name, content) in files {
        fs::write(dir.join(name), content).unwrap();
    }
    fs::copy(fixture(HALVES), dir.join(HALVES)).unwrap();
    call(dir, args)
}

/// Runs the main job on school files at level adm1 into `out`, and answers some columns of `schools.csv`.
fn schools(files: &[(&str, &str)], more: &[&str], wanted: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let mut args = vec!["run", "--schools"];
    args.extend(names);
    args.extend(["--regions", HALVES, "--out", "out"]);
    args.extend(more);
    let said = run(dir.path(), files, &args);
    assert_eq!(said.code, 0, "{}", said.stderr);
    columns(&dir.path().join("out/schools.csv"), wanted)
}

fn columns(path: &Path, wanted: &[&str]) -> String {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let index = |name: &&str| header.iter().position(|column| column == *name).unwrap();
    let indices: Vec<usize> = wanted.iter().map(index).collect();
    let line = |record: csv::StringRecord| {
        indices
            .iter()
            .map(|i| record[*i].to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    reader
        .records()
        .map(|record| line(record.unwrap()))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_word_for_unknown_is_no_id() {
    let file = "school_id_govt,name,lat,lon\nN/A,A,0.5,0.5\nnan,B,0.5,0.5\n-,C,0.5,0.5\nN/A,D,0.5,0.5\n0,E,0.5,0.5\n0,F,0.5,0.5\n";
    let found = schools(
        &[("s.csv", file)],
        &[],
        &["school_name", "school_id_govt", "n_issues"],
    );
    assert_eq!(found, "A  1\nB  1\nC  1\nD  1\nE  1\nF  1");
}

#[test]
fn a_country_is_one_however_it_is_spelled() {
    let files = [
        ("a.csv", "id,country,name,lat,lon\n1,BRA,A,0.5,0.5\n"),
        (
            "b.csv",
            "id,country,name,lat,lon\n1,bra,A,0.5,0.5\n1,KEN,B,0.5,1.5\n",
        ),
    ];
    assert_eq!(
        schools(&files, &[], &["school_name", "country"]),
        "A BRA\nB KEN"
    );
}

#[test]
fn a_second_file_without_coordinates_fills_blanks() {
    let files = [
        (
            "a.csv",
            "id,name,lat,lon,internet\n1,A,0.5,0.5,\n2,B,0.5,1.5,\n",
        ),
        ("b.csv", "id,internet\n2,no\n1,yes\n3,yes\n"),
    ];
    let found = schools(
        &files,
        &[],
        &[
            "school_name",
            "connectivity_status",
            "adm1_id",
            "adm1_placement",
        ],
    );
    assert_eq!(
        found,
        "A connected W inside\nB not_connected E inside\n connected  no_position"
    );
}

#[test]
fn lists_that_spell_names_anew_are_still_the_same_schools() {
    let list = |word: &str| {
        let rows: Vec<String> = (0..12)
            .map(|row| format!("{row}1,{word} {row},0.5,0.5\n"))
            .collect();
        format!("id,name,lat,lon\n{}", rows.concat())
    };
    let (a, b) = (list("School"), list("École"));
    let found = schools(&[("a.csv", &a), ("b.csv", &b)], &[], &["source_row"]);
    assert_eq!(found.lines().count(), 12);
}

#[test]
fn points_without_geometry_are_where_their_columns_say() {
    let features = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"A","lat":0.5,"lon":0.5},"geometry":null},
        {"type":"Feature","properties":{"name":"B","lat":0.5,"lon":0.5},"geometry":{"type":"Point","coordinates":[1.5,0.5]}}]}"#;
    let files = [("s.geojson", features)];
    assert_eq!(
        schools(&files, &[], &["school_name", "adm1_id"]),
        "A W\nB E"
    );
    let said = [
        "--column",
        "schools.longitude=lon",
        "--column",
        "schools.latitude=lat",
    ];
    assert_eq!(
        schools(&files, &said, &["school_name", "adm1_id"]),
        "A W\nB W"
    );
}

#[test]
fn several_columns_may_be_named_for_connectivity() {
    let files = [(
        "s.csv",
        "name,lat,lon,NetA,NetB\nA,0.5,0.5,no,yes\nB,0.5,0.5,,yes\n",
    )];
    let said = [
        "--column",
        "schools.connectivity=NetA",
        "--column",
        "schools.connectivity=NetB",
    ];
    assert_eq!(
        schools(&files, &said, &["connectivity_status"]),
        "connected\nconnected"
    );
}

#[test]
fn an_id_beside_the_properties_is_the_regions_id() {
    let dir = tempfile::tempdir().unwrap();
    let regions = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"R1","properties":{"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}}]}"#;
    let files = [
        ("s.csv", "name,lat,lon\nA,0.1,0.5\n"),
        ("r.geojson", regions),
    ];
    let said = run(
        dir.path(),
        &files,
        &[
            "run",
            "--schools",
            "s.csv",
            "--regions",
            "r.geojson",
            "--out",
            "out",
        ],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(
        columns(
            &dir.path().join("out/regions_r.csv"),
            &["region_id", "n_schools"]
        ),
        "R1 1"
    );
}

#[test]
fn levels_of_one_file_and_files_of_one_folder() {
    let dir = tempfile::tempdir().unwrap();
    let square = |id: &str, level: &str, west: u8, east: u8| {
        format!(
            r#"{{"type":"Feature","properties":{{"shapeID":"{id}","shapeName":"{id}","shapeType":"{level}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}"#
        )
    };
    let both = [
        square("all", "ADM1", 0, 2),
        square("w", "ADM2", 0, 1),
        square("e", "ADM2", 1, 2),
    ];
    let both = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        both.join(",")
    );
    let plain =
        |id: &str, west: u8, east: u8| square(id, "x", west, east).replace("shapeType", "kind");
    fs::create_dir(dir.path().join("states")).unwrap();
    let files = [
        ("s.csv", "name,lat,lon\nA,0.5,0.5\nB,0.5,1.5\n"),
        ("both.geojson", &both),
        ("states/East.geojson", &plain("e", 1, 2)),
        ("states/West.geojson", &plain("w", 0, 1)),
    ];
    let regions = ["adm1=both.geojson", "adm2=both.geojson", "states"];
    let mut args = vec!["run", "--schools", "s.csv", "--out", "out", "--regions"];
    args.extend(regions);
    let said = run(dir.path(), &files, &args);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let found = columns(
        &dir.path().join("out/schools.csv"),
        &["adm1_id", "adm2_id", "states_id"],
    );
    assert_eq!(found, "all w w\nall e e");
    assert!(said.stderr.contains("3 other_level"), "{}", said.stderr);
}

#[test]
fn our_own_outputs_keep_their_level_and_their_evidence() {
    let dir = tempfile::tempdir().unwrap();
    let first = [(
        "s.csv",
        "id,name,lat,lon,connectivity_RT\n1,A,0.5,0.5,Yes\n2,B,0.5,1.5,No\n",
    )];
    run(
        dir.path(),
        &first,
        &[
            "run",
            "--schools",
            "s.csv",
            "--regions",
            HALVES,
            "--out",
            "first",
        ],
    );
    let again = [
        "run",
        "--schools",
        "first/schools.geojson",
        "--regions",
        "first/regions_adm1.fgb",
        "--out",
        "again",
    ];
    assert_eq!(call(dir.path(), &again).code, 0);
    let wanted = [
        "region_id",
        "n_schools",
        "n_connected",
        "n_connected_measured",
    ];
    let mut rows: Vec<String> = columns(&dir.path().join("again/regions_adm1.csv"), &wanted)
        .lines()
        .map(str::to_owned)
        .collect();
    rows.sort();
    assert_eq!(rows, ["E 1 0 0", "W 1 1 1"]);
}

#[test]
fn files_of_others_are_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let files = [("schools.csv", "name,lat,lon\nA,0.5,0.5\n")];
    let args = [
        "run",
        "--schools",
        "schools.csv",
        "--regions",
        HALVES,
        "--out",
        ".",
    ];
    let said = run(dir.path(), &files, &args);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert_eq!(
        fs::read_to_string(dir.path().join("schools.csv")).unwrap(),
        files[0].1
    );
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("out/issues.csv"), "notes").unwrap();
    let said = call(
        dir.path(),
        &[
            "run",
            "--schools",
            "schools.csv",
            "--regions",
            HALVES,
            "--out",
            "out",
        ],
    );
    assert_eq!(said.code, 1);
    let told = said.stderr.replace(&text(dir.path()), "DIR");
    insta::assert_snapshot!(told, @"error: cannot replace DIR/out/issues.csv: a file that no earlier run wrote stands there");
    assert_eq!(
        contents(&dir.path().join("out")),
        [("issues.csv".to_owned(), b"notes".to_vec())]
    );
}

#[test]
fn a_check_does_not_remove_the_results_of_a_run() {
    let dir = tempfile::tempdir().unwrap();
    let files = [("s.csv", "name,lat,lon\nA,0.5,0.5\n")];
    run(
        dir.path(),
        &files,
        &[
            "run",
            "--schools",
            "s.csv",
            "--regions",
            HALVES,
            "--out",
            "out",
        ],
    );
    let before = contents(&dir.path().join("out"));
    let said = call(dir.path(), &["check", "--schools", "s.csv", "--out", "out"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert_eq!(contents(&dir.path().join("out")), before);
}

#[test]
fn rows_that_are_all_refused_are_no_country_without_schools() {
    let dir = tempfile::tempdir().unwrap();
    let files = [("s.csv", "name,lat,lon\nA,0,5,0,5\nB,0,5,1,5\n")];
    let said = run(
        dir.path(),
        &files,
        &[
            "run",
            "--schools",
            "s.csv",
            "--regions",
            HALVES,
            "--out",
            "out",
        ],
    );
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.stderr, @"
    error: all 2 rows of schools were refused; the first: s.csv:2: expected 3 fields, found 5
    hint: see whether --delimiter, --quote or --encoding is needed; a decimal comma must be quoted where fields are separated by commas
    ");
    let header_only = run(
        dir.path(),
        &[("s.csv", "name,lat,lon\n")],
        &[
            "run",
            "--schools",
            "s.csv",
            "--regions",
            HALVES,
            "--out",
            "out",
        ],
    );
    assert_eq!(header_only.code, 0);
    assert!(
        header_only
            .stderr
            .contains("Warning: the school files hold no school"),
        "{}",
        header_only.stderr
    );
}

#[test]
fn the_standard_input_is_one_file() {
    let said = call(
        Path::new("."),
        &["run", "--schools", "-", "--regions", "-", "--out", "out"],
    );
    assert_eq!(said.code, 2);
    assert_eq!(
        said.stderr,
        "error: `standard input` is named twice as an input\n"
    );
}

#[test]
fn a_check_without_regions_counts_statuses() {
    let dir = tempfile::tempdir().unwrap();
    let schools = text(&fixture("schools_every_case.csv"));
    let said = call(dir.path(), &["check", "--schools", &schools]);
    assert!(
        said.stderr
            .contains("Status: 4 connected, 3 not connected, 4 unknown"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_file_that_tells_nothing_of_connectivity_is_told_loudly() {
    let dir = tempfile::tempdir().unwrap();
    let files = [("s.csv", "name,lat,lon,banda_larga\nA,0.5,0.5,1\n")];
    let args = [
        "run",
        "--schools",
        "s.csv",
        "--regions",
        HALVES,
        "--out",
        "out",
    ];
    let said = run(dir.path(), &files, &args);
    let warning = "Warning: s.csv: no column is taken for declared connectivity, so that all its schools are of unknown \
                   status; columns that may tell it: banda_larga";
    assert!(said.stderr.contains(warning), "{}", said.stderr);
}
