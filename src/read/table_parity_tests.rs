//! One table of schools as CSV, JSON, JSON lines and, where the build reads them, a workbook and Parquet.

use super::testing::{Read, read};
use crate::format::Format;

/// The columns and two rows, with texts that only look like numbers, a blank field and a field over two lines.
const CSV: &str = "\
school_id,name,lat,students,net,opened
0042,\"Açaí \"\"I\"\"\",-9.5,120,true,2025-03-01
18446744073709551616,\"a,\nb\",0.30000000000000004,,false,
";

const JSON: &str = concat!(
    r#"[{"school_id":"0042","name":"A\u00e7aí \"I\"","lat":-9.5,"students":120,"net":true,"opened":"2025-03-01"},"#,
    r#"{"school_id":"18446744073709551616","name":"a,\nb","lat":0.30000000000000004,"students":null,"net":false}]"#
);

fn check(table: &Read, format: Format) {
    let csv = read(CSV.as_bytes()).unwrap();
    assert_eq!(table.header.format, format);
    assert_eq!(table.header.columns, csv.header.columns);
    assert_eq!(table.header.sample, csv.header.sample);
    assert_eq!(table.rows.columns, csv.rows.columns);
    assert_eq!(table.rows.geometries, csv.rows.geometries);
    assert_eq!(table.rows.refused, []);
}

#[test]
fn json_and_json_lines() {
    check(&read(JSON.as_bytes()).unwrap(), Format::Json);
    let lines = JSON.trim_matches(['[', ']']).replace("},{", "}\n{");
    check(&read(lines.as_bytes()).unwrap(), Format::Json);
    let page = format!(r#"{{"count":2,"results":{JSON}}}"#);
    check(&read(page.as_bytes()).unwrap(), Format::Json);
}

#[cfg(feature = "spreadsheet")]
#[test]
fn a_workbook() {
    use rust_xlsxwriter::{Format as Style, Workbook};

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["school_id", "name", "lat", "students", "net", "opened"]) {
        sheet.write(0, column, name).unwrap();
    }
    sheet.write(1, 0, "0042").unwrap();
    sheet.write(1, 1, "Açaí \"I\"").unwrap();
    sheet.write(1, 2, -9.5).unwrap();
    sheet.write(1, 3, 120).unwrap();
    sheet.write(1, 4, true).unwrap();
    let date = Style::new().set_num_format("yyyy-mm-dd");
    sheet.write_with_format(1, 5, 45_717, &date).unwrap();
    sheet.write(2, 0, "18446744073709551616").unwrap();
    sheet.write(2, 1, "a,\nb").unwrap();
    sheet.write(2, 2, 0.1 + 0.2).unwrap();
    sheet.write(2, 4, false).unwrap();
    let table = read(&book.save_to_buffer().unwrap()).unwrap();
    check(&table, Format::Xlsx);
    assert_eq!(table.rows.rows, [2, 3]);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet() {
    use std::sync::Arc;

    use ::parquet::data_type::{
        BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type,
    };
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    let schema = "message schools {
        required binary school_id (UTF8);
        required binary name (UTF8);
        required double lat;
        optional int64 students;
        required boolean net;
        optional int32 opened (DATE);
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::default());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    macro_rules! column {
        ($kind:ty, $values:expr, $levels:expr) => {
            let mut column = group.next_column().unwrap().unwrap();
            let typed = column.typed::<$kind>();
            typed.write_batch(&$values, $levels, None).unwrap();
            column.close().unwrap();
        };
    }
    let words = |words: [&str; 2]| words.map(ByteArray::from);
    column!(ByteArrayType, words(["0042", "18446744073709551616"]), None);
    column!(ByteArrayType, words(["Açaí \"I\"", "a,\nb"]), None);
    column!(DoubleType, [-9.5, 0.1 + 0.2], None);
    column!(Int64Type, [120], Some(&[1, 0]));
    column!(BoolType, [true, false], None);
    column!(Int32Type, [20_148], Some(&[1, 0]));
    group.close().unwrap();
    let table = read(&writer.into_inner().unwrap()).unwrap();
    check(&table, Format::Parquet);
    assert_eq!(table.rows.rows, [1, 2]);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_says_what_it_needs() {
    let message = super::testing::failure(b"PAR1\x15\x04");
    insta::assert_snapshot!(message, @"table: a Parquet file, which this build does not read: it is without the feature `parquet`");
}

#[cfg(not(feature = "spreadsheet"))]
#[test]
fn a_workbook_says_what_it_needs() {
    let message = super::testing::failure(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    insta::assert_snapshot!(message, @"table: a spreadsheet, which this build does not read: it is without the feature `spreadsheet`");
}
