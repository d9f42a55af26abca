//! A column of a row group in, the values of its next rows out.
//!
//! Parquet stores a nested column as a flat run of entries with two levels each (Dremel, Melnik et al. 2010): the
//! repetition level says where a list goes on, the definition level whether there is a value at all.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{AsBytes, DataType};
use ::parquet::errors::ParquetError;
use ::parquet::schema::types::ColumnDescriptor;

use super::value::{Meaning, Value};
use crate::table::TextColumn;

/// What a column of the file looks like.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Where it stands among the columns of the file.
    pub(super) index: usize,
    pub(super) meaning: Meaning,
    pub(super) max_definition: i16,
    pub(super) max_repetition: i16,
    /// From this level on an entry is an element of the innermost list.
    element_definition: i16,
}

impl Leaf {
    pub(super) fn of(index: usize, column: &ColumnDescriptor) -> Self {
        Self {
            index,
            meaning: Meaning::of(column),
            max_definition: column.max_def_level(),
            max_repetition: column.max_rep_level(),
            element_definition: column.repeated_ancestor_def_level(),
        }
    }
}

/// The entries of some rows.
#[derive(Debug)]
pub(super) struct Entries<T> {
    /// Those that are there.
    pub(super) values: Vec<T>,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    count: usize,
}

impl<T> Entries<T> {
    /// Reads the entries of exactly so many rows.
    pub(super) fn read<D: DataType<T = T>>(
        reader: &mut ColumnReaderImpl<D>,
        n_rows: usize,
    ) -> Result<Self, ParquetError> {
        let mut entries = Self {
            values: Vec::new(),
            definitions: Vec::new(),
            repetitions: Vec::new(),
            count: 0,
        };
        let (n_read, n_values, n_entries) = reader.read_records(
            n_rows,
            Some(&mut entries.definitions),
            Some(&mut entries.repetitions),
            &mut entries.values,
        )?;
        if n_read != n_rows || n_values != entries.values.len() {
            let message = format!("a column ends {} rows early", n_rows - n_read.min(n_rows));
            return Err(ParquetError::General(message));
        }
        entries.count = n_entries;
        Ok(entries)
    }

    /// Calls `each` with the repetition level, the definition level and the value, if any, of every entry.
    pub(super) fn each(
        &self,
        leaf: &Leaf,
        mut each: impl FnMut(i16, i16, Option<&T>) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        let mut values = self.values.iter();
        for entry in 0..self.count {
            let repetition = self.repetitions.get(entry).copied().unwrap_or(0);
            let definition = self.definitions.get(entry).copied();
            let definition = definition.unwrap_or(leaf.max_definition);
            let value = if definition == leaf.max_definition {
                values.next()
            } else {
                None
            };
            each(repetition, definition, value)?;
        }
        Ok(())
    }
}

/// Text of a column, one field for each row, and what is wrong with some.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) fields: TextColumn,
    /// Rows, from 0, whose value is none, and what it should have been.
    pub(super) flaws: Vec<(usize, &'static str)>,
    pub(super) n_bytes: usize,
}

/// Reads the next rows of a column as text.
pub(super) fn texts(
    reader: &mut ColumnReader,
    leaf: &Leaf,
    n_rows: usize,
) -> Result<Texts, ParquetError> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => of_values(reader, leaf, n_rows),
        ColumnReader::Int32ColumnReader(reader) => of_values(reader, leaf, n_rows),
        ColumnReader::Int64ColumnReader(reader) => of_values(reader, leaf, n_rows),
        ColumnReader::Int96ColumnReader(reader) => of_values(reader, leaf, n_rows),
        ColumnReader::FloatColumnReader(reader) => of_values(reader, leaf, n_rows),
        ColumnReader::DoubleColumnReader(reader) => of_values(reader, leaf, n_rows),
        ColumnReader::ByteArrayColumnReader(reader) => of_bytes(reader, leaf, n_rows),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => of_bytes(reader, leaf, n_rows),
    }
}

fn of_values<D: DataType<T: Value>>(
    reader: &mut ColumnReaderImpl<D>,
    leaf: &Leaf,
    n_rows: usize,
) -> Result<Texts, ParquetError> {
    let entries = Entries::read(reader, n_rows)?;
    gathered(&entries, leaf, false, |value, text| {
        value.write(leaf.meaning, text)
    })
}

fn of_bytes<D: DataType>(
    reader: &mut ColumnReaderImpl<D>,
    leaf: &Leaf,
    n_rows: usize,
) -> Result<Texts, ParquetError> {
    let entries = Entries::read(reader, n_rows)?;
    gathered(&entries, leaf, true, |value, text| {
        value.as_bytes().write(leaf.meaning, text)
    })
}

/// The longest field of a row.
const MAX_FIELD_BYTES: usize = 1 << 20;

/// One field for each row: its value, or the values of its list as a JSON array.
fn gathered<T>(
    entries: &Entries<T>,
    leaf: &Leaf,
    is_text: bool,
    write: impl Fn(&T, &mut String) -> Result<(), &'static str>,
) -> Result<Texts, ParquetError> {
    let mut texts = Texts::default();
    let mut rows = Rows::default();
    entries.each(leaf, |repetition, definition, value| {
        if repetition == 0 {
            rows.end(leaf, &mut texts);
        }
        let mut text = String::new();
        if let Some(Err(expected)) = value.map(|value| write(value, &mut text)) {
            texts.flaws.push((texts.fields.len(), expected));
        }
        rows.add(leaf, definition, &text, is_text && value.is_some());
        if rows.field.len() > MAX_FIELD_BYTES {
            let message = format!("a field is longer than {MAX_FIELD_BYTES} bytes");
            return Err(ParquetError::General(message));
        }
        Ok(())
    })?;
    rows.end(leaf, &mut texts);
    Ok(texts)
}

/// The row under construction.
#[derive(Debug, Default)]
struct Rows {
    has_begun: bool,
    field: String,
}

impl Rows {
    fn add(&mut self, leaf: &Leaf, definition: i16, text: &str, is_text: bool) {
        self.has_begun = true;
        if leaf.max_repetition == 0 {
            self.field.push_str(text);
        } else if definition >= leaf.element_definition {
            self.field
                .push(if self.field.is_empty() { '[' } else { ',' });
            match (text, is_text) {
                ("", false) => self.field.push_str("null"),
                (text, true) => self
                    .field
                    .push_str(&serde_json::Value::from(text).to_string()),
                (text, false) => self.field.push_str(text),
            }
        }
    }

    fn end(&mut self, leaf: &Leaf, texts: &mut Texts) {
        if !self.has_begun {
            return;
        }
        if leaf.max_repetition > 0 && !self.field.is_empty() {
            self.field.push(']');
        }
        texts.n_bytes += self.field.len();
        texts.fields.push(&self.field);
        self.field.clear();
    }
}
