//! A frame in, delimited text out: UTF-8 without byte order mark, comma, LF, a header, null = empty field.

use std::io::{self, Write};

use super::chunks::write_in_order;
use super::escape::Escape;
use super::number::{push_integer, push_real};
use super::value::{Columns, Value};
use crate::formula;
use crate::table::Frame;

const QUOTES: Escape = Escape {
    are_plain,
    push: push_text,
};

/// Writes a frame as CSV (RFC 4180, but with LF) and returns the number of records, the header not counted.
///
/// Fields are quoted only where they must be: around a comma, quote, CR or LF, and around a blank at either end. Real
/// numbers are the shortest decimals that read back the same, without exponent (`1`, `0.25`). The geometry is not
/// written.
///
/// Text that a spreadsheet would run as a formula, names of columns included, stands behind an apostrophe: what begins
/// with `=`, `+`, `-` or `@`, blanks and quotes before it aside, or with a tab or line end, and is no plain number or list
/// of numbers.
/// [`read`](crate#csv) takes the apostrophe off again.
///
/// # Errors
/// What the writer reports.
///
/// ```
/// use schoolreach::table::{Column, Frame, FrameGeometry};
/// let frame = Frame {
///     name: "regions".to_owned(),
///     n_rows: 2,
///     columns: vec![("known_share".to_owned(), Column::Real(vec![Some(0.5), None].into()))],
///     geometry: FrameGeometry::None,
/// };
/// let mut file = Vec::new();
/// assert_eq!(schoolreach::write::csv(&frame, &mut file)?, 2);
/// assert_eq!(file, b"known_share\n0.5\n\"\"\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn csv(frame: &Frame<'_>, out: &mut (dyn Write + Send)) -> io::Result<u64> {
    let mut header = Vec::new();
    push_record(
        &mut header,
        frame
            .columns
            .iter()
            .map(|(name, _)| Value::Text(name.as_bytes())),
    );
    out.write_all(&header)?;
    let columns = Columns::new(frame, QUOTES);
    write_in_order(frame.n_rows, out, |rows, buffer| {
        let columns = columns.gather_range(rows.clone());
        for place in 0..rows.len() {
            push_record(buffer, columns.iter().map(|column| column.value(place)));
        }
    })?;
    Ok(frame.n_rows as u64)
}

fn push_record<'a>(buffer: &mut Vec<u8>, fields: impl Iterator<Item = Value<'a>>) {
    let start = buffer.len();
    for (index, field) in fields.enumerate() {
        if index > 0 {
            buffer.push(b',');
        }
        push_field(buffer, field);
    }
    if buffer.len() == start {
        // A line without anything is no record to readers: a lone null needs quotes.
        buffer.extend_from_slice(b"\"\"");
    }
    buffer.push(b'\n');
}

fn push_field(buffer: &mut Vec<u8>, field: Value<'_>) {
    match field {
        Value::Null => {}
        Value::Plain(text) => buffer.extend_from_slice(text),
        Value::Text(text) => push_text(buffer, text),
        Value::Integer(number) => push_integer(buffer, number),
        Value::Real(number) => push_real(buffer, number),
    }
}

fn push_text(buffer: &mut Vec<u8>, text: &[u8]) {
    let mark: &[u8] = if formula::is_run(text) {
        &[formula::MARK]
    } else {
        &[]
    };
    if need_no_quotes(&[text], text) {
        buffer.extend_from_slice(mark);
        buffer.extend_from_slice(text);
    } else {
        push_quoted(buffer, mark, text);
    }
}

/// Whether all fields stand in the file as they are; `text` is all of them end to end.
fn are_plain(fields: &[&[u8]], text: &[u8]) -> bool {
    need_no_quotes(fields, text) && !fields.iter().any(|field| formula::is_run(field))
}

fn need_no_quotes(fields: &[&[u8]], text: &[u8]) -> bool {
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    memchr::memchr3(b',', b'"', b'\n', text).is_none()
        && memchr::memchr(b'\r', text).is_none()
        && !fields
            .iter()
            .any(|field| is_blank(field.first()) || is_blank(field.last()))
}

fn push_quoted(buffer: &mut Vec<u8>, mark: &[u8], text: &[u8]) {
    buffer.push(b'"');
    buffer.extend_from_slice(mark);
    for &byte in text {
        if byte == b'"' {
            buffer.push(b'"');
        }
        buffer.push(byte);
    }
    buffer.push(b'"');
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::table::{Column, FrameGeometry, TextColumn};

    fn texts(columns: &[&[String]]) -> Vec<u8> {
        let frame = Frame {
            name: "t".to_owned(),
            n_rows: columns[0].len(),
            columns: columns
                .iter()
                .enumerate()
                .map(|(index, column)| {
                    let text: TextColumn = column.iter().map(String::as_str).collect();
                    (index.to_string(), Column::Text(Cow::Owned(text)))
                })
                .collect(),
            geometry: FrameGeometry::None,
        };
        let mut file = Vec::new();
        csv(&frame, &mut file).unwrap();
        file
    }

    #[test]
    fn quotes_stand_only_where_needed() {
        let fields = ["plain", "a,b", "say \"hi\"", "two\nlines", " blank", "ção"];
        let file = texts(&[&fields.map(str::to_owned)]);
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "0\nplain\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n\" blank\"\nção\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_marked() {
        let fields = ["=1+1", "-3.5", "@a,b", "\ttab", "''=1", "'said'", "-"];
        let file = texts(&[&fields.map(str::to_owned)]);
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "0\n'=1+1\n-3.5\n\"'@a,b\"\n\"'\ttab\"\n'''=1\n'said'\n-\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_reads_back(
            rows in prop::collection::vec(("\\PC*|[ -,\"\\r\\n\\t=\u{0}\u{1f600}]*", ".*"), 0..40),
            alone in any::<bool>(),
        ) {
            let (left, right): (Vec<String>, Vec<String>) = rows.into_iter().unzip();
            let columns: &[&[String]] = if alone { &[&left] } else { &[&left, &right] };
            let file = texts(columns);
            let mut reader = ::csv::Reader::from_reader(&file[..]);
            let records: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(records.len(), left.len());
            for (row, record) in records.iter().enumerate() {
                for (index, column) in columns.iter().enumerate() {
                    prop_assert_eq!(formula::unmarked(&record[index]), column[row].as_str());
                }
            }
        }
    }
}
