//! The intake alone: inputs read, every row judged by all checks and every outline, without figures of regions.

use std::path::Path;

use super::outlines::judge_outlines;
use super::outputs::write_check;
use super::plan::{Checks, Plan};
use super::progress::{Phases, Progress};
use super::quality::Judged;
use super::quality_report::QualityReport;
use super::records::Kept;
use super::run::{Outcome, all_files, compute_keeping, outcome, report_of, with_threads};
use super::tiles::refuse_tiles;
use super::workbook::check_workbook;
use crate::error::Error;

/// What a check found and did.
#[derive(Clone, Debug)]
pub struct CheckOutcome {
    /// What was understood of the inputs.
    pub intake: Outcome,
    /// How the rows came through the checks.
    pub quality: QualityReport,
}

/// Reads a plan's inputs and judges every row by all checks; regions are optional: they are judged, too, and judge the
/// positions. With `dir`,
/// `quality.json`, `issues.csv`, the rows that passed and those that failed, and `report.json` are written there.
///
/// # Errors
/// Every [`Error`]; nothing in `dir` has changed then.
pub fn check(
    plan: &Plan,
    dir: Option<&Path>,
    progress: &dyn Progress,
) -> Result<CheckOutcome, Error> {
    refuse_tiles(&plan.output, true)?;
    check_workbook(plan)?;
    with_threads(plan, || {
        let mut phases = Phases::new(progress);
        let kept = if dir.is_some() {
            Kept::All
        } else {
            Kept::Judged
        };
        let (mut computed, rows) = compute_keeping(plan, Some(kept), &mut phases)?;
        judge_outlines(plan, &mut computed, &mut phases);
        let files = all_files(&computed);
        let n_rows = rows.records.len() as u64;
        let judged = phases.run("judging rows", Some(n_rows), |_| {
            Judged::of(plan, &computed, &rows.records, &files)
        });
        let quality = judged.report();
        let mut report = report_of(plan, &computed);
        report.policy.checks = Checks::All.name();
        if let Some(dir) = dir {
            let found = (&judged, &quality);
            report = write_check(plan, &computed, found, report, dir, &mut phases)?;
        }
        Ok(CheckOutcome {
            intake: outcome(plan, &computed, report, phases),
            quality,
        })
    })
}
