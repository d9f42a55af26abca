//! Placemarks of every kind, the same table as in GeoJSON, damage, tricks.

use std::fmt::Write as _;

use crate::format::Format;
use crate::read::testing::{failure, mutants, read, square};
use crate::table::GeometryKind;

fn ring(x: f64, y: f64) -> String {
    let mut text = "<LinearRing><coordinates>\n".to_owned();
    for [x, y] in square(x, y) {
        writeln!(text, " {x},{y},0").unwrap();
    }
    text + "</coordinates></LinearRing>"
}

fn document(placemarks: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- of <Placemark> -->\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>not a row</name><Folder>{placemarks}</Folder></Document></kml>\n"
    )
}

fn regions() -> String {
    let hole = format!("<innerBoundaryIs>{}</innerBoundaryIs>", ring(0.25, 0.25));
    let polygon = |x: f64, y: f64, hole: &str| {
        format!(
            "<Polygon><outerBoundaryIs>{}</outerBoundaryIs>{hole}</Polygon>",
            ring(x, y)
        )
    };
    document(&format!(
        "<Style id=\"s\"/><Placemark id=\"r1\"><name>A&#231;a&#xed; &amp; <![CDATA[<b>]]></name><styleUrl>#s</styleUrl>\
         <ExtendedData><Data name=\"code\"><displayName>Code</displayName><value>007</value></Data></ExtendedData>{}</Placemark>\
         <Placemark><name/><ExtendedData><SchemaData schemaUrl=\"#x\"><SimpleData name=\"code\">8</SimpleData><SimpleData name=\"n\"> 2.50 </SimpleData></SchemaData></ExtendedData>\
         <MultiGeometry>{}<MultiGeometry>{}</MultiGeometry></MultiGeometry></Placemark>\
         <Placemark><Point><altitudeMode>x</altitudeMode><coordinates>36.5,-1.25</coordinates></Point></Placemark><Placemark/>",
        polygon(0.0, 0.0, &hole),
        polygon(2.0, 0.0, ""),
        polygon(4.0, 0.0, "")
    ))
}

#[test]
fn the_table_is_that_of_geojson() {
    let ring = |x: f64, y: f64| format!("{:?}", square(x, y));
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[
{{"type":"Feature","properties":{{"id":"r1","name":"Açaí & <b>","code":"007"}},"geometry":{{"type":"Polygon","coordinates":[{},{}]}}}},
{{"type":"Feature","properties":{{"name":"","code":"8","n":"2.50"}},"geometry":{{"type":"MultiPolygon","coordinates":[[{}],[{}]]}}}},
{{"type":"Feature","properties":null,"geometry":{{"type":"Point","coordinates":[36.5,-1.25]}}}},
{{"type":"Feature","properties":null,"geometry":null}}]}}"#,
        ring(0.0, 0.0),
        ring(0.25, 0.25),
        ring(2.0, 0.0),
        ring(4.0, 0.0)
    );
    let (kml, features) = (
        read(regions().as_bytes()).unwrap(),
        read(text.as_bytes()).unwrap(),
    );
    assert_eq!(kml.header.format, Format::Kml);
    assert_eq!(kml.header.columns, features.header.columns);
    assert_eq!(kml.header.sample, features.header.sample);
    assert_eq!(kml.rows.columns, features.rows.columns);
    assert_eq!(kml.rows.geometries, features.rows.geometries);
    assert_eq!(kml.rows.rows, [1, 2, 3, 4]);
}

#[test]
fn odd_placemarks_are_told() {
    let kind = |geometry: &str| {
        let text = document(&format!("<Placemark>{geometry}</Placemark>"));
        match read(text.as_bytes())
            .unwrap()
            .rows
            .geometries
            .kinds
            .remove(0)
        {
            GeometryKind::Broken(reason) => reason,
            other => format!("{other:?}"),
        }
    };
    let point = |text: &str| kind(&format!("<Point><coordinates>{text}</coordinates></Point>"));
    insta::assert_snapshot!(point("36.5, -1.25"), @"expected longitude and latitude with a comma between, found 36.5,");
    insta::assert_snapshot!(point("1,inf"), @"expected longitude and latitude with a comma between, found 1,inf");
    insta::assert_snapshot!(kind("<LineString><coordinates>1,2 3,4</coordinates></LineString>"), @r#"Other("LineString")"#);
    insta::assert_snapshot!(kind("<Polygon><outerBoundaryIs/></Polygon>"), @"Missing");
    let twice = "<Placemark><ExtendedData><Data name=\"a\"/><Data name=\"a\"/></ExtendedData></Placemark><Placemark><name>b</name></Placemark>";
    let table = read(document(twice).as_bytes()).unwrap();
    assert_eq!(
        (table.refusals(), table.column("name")),
        (vec![(1, "structure")], vec!["b"])
    );
    let own = "<Placemark id=\"k1\"><name>a</name><ExtendedData><Data name=\"name\"><value>b</value></Data><Data name=\"id\"><value>7</value></Data></ExtendedData></Placemark>";
    let table = read(document(own).as_bytes()).unwrap();
    assert_eq!(
        table.header.columns,
        ["placemark.id", "name", "data.name", "id"]
    );
    assert_eq!(
        (table.column("id"), table.column("data.name")),
        (vec!["7"], vec!["b"])
    );
}

#[test]
fn tricks_are_refused() {
    let laughs = "<!DOCTYPE kml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><kml><Placemark><name>&b;</name></Placemark></kml>";
    insta::assert_snapshot!(failure(laughs.as_bytes()), @"table: expected text without entities of its own, found the entity `b`");
    let deep = format!("<kml>{}", "<Folder>".repeat(100_000));
    insta::assert_snapshot!(failure(deep.as_bytes()), @"table: expected elements at most 64 deep, found deeper ones");
    insta::assert_snapshot!(failure(document("<NetworkLink><Link/></NetworkLink>").as_bytes()), @"table: expected all placemarks in the file itself, found a link to another file");
    let many = |text: &str| {
        (0..5_000).fold(String::new(), |all, n| {
            all + &text.replace('#', &n.to_string())
        })
    };
    let attributes = format!("<kml><Placemark {}/></kml>", many("a#=\"\" "));
    insta::assert_snapshot!(failure(attributes.as_bytes()), @"table: expected elements of at most 256 attributes, found one of more");
    let data = format!(
        "<Placemark><ExtendedData>{}</ExtendedData></Placemark>",
        many("<Data name=\"a#\"/>")
    );
    insta::assert_snapshot!(failure(document(&data).as_bytes()), @"table: expected at most 4096 data in a placemark, found more");
    let columns = many("<Placemark><ExtendedData><Data name=\"a#\"/></ExtendedData></Placemark>");
    insta::assert_snapshot!(failure(document(&columns).as_bytes()), @"table:4097: expected at most 4096 different data, found more");
    insta::assert_snapshot!(failure(b"<kml><Placemark></Folder></kml>"), @"table: expected XML, found ill-formed document: expected `</Placemark>`, but `</Folder>` was found");
    insta::assert_snapshot!(failure(b"<a><kmlx/></a>"), @"table: expected an element `kml`, found none");
}

#[test]
fn every_cut_is_an_error_and_no_change_is_a_panic() {
    let whole = regions();
    let end = whole.trim_end().len();
    let start = whole.find("<kml ").unwrap();
    for cut in (start..end).filter(|cut| whole.is_char_boundary(*cut)) {
        assert!(read(&whole.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
    let n_read = mutants(whole.as_bytes(), 3_000, 19)
        .filter(|mutant| read(mutant).is_ok())
        .count();
    assert!(n_read > 0);
}
