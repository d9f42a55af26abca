//! `FlatGeobuf` in, its header and batches of its features out.
//!
//! The crate's reader takes any failure to read a feature's length for the end of the file and slices unchecked, so
//! only its generated types are used: `frame` finds header and features by checked arithmetic and wants every byte
//! accounted for, the flatbuffers verifier goes over each of them, and `property` and `geometry` read what they hold.
//! A file whose header does not say how many features there are can be cut between two of them unnoticed.

mod frame;
mod geometry;
mod property;
mod schema;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use ::flatgeobuf::{Feature, GeometryType, size_prefixed_root_as_feature};

use super::{BATCH_BYTES, MAX_COLUMNS, SAMPLE_ROWS, all_columns, order, refused};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Batch, Fields, Header, RawLonLat, TextColumn, Wanted};
use frame::Damage;
use schema::Schema;

/// A `FlatGeobuf` file with known columns.
#[derive(Debug)]
pub(super) struct Dataset {
    file: Arc<str>,
    bytes: Vec<u8>,
    features: Vec<Range<usize>>,
    schema: Schema,
    geometry_type: GeometryType,
}

/// Why a feature gives no row.
#[derive(Debug)]
enum Flaw {
    /// The feature is not what the format asks for: the file is damaged.
    Damaged(Damage),
    /// It is a feature, but no row.
    Refused {
        check: &'static str,
        message: String,
    },
}

impl Flaw {
    /// Properties that are not built as such.
    fn structure(message: impl Into<String>) -> Self {
        Self::Refused {
            check: "structure",
            message: message.into(),
        }
    }
}

/// Finds the features and the columns of a file.
pub(super) fn open(file: &Arc<str>, bytes: Vec<u8>) -> Result<(Header, Dataset), Error> {
    let damaged = |damage: &Damage| malformed(Place::file(file), damage);
    let frame = frame::of(&bytes).map_err(|damage| damaged(&damage))?;
    let mut dataset = Dataset {
        file: Arc::clone(file),
        bytes,
        features: frame.features,
        schema: frame.schema,
        geometry_type: frame.geometry_type,
    };
    if dataset.schema.is_empty() {
        dataset.schema = dataset.schema_of_features()?;
    }
    dataset.schema.check().map_err(|damage| damaged(&damage))?;
    let header = Header {
        file: Arc::clone(file),
        format: Format::FlatGeobuf,
        columns: dataset.schema.names().to_vec(),
        has_geometry: true,
        encoding: "UTF-8",
        delimiter: None,
        crs: frame.crs,
        sample: dataset.sample()?,
    };
    Ok((header, dataset))
}

impl Dataset {
    /// Reads all features in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let groups = order::groups(&self.features, BATCH_BYTES);
        let batch = |group| self.batch(group, wanted).map(&map);
        order::in_order(groups.into_iter().map(Ok), batch, fold)
    }

    /// The first features, all columns.
    fn sample(&self) -> Result<Vec<TextColumn>, Error> {
        let first = 0..self.features.len().min(SAMPLE_ROWS);
        let wanted = all_columns(self.schema.names().len());
        let batch = self.batch(first, &wanted)?;
        Ok(batch.columns.into_iter().map(Fields::into_column).collect())
    }

    /// The columns that features bring along where the header has none.
    fn schema_of_features(&self) -> Result<Schema, Error> {
        let mut schema = Schema::default();
        let groups = order::groups(&self.features, BATCH_BYTES);
        let schema_of = |group: Range<usize>| {
            let mut schema = Schema::default();
            for number in group {
                if let Some(columns) = self.feature(number)?.columns() {
                    schema.merge(&Schema::of(columns));
                }
                if schema.names().len() > MAX_COLUMNS {
                    break;
                }
            }
            Ok(schema)
        };
        let merge = |later: Schema| {
            schema.merge(&later);
            let too_many = |damage| malformed(Place::file(&self.file), &damage);
            schema.check().map_err(too_many)
        };
        order::in_order(groups.into_iter().map(Ok), schema_of, merge)?;
        Ok(schema)
    }

    fn batch(&self, group: Range<usize>, wanted: &Wanted) -> Result<Batch<'static>, Error> {
        let mut batch = Batch {
            columns: vec![Fields::copies(); wanted.columns.len()],
            ..Batch::default()
        };
        if wanted.geometry {
            let n_bytes: usize = self.features[group.clone()].iter().map(Range::len).sum();
            let outlines = &mut batch.geometries.outlines;
            outlines.reserve_vertices(n_bytes / size_of::<RawLonLat>());
        }
        let mut values = Vec::new();
        for number in group {
            let row = number as u64 + 1;
            match self.add(number, wanted, &mut values, &mut batch) {
                Ok(()) => batch.rows.push(row),
                Err(Flaw::Damaged(damage)) => {
                    return Err(malformed(Place::row(&self.file, row), &damage));
                }
                Err(Flaw::Refused { check, message }) => {
                    batch.refused.push(refused(row, check, "", message));
                }
            }
        }
        Ok(batch)
    }

    /// Adds one feature to a batch; a refused one leaves no trace there.
    fn add<'a>(
        &'a self,
        number: usize,
        wanted: &Wanted,
        values: &mut Vec<Option<property::Value<'a>>>,
        batch: &mut Batch<'_>,
    ) -> Result<(), Flaw> {
        let bytes = &self.bytes[self.features[number].clone()];
        let feature = verified(bytes).map_err(Flaw::Damaged)?;
        self.schema.fill(&feature, values)?;
        if wanted.geometry {
            let geometry = feature.geometry();
            geometry::push(
                geometry,
                self.geometry_type,
                bytes.len(),
                &mut batch.geometries,
            );
        }
        for (column, wanted) in batch.columns.iter_mut().zip(&wanted.columns) {
            match &values[*wanted] {
                Some(value) => column.push_copy(&value.text()),
                None => column.push_copy(""),
            }
        }
        Ok(())
    }

    fn feature(&self, number: usize) -> Result<Feature<'_>, Error> {
        let bytes = &self.bytes[self.features[number].clone()];
        verified(bytes).map_err(|damage| {
            let place = Place::row(&self.file, number as u64 + 1);
            malformed(place, &damage)
        })
    }
}

fn verified(bytes: &[u8]) -> Result<Feature<'_>, Damage> {
    size_prefixed_root_as_feature(bytes).map_err(|error| Damage {
        expected: "a feature".to_owned(),
        found: format!("damaged bytes: {error}"),
    })
}

fn malformed(place: Place, damage: &Damage) -> Error {
    Error::malformed(place, damage.expected.clone(), damage.found.clone())
}
