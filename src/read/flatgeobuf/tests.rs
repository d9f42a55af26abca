//! Files by the crate's writer and by others; cuts, and bytes too many.

use std::fs;

use ::flatgeobuf::geozero::{ColumnValue, PropertyProcessor};
use ::flatgeobuf::{ColumnType, FallibleStreamingIterator, FgbReader, FgbWriter, GeometryType};

use crate::read::testing::{Polygons, failure, read, regions_fgb, shared, square};
use crate::table::GeometryKind;

#[test]
fn a_file_of_the_writer_is_read_with_and_without_index() {
    for write_index in [false, true] {
        let table = read(&regions_fgb(write_index)).unwrap();
        assert_eq!(table.header.columns, ["name", "code", "share"]);
        assert_eq!(table.header.crs.as_deref(), Some("EPSG:4326"));
        assert_eq!(table.rows.rows, [1, 2, 3]);
        let mut rows: Vec<(&str, &str)> = table
            .column("code")
            .into_iter()
            .zip(table.column("name"))
            .collect();
        rows.sort_unstable();
        assert_eq!(
            rows,
            [("1100000", "Açaí"), ("1100001", ""), ("1100002", "Óbidos")]
        );
        let outlines = &table.rows.geometries.outlines;
        assert_eq!(
            (
                outlines.n_parts(),
                outlines.n_rings(),
                outlines.n_vertices()
            ),
            (6, 9, 45)
        );
        assert_eq!(
            table.rows.geometries.kinds,
            vec![GeometryKind::Polygonal; 3]
        );
    }
}

#[test]
fn every_cut_is_an_error_and_so_is_every_byte_too_many() {
    for write_index in [false, true] {
        let bytes = regions_fgb(write_index);
        // Shorter ones are text like any other.
        for cut in 4..bytes.len() {
            assert!(
                read(&bytes[..cut]).is_err(),
                "index {write_index}, cut at {cut}"
            );
        }
        for more in [&b"\0"[..], b"\0\0\0\0", b"\n"] {
            assert!(failure(&[&bytes, more].concat()).contains("the end of the file"));
        }
    }
}

#[test]
fn all_column_types_are_text() {
    let values = [
        (ColumnType::Byte, ColumnValue::Byte(-8), "-8"),
        (ColumnType::UByte, ColumnValue::UByte(200), "200"),
        (ColumnType::Bool, ColumnValue::Bool(true), "true"),
        (ColumnType::Short, ColumnValue::Short(-300), "-300"),
        (ColumnType::UShort, ColumnValue::UShort(60_000), "60000"),
        (ColumnType::Int, ColumnValue::Int(-70_000), "-70000"),
        (
            ColumnType::UInt,
            ColumnValue::UInt(4_000_000_000),
            "4000000000",
        ),
        (
            ColumnType::Long,
            ColumnValue::Long(i64::MIN),
            "-9223372036854775808",
        ),
        (
            ColumnType::ULong,
            ColumnValue::ULong(u64::MAX),
            "18446744073709551615",
        ),
        (ColumnType::Float, ColumnValue::Float(0.1), "0.1"),
        (
            ColumnType::Double,
            ColumnValue::Double(1_208_002_025.0),
            "1208002025",
        ),
        (ColumnType::String, ColumnValue::String("São"), "São"),
        (ColumnType::Json, ColumnValue::Json("[1]"), "[1]"),
        (
            ColumnType::DateTime,
            ColumnValue::DateTime("2026-01-31T00:00:00Z"),
            "2026-01-31T00:00:00Z",
        ),
        (ColumnType::Binary, ColumnValue::Binary(&[1, 255]), "01ff"),
    ];
    let mut writer = FgbWriter::create("t", GeometryType::MultiPolygon).unwrap();
    for (kind, ..) in &values {
        writer.add_column(&format!("c{}", kind.0), *kind, |_, _| {});
    }
    let polygons = Polygons(vec![vec![square(0.0, 0.0)]]);
    writer
        .add_feature_geom(polygons, |feature| {
            for (column, (kind, value, _)) in values.iter().enumerate() {
                feature
                    .property(column, &format!("c{}", kind.0), value)
                    .unwrap();
            }
        })
        .unwrap();
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    let table = read(&bytes).unwrap();
    for (column, (.., text)) in table.rows.columns.iter().zip(&values) {
        assert_eq!(column.get(0), *text);
    }
}

#[test]
fn broken_coordinates_leave_the_row() {
    let mut writer = FgbWriter::create("t", GeometryType::MultiPolygon).unwrap();
    for y in [0.0, f64::NAN] {
        let polygons = Polygons(vec![vec![square(0.0, 0.0)], vec![square(0.0, y)]]);
        writer.add_feature_geom(polygons, |_| {}).unwrap();
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    let table = read(&bytes).unwrap();
    let is_broken = |kind: &GeometryKind| matches!(kind, GeometryKind::Broken(_));
    let kinds = &table.rows.geometries.kinds;
    assert_eq!(kinds.iter().filter(|kind| is_broken(kind)).count(), 1);
    assert_eq!(table.rows.geometries.outlines.n_vertices(), 10);
}

/// How many features the crate's own reader finds, and how many columns.
fn oracle(bytes: &[u8]) -> (usize, usize) {
    let reader = FgbReader::open(bytes).unwrap();
    let n_columns = reader.header().columns().map_or(0, |columns| columns.len());
    let mut features = reader.select_all_seq().unwrap();
    let mut n_rows = 0;
    while features.next().unwrap().is_some() {
        n_rows += 1;
    }
    (n_rows, n_columns)
}

#[test]
fn files_of_other_writers_are_read() {
    for name in [
        "test/data/alldatatypes.fgb",
        "test/data/binary_wkb.fgb",
        "test/data/countries.fgb",
        "test/data/countries_nocrs.fgb",
        "test/data/countries_nogeo.fgb",
        "test/data/empty.fgb",
        "test/data/heterogeneous.fgb",
        "test/data/mp_overlapping.fgb",
        "test/data/no_properties.fgb",
        "test/data/poly00.fgb",
        "test/data/poly01.fgb",
        "test/data/surface/triangle.fgb",
        "test/data/unknown_feature_count.fgb",
        "src/go/poly_landmarks.fgb",
    ] {
        let Some(path) = shared(&format!("correctness/flatgeobuf/{name}")) else {
            return;
        };
        let bytes = fs::read(path).unwrap();
        let table = read(&bytes).unwrap();
        let found = (table.rows.rows.len(), table.header.columns.len());
        assert_eq!(table.rows.refused, [], "{name}");
        assert_eq!(found, oracle(&bytes), "{name}");
    }
}

#[test]
fn fuzzed_and_older_files_are_refused() {
    for name in [
        "clusterfuzz-testcase-minimized-fgb_fuzzer-4642513358553088",
        "topp_states.fgb", // version 2
    ] {
        if let Some(path) = shared(&format!("correctness/flatgeobuf/test/data/{name}")) {
            assert!(read(&fs::read(path).unwrap()).is_err(), "{name}");
        }
    }
}
