//! A bench and an earlier one in, what became worse out.

use std::fmt;
use std::fs;
use std::path::Path;

use super::BenchReport;
use crate::error::Error;

/// Shorter phases are noise: a phase counts as at least so long in the baseline.
pub const LEAST_SECONDS: f64 = 0.02;

/// Something that became worse than the tolerance allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// The phase, or `peak memory`.
    pub stage: String,
    /// What it takes now, with its unit.
    pub now: String,
    /// What it took in the baseline, with its unit.
    pub baseline: String,
    /// How many times as much that is.
    pub ratio: f64,
}

impl fmt::Display for Regression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stage,
            now,
            baseline,
            ratio,
        } = self;
        write!(
            f,
            "{stage}: {now}, baseline {baseline}: {ratio:.2} times as much"
        )
    }
}

/// Reads the JSON of an earlier bench.
///
/// # Errors
/// [`Error::Io`] if the file cannot be read, [`Error::Plan`] if it is no bench.
pub fn read_baseline(path: &Path) -> Result<BenchReport, Error> {
    let text = fs::read(path).map_err(|error| Error::io("read", path, error))?;
    serde_json::from_slice(&text).map_err(|error| {
        Error::Plan(format!(
            "{}: expected the JSON of a bench: {error}",
            path.display()
        ))
    })
}

/// The phases and the peak memory that are worse than the baseline by more than `tolerance`, a share of it.
///
/// Phases count as at least [`LEAST_SECONDS`] long in the baseline; those that it does not have are not judged but in
/// the whole run.
///
/// # Errors
/// [`Error::Plan`] if the two are not comparable: another country, another number of threads.
pub fn regressions(
    now: &BenchReport,
    baseline: &BenchReport,
    tolerance: f64,
) -> Result<Vec<Regression>, Error> {
    check_same(now, baseline)?;
    let phases = now.phases.iter().filter_map(|phase| {
        let mut known = baseline.phases.iter();
        let before = known.find(|before| before.phase == phase.phase)?;
        let ratio = phase.seconds / before.seconds.max(LEAST_SECONDS);
        Some(Regression {
            stage: phase.phase.clone(),
            now: format!("{:.3} s", phase.seconds),
            baseline: format!("{:.3} s", before.seconds),
            ratio,
        })
    });
    let mut all: Vec<Regression> = phases.chain(memory(now, baseline)).collect();
    all.retain(|found| found.ratio > 1.0 + tolerance);
    Ok(all)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bytes of memory are far below 2^53"
)]
fn memory(now: &BenchReport, baseline: &BenchReport) -> Option<Regression> {
    let [now, before] = [now, baseline].map(|report| report.peak_memory_bytes);
    let (now, before) = (now? as f64, before? as f64);
    Some(Regression {
        stage: "peak memory".to_owned(),
        now: format!("{:.1} MB", now / 1e6),
        baseline: format!("{:.1} MB", before / 1e6),
        ratio: now / before,
    })
}

fn check_same(now: &BenchReport, baseline: &BenchReport) -> Result<(), Error> {
    let what = |report: &BenchReport| {
        let country = &report.country;
        format!(
            "schema {}, seed {}, {} schools, {} adm2, {} threads",
            report.schema, country.seed, country.schools, country.adm2, report.threads
        )
    };
    let (expected, found) = (what(now), what(baseline));
    if expected == found {
        return Ok(());
    }
    Err(Error::Plan(format!(
        "a baseline must be of the same country and number of threads: expected {expected}, found {found}"
    )))
}

#[cfg(test)]
mod tests {
    use super::super::{BenchCountry, BenchPhase};
    use super::*;

    fn report(phases: &[(&str, f64)], peak_memory_bytes: Option<u64>) -> BenchReport {
        let phase = |(phase, seconds): &(&str, f64)| BenchPhase {
            phase: (*phase).to_owned(),
            seconds: *seconds,
        };
        BenchReport {
            schema: 1,
            version: "0.1.0".to_owned(),
            country: BenchCountry {
                seed: 7,
                schools: 1000,
                adm2: 10,
            },
            threads: 2,
            runs: 1,
            generating_seconds: 1.0,
            phases: phases.iter().map(phase).collect(),
            join_ns_per_school: None,
            bytes_read: 1,
            bytes_written: 1,
            peak_memory_bytes,
        }
    }

    fn told(now: &BenchReport, baseline: &BenchReport) -> Vec<String> {
        let found = regressions(now, baseline, 0.25).unwrap();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_worse_is_named_with_its_figures() {
        let before = report(&[("reading", 1.0), ("placing", 0.2)], Some(100_000_000));
        assert!(told(&before, &before).is_empty());
        let slower = report(&[("reading", 1.2), ("placing", 0.3)], Some(150_000_000));
        assert_eq!(
            told(&slower, &before),
            [
                "placing: 0.300 s, baseline 0.200 s: 1.50 times as much",
                "peak memory: 150.0 MB, baseline 100.0 MB: 1.50 times as much",
            ]
        );
        assert!(told(&before, &slower).is_empty());
    }

    #[test]
    fn short_new_and_unknown_things_are_not_judged() {
        let before = report(&[("counting", 0.001)], None);
        assert!(told(&report(&[("counting", 0.024)], Some(5)), &before).is_empty());
        assert!(told(&report(&[("neighbors", 9.0)], None), &before).is_empty());
        assert_eq!(told(&report(&[("counting", 0.03)], None), &before).len(), 1);
    }

    #[test]
    fn another_country_is_no_baseline() {
        let now = report(&[], None);
        let mut other = now.clone();
        other.country.schools = 7;
        let error = regressions(&now, &other, 0.25).unwrap_err().to_string();
        assert!(
            error.contains("expected schema 1, seed 7, 1000 schools"),
            "{error}"
        );
        assert!(
            error.contains("found schema 1, seed 7, 7 schools"),
            "{error}"
        );
    }
}
