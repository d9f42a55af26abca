//! The main job on a country of four quarters with every kind of school in it.

use std::path::Path;

use crate::world::{call, contents, fixture, text};

/// Runs the command on the fixtures; further arguments behind.
fn run(dir: &Path, more: &[&str]) -> crate::world::Said {
    let (schools, halves, quarters) = (
        text(&fixture("schools_every_case.csv")),
        format!("adm1={}", text(&fixture("regions_halves.geojson"))),
        text(&fixture("regions_quarters.geojson")),
    );
    let mut args = vec![
        "run",
        "--schools",
        &schools,
        "--regions",
        &halves,
        &quarters,
        "--out",
        "out",
    ];
    args.extend(more);
    call(dir, &args)
}

fn written(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join("out").join(name)).expect("written")
}

/// Some columns of a CSV file, one line a row.
fn columns(csv: &str, wanted: &[&str]) -> String {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let indices: Vec<usize> = wanted
        .iter()
        .map(|name| {
            headers
                .iter()
                .position(|header| header == *name)
                .expect("the column")
        })
        .collect();
    let line = |record: &csv::StringRecord| {
        indices
            .iter()
            .map(|index| &record[*index])
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let rows: Vec<String> = reader
        .records()
        .map(|record| line(&record.expect("a record")))
        .collect();
    rows.join("\n")
}

#[test]
fn every_school_is_where_it_belongs() {
    let dir = tempfile::tempdir().unwrap();
    let said = run(dir.path(), &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let schools = written(dir.path(), "schools.csv");
    let wanted = [
        "source_row",
        "school_name",
        "num_students",
        "connectivity_status",
        "status_source",
        "adm1_id",
        "adm1_placement",
        "adm2_id",
        "adm2_placement",
    ];
    insta::assert_snapshot!(columns(&schools, &wanted), @r#"
    2 | Inside | 100 | connected | declared | W | inside | SW | inside
    3 | On the middle line | 50 | not_connected | declared | W | border | SW | border
    4 | On the centre |  | unknown | none | W | border | NW | border
    5 | On the west coast | 20 | not_connected | declared | W | border | SW | border
    6 | 500 m off the coast | 10 | connected | rt_flag | W | snapped | SW | snapped
    7 | Far at sea | 30 | unknown | none |  | outside |  | outside
    8 | No position but a code | 40 | connected | declared |  | no_position | NE | stated
    9 | Neither | 5 | not_connected | declared |  | no_position |  | no_position
    10 | In the lake | 60 | unknown | none | E | inside |  | outside
    11 | Closed | 70 | not_connected | declared | W | inside | NW | inside
    13 | Out of range | 12 | unknown | none |  | no_position | NW | stated
    15 | Quoted, "twice" | 8 | connected | declared | E | inside | SE | inside
    "#);
}

#[test]
fn every_region_has_its_figures() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &[]);
    let wanted = [
        "region_id",
        "region_name",
        "parent_id",
        "parent_name",
        "n_schools",
        "n_connected",
        "n_not_connected",
        "n_unknown",
        "n_closed",
        "known_share",
        "unconnected_share_of_known",
        "unconnected_share_max",
        "n_border",
        "n_snapped",
        "n_stated",
        "n_students",
    ];
    insta::assert_snapshot!(columns(&written(dir.path(), "regions_adm2.csv"), &wanted), @"
    SW | Sud-Ouest | W | West | 4 | 2 | 2 | 0 | 0 | 1 | 0.5 | 0.5 | 2 | 1 | 0 | 180
    SE | Sud-Est | E | East | 1 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 8
    NW | Côte d'Ivoire | W | West | 2 | 0 | 0 | 2 | 1 | 0 |  | 1 | 1 | 0 | 1 | 12
    NE | NE | E | East | 1 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 1 | 40
    XX | Nowhere | E | East | 0 | 0 | 0 | 0 | 0 |  |  |  | 0 | 0 | 0 | 0
    ");
    let wanted = [
        "total",
        "n_schools",
        "n_connected",
        "n_not_connected",
        "n_unknown",
        "n_closed",
        "known_share",
    ];
    insta::assert_snapshot!(columns(&written(dir.path(), "totals_adm2.csv"), &wanted), @"
    regions | 8 | 4 | 2 | 2 | 1 | 0.75
    outside | 2 | 0 | 0 | 2 | 0 | 0
    no_position | 1 | 0 | 1 | 0 | 0 | 1
    national | 11 | 4 | 3 | 4 | 1 | 0.6363636363636364
    ");
}

#[test]
fn every_issue_has_its_place() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &[]);
    insta::assert_snapshot!(written(dir.path(), "issues.csv"), @r#"
    file,row,column,check,severity,value,message
    schools_every_case.csv,7,,dq_is_not_within_country,doubt,"-3, 0.5",no region of any level holds this position or lies within 1500 m of it
    schools_every_case.csv,8,latitude,dq_is_null_mandatory-latitude,doubt,,no coordinate
    schools_every_case.csv,8,longitude,dq_is_null_mandatory-longitude,doubt,,no coordinate
    schools_every_case.csv,9,latitude,dq_is_null_mandatory-latitude,doubt,,no coordinate
    schools_every_case.csv,9,longitude,dq_is_null_mandatory-longitude,doubt,,no coordinate
    schools_every_case.csv,12,,dq_duplicate-school_id_giga,doubt,g01,the same school as schools_every_case.csv:2; merged into it
    schools_every_case.csv,12,connectivity,duplicate_contradiction,doubt,no,the first row says `yes`; kept
    schools_every_case.csv,12,latitude,dq_is_null_mandatory-latitude,doubt,,no coordinate
    schools_every_case.csv,12,longitude,dq_is_null_mandatory-longitude,doubt,,no coordinate
    schools_every_case.csv,12,school_name,duplicate_contradiction,doubt,"Inside, again",the first row says `Inside`; kept
    schools_every_case.csv,13,connectivity_govt,status_value,doubt,maybe,"expected yes, no or a word for unknown; it gives no answer"
    schools_every_case.csv,13,latitude,dq_is_invalid_range-latitude,doubt,95,"expected degrees in -90..=90, found 95"
    schools_every_case.csv,14,,field_count,refused,"g12,012,Too few fields,Primary,0.5","expected 11 fields, found 5"
    regions_quarters.geojson,3,,parent_derived,repaired,NW,no parent is given; W of adm1 holds the region's interior point
    regions_quarters.geojson,5,,outline_missing,doubt,XX,"expected an outline, found no geometry; the region takes no school"
    "#);
}

#[test]
fn the_summary_tells_it_all() {
    let dir = tempfile::tempdir().unwrap();
    let said = run(dir.path(), &["--min-schools", "1", "--min-known", "0.1"]);
    assert_eq!(
        said.stdout, "",
        "results go to files, talk to standard error"
    );
    insta::assert_snapshot!(said.stderr, @"
    Inputs
      schools_every_case.csv: 14 rows, csv, UTF-8, delimiter `,`, decimal `. and ,`
        school_id_giga = school_id_giga · school_id_govt = school_id_govt · school_name = school_name · education_level = education_level · longitude = longitude · latitude = latitude · num_students = num_students · is_school_open = is_school_open · connectivity_RT = connectivity_RT · connectivity = connectivity_govt · stated = adm2_pcode
      regions_halves.geojson: 2 rows, geojson, level adm1
        id = GID_1 · name = NAME_1
      regions_quarters.geojson: 5 rows, geojson, level adm2
        id = GID_2 · name = NAME_2 · parent_id = GID_1

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

    Without internet
      42.9 % of the 7 schools of known status
      between 27.3 % and 63.6 % of all 11 schools, as the unknown ones turn out

    Level adm1: 2 regions
      schools: 3 inside, 3 on a border, 1 snapped, 0 stated, 1 outside, 3 without position
      ranked: 2 regions with at least 1 schools of known status and 10.0 % known; 0 are too little known
      worst by share of unconnected schools among those of known status
         50.0 %  2 of 4 known  West (W)
      worst by number of unconnected schools
         50.0 %  2 of 4 known  West (W)

    Level adm2: 5 regions
      schools: 2 inside, 3 on a border, 1 snapped, 2 stated, 2 outside, 1 without position
      in the region that adm2_pcode names: 3 of 4 schools
      ranked: 3 regions with at least 1 schools of known status and 10.0 % known; 1 are too little known
      worst by share of unconnected schools among those of known status
         50.0 %  2 of 4 known  Sud-Ouest, West (SW)
      worst by number of unconnected schools
         50.0 %  2 of 4 known  Sud-Ouest, West (SW)

    Issues, the first of each check (issues.csv lists up to 1,000 of each)
      1 dq_duplicate-school_id_giga (doubt)
        schools_every_case.csv:12: `g01` the same school as schools_every_case.csv:2; merged into it
      1 dq_is_invalid_range-latitude (doubt)
        schools_every_case.csv:13: column `latitude`: `95` expected degrees in -90..=90, found 95
      1 dq_is_not_within_country (doubt)
        schools_every_case.csv:7: `-3, 0.5` no region of any level holds this position or lies within 1500 m of it
      3 dq_is_null_mandatory-latitude (doubt)
        schools_every_case.csv:8: column `latitude`: no coordinate
      3 dq_is_null_mandatory-longitude (doubt)
        schools_every_case.csv:8: column `longitude`: no coordinate
      2 duplicate_contradiction (doubt)
        schools_every_case.csv:12: column `school_name`: `Inside, again` the first row says `Inside`; kept
      1 field_count (refused)
        schools_every_case.csv:14: `g12,012,Too few fields,Primary,0.5` expected 11 fields, found 5
      1 outline_missing (doubt)
        regions_quarters.geojson:5: `XX` expected an outline, found no geometry; the region takes no school
      1 parent_derived (repaired)
        regions_quarters.geojson:3: `NW` no parent is given; W of adm1 holds the region's interior point
      1 status_value (doubt)
        schools_every_case.csv:13: column `connectivity_govt`: `maybe` expected yes, no or a word for unknown; it gives no answer

    Warning: 1 of 11 schools lies outside all regions of adm1

    Warning: 2 of 11 schools lie outside all regions of adm2

    Files in out
      regions_adm1.geojson (2)
      regions_adm1.fgb (2)
      regions_adm1.csv (2)
      regions_adm1.qml (7)
      totals_adm1.csv (4)
      regions_adm2.geojson (5)
      regions_adm2.fgb (4)
      regions_adm2.csv (5)
      regions_adm2.qml (7)
      totals_adm2.csv (4)
      schools.geojson (12)
      schools.fgb (9)
      schools.csv (12)
      schools.qml (4)
      issues.csv (15)
      declared_adm2.csv (1)
      columns.csv (199)
      report.html (7)
      report.json
    ");
}

#[test]
fn a_refused_row_shows_under_strict_alone() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["--strict"]).code, 3);
    assert!(dir.path().join("out/report.json").exists());
    let said = run(dir.path(), &["--quiet"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["--threads", "1"]);
    let one = contents(&dir.path().join("out"));
    run(dir.path(), &["--threads", "3"]);
    assert!(one.len() > 10);
    assert_eq!(contents(&dir.path().join("out")), one);
}

#[test]
fn layers_and_formats_are_chosen_and_stale_files_go() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &[]);
    std::fs::write(dir.path().join("out/mine.txt"), "mine").unwrap();
    run(dir.path(), &["--layers", "regions", "--formats", "csv"]);
    let names: Vec<String> = contents(&dir.path().join("out"))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let expected = [
        "columns.csv",
        "mine.txt",
        "regions_adm1.csv",
        "regions_adm2.csv",
        "report.json",
        "totals_adm1.csv",
        "totals_adm2.csv",
    ];
    assert_eq!(names, expected);
}

#[test]
fn options_change_what_they_say() {
    let dir = tempfile::tempdir().unwrap();
    let counts = |more: &[&str]| {
        let said = run(dir.path(), more);
        assert_eq!(said.code, 0, "{}", said.stderr);
        columns(
            &written(dir.path(), "totals_adm2.csv"),
            &["n_schools", "n_closed", "n_snapped", "n_stated"],
        )
        .lines()
        .last()
        .unwrap()
        .to_owned()
    };
    assert_eq!(counts(&[]), "11 | 1 | 1 | 2");
    assert_eq!(counts(&["--include-closed"]), "12 | 0 | 1 | 2");
    assert_eq!(counts(&["--snap-km", "0"]), "11 | 1 | 0 | 2");
    assert_eq!(counts(&["--no-stated"]), "11 | 1 | 1 | 0");
    run(dir.path(), &["--keep-properties"]);
    let kept = written(dir.path(), "schools.csv");
    assert!(
        kept.lines()
            .next()
            .unwrap()
            .ends_with(",connectivity_RT,input_is_school_open,adm2_pcode"),
        "{kept}"
    );
}

#[test]
fn timings_go_to_a_file_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["--timings", "timings.json"]);
    let text = std::fs::read_to_string(dir.path().join("timings.json")).unwrap();
    assert!(text.contains("\"placing schools\""), "{text}");
}

#[test]
fn paths_with_spaces_and_accents_folders_and_patterns_work() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("Dados da São Tomé");
    std::fs::create_dir(&place).unwrap();
    std::fs::copy(
        fixture("schools_every_case.csv"),
        place.join("escolas [1].csv"),
    )
    .unwrap();
    std::fs::copy(
        fixture("regions_quarters.geojson"),
        place.join("régions=2.geojson"),
    )
    .unwrap();
    let run = |schools: &str, regions: &str| {
        call(
            dir.path(),
            &[
                "run",
                "--schools",
                schools,
                "--regions",
                regions,
                "--out",
                "résultats ici",
            ],
        )
    };
    for schools in ["Dados da São Tomé/escolas [1].csv", "Dados*/*.csv"] {
        let said = run(schools, "adm2=Dados da São Tomé/régions=2.geojson");
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
    assert!(dir.path().join("résultats ici/regions_adm2.fgb").exists());
}

#[test]
fn check_judges_without_figures() {
    let dir = tempfile::tempdir().unwrap();
    let schools = text(&fixture("schools_every_case.csv"));
    let said = call(
        dir.path(),
        &["check", "--schools", &schools, "--out", "quality"],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let names: Vec<String> = contents(&dir.path().join("quality"))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "columns.csv",
            "failed.csv",
            "issues.csv",
            "passed.csv",
            "quality.json",
            "report.json"
        ]
    );
    assert!(
        said.stderr
            .contains("14 read = 1 refused + 1 duplicate + 1 closed + 11 schools"),
        "{}",
        said.stderr
    );
    let statuses = "Status: 4 connected, 3 not connected, 4 unknown";
    assert!(said.stderr.contains(statuses), "{}", said.stderr);
}

#[test]
fn both_sides_of_the_antimeridian_are_one_region() {
    let dir = tempfile::tempdir().unwrap();
    let schools = "name,lat,lon\na,-16.5,179.5\nb,-16.5,-179.5\nc,-17.5,179.5\nd,-17.5,-179.5\ne,-18.5,179.5\nf,-18.5,-179.5\ng,-17.5,180\nh,-17.5,-180\n";
    std::fs::write(dir.path().join("schools.csv"), schools).unwrap();
    let regions = format!("adm1={}", text(&fixture("regions_antimeridian.geojson")));
    let said = call(
        dir.path(),
        &[
            "run",
            "--schools",
            "schools.csv",
            "--regions",
            &regions,
            "--out",
            "out",
        ],
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(
        columns(&written(dir.path(), "schools.csv"), &["school_name", "adm1_id", "adm1_placement"]),
        @"
    a | short | inside
    b | short | inside
    c | beyond | inside
    d | beyond | inside
    e | cut | inside
    f | cut | inside
    g | beyond | inside
    h | beyond | inside
    "
    );
    let geojson = written(dir.path(), "regions_adm1.geojson");
    assert!(
        geojson.contains("[180,") && geojson.contains("[-180,"),
        "cut at the antimeridian: {geojson}"
    );
    assert!(
        !geojson.contains("181"),
        "no longitude beyond 180: {geojson}"
    );
}
