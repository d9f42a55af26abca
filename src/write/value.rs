//! A column and rows in, typed values out.

use std::ops::Range;

use crate::table::{Column, Frame};

/// One field of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing is known: blank text counts as that.
    Null,
    /// Text that is not blank.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A finite real number.
    Real(f64),
}

/// The fields of some rows of one column.
pub(super) enum Gathered<'a> {
    /// No row has a value.
    Null,
    /// Texts; blank ones are null.
    Text(Vec<&'a str>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Real numbers; those that are not finite are null.
    Real(Vec<Option<f64>>),
}

impl<'a> Gathered<'a> {
    /// Gathers the fields of some rows.
    ///
    /// Rows may lie far apart, where nothing is in the cache. A loop over one column lets the processor fetch several
    /// fields at a time; a loop over the columns of one row would wait for each.
    pub(super) fn of(column: &'a Column<'_>, rows: &[usize]) -> Self {
        match column {
            Column::Integer(numbers) => numbers.gather(rows).map_or(Self::Null, Self::Integer),
            Column::Real(numbers) => numbers.gather(rows).map_or(Self::Null, Self::Real),
            Column::Text(fields) if fields.known_first().is_none() => Self::Null,
            Column::Text(fields) => Self::Text(rows.iter().map(|row| fields.get(*row)).collect()),
            Column::Words { keys, words } => keys.gather(rows).map_or(Self::Null, |keys| {
                let word = |key: Option<u32>| key.map_or("", |key| words.get(key as usize));
                Self::Text(keys.into_iter().map(word).collect())
            }),
        }
    }

    /// The value in one of the rows; a number that is not finite is null, for no format can say it.
    pub(super) fn value(&self, place: usize) -> Value<'a> {
        match self {
            Self::Null => Value::Null,
            Self::Text(fields) => text(fields[place]).unwrap_or(Value::Null),
            Self::Integer(numbers) => numbers[place].map_or(Value::Null, Value::Integer),
            Self::Real(numbers) => real(numbers[place]).unwrap_or(Value::Null),
        }
    }

    /// Takes the values that are not null, each with its place among the rows.
    pub(super) fn each(&self, mut take: impl FnMut(usize, Value<'a>)) {
        match self {
            Self::Null => {}
            Self::Text(fields) => (0..fields.len())
                .filter_map(|place| Some((place, text(fields[place])?)))
                .for_each(|(place, value)| take(place, value)),
            Self::Integer(numbers) => (0..numbers.len())
                .filter_map(|place| Some((place, numbers[place]?)))
                .for_each(|(place, number)| take(place, Value::Integer(number))),
            Self::Real(numbers) => (0..numbers.len())
                .filter_map(|place| Some((place, real(numbers[place])?)))
                .for_each(|(place, value)| take(place, value)),
        }
    }
}

/// The fields of consecutive rows, column by column.
pub(super) fn gathered<'a>(frame: &'a Frame<'_>, rows: Range<usize>) -> Vec<Gathered<'a>> {
    let rows: Vec<usize> = rows.collect();
    let columns = frame.columns.iter();
    columns
        .map(|(_, column)| Gathered::of(column, &rows))
        .collect()
}

fn text(field: &str) -> Option<Value<'_>> {
    (!field.is_empty()).then_some(Value::Text(field))
}

fn real<'a>(number: Option<f64>) -> Option<Value<'a>> {
    number.filter(|number| number.is_finite()).map(Value::Real)
}
