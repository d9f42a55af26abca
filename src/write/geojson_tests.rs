use serde_json::Value as Json;

use super::super::fixture::{
    NestedRing, outline_frame, outlines, rectangle, region, text, vertices_in,
};
use super::*;
use crate::lonlat::LonLat;
use crate::table::{Column, FrameGeometry, Nesting, Outlines};

fn written(frame: &Frame<'_>, decimals: Decimals) -> String {
    let mut file = Vec::new();
    let features = geojson(frame, decimals, &mut file).unwrap();
    assert_eq!(features, frame.n_rows as u64);
    String::from_utf8(file).unwrap()
}

fn parsed(shapes: &(Outlines, Nesting), decimals: Decimals) -> Json {
    serde_json::from_str(&written(&outline_frame(shapes), decimals)).unwrap()
}

fn coordinates(shapes: &(Outlines, Nesting), decimals: Decimals) -> Json {
    parsed(shapes, decimals)["features"][0]["geometry"]["coordinates"].clone()
}

fn row(ring: Vec<RawLonLat>) -> Vec<Vec<NestedRing>> {
    vec![vec![(0, ring)]]
}

#[test]
fn a_file_reads_as_one_feature_a_line() {
    let shapes = outlines(&[
        row(rectangle(0.123_456_789, 0.0, 2.0, 1.0)),
        Vec::new(),
        row(rectangle(-3.0, -1.0, -2.0, 0.0)),
    ]);
    let frame = Frame {
        columns: vec![
            (
                "region \"id\"".to_owned(),
                text(&["A\nB", "", "é\u{1}\u{2028}"]),
            ),
            (
                "n".to_owned(),
                Column::Integer(vec![Some(i64::MIN), None, Some(7)].into()),
            ),
            (
                "share".to_owned(),
                Column::Real(vec![Some(1.0), Some(f64::NAN), Some(1e-9)].into()),
            ),
        ],
        ..outline_frame(&shapes)
    };
    let expected = [
        r#"{"type":"FeatureCollection","bbox":[-3,-1,2,1],"features":["#,
        concat!(
            r#"{"type":"Feature","properties":{"region \"id\"":"A\nB","n":-9223372036854775808,"share":1.0},"#,
            r#""geometry":{"type":"MultiPolygon","coordinates":[[[[0.1234568,0],[2,0],[2,1],[0.1234568,1],[0.1234568,0]]]]}},"#
        ),
        r#"{"type":"Feature","properties":{"region \"id\"":null,"n":null,"share":null},"geometry":null},"#,
        concat!(
            "{\"type\":\"Feature\",\"properties\":{\"region \\\"id\\\"\":\"é\\u0001\u{2028}\",\"n\":7,\"share\":0.000000001},",
            r#""geometry":{"type":"MultiPolygon","coordinates":[[[[-3,-1],[-2,-1],[-2,0],[-3,0],[-3,-1]]]]}}"#
        ),
        "]}",
        "",
    ];
    let file = written(&frame, Decimals::Seven);
    assert_eq!(file.split('\n').collect::<Vec<_>>(), expected);
}

#[test]
fn no_rows_and_no_geometry_are_still_a_collection() {
    let file = written(&outline_frame(&outlines(&[])), Decimals::Seven);
    assert_eq!(file, "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
    let frame = Frame {
        name: "t".to_owned(),
        n_rows: 1,
        columns: Vec::new(),
        geometry: FrameGeometry::None,
    };
    let collection: Json = serde_json::from_str(&written(&frame, Decimals::Full)).unwrap();
    assert!(collection["features"][0]["geometry"].is_null());
    assert!(collection.get("bbox").is_none());
}

#[test]
fn rounding_drops_repeats_and_slivers_but_no_last_ring() {
    let tiny = vec![[5.0, 5.0], [5.000_000_01, 5.0], [5.0, 5.000_000_02]];
    let repeated = vec![[0.0, 0.0], [0.000_000_01, 0.0], [1.0, 0.0], [0.0, 1.0]];
    let both = outlines(&[vec![vec![(0, tiny.clone())], vec![(0, repeated)]]]);
    let expected = serde_json::json!([[[[0, 0], [1, 0], [0, 1], [0, 0]]]]);
    assert_eq!(coordinates(&both, Decimals::Seven), expected);
    assert_eq!(
        coordinates(&both, Decimals::Full).as_array().unwrap().len(),
        2
    );

    let last = coordinates(&region(vec![(0, tiny)]), Decimals::Seven);
    let exact = serde_json::json!([[[[5, 5], [5.000_000_01, 5], [5, 5.000_000_02], [5, 5]]]]);
    assert_eq!(last, exact);
}

#[test]
fn full_decimals_read_back_to_the_bit() {
    let ring = vec![
        [0.1 + 0.2, 1.0 / 3.0],
        [179.999_999_999_999_97, 0.0],
        [1e-9, 89.9],
    ];
    let shapes = region(vec![(0, ring.clone())]);
    let file = written(&outline_frame(&shapes), Decimals::Full);
    let coordinates = file.split("coordinates\":").nth(1).unwrap();
    let coordinates = coordinates.split('}').next().unwrap();
    assert_eq!(vertices_in(coordinates)[..3], ring);
}

#[test]
fn a_region_across_the_antimeridian_is_cut_and_the_box_is_plain() {
    let fiji = vec![
        [177.0, -19.0],
        [181.0, -19.0],
        [181.0, -16.0],
        [177.0, -16.0],
    ];
    let collection = parsed(&region(vec![(0, fiji)]), Decimals::Seven);
    let polygons = &collection["features"][0]["geometry"]["coordinates"];
    assert_eq!(polygons.as_array().unwrap().len(), 2);
    assert_eq!(collection["bbox"], serde_json::json!([-180, -19, 180, -16]));
}

#[test]
fn points_are_rounded_and_the_box_is_around_what_stands_there() {
    let at = |lon, lat| Some(LonLat::new(lon, lat).unwrap());
    let points = [at(36.123_456_789, -1.0), None, at(180.0, 90.0)];
    let frame = Frame {
        name: "schools".to_owned(),
        n_rows: 3,
        columns: Vec::new(),
        geometry: FrameGeometry::Points(&points),
    };
    let collection: Json = serde_json::from_str(&written(&frame, Decimals::Seven)).unwrap();
    assert_eq!(
        collection["bbox"],
        serde_json::json!([36.123_456_8, -1, 180, 90])
    );
    let first = &collection["features"][0]["geometry"];
    assert_eq!(first["type"], "Point");
    assert_eq!(first["coordinates"], serde_json::json!([36.123_456_8, -1]));
    assert!(collection["features"][1]["geometry"].is_null());
}
