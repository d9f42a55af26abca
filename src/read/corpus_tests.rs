//! The corpora that the makers of formats test their own readers with: what each file gives, or why it gives nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::testing::{read_opened, shared};
use super::{ReadOptions, open, sources};
use crate::table::GeometryKind;

/// A line for every file of a folder.
fn told(folder: &str) -> Option<String> {
    let folder = shared(&format!("correctness/{folder}"))?;
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut lines = String::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        writeln!(lines, "{}", outcome(path)).unwrap();
    }
    Some(lines)
}

fn outcome(path: &Path) -> String {
    let source = &sources(&[path.to_str().unwrap().to_owned()]).unwrap()[0];
    let table = open(source, &ReadOptions::default()).and_then(read_opened);
    let table = match table {
        Ok(table) => table,
        Err(error) => return error.to_string(),
    };
    let kinds = &table.rows.geometries.kinds;
    let count = |name: &str, is_it: fn(&GeometryKind) -> bool| {
        let count = kinds.iter().filter(|kind| is_it(kind)).count();
        match count {
            0 => String::new(),
            _ => format!(", {count} {name}"),
        }
    };
    let refused = match table.rows.refused.len() {
        0 => String::new(),
        n_refused => format!(", {n_refused} refused"),
    };
    format!(
        "{}: {} of {} columns, {} rows{refused}{}{}{}{}",
        source.name,
        table.header.format,
        table.header.columns.len(),
        table.rows.rows.len(),
        count("outlines", |kind| *kind == GeometryKind::Polygonal),
        count("points", |kind| *kind == GeometryKind::Point),
        count("other geometries", |kind| matches!(
            kind,
            GeometryKind::Other(_)
        )),
        count("broken geometries", |kind| matches!(
            kind,
            GeometryKind::Broken(_)
        )),
    )
}

#[test]
fn of_flatgeobuf() {
    if let Some(told) = told("flatgeobuf/test/data") {
        insta::assert_snapshot!(told, @"
        UScounties.dbf: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found a dBASE table (.dbf); name the .shp beside it, or save it as CSV
        UScounties.prj: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found the description of a coordinate system (.prj)
        UScounties.shx: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found the index (.shx) of a Shapefile; name the .shp
        alldatatypes.fgb: flatgeobuf of 15 columns, 1 rows, 1 points
        binary_wkb.fgb: flatgeobuf of 2 columns, 1 rows
        clusterfuzz-testcase-minimized-fgb_fuzzer-4642513358553088: expected the first bytes of a FlatGeobuf file, found damaged or cut ones
        countries.dbf: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found a dBASE table (.dbf); name the .shp beside it, or save it as CSV
        countries.fgb: flatgeobuf of 2 columns, 179 rows, 179 outlines
        countries.geojson: geojson of 2 columns, 179 rows, 179 outlines
        countries.prj: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found the description of a coordinate system (.prj)
        countries.shp: shapefile of 2 columns, 179 rows, 179 outlines
        countries.shx: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found the index (.shx) of a Shapefile; name the .shp
        countries_nocrs.fgb: flatgeobuf of 2 columns, 179 rows, 179 outlines
        countries_nogeo.fgb: flatgeobuf of 2 columns, 179 rows
        empty.fgb: flatgeobuf of 6 columns, 0 rows
        heterogeneous.fgb: flatgeobuf of 0 columns, 3 rows, 1 outlines, 1 points, 1 other geometries
        mp_overlapping.fgb: flatgeobuf of 0 columns, 2 rows, 2 outlines
        no_properties.fgb: flatgeobuf of 0 columns, 1 rows, 1 points
        poly00.fgb: flatgeobuf of 3 columns, 10 rows, 10 outlines
        poly01.fgb: flatgeobuf of 3 columns, 10 rows, 10 outlines
        states.geojson: geojson of 22 columns, 49 rows, 49 outlines
        tiger_roads.geojson: geojson of 2 columns, 8333 rows, 8333 other geometries
        topp_states.fgb: expected delimited text, JSON, GeoJSON, TopoJSON, FlatGeobuf, Parquet, a Shapefile, a GeoPackage, KML, a spreadsheet or a zip archive, found FlatGeobuf version 2; only version 3 is read
        unknown_feature_count.fgb: flatgeobuf of 6 columns, 1 rows, 1 outlines
        ");
    }
    if let Some(told) = told("flatgeobuf/test/data/surface") {
        insta::assert_snapshot!(told, @"triangle.fgb: flatgeobuf of 0 columns, 1 rows, 1 other geometries");
    }
    if let Some(told) = told("flatgeobuf/src/cpp/test/fixtures") {
        insta::assert_snapshot!(told, @"
        bahamas.geojson: geojson of 1 columns, 1 rows, 1 outlines
        linestring.geojson: geojson of 0 columns, 1 rows, 1 other geometries
        multilinestring.geojson: geojson of 0 columns, 1 rows, 1 other geometries
        multilinestringsingle.geojson: geojson of 0 columns, 1 rows, 1 other geometries
        multipoint.geojson: geojson of 0 columns, 1 rows, 1 other geometries
        multipolygon.geojson: geojson of 0 columns, 1 rows, 1 outlines
        multipolygonsingle.geojson: geojson of 0 columns, 1 rows, 1 outlines
        point.geojson: geojson of 0 columns, 1 rows, 1 points
        points.geojson: geojson of 0 columns, 4 rows, 4 points
        poly_landmarks.geojson: geojson of 0 columns, 85 rows, 85 outlines
        polygon.geojson: geojson of 0 columns, 1 rows, 1 outlines
        polygonwithhole.geojson: geojson of 0 columns, 1 rows, 1 outlines
        properties.geojson: geojson of 3 columns, 1 rows, 1 points
        ");
    }
    if let Some(told) = told("flatgeobuf/src/go") {
        insta::assert_snapshot!(told, @"poly_landmarks.fgb: flatgeobuf of 0 columns, 85 rows, 85 outlines");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn of_geoparquet() {
    if let Some(told) = told("geoparquet/test_data") {
        insta::assert_snapshot!(told, @"
        data-linestring-encoding_wkb.parquet: parquet of 1 columns, 3 rows, 1 other geometries
        data-linestring-wkt.csv: csv of 2 columns, 3 rows
        data-multilinestring-encoding_wkb.parquet: parquet of 1 columns, 4 rows, 2 other geometries
        data-multilinestring-wkt.csv: csv of 2 columns, 4 rows
        data-multipoint-encoding_wkb.parquet: parquet of 1 columns, 4 rows, 1 points, 1 other geometries
        data-multipoint-wkt.csv: csv of 2 columns, 4 rows
        data-multipolygon-encoding_wkb.parquet: parquet of 1 columns, 5 rows, 3 outlines
        data-multipolygon-wkt.csv: csv of 2 columns, 5 rows
        data-point-encoding_wkb.parquet: parquet of 1 columns, 4 rows, 2 points
        data-point-wkt.csv: csv of 2 columns, 4 rows
        data-polygon-encoding_wkb.parquet: parquet of 1 columns, 4 rows, 2 outlines
        data-polygon-wkt.csv: csv of 2 columns, 4 rows
        ");
    }
    if let Some(told) = told("geoparquet/examples") {
        insta::assert_snapshot!(told, @"
        example.csv: csv of 6 columns, 5 rows
        example.parquet: parquet of 5 columns, 5 rows, 5 outlines
        example_metadata.json: json of 27 columns, 1 rows
        example_metadata_point.json: json of 4 columns, 1 rows
        ");
    }
}

#[test]
fn of_delimited_text() {
    if let Some(told) = told("csv/examples/data") {
        insta::assert_snapshot!(told, @r#"
        smallpop-colon.csv: csv of 1 columns, 10 rows
        smallpop-no-headers.csv: csv of 4 columns, 9 rows
        smallpop.csv: csv of 4 columns, 10 rows
        strange.csv:1: expected a delimiter ',' or a line end after the closing quote " of the field that begins on this line (a quote inside it is doubled), found 'H'
        uspop-latin1.csv: csv of 5 columns, 100 rows
        uspop-null.csv: csv of 5 columns, 100 rows
        uspop.csv: csv of 5 columns, 100 rows
        "#);
    }
    if let Some(told) = told("csv/examples/data/bench") {
        insta::assert_snapshot!(told, @"
        gtfs-mbta-stop-times.csv: csv of 9 columns, 9999 rows
        nfl.csv: csv of 13 columns, 9999 rows
        worldcitiespop.csv: csv of 7 columns, 20000 rows
        ");
    }
}
