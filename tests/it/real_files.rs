//! Real files of ministries and map makers, where they are at hand; each test says so and passes where they are not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use schoolreach::Error;
use schoolreach::normalize::Choice;
use schoolreach::pipeline::{Outcome, Plan, Silent, run};
use schoolreach::read::Quote;

use crate::world::{contents, text};

/// Two real files, `None` where one of them is missing.
fn real(names: [&str; 2]) -> Option<[PathBuf; 2]> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let paths = names.map(|name| folder.join(name));
    let missing = paths.iter().find(|path| !path.exists());
    missing.inspect(|path| skip(path));
    missing.is_none().then_some(paths)
}

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn skip(path: &Path) {
    eprintln!("skipped: {} is not here", path.display());
}

fn run_on(schools: &Path, regions: &Path, dir: &Path) -> Outcome {
    let plan = Plan::new(&[text(schools)], &[text(regions)]).unwrap();
    run(&plan, &dir.join("out"), &Silent).unwrap()
}

/// The rows of a written CSV file as maps.
fn rows(dir: &Path, name: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(dir.join("out").join(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn the_schools_of_sao_paulo_are_all_in_their_municipality() {
    let Some([schools, regions]) = real([
        "schools/br_sp_escolas_062025.csv",
        "admin/br_municipios.geojson",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let outcome = run_on(&schools, &regions, dir.path());
    let told = &outcome.report.schools;
    assert_eq!(
        (told.rows_read, told.rows_refused, told.schools),
        (5582, 0, 5582)
    );
    let (level, places) = &outcome.report.levels.0[0];
    assert_eq!(
        (level.as_str(), places.outside, places.no_position),
        ("br_municipios", 0, 0)
    );
    let input = &outcome.report.inputs.schools[0];
    assert_eq!(
        (input.encoding, input.delimiter),
        ("windows-1252", Some(';'))
    );
    let bytes = std::fs::read(&schools).unwrap();
    let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let stated: Vec<&str> = latin
        .lines()
        .skip(1)
        .map(|line| line.split(';').nth(3).unwrap())
        .collect();
    let placed = rows(dir.path(), "schools.csv");
    let agree = placed
        .iter()
        .zip(&stated)
        .filter(|(row, code)| row["br_municipios_id"] == **code)
        .count();
    assert!(
        agree * 1000 >= 992 * placed.len(),
        "{agree} of {}",
        placed.len()
    );
    assert!(
        placed
            .iter()
            .any(|row| row["br_municipios_name"] == "Inúbia Paulista")
    );
}

#[test]
fn the_census_of_tocantins_counts_closed_schools_apart_and_places_none_wrongly() {
    let Some([schools, regions]) = real([
        "schools/br_to_censo2025_escolas.csv",
        "admin/br_municipios.geojson",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let mut plan = Plan::new(&[text(&schools)], &[text(&regions)]).unwrap();
    plan.output.keep_properties = true;
    let outcome = run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let told = &outcome.report.schools;
    assert_eq!(
        (told.rows_read, told.schools, told.closed),
        (2217, 1581, 636)
    );
    let status = &outcome.report.status;
    assert_eq!(
        (status.connected, status.not_connected, status.unknown),
        (1551, 30, 0)
    );
    let places = &outcome.report.levels.0[0].1;
    assert_eq!(
        (places.inside, places.stated, places.outside),
        (1463, 118, 0)
    );
    assert_eq!(places.stated_columns, ["CO_MUNICIPIO"]);
    assert_eq!(outcome.report.schools.rows_refused, 0);
    let repaired = ("coordinate_decimal_lost".to_owned(), 1681);
    assert!(outcome.report.issues.0.contains(&repaired));
    let schools = rows(dir.path(), "schools.csv");
    let positioned = schools.iter().filter(|row| !row["longitude"].is_empty());
    let is_stated = |row: &&HashMap<String, String>| row["br_municipios_id"] == row["CO_MUNICIPIO"];
    let (n_positioned, n_stated) = (
        positioned.clone().count(),
        positioned.filter(is_stated).count(),
    );
    assert_eq!(
        (n_positioned, n_stated),
        (1681, 1676),
        "all but five in the municipality they state"
    );
}

#[test]
fn the_points_of_the_philippines_are_in_a_barangay() {
    let Some([points, regions]) = real([
        "points/ph_psgc_barangay_points.csv",
        "admin/ph2023_barangays.fgb",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let mut plan = Plan::new(&[text(&points)], &[text(&regions)]).unwrap();
    plan.rules.snap_m = 0.0;
    plan.output.layers.clear();
    let outcome = run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let places = &outcome.report.levels.0[0].1;
    let held = places.inside + places.border;
    assert!(held * 100 >= 97 * outcome.report.schools.schools, "{held}");
}

fn countries(schools: &Path, regions: &Path) -> Plan {
    let mut plan = Plan::new(&[text(schools)], &[format!("country={}", text(regions))]).unwrap();
    plan.choices.push(Choice {
        kind: "regions".to_owned(),
        field: "id".to_owned(),
        column: "A3".to_owned(),
    });
    plan
}

#[test]
fn cities_on_both_sides_of_the_antimeridian_are_in_fiji() {
    let Some([_, regions]) = real([
        "points/geonames_cities500.txt.gz",
        "admin/osm_land10m_8hard.geojson",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    // Rows of the real list, as they stand in it.
    let cities = "2198148\tSuva\tSuva\t\t-18.13683\t178.42531\tP\tPPLC\tFJ\n\
                  4035863\tTubou\tTubou\t\t-18.23652\t-178.81232\tP\tPPLA2\tFJ\n\
                  2950159\tBerlin\tBerlin\t\t52.52437\t13.41053\tP\tPPLC\tDE\n";
    std::fs::write(dir.path().join("cities.txt"), cities).unwrap();
    let mut plan = countries(&dir.path().join("cities.txt"), &regions);
    plan.read.has_header = false;
    plan.read.quote = Quote::None;
    for (field, column) in [
        ("school_name", "2"),
        ("latitude", "5"),
        ("longitude", "6"),
        ("country", "9"),
    ] {
        plan.choices.push(Choice {
            kind: "schools".to_owned(),
            field: field.to_owned(),
            column: column.to_owned(),
        });
    }
    run(&plan, &dir.path().join("out"), &Silent).unwrap();
    let placed = rows(dir.path(), "schools.csv");
    let of = |name: &str| {
        placed
            .iter()
            .find(|row| row["school_name"] == name)
            .unwrap()["country_id"]
            .clone()
    };
    assert_eq!(
        (of("Suva"), of("Tubou"), of("Berlin")),
        ("FJI".to_owned(), "FJI".to_owned(), String::new())
    );
}

#[test]
fn the_schools_of_kenya_are_in_none_of_eight_other_countries() {
    let Some([schools, regions]) =
        real(["schools/ken_schools.csv", "admin/osm_land10m_8hard.geojson"])
    else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let error = run(
        &countries(&schools, &regions),
        &dir.path().join("out"),
        &Silent,
    )
    .unwrap_err();
    assert!(matches!(error, Error::Unplaced { .. }), "{error}");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn real_files_give_the_same_bytes_on_one_thread_and_on_two() {
    let Some([schools, regions]) = real([
        "schools/br_sp_escolas_062025.csv",
        "admin/br_municipios.geojson",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let mut plan = Plan::new(&[text(&schools)], &[text(&regions)]).unwrap();
    let mut outputs = Vec::new();
    for threads in [1, 2] {
        plan.threads = Some(threads);
        run(&plan, &dir.path().join("out"), &Silent).unwrap();
        outputs.push(contents(&dir.path().join("out")));
    }
    assert!(outputs[0] == outputs[1], "the outputs differ");
}

/// What the only column that declares regions of the first level says: its name, and of so many schools how many lie
/// where they say.
fn declared(outcome: &Outcome) -> (&str, u64, u64) {
    let declared = &outcome.report.levels.0[0].1.declared[0];
    (&declared.column, declared.agreeing, declared.compared)
}

#[test]
fn the_codes_of_sao_paulo_tocantins_and_the_philippines_are_held_to_positions() {
    let Some([sao_paulo, brazil]) = real([
        "schools/br_sp_escolas_062025.csv",
        "admin/br_municipios.geojson",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let outcome = run_on(&sao_paulo, &brazil, dir.path());
    assert_eq!(declared(&outcome), ("CD_IBGE", 5_543, 5_582));
    let listed = rows(dir.path(), "declared_br_municipios.csv");
    assert_eq!(listed.len(), 39);
    let far = listed
        .iter()
        .filter(|row| row["distance_to_declared_m"].parse::<f64>().unwrap() > 1_000.0);
    assert_eq!(far.count(), 8);

    let Some([tocantins, _]) = real([
        "schools/br_to_censo2025_escolas.csv",
        "admin/br_municipios.geojson",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let outcome = run_on(&tocantins, &brazil, dir.path());
    assert_eq!(declared(&outcome), ("CO_MUNICIPIO", 1_676, 1_681));
    let listed = rows(dir.path(), "declared_br_municipios.csv");
    assert_eq!(listed.len(), 5);

    let Some([points, barangays]) = real([
        "points/ph_psgc_barangay_points.csv",
        "admin/ph2023_barangays.fgb",
    ]) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let outcome = run_on(&points, &barangays, dir.path());
    assert_eq!(declared(&outcome), ("psgc_code", 38_915, 39_327));
}
