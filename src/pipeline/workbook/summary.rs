//! A report in, the first sheet of the workbook out: shares with their denominators, how the rows add up, the rules.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::LeftOut;
use crate::pipeline::report::{InputFile, LevelReport, Report, SchoolRows};
use crate::table::{Column, Counts, Frame, FrameGeometry, TextColumn};
use crate::write::MOST_SHEET_ROWS;

/// A line of the summary.
#[derive(Default)]
struct Line {
    section: String,
    figure: String,
    number: Option<u64>,
    /// What the number is a share of.
    denominator: Option<u64>,
    share: Option<f64>,
    text: String,
}

/// `summary`: one row for each figure.
pub(super) fn summary_frame(
    report: &Report,
    national: &Counts,
    left_out: &[LeftOut],
) -> Frame<'static> {
    let mut lines = shares(national);
    lines.extend(statuses(national));
    lines.extend(rows(&report.schools));
    for (level, placed) in &report.levels.0 {
        lines.extend(placements(level, placed));
    }
    lines.extend(told("Rules", &report.policy));
    lines.extend(
        report
            .measurements
            .iter()
            .flat_map(|found| told("Measurements", found)),
    );
    let inputs = &report.inputs;
    let inputs = inputs.schools.iter().chain(&inputs.regions);
    lines.extend(inputs.chain(&report.inputs.measurements).map(input));
    lines.extend(left_out.iter().map(missing));
    lines.push(Line {
        text: report.version.to_owned(),
        ..line("Program", "version of schoolreach")
    });
    frame(&lines)
}

fn line(section: &str, figure: &str) -> Line {
    Line {
        section: section.to_owned(),
        figure: figure.to_owned(),
        ..Line::default()
    }
}

fn number(section: &str, figure: &str, number: u64) -> Line {
    Line {
        number: Some(number),
        ..line(section, figure)
    }
}

/// The headline, each share with what it is a share of.
fn shares(national: &Counts) -> Vec<Line> {
    let of = |figure: &str, part: u64, whole: u64, share: Option<f64>| Line {
        denominator: Some(whole),
        share,
        ..number("Without internet", figure, part)
    };
    let (shares, all) = (national.shares(), national.n_schools);
    let not = national.n_not_connected;
    vec![
        of(
            "schools not connected, of those of known status",
            not,
            national.n_known(),
            shares.unconnected_share_of_known,
        ),
        of(
            "schools of known status, of all",
            national.n_known(),
            all,
            shares.known_share,
        ),
        of(
            "schools not connected, of all: at least",
            not,
            all,
            shares.unconnected_share_min,
        ),
        of(
            "schools not connected, of all: at most",
            not + national.n_unknown,
            all,
            shares.unconnected_share_max,
        ),
    ]
}

fn statuses(national: &Counts) -> [Line; 3] {
    [
        ("connected", national.n_connected),
        ("not connected", national.n_not_connected),
        ("unknown", national.n_unknown),
    ]
    .map(|(figure, count)| number("Status of the schools", figure, count))
}

/// How the rows add up: read = refused + duplicates + closed + schools.
fn rows(rows: &SchoolRows) -> [Line; 5] {
    [
        ("read", rows.rows_read),
        ("refused", rows.rows_refused),
        ("duplicates", rows.duplicates),
        ("closed schools", rows.closed),
        ("schools", rows.schools),
    ]
    .map(|(figure, count)| number("Rows of schools", figure, count))
}

/// How the schools of a level add up.
fn placements(level: &str, placed: &LevelReport) -> [Line; 8] {
    [
        ("regions", placed.regions),
        ("schools inside", placed.inside),
        ("schools on a border", placed.border),
        ("schools snapped to the nearest region", placed.snapped),
        ("schools placed by the code they state", placed.stated),
        ("schools outside all regions", placed.outside),
        ("schools without position", placed.no_position),
        ("of them in several regions", placed.n_overlap),
    ]
    .map(|(figure, count)| number(&format!("Level {level}"), figure, count))
}

/// The plain values of a part of the report, in words, under their names there.
fn told(section: &'static str, part: &impl Serialize) -> Vec<Line> {
    let Ok(Value::Object(values)) = serde_json::to_value(part) else {
        return Vec::new();
    };
    let plain = values.into_iter().filter_map(|(name, value)| {
        let text = match value {
            Value::String(text) => text,
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        Some(Line {
            text,
            ..line(section, &name)
        })
    });
    plain.collect()
}

fn input(file: &InputFile) -> Line {
    Line {
        text: match &file.level {
            Some(level) => format!("{}, level {level}", file.format),
            None => file.format.to_owned(),
        },
        ..number("Rows of inputs", &file.file, file.rows_read)
    }
}

fn missing(left_out: &LeftOut) -> Line {
    let text = format!("left out: a sheet holds at most {MOST_SHEET_ROWS} rows");
    Line {
        text,
        ..number("Sheets", &left_out.sheet, left_out.n_rows)
    }
}

fn frame(lines: &[Line]) -> Frame<'static> {
    let texts = |of: fn(&Line) -> &str| -> Column<'static> {
        let fields: TextColumn = lines.iter().map(of).collect();
        Column::Text(Cow::Owned(fields))
    };
    let numbers = |of: fn(&Line) -> Option<u64>| -> Column<'static> {
        let signed = lines.iter().map(|line| i64::try_from(of(line)?).ok());
        Column::Integer(signed.collect())
    };
    let shares = lines.iter().map(|line| line.share).collect();
    let columns = [
        ("section", texts(|line| &line.section)),
        ("figure", texts(|line| &line.figure)),
        ("number", numbers(|line| line.number)),
        ("denominator", numbers(|line| line.denominator)),
        ("share", Column::Real(shares)),
        ("text", texts(|line| &line.text)),
    ];
    Frame {
        name: "summary".to_owned(),
        n_rows: lines.len(),
        columns: columns
            .map(|(name, column)| (name.to_owned(), column))
            .into(),
        geometry: FrameGeometry::None,
    }
}
