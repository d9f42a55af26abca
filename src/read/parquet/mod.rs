//! Parquet in, its header and batches of its rows out; with `GeoParquet` metadata their geometries, too.
//!
//! `leaf` reads the columns of a row group side by side, a few rows at a time, and `value` turns their values into
//! text; `geo` finds the geometry column, `native` reads coordinates that are columns themselves. Row groups are read
//! in parallel. Only columns that are wanted are read; statistics are not believed. The foreign decoders may panic on
//! damaged files; a panic ends as the error that it is.

mod geo;
mod leaf;
mod native;
mod value;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ::parquet::column::reader::ColumnReader;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, RowGroupReader};
use ::parquet::file::serialized_reader::SerializedFileReader;
use ::parquet::schema::types::ColumnPath;
use bytes::Bytes;

use super::csv::numbered;
use super::{MAX_COLUMNS, SAMPLE_ROWS, all_columns, order, refused, wkb};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Batch, Fields, Geometries, GeometryKind, Header, TextColumn, Wanted};
use geo::{Encoding, Geometry};
use leaf::{Entries, Leaf, Texts};

/// A file with known columns.
pub(super) struct Dataset {
    file: Arc<str>,
    reader: SerializedFileReader<Bytes>,
    leaves: Vec<Leaf>,
    geometry: Option<Geometry>,
    /// The first row of each row group, from 0, and the end.
    starts: Vec<u64>,
}

impl std::fmt::Debug for Dataset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dataset")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// How many rows are read in one go.
const BATCH_ROWS: usize = 2_048;

/// How many rows a byte of a file may stand for: columns of equal values shrink to nearly nothing, but not to that.
const MAX_ROWS_PER_BYTE: u64 = 1_000;

/// The most text that one row group may hold.
const MAX_TEXT_BYTES: usize = 4 << 30;

/// Reads the metadata of a file.
pub(super) fn open(file: &Arc<str>, bytes: Vec<u8>) -> Result<(Header, Dataset), Error> {
    let n_bytes = bytes.len() as u64;
    let reader = caught(|| SerializedFileReader::new(Bytes::from(bytes)));
    let reader = reader.map_err(|cause| damaged(file, &cause))?;
    let metadata = reader.metadata().file_metadata();
    let geometry = geo::of(metadata)
        .map_err(|[expected, found]| Error::malformed(Place::file(file), expected, found))?;
    let schema = metadata.schema_descr_ptr();
    let is_column = |leaf: &usize| {
        let root = schema.get_column_root(*leaf).name();
        !geometry
            .iter()
            .any(|geometry| geometry.apart.iter().any(|apart| apart == root))
    };
    let found: Vec<usize> = (0..schema.num_columns()).filter(is_column).collect();
    if found.len() > MAX_COLUMNS {
        let expected = format!("at most {MAX_COLUMNS} columns");
        return Err(Error::malformed(
            Place::file(file),
            expected,
            found.len().to_string(),
        ));
    }
    let names = found
        .iter()
        .map(|leaf| flat_name(schema.column(*leaf).path()));
    let columns = numbered(&Place::file(file), names.collect())?;
    let mut dataset = Dataset {
        file: Arc::clone(file),
        leaves: found
            .iter()
            .map(|leaf| Leaf::of(*leaf, &schema.column(*leaf)))
            .collect(),
        geometry,
        starts: Vec::new(),
        reader,
    };
    dataset.starts = dataset.starts(n_bytes)?;
    let header = Header {
        file: Arc::clone(file),
        format: Format::Parquet,
        has_geometry: dataset.geometry.is_some(),
        encoding: "UTF-8",
        delimiter: None,
        crs: dataset
            .geometry
            .as_ref()
            .and_then(|geometry| geometry.crs.clone()),
        sample: dataset.sample(columns.len())?,
        columns,
    };
    Ok((header, dataset))
}

/// The name of a nested column: its path with dots, without the words that lists are wrapped in.
fn flat_name(path: &ColumnPath) -> String {
    let parts = path.parts();
    let is_wrapping =
        |part: &str| matches!(part, "list" | "element" | "item" | "bag" | "array_element");
    let inner = parts.iter().skip(1).filter(|part| !is_wrapping(part));
    let named: Vec<&str> = parts
        .iter()
        .take(1)
        .chain(inner)
        .map(String::as_str)
        .collect();
    named.join(".").trim().to_owned()
}

/// What the foreign reader answers, its panics taken for errors.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    let panicked = |_| Err(ParquetError::General("damaged data".to_owned()));
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(panicked)
}

fn damaged(file: &Arc<str>, cause: &ParquetError) -> Error {
    Error::malformed(Place::file(file), "a Parquet file", cause.to_string())
}

impl Dataset {
    /// Reads all rows in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        mut fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let groups = 0..self.starts.len() - 1;
        let read = |group: usize| {
            let mut mapped = Vec::new();
            self.group(group, wanted, usize::MAX, |batch| mapped.push(map(batch)))?;
            Ok(mapped)
        };
        order::in_order(groups.map(Ok), read, |mapped: Vec<T>| {
            mapped.into_iter().try_for_each(&mut fold)
        })
    }

    /// Where the row groups start, if they agree with the file as a whole.
    fn starts(&self, n_bytes: u64) -> Result<Vec<u64>, Error> {
        let malformed = |found: String| {
            let expected = "row groups that hold the rows of the file";
            Error::malformed(Place::file(&self.file), expected, found)
        };
        let metadata = self.reader.metadata();
        let mut starts = vec![0_u64];
        let mut end = 0_u64;
        for group in metadata.row_groups() {
            let n_rows = u64::try_from(group.num_rows()).ok();
            let next = n_rows.and_then(|n_rows| end.checked_add(n_rows));
            end = next.ok_or_else(|| malformed(format!("one of {} rows", group.num_rows())))?;
            starts.push(end);
        }
        let n_rows = metadata.file_metadata().num_rows();
        if u64::try_from(n_rows) != Ok(end) {
            return Err(malformed(format!(
                "{end} rows in groups and {n_rows} in all"
            )));
        }
        if end > n_bytes.saturating_mul(MAX_ROWS_PER_BYTE) {
            return Err(malformed(format!("{end} rows in {n_bytes} bytes")));
        }
        Ok(starts)
    }

    /// The first rows, all columns.
    fn sample(&self, n_columns: usize) -> Result<Vec<TextColumn>, Error> {
        let mut sample = vec![TextColumn::new(); n_columns];
        for group in 0..self.starts.len() - 1 {
            let n_more = SAMPLE_ROWS - sample.first().map_or(SAMPLE_ROWS, TextColumn::len);
            if n_more == 0 {
                break;
            }
            self.group(group, &all_columns(n_columns), n_more, |batch| {
                for (column, fields) in sample.iter_mut().zip(batch.columns) {
                    column.append(&fields.into_column());
                }
            })?;
        }
        Ok(sample)
    }

    /// Reads the first rows of a row group, at most so many.
    fn group(
        &self,
        group: usize,
        wanted: &Wanted,
        max_rows: usize,
        mut each: impl FnMut(Batch<'static>),
    ) -> Result<(), Error> {
        let place = || Place::row(&self.file, self.starts[group] + 1);
        let read = || {
            let reader = self.reader.get_row_group(group)?;
            let mut columns = self.columns(&*reader, wanted)?;
            let mut rows = self.starts[group]..self.starts[group + 1];
            rows.end = rows.end.min(rows.start.saturating_add(max_rows as u64));
            while rows.start < rows.end {
                let end = rows.end.min(rows.start + BATCH_ROWS as u64);
                each(self.batch(&mut columns, rows.start..end)?);
                rows.start = end;
            }
            Ok(())
        };
        caught(read).map_err(|cause| {
            Error::malformed(place(), "the rows of a Parquet file", cause.to_string())
        })
    }

    /// The readers of the columns that are wanted.
    fn columns<'s>(
        &'s self,
        group: &dyn RowGroupReader,
        wanted: &Wanted,
    ) -> Result<Columns<'s>, ParquetError> {
        let leaves = wanted.columns.iter().map(|column| &self.leaves[*column]);
        let text = leaves.map(|leaf| Ok((leaf, group.get_column_reader(leaf.index)?)));
        let geometry = self.geometry.as_ref().filter(|_| wanted.geometry);
        let indices = match geometry.map(|geometry| &geometry.encoding) {
            None => Vec::new(),
            Some(Encoding::Binary(index)) => vec![*index],
            Some(Encoding::Native(native)) => native.leaves().collect(),
        };
        let coordinates = indices
            .into_iter()
            .map(|index| group.get_column_reader(index));
        Ok(Columns {
            text: text.collect::<Result<_, ParquetError>>()?,
            geometry,
            coordinates: coordinates.collect::<Result<_, _>>()?,
            wants_geometry: wanted.geometry,
            n_bytes: 0,
        })
    }

    fn batch(
        &self,
        columns: &mut Columns<'_>,
        rows: Range<u64>,
    ) -> Result<Batch<'static>, ParquetError> {
        let n_rows = usize::try_from(rows.end - rows.start).unwrap_or(BATCH_ROWS);
        let mut flawed = vec![None; n_rows];
        let mut batch = Batch {
            rows: (rows.start + 1..=rows.end).collect(),
            ..Batch::default()
        };
        for (leaf, reader) in &mut columns.text {
            let texts: Texts = leaf::texts(reader, leaf, n_rows)?;
            columns.n_bytes = columns.n_bytes.saturating_add(texts.n_bytes);
            for (row, expected) in texts.flaws {
                flawed[row] = flawed[row].or(Some(expected));
            }
            batch.columns.push(Fields::Copies(texts.fields));
        }
        if columns.n_bytes > MAX_TEXT_BYTES {
            let message = format!("more than {MAX_TEXT_BYTES} bytes of text in a row group");
            return Err(ParquetError::General(message));
        }
        batch.geometries = self.geometries(columns, n_rows)?;
        Ok(without_flawed(batch, &flawed))
    }

    fn geometries(
        &self,
        columns: &mut Columns<'_>,
        n_rows: usize,
    ) -> Result<Geometries, ParquetError> {
        let mut geometries = Geometries::default();
        match columns.geometry.map(|geometry| &geometry.encoding) {
            Some(Encoding::Native(native)) => {
                native.push(&mut columns.coordinates, n_rows, &mut geometries)?;
            }
            Some(Encoding::Binary(index)) => {
                let schema = self.reader.metadata().file_metadata().schema_descr();
                let leaf = Leaf::of(*index, &schema.column(*index));
                for reader in &mut columns.coordinates {
                    binary(reader, &leaf, n_rows, &mut geometries)?;
                }
            }
            None if columns.wants_geometry => {
                (0..n_rows).for_each(|_| geometries.push_without(GeometryKind::Missing));
            }
            None => {}
        }
        Ok(geometries)
    }
}

/// The columns of a row group that are being read.
struct Columns<'s> {
    text: Vec<(&'s Leaf, ColumnReader)>,
    geometry: Option<&'s Geometry>,
    coordinates: Vec<ColumnReader>,
    wants_geometry: bool,
    n_bytes: usize,
}

/// Reads the next rows of well-known binary.
fn binary(
    reader: &mut ColumnReader,
    leaf: &Leaf,
    n_rows: usize,
    geometries: &mut Geometries,
) -> Result<(), ParquetError> {
    let ColumnReader::ByteArrayColumnReader(reader) = reader else {
        return Err(ParquetError::General(
            "geometries that are no bytes".to_owned(),
        ));
    };
    Entries::read(reader, n_rows)?.each(leaf, |_, _, value| {
        match value {
            Some(bytes) => wkb::push(bytes.data(), geometries),
            None => geometries.push_without(GeometryKind::Missing),
        }
        Ok(())
    })
}

/// The batch with its flawed rows refused.
fn without_flawed(batch: Batch<'static>, flawed: &[Option<&'static str>]) -> Batch<'static> {
    if flawed.iter().all(Option::is_none) {
        return batch;
    }
    let refusal = |(row, expected): (u64, &&str)| {
        let message = format!("expected {expected}, found bytes that are none");
        refused(row, "encoding", "", message)
    };
    let numbers = batch.rows.iter().copied().zip(flawed);
    let refusals = numbers
        .filter_map(|(row, flaw)| Some(refusal((row, flaw.as_ref()?))))
        .collect();
    let marked: Vec<bool> = flawed.iter().map(Option::is_some).collect();
    let mut batch = batch.without(&marked);
    batch.refused = refusals;
    batch
}
