//! The text of a properties object in, its keys and values out.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::cursor::{Syntax, not_json, unescaped};

/// Calls `each` with every key and the source text of its value, in the order of the text.
pub(in crate::read) fn each<'a>(
    properties: &'a str,
    each: impl FnMut(Cow<'a, str>, &'a str),
) -> Result<(), Syntax> {
    let mut parser = serde_json::Deserializer::from_str(properties);
    parser
        .deserialize_map(Members(each))
        .and_then(|()| parser.end())
        .map_err(|error| not_json(&error))
}

/// The text of a value: a string unescaped, null blank, everything else as it is written. None where an escape stands
/// for no character.
pub(in crate::read) fn text(value: &str) -> Option<Cow<'_, str>> {
    if value == "null" {
        return Some(Cow::Borrowed(""));
    }
    let inside = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.map_or(Some(Cow::Borrowed(value)), unescaped)
}

struct Members<F>(F);

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, F: FnMut(Cow<'de, str>, &'de str)> Visitor<'de> for Members<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = members.next_key()? {
            let value: &RawValue = members.next_value()?;
            (self.0)(key, value.get());
        }
        Ok(())
    }
}
