//! A frame and rows in, their values out, gathered column by column.
//!
//! Rows may lie far apart, where nothing is in the cache. A loop over one column lets the processor fetch several fields
//! at a time; a loop over the columns of one row would wait for each.

use std::ops::Range;

use super::escape::{Escape, Words};
use crate::table::{Column, Frame, TextColumn, Values};

/// One field of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing is known: blank text counts as that.
    Null,
    /// Text that is not blank and stands in the file as it is here.
    Plain(&'a [u8]),
    /// Text that is not blank, and may have to be escaped.
    Text(&'a [u8]),
    /// A whole number.
    Integer(i64),
    /// A finite real number.
    Real(f64),
}

/// The columns of a frame, made ready for one format.
pub(super) struct Columns<'a> {
    columns: Vec<Ready<'a>>,
    escape: Escape,
}

enum Ready<'a> {
    Null,
    Text(&'a TextColumn),
    Words(&'a Values<'a, u32>, Words<'a>),
    Integer(&'a Values<'a, i64>),
    Real(&'a Values<'a, f64>),
}

/// The fields of some rows of one column.
pub(super) enum Gathered<'a> {
    /// No row has a value.
    Null,
    /// Texts as they stand in the file; blank ones are null.
    Plain(Vec<&'a [u8]>),
    /// Texts, of which some may have to be escaped; blank ones are null.
    Text(Vec<&'a [u8]>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Real numbers; those that are not finite are null.
    Real(Vec<Option<f64>>),
}

impl<'a> Columns<'a> {
    /// Makes the columns of a frame ready; words are escaped here, once for all rows.
    pub(super) fn new(frame: &'a Frame<'a>, escape: Escape) -> Self {
        let columns = frame.columns.iter().map(|(_, column)| match column {
            Column::Text(fields) if fields.known_first().is_none() => Ready::Null,
            Column::Text(fields) => Ready::Text(fields),
            Column::Words { keys, words } => Ready::Words(keys, Words::new(words, escape)),
            Column::Integer(numbers) => Ready::Integer(numbers),
            Column::Real(numbers) => Ready::Real(numbers),
        });
        Self {
            columns: columns.collect(),
            escape,
        }
    }

    /// The fields of some rows, which may lie far apart; one column after the other.
    pub(super) fn gather<'r>(
        &'r self,
        rows: &'r [usize],
    ) -> impl Iterator<Item = Gathered<'r>> + use<'r, 'a> {
        self.columns.iter().map(|column| column.gather(rows))
    }

    /// The fields of consecutive rows.
    pub(super) fn gather_range(&self, rows: Range<usize>) -> Vec<Gathered<'_>> {
        let listed: Vec<usize> = rows.clone().collect();
        let columns = self.columns.iter();
        columns
            .map(|column| match column {
                Ready::Text(fields) => self.texts(fields, rows.clone()),
                other => other.gather(&listed),
            })
            .collect()
    }

    /// Texts of consecutive rows lie end to end, and one look tells whether any has to be escaped.
    fn texts<'b>(&self, column: &'b TextColumn, rows: Range<usize>) -> Gathered<'b> {
        let fields: Vec<&[u8]> = rows.clone().map(|row| column.bytes(row)).collect();
        if (self.escape.are_plain)(&fields, column.span(rows)) {
            Gathered::Plain(fields)
        } else {
            Gathered::Text(fields)
        }
    }
}

impl Ready<'_> {
    fn gather(&self, rows: &[usize]) -> Gathered<'_> {
        let gathered = match self {
            Self::Null => None,
            Self::Text(fields) => {
                let fields = rows.iter().map(|row| fields.bytes(*row));
                Some(Gathered::Text(fields.collect()))
            }
            Self::Words(keys, words) => keys.gather(rows).map(|keys| {
                let fields = keys.into_iter().map(|key| words.get(key));
                Gathered::Plain(fields.collect())
            }),
            Self::Integer(numbers) => numbers.gather(rows).map(Gathered::Integer),
            Self::Real(numbers) => numbers.gather(rows).map(Gathered::Real),
        };
        gathered.unwrap_or(Gathered::Null)
    }
}

impl<'a> Gathered<'a> {
    /// The value in one of the rows; a number that is not finite is null, for no format can say it.
    pub(super) fn value(&self, place: usize) -> Value<'a> {
        let value = match self {
            Self::Null => None,
            Self::Plain(fields) => known(fields[place]).map(Value::Plain),
            Self::Text(fields) => known(fields[place]).map(Value::Text),
            Self::Integer(numbers) => numbers[place].map(Value::Integer),
            Self::Real(numbers) => finite(numbers[place]).map(Value::Real),
        };
        value.unwrap_or(Value::Null)
    }

    /// Takes the values that are not null, each with its place among the rows; text as it is.
    pub(super) fn each(&self, mut take: impl FnMut(usize, Value<'a>)) {
        match self {
            Self::Null => {}
            Self::Plain(fields) | Self::Text(fields) => (0..fields.len())
                .filter_map(|place| Some((place, known(fields[place])?)))
                .for_each(|(place, text)| take(place, Value::Plain(text))),
            Self::Integer(numbers) => (0..numbers.len())
                .filter_map(|place| Some((place, numbers[place]?)))
                .for_each(|(place, number)| take(place, Value::Integer(number))),
            Self::Real(numbers) => (0..numbers.len())
                .filter_map(|place| Some((place, finite(numbers[place])?)))
                .for_each(|(place, number)| take(place, Value::Real(number))),
        }
    }
}

fn known(text: &[u8]) -> Option<&[u8]> {
    (!text.is_empty()).then_some(text)
}

fn finite(number: Option<f64>) -> Option<f64> {
    number.filter(|number| number.is_finite())
}
