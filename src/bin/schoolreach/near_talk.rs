//! The outcome of a search as a person reads it: what was understood, which schools were looked through, which points
//! have none.

use std::path::Path;

use schoolreach::pipeline::{NearOutcome, NearQuestion};
use schoolreach::table::Status;

use crate::talk::{checks, counted, grouped, inputs, line, rows, statuses};

/// The summary of a search that wrote so many rows into a file, or none.
pub(crate) fn summary(
    outcome: &NearOutcome,
    question: &NearQuestion,
    written: Option<(u64, &Path)>,
) -> String {
    let mut text = String::new();
    inputs(&mut text, &outcome.schools.report);
    rows(&mut text, &outcome.schools.report);
    statuses(&mut text, &outcome.schools);
    points(&mut text, outcome);
    found(&mut text, outcome, question);
    issues(&mut text, outcome);
    for warning in &outcome.schools.warnings {
        line(&mut text, &format!("\nWarning: {warning}"));
    }
    if let Some((rows, path)) = written {
        let told = format!("\nResult: {} ({})", path.display(), counted(rows, "row"));
        line(&mut text, &told);
    }
    text
}

fn points(text: &mut String, outcome: &NearOutcome) {
    let read = if outcome.n_rows_read > 0 {
        format!(
            " of {} read, {} refused",
            counted(outcome.n_rows_read, "row"),
            grouped(outcome.n_rows_refused)
        )
    } else {
        String::new()
    };
    line(
        text,
        &format!("\nPoints: {}{read}", grouped(outcome.n_points)),
    );
    let without = [
        (outcome.n_without_position, "without a usable position"),
        (
            outcome.n_without_school,
            "without such a school within reach",
        ),
    ];
    for (count, what) in without.into_iter().filter(|(count, _)| *count > 0) {
        line(text, &format!("  {} {what}", grouped(count)));
    }
}

fn found(text: &mut String, outcome: &NearOutcome, question: &NearQuestion) {
    let status = match question.status {
        Some(Status::NotConnected) => "unconnected ",
        Some(Status::Connected) => "connected ",
        Some(Status::Unknown) => "unknown ",
        None => "",
    };
    let within = if question.within_m.is_finite() {
        format!(", at most {} km away", question.within_m / 1000.0)
    } else {
        String::new()
    };
    line(
        text,
        &format!(
            "Looked for: {} nearest of {} {status}schools with a position{within}",
            question.k,
            grouped(outcome.n_candidates)
        ),
    );
}

fn issues(text: &mut String, outcome: &NearOutcome) {
    for (whose, found) in [
        ("schools", &outcome.schools.checks),
        ("points", &outcome.point_checks),
    ] {
        if !found.is_empty() {
            line(text, &format!("\nIssues of {whose} (first of each check)"));
            checks(text, found);
        }
    }
}
