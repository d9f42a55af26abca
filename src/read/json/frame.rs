//! JSON text in, where its rows stand out.

use std::borrow::Cow;
use std::ops::Range;

use crate::read::geojson::cursor::{Cursor, Syntax, check, unescaped};
use crate::read::geojson::frame::skip_separators;

/// Members that hold the rows of a page as interfaces hand them out.
const ROWS_OF_A_PAGE: [&str; 6] = ["data", "results", "items", "records", "rows", "value"];

/// Values of the member `type` by which GeoJSON and `TopoJSON` are told.
const GEOGRAPHIC: [&str; 10] = [
    "FeatureCollection",
    "Feature",
    "Topology",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// Whether JSON text is a table rather than GeoJSON, as far as the members of its first object tell.
pub(in crate::read) fn is_table(bytes: &[u8]) -> bool {
    let mut cursor = Cursor::new(bytes);
    skip_separators(&mut cursor);
    cursor.takes(b'[');
    cursor.skip_blank();
    !matches!(is_geographic(bytes, cursor), Ok(true))
}

/// Looks through the members of an object up to the one that tells.
fn is_geographic(bytes: &[u8], mut cursor: Cursor<'_>) -> Result<bool, Syntax> {
    let mut found = None;
    if cursor.peek() != Some(b'{') {
        return Ok(false);
    }
    let looked = cursor.object(|cursor, key| {
        let kind = match (&bytes[key], cursor.peek()) {
            (b"features", Some(b'[')) => true,
            (b"type", Some(b'"')) => {
                let word = &bytes[cursor.string()?];
                GEOGRAPHIC.iter().any(|known| known.as_bytes() == word)
            }
            (_, Some(b'{')) if is_collection(bytes, cursor.clone()) => true,
            _ => return cursor.value().map(|_| ()),
        };
        found = found.or(Some(kind));
        // Nothing further needs to be looked at: an error ends the walk.
        Err(cursor.unexpected("nothing more"))
    });
    found.map_or(looked.map(|()| false), Ok)
}

/// Whether an object is a `FeatureCollection`: a file may hold several, each under its name.
fn is_collection(bytes: &[u8], mut cursor: Cursor<'_>) -> bool {
    let mut kind = None;
    let looked = cursor.object(|cursor, key| {
        if &bytes[key] == b"type" && cursor.peek() == Some(b'"') {
            kind = Some(cursor.string()?);
            return Err(cursor.unexpected("nothing more"));
        }
        cursor.value().map(|_| ())
    });
    looked.is_err() && kind.is_some_and(|kind| &bytes[kind] == b"FeatureCollection")
}

/// Finds the rows of a text: the elements of an array, the rows of a page, or one object after the other.
pub(super) fn of(bytes: &[u8]) -> Result<Vec<Range<usize>>, Syntax> {
    let mut cursor = Cursor::new(bytes);
    let mut rows = Rows::default();
    skip_separators(&mut cursor);
    rows.document(bytes, &mut cursor)?;
    while skip_separators(&mut cursor) && cursor.peek().is_some() {
        rows.document(bytes, &mut cursor)?;
    }
    if cursor.peek().is_some() {
        return Err(cursor.unexpected("the end of the file after the JSON text"));
    }
    Ok(rows.spans)
}

/// The rows found so far; whether they come in pages is for the first object to tell.
#[derive(Debug, Default)]
struct Rows {
    spans: Vec<Range<usize>>,
    are_paged: Option<bool>,
}

impl Rows {
    /// The rows of one document: an array of rows or pages, a page, or a row.
    fn document(&mut self, bytes: &[u8], cursor: &mut Cursor<'_>) -> Result<(), Syntax> {
        if cursor.peek() == Some(b'[') {
            return cursor.array(|cursor| self.page_or_row(bytes, cursor));
        }
        self.page_or_row(bytes, cursor)
    }

    fn page_or_row(&mut self, bytes: &[u8], cursor: &mut Cursor<'_>) -> Result<(), Syntax> {
        let start = cursor.at();
        if cursor.peek() != Some(b'{') || self.are_paged == Some(false) {
            self.spans.push(cursor.value()?);
            return Ok(());
        }
        let mut page = Page::default();
        cursor.object(|cursor, key| page.member(bytes, cursor, key))?;
        let was_paged = self.are_paged.replace(page.rows.is_some());
        match (page.rows.take(), was_paged) {
            (Some(rows), _) => {
                page.check(bytes)?;
                self.spans.extend(rows);
            }
            (None, Some(true)) => return Err(no_page()),
            (None, _) => self.spans.push(start..cursor.at()),
        }
        Ok(())
    }
}

fn no_page() -> Syntax {
    Syntax {
        expected: "a page with a list of rows after a page".to_owned(),
        found: "an object without one".to_owned(),
    }
}

/// What an object is that may be a page: its rows, and the members around them.
#[derive(Debug, Default)]
struct Page {
    rows: Option<Vec<Range<usize>>>,
    others: Vec<Range<usize>>,
}

impl Page {
    fn member(
        &mut self,
        bytes: &[u8],
        cursor: &mut Cursor<'_>,
        key: Range<usize>,
    ) -> Result<(), Syntax> {
        let start = cursor.at();
        let is_rows = cursor.peek() == Some(b'[')
            && key_text(bytes, &key).is_some_and(|key| ROWS_OF_A_PAGE.contains(&&*key));
        if !is_rows {
            self.others.push(cursor.value()?);
            return Ok(());
        }
        let rows = elements(cursor)?;
        if rows.iter().any(|row| bytes[row.start] != b'{') {
            self.others.push(start..cursor.at());
        } else if self.rows.replace(rows).is_some() {
            return Err(Syntax {
                expected: "one list of rows in a page".to_owned(),
                found: "two".to_owned(),
            });
        }
        Ok(())
    }

    /// The members around the rows are read by nobody and must be JSON all the same.
    fn check(&self, bytes: &[u8]) -> Result<(), Syntax> {
        let text = |span: &Range<usize>| std::str::from_utf8(&bytes[span.clone()]).ok();
        self.others.iter().filter_map(text).try_for_each(check)
    }
}

fn elements(cursor: &mut Cursor<'_>) -> Result<Vec<Range<usize>>, Syntax> {
    let mut elements = Vec::new();
    cursor.array(|cursor| {
        elements.push(cursor.value()?);
        Ok::<_, Syntax>(())
    })?;
    Ok(elements)
}

fn key_text<'a>(bytes: &'a [u8], key: &Range<usize>) -> Option<Cow<'a, str>> {
    unescaped(std::str::from_utf8(&bytes[key.clone()]).ok()?)
}
