//! Documents of every shape, features that are refused, texts that are none.

use std::fs;

use crate::read::ReadOptions;
use crate::read::testing::{Read, failure, read, read_part, read_with, shared};
use crate::table::GeometryKind;

fn json(text: &str) -> Read {
    read(text.as_bytes()).unwrap()
}

/// A collection of one feature with that geometry.
fn of_geometry(geometry: &str) -> Read {
    json(&format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":null,"geometry":{geometry}}}]}}"#
    ))
}

fn kind(geometry: &str) -> GeometryKind {
    of_geometry(geometry).rows.geometries.kinds[0].clone()
}

const POINT: &str = r#"{"type":"Feature","id":7,"properties":{"a":"x"},"geometry":{"type":"Point","coordinates":[1.5,-2]}}"#;

#[test]
fn every_frame_gives_its_features() {
    let collection =
        |before: &str, after: &str| format!(r#"{{{before}"features":[{POINT},{POINT}]{after}}}"#);
    let kind = r#""type":"FeatureCollection""#;
    let one = format!("{{{kind},\"features\":[{POINT}]}}");
    for text in [
        collection(&format!("{kind},"), ""),
        collection("", &format!(",{kind}")),
        collection(
            &format!(r#""bbox":[1,2,3,4],"name":"a[b\"]{{",{kind},"#),
            r#","x":{"features":[]}"#,
        ),
        format!("\u{feff} {}\n\n", collection(&format!("{kind},"), "")),
        format!("{POINT}\n{POINT}\n"),
        format!("{POINT}\r\n\r\n{POINT}"),
        format!("\u{1e}{POINT}\n\u{1e}{POINT}\n"),
        format!("\u{1e}{POINT}\u{1e}{POINT}"),
        format!(
            "\u{1e}\u{1e}{}\n\u{1e}\n{POINT}",
            POINT.replace(',', ",\r\n  ")
        ),
        format!("{one}{one}"),
        format!("\u{1e}{one}\n\u{1e}{one}\n"),
        format!(r#"{{"a":1,"b":{{"type":"FeatureCollection","features":[{POINT},{POINT}]}}}}"#),
    ] {
        let table = json(&text);
        assert_eq!(table.header.columns, ["a", "id"], "{text}");
        assert_eq!(table.rows.rows, [1, 2]);
        assert_eq!(table.column("a"), ["x", "x"]);
        assert_eq!(table.column("id"), ["7", "7"]);
        assert_eq!(table.rows.geometries.points, [[1.5, -2.0]; 2]);
    }
}

#[test]
fn no_features_and_bare_geometries_are_tables_too() {
    let table = json(r#"{"type":"FeatureCollection","features":[]}"#);
    assert!(table.rows.rows.is_empty() && table.header.columns.is_empty());
    let table = json(r#"{"type":"Point","coordinates":[1,2]}"#);
    assert_eq!(table.rows.geometries.points, [[1.0, 2.0]]);
}

#[test]
fn texts_that_are_not_one_geojson_are_errors() {
    let collection = format!(r#"{{"type":"FeatureCollection","features":[{POINT}]}}"#);
    for (text, word) in [
        (format!("{collection}\n{POINT}"), "nothing but FeatureCollections"),
        (format!("{collection} x"), "`x` at byte"),
        (format!("{collection},"), "`,` at byte"),
        (format!("{POINT}{POINT}"), "the end of the file"),
        (format!("{POINT}\n{collection}"), "a Feature after a Feature"),
        (format!("{POINT}\n{{}}"), "a Feature after a Feature"),
        (format!("{POINT}\n[1]"), "a Feature after a Feature"),
        (format!("[{POINT}]"), "found a JSON array"),
        (r#"{"type":"Topology","objects":{}}"#.to_owned(), "found no objects"),
        (r#"{"type":"FeatureCollection" "a":1}"#.to_owned(), "expected `,`"),
        (r#"{"type":"FeatureCollection"}"#.to_owned(), "an array `features`"),
        (r#"{"type":"FeatureCollection","features":{}}"#.to_owned(), "an array `features`"),
        (r#"{"type":"FeatureCollection","features":[],"features":[]}"#.to_owned(), "a second one"),
        (r#"{"type":"FeatureCollection","features":[],"\u0066eatures":[]}"#.to_owned(), "a second one"),
        (r#"{"type":"FeatureCollection","features":[],"x":01}"#.to_owned(), "expected JSON"),
        (r#"{"type":"FeatureCollection","features":[{"type":"Feature",}]}"#.to_owned(), "table:1: "),
        (r#"{"type":"FeatureCollection","features":[nul]}"#.to_owned(), "table:1: expected JSON"),
        (r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":[}]}}]}"#.to_owned(), "expected"),
        (format!(r#"{{"type":"FeatureCollection","features":[{}1{}]}}"#, "[".repeat(65), "]".repeat(65)), "at most 64 levels"),
    ] {
        let message = failure(text.as_bytes());
        assert!(message.contains(word), "{text}: {message}");
    }
}

#[test]
fn one_collection_of_several_is_named() {
    let text = format!(
        r#"{{ "Fylke": {{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:25833"}}}},"features":[{POINT}]}},
        "Grense": {{"type":"FeatureCollection","features":[{POINT},{POINT}]}}, "x":[] }}"#
    );
    let table = read_part(text.as_bytes(), "Fylke").unwrap();
    assert_eq!(table.header.crs.as_deref(), Some("EPSG:25833"));
    assert_eq!(table.rows.rows, [1]);
    let table = read_part(text.as_bytes(), "Grense").unwrap();
    assert_eq!((table.header.crs, table.rows.rows), (None, vec![1, 2]));
    insta::assert_snapshot!(failure(text.as_bytes()), @"table: expected one dataset, or its name after the file's: FILE#NAME, found the collections `Fylke`, `Grense`");
    insta::assert_snapshot!(read_part(POINT.as_bytes(), "x").unwrap_err(), @"table: expected a file with a part `x`, found GeoJSON, which has no parts");
    for cut in 0..text.len() {
        assert!(
            read_part(&text.as_bytes()[..cut], "Fylke").is_err(),
            "cut at {cut}"
        );
    }
}

#[test]
fn collections_in_different_systems_are_no_table() {
    let plain = r#"{"type":"FeatureCollection","features":[]}"#;
    let metres = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25833"}},"features":[]}"#;
    insta::assert_snapshot!(failure(format!("{plain}{metres}").as_bytes()), @"table: expected one coordinate system for all collections of a file, found several");
}

#[test]
fn every_cut_of_a_document_is_an_error() {
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name"}},"features":[{POINT}, {POINT}],"name":"a[b"}}"#
    );
    for cut in 0..text.len() {
        assert!(read(&text.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
    for cut in 0..POINT.len() {
        assert!(read(&POINT.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn a_sequence_is_cut_between_its_texts_alone() {
    for separator in ["", "\u{1e}"] {
        let text = format!("{separator}{POINT}\n").repeat(2);
        let first = separator.len() + POINT.len();
        for cut in 0..text.trim_end().len() {
            let is_between = (first..=first + 1 + separator.len()).contains(&cut);
            let is_read = read(&text.as_bytes()[..cut]).is_ok();
            assert_eq!(is_read, is_between, "cut at {cut}");
        }
    }
}

#[test]
fn features_that_are_no_rows_are_refused() {
    let features = [
        r#"{"type":"Feature","properties":{"a":1},"geometry":null}"#,
        r#"{"type":"Feature","properties":[1],"geometry":null}"#,
        r#"{"type":"Point","coordinates":[1,2]}"#,
        "5",
        r#"{"type":"Feature","properties":{"a":1,"\u0061":2},"geometry":null}"#,
        r#"{"type":"Feature","properties":{"a":"\ud800"},"geometry":null}"#,
        r#"{"type":"Feature","properties":null,"properties":null}"#,
        r#"{"type":"Feature"}"#,
    ];
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    let table = json(&text);
    assert_eq!(table.rows.rows, [1, 8]);
    assert_eq!(table.column("a"), ["1", ""]);
    let checks: Vec<&str> = table.refusals().iter().map(|(_, check)| *check).collect();
    assert_eq!(
        checks,
        [
            "structure",
            "structure",
            "structure",
            "structure",
            "encoding",
            "structure"
        ]
    );
    assert_eq!(
        table.rows.refused[3].message,
        "expected one property `a`, found two"
    );
}

#[test]
fn damaged_bytes_refuse_the_feature() {
    let good = r#"{"type":"Feature","properties":{"a":"éééééééééé"},"geometry":null}"#;
    let (start, bad) = good.split_once("éé").unwrap();
    let mut bytes = format!("{good}\n{start}").into_bytes();
    bytes.push(0xe9);
    bytes.extend_from_slice(bad.as_bytes());
    let table = read(&bytes).unwrap();
    assert_eq!(table.refusals(), [(2, "encoding")]);
    assert_eq!(table.rows.rows, [1]);
}

#[test]
fn latin_1_is_decoded() {
    let text = r#"{"type":"Feature","properties":{"a":"São Tomé"},"geometry":null}"#;
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    assert_eq!(read(&bytes).unwrap().column("a"), ["São Tomé"]);
    let options = ReadOptions {
        encoding: Some("latin1".to_owned()),
        ..ReadOptions::default()
    };
    assert_eq!(
        read_with(&bytes, &options).unwrap().column("a"),
        ["São Tomé"]
    );
}

#[test]
fn values_are_text() {
    let table = json(
        r#"{"type":"Feature","properties":{"s":"a\"b\u00e9\n","n":1208002025.0,"big":18446744073709551616,"t":true,"z":null,"o":{"k": [1]}},"geometry":null}"#,
    );
    assert_eq!(table.header.columns, ["s", "n", "big", "t", "z", "o"]);
    let fields: Vec<&str> = table
        .rows
        .columns
        .iter()
        .map(|column| column.get(0))
        .collect();
    assert_eq!(
        fields,
        [
            "a\"bé\n",
            "1208002025.0",
            "18446744073709551616",
            "true",
            "",
            r#"{"k": [1]}"#
        ]
    );
}

#[test]
fn columns_are_the_union_in_order() {
    let table = json(concat!(
        r#"{"type":"Feature","properties":{"b":1,"a":2},"geometry":null}"#,
        "\n",
        r#"{"type":"Feature","id":"x","properties":{"a":3,"c":4},"geometry":null}"#,
        "\n",
        r#"{"type":"Feature","id":"y","properties":{"id":5},"geometry":null}"#,
    ));
    assert_eq!(table.header.columns, ["b", "a", "c", "id"]);
    assert_eq!(table.column("a"), ["2", "3", ""]);
    assert_eq!(table.column("id"), ["", "", "5"]);
}

#[test]
fn the_old_crs_is_told() {
    let crs = |crs: &str| {
        json(&format!(
            r#"{{"type":"FeatureCollection","crs":{crs},"features":[]}}"#
        ))
        .header
        .crs
    };
    let name = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25833"}}"#;
    assert_eq!(crs(name).as_deref(), Some("urn:ogc:def:crs:EPSG::25833"));
    assert_eq!(
        crs(r#"{"type":"EPSG","properties":{"code":4326}}"#).as_deref(),
        Some("EPSG:4326")
    );
    assert_eq!(crs("null"), None);
}

#[test]
fn polygons_keep_their_vertices() {
    let table = of_geometry(
        r#"{"coordinates":[[[[0,0,9],[1,0],[0.1,1e0],[0,0]],[[5,5],[6,5],[5,6],[5,5]]],[],[[[8,8],[9,8],[8,9]]]],"type":"MultiPolygon"}"#,
    );
    let outlines = &table.rows.geometries.outlines;
    assert_eq!(table.rows.geometries.kinds, [GeometryKind::Polygonal]);
    assert_eq!(
        (
            outlines.n_parts(),
            outlines.n_rings(),
            outlines.n_vertices()
        ),
        (2, 3, 11)
    );
    assert_eq!(
        outlines.ring(0),
        [[0.0, 0.0], [1.0, 0.0], [0.1, 1.0], [0.0, 0.0]]
    );
    assert_eq!(outlines.ring(2).len(), 3);
}

#[test]
fn kinds_of_geometry() {
    let polygon = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}"#;
    let point = r#"{"type":"Point","coordinates":[1,2]}"#;
    let line = r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#;
    let collection =
        |parts: &str| format!(r#"{{"type":"GeometryCollection","geometries":[{parts}]}}"#);
    assert_eq!(kind("null"), GeometryKind::Missing);
    assert_eq!(
        kind(r#"{"type":"Polygon","coordinates":[]}"#),
        GeometryKind::Missing
    );
    assert_eq!(
        kind(r#"{"type":"Point","coordinates":[]}"#),
        GeometryKind::Missing
    );
    assert_eq!(
        kind(r#"{"type":"MultiPoint","coordinates":[[1,2]]}"#),
        GeometryKind::Point
    );
    assert_eq!(
        kind(r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
        GeometryKind::Other("MultiPoint".to_owned())
    );
    assert_eq!(kind(line), GeometryKind::Other("LineString".to_owned()));
    assert_eq!(
        kind(&collection(&format!(
            "{line},{polygon},{}",
            collection(polygon)
        ))),
        GeometryKind::Polygonal
    );
    assert_eq!(
        kind(&collection(&format!("{point},{line}"))),
        GeometryKind::Point
    );
    assert_eq!(kind(&collection("")), GeometryKind::Missing);
    for broken in [
        r#"{"type":"Point","coordinates":[1]}"#,
        r#"{"type":"Point","coordinates":[1e400,2]}"#,
        r#"{"type":"Point","coordinates":[null,2]}"#,
        r#"{"type":"Point","coordinates":["1",2]}"#,
        r#"{"type":"Polygon","coordinates":[[[1,2],[3]]]}"#,
        r#"{"type":"Polygon","coordinates":[[1,2],[3,4]]}"#,
        r#"{"type":"Circle","coordinates":[1,2]}"#,
        r#"{"type":"Point"}"#,
        r#"{"coordinates":[1,2]}"#,
        "7",
        "[1,2]",
    ] {
        assert!(matches!(kind(broken), GeometryKind::Broken(_)), "{broken}");
    }
}

#[test]
fn a_broken_geometry_leaves_no_vertices() {
    let good =
        r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1]]]}}"#;
    let bad = r#"{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[7,7],[8,7],[7,8]]],[[[9,9],[9]]]]}}"#;
    let table = json(&format!("{good}\n{bad}\n{good}"));
    assert_eq!(table.rows.geometries.outlines.n_vertices(), 6);
    assert_eq!(table.rows.geometries.outlines.parts(1).len(), 0);
}

#[test]
fn numbers_are_exact() {
    for number in [
        "0.1",
        "-46.63333333333333",
        "3.0000000000000004e-5",
        "123456789012345678901234567890e-28",
        "8.41",
    ] {
        let table = of_geometry(&format!(r#"{{"type":"Point","coordinates":[{number},0]}}"#));
        assert_eq!(
            table.rows.geometries.points[0][0],
            number.parse::<f64>().unwrap()
        );
    }
}

#[test]
fn the_json_test_suite_is_told_apart() {
    let Some(folder) = shared("correctness/json_test_suite/test_parsing") else {
        return;
    };
    let (mut n_accepted, mut n_refused) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let value = fs::read(entry.path()).unwrap();
        let mut text =
            br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"#
                .to_vec();
        text.extend_from_slice(&value);
        text.extend_from_slice(br#"},"geometry":null}]}"#);
        let result = read(&text);
        if name.starts_with("n_") {
            let has_row = result.is_ok_and(|table| !table.rows.rows.is_empty());
            assert!(!has_row, "{name}");
            n_refused += 1;
        } else if name.starts_with("y_") {
            assert_eq!(result.unwrap().rows.rows, [1], "{name}");
            n_accepted += 1;
        }
        if let Some(b'{' | b'[') = value.trim_ascii_start().first() {
            let result = read(&value);
            assert!(!name.starts_with("y_") || result.is_ok(), "{name}");
            let has_row = result.is_ok_and(|table| !table.rows.rows.is_empty());
            assert!(!name.starts_with("n_") || !has_row, "{name}");
        }
    }
    assert!(
        n_accepted > 90 && n_refused > 180,
        "{n_accepted} {n_refused}"
    );
}
