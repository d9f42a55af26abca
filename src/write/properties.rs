//! Columns in, the properties of `FlatGeobuf` features out: each value that is not null behind the number of its
//! column.

use std::io;

use super::escape::Escape;
use super::value::{Columns, Gathered, Value};
use crate::table::Frame;

/// The properties of the features of a frame.
pub(super) struct Properties<'a> {
    columns: Columns<'a>,
}

impl<'a> Properties<'a> {
    /// Refuses more columns than a property can name.
    pub(super) fn new(frame: &'a Frame<'a>) -> io::Result<Self> {
        if frame.columns.len() > usize::from(u16::MAX) + 1 {
            let message = "more than 65,536 columns";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        Ok(Self {
            columns: Columns::new(frame, Escape::NONE),
        })
    }

    /// Adds to some sizes the bytes that the properties of as many rows take; what is above 4 GiB counts as that.
    pub(super) fn add_sizes(&self, sizes: &mut [u32], first_row: usize) {
        let rows = first_row..first_row + sizes.len();
        for column in self.columns.gather_range(rows) {
            column.each(|place, value| {
                sizes[place] = sizes[place].saturating_add(n_bytes(value));
            });
        }
    }

    /// Puts the properties of one row into a buffer, and nothing else.
    pub(super) fn set(&self, buffer: &mut Vec<u8>, row: u32) {
        let mut n_bytes = [0];
        self.add_sizes(&mut n_bytes, row as usize);
        buffer.clear();
        buffer.resize(n_bytes[0] as usize, 0);
        self.put(buffer, &mut [0], &[row]);
    }

    /// Writes the properties of some rows, those of each where `starts` says.
    pub(super) fn put(&self, buffer: &mut [u8], starts: &mut [usize], rows: &[u32]) {
        let rows: Vec<usize> = rows.iter().map(|row| *row as usize).collect();
        for (number, fields) in (0..=u16::MAX).zip(self.columns.gather(&rows)) {
            put_column(buffer, starts, number, &fields);
        }
    }
}

fn n_bytes(value: Value<'_>) -> u32 {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 10,
        Value::Plain(text) | Value::Text(text) => n_text_bytes(text).saturating_add(6),
    }
}

/// Writes the properties of one column, and moves `starts` to where those of the next begin.
fn put_column(buffer: &mut [u8], starts: &mut [usize], number: u16, fields: &Gathered<'_>) {
    fields.each(|place, value| {
        let start = &mut starts[place];
        match value {
            Value::Null => {}
            Value::Integer(integer) => put_number(buffer, start, number, integer.to_le_bytes()),
            Value::Real(real) => put_number(buffer, start, number, real.to_le_bytes()),
            Value::Plain(text) | Value::Text(text) => put_text(buffer, start, number, text),
        }
    });
}

fn put_number(buffer: &mut [u8], start: &mut usize, column: u16, number: [u8; 8]) {
    let mut property = [0; 10];
    property[..2].copy_from_slice(&column.to_le_bytes());
    property[2..].copy_from_slice(&number);
    put_bytes(buffer, start, &property);
}

fn put_text(buffer: &mut [u8], start: &mut usize, column: u16, text: &[u8]) {
    let mut head = [0; 6];
    head[..2].copy_from_slice(&column.to_le_bytes());
    head[2..].copy_from_slice(&n_text_bytes(text).to_le_bytes());
    put_bytes(buffer, start, &head);
    put_bytes(buffer, start, text);
}

fn put_bytes(buffer: &mut [u8], start: &mut usize, bytes: &[u8]) {
    buffer[*start..*start + bytes.len()].copy_from_slice(bytes);
    *start += bytes.len();
}

fn n_text_bytes(text: &[u8]) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
