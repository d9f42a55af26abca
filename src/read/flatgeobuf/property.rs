//! The property bytes of a feature in, its values and their text out.

use std::borrow::Cow;
use std::fmt::Write as _;

use ::flatgeobuf::ColumnType;

use super::Flaw;
use crate::read::number::{is_plain, real_text};

/// One value as the file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f32),
    Double(f64),
    /// Text, JSON, or a moment by ISO 8601.
    Text(&'a str),
    Binary(&'a [u8]),
}

impl<'a> Value<'a> {
    /// The value as text: numbers in their shortest form that reads back the same, binary in hexadecimal digits.
    pub(super) fn text(&self) -> Cow<'a, str> {
        match self {
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Signed(value) => Cow::Owned(value.to_string()),
            Self::Unsigned(value) => Cow::Owned(value.to_string()),
            Self::Float(value) if is_plain(value.abs().into()) => Cow::Owned(value.to_string()),
            Self::Float(value) => Cow::Owned(format!("{value:e}")),
            Self::Double(value) => Cow::Owned(real_text(*value)),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Binary(bytes) => Cow::Owned(hexadecimal(bytes)),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
    }
    text
}

/// The values of a feature, each with its column.
#[derive(Debug)]
pub(super) struct Values<'a, 'types> {
    rest: &'a [u8],
    types: &'types [ColumnType],
}

impl<'a, 'types> Values<'a, 'types> {
    /// The values in the property bytes of a feature with columns of these types.
    pub(super) fn new(properties: &'a [u8], types: &'types [ColumnType]) -> Self {
        let rest = properties;
        Self { rest, types }
    }

    fn value(&mut self) -> Result<(usize, Value<'a>), Flaw> {
        let column = usize::from(u16::from_le_bytes(self.take()?));
        let kind = self.types.get(column).ok_or_else(|| {
            let n_columns = self.types.len();
            Flaw::structure(format!(
                "expected one of {n_columns} columns, found number {column}"
            ))
        })?;
        let value = match *kind {
            ColumnType::Byte => Value::Signed(i8::from_le_bytes(self.take()?).into()),
            ColumnType::UByte => Value::Unsigned(u8::from_le_bytes(self.take()?).into()),
            ColumnType::Bool => Value::Bool(u8::from_le_bytes(self.take()?) != 0),
            ColumnType::Short => Value::Signed(i16::from_le_bytes(self.take()?).into()),
            ColumnType::UShort => Value::Unsigned(u16::from_le_bytes(self.take()?).into()),
            ColumnType::Int => Value::Signed(i32::from_le_bytes(self.take()?).into()),
            ColumnType::UInt => Value::Unsigned(u32::from_le_bytes(self.take()?).into()),
            ColumnType::Long => Value::Signed(i64::from_le_bytes(self.take()?)),
            ColumnType::ULong => Value::Unsigned(u64::from_le_bytes(self.take()?)),
            ColumnType::Float => Value::Float(f32::from_le_bytes(self.take()?)),
            ColumnType::Double => Value::Double(f64::from_le_bytes(self.take()?)),
            ColumnType::String | ColumnType::Json | ColumnType::DateTime => {
                Value::Text(text(self.sized()?)?)
            }
            ColumnType::Binary => Value::Binary(self.sized()?),
            ColumnType(other) => {
                return Err(Flaw::structure(format!(
                    "found a column of the unknown type {other}"
                )));
            }
        };
        Ok((column, value))
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or_else(|| self.short(N))?;
        self.rest = rest;
        Ok(*bytes)
    }

    /// Bytes with their number before them.
    fn sized(&mut self) -> Result<&'a [u8], Flaw> {
        let size = u32::from_le_bytes(self.take()?) as usize;
        let (bytes, rest) = self
            .rest
            .split_at_checked(size)
            .ok_or_else(|| self.short(size))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn short(&self, n_expected: usize) -> Flaw {
        let found = self.rest.len();
        Flaw::structure(format!(
            "expected {n_expected} bytes more of the properties, found {found}"
        ))
    }
}

impl<'a> Iterator for Values<'a, '_> {
    type Item = Result<(usize, Value<'a>), Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        // Some writers put a zero byte behind the last value.
        if let [] | [0] = self.rest {
            return None;
        }
        let value = self.value();
        if value.is_err() {
            self.rest = &[];
        }
        Some(value)
    }
}

fn text(bytes: &[u8]) -> Result<&str, Flaw> {
    std::str::from_utf8(bytes).map_err(|error| Flaw::Refused {
        check: "encoding",
        message: format!("expected text in UTF-8, found {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_the_same() {
        for value in [
            0.0,
            -1.0,
            1_208_002_025.0,
            0.1 + 0.2,
            1e300,
            5e-324,
            f64::MAX,
            1e17,
            1e16,
        ] {
            let text = Value::Double(value).text();
            assert_eq!(text.parse::<f64>().unwrap(), value, "{text}");
            assert!(text.len() < 30, "{text}");
        }
        assert_eq!(Value::Double(1_208_002_025.0).text(), "1208002025");
        assert_eq!(Value::Float(0.1).text(), "0.1");
    }

    #[test]
    fn binary_is_hexadecimal() {
        assert_eq!(Value::Binary(&[0, 0xab, 0xff]).text(), "00abff");
    }
}
