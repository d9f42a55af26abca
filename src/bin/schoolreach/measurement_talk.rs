//! What measurements came to, as a person reads it.

use std::path::Path;

use schoolreach::pipeline::{FoldOutcome, MeasurementReport, Report};

use crate::talk::{counted, grouped, line};

/// Tells how the rows came out, how many schools were measured, and what that changed.
pub(crate) fn measurements(text: &mut String, report: &Report) {
    let Some(found) = &report.measurements else {
        return;
    };
    line(text, "\nMeasurements");
    units(text, found);
    if !found.tallies.is_empty() {
        let parts = counted(found.tallies.len() as u64, "file");
        line(text, &format!("  {parts} of tallies folded before"));
    }
    let ways = found.rows.0.iter();
    let ways = ways.map(|(way, n)| (way.as_str(), *n));
    line(text, &came_out(found.rows_read, ways));
    line(text, &format!("  {}", activity(found)));
    if found.schools_with_too_few_tests > 0 {
        let too_few = counted(found.schools_with_too_few_tests, "school");
        let told = format!(
            "  {too_few} with fewer than {} tests: their medians are in no figure of a region",
            grouped(found.min_tests)
        );
        line(text, &told);
    }
    let connected = &found.connected_by_measurement;
    let n_connected =
        connected.were_connected + connected.were_not_connected + connected.were_unknown;
    line(
        text,
        &format!(
            "  {} connected by measurement, of which the rows said: {} connected, {} not connected, {} unknown",
            counted(n_connected, "school"),
            grouped(connected.were_connected),
            grouped(connected.were_not_connected),
            grouped(connected.were_unknown)
        ),
    );
}

/// Tells what a folding came to.
pub(crate) fn folded(outcome: &FoldOutcome, path: &Path) -> String {
    let mut text = String::new();
    let ways = outcome.counts.ways_out().into_iter();
    line(&mut text, &came_out(outcome.counts.rows_read, ways));
    let schools = counted(outcome.n_schools, "school");
    let measured = grouped(outcome.n_measured);
    line(&mut text, &format!("  {measured} of {schools} measured"));
    for (n, issue) in &outcome.checks {
        let told = format!("  {} {}, first {}", grouped(*n), issue.check, issue.place);
        line(&mut text, &told);
    }
    line(&mut text, &format!("  tallies in {}", path.display()));
    text
}

/// How the rows came out.
fn came_out<'a>(rows_read: u64, ways: impl Iterator<Item = (&'a str, u64)>) -> String {
    let said = ways.filter(|(way, n)| *n > 0 || *way == "folded");
    let said: Vec<String> = said
        .map(|(way, n)| format!("{} {}", grouped(n), way.replace('_', " ")))
        .collect();
    let read = counted(rows_read, "row");
    format!("  {read} read = {}", said.join(" + "))
}

fn units(text: &mut String, found: &MeasurementReport) {
    for file in &found.files {
        let units = [
            ("download", file.download_unit),
            ("upload", file.upload_unit),
            ("latency", file.latency_unit),
            ("loss", file.loss_unit),
        ];
        let units: Vec<String> = units
            .iter()
            .filter_map(|(name, unit)| unit.map(|unit| format!("{name} in {unit}")))
            .collect();
        let undated = if file.is_dated { "" } else { ", without times" };
        let profile = file.profile.replace('_', " ");
        let told = format!("  {}: {profile}, {}{undated}", file.file, units.join(", "));
        line(text, &told);
    }
}

fn activity(found: &MeasurementReport) -> String {
    let measured = counted(found.schools_measured, "school");
    match &found.reference_date {
        None => format!("{measured} measured, no row has a time"),
        Some(day) => {
            let activity = &found.activity;
            format!(
                "{measured} measured; as of {day}: {} live, {} at risk, {} dropped off, {} never measured",
                grouped(activity.live),
                grouped(activity.at_risk),
                grouped(activity.dropped_off),
                grouped(activity.never)
            )
        }
    }
}
