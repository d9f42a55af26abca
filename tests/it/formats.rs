//! One table through all formats gives the same figures, and our own outputs go in again.

mod binary;
mod every_format;
#[cfg(feature = "geopackage")]
mod geopackage;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod textual;
#[cfg(any(feature = "geopackage", feature = "parquet"))]
mod wkb;
#[cfg(feature = "spreadsheet")]
mod workbook;

use std::fs;
use std::path::Path;

use schoolreach::generate::{CountryPlan, country};
use schoolreach::pipeline::{Plan, Silent, generate, run};

use crate::world::{contents, text};

/// A clean country in `dir/input` and the first run on it in `dir/first`.
fn first_run(dir: &Path) {
    let plan = CountryPlan {
        n_schools: 600,
        n_adm2: 20,
        n_adm1: 4,
        dirty_share: 0.0,
        ..CountryPlan::default()
    };
    generate(&plan, &dir.join("input"), &Silent).unwrap();
    let level = |name: &str| {
        format!(
            "{name}={}",
            text(&dir.join("input").join(format!("{name}.geojson")))
        )
    };
    run_into(
        dir,
        "first",
        "input/schools.csv",
        &[level("adm1"), level("adm2")],
    );
}

fn run_into(dir: &Path, out: &str, schools: &str, regions: &[String]) {
    let plan = Plan::new(&[text(&dir.join(schools))], regions).unwrap();
    run(&plan, &dir.join(out), &Silent).unwrap();
}

fn outputs_as_regions(dir: &Path, extension: &str) -> Vec<String> {
    let level = |name: &str| {
        let file = dir
            .join("first")
            .join(format!("regions_{name}.{extension}"));
        format!("{name}={}", text(&file))
    };
    vec![level("adm1"), level("adm2")]
}

#[test]
fn csv_geojson_and_flatgeobuf_schools_give_the_same_figures() {
    let dir = tempfile::tempdir().unwrap();
    first_run(dir.path());
    let regions = outputs_as_regions(dir.path(), "geojson");
    for extension in ["csv", "geojson", "fgb"] {
        run_into(
            dir.path(),
            extension,
            &format!("first/schools.{extension}"),
            &regions,
        );
        for level in ["adm1", "adm2"] {
            // The evidence of a school is now a declaration, whatever it was at first: two columns tell it apart.
            let name = format!("totals_{level}.csv");
            let figures = |out: &str| without_measured(&dir.path().join(out).join(&name));
            assert_eq!(figures(extension), figures("first"), "{extension} {level}");
            let name = format!("regions_{level}.csv");
            let figures = |out: &str| without_measured(&dir.path().join(out).join(&name));
            assert_eq!(figures(extension), figures("first"), "{extension} {level}");
        }
    }
}

/// The rows of a file without the count of measured schools.
fn without_measured(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let dropped = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "n_connected_measured")
        .unwrap();
    reader
        .records()
        .map(|record| without(&record.unwrap(), dropped))
        .collect()
}

#[test]
fn geojson_and_flatgeobuf_outlines_give_the_same_bytes_but_for_their_order() {
    let dir = tempfile::tempdir().unwrap();
    first_run(dir.path());
    let input = |extension: &str| {
        ["adm1", "adm2"].map(|name| {
            format!(
                "{name}={}",
                text(&dir.path().join("input").join(format!("{name}.{extension}")))
            )
        })
    };
    for extension in ["geojson", "fgb"] {
        run_into(
            dir.path(),
            &format!("from_{extension}"),
            "input/schools.csv",
            &input(extension),
        );
    }
    let schools = |out: &str| fs::read(dir.path().join(out).join("schools.csv")).unwrap();
    assert_eq!(schools("from_geojson"), schools("from_fgb"));
    let regions = |out: &str| {
        let mut rows = without_row_numbers(&dir.path().join(out).join("regions_adm2.csv"));
        rows.sort();
        rows
    };
    assert_eq!(regions("from_geojson"), regions("from_fgb"));
}

/// The rows of a regions file without the row's number, which tells the order of the input.
fn without_row_numbers(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let dropped = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "region_row")
        .unwrap();
    reader
        .records()
        .map(|record| without(&record.unwrap(), dropped))
        .collect()
}

fn without(record: &csv::StringRecord, dropped: usize) -> Vec<String> {
    let kept = record
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != dropped);
    kept.map(|(_, field)| field.to_owned()).collect()
}

#[test]
fn a_rerun_writes_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    first_run(dir.path());
    let before = contents(&dir.path().join("first"));
    let level = |name: &str| {
        format!(
            "{name}={}",
            text(&dir.path().join("input").join(format!("{name}.geojson")))
        )
    };
    run_into(
        dir.path(),
        "first",
        "input/schools.csv",
        &[level("adm1"), level("adm2")],
    );
    assert_eq!(contents(&dir.path().join("first")), before);
}

#[test]
fn a_country_of_many_files_is_the_same_country() {
    let dir = tempfile::tempdir().unwrap();
    first_run(dir.path());
    let whole = fs::read_to_string(dir.path().join("input/schools.csv")).unwrap();
    let (header, rows) = whole.split_once('\n').unwrap();
    let lines: Vec<&str> = rows.lines().collect();
    fs::create_dir(dir.path().join("parts")).unwrap();
    for (part, lines) in lines.chunks(150).enumerate() {
        let content = format!("{header}\n{}\n", lines.join("\n"));
        fs::write(
            dir.path().join("parts").join(format!("part {part}.csv")),
            content,
        )
        .unwrap();
    }
    let level = |name: &str| {
        format!(
            "{name}={}",
            text(&dir.path().join("input").join(format!("{name}.geojson")))
        )
    };
    run_into(
        dir.path(),
        "second",
        "parts",
        &[level("adm1"), level("adm2")],
    );
    let figures = |out: &str| fs::read(dir.path().join(out).join("regions_adm2.csv")).unwrap();
    assert_eq!(figures("first"), figures("second"));
    let files: Vec<String> = contents(&dir.path().join("parts"))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(files.len(), 4);
}

#[test]
fn country_is_deterministic() {
    let plan = CountryPlan::default();
    let write = || {
        let mut out = Vec::new();
        country(&plan).unwrap().write_schools(&mut out).unwrap();
        out
    };
    assert_eq!(write(), write());
}

#[test]
fn our_geojson_is_what_the_standard_crate_takes_for_it() {
    let dir = tempfile::tempdir().unwrap();
    first_run(dir.path());
    for (name, n_features) in [("regions_adm1", 4), ("regions_adm2", 20), ("schools", 600)] {
        let content =
            fs::read_to_string(dir.path().join("first").join(format!("{name}.geojson"))).unwrap();
        let parsed: geojson::FeatureCollection = content
            .parse::<geojson::GeoJson>()
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!(
            (parsed.features.len(), parsed.bbox.map(|bbox| bbox.len())),
            (n_features, Some(4)),
            "{name}"
        );
        assert!(
            parsed
                .features
                .iter()
                .all(|feature| feature.geometry.is_some()),
            "{name}"
        );
        assert!(parsed.foreign_members.is_none(), "{name}");
    }
}

/// A country of two halves that share a border, as objects of one `TopoJSON` file.
const TOPOLOGY: &str = r#"{"type":"Topology","objects":{
"country":{"type":"Polygon","arcs":[[1,2]],"properties":{"id":"C","name":"Country"}},
"halves":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","arcs":[[0,1]],"id":"W"},{"type":"Polygon","arcs":[[-1,2]],"id":"E"}]}},
"arcs":[[[1,0],[1,1]],[[1,1],[0,1],[0,0],[1,0]],[[1,0],[2,0],[2,1],[1,1]]]}"#;

#[test]
fn parts_of_one_file_are_levels_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| text(&dir.path().join(name));
    let schools = "school_id_govt,lat,lon,connectivity\n1,0.5,0.5,yes\n2,0.5,1,no\n3,0.5,1.5,no\n";
    fs::write(path("schools.csv"), schools).unwrap();
    fs::write(path("country.topojson"), TOPOLOGY).unwrap();
    let regions = ["country", "halves"].map(|part| format!("{}#{part}", path("country.topojson")));
    let plan = Plan::new(&[path("schools.csv")], &regions).unwrap();
    let outcome = run(&plan, &dir.path().join("out"), &Silent).unwrap();
    assert_eq!(outcome.national.n_schools, 3);
    let halves = fs::read_to_string(path("out/regions_halves.csv")).unwrap();
    let rows: Vec<&str> = halves.lines().skip(1).collect();
    assert!(
        rows[0].starts_with("W,W,halves,C,Country,1,2,1,1,"),
        "{halves}"
    );
    assert!(
        rows[1].starts_with("E,E,halves,C,Country,2,1,0,1,"),
        "{halves}"
    );
}
