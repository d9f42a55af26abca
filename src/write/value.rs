//! A column and a row in, one typed value out.

use crate::table::Column;

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

/// The value in a row of a column; a number that is not finite is null, for no format can say it.
pub(super) fn value<'a>(column: &'a Column<'_>, row: usize) -> Value<'a> {
    match column {
        Column::Integer(numbers) => numbers[row].map_or(Value::Null, Value::Integer),
        Column::Real(numbers) => numbers[row]
            .filter(|number| number.is_finite())
            .map_or(Value::Null, Value::Real),
        Column::Text(_) | Column::Words { .. } => column.text(row).map_or(Value::Null, Value::Text),
    }
}
