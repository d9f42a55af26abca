//! Generated measurements in, figures that must be those of the truth out.

use std::collections::BTreeMap;

use schoolreach::generate::{CountryPlan, MeasurementDirt, MeasurementTruth, country};
use schoolreach::pipeline::{Plan, Silent, generate, run};

#[test]
fn a_run_finds_the_truth_about_every_row() {
    let plan = CountryPlan {
        n_schools: 400,
        n_measurements: 30_000,
        dirty_share: 0.1,
        ..CountryPlan::default()
    };
    let dir = tempfile::tempdir().unwrap();
    generate(&plan, dir.path(), &Silent).unwrap();
    let truths = country(&plan).unwrap().measurement_truths();
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let mut job = Plan::new(&[path("schools.csv")], &[path("adm1.fgb")]).unwrap();
    job.measurements.files = vec![path("measurements.csv")];
    let outcome = run(&job, &dir.path().join("out"), &Silent).unwrap();
    let found = outcome.report.measurements.unwrap();
    let ways: BTreeMap<&str, u64> = (found.rows.0.iter())
        .map(|(way, n)| (way.as_str(), *n))
        .filter(|(_, n)| *n > 0)
        .collect();
    assert_eq!(ways, expected_ways(&truths));
    compare_medians(&dir.path().join("out/schools.csv"), &truths);
}

fn expected_ways(truths: &[MeasurementTruth]) -> BTreeMap<&'static str, u64> {
    let mut ways = BTreeMap::new();
    for truth in truths {
        let way = match truth.dirt {
            None | Some(MeasurementDirt::OddSpelling) => "folded",
            Some(MeasurementDirt::MissingField) => "refused",
            Some(MeasurementDirt::NoId) => "no_id",
            Some(MeasurementDirt::UnknownSchool) => "unknown_school",
            Some(MeasurementDirt::NoTime | MeasurementDirt::UnsetClock) => "no_time",
            Some(
                MeasurementDirt::Negative
                | MeasurementDirt::NotANumber
                | MeasurementDirt::Impossible,
            ) => "no_value",
        };
        *ways.entry(way).or_default() += 1;
    }
    ways
}

/// Holds the medians of schools to those of the speeds that were drawn.
fn compare_medians(path: &std::path::Path, truths: &[MeasurementTruth]) {
    let mut speeds: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for truth in truths.iter().filter(|truth| truth.is_usable()) {
        speeds
            .entry(truth.school)
            .or_default()
            .push(truth.download_kbps);
    }
    let mut n_compared = 0;
    for row in csv::Reader::from_path(path).unwrap().deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let line: u64 = row["source_row"].parse().unwrap();
        let Some(speeds) = speeds.get_mut(&(line - 2)) else {
            continue;
        };
        speeds.sort_unstable();
        let (low, high) = (speeds[(speeds.len() - 1) / 2], speeds[speeds.len() / 2]);
        let exact = f64::from(low + high) / 2_000.0;
        let median: f64 = row["download_mbps_median"].parse().unwrap();
        assert!(
            (median - exact).abs() <= exact * 0.01 + 1e-9,
            "{line}: {median} for {exact}"
        );
        assert_eq!(row["n_tests"], speeds.len().to_string());
        n_compared += 1;
    }
    assert_eq!(n_compared, speeds.len());
}
