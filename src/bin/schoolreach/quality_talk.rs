//! A check of quality as a person reads it: rows that pass and fail, and each check with the first rows that do not
//! pass it.

use std::fmt::Write;
use std::path::Path;

use schoolreach::issue::Issue;
use schoolreach::judge::catalog;
use schoolreach::pipeline::{CheckOutcome, CheckReport, QualityReport};

use crate::talk::{checks, counted, grouped, inputs, line, report_files, rows, statuses};

/// The summary of a check that wrote into `dir`, or nowhere.
pub(crate) fn summary(outcome: &CheckOutcome, dir: Option<&Path>) -> String {
    let mut text = String::new();
    let intake = &outcome.intake;
    inputs(&mut text, &intake.report);
    rows(&mut text, &intake.report);
    statuses(&mut text, intake);
    verdict(&mut text, &outcome.quality);
    for severity in ["critical", "warning"] {
        of_severity(&mut text, &outcome.quality, severity);
    }
    of_regions(&mut text, &intake.checks);
    for warning in &intake.warnings {
        line(&mut text, &format!("\nWarning: {warning}"));
    }
    if let Some(dir) = dir {
        report_files(&mut text, &intake.report, dir);
    }
    text
}

fn verdict(text: &mut String, quality: &QualityReport) {
    line(
        text,
        &format!(
            "\nQuality: {} = {} passed ({} of them with warnings) + {} failed ({} of them refused)",
            counted(quality.rows, "row"),
            grouped(quality.rows_passed),
            grouped(quality.rows_passed_with_warnings),
            grouped(quality.rows_failed),
            grouped(quality.rows_refused),
        ),
    );
    let n_passed = quality
        .checks
        .iter()
        .filter(|check| check.count_failed == 0)
        .count();
    line(
        text,
        &format!(
            "  {n_passed} of {} checks are passed by every row",
            quality.checks.len()
        ),
    );
}

/// The checks of a severity that some row does not pass, or of which there is more to know.
fn of_severity(text: &mut String, quality: &QualityReport, severity: &str) {
    let failed = |check: &&CheckReport| {
        check.severity == severity && (check.count_failed > 0 || !check.dq_remarks.is_empty())
    };
    let mut checks = quality.checks.iter().filter(failed).peekable();
    if checks.peek().is_some() {
        let what = if severity == "critical" {
            "Rows that fail"
        } else {
            "Warnings"
        };
        line(text, &format!("\n{what}, with the first of each check"));
    }
    checks.for_each(|check| of_check(text, check));
}

fn of_check(text: &mut String, check: &CheckReport) {
    let (failed, overall) = (grouped(check.count_failed), grouped(check.count_overall));
    let expected = &check.description;
    line(
        text,
        &format!(
            "  {failed} of {overall} {} (expected: {expected})",
            check.name
        ),
    );
    if !check.dq_remarks.is_empty() {
        line(text, &format!("    {}", check.dq_remarks));
    }
    for issue in &check.examples {
        let is_told = issue.message.strip_prefix("expected ") == Some(expected);
        example(text, issue, if is_told { "" } else { &issue.message });
    }
}

fn example(text: &mut String, issue: &Issue, message: &str) {
    let mut told = format!("    {}:", issue.place);
    if !issue.value.is_empty() {
        let _ = write!(told, " `{}`", issue.value);
    }
    if !message.is_empty() {
        let _ = write!(told, " {message}");
    }
    line(text, &told);
}

/// Issues that are about no row of a school.
fn of_regions(text: &mut String, found: &[(u64, Issue)]) {
    let is_of_rows = |issue: &Issue| catalog().iter().any(|check| check.name == issue.check);
    let of_regions: Vec<(u64, Issue)> = found
        .iter()
        .filter(|(_, issue)| !is_of_rows(issue))
        .cloned()
        .collect();
    if !of_regions.is_empty() {
        line(text, "\nIssues of regions, the first of each");
        checks(text, &of_regions);
    }
}

/// All checks: how grave they are by default, what they test and where they come from.
pub(crate) fn list() -> String {
    let mut text = String::new();
    for check in catalog() {
        let _ = writeln!(text, "{:<8}  {}", check.default.name(), check.name);
        let _ = writeln!(
            text,
            "          expects {} [{}]",
            check.description, check.source
        );
    }
    text
}
