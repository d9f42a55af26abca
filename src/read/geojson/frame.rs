//! GeoJSON text in, where its features stand out.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::cursor::{Cursor, Syntax, check, unescaped};

/// Where the features of a text stand, and what the text says of all of them.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) features: Vec<Range<usize>>,
    pub(super) kind: Kind,
    /// The coordinate reference system by the `crs` member of older GeoJSON.
    pub(super) crs: Option<String>,
}

/// What a text is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A `FeatureCollection`, or several.
    Collection,
    /// One feature, or many with a line end or a record separator between them.
    Sequence,
    /// A geometry without a feature around it.
    BareGeometry,
}

const EXPECTED: &str = "a GeoJSON FeatureCollection, Feature or geometry";

const GEOMETRIES: [&str; 7] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// The ASCII record separator of JSON text sequences (RFC 7464).
const RECORD_SEPARATOR: u8 = 0x1e;

/// A text as a whole.
#[derive(Debug)]
pub(super) enum Framed {
    /// The features that it holds.
    Features(Frame),
    /// Collections by name, in an object of no type: where each stands.
    Named(Vec<(String, Range<usize>)>),
}

/// Finds the features of a text, or the collections that it names.
pub(super) fn of(bytes: &[u8]) -> Result<Framed, Syntax> {
    let mut cursor = Cursor::new(bytes);
    skip_separators(&mut cursor);
    if cursor.peek() == Some(b'[') {
        return Err(found("a JSON array"));
    }
    let first = document(bytes, &mut cursor)?;
    let frame = match first.kind.as_deref() {
        Some("FeatureCollection") => collections(bytes, &mut cursor, first)?,
        Some("Feature") => sequence(&mut cursor, first)?,
        Some(kind) if GEOMETRIES.contains(&kind) => {
            expect_end(&mut cursor)?;
            Frame {
                features: vec![first.span],
                kind: Kind::BareGeometry,
                crs: None,
            }
        }
        Some(kind) => return Err(found(&format!("a JSON object of type `{kind}`"))),
        None => {
            expect_end(&mut cursor)?;
            return named(bytes, &first);
        }
    };
    Ok(Framed::Features(frame))
}

/// Finds the features of a collection that stands there.
pub(super) fn of_named(bytes: &[u8], span: Range<usize>) -> Result<Frame, Syntax> {
    let bytes = bytes.get(..span.end).unwrap_or_default();
    let mut cursor = Cursor::new(bytes);
    cursor.skip(span.start);
    let document = document(bytes, &mut cursor)?;
    collections(bytes, &mut cursor, document)
}

/// The members of an object that are collections.
fn named(bytes: &[u8], object: &Document<'_>) -> Result<Framed, Syntax> {
    let mut names = Vec::new();
    for (key, span) in &object.others {
        value_text(bytes, span)?;
        refuse_second(names.iter().any(|(name, _)| name == key), key)?;
        let mut cursor = Cursor::new(bytes);
        cursor.skip(span.start);
        if cursor.peek() == Some(b'{')
            && document(bytes, &mut cursor)?.kind.as_deref() == Some("FeatureCollection")
        {
            names.push((key.clone().into_owned(), span.clone()));
        }
    }
    if names.is_empty() {
        return Err(found("a JSON object without a type"));
    }
    Ok(Framed::Named(names))
}

fn found(found: &str) -> Syntax {
    Syntax {
        expected: EXPECTED.to_owned(),
        found: found.to_owned(),
    }
}

/// One JSON object with its members told apart.
#[derive(Debug, Default)]
struct Document<'a> {
    span: Range<usize>,
    kind: Option<Cow<'a, str>>,
    features: Option<Vec<Range<usize>>>,
    others: Vec<(Cow<'a, str>, Range<usize>)>,
}

fn document<'a>(bytes: &'a [u8], cursor: &mut Cursor<'a>) -> Result<Document<'a>, Syntax> {
    let start = cursor.at();
    let mut document = Document::default();
    cursor.object(|cursor, key| {
        let key = text(bytes, &key)?;
        match &*key {
            "features" if cursor.peek() == Some(b'[') => {
                refuse_second(document.features.is_some(), "features")?;
                document.features = Some(elements(cursor)?);
            }
            "type" if cursor.peek() == Some(b'"') => {
                refuse_second(document.kind.is_some(), "type")?;
                document.kind = Some(text(bytes, &cursor.string()?)?);
            }
            _ => document.others.push((key, cursor.value()?)),
        }
        Ok::<_, Syntax>(())
    })?;
    document.span = start..cursor.at();
    Ok(document)
}

fn elements(cursor: &mut Cursor<'_>) -> Result<Vec<Range<usize>>, Syntax> {
    let mut elements = Vec::new();
    cursor.array(|cursor| {
        elements.push(cursor.value()?);
        Ok::<_, Syntax>(())
    })?;
    Ok(elements)
}

fn refuse_second(is_second: bool, key: &str) -> Result<(), Syntax> {
    if !is_second {
        return Ok(());
    }
    Err(Syntax {
        expected: format!("one member `{key}`"),
        found: "a second one".to_owned(),
    })
}

/// A string's text, given where the inside of its quotes stands.
fn text<'a>(bytes: &'a [u8], inside: &Range<usize>) -> Result<Cow<'a, str>, Syntax> {
    let inside = std::str::from_utf8(&bytes[inside.clone()]).ok();
    inside.and_then(unescaped).ok_or_else(|| Syntax {
        expected: "text in UTF-8".to_owned(),
        found: "bytes or escapes that are none".to_owned(),
    })
}

/// A collection, and others that may follow it: all of one reference system.
fn collections<'a>(
    bytes: &'a [u8],
    cursor: &mut Cursor<'a>,
    first: Document<'a>,
) -> Result<Frame, Syntax> {
    let mut frame = collection(bytes, first)?;
    while {
        skip_separators(cursor);
        cursor.peek() == Some(b'{')
    } {
        let document = document(bytes, cursor)?;
        if document.kind.as_deref() != Some("FeatureCollection") {
            return Err(Syntax {
                expected: "nothing but FeatureCollections after a FeatureCollection".to_owned(),
                found: "another object".to_owned(),
            });
        }
        let more = collection(bytes, document)?;
        if more.crs != frame.crs {
            return Err(Syntax {
                expected: "one coordinate system for all collections of a file".to_owned(),
                found: "several".to_owned(),
            });
        }
        frame.features.extend(more.features);
    }
    expect_end(cursor)?;
    Ok(frame)
}

fn collection(bytes: &[u8], document: Document<'_>) -> Result<Frame, Syntax> {
    let mut keys = vec!["features", "type"];
    let mut crs = None;
    for (key, span) in &document.others {
        refuse_second(
            keys.contains(&key.as_ref()) && document.features.is_some(),
            key,
        )?;
        keys.push(key);
        let value = value_text(bytes, span)?;
        if key == "crs" {
            crs = crs_name(value);
        }
    }
    let features = document.features.ok_or_else(|| Syntax {
        expected: "an array `features` in the FeatureCollection".to_owned(),
        found: "none".to_owned(),
    })?;
    Ok(Frame {
        features,
        kind: Kind::Collection,
        crs,
    })
}

/// The text of a value that must be JSON.
fn value_text<'a>(bytes: &'a [u8], span: &Range<usize>) -> Result<&'a str, Syntax> {
    let value = std::str::from_utf8(&bytes[span.clone()]).map_err(|error| Syntax {
        expected: "text in UTF-8".to_owned(),
        found: error.to_string(),
    })?;
    check(value)?;
    Ok(value)
}

/// The name of a reference system by the `crs` member of older `GeoJSON`.
pub(in crate::read) fn crs_name(crs: &str) -> Option<String> {
    let crs: Value = serde_json::from_str(crs).ok()?;
    let properties = crs.get("properties")?;
    if let Some(name) = properties.get("name") {
        return name.as_str().map(str::to_owned);
    }
    let code = properties.get("code")?;
    Some(format!(
        "EPSG:{}",
        code.as_str()
            .map_or_else(|| code.to_string(), str::to_owned)
    ))
}

/// The features after the first; each is told to be one when it is read.
fn sequence(cursor: &mut Cursor<'_>, first: Document<'_>) -> Result<Frame, Syntax> {
    let mut features = vec![first.span];
    while skip_separators(cursor) && cursor.peek().is_some() {
        features.push(cursor.value()?);
    }
    expect_end(cursor)?;
    Ok(Frame {
        features,
        kind: Kind::Sequence,
        crs: None,
    })
}

/// Steps over white space and record separators; says whether documents may be parted by it.
pub(in crate::read) fn skip_separators(cursor: &mut Cursor<'_>) -> bool {
    let mut is_parted = false;
    while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r' | RECORD_SEPARATOR)) = cursor.peek() {
        is_parted |= !matches!(byte, b' ' | b'\t');
        cursor.step();
    }
    is_parted
}

fn expect_end(cursor: &mut Cursor<'_>) -> Result<(), Syntax> {
    cursor.skip_blank();
    match cursor.peek() {
        None => Ok(()),
        Some(_) => Err(cursor.unexpected("the end of the file after the GeoJSON text")),
    }
}
