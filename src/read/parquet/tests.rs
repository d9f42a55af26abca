//! Columns of every kind, geometries in every encoding, files that are damaged.

use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::errors::Result as Written;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;

use crate::read::testing::{Read, failure, mutants, read, square};
use crate::table::GeometryKind;

type Group<'g, 'w> = &'g mut SerializedRowGroupWriter<'w, Vec<u8>>;

/// A file of such a schema and metadata with so many row groups, each filled by `fill`.
fn file(
    schema: &str,
    geo: Option<&str>,
    n_groups: usize,
    fill: impl Fn(usize, Group<'_, '_>) -> Written<()>,
) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let geo = geo.map(|geo| vec![KeyValue::new("geo".to_owned(), geo.to_owned())]);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(geo)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for number in 0..n_groups {
        let mut group = writer.next_row_group().unwrap();
        fill(number, &mut group).unwrap();
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// Writes the next column: its values, and the levels where it has any.
fn column<D: DataType>(
    group: Group<'_, '_>,
    values: &[D::T],
    definitions: Option<&[i16]>,
    repetitions: Option<&[i16]>,
) -> Written<()> {
    let mut writer = group.next_column()?.unwrap();
    let typed = writer.typed::<D>();
    typed.write_batch(values, definitions, repetitions)?;
    writer.close()
}

fn words(words: &[&str]) -> Vec<ByteArray> {
    words.iter().map(|word| ByteArray::from(*word)).collect()
}

const TABLE: &str = "message schema {
    optional binary id (UTF8);
    required double lat;
    optional int32 students;
    required boolean net;
    required int64 seen (TIMESTAMP(MILLIS,true));
    optional group client { optional binary city (UTF8); }
    optional group tags (LIST) { repeated group list { optional binary element (UTF8); } }
}";

fn table(n_groups: usize) -> Vec<u8> {
    file(TABLE, None, n_groups, |_, group| {
        column::<ByteArrayType>(group, &words(&["007", "ção"]), Some(&[1, 0, 1]), None)?;
        column::<DoubleType>(group, &[-9.5, 1_208_002_025.0, f64::NAN], None, None)?;
        column::<Int32Type>(group, &[120], Some(&[0, 1, 0]), None)?;
        column::<BoolType>(group, &[true, false, true], None, None)?;
        column::<Int64Type>(group, &[0, 1, 1_740_832_496_000], None, None)?;
        column::<ByteArrayType>(group, &words(&["Nairobi"]), Some(&[0, 1, 2]), None)?;
        let (definitions, repetitions) = ([3, 2, 3, 0, 1], [0, 1, 1, 0, 0]);
        column::<ByteArrayType>(
            group,
            &words(&["a\"", "b"]),
            Some(&definitions),
            Some(&repetitions),
        )
    })
}

#[test]
fn columns_of_every_kind_are_text() {
    let table = read(&table(2)).unwrap();
    let names = [
        "id",
        "lat",
        "students",
        "net",
        "seen",
        "client.city",
        "tags",
    ];
    assert_eq!(table.header.columns, names);
    assert_eq!(table.rows.rows, [1, 2, 3, 4, 5, 6]);
    assert_eq!(table.column("id"), ["007", "", "ção", "007", "", "ção"]);
    let first = |name| table.column(name)[..3].to_vec();
    assert_eq!(first("lat"), ["-9.5", "1208002025", ""]);
    assert_eq!(first("students"), ["", "120", ""]);
    assert_eq!(first("net"), ["true", "false", "true"]);
    assert_eq!(
        first("seen"),
        [
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:00.001Z",
            "2025-03-01T12:34:56Z"
        ]
    );
    assert_eq!(first("client.city"), ["", "", "Nairobi"]);
    assert_eq!(first("tags"), [r#"["a\"",null,"b"]"#, "", ""]);
    assert_eq!(table.header.sample[0].len(), 6);
    assert_eq!(table.rows.geometries.kinds, vec![GeometryKind::Missing; 6]);
}

#[test]
fn many_rows_come_in_order() {
    let n_rows = 5_000;
    let schema = "message schema { required int64 number; }";
    let bytes = file(schema, None, 3, |group, writer| {
        let values: Vec<i64> = (0..n_rows)
            .map(|row| n_rows * i64::try_from(group).unwrap() + row)
            .collect();
        column::<Int64Type>(writer, &values, None, None)
    });
    let table = read(&bytes).unwrap();
    assert!(table.rows.rows.iter().copied().eq(1..=15_000));
    assert!(
        table
            .column("number")
            .iter()
            .enumerate()
            .all(|(row, text)| *text == row.to_string())
    );
    assert_eq!(table.header.sample[0].len(), 100);
}

#[test]
fn a_table_may_have_no_rows() {
    for n_groups in [0, 1] {
        let bytes = file(
            "message schema { required double lat; }",
            None,
            n_groups,
            |_, group| column::<DoubleType>(group, &[], None, None),
        );
        let table = read(&bytes).unwrap();
        assert_eq!(table.header.columns, ["lat"]);
        assert!(table.rows.rows.is_empty());
    }
}

#[test]
fn text_that_is_none_is_refused() {
    let bytes = file(
        "message schema { required binary id (UTF8); }",
        None,
        1,
        |_, group| {
            let values = [
                ByteArray::from("a"),
                ByteArray::from(vec![0xff]),
                ByteArray::from("b"),
            ];
            column::<ByteArrayType>(group, &values, None, None)
        },
    );
    let table = read(&bytes).unwrap();
    assert_eq!(
        (table.column("id"), table.rows.rows.clone()),
        (vec!["a", "b"], vec![1, 3])
    );
    assert_eq!(table.refusals(), [(2, "encoding")]);
    let message = &table.rows.refused[0].message;
    insta::assert_snapshot!(message, @"expected text in UTF-8, found bytes that are none");
}

fn geo(encoding: &str, crs: &str) -> String {
    format!(
        r#"{{"version":"1.1.0","primary_column":"geometry","columns":{{"geometry":{{"encoding":"{encoding}","geometry_types":[]{crs},"covering":{{"bbox":{{"xmin":["bbox","xmin"]}}}}}}}}}}"#
    )
}

fn point(x: f64, y: f64) -> ByteArray {
    let head = [1, 1, 0, 0, 0];
    let bytes = head
        .into_iter()
        .chain(x.to_le_bytes())
        .chain(y.to_le_bytes());
    ByteArray::from(bytes.collect::<Vec<u8>>())
}

fn points(crs: &str) -> Vec<u8> {
    let schema = "message schema {
        required int32 id;
        optional binary geometry;
        optional group bbox { required double xmin; }
    }";
    file(schema, Some(&geo("WKB", crs)), 1, |_, group| {
        column::<Int32Type>(group, &[1, 2, 3], None, None)?;
        let values = [point(36.5, -1.25), ByteArray::from(vec![1, 2])];
        column::<ByteArrayType>(group, &values, Some(&[1, 0, 1]), None)?;
        column::<DoubleType>(group, &[], Some(&[0, 0, 0]), None)
    })
}

#[test]
fn binary_geometries_are_no_columns() {
    let table = read(&points("")).unwrap();
    assert_eq!(table.header.columns, ["id"]);
    assert!(table.header.has_geometry);
    let [first, second, third] = &table.rows.geometries.kinds[..] else {
        panic!("three rows");
    };
    assert_eq!(
        (first, second),
        (&GeometryKind::Point, &GeometryKind::Missing)
    );
    assert!(matches!(third, GeometryKind::Broken(_)));
    assert_eq!(table.rows.geometries.points[0], [36.5, -1.25]);
}

#[test]
fn the_system_is_the_default_the_named_or_unknown() {
    let crs = |crs| read(&points(crs)).unwrap().header.crs;
    assert_eq!(crs("").as_deref(), Some("OGC:CRS84"));
    assert_eq!(crs(r#","crs":null"#), None);
    let arc_1960 = r#","crs":{"name":"Arc 1960","id":{"authority":"EPSG","code":21037}}"#;
    assert_eq!(crs(arc_1960).as_deref(), Some("EPSG:21037"));
}

/// The vertices of a square as two columns.
fn corners(x: f64) -> [Vec<f64>; 2] {
    let square = square(x, 0.0);
    [0, 1].map(|axis| square.iter().map(|vertex| vertex[axis]).collect())
}

fn native(encoding: &str, schema: &str, definitions: &[i16], repetitions: &[i16]) -> Read {
    let schema = format!("message schema {{ optional group geometry {schema} }}");
    let n_values = definitions
        .iter()
        .filter(|level| **level == *definitions.iter().max().unwrap())
        .count();
    let axis = |axis: usize| -> Vec<f64> {
        let all = (0..).flat_map(|number| corners(f64::from(number) * 2.0)[axis].clone());
        all.take(n_values).collect()
    };
    let bytes = file(&schema, Some(&geo(encoding, "")), 1, |_, group| {
        let repetitions = repetitions
            .iter()
            .any(|level| *level > 0)
            .then_some(repetitions);
        column::<DoubleType>(group, &axis(0), Some(definitions), repetitions)?;
        column::<DoubleType>(group, &axis(1), Some(definitions), repetitions)
    });
    read(&bytes).unwrap()
}

#[test]
fn native_points_are_two_columns() {
    let table = native(
        "point",
        "{ required double x; required double y; }",
        &[1, 0, 1],
        &[0, 0, 0],
    );
    assert_eq!(
        table.rows.geometries.points,
        [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]
    );
    let kinds = [
        GeometryKind::Point,
        GeometryKind::Missing,
        GeometryKind::Point,
    ];
    assert_eq!(table.rows.geometries.kinds, kinds);
}

#[test]
fn native_polygons_are_lists_of_lists() {
    let schema =
        "(LIST) { repeated group list { required group element (LIST) { repeated group list {
        required group element { required double x; required double y; } } } } }";
    let definitions = [[3; 10].as_slice(), &[0], &[3; 5]].concat();
    let mut repetitions = [2; 16];
    (
        repetitions[0],
        repetitions[5],
        repetitions[10],
        repetitions[11],
    ) = (0, 1, 0, 0);
    let table = native("polygon", schema, &definitions, &repetitions);
    let outlines = &table.rows.geometries.outlines;
    assert_eq!(
        (outlines.n_rows(), outlines.n_parts(), outlines.n_rings()),
        (3, 2, 3)
    );
    assert_eq!(outlines.ring(1), square(2.0, 0.0));
    assert_eq!(outlines.ring(2), square(4.0, 0.0));
    assert_eq!(table.rows.geometries.kinds[1], GeometryKind::Missing);
}

#[test]
fn native_multipolygons_have_parts() {
    let schema =
        "(LIST) { repeated group list { required group element (LIST) { repeated group list {
        required group element (LIST) { repeated group list {
        required group element { required double x; required double y; } } } } } } }";
    let mut repetitions = [3; 15];
    (repetitions[0], repetitions[5], repetitions[10]) = (0, 2, 1);
    let table = native("multipolygon", schema, &[4; 15], &repetitions);
    let outlines = &table.rows.geometries.outlines;
    assert_eq!(
        (outlines.n_rows(), outlines.n_parts(), outlines.n_rings()),
        (1, 2, 3)
    );
    assert_eq!(outlines.rings(outlines.parts(0).start).len(), 2);
}

#[test]
fn coordinates_may_stand_in_one_column() {
    let schema = "message schema { optional group geometry (LIST) { repeated group list {
        required double element; } } }";
    let bytes = file(schema, Some(&geo("point", "")), 1, |_, group| {
        let values = [1.0, 2.0, 99.0, 3.0, 4.0, 99.0];
        column::<DoubleType>(group, &values, Some(&[2; 6]), Some(&[0, 1, 1, 0, 1, 1]))
    });
    assert_eq!(
        read(&bytes).unwrap().rows.geometries.points,
        [[1.0, 2.0], [3.0, 4.0]]
    );
}

#[test]
fn metadata_that_lie_are_errors() {
    let schema = "message schema { optional binary geometry; }";
    let fill =
        |_: usize, group: Group<'_, '_>| column::<ByteArrayType>(group, &[], Some(&[0]), None);
    for (geo, word) in [
        ("{", "GeoParquet metadata"),
        ("{}", "none with a `primary_column`"),
        (
            r#"{"primary_column":"g","columns":{}}"#,
            "none on the column `g`",
        ),
        (
            r#"{"primary_column":"g","columns":{"g":{"encoding":"WKB"}}}"#,
            "a column `g` of well-known binary",
        ),
        (&geo("polygon", ""), "the encoding `polygon`"),
        (&geo("geoarrow.box", ""), "the encoding `geoarrow.box`"),
    ] {
        let message = failure(&file(schema, Some(geo), 1, fill));
        assert!(message.contains(word), "{geo}: {message}");
    }
}

#[test]
fn every_cut_is_an_error() {
    let bytes = table(1);
    for cut in (5..bytes.len()).step_by(7) {
        assert!(read(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn mutants_are_no_panic() {
    for bytes in [table(2), points("")] {
        for mutant in mutants(&bytes, 1_500, 20_261_122) {
            let _ = read(&mutant);
        }
    }
}
