//! The first bytes of a file in, its format or a word on what it is instead out.

use std::sync::Arc;

use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;

/// What the first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// `FlatGeobuf` 3.
    FlatGeobuf,
    /// Parquet.
    Parquet,
    /// A workbook of that format.
    Workbook(Format),
    /// The `.shp` of a Shapefile.
    Shapefile,
    /// A `GeoPackage`, or another `SQLite` database.
    GeoPackage,
    /// A zip archive that is no workbook.
    Archive,
    /// Text of some encoding, or so it seems.
    Text,
}

const EXPECTED: &str = "delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive";

/// The first bytes of files that people have and that are not read, and what to do about them.
const FOREIGN: [(&[u8], &str); 9] = [
    (b"BZh91AY&SY", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ\0", "an xz file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (
        b"ARROW1\0\0",
        "an Arrow file; convert it to CSV, GeoJSON or FlatGeobuf first",
    ),
    (b"GEOGCS[", "the description of a coordinate system (.prj)"),
    (b"PROJCS[", "the description of a coordinate system (.prj)"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
];

/// The first bytes of a `.shp` and of its `.shx`.
const SHAPES: [u8; 4] = [0, 0, 0x27, 0x0a];

/// Tells the format of a file.
pub(super) fn of_bytes(file: &Arc<str>, bytes: &[u8]) -> Result<Content, Error> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(zipped_workbook(bytes).map_or(Content::Archive, Content::Workbook));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Content::Workbook(Format::Xls));
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return Ok(Content::GeoPackage);
    }
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(unreadable(file, name));
    }
    if is_index(bytes) {
        return Err(unreadable(
            file,
            "the index (.shx) of a Shapefile; name the .shp",
        ));
    }
    if is_dbase(bytes) {
        let found = "a dBASE table (.dbf); name the .shp beside it, or save it as CSV";
        return Err(unreadable(file, found));
    }
    match bytes {
        [] => Err(unreadable(file, "an empty file")),
        [b'P', b'A', b'R', b'1', 0x15, ..] => Ok(Content::Parquet),
        [b'f', b'g', b'b', 3, ..] => Ok(Content::FlatGeobuf),
        _ if bytes.starts_with(&SHAPES) => Ok(Content::Shapefile),
        [b'f', b'g', b'b', version, b'f', b'g', b'b', ..] if *version < b' ' => Err(unreadable(
            file,
            &format!("FlatGeobuf version {version}; only version 3 is read"),
        )),
        _ => Ok(Content::Text),
    }
}

/// Whether a file that begins like a `.shp` is the index of one: where the first record stands is in it, 50 words in.
fn is_index(bytes: &[u8]) -> bool {
    bytes.starts_with(&SHAPES) && bytes.get(100..104) == Some(&[0, 0, 0, 50])
}

/// Whether a file is a dBASE table: a date of change, and fields of 32 bytes after the 32 of the header, up to a mark.
fn is_dbase(bytes: &[u8]) -> bool {
    let Some([kind, _, month, day, _, _, _, _, low, high]) = bytes.first_chunk() else {
        return false;
    };
    let n_bytes = usize::from(u16::from_le_bytes([*low, *high]));
    matches!(kind, 0x03 | 0x83 | 0x8b | 0xf5)
        && (1..=12).contains(month)
        && (1..=31).contains(day)
        && n_bytes > 32
        && n_bytes % 32 <= 8
        && bytes.get(n_bytes / 32 * 32) == Some(&b'\r')
}

/// Whether text is JSON, as far as its first character tells; blank text and markup are errors.
pub(super) fn is_json(file: &Arc<str>, text: &[u8]) -> Result<bool, Error> {
    let start = text.trim_ascii_start();
    match start.first() {
        None => Err(unreadable(file, "a blank file")),
        Some(b'{' | b'[' | b'\x1e') => Ok(true),
        Some(b'<') if is_markup(start) => Err(unreadable(file, "a web page or another XML file")),
        Some(_) => Ok(false),
    }
}

/// The format of a workbook that is a zip archive, as far as its first bytes tell: `OpenDocument` begins with its
/// type; a binary Excel workbook is told from others when its members are known.
fn zipped_workbook(bytes: &[u8]) -> Option<Format> {
    let name = bytes.get(30..).unwrap_or_default();
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word.as_bytes()));
    if begins(&["mimetypeapplication/vnd.oasis.opendocument.spreadsheet"]) {
        return Some(Format::Ods);
    }
    begins(&["[Content_Types].xml", "xl/", "_rels/", "docProps/"]).then_some(Format::Xlsx)
}

/// How far into a text its first element is looked for.
const PROLOG_BYTES: usize = 4 << 10;

/// Whether text is KML: markup whose first elements are of that name.
pub(super) fn is_kml(text: &[u8]) -> bool {
    let start = text.trim_ascii_start();
    let start = start.get(..PROLOG_BYTES).unwrap_or(start);
    let has = |word: &[u8]| memchr::memmem::find(start, word).is_some();
    start.starts_with(b"<") && (has(b"<kml") || has(b":kml "))
}

fn is_markup(text: &[u8]) -> bool {
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<gml", b"<osm"]
        .iter()
        .any(|tag| {
            text.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        })
}

/// A file of a format that this program was built without.
#[allow(dead_code, reason = "a program with every feature misses none")]
pub(super) fn missing_feature(
    file: &Arc<str>,
    found: &'static str,
    feature: &'static str,
) -> Error {
    Error::MissingFeature {
        file: Arc::clone(file),
        found,
        feature,
    }
}

fn unreadable(file: &Arc<str>, found: &str) -> Error {
    Error::malformed(Place::file(file), EXPECTED, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        let file: Arc<str> = "x".into();
        let of_bytes = of_bytes(&file, bytes).and_then(|_| is_json(&file, bytes));
        of_bytes.unwrap_err().to_string()
    }

    #[test]
    fn foreign_files_are_named() {
        assert!(message(b"BZh91AY&SY...").contains("a bzip2 file; unpack it first"));
        let zip = of_bytes(&"x".into(), b"PK\x03\x04").unwrap();
        assert_eq!(zip, Content::Archive);
        assert!(message(b"fgb\x02fgb\0").contains("version 2"));
        assert!(message(b"<!DOCTYPE html>").contains("web page"));
    }

    #[test]
    fn kml_is_known_behind_its_prolog() {
        assert!(is_kml(
            b"<?xml version=\"1.0\"?>\n<!-- a -->\n<kml xmlns=\"x\">"
        ));
        assert!(is_kml(b"<k:kml xmlns:k=\"x\">") && !is_kml(b"<html>") && !is_kml(b"a,<kml\n"));
    }

    #[test]
    fn nothing_is_an_error() {
        assert!(message(b"").contains("an empty file"));
        assert!(message(b" \r\n\t\n").contains("a blank file"));
    }

    #[test]
    fn a_header_may_begin_like_a_magic_word() {
        let file: Arc<str> = "x".into();
        assert_eq!(of_bytes(&file, b"fgb,name\n1,a\n").unwrap(), Content::Text);
        assert!(!is_json(&file, b"<5 km,name\n").unwrap());
        assert_eq!(of_bytes(&file, b"PAR1;PAR2\n").unwrap(), Content::Text);
    }
}
