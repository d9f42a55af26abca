//! One table through the three formats gives the same columns.

use std::fmt::Write as _;

use super::testing::{read, regions_fgb, square};
use crate::format::Format;

fn ring(x: f64, y: f64) -> String {
    let vertices: Vec<String> = square(x, y)
        .iter()
        .map(|[x, y]| format!("[{x},{y}]"))
        .collect();
    format!("[{}]", vertices.join(","))
}

#[test]
fn three_formats_one_table() {
    let fgb = read(&regions_fgb(false)).unwrap();
    let mut csv = "name,code,share\n".to_owned();
    let mut geojson = r#"{"type":"FeatureCollection","features":["#.to_owned();
    for (row, name) in fgb.column("name").into_iter().enumerate() {
        let (code, share) = (fgb.column("code")[row], fgb.column("share")[row]);
        let x: f64 = share.parse::<f64>().unwrap() * 4.0;
        writeln!(csv, "{name},{code},{share}").unwrap();
        let name = if name.is_empty() {
            "null".to_owned()
        } else {
            format!("{name:?}")
        };
        let comma = if row == 0 { "" } else { "," };
        let polygons = format!("[[{}],[{},{}]]", ring(x, 0.0), ring(x, 5.0), ring(x, 7.0));
        write!(geojson, r#"{comma}{{"type":"Feature","properties":{{"name":{name},"code":{code},"share":{share}}},"geometry":{{"type":"MultiPolygon","coordinates":{polygons}}}}}"#).unwrap();
    }
    geojson.push_str("]}");
    let (csv, geojson) = (
        read(csv.as_bytes()).unwrap(),
        read(geojson.as_bytes()).unwrap(),
    );
    assert_eq!(
        [csv.header.format, geojson.header.format, fgb.header.format],
        [Format::Csv, Format::GeoJson, Format::FlatGeobuf]
    );
    assert_eq!(csv.header.columns, fgb.header.columns);
    assert_eq!(geojson.header.columns, fgb.header.columns);
    assert_eq!(csv.rows.columns, fgb.rows.columns);
    assert_eq!(geojson.rows.columns, fgb.rows.columns);
    assert_eq!(geojson.header.sample, fgb.header.sample);
    assert_eq!(geojson.rows.geometries, fgb.rows.geometries);
}
