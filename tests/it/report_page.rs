//! `report.html` as the command writes it: what it holds, in which language, and how large it is.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::world::{Said, call, fixture, text};

fn run(dir: &Path, more: &[&str]) -> Said {
    let [schools, regions] =
        ["schools_every_case.csv", "regions_quarters.geojson"].map(|name| text(&fixture(name)));
    let mut args = vec!["run", "--schools", &schools, "--regions", &regions];
    args.extend(["--out", "out"]);
    args.extend(more);
    call(dir, &args)
}

fn page(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("out/report.html")).unwrap()
}

/// The data of the page's script.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_page_tells_what_the_report_tells() {
    let dir = tempfile::tempdir().unwrap();
    let said = call(dir.path(), &["demo", "--out", "out"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let (page, bytes) = (
        page(dir.path()),
        std::fs::read(dir.path().join("out/report.json")).unwrap(),
    );
    let (data, report): (Value, Value) = (data(&page), serde_json::from_slice(&bytes).unwrap());
    for part in ["inputs", "policy", "schools", "levels", "version"] {
        assert_eq!(data["report"][part], report[part], "{part}");
    }
    assert_eq!(
        data["national"]["n_schools"][0],
        report["schools"]["schools"]
    );
    let counted: u64 = data["checks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|check| {
            ["refused", "repaired", "doubted"].map(|way| check[way].as_u64().unwrap())
        })
        .sum();
    let issues = report["issues"].as_object().unwrap().values();
    assert_eq!(counted, issues.map(|n| n.as_u64().unwrap()).sum::<u64>());
    check_levels(&data, &report);
    check_files(&data, &report, &page);
}

/// The coarsest level comes first and stands in the page itself; every level adds up.
fn check_levels(data: &Value, report: &Value) {
    let levels = data["levels"].as_array().unwrap();
    let names: Vec<&Value> = levels.iter().map(|level| &level["level"]).collect();
    assert_eq!(names, ["adm1", "adm2"]);
    assert!(levels[0]["map"]["paths"].is_null());
    for level in levels {
        let name = level["level"].as_str().unwrap();
        let schools = level["n_schools"].as_array().unwrap();
        let sum: u64 = schools.iter().map(|n| n.as_u64().unwrap()).sum();
        let placed = &report["levels"][name];
        let in_regions = ["inside", "border", "snapped", "stated"].map(|way| placed[way].as_u64());
        assert_eq!(sum, in_regions.into_iter().flatten().sum::<u64>(), "{name}");
        assert_eq!(placed["regions"], schools.len());
    }
}

/// The page lists the files beside it, and the report the page.
fn check_files(data: &Value, report: &Value, page: &str) {
    let [shown, listed] =
        [&data["report"]["files"], &report["files"]].map(|files| files.as_array().unwrap());
    let (own, others) = listed.split_last().unwrap();
    assert_eq!(shown, others);
    assert_eq!(own["name"], "report.html");
    let hash = Sha256::digest(page.as_bytes());
    let digits: Vec<String> = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(own["sha256"], digits.concat());
}

#[test]
fn the_page_speaks_the_language_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    for (language, title) in [
        ("en", "Schools without internet"),
        ("fr", "Écoles sans internet"),
        ("es", "Escuelas sin internet"),
        ("pt", "Escolas sem internet"),
    ] {
        let said = run(dir.path(), &["--formats", "report", "--language", language]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let page = page(dir.path());
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        assert!(page.contains(&format!("<h1>{title}</h1>")));
    }
    let wrong = run(dir.path(), &["--language", "tlh"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("en, fr, es, pt"), "{}", wrong.stderr);
}

#[test]
fn the_page_is_a_format_that_can_be_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let is_there = || dir.path().join("out/report.html").exists();
    for (args, expected) in [
        (&[][..], true),
        (&["--formats", "csv"][..], false),
        (&["--formats", "csv,report"][..], true),
        (&["--layers", "schools,issues"][..], false),
    ] {
        let said = run(dir.path(), args);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(is_there(), expected, "{args:?}");
    }
    let schools = text(&fixture("schools_every_case.csv"));
    let said = call(
        dir.path(),
        &["check", &schools, "--out", "quality", "--formats", "report"],
    );
    assert_eq!(said.code, 2, "rows are no page");
}

#[test]
fn any_number_of_threads_writes_the_same_page() {
    let dir = tempfile::tempdir().unwrap();
    let pages = ["1", "2", "5"].map(|threads| {
        let said = run(dir.path(), &["--formats", "report", "--threads", threads]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        page(dir.path())
    });
    assert!(pages[0] == pages[1] && pages[1] == pages[2]);
}

/// Makes a country of 300 schools with so many measurements in `in`.
fn make_measured(dir: &Path, n_measurements: &str) {
    let sizes = ["--schools", "300", "--measurements", n_measurements];
    let said = call(dir, &[&["generate", "--out", "in"], &sizes[..]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn every_rule_and_every_way_of_a_row_has_words_in_every_language() {
    let dir = tempfile::tempdir().unwrap();
    make_measured(dir.path(), "900");
    for language in ["en", "fr", "es", "pt"] {
        let args = [
            "run",
            "--schools",
            "in/schools.csv",
            "--regions",
            "in/adm1.geojson",
            "--measurements",
            "in/measurements.csv",
            "--simplify",
            "100",
            "--out",
            "out",
            "--formats",
            "report",
            "--language",
            language,
        ];
        let said = call(dir.path(), &args);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let data = data(&page(dir.path()));
        let keys = |at: &str, prefix: &str| {
            let of = data["report"].pointer(at).unwrap().as_object().unwrap();
            of.keys()
                .map(|key| format!("{prefix}{key}"))
                .collect::<Vec<_>>()
        };
        let wanted = [
            keys("/policy", "policy_"),
            keys("/schools", ""),
            keys("/measurements/rows", "measurement_"),
        ];
        for key in wanted.concat() {
            assert!(data["texts"][&key].is_string(), "{language}: {key}");
        }
    }
}

#[test]
fn the_months_of_the_country_are_those_of_its_table() {
    let dir = tempfile::tempdir().unwrap();
    make_measured(dir.path(), "2000");
    let run = |more: &[&str]| {
        let mut args = vec![
            "run",
            "--schools",
            "in/schools.csv",
            "--regions",
            "adm1=in/adm1.geojson",
            "--measurements",
            "in/measurements.csv",
            "--out",
            "out",
            "--formats",
            "csv,report",
        ];
        args.extend(more);
        let said = call(dir.path(), &args);
        assert_eq!(said.code, 0, "{}", said.stderr);
        data(&page(dir.path()))
    };
    let data = run(&["--trend"]);
    let table = std::fs::read_to_string(dir.path().join("out/trend_adm1.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let country: Vec<&Vec<&str>> = rows.iter().filter(|row| row[3] == "national").collect();
    let [months, measured] =
        ["months", "n_measured"].map(|key| data["trend"][key].as_array().unwrap());
    assert!(!country.is_empty());
    assert_eq!(months.len(), country.len());
    for (index, row) in country.iter().enumerate() {
        assert_eq!(months[index], row[4]);
        assert_eq!(measured[index].to_string(), row[5]);
    }
    let of_regions = &data["levels"][0]["trend"];
    let n_regions = of_regions["regions"].as_array().unwrap().len();
    let n_cells = of_regions["n_measured"].as_array().unwrap().len();
    assert_eq!(n_cells, n_regions * months.len());

    // Without a trend: schools with any test with a time, at least those with a download.
    let data = run(&[]);
    assert_eq!(data["trend"]["months"].as_array().unwrap(), months);
    assert!(data["trend"]["download_mbps_median"].is_null());
    let counts = data["trend"]["n_measured"].as_array().unwrap();
    for (any, with_download) in counts.iter().zip(measured) {
        assert!(any.as_u64() >= with_download.as_u64());
    }
    assert!(data["levels"][0]["trend"].is_null());
}
