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
