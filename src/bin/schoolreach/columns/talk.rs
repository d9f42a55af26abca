//! What was understood of files as a person reads it.

use std::fmt::Write as _;

use schoolreach::issue::shortened;
use schoolreach::pipeline::{
    ColumnUse, ColumnWord, FileColumns, FileKind, LackingField, Positions,
};

use crate::config::shown;
use crate::talk::{counted, grouped, line};

/// How many words of a field are told.
const MOST_WORDS: usize = 30;
/// How many columns are told that may be meant for a field.
const MOST_CANDIDATES: usize = 5;
/// The widest column of names; longer ones push what follows.
const WIDEST: usize = 32;

/// All files, one after the other.
pub(super) fn files(files: &[FileColumns]) -> String {
    let mut text = String::new();
    for file in files {
        if !text.is_empty() {
            text.push('\n');
        }
        about(&mut text, file);
        columns(&mut text, &file.columns);
        lacking(&mut text, file);
        words(&mut text, &file.words);
        stops(&mut text, file);
    }
    text
}

fn about(text: &mut String, file: &FileColumns) {
    let header = &file.report.header;
    let kind = match (file.kind, &file.report.level) {
        (FileKind::Schools, _) => "schools".to_owned(),
        (FileKind::Regions, Some(level)) => format!("regions of level {level}"),
        (FileKind::Regions, None) => "regions".to_owned(),
    };
    let mut told = format!(
        "{}: {kind}, {}, {}, {}",
        header.file,
        counted(file.report.rows, "row"),
        header.format,
        header.encoding
    );
    if file.n_refused > 0 {
        let _ = write!(told, " ({} refused)", grouped(file.n_refused));
    }
    if let Some(delimiter) = header.delimiter {
        let delimiter = match delimiter {
            '\t' => "tab".to_owned(),
            other => format!("`{other}`"),
        };
        let _ = write!(told, ", delimiter {delimiter}, decimal {}", decimal(file));
    }
    line(text, &told);
    line(text, &format!("  coordinates: {}", coordinates(file)));
    if file.kind == FileKind::Schools {
        line(text, &format!("    {}", positions(file)));
    }
}

fn decimal(file: &FileColumns) -> &'static str {
    let marks = file.report.decimal_marks;
    match (marks.points, marks.commas) {
        (true, true) => "`.` and `,`",
        (false, true) => "`,`",
        (true, false) => "`.`",
        (false, false) => "mark not seen",
    }
}

fn coordinates(file: &FileColumns) -> String {
    let of_rows = if file.report.header.has_geometry {
        "geometry of the rows"
    } else {
        "columns"
    };
    if let Some(fault) = &file.system_fault {
        return format!("{of_rows}; {fault}");
    }
    match &file.report.system {
        None => format!("{of_rows}; the file names no system, degrees are taken"),
        Some(system) => {
            let by = if system.by_option {
                "as asked"
            } else {
                "as the file says"
            };
            format!("{of_rows}; {}, {by}", system.system.name())
        }
    }
}

/// In how many rows the coordinates are a place.
fn positions(file: &FileColumns) -> String {
    let Positions {
        n_places,
        n_odd,
        n_without,
    } = file.positions;
    let mut told = format!("{} of degrees", counted(n_places, "row"));
    if n_odd > 0 {
        let _ = write!(
            told,
            ", {} of other numbers (a run repairs what is provable; metres need --schools-crs)",
            grouped(n_odd)
        );
    }
    if n_without > 0 {
        let _ = write!(told, ", {} without coordinates", grouped(n_without));
    }
    told
}

fn columns(text: &mut String, columns: &[ColumnUse]) {
    let width = |words: Vec<usize>| words.into_iter().max().unwrap_or(0).min(WIDEST);
    let name_width = width(
        columns
            .iter()
            .map(|c| shown(&c.column).chars().count())
            .collect(),
    );
    let use_width = width(
        columns
            .iter()
            .map(|c| taken_for(c).chars().count())
            .collect(),
    );
    for column in columns {
        let samples: Vec<String> = column
            .samples
            .iter()
            .map(|sample| sampled(sample))
            .collect();
        let told = format!(
            "  {:<name_width$}  {:<use_width$}  {}",
            shown(&column.column),
            taken_for(column),
            samples.join(" · ")
        );
        line(text, told.trim_end());
    }
}

fn taken_for(column: &ColumnUse) -> String {
    if column.fields.is_empty() {
        return "not used".to_owned();
    }
    format!("= {}", column.fields.join(", "))
}

/// A value, short enough for a line.
fn sampled(value: &str) -> String {
    const CHARACTERS: usize = 24;
    let value = shown(value);
    match value.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    }
}

fn lacking(text: &mut String, file: &FileColumns) {
    let (asked, bare): (Vec<&LackingField>, Vec<&LackingField>) = file
        .lacking
        .iter()
        .partition(|lacking| !lacking.candidates.is_empty());
    for lacking in asked {
        let (field, quoted) = (&lacking.field, quoted(&lacking.candidates));
        if lacking.is_ambiguous {
            line(
                text,
                &format!("  {field}: could be any of {quoted}; a run asks which"),
            );
        } else {
            line(text, &format!("  {field}: no column; perhaps {quoted}"));
        }
    }
    let bare: Vec<&str> = bare.iter().map(|lacking| lacking.field.as_str()).collect();
    if !bare.is_empty() {
        line(text, &format!("  no column for {}", bare.join(", ")));
    }
}

/// The first of some columns, and how many more there are.
fn quoted(columns: &[String]) -> String {
    let first = columns.iter().take(MOST_CANDIDATES);
    let first: Vec<String> = first.map(|column| format!("`{}`", shown(column))).collect();
    match columns.len().saturating_sub(MOST_CANDIDATES) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// What a run makes of what is missing.
fn stops(text: &mut String, file: &FileColumns) {
    let lacks = |field: &str| file.lacking.iter().any(|lacking| lacking.field == field);
    if lacks("longitude") || lacks("latitude") {
        line(
            text,
            "  A run needs a column for longitude and one for latitude.",
        );
    }
    if lacks("id") {
        line(text, "  A run needs a column for the ids of regions.");
    }
    let evidence = ["connectivity", "connectivity_RT", "download_speed_govt"];
    if evidence.iter().all(|field| lacks(field)) {
        line(
            text,
            "  No column tells of connectivity: all schools would be of unknown status.",
        );
    }
}

fn words(text: &mut String, words: &[ColumnWord]) {
    for group in words.chunk_by(|one, other| one.field == other.field) {
        line(text, &format!("  words of {}", group[0].field));
        for word in group.iter().take(MOST_WORDS) {
            let value = if word.value.is_empty() {
                "blank".to_owned()
            } else {
                format!("`{}`", shown(&shortened(&word.value)))
            };
            let rows = counted(word.rows, "row");
            let told = format!(
                "    {} {value}: {rows}, read as {}",
                shown(&word.column),
                word.read_as
            );
            line(text, &told);
        }
        let more = group.len().saturating_sub(MOST_WORDS) as u64;
        if more > 0 {
            line(text, &format!("    and {} more", counted(more, "word")));
        }
    }
}
