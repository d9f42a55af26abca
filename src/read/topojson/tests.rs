//! Topologies by hand and real ones: outlines that share arcs, damage, and what it costs.

use crate::format::Format;
use crate::read::testing::{failure, mutants, read, read_part, shared};
use crate::read::{ReadOptions, open, sources, testing::read_opened};
use crate::table::GeometryKind;

/// Two squares that share an edge, a point, a region without outline; the second object is one geometry.
const TOPOLOGY: &str = r#"{"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[10,-20]},
"objects":{"regions":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","arcs":[[0,1]],"id":"W","properties":{"name":"Oeste","n":1}},
{"type":"MultiPolygon","arcs":[[[-1,2]]],"id":"E","properties":{"name":"Lest\u0065","m":null}},
{"type":"Point","coordinates":[2,4],"id":7},
{"type":null,"properties":{"n":2.50}},
{"type":"LineString","arcs":[0]},
{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[1,0]]},{"type":"Point","coordinates":[0,0]}]}
]},"all":{"type":"Polygon","arcs":[[1,2]]}},
"arcs":[[[2,0],[0,4]],[[2,4],[-2,0],[0,-4],[2,0]],[[2,0],[2,0],[0,4],[-2,0]]]}"#;

/// The same as `GeoJSON`.
const FEATURES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":"W","properties":{"name":"Oeste","n":1},"geometry":{"type":"Polygon","coordinates":[[[11,-20],[11,-19],[10,-19],[10,-20],[11,-20]]]}},
{"type":"Feature","id":"E","properties":{"name":"Leste","m":null},"geometry":{"type":"Polygon","coordinates":[[[11,-19],[11,-20],[12,-20],[12,-19],[11,-19]]]}},
{"type":"Feature","id":7,"properties":null,"geometry":{"type":"Point","coordinates":[11,-19]}},
{"type":"Feature","properties":{"n":2.50},"geometry":null},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[11,-20],[11,-19]]}},
{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[11,-19],[10,-19],[10,-20],[11,-20],[11,-19]]]}}
]}"#;

#[test]
fn shared_arcs_are_the_rings_of_geojson() {
    let topology = read_part(TOPOLOGY.as_bytes(), "regions").unwrap();
    let features = read(FEATURES.as_bytes()).unwrap();
    assert_eq!(topology.header.format, Format::TopoJson);
    assert_eq!(topology.header.columns, features.header.columns);
    assert_eq!(topology.header.sample, features.header.sample);
    assert_eq!(topology.rows.rows, features.rows.rows);
    assert_eq!(topology.rows.columns, features.rows.columns);
    assert_eq!(topology.rows.geometries, features.rows.geometries);
}

#[test]
fn arcs_without_transform_are_coordinates() {
    let text = r#"{"arcs":[[[0.1,0.2],[1.30000000000000004,0],[0,1,5],[0.1,0.2]]],"objects":{"a":{"type":"Polygon","arcs":[[0]],"properties":{"k":"v"}}},"type":"Topology"}"#;
    let table = read(text.as_bytes()).unwrap();
    assert_eq!(table.column("k"), ["v"]);
    let outlines = &table.rows.geometries.outlines;
    assert_eq!(
        outlines.ring(0),
        [[0.1, 0.2], [1.3, 0.0], [0.0, 1.0], [0.1, 0.2]]
    );
}

#[test]
fn one_object_of_several_is_named() {
    insta::assert_snapshot!(failure(TOPOLOGY.as_bytes()), @"table: expected one dataset, or its name after the file's: FILE#NAME, found the objects `regions`, `all`");
    insta::assert_snapshot!(read_part(TOPOLOGY.as_bytes(), "x").unwrap_err(), @"table: expected one dataset, or its name after the file's: FILE#NAME, found the objects `regions`, `all` but no `x`");
    let all = read_part(TOPOLOGY.as_bytes(), "all").unwrap();
    assert_eq!(all.rows.geometries.outlines.ring(0).len(), 7);
    insta::assert_snapshot!(failure(br#"{"type":"Topology","arcs":[]}"#), @"table: expected one dataset, or its name after the file's: FILE#NAME, found no objects");
}

#[test]
fn broken_outlines_are_told() {
    let kinds = |arcs: &str, kind: &str| {
        let text = format!(
            r#"{{"type":"Topology","objects":{{"a":{{"type":"{kind}","arcs":{arcs}}}}},"arcs":[[[0,0],[1,0],[1,1]],[[1,1],[0,0]]]}}"#
        );
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
    assert_eq!(kinds("[[0,1]]", "Polygon"), "Polygonal");
    assert_eq!(kinds("[]", "Polygon"), "Missing");
    insta::assert_snapshot!(kinds("[[0,0]]", "Polygon"), @"expected arc 0 to begin where the one before it ends");
    insta::assert_snapshot!(kinds("[[0,-5]]", "Polygon"), @"expected the number of an arc, found -5");
    insta::assert_snapshot!(kinds("[[0,1e3]]", "Polygon"), @"expected the number of an arc, found 1e3");
    insta::assert_snapshot!(kinds("[[[0]]]", "Polygon"), @"expected the number of an arc, found [0]");
    insta::assert_snapshot!(kinds("[0]", "Polygon"), @"expected `[`, found `0` at byte 0");
    insta::assert_snapshot!(kinds("[]", "Sphere"), @"expected a type of geometry, found `Sphere`");
}

#[test]
fn arcs_used_over_and_over_stop() {
    let ring = "0,1,".repeat(300);
    let text = format!(
        r#"{{"type":"Topology","objects":{{"a":{{"type":"Polygon","arcs":[[{ring}0]]}}}},"arcs":[[[0,0],[1,0]],[[1,0],[0,0]]]}}"#
    );
    let table = read(text.as_bytes()).unwrap();
    assert!(
        matches!(&table.rows.geometries.kinds[0], GeometryKind::Broken(reason) if reason.contains("over and over"))
    );
}

#[test]
fn features_that_are_no_rows_are_refused() {
    let text = r#"{"type":"Topology","arcs":[],"objects":{"a":{"type":"GeometryCollection","geometries":[5,{"type":null,"properties":[1]},{"type":null,"type":null},{"type":null,"properties":{"a":1,"a":2}},{"type":null}]}}}"#;
    let table = read(text.as_bytes()).unwrap();
    let structure = |row| (row, "structure");
    assert_eq!(table.refusals(), [1, 2, 3, 4].map(structure));
    assert_eq!(table.rows.rows, [5]);
}

#[test]
fn every_cut_is_an_error_and_no_change_is_a_panic() {
    for end in 0..TOPOLOGY.len() {
        assert!(
            read_part(&TOPOLOGY.as_bytes()[..end], "regions").is_err(),
            "{end}"
        );
    }
    let n_accepted = mutants(TOPOLOGY.as_bytes(), 4_000, 5)
        .filter(|mutant| read_part(mutant, "regions").is_ok())
        .count();
    assert!(n_accepted > 0);
}

#[test]
fn the_countries_of_natural_earth() {
    let Some(path) = shared("admin/ne_countries-10m.topojson") else {
        return;
    };
    let pattern = format!("{}#countries", path.display());
    let source = &sources(&[pattern]).unwrap()[0];
    let table = read_opened(open(source, &ReadOptions::default()).unwrap()).unwrap();
    let geometries = &table.rows.geometries;
    assert!(
        geometries
            .kinds
            .iter()
            .all(|kind| *kind == GeometryKind::Polygonal)
    );
    assert_eq!(
        (table.rows.rows.len(), geometries.outlines.n_vertices()),
        (255, 544_888)
    );
    let ghana = table
        .column("name")
        .iter()
        .position(|name| *name == "Ghana")
        .unwrap();
    assert_eq!(table.column("id")[ghana], "288");
}
