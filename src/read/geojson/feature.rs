//! The text of one feature in, its id, properties and geometry out.

use std::ops::Range;

use super::Flaw;
use super::cursor::{Cursor, Syntax, check, unescaped};
use super::frame::Kind;

/// The parts of a feature as they are written; those that are absent or null are none.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::read) struct Feature<'a> {
    pub(in crate::read) id: Option<&'a str>,
    pub(in crate::read) properties: Option<&'a str>,
    /// Not yet checked to be JSON.
    pub(in crate::read) geometry: Option<&'a str>,
}

/// Where the parts of a feature stand in it: what [`of`] found out, kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spans {
    id: [usize; 2],
    properties: [usize; 2],
    geometry: [usize; 2],
}

impl Spans {
    /// Where the parts of a feature stand in its text.
    pub(super) fn of(feature: &Feature<'_>, text: &str) -> Self {
        let span = |part: Option<&str>| {
            part.map_or([0; 2], |part| {
                let start = part.as_ptr().addr() - text.as_ptr().addr();
                [start, start + part.len()]
            })
        };
        Self {
            id: span(feature.id),
            properties: span(feature.properties),
            geometry: span(feature.geometry),
        }
    }

    /// The feature of the same text again.
    pub(super) fn in_text<'a>(&self, text: &'a str) -> Feature<'a> {
        let part = |[start, end]: [usize; 2]| (start < end).then(|| &text[start..end]);
        Feature {
            id: part(self.id),
            properties: part(self.properties),
            geometry: part(self.geometry),
        }
    }
}

/// Takes a feature of such a text apart.
pub(super) fn of(text: &str, kind: Kind) -> Result<Feature<'_>, Flaw> {
    if kind == Kind::BareGeometry {
        return Ok(Feature {
            geometry: Some(text),
            ..Feature::default()
        });
    }
    if !text.starts_with('{') {
        check(text)?;
        return Err(not_a_feature(kind, "no object"));
    }
    let parts = parts(text)?;
    match parts.kind.as_deref() {
        Some("Feature") => {}
        Some(other) => return Err(not_a_feature(kind, &format!("an object of type `{other}`"))),
        None => return Err(not_a_feature(kind, "an object without a type")),
    }
    if let Some(key) = parts.repeated {
        return Err(Flaw::structure(format!(
            "expected one member `{key}`, found two"
        )));
    }
    if let Some(properties) = parts.feature.properties
        && !properties.starts_with('{')
    {
        check(properties)?;
        let message = "expected the properties to be an object or null, found another value";
        return Err(Flaw::structure(message));
    }
    Ok(parts.feature)
}

/// Something else among features is refused; in a sequence nothing else tells that the text is GeoJSON.
fn not_a_feature(kind: Kind, found: &str) -> Flaw {
    if kind == Kind::Sequence {
        return Flaw::NotJson(Syntax {
            expected: "a Feature after a Feature".to_owned(),
            found: found.to_owned(),
        });
    }
    Flaw::structure(format!("expected a Feature, found {found}"))
}

#[derive(Debug, Default)]
struct Parts<'a> {
    feature: Feature<'a>,
    kind: Option<String>,
    seen: [bool; 4],
    repeated: Option<&'static str>,
}

const KEYS: [&str; 4] = ["type", "id", "properties", "geometry"];

fn parts(text: &str) -> Result<Parts<'_>, Syntax> {
    let mut cursor = Cursor::new(text.as_bytes());
    let mut parts = Parts::default();
    cursor.object(|cursor, key| {
        let value = &text[cursor.value()?];
        parts.add(key_index(text, &key), value)
    })?;
    Ok(parts)
}

/// Which of [`KEYS`] a key is.
fn key_index(text: &str, key: &Range<usize>) -> Option<usize> {
    let key = unescaped(&text[key.clone()])?;
    KEYS.iter().position(|known| *known == key)
}

impl<'a> Parts<'a> {
    fn add(&mut self, key: Option<usize>, value: &'a str) -> Result<(), Syntax> {
        let Some(index) = key else {
            return check(value);
        };
        if std::mem::replace(&mut self.seen[index], true) {
            self.repeated = Some(KEYS[index]);
            return check(value);
        }
        let present = (value != "null").then_some(value);
        match KEYS[index] {
            "type" => {
                check(value)?;
                self.kind = serde_json::from_str(value).ok();
            }
            "id" => {
                check(value)?;
                self.feature.id = present;
            }
            "properties" => self.feature.properties = present,
            _ => self.feature.geometry = present,
        }
        Ok(())
    }
}
