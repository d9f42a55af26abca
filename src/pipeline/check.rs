//! The intake alone: inputs read and every row judged, without figures of regions.

use std::path::Path;

use super::outputs::write_issues;
use super::plan::Plan;
use super::progress::{Phases, Progress};
use super::run::{Outcome, compute, outcome, report_of, with_threads};
use crate::error::Error;

/// Reads a plan's inputs and judges every row; regions are optional and judge the positions. With `dir`, `issues.csv`
/// and `report.json` are written there.
///
/// # Errors
/// Every [`Error`]; nothing in `dir` has changed then.
pub fn check(plan: &Plan, dir: Option<&Path>, progress: &dyn Progress) -> Result<Outcome, Error> {
    with_threads(plan, || {
        let mut phases = Phases::new(progress);
        let computed = compute(plan, &mut phases)?;
        let report = match dir {
            Some(dir) => write_issues(plan, &computed, dir, &mut phases)?,
            None => report_of(plan, &computed),
        };
        Ok(outcome(plan, &computed, report, phases))
    })
}
