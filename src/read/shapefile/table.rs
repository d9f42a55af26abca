//! The bytes of a `.dbf` in, its fields and rows out, every byte accounted for.

use std::collections::BTreeSet;

use super::Damage;
use super::field::Field;

/// The size of the header before the fields, and of each field.
const HEADER_BYTES: usize = 32;

/// What ends the fields.
const END_OF_FIELDS: u8 = 0x0d;

/// What may follow the rows.
const END_OF_FILE: u8 = 0x1a;

/// What stands before a row that is deleted.
const DELETED: u8 = b'*';

/// The rows of a `.dbf`.
#[derive(Debug)]
pub(super) struct Table<'a> {
    fields: Vec<Field>,
    rows: &'a [u8],
    row_bytes: usize,
    n_rows: usize,
    /// The number that stands for the code page of the text.
    language: u8,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a>(&'a [u8]);

/// Finds fields and rows.
pub(super) fn of(bytes: &[u8]) -> Result<Table<'_>, Damage> {
    let header: &[u8; HEADER_BYTES] = bytes
        .first_chunk()
        .ok_or_else(|| cut(HEADER_BYTES, bytes.len()))?;
    let two = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
    let n_rows = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
    let (header_bytes, row_bytes) = (two(8), two(10));
    let n_expected = n_rows
        .checked_mul(row_bytes)
        .and_then(|rows| rows.checked_add(header_bytes))
        .ok_or_else(|| Damage::new("a number of rows", n_rows.to_string()))?;
    if n_expected > bytes.len() {
        return Err(cut(n_expected, bytes.len()));
    }
    let (before, rest) = bytes.split_at(n_expected);
    if !matches!(rest, [] | [END_OF_FILE, ..]) && rest.len() >= row_bytes {
        let found = format!("{} more behind them", rest.len());
        return Err(Damage::new(
            format!("{n_rows} rows, as its header says"),
            found,
        ));
    }
    let (head, rows) = before
        .split_at_checked(header_bytes)
        .ok_or_else(|| cut(header_bytes, before.len()))?;
    let fields = fields(head)?;
    let fields_bytes = fields.iter().map(|field| field.span().len()).sum::<usize>() + 1;
    if fields_bytes != row_bytes {
        let expected = format!("rows of {fields_bytes} bytes, as its fields have");
        return Err(Damage::new(expected, format!("rows of {row_bytes}")));
    }
    Ok(Table {
        fields,
        rows,
        row_bytes,
        n_rows,
        language: header[29],
    })
}

/// The fields that a header describes.
fn fields(header: &[u8]) -> Result<Vec<Field>, Damage> {
    let described = header.get(HEADER_BYTES..).unwrap_or_default();
    let mut fields: Vec<Field> = Vec::new();
    let mut names = BTreeSet::new();
    let mut start = 1;
    for description in described.chunks(HEADER_BYTES) {
        if description.first() == Some(&END_OF_FIELDS) {
            return Ok(fields);
        }
        let Some(description) = description.first_chunk() else {
            break;
        };
        let field = Field::of(description, start);
        if !names.insert(field.name().to_owned()) {
            let found = format!("`{}` twice", field.name());
            return Err(Damage::new("fields of different names", found));
        }
        start = field.span().end;
        fields.push(field);
    }
    Err(Damage::new("an end of its fields", "none"))
}

impl<'a> Table<'a> {
    /// The fields of a row.
    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// How many rows there are, the deleted ones too.
    pub(super) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The rows, the deleted ones too.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        self.rows.chunks_exact(self.row_bytes).map(Row)
    }

    /// The number that stands for the code page of the text.
    pub(super) fn language(&self) -> u8 {
        self.language
    }
}

impl<'a> Row<'a> {
    /// Whether it is marked as deleted.
    pub(super) fn is_deleted(self) -> bool {
        self.0.first() == Some(&DELETED)
    }

    /// The bytes of a field.
    pub(super) fn cell(self, field: &Field) -> &'a [u8] {
        self.0.get(field.span()).unwrap_or_default()
    }
}

fn cut(n_expected: usize, n_found: usize) -> Damage {
    let found = format!("{n_found}: it seems to be cut off");
    Damage::new(format!("{n_expected} bytes"), found)
}
