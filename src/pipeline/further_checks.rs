//! A run that makes all checks: its figures, and the issues of Giga's further checks among the others.

use super::outlines::judge_outlines;
use super::plan::Plan;
use super::progress::Phases;
use super::quality::findings;
use super::records::Kept;
use super::run::{Computed, KeptRows, compute_keeping};
use crate::error::Error;
use crate::issue::{Issue, Place, Severity};
use crate::judge::{Check, Finding, Gravity};

/// Computes everything, and makes the checks that a run does not make anyway.
pub(super) fn compute_judged(plan: &Plan, phases: &mut Phases) -> Result<Computed, Error> {
    let (mut computed, rows) = compute_keeping(plan, Some(Kept::Judged), phases)?;
    judge_outlines(plan, &mut computed, phases);
    let is_on = |check: &Check| !check.is_made_by_run() && plan.gravities.of(check) != Gravity::Off;
    let n_rows = rows.records.len() as u64;
    phases.run("judging rows", Some(n_rows), |_| {
        for finding in findings(plan, &computed, &rows.records, is_on) {
            tell(&finding, &rows, &mut computed);
        }
    });
    Ok(computed)
}

/// Adds the issues of one finding; those of a school's rows are counted with the school, those of a file with none.
fn tell(finding: &Finding, rows: &KeptRows, computed: &mut Computed) {
    let records = &rows.records;
    let telling = finding.telling(records);
    for file in &finding.whole_files {
        let place = Place::file(&records.files[*file as usize].name);
        let message = telling.message_of_file(false);
        computed.issues.push(Issue::new(
            place,
            finding.check.name,
            Severity::Doubt,
            "",
            message,
        ));
    }
    if !finding.remark.is_empty() {
        let place = records.files.first().map(|file| Place::file(&file.name));
        let message = format!("{}: {}", finding.check.name, finding.remark);
        let issue = Issue::new(
            place.unwrap_or_default(),
            "compared_in_part",
            Severity::Doubt,
            "",
            message,
        );
        computed.issues.push(issue);
    }
    for (index, row) in finding.rows.iter().enumerate() {
        computed
            .issues
            .push_with(finding.check.name, Severity::Doubt, || telling.issue(index));
        count(*row as usize, rows, computed);
    }
}

/// Counts an issue with the school that a row is, or that it repeats.
fn count(row: usize, rows: &KeptRows, computed: &mut Computed) {
    let repeated = &rows.first_of_repeated;
    let before = |row: usize| repeated.partition_point(|(later, _)| (*later as usize) < row);
    let first = match repeated.get(before(row)) {
        Some((later, first)) if *later as usize == row => *first as usize,
        _ => row,
    };
    let school = first - before(first);
    let Err(n_excluded) = computed
        .excluded
        .binary_search_by_key(&school, |row| *row as usize)
    else {
        return;
    };
    if let Some(n_issues) = computed.schools.n_issues.get_mut(school - n_excluded) {
        *n_issues += 1;
    }
}
