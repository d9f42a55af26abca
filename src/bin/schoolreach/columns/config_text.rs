//! What was understood of files in, a config that says the same out: what was found by hand, what is open as comments.

use std::fmt::Write as _;
use std::path::Path;

use schoolreach::format::Format;
use schoolreach::normalize::{Choice, WORD_FIELDS};
use schoolreach::pipeline::{ColumnWord, FileColumns, FileKind, LackingField, Plan};
use schoolreach::read::Quote;

use super::paths::seen_from;
use crate::config::shown;
use crate::talk::counted;

/// The most words of a field that stand in a config as comments.
const MOST_WORDS: usize = 100;
/// The most columns that are named for a field without one.
const MOST_CANDIDATES: usize = 5;

/// The config that says what was understood; it will lie at a path, or is printed.
pub(super) fn config(plan: &Plan, files: &[FileColumns], path: Option<&Path>) -> String {
    let mut text = String::from(
        "# A config for `schoolreach run`, `check` and `near`: --config FILE. Options of the command line go before it.\n\
         # Files and folders start at the folder of this file. A line that begins with # says nothing.\n\n",
    );
    inputs(&mut text, plan, files, path);
    reading(&mut text, plan, files);
    columns(&mut text, files);
    values(&mut text, plan, files);
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn inputs(text: &mut String, plan: &Plan, files: &[FileColumns], path: Option<&Path>) {
    let of_kind = |kind: FileKind| {
        let patterns = plan.schools.iter().enumerate();
        patterns.filter_map(move |(index, pattern)| {
            let of_pattern = files.iter().filter(|file| file.pattern == index);
            let of_pattern: Vec<&FileColumns> = of_pattern.collect();
            (of_pattern.first()?.kind == kind).then_some((pattern, of_pattern))
        })
    };
    let seen = |pattern: &str| seen_from(path, pattern);
    let schools: Vec<String> = of_kind(FileKind::Schools)
        .map(|(pattern, _)| seen(pattern))
        .collect();
    let regions: Vec<String> = of_kind(FileKind::Regions)
        .map(|(pattern, files)| match shared_level(&files) {
            Some(level) => format!("{level}={}", seen(pattern)),
            None => seen(pattern),
        })
        .collect();
    input(text, "schools", &schools, "schools.csv");
    input(text, "regions", &regions, "adm2=districts.geojson");
    line(text, "# out = \"result\"");
}

/// The level that all files of a pattern have.
fn shared_level<'a>(files: &[&'a FileColumns]) -> Option<&'a str> {
    let first = files.first()?.report.level.as_deref()?;
    let mut levels = files.iter().map(|file| file.report.level.as_deref());
    levels.all(|level| level == Some(first)).then_some(first)
}

fn input(text: &mut String, key: &str, patterns: &[String], example: &str) {
    if patterns.is_empty() {
        line(text, &format!("# {key} = [{}]", basic(example)));
    } else {
        line(text, &format!("{key} = {}", array(patterns)));
    }
}

/// How text is read, as far as it was said or is one for all files.
fn reading(text: &mut String, plan: &Plan, files: &[FileColumns]) {
    let is_delimited = |file: &&FileColumns| file.report.header.format == Format::Csv;
    let delimited: Vec<&FileColumns> = files.iter().filter(is_delimited).collect();
    let headers = || delimited.iter().map(|file| &file.report.header);
    let said =
        |key: &str, value: Option<&str>| value.map(|value| format!("{key} = {}", basic(value)));
    let byte = |byte: u8| char::from(byte).to_string();
    let delimiter = match plan.read.delimiter {
        Some(said) => Some(byte(said)),
        None => one(headers().map(|header| header.delimiter.unwrap_or(','))).map(String::from),
    };
    let found = one(headers().map(|header| header.encoding)).filter(|name| *name != "UTF-8");
    let quote = match plan.read.quote {
        Quote::Standard => None,
        Quote::None => Some("none".to_owned()),
        Quote::Char(quote) => Some(byte(quote)),
    };
    let lines = [
        said("delimiter", delimiter.as_deref()),
        said("quote", quote.as_deref()),
        said("encoding", plan.read.encoding.as_deref()),
        said("decimal", plan.decimal.map(String::from).as_deref()),
        said("sheet", plan.read.sheet.as_deref()),
        (!plan.read.has_header).then(|| "no-header = true".to_owned()),
        said("schools-crs", plan.crs.schools.as_deref()),
        said("regions-crs", plan.crs.regions.as_deref()),
        said("country", plan.country.as_deref()),
    ];
    lines.iter().flatten().for_each(|told| line(text, told));
    if let (Some(found), None) = (found, &plan.read.encoding) {
        let told = format!(
            "# encoding = {}  # found; would be that of outlines too",
            basic(found)
        );
        line(text, &told);
    }
}

/// The value that all have.
fn one<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// The tables of columns, one for schools and one for each level.
fn columns(text: &mut String, files: &[FileColumns]) {
    let mut kinds: Vec<&str> = Vec::new();
    for file in files {
        if !kinds.contains(&kind(file)) {
            kinds.push(kind(file));
        }
    }
    for name in kinds {
        let of_kind = || files.iter().filter(|file| kind(file) == name);
        line(text, &format!("\n[columns.{name}]"));
        let mut choices: Vec<&Choice> = Vec::new();
        for choice in of_kind().flat_map(|file| &file.choices) {
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        let mut fields: Vec<&str> = Vec::new();
        for choice in &choices {
            if !fields.contains(&choice.field.as_str()) {
                fields.push(&choice.field);
            }
        }
        for field in &fields {
            let headers = choices.iter().filter(|choice| choice.field == *field);
            let headers: Vec<String> = headers.map(|choice| choice.column.clone()).collect();
            line(text, &format!("{field} = {}", one_or_array(&headers)));
        }
        for file in of_kind() {
            found_anyway(text, file, &fields);
            file.lacking.iter().for_each(|lacking| open(text, lacking));
        }
    }
}

fn kind(file: &FileColumns) -> &str {
    match (file.kind, &file.report.level) {
        (FileKind::Regions, Some(level)) => level,
        (FileKind::Regions, None) => "regions",
        (FileKind::Schools, _) => "schools",
    }
}

/// Fields that were found, but are better left to be found.
fn found_anyway(text: &mut String, file: &FileColumns, said: &[&str]) {
    let open = file.report.matches.iter();
    let open: Vec<_> = open
        .filter(|found| !said.contains(&found.field.as_str()))
        .collect();
    for group in open.chunk_by(|one, other| one.field == other.field) {
        let headers: Vec<String> = group.iter().map(|found| found.column.clone()).collect();
        let field = &group[0].field;
        line(
            text,
            &format!("# {field} = {}  # found by itself", one_or_array(&headers)),
        );
    }
}

/// A field without a column, to be filled in.
fn open(text: &mut String, lacking: &LackingField) {
    let field = &lacking.field;
    let Some(first) = lacking.candidates.first() else {
        return line(text, &format!("# {field} = \"\""));
    };
    let mut told = format!("# {field} = {}", basic(first));
    if lacking.is_ambiguous {
        told += "  # could be this";
    } else {
        told += "  # perhaps this";
    }
    for other in lacking.candidates.iter().skip(1).take(MOST_CANDIDATES - 1) {
        let _ = write!(told, ", or {}", basic(other));
    }
    line(text, &told);
}

/// The tables of words: those with a meaning, and as comments those of the files.
fn values(text: &mut String, plan: &Plan, files: &[FileColumns]) {
    for field in WORD_FIELDS {
        let said = plan.words.iter().filter(|choice| choice.field == field);
        let said: Vec<_> = said.collect();
        let of_field = |word: &&ColumnWord| word.field == field;
        let words: Vec<&ColumnWord> = files
            .iter()
            .flat_map(|file| &file.words)
            .filter(of_field)
            .collect();
        if said.is_empty() && words.is_empty() {
            continue;
        }
        let meanings = match field {
            "connectivity" => "  # connected, not_connected or unknown",
            "connectivity_RT" => "  # connected or unknown",
            "is_school_open" => "  # open, closed or unknown",
            _ => "",
        };
        line(text, &format!("\n[values.{field}]{meanings}"));
        for choice in &said {
            line(
                text,
                &format!("{} = {}", basic(&choice.word), basic(&choice.meaning)),
            );
        }
        let open = words
            .iter()
            .filter(|word| !word.read_as.ends_with("(mapped)"));
        for word in open.take(MOST_WORDS) {
            let rows = counted(word.rows, "row");
            let value = basic(&word.value);
            line(
                text,
                &format!("# {value} = \"\"  # {rows}, read as {}", word.read_as),
            );
        }
    }
}

fn one_or_array(values: &[String]) -> String {
    match values {
        [value] => basic(value),
        several => array(several),
    }
}

fn array(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| basic(value)).collect();
    format!("[{}]", values.join(", "))
}

/// A basic string of TOML, on one line, also where it is a key.
fn basic(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            // Marks of direction would show a line in another order than it is read.
            _ if shown(character.encode_utf8(&mut [0; 4])).starts_with('\\') => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
