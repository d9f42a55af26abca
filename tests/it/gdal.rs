//! GDAL as a second opinion: it counts in every output the features that the report names, with the right types and
//! coordinate system. Where GDAL is missing the test says so and passes.

use std::path::Path;
use std::process::Command;

use schoolreach::generate::CountryPlan;
use schoolreach::pipeline::{Plan, Silent, generate, run};

use crate::world::text;

/// What `ogrinfo` says of a file, `None` where there is no `ogrinfo`.
fn ogrinfo(path: &Path) -> Option<String> {
    let output = Command::new("ogrinfo")
        .args(["-ro", "-so", "-al"])
        .arg(path)
        .output()
        .ok()?;
    assert!(
        output.status.success(),
        "{}: {}",
        path.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn skip() {
    eprintln!("skipped: ogrinfo is not installed");
}

#[test]
fn gdal_reads_what_the_report_names() {
    let dir = tempfile::tempdir().unwrap();
    generate(&CountryPlan::default(), &dir.path().join("input"), &Silent).unwrap();
    let input = |name: &str| text(&dir.path().join("input").join(name));
    let regions =
        ["adm1", "adm2"].map(|level| format!("{level}={}", input(&format!("{level}.fgb"))));
    let plan = Plan::new(&[input("schools.csv")], &regions).unwrap();
    let outcome = run(&plan, &dir.path().join("out"), &Silent).unwrap();
    for file in &outcome.report.files {
        let path = dir.path().join("out").join(&file.name);
        let is_layer = |extension| extension == "geojson" || extension == "fgb";
        if !path.extension().is_some_and(is_layer) {
            continue;
        }
        let Some(told) = ogrinfo(&path) else {
            return skip();
        };
        check(&file.name, file.features, &told);
    }
}

fn check(name: &str, features: u64, told: &str) {
    let says = |wanted: &str| assert!(told.contains(wanted), "{name}: no `{wanted}` in\n{told}");
    says(&format!("Feature Count: {features}"));
    says("ID[\"EPSG\",4326]");
    let types: &[&str] = if name.starts_with("schools") {
        &[
            "Geometry: Point",
            "num_students: Integer",
            "latitude: Real",
            "school_id_govt: String",
            "n_issues: Integer",
        ]
    } else {
        &[
            "Geometry: Multi Polygon",
            "n_schools: Integer",
            "known_share: Real",
            "region_id: String",
        ]
    };
    for wanted in types {
        says(wanted);
    }
}
