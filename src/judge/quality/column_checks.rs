//! One of Giga's columns in, the checks of it out.

use super::check::{Axis, Check, Gravity, Rule, check};
use super::columns::{Column, Kind, Need};

/// The checks of a column.
pub(super) fn of_column(column: &'static Column) -> Vec<Check> {
    let mut checks = vec![of_null(column)];
    let warning = |name, rule, description: String| {
        check(name, column.name, Gravity::Warning, rule, description)
    };
    let names = &column.checks;
    match column.kind {
        Kind::Text | Kind::Words(_) => checks.extend(of_text(column)),
        Kind::Number | Kind::Range(..) => checks.push(warning(
            names.not_numeric,
            if is_read_by_intake(column.name) {
                Rule::Intake
            } else {
                Rule::NotNumeric(column)
            },
            "a number, if not blank".to_owned(),
        )),
        Kind::Degrees => checks.extend(of_degrees(column)),
    }
    if let Kind::Range(low, high) = column.kind {
        let description = format!("a number in {low}..={high}, if not blank");
        checks.push(warning(
            names.range,
            Rule::Range(column, low, high),
            description,
        ));
    }
    checks
}

fn of_null(column: &'static Column) -> Check {
    let names = &column.checks;
    let mandatory = |gravity, description: &str| {
        check(
            names.null_mandatory,
            column.name,
            gravity,
            Rule::NullMandatory(column),
            description,
        )
    };
    match (column.kind, column.need) {
        (Kind::Degrees, _) => check(
            names.null_mandatory,
            column.name,
            Gravity::Critical,
            Rule::NullCoordinate,
            "not blank; a file without coordinates fails in every row",
        ),
        (_, Need::Critical) => mandatory(
            Gravity::Critical,
            "not blank; a file without the column fails in every row",
        ),
        (_, Need::Mandatory) => mandatory(
            Gravity::Warning,
            "not blank; a file without the column is told of once",
        ),
        (_, Need::Master) => mandatory(Gravity::Warning, "not blank, where a file has the column"),
        (_, Need::Optional) => check(
            names.null_optional,
            column.name,
            Gravity::Off,
            Rule::NullOptional(column),
            "not blank, where a file has the column",
        ),
    }
}

fn of_text(column: &'static Column) -> Vec<Check> {
    let names = &column.checks;
    let warning = |name, rule, description: String| {
        check(name, column.name, Gravity::Warning, rule, description)
    };
    let mut checks = Vec::new();
    match column.kind {
        Kind::Words(words) => {
            let rule = if is_read_by_intake(column.name) {
                Rule::Intake
            } else {
                Rule::Domain(column, words)
            };
            let description = format!("one of {}, in any case, if not blank", words.join(" | "));
            checks.push(warning(names.domain, rule, description));
        }
        _ => checks.push(warning(
            names.not_alphanumeric,
            Rule::NotAlphanumeric(column),
            "a letter or digit is in it, if not blank".to_owned(),
        )),
    }
    // Giga's check leaves names out.
    if column.name != "school_name" {
        let description = "at most 255 characters".to_owned();
        checks.push(warning(names.too_long, Rule::TooLong(column), description));
    }
    checks
}

/// Columns that decide status or counts, which the intake reads itself.
fn is_read_by_intake(column: &str) -> bool {
    ["is_school_open", "num_students", "download_speed_govt"].contains(&column)
}

fn of_degrees(column: &'static Column) -> Vec<Check> {
    let names = &column.checks;
    let (axis, precision, range) = if column.name == "latitude" {
        (
            Axis::Latitude,
            "dq_precision-latitude",
            "degrees in -90..=90",
        )
    } else {
        (
            Axis::Longitude,
            "dq_precision-longitude",
            "degrees in -180..=180 (up to 360 is read, too)",
        )
    };
    let critical = |name, description: &str| {
        check(
            name,
            column.name,
            Gravity::Critical,
            Rule::Intake,
            description,
        )
    };
    vec![
        critical(names.not_numeric, "a number of degrees"),
        critical(names.range, range),
        check(
            precision,
            column.name,
            Gravity::Warning,
            Rule::Precision(axis),
            "at least 5 decimals in the shortest decimal that reads back the same, as float32 where it is exactly one",
        ),
    ]
}
