//! The text of coordinates in, points and rings out, exact to the last bit.
//!
//! Numbers are rounded correctly: usual ones by one division, the others by the standard library. `serde_json` does so
//! only with a feature that costs it its speed.

use super::cursor::{Cursor, Syntax};
use crate::decimal::leading;
use crate::issue::shortened;
use crate::read::shape::{self, Shape};
use crate::table::{Geometries, RawLonLat};

/// Why a geometry cannot be read.
#[derive(Debug)]
pub(in crate::read) struct Reason(pub(in crate::read) String);

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
pub(in crate::read) fn position(text: &str, cursor: &mut Cursor<'_>) -> Result<RawLonLat, Reason> {
    if let Some((position, n_bytes)) = plain_position(cursor.rest()) {
        cursor.skip(n_bytes);
        return Ok(position);
    }
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

/// A position as nearly all are written, two usual numbers with few blanks, and its length.
fn plain_position(bytes: &[u8]) -> Option<(RawLonLat, usize)> {
    let rest = without_blank(bytes.strip_prefix(b"[")?);
    let (x, n_bytes) = plain_number(rest)?;
    let rest = without_blank(without_blank(&rest[n_bytes..]).strip_prefix(b",")?);
    let (y, n_bytes) = plain_number(rest)?;
    let rest = without_blank(&rest[n_bytes..]).strip_prefix(b"]")?;
    Some(([x, y], bytes.len() - rest.len()))
}

fn without_blank(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b" ").unwrap_or(bytes)
}

/// A JSON number without exponent and of few digits, and its length.
#[inline]
fn plain_number(bytes: &[u8]) -> Option<(f64, usize)> {
    let number = leading(bytes, b".")?;
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let has_needless_zero = number.n_whole > 1 && unsigned.starts_with(b"0");
    let has_all_digits = number.n_whole > 0 && (number.mark.is_none() || number.n_decimals > 0);
    let has_exponent = matches!(bytes.get(number.n_bytes), Some(b'e' | b'E'));
    let is_plain = has_all_digits && !has_needless_zero && !has_exponent;
    is_plain.then_some((number.value, number.n_bytes))
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
    if let Some((number, n_bytes)) = plain_number(cursor.rest()) {
        cursor.skip(n_bytes);
        return Ok(number);
    }
    let start = cursor.at();
    if cursor.peek() == Some(b'-') {
        cursor.step();
    }
    if cursor.peek() == Some(b'0') {
        cursor.step();
    } else {
        digits(cursor)?;
    }
    if cursor.peek() == Some(b'.') {
        cursor.step();
        digits(cursor)?;
    }
    if let Some(b'e' | b'E') = cursor.peek() {
        cursor.step();
        if let Some(b'+' | b'-') = cursor.peek() {
            cursor.step();
        }
        digits(cursor)?;
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

/// Steps over one digit or more.
fn digits(cursor: &mut Cursor<'_>) -> Result<(), Syntax> {
    let start = cursor.at();
    while let Some(b'0'..=b'9') = cursor.peek() {
        cursor.step();
    }
    if cursor.at() == start {
        return Err(cursor.unexpected("a digit of a number"));
    }
    Ok(())
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
        fn plain_positions_are_what_the_grammar_makes_of_them(text in "\\[ ?-?[0-9]{0,3}(\\.[0-9]{0,9})? ?, ?-?[0-9]{0,3}(\\.[0-9]{0,9})?(e1| ?, ?[0-9.]{0,2})? ?\\]") {
            let mut cursor = Cursor::new(text.as_bytes());
            let found = position(&text, &mut cursor).ok();
            let expected: Option<Vec<f64>> = serde_json::from_str(&text).ok();
            let expected = expected.filter(|numbers| numbers.len() > 1);
            prop_assert_eq!(found, expected.map(|numbers| [numbers[0], numbers[1]]), "{}", text);
        }

        #[test]
        fn coordinates_come_back(degrees in -180.0..180.0_f64) {
            prop_assert_eq!(parsed(&degrees.to_string()).to_bits(), degrees.to_bits());
        }
    }
}
