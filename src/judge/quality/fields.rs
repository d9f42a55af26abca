//! One column in; the rows whose field is missing, not one of the allowed words, too long, no number or out of range
//! out.

use rayon::prelude::*;

use super::check::Check;
use super::columns::Need;
use super::finding::Finding;
use super::number::number;
use crate::table::{Cells, Records};

/// The most characters of a text (Giga's width of text columns).
const MOST_CHARACTERS: usize = 255;

/// Rows without the field. A file without the column fails in every row where `need` says so.
pub(super) fn missing(
    check: &'static Check,
    records: &Records,
    field: &str,
    need: Need,
) -> Finding {
    let cells = records.cells(field);
    let files = 0..records.files.len();
    let (there, lacking): (Vec<usize>, Vec<usize>) = files.partition(|file| cells.are_in(*file));
    let is_due = matches!(need, Need::Critical | Need::Mandatory);
    let lacking = if is_due { lacking } else { Vec::new() };
    let rows = rows_where(records, |row| {
        cells.get(row).is_some() && cells.known(row).is_none()
    });
    let n_judged = there
        .iter()
        .chain(&lacking)
        .map(|file| records.rows_of(*file).len());
    Finding {
        whole_files: numbers(&lacking),
        ..Finding::of_rows(check, rows, n_judged.sum())
    }
}

/// Rows of files that give no positions at all; blank coordinates of the others are the intake's business.
pub(super) fn without_coordinates(check: &'static Check, records: &Records) -> Finding {
    let files = 0..records.files.len();
    let lacking: Vec<usize> = files
        .filter(|file| !records.files[*file].has_coordinates)
        .collect();
    Finding {
        whole_files: numbers(&lacking),
        ..Finding::of_rows(check, Vec::new(), records.len())
    }
}

/// Rows whose field is none of the words, whatever their case. Only columns of the field's own name are judged: what a
/// ministry words in its own way under another header is not Giga's.
pub(super) fn not_among(
    check: &'static Check,
    records: &Records,
    field: &str,
    words: &[&str],
) -> Finding {
    let is_word = |field: &str| words.iter().any(|word| word.eq_ignore_ascii_case(field));
    known_where(
        check,
        records,
        &records.cells(field).of_own_name(),
        |field| !is_word(field),
    )
}

/// Rows whose field has no letter and no digit.
pub(super) fn without_letters(check: &'static Check, records: &Records, field: &str) -> Finding {
    let is_empty_talk = |field: &str| !field.chars().any(char::is_alphanumeric);
    known_where(check, records, &records.cells(field), is_empty_talk)
}

/// Rows whose field is longer than 255 characters.
pub(super) fn too_long(check: &'static Check, records: &Records, field: &str) -> Finding {
    let is_long =
        |field: &str| field.len() > MOST_CHARACTERS && field.chars().nth(MOST_CHARACTERS).is_some();
    known_where(check, records, &records.cells(field), is_long)
}

/// Rows whose field is no number.
pub(super) fn not_numeric(
    check: &'static Check,
    records: &Records,
    field: &str,
    decimal: Option<char>,
) -> Finding {
    known_where(check, records, &records.cells(field), |field| {
        number(field, decimal).is_none()
    })
}

/// Rows whose field is a number out of a range.
pub(super) fn out_of_range(
    check: &'static Check,
    records: &Records,
    field: &str,
    range: (f64, f64),
    decimal: Option<char>,
) -> Finding {
    let is_out = |value: &str| {
        number(value, decimal).is_some_and(|value| !(range.0..=range.1).contains(&value))
    };
    known_where(check, records, &records.cells(field), is_out)
}

/// Rows whose fields do not agree, in files that have all their columns.
pub(super) fn disagreeing(
    check: &'static Check,
    records: &Records,
    fields: &[&str],
    holds: fn(&[Option<&str>]) -> bool,
) -> Finding {
    let cells: Vec<Cells> = fields.iter().map(|field| records.cells(field)).collect();
    let has_all = |file: &usize| cells.iter().all(|cells| cells.are_in(*file));
    let files: Vec<usize> = (0..records.files.len()).filter(has_all).collect();
    let fails = |row: &u32| {
        let fields: Vec<Option<&str>> = cells
            .iter()
            .map(|cells| cells.known(*row as usize))
            .collect();
        !holds(&fields)
    };
    let judged: Vec<u32> = files
        .iter()
        .flat_map(|file| records.rows_of(*file))
        .map(|row| numbers(&[row])[0])
        .collect();
    let rows = judged.par_iter().copied().filter(fails).collect();
    Finding::of_rows(check, rows, judged.len())
}

/// Rows whose field is known and fails.
pub(super) fn known_where(
    check: &'static Check,
    records: &Records,
    cells: &Cells,
    fails: impl Fn(&str) -> bool + Sync,
) -> Finding {
    if !cells.are_there() {
        return Finding::of_rows(check, Vec::new(), 0);
    }
    let n_judged = (0..records.len())
        .into_par_iter()
        .filter(|row| cells.known(*row).is_some());
    let n_judged = n_judged.count();
    let rows = rows_where(records, |row| cells.known(row).is_some_and(&fails));
    Finding::of_rows(check, rows, n_judged)
}

/// The rows that something is true of, ascending.
pub(super) fn rows_where(records: &Records, is_meant: impl Fn(usize) -> bool + Sync) -> Vec<u32> {
    let rows = 0..u32::try_from(records.len()).unwrap_or(u32::MAX);
    rows.into_par_iter()
        .filter(|row| is_meant(*row as usize))
        .collect()
}

/// Row or file numbers in four bytes.
pub(super) fn numbers(indices: &[usize]) -> Vec<u32> {
    indices
        .iter()
        .map(|index| u32::try_from(*index).unwrap_or(u32::MAX))
        .collect()
}
