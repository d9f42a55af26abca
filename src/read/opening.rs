//! Bytes in, the reader of the format that they have out, with the header read.

use std::sync::Arc;

#[cfg(feature = "zip")]
use super::archive;
use super::content::Content;
use super::encoding::{Encoded, Text};
#[cfg(feature = "geopackage")]
use super::geopackage;
#[cfg(feature = "kml")]
use super::kml;
use super::origin::Origin;
#[cfg(feature = "parquet")]
use super::parquet;
use super::part::refuse_part;
#[cfg(feature = "spreadsheet")]
use super::spreadsheet;
use super::surroundings::Surroundings;
use super::{
    HEAD_BYTES, Opened, ReadOptions, Rows, compressed, content, csv, flatgeobuf, geojson, json,
    shapefile, topojson,
};
use crate::error::Error;
use crate::format::Format;

/// Opens bytes of any format; `surroundings` are what belongs to them and does not stand in them.
pub(super) fn open_origin(
    file: &Arc<str>,
    origin: Origin,
    options: &ReadOptions,
    surroundings: &Surroundings<'_>,
) -> Result<Opened, Error> {
    let has_no_parts = |what: &str| refuse_part(file, surroundings.part, what);
    let origin = compressed::inside(file, origin, surroundings.is_member)?;
    let head = origin.head(HEAD_BYTES)?.bytes;
    match content::of_bytes(file, &head)? {
        Content::FlatGeobuf => {
            has_no_parts("FlatGeobuf")?;
            let (header, dataset) = flatgeobuf::open(file, origin.load()?)?;
            let rows = Rows::FlatGeobuf(dataset);
            Ok(Opened::new(header, rows))
        }
        Content::Parquet => {
            has_no_parts("Parquet")?;
            open_parquet(file, &origin)
        }
        Content::Workbook(format) => {
            has_no_parts("a spreadsheet")?;
            open_workbook(file, &origin, format, options)
        }
        Content::Shapefile => {
            has_no_parts("a Shapefile")?;
            let label = options.encoding.as_deref();
            let bytes = origin.load()?;
            let table = shapefile::open(file, &bytes, label, surroundings)?;
            Ok(Opened::held(table))
        }
        Content::GeoPackage => open_geopackage(file, &origin, surroundings),
        Content::Archive => open_archive(file, &origin, options, surroundings),
        Content::Text => {
            let text = Encoded::of(origin, &head, options.encoding.as_deref())?;
            open_text(file, text, options, surroundings.part)
        }
    }
}

fn open_text(
    file: &Arc<str>,
    text: Encoded,
    options: &ReadOptions,
    part: Option<&str>,
) -> Result<Opened, Error> {
    let beginning = text.beginning()?;
    if content::is_kml(&beginning) {
        refuse_part(file, part, "KML")?;
        return open_kml(file, text);
    }
    if content::is_json(file, &beginning)? {
        return open_json(file, text.load()?, part);
    }
    refuse_part(file, part, "delimited text")?;
    let (header, table) = csv::open(file, text.settled()?, options)?;
    let rows = Rows::Csv(table);
    Ok(Opened::new(header, rows))
}

fn open_json(file: &Arc<str>, text: Text, part: Option<&str>) -> Result<Opened, Error> {
    if topojson::is_one(text.bytes()) {
        return Ok(Opened::held(topojson::open(file, &text, part)?));
    }
    if json::is_table(text.bytes()) {
        refuse_part(file, part, "JSON")?;
        let (header, document) = json::open(file, text)?;
        let rows = Rows::Json(document);
        return Ok(Opened::new(header, rows));
    }
    let (header, document) = geojson::open(file, text, part)?;
    let rows = Rows::GeoJson(document);
    Ok(Opened::new(header, rows))
}

#[cfg(feature = "zip")]
fn open_archive(
    file: &Arc<str>,
    origin: &Origin,
    options: &ReadOptions,
    surroundings: &Surroundings<'_>,
) -> Result<Opened, Error> {
    archive::open(file, &origin.load()?, options, surroundings)
}

#[cfg(not(feature = "zip"))]
fn open_archive(
    file: &Arc<str>,
    _origin: &Origin,
    _options: &ReadOptions,
    _surroundings: &Surroundings<'_>,
) -> Result<Opened, Error> {
    Err(content::missing_feature(file, "a zip archive", "zip"))
}

#[cfg(feature = "geopackage")]
fn open_geopackage(
    file: &Arc<str>,
    origin: &Origin,
    surroundings: &Surroundings<'_>,
) -> Result<Opened, Error> {
    let bytes = origin.load()?;
    Ok(Opened::held(geopackage::open(file, bytes, surroundings)?))
}

#[cfg(not(feature = "geopackage"))]
fn open_geopackage(
    file: &Arc<str>,
    _origin: &Origin,
    _surroundings: &Surroundings<'_>,
) -> Result<Opened, Error> {
    Err(content::missing_feature(
        file,
        "a GeoPackage (an SQLite database)",
        "geopackage",
    ))
}

#[cfg(feature = "kml")]
fn open_kml(file: &Arc<str>, text: Encoded) -> Result<Opened, Error> {
    Ok(Opened::held(kml::open(file, &text.load()?)?))
}

#[cfg(not(feature = "kml"))]
fn open_kml(file: &Arc<str>, _text: Encoded) -> Result<Opened, Error> {
    Err(content::missing_feature(file, "a KML file", "kml"))
}

#[cfg(feature = "parquet")]
fn open_parquet(file: &Arc<str>, origin: &Origin) -> Result<Opened, Error> {
    let (header, dataset) = parquet::open(file, origin.load()?)?;
    let rows = Rows::Parquet(dataset);
    Ok(Opened::new(header, rows))
}

#[cfg(not(feature = "parquet"))]
fn open_parquet(file: &Arc<str>, _origin: &Origin) -> Result<Opened, Error> {
    Err(content::missing_feature(file, "a Parquet file", "parquet"))
}

#[cfg(feature = "spreadsheet")]
fn open_workbook(
    file: &Arc<str>,
    origin: &Origin,
    format: Format,
    options: &ReadOptions,
) -> Result<Opened, Error> {
    let (header, table) = spreadsheet::open(file, origin.load()?, format, options)?;
    let rows = Rows::Workbook(table);
    Ok(Opened::new(header, rows))
}

#[cfg(not(feature = "spreadsheet"))]
fn open_workbook(
    file: &Arc<str>,
    _origin: &Origin,
    _format: Format,
    _options: &ReadOptions,
) -> Result<Opened, Error> {
    Err(content::missing_feature(
        file,
        "a spreadsheet",
        "spreadsheet",
    ))
}
