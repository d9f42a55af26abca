//! The outcome of a run as a person reads it: what was understood, the shares with their denominators, the worst
//! regions, the issues, the files.

use std::fmt::Write;
use std::path::Path;

use schoolreach::issue::Issue;
use schoolreach::pipeline::{LevelSummary, Outcome, RegionSummary, Report, StatusValue};
use schoolreach::table::Counts;

use crate::measurement_talk::measurements;
use schoolreach::write::WrittenFile;

/// How many values of connectivity columns are told: those not understood first, then the most frequent.
const MOST_VALUES: usize = 12;

/// The summary of a run that wrote into `dir`.
pub(crate) fn summary(outcome: &Outcome, dir: Option<&Path>) -> String {
    let mut text = String::new();
    inputs(&mut text, &outcome.report);
    rows(&mut text, &outcome.report);
    measurements(&mut text, &outcome.report);
    status(&mut text, outcome);
    for level in &outcome.levels {
        places(&mut text, &outcome.report, level);
        worst(&mut text, outcome, level);
    }
    issues(&mut text, outcome);
    for warning in &outcome.warnings {
        line(&mut text, &format!("\nWarning: {warning}"));
    }
    if let Some(dir) = dir {
        report_files(&mut text, &outcome.report, dir);
    }
    text
}

pub(crate) fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

pub(crate) fn inputs(text: &mut String, report: &Report) {
    line(text, "Inputs");
    let inputs = &report.inputs;
    let files = inputs.schools.iter().chain(&inputs.regions);
    for file in files.chain(&inputs.measurements) {
        let mut told = format!(
            "  {}: {}, {}",
            file.file,
            counted(file.rows_read, "row"),
            file.format
        );
        if let (Some(delimiter), Some(decimal)) = (file.delimiter, file.decimal) {
            let delimiter = if delimiter == '\t' {
                "tab".to_owned()
            } else {
                format!("`{delimiter}`")
            };
            let _ = write!(
                told,
                ", {}, delimiter {delimiter}, decimal `{decimal}`",
                file.encoding
            );
        }
        if let Some(level) = &file.level {
            let _ = write!(told, ", level {level}");
        }
        if let Some(crs) = &file.crs {
            let _ = write!(told, ", {}", crs.taken);
        }
        line(text, &told);
        let columns: Vec<String> = file
            .columns
            .iter()
            .map(|found| format!("{} = {}", found.field, found.column))
            .collect();
        line(text, &format!("    {}", columns.join(" · ")));
    }
}

pub(crate) fn rows(text: &mut String, report: &Report) {
    let rows = &report.schools;
    line(
        text,
        &format!(
            "\nRows: {} read = {} refused + {}{} + {} closed + {}",
            grouped(rows.rows_read),
            grouped(rows.rows_refused),
            counted(rows.duplicates, "duplicate"),
            excluded(report),
            grouped(rows.closed),
            counted(rows.schools, "school")
        ),
    );
}

/// The schools that filters leave out, where there are filters.
fn excluded(report: &Report) -> String {
    if report.policy.filters.is_empty() {
        return String::new();
    }
    let n_excluded = grouped(report.schools.excluded);
    format!(
        " + {n_excluded} excluded (not {})",
        report.policy.filters.join("; ")
    )
}

fn status(text: &mut String, outcome: &Outcome) {
    statuses(text, outcome);
    shares(text, outcome);
}

/// How many schools have which status, and how their values were read.
pub(crate) fn statuses(text: &mut String, outcome: &Outcome) {
    let counts = &outcome.national;
    line(
        text,
        &format!(
            "Status: {} connected, {} not connected, {} unknown",
            grouped(counts.n_connected),
            grouped(counts.n_not_connected),
            grouped(counts.n_unknown)
        ),
    );
    status_changes(text, &outcome.report);
    let mut values: Vec<&StatusValue> = outcome.report.status_values.iter().collect();
    values.sort_by_key(|value| {
        (
            !value.read_as.contains("not understood"),
            std::cmp::Reverse(value.rows),
        )
    });
    for value in values.iter().take(MOST_VALUES) {
        let shown = if value.value.is_empty() {
            "blank".to_owned()
        } else {
            format!("`{}`", value.value)
        };
        let rows = counted(value.rows, "row");
        line(
            text,
            &format!(
                "  {} {shown}: {rows}, read as {}",
                value.column, value.read_as
            ),
        );
    }
    let more = outcome
        .report
        .status_values
        .len()
        .saturating_sub(MOST_VALUES);
    if more > 0 {
        line(
            text,
            &format!(
                "  and {} more, in report.json",
                counted(more as u64, "value")
            ),
        );
    }
}

/// What another rule than the default one changes.
fn status_changes(text: &mut String, report: &Report) {
    let Some(found) = &report.status_changes else {
        return;
    };
    let rule = report.policy.status_rule;
    let differing = counted(found.schools_differing, "school");
    line(
        text,
        &format!("  by the rule {rule}: {differing} would have another status by the default one"),
    );
    for change in &found.changes {
        let [from, to] = [change.from, change.to].map(|status| status.replace('_', " "));
        line(
            text,
            &format!("    {}: {to} instead of {from}", grouped(change.schools)),
        );
    }
}

fn shares(text: &mut String, outcome: &Outcome) {
    let counts = &outcome.national;
    line(text, "\nWithout internet");
    let shares = counts.shares();
    let known = grouped(counts.n_known());
    line(
        text,
        &format!(
            "  {} of the {known} schools of known status",
            percent(shares.unconnected_share_of_known)
        ),
    );
    line(
        text,
        &format!(
            "  between {} and {} of all {} schools, as the unknown ones turn out",
            percent(shares.unconnected_share_min),
            percent(shares.unconnected_share_max),
            grouped(counts.n_schools)
        ),
    );
}

fn places(text: &mut String, report: &Report, level: &LevelSummary) {
    let Some((_, places)) = report
        .levels
        .0
        .iter()
        .find(|(name, _)| *name == level.level)
    else {
        return;
    };
    let told = [
        ("inside", places.inside),
        ("on a border", places.border),
        ("snapped", places.snapped),
        ("stated", places.stated),
        ("outside", places.outside),
        ("without position", places.no_position),
    ];
    let parts: Vec<String> = told
        .iter()
        .map(|(name, number)| format!("{} {name}", grouped(*number)))
        .collect();
    line(
        text,
        &format!(
            "\nLevel {}: {}",
            level.level,
            counted(places.regions, "region")
        ),
    );
    line(text, &format!("  schools: {}", parts.join(", ")));
    for declared in places
        .declared
        .iter()
        .filter(|declared| declared.compared > 0)
    {
        line(
            text,
            &format!(
                "  in the region that {} names: {} of {}",
                declared.column,
                grouped(declared.agreeing),
                counted(declared.compared, "school")
            ),
        );
    }
    if places.n_overlap > 0 {
        line(
            text,
            &format!(
                "  {} in several regions; the smallest takes {}",
                match places.n_overlap {
                    1 => "1 school lies".to_owned(),
                    n_overlap => format!("{} schools lie", grouped(n_overlap)),
                },
                if places.n_overlap == 1 { "it" } else { "them" }
            ),
        );
    }
}

fn worst(text: &mut String, outcome: &Outcome, level: &LevelSummary) {
    let policy = &outcome.report.policy;
    line(
        text,
        &format!(
            "  ranked: {} regions with at least {} schools of known status and {} known; {} are too little known",
            grouped(level.n_ranked as u64),
            policy.min_schools,
            percent(Some(policy.min_known)),
            grouped(level.n_too_little_known as u64)
        ),
    );
    if level.by_share.is_empty() {
        return;
    }
    line(
        text,
        "  worst by share of unconnected schools among those of known status",
    );
    level
        .by_share
        .iter()
        .for_each(|region| told_region(text, region));
    line(text, "  worst by number of unconnected schools");
    level
        .by_number
        .iter()
        .for_each(|region| told_region(text, region));
}

fn told_region(text: &mut String, region: &RegionSummary) {
    let Counts {
        n_not_connected, ..
    } = region.counts;
    let share = percent(region.counts.shares().unconnected_share_of_known);
    let parent = if region.parent_name.is_empty() {
        String::new()
    } else {
        format!(", {}", region.parent_name)
    };
    line(
        text,
        &format!(
            "    {share:>7}  {} of {} known  {}{parent} ({})",
            grouped(n_not_connected),
            grouped(region.counts.n_known()),
            region.name,
            region.id
        ),
    );
}

fn issues(text: &mut String, outcome: &Outcome) {
    if outcome.checks.is_empty() {
        line(text, "\nIssues: none");
        return;
    }
    line(
        text,
        "\nIssues, the first of each check (issues.csv lists up to 1,000 of each)",
    );
    checks(text, &outcome.checks);
}

/// How often each check spoke, and its first issue.
pub(crate) fn checks(text: &mut String, checks: &[(u64, Issue)]) {
    for (count, issue) in checks {
        let value = if issue.value.is_empty() {
            String::new()
        } else {
            format!(" `{}`", issue.value)
        };
        let severity = issue.severity.name();
        line(
            text,
            &format!("  {} {} ({severity})", grouped(*count), issue.check),
        );
        line(
            text,
            &format!("    {}:{value} {}", issue.place, issue.message),
        );
    }
}

pub(crate) fn report_files(text: &mut String, report: &Report, dir: &Path) {
    line(text, &format!("\nFiles in {}", dir.display()));
    for file in &report.files {
        line(
            text,
            &format!("  {} ({})", file.name, grouped(file.features)),
        );
    }
    line(text, "  report.json");
}

/// The files of a generated country.
pub(crate) fn files(files: &[WrittenFile], dir: &Path) -> String {
    let mut text = format!("Files in {}\n", dir.display());
    for file in files {
        line(
            &mut text,
            &format!("  {} ({})", file.name, grouped(file.features)),
        );
    }
    text
}

/// A share as per cent with one decimal; never rounded to 0 or 100 where it is neither.
fn percent(share: Option<f64>) -> String {
    match share {
        None => "no share".to_owned(),
        Some(share) if share > 0.0 && share < 0.0005 => "< 0.1 %".to_owned(),
        Some(share) if share < 1.0 && share > 0.9995 => "> 99.9 %".to_owned(),
        Some(share) => format!("{:.1} %", share * 100.0),
    }
}

/// A number with its noun: `1 row`, `2,217 rows`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// A number with a comma every three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(0, "row"), "0 rows");
    }

    #[test]
    fn a_small_share_is_not_nothing() {
        assert_eq!(percent(Some(0.0)), "0.0 %");
        assert_eq!(percent(Some(0.0001)), "< 0.1 %");
        assert_eq!(percent(Some(0.99999)), "> 99.9 %");
        assert_eq!(percent(Some(0.125)), "12.5 %");
        assert_eq!(percent(None), "no share");
    }
}
