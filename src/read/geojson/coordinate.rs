//! The text of coordinates in, points and rings out, exact to the last bit.
//!
//! Numbers are rounded correctly: usual ones by one division, the others by the standard library. `serde_json` does so
//! only with a feature that costs it its speed.

use super::cursor::{Cursor, Syntax};
use crate::decimal::Decimal;
use crate::issue::shortened;
use crate::read::shape::{self, Shape};
use crate::table::{Geometries, RawLonLat};

/// Why a geometry cannot be read.
#[derive(Debug)]
pub(super) struct Reason(pub(super) String);

impl From<&str> for Reason {
    fn from(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}

impl From<Syntax> for Reason {
    fn from(syntax: Syntax) -> Self {
        Self(format!(
            "expected {}, found {}",
            syntax.expected, syntax.found
        ))
    }
}

/// The coordinates of one geometry.
#[derive(Debug)]
pub(super) struct Coordinates<'a> {
    text: &'a str,
    cursor: Cursor<'a>,
}

impl<'a> Coordinates<'a> {
    /// The coordinates that the text holds.
    pub(super) fn new(text: &'a str) -> Self {
        let cursor = Cursor::new(text.as_bytes());
        Self { text, cursor }
    }

    /// How long the coordinates are that were taken.
    pub(super) fn n_bytes(&self) -> usize {
        self.cursor.at()
    }

    /// Takes one position, or an empty array for no point.
    pub(super) fn point(&mut self, shape: &mut Shape) -> Result<(), Reason> {
        let mut ahead = self.cursor.clone();
        if ahead.takes(b'[') && ahead.takes(b']') {
            self.cursor = ahead;
            return Ok(());
        }
        shape.add_point(position(self.text, &mut self.cursor)?);
        Ok(())
    }

    /// Takes an array of positions as points.
    pub(super) fn points(&mut self, shape: &mut Shape) -> Result<(), Reason> {
        let text = self.text;
        self.cursor.array(|cursor| {
            shape.add_point(position(text, cursor)?);
            Ok(())
        })
    }

    /// Takes an array of rings.
    pub(super) fn polygon(
        &mut self,
        shape: &mut Shape,
        geometries: &mut Geometries,
    ) -> Result<(), Reason> {
        polygon(self.text, &mut self.cursor, shape, geometries)
    }

    /// Takes an array of arrays of rings.
    pub(super) fn polygons(
        &mut self,
        shape: &mut Shape,
        geometries: &mut Geometries,
    ) -> Result<(), Reason> {
        let text = self.text;
        self.cursor
            .array(|cursor| polygon(text, cursor, shape, geometries))
    }
}

fn polygon(
    text: &str,
    cursor: &mut Cursor<'_>,
    shape: &mut Shape,
    geometries: &mut Geometries,
) -> Result<(), Reason> {
    let mut n_rings = 0;
    cursor.array(|cursor| {
        let n_vertices = ring(text, cursor, geometries)?;
        n_rings += shape::end_ring(n_vertices, geometries);
        Ok::<_, Reason>(())
    })?;
    shape.end_part(n_rings, geometries);
    Ok(())
}

fn ring(text: &str, cursor: &mut Cursor<'_>, geometries: &mut Geometries) -> Result<usize, Reason> {
    let mut n_vertices = 0;
    cursor.array(|cursor| {
        geometries.outlines.push_vertex(position(text, cursor)?);
        n_vertices += 1;
        Ok::<_, Reason>(())
    })?;
    Ok(n_vertices)
}

/// Two numbers, and perhaps more that are not taken.
fn position(text: &str, cursor: &mut Cursor<'_>) -> Result<RawLonLat, Reason> {
    cursor.expect(b'[')?;
    let x = number(text, cursor)?;
    cursor.expect(b',')?;
    let y = number(text, cursor)?;
    while cursor.takes(b',') {
        cursor.skip_blank();
        if cursor.peek() == Some(b'n') {
            null(text, cursor)?;
        } else {
            number(text, cursor)?;
        }
    }
    cursor.expect(b']')?;
    Ok([x, y])
}

/// Some writers put null in place of a height.
fn null(text: &str, cursor: &mut Cursor<'_>) -> Result<(), Reason> {
    if &text[cursor.value()?] == "null" {
        return Ok(());
    }
    Err("expected a number, found a word".into())
}

/// A JSON number that is finite.
fn number(text: &str, cursor: &mut Cursor<'_>) -> Result<f64, Reason> {
    cursor.skip_blank();
    let start = cursor.at();
    let is_negative = cursor.peek() == Some(b'-');
    if is_negative {
        cursor.step();
    }
    let mut decimal = Decimal::default();
    if cursor.peek() == Some(b'0') {
        cursor.step();
    } else {
        digits(cursor, &mut decimal)?;
    }
    if cursor.peek() == Some(b'.') {
        cursor.step();
        let n_decimals = digits(cursor, &mut decimal)?;
        decimal.set_decimals(n_decimals);
    }
    if let Some(b'e' | b'E') = cursor.peek() {
        cursor.step();
        if let Some(b'+' | b'-') = cursor.peek() {
            cursor.step();
        }
        digits(cursor, &mut decimal)?;
    } else if let Some(size) = decimal.nearest() {
        return Ok(if is_negative { -size } else { size });
    }
    let found = &text[start..cursor.at()];
    match found.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Reason(format!(
            "expected a finite number, found {}",
            shortened(found)
        ))),
    }
}

/// Steps over one digit or more; gives how many they are.
fn digits(cursor: &mut Cursor<'_>, decimal: &mut Decimal) -> Result<usize, Syntax> {
    let n_digits = decimal.take(cursor.rest());
    if n_digits == 0 {
        return Err(cursor.unexpected("a digit of a number"));
    }
    cursor.skip(n_digits);
    Ok(n_digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> f64 {
        number(text, &mut Cursor::new(text.as_bytes())).unwrap()
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_standard_library(
            text in "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?",
        ) {
            let expected: f64 = text.parse().unwrap();
            prop_assert_eq!(parsed(&text).to_bits(), expected.to_bits(), "{}", text);
        }

        #[test]
        fn coordinates_come_back(degrees in -180.0..180.0_f64) {
            prop_assert_eq!(parsed(&degrees.to_string()).to_bits(), degrees.to_bits());
        }
    }
}
