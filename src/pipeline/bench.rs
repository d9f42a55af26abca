//! A size in; a synthetic country of that size run through the main job, and how long every phase took, out.

mod baseline;
mod memory;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::generate::generate;
use super::plan::{Layer, Plan};
use super::progress::Progress;
use super::run::{Outcome, run, with_threads};
use crate::error::Error;
use crate::generate::CountryPlan;

pub use baseline::{LEAST_SECONDS, Regression, read_baseline, regressions};

/// The folder inside a bench's that holds its inputs.
const INPUT: &str = "input";
/// The folder inside a bench's that holds its outputs.
const OUTPUT: &str = "output";
/// The level that is joined.
const LEVEL: &str = "adm2";
/// The phase that is the join.
const JOIN: &str = "placing schools";
/// What the whole call of the main job is called among the phases.
const WHOLE_RUN: &str = "whole run";

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchPlan {
    /// The country.
    pub country: CountryPlan,
    /// Number of threads; all cores where none is given.
    pub threads: Option<usize>,
    /// How often the main job is run, at least once; medians are reported.
    pub runs: usize,
}

/// A country of a named size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// 100,000 schools in 1,000 regions.
    Small,
    /// 1,000,000 schools in 5,564 regions, as many as Brazil has municipalities.
    National,
    /// 10,000,000 schools in 40,000 regions.
    Continental,
}

impl Preset {
    /// The country; always the same.
    #[must_use]
    pub fn country(self) -> CountryPlan {
        let (n_schools, n_adm2, n_adm1) = match self {
            Self::Small => (100_000, 1_000, 12),
            Self::National => (1_000_000, 5_564, 27),
            Self::Continental => (10_000_000, 40_000, 200),
        };
        CountryPlan {
            n_schools,
            n_adm2,
            n_adm1,
            ..CountryPlan::default()
        }
    }
}

/// What was measured, as it stands in JSON. Fields are only ever added; a change of meaning raises `schema`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchReport {
    /// The version of these fields: 1.
    pub schema: u32,
    /// The version of the program.
    pub version: String,
    /// The country.
    pub country: BenchCountry,
    /// Number of threads.
    pub threads: usize,
    /// How often the main job was run; every duration is the median of so many.
    pub runs: usize,
    /// How long it took to make the country and write its files, in seconds; no phase of the main job.
    pub generating_seconds: f64,
    /// The phases of the main job in their order, then `whole run`.
    pub phases: Vec<BenchPhase>,
    /// Nanoseconds of wall time for each school in the phase that places them.
    pub join_ns_per_school: Option<f64>,
    /// Bytes of the input files.
    pub bytes_read: u64,
    /// Bytes of the output files.
    pub bytes_written: u64,
    /// The most memory that the process held during the runs, in bytes; null where the system does not tell.
    pub peak_memory_bytes: Option<u64>,
}

/// The country of a bench.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchCountry {
    /// The seed.
    pub seed: u64,
    /// Rows of the schools file.
    pub schools: usize,
    /// Regions of the level that is joined.
    pub adm2: usize,
}

/// How long a phase took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchPhase {
    /// The phase.
    pub phase: String,
    /// Its wall time.
    pub seconds: f64,
}

/// Makes the country in `dir/input` and runs the main job on it into `dir/output`, with the layers regions and schools.
///
/// # Errors
/// Those of [`generate`] and [`run`], and [`Error::Plan`] for no runs.
pub fn bench(plan: &BenchPlan, dir: &Path, progress: &dyn Progress) -> Result<BenchReport, Error> {
    if plan.runs == 0 {
        return Err(Error::Plan("expected at least one run".to_owned()));
    }
    let input = dir.join(INPUT);
    let started = Instant::now();
    generate(&plan.country, &input, progress)?;
    let generating = started.elapsed();
    let job = main_job(plan, &input)?;
    let threads = with_threads(&job, || Ok(rayon::current_num_threads()))?;
    let is_peak_reset = memory::reset_peak();
    let (mut timed, mut bytes_written) = (Vec::new(), 0);
    for _ in 0..plan.runs {
        let started = Instant::now();
        let outcome = run(&job, &dir.join(OUTPUT), progress)?;
        timed.push(phases(&outcome, started.elapsed()));
        bytes_written = outcome_bytes(&outcome, &dir.join(OUTPUT))?;
    }
    let phases = medians(&timed);
    Ok(BenchReport {
        schema: 1,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        country: BenchCountry {
            seed: plan.country.seed,
            schools: plan.country.n_schools,
            adm2: plan.country.n_adm2,
        },
        threads,
        runs: plan.runs,
        generating_seconds: rounded(generating.as_secs_f64(), 1e6),
        join_ns_per_school: ns_per_school(&phases, plan.country.n_schools),
        phases,
        bytes_read: n_bytes(Path::new(&job.schools[0]))?
            + n_bytes(Path::new(&job.regions[0].pattern))?,
        bytes_written,
        peak_memory_bytes: is_peak_reset.then(memory::peak).flatten(),
    })
}

fn main_job(bench: &BenchPlan, input: &Path) -> Result<Plan, Error> {
    let path = |name: String| input.join(name).to_string_lossy().into_owned();
    let regions = format!("{LEVEL}={}", path(format!("{LEVEL}.geojson")));
    let mut plan = Plan::new(&[path("schools.csv".to_owned())], &[regions])?;
    plan.threads = bench.threads;
    plan.output.layers = vec![Layer::Regions, Layer::Schools];
    Ok(plan)
}

/// The phases of one run and their seconds.
fn phases(outcome: &Outcome, whole: Duration) -> Vec<BenchPhase> {
    let timings = outcome.timings.iter();
    let phases = timings.map(|timing| (timing.phase.as_str(), timing.duration));
    phases
        .chain([(WHOLE_RUN, whole)])
        .map(|(phase, duration)| BenchPhase {
            phase: phase.to_owned(),
            seconds: duration.as_secs_f64(),
        })
        .collect()
}

/// The median of each phase over some runs, which all have the same phases.
fn medians(runs: &[Vec<BenchPhase>]) -> Vec<BenchPhase> {
    let mut medians = runs.first().cloned().unwrap_or_default();
    for (index, median) in medians.iter_mut().enumerate() {
        let mut seconds: Vec<f64> = runs.iter().map(|run| run[index].seconds).collect();
        seconds.sort_unstable_by(f64::total_cmp);
        let upper = seconds.len() / 2;
        let lower = (seconds.len() - 1) / 2;
        median.seconds = rounded(f64::midpoint(seconds[lower], seconds[upper]), 1e6);
    }
    medians
}

/// A figure rounded to a fraction of its unit: no clock tells more, and short decimals read back as they were.
fn rounded(value: f64, per_unit: f64) -> f64 {
    (value * per_unit).round() / per_unit
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a number of schools is far below 2^53"
)]
fn ns_per_school(phases: &[BenchPhase], n_schools: usize) -> Option<f64> {
    let join = phases.iter().find(|phase| phase.phase == JOIN)?;
    (n_schools > 0).then(|| rounded(join.seconds * 1e9 / n_schools as f64, 10.0))
}

fn outcome_bytes(outcome: &Outcome, dir: &Path) -> Result<u64, Error> {
    let names = outcome.report.files.iter().map(|file| file.name.as_str());
    names
        .chain(["report.json"])
        .map(|name| n_bytes(&dir.join(name)))
        .sum()
}

fn n_bytes(path: &Path) -> Result<u64, Error> {
    let metadata = fs::metadata(path).map_err(|error| Error::io("read", path, error))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::super::progress::Silent;
    use super::*;

    #[test]
    fn a_small_bench_tells_every_phase_and_its_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let plan = BenchPlan {
            country: CountryPlan {
                n_schools: 300,
                n_adm2: 12,
                n_adm1: 3,
                ..CountryPlan::default()
            },
            threads: Some(2),
            runs: 2,
        };
        let report = bench(&plan, dir.path(), &Silent).unwrap();
        let names: Vec<&str> = report.phases.iter().map(|p| p.phase.as_str()).collect();
        assert!(names.contains(&JOIN) && names.last() == Some(&WHOLE_RUN));
        assert_eq!((report.threads, report.runs), (2, 2));
        assert!(report.join_ns_per_school.is_some());
        assert!(report.bytes_read > 0 && report.bytes_written > 0);
        assert!(dir.path().join("output/regions_adm2.fgb").is_file());
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<BenchReport>(&text).unwrap(), report);
        let none = BenchPlan { runs: 0, ..plan };
        assert!(bench(&none, dir.path(), &Silent).is_err());
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        let run = |seconds: f64| {
            vec![BenchPhase {
                phase: "x".to_owned(),
                seconds,
            }]
        };
        let of = |seconds: &[f64]| {
            medians(&seconds.iter().map(|s| run(*s)).collect::<Vec<_>>())[0].seconds
        };
        assert_eq!(of(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(of(&[4.0, 1.0, 2.0, 9.0]), 3.0);
    }
}
