//! GeoJSON in, its header and batches of its features out.
//!
//! `frame` cuts the text into features in one strict pass that tracks depth and strings, `feature` takes a feature
//! apart, `property` and `geometry` read what it holds. Every byte is checked to be JSON by the time all rows are read.
//! The columns are the keys of all properties, so the features are looked at twice: for keys, then for values.

pub(super) mod column;
pub(super) mod coordinate;
pub(super) mod cursor;
pub(super) mod feature;
pub(super) mod frame;
mod geometry;
pub(super) mod property;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use super::encoding::{self, Text};
use super::part::{chosen, refuse_part};
use super::{BATCH_BYTES, MAX_COLUMNS, QUOTED_BYTES, SAMPLE_ROWS, all_columns, order, refused};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::{Batch, Fields, Header, RefusedRow, TextColumn, Wanted};
use column::{Columns, Row};
use cursor::Syntax;
use feature::{Feature, Spans};
use frame::{Frame, Framed};

/// A GeoJSON text with known columns.
#[derive(Debug)]
pub(super) struct Document {
    file: Arc<str>,
    text: Text,
    frame: Frame,
    columns: Columns,
    /// For each feature where its parts stand; none for those that are refused.
    spans: Vec<Option<Spans>>,
}

/// Why a feature gives no row.
#[derive(Debug)]
pub(super) enum Flaw {
    /// The text is not JSON: the file is damaged.
    NotJson(Syntax),
    /// It is JSON, but no row.
    Refused {
        check: &'static str,
        message: String,
    },
}

impl From<Syntax> for Flaw {
    fn from(syntax: Syntax) -> Self {
        Self::NotJson(syntax)
    }
}

impl Flaw {
    /// A feature that is not built as one.
    pub(super) fn structure(message: impl Into<String>) -> Self {
        Self::Refused {
            check: "structure",
            message: message.into(),
        }
    }
}

/// What a reading does with geometries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// Takes them.
    Take,
    /// Leaves them, but for the check that they are JSON.
    Check,
    /// Leaves them to a later reading.
    Leave,
}

/// Finds the features and the columns of a text; of several collections with names, those of the one of that name.
pub(super) fn open(
    file: &Arc<str>,
    text: Text,
    part: Option<&str>,
) -> Result<(Header, Document), Error> {
    let frame = frame_of(file, text.bytes(), part)?;
    let mut document = Document {
        file: Arc::clone(file),
        text,
        frame,
        columns: Columns::default(),
        spans: Vec::new(),
    };
    (document.columns, document.spans) = document.all_columns()?;
    let header = Header {
        file: Arc::clone(file),
        format: Format::GeoJson,
        columns: document.columns.names().to_vec(),
        has_geometry: true,
        encoding: document.text.encoding(),
        delimiter: None,
        crs: document.frame.crs.clone(),
        sample: document.sample()?,
    };
    Ok((header, document))
}

fn frame_of(file: &Arc<str>, bytes: &[u8], part: Option<&str>) -> Result<Frame, Error> {
    let of_file = |syntax: Syntax| malformed(Place::file(file), &syntax);
    match frame::of(bytes).map_err(of_file)? {
        Framed::Features(frame) => {
            refuse_part(file, part, "GeoJSON")?;
            Ok(frame)
        }
        Framed::Named(collections) => {
            let names: Vec<&str> = collections.iter().map(|(name, _)| name.as_str()).collect();
            let position = chosen(file, part, &names, "collections")?;
            frame::of_named(bytes, collections[position].1.clone()).map_err(of_file)
        }
    }
}

impl Document {
    /// Reads all features in batches.
    pub(super) fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let geometry = if wanted.geometry {
            Use::Take
        } else {
            Use::Check
        };
        let groups = order::groups(&self.frame.features, BATCH_BYTES);
        let batch = |group| self.batch(group, &wanted.columns, geometry).map(&map);
        order::in_order(groups.into_iter().map(Ok), batch, fold)
    }

    /// The first features, all columns.
    fn sample(&self) -> Result<Vec<TextColumn>, Error> {
        let first = 0..self.frame.features.len().min(SAMPLE_ROWS);
        let columns = all_columns(self.columns.names().len()).columns;
        let batch = self.batch(first, &columns, Use::Leave)?;
        Ok(batch.columns.into_iter().map(Fields::into_column).collect())
    }

    /// The union of the columns of all features, and where the features' parts stand.
    fn all_columns(&self) -> Result<(Columns, Vec<Option<Spans>>), Error> {
        let mut columns = Columns::default();
        let mut spans = Vec::with_capacity(self.frame.features.len());
        let groups = order::groups(&self.frame.features, BATCH_BYTES);
        let merge = |(found, mut more): (Columns, Vec<Option<Spans>>)| {
            columns.merge(&found);
            spans.append(&mut more);
            self.check_count(columns.names().len())
        };
        order::in_order(
            groups.into_iter().map(Ok),
            |group| self.columns_of(group),
            merge,
        )?;
        columns.settle_id();
        self.check_count(columns.names().len())?;
        Ok((columns, spans))
    }

    fn columns_of(&self, group: Range<usize>) -> Result<(Columns, Vec<Option<Spans>>), Error> {
        let mut columns = Columns::default();
        let mut spans = Vec::with_capacity(group.len());
        for number in group {
            let found = self.words(number).and_then(|words| {
                let feature = feature::of(words, self.frame.kind)?;
                columns.add(&feature)?;
                Ok(Spans::of(&feature, words))
            });
            match found {
                Err(Flaw::NotJson(syntax)) => return Err(self.malformed(number, &syntax)),
                // A refused feature is reported when the rows are read.
                found => spans.push(found.ok()),
            }
            self.check_count(columns.names().len())?;
        }
        Ok((columns, spans))
    }

    fn check_count(&self, n_columns: usize) -> Result<(), Error> {
        if n_columns <= MAX_COLUMNS {
            return Ok(());
        }
        let expected = format!("at most {MAX_COLUMNS} different properties");
        let place = Place::file(&self.file);
        Err(Error::malformed(place, expected, "more"))
    }

    fn batch(
        &self,
        group: Range<usize>,
        wanted: &[usize],
        geometry: Use,
    ) -> Result<Batch<'static>, Error> {
        let mut batch = Batch {
            columns: vec![Fields::copies(); wanted.len()],
            ..Batch::default()
        };
        let mut row = Row::new(&self.columns);
        for number in group {
            match self.add(number, wanted, geometry, &mut row, &mut batch) {
                Ok(()) => batch.rows.push(number as u64 + 1),
                Err(Flaw::NotJson(syntax)) => return Err(self.malformed(number, &syntax)),
                Err(Flaw::Refused { check, message }) => {
                    batch.refused.push(self.refused(number, check, message));
                }
            }
        }
        Ok(batch)
    }

    /// Adds one feature to a batch; a refused one leaves no trace there.
    fn add<'a>(
        &'a self,
        number: usize,
        wanted: &[usize],
        geometry: Use,
        row: &mut Row<'a>,
        batch: &mut Batch<'_>,
    ) -> Result<(), Flaw> {
        let feature = self.feature(number)?;
        row.fill(&self.columns, &feature)?;
        match geometry {
            Use::Take => geometry::push(feature.geometry, &mut batch.geometries)?,
            Use::Check => feature.geometry.map_or(Ok(()), cursor::check)?,
            Use::Leave => {}
        }
        for (column, wanted) in batch.columns.iter_mut().zip(wanted) {
            column.push_copy(row.get(*wanted));
        }
        Ok(())
    }

    fn feature(&self, number: usize) -> Result<Feature<'_>, Flaw> {
        let words = self.words(number)?;
        match &self.spans[number] {
            Some(spans) => Ok(spans.in_text(words)),
            None => feature::of(words, self.frame.kind),
        }
    }

    fn words(&self, number: usize) -> Result<&str, Flaw> {
        let span = self.frame.features[number].clone();
        self.text.part(span).ok_or_else(|| Flaw::Refused {
            check: "encoding",
            message: encoding::damage(self.text.encoding()),
        })
    }

    fn bytes_of(&self, number: usize) -> &[u8] {
        &self.text.bytes()[self.frame.features[number].clone()]
    }

    fn refused(&self, number: usize, check: &'static str, message: String) -> RefusedRow {
        let bytes = self.bytes_of(number);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(QUOTED_BYTES)]);
        refused(number as u64 + 1, check, &start, message)
    }

    fn malformed(&self, number: usize, syntax: &Syntax) -> Error {
        malformed(Place::row(&self.file, number as u64 + 1), syntax)
    }
}

/// JSON that is none, or none that is read, as the error that it is.
pub(super) fn malformed(place: Place, syntax: &Syntax) -> Error {
    Error::malformed(place, syntax.expected.clone(), syntax.found.clone())
}
