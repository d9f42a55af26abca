//! `GeoPackages` by `SQLite` itself: the same table as in GeoJSON, layers, damage, tricks.

use rusqlite::Connection;

use super::UNDO;
use crate::format::Format;
use crate::read::testing::{failure, mutants, read, read_part, square};
use crate::table::GeometryKind;

const SCHEMA: &str = "
PRAGMA application_id = 1196444487;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('undefined', -1, 'NONE', -1, 'undefined', ''), ('WGS 84', 4326, 'epsg', 4326, 'GEOGCS[]', ''), ('own', 900, 'NONE', 900, 'PROJCS[own]', ''), ('named', 901, 'esri', 54009, 'undefined', '');
";

const REGIONS: &str = "
CREATE TABLE regions (fid INTEGER PRIMARY KEY, geom MULTIPOLYGON, name TEXT, code INTEGER, share REAL, open BOOLEAN, since DATE);
INSERT INTO gpkg_contents VALUES ('regions', 'features', 'regions', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('regions', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
";

/// A square with a bounding box before it, or without.
fn geometry(x: f64, has_box: bool) -> Vec<u8> {
    let mut bytes = vec![b'G', b'P', 0, if has_box { 3 } else { 1 }, 0xe6, 0x10, 0, 0];
    if has_box {
        bytes.extend_from_slice(&[0; 32]);
    }
    bytes.extend_from_slice(b"\x01\x03\0\0\0\x01\0\0\0\x05\0\0\0");
    for number in square(x, 0.0).concat() {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes
}

/// A database after some statements, with three regions if `REGIONS` was among them.
fn database(statements: &[&str]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    for statement in statements {
        connection.execute_batch(statement).unwrap();
    }
    if statements.contains(&REGIONS) {
        let insert = "INSERT INTO regions VALUES (?, ?, ?, ?, ?, ?, ?)";
        let rows = [
            (
                1,
                Some(geometry(0.0, true)),
                "Açaí",
                1_100_000,
                Some(0.25),
                Some(1),
                Some("2026-01-31"),
            ),
            (
                2,
                Some(geometry(2.0, false)),
                "",
                1_100_001,
                None,
                None,
                None,
            ),
            (7, None, "Óbidos \"x\"", 1_100_002, Some(2.0), Some(0), None),
        ];
        for row in rows {
            connection.execute(insert, row).unwrap();
        }
    }
    connection.serialize("main").unwrap().to_vec()
}

#[test]
fn the_table_is_that_of_geojson() {
    let ring = |x: f64| format!("{:?}", square(x, 0.0));
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[
{{"type":"Feature","properties":{{"fid":1,"name":"Açaí","code":1100000,"share":0.25,"open":true,"since":"2026-01-31"}},"geometry":{{"type":"Polygon","coordinates":[{}]}}}},
{{"type":"Feature","properties":{{"fid":2,"name":"","code":1100001}},"geometry":{{"type":"Polygon","coordinates":[{}]}}}},
{{"type":"Feature","properties":{{"fid":7,"name":"Óbidos \"x\"","code":1100002,"share":2,"open":false}},"geometry":null}}]}}"#,
        ring(0.0),
        ring(2.0)
    );
    let (package, features) = (
        read(&database(&[REGIONS])).unwrap(),
        read(text.as_bytes()).unwrap(),
    );
    assert_eq!(package.header.format, Format::GeoPackage);
    assert_eq!(package.header.crs.as_deref(), Some("EPSG:4326"));
    assert_eq!(package.header.columns, features.header.columns);
    assert_eq!(package.header.sample, features.header.sample);
    assert_eq!(package.rows.columns, features.rows.columns);
    assert_eq!(package.rows.geometries, features.rows.geometries);
    assert_eq!(package.rows.rows, [1, 2, 3]);
}

#[test]
fn one_layer_of_several_is_named() {
    let schools = "CREATE TABLE \"the \"\"schools\" (id TEXT, lat REAL, lon REAL);
        INSERT INTO \"the \"\"schools\" VALUES ('a', -1.25, 36.5);
        CREATE TABLE layer_styles (id INTEGER);
        INSERT INTO gpkg_contents VALUES ('the \"schools', 'attributes', '', NULL), ('layer_styles', 'attributes', '', NULL), ('gone', 'features', '', 1);";
    let both = database(&[REGIONS, schools]);
    insta::assert_snapshot!(failure(&both), @r#"table: expected one dataset, or its name after the file's: FILE#NAME, found the layers `regions`, `the "schools`"#);
    let table = read_part(&both, "the \"schools").unwrap();
    assert_eq!(
        (table.header.has_geometry, &table.header.crs),
        (false, &None)
    );
    assert_eq!(table.column("lat"), ["-1.25"]);
    assert_eq!(table.rows.geometries.kinds, [GeometryKind::Missing]);
    assert_eq!(read_part(&both, "regions").unwrap().rows.rows.len(), 3);
}

#[test]
fn reference_systems_are_named_as_the_file_does() {
    let crs = |srs_id: i32| {
        let change = format!("UPDATE gpkg_geometry_columns SET srs_id = {srs_id}");
        read(&database(&[REGIONS, &change])).unwrap().header.crs
    };
    assert_eq!(crs(900).as_deref(), Some("PROJCS[own]"));
    assert_eq!(crs(901).as_deref(), Some("ESRI:54009"));
    assert_eq!(crs(5).as_deref(), Some("number 5 of its own"));
    assert_eq!((crs(-1), crs(0)), (None, None));
}

#[test]
fn geometries_and_text_that_are_none_are_told() {
    let change = "UPDATE regions SET geom = x'47500011e6100000' WHERE fid = 1;
        UPDATE regions SET geom = x'0102' WHERE fid = 2;
        UPDATE regions SET name = CAST(x'53e36f' AS TEXT) WHERE fid = 7;";
    let rows = database(&[REGIONS]);
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .deserialize_read_exact("main", &rows[..], rows.len(), false)
        .unwrap();
    connection.execute_batch(change).unwrap();
    let table = read(&connection.serialize("main").unwrap()).unwrap();
    let [missing, broken] = &table.rows.geometries.kinds[..] else {
        unreachable!("two rows are left");
    };
    assert_eq!(*missing, GeometryKind::Missing);
    assert!(matches!(broken, GeometryKind::Broken(_)));
    assert_eq!(table.refusals(), [(3, "encoding")]);
    insta::assert_snapshot!(table.rows.refused[0].message, @"column `name`: expected text in UTF-8, found bytes that are none");
}

#[test]
fn what_is_no_layer_is_refused() {
    let view = "CREATE VIEW trick AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id FROM n;
        INSERT INTO gpkg_contents VALUES ('trick', 'attributes', '', NULL);";
    insta::assert_snapshot!(failure(&database(&[view])), @"table: expected one dataset, or its name after the file's: FILE#NAME, found no layers");
    let generated = "CREATE TABLE t (id INTEGER, x AS (length(hex(zeroblob(100000000)))));
        INSERT INTO t VALUES (1);
        INSERT INTO gpkg_contents VALUES ('t', 'attributes', '', NULL);";
    assert_eq!(
        read(&database(&[generated])).unwrap().header.columns,
        ["id"]
    );
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("CREATE TABLE a (b)").unwrap();
    insta::assert_snapshot!(failure(&connection.serialize("main").unwrap()), @"table: expected a GeoPackage, found another SQLite database; save its table as CSV first");
}

#[test]
fn cuts_are_errors_and_changes_no_panic() {
    let whole = database(&[REGIONS]);
    for cut in (16..whole.len()).step_by(97) {
        assert!(read(&whole[..cut]).is_err(), "cut at {cut}");
    }
    insta::assert_snapshot!(failure(&whole[..1_000]), @"table: expected 24576 bytes of pages, found 1000: it seems to be cut off");
    let n_read = mutants(&whole, 1_500, 17)
        .filter(|mutant| read(mutant).is_ok())
        .count();
    assert!(n_read > 0);
}

#[test]
fn a_log_of_changes_beside_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    std::fs::write(&path, database(&[REGIONS])).unwrap();
    let opened = || {
        let source = &crate::read::sources(&[path.to_str().unwrap().to_owned()]).unwrap()[0];
        crate::read::open(source, &crate::read::ReadOptions::default())
    };
    let log = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    log("a.gpkg-wal", b"");
    log("a.gpkg-journal", &[0; 8]);
    assert!(opened().is_ok());
    log("a.gpkg-journal", UNDO);
    insta::assert_snapshot!(opened().unwrap_err(), @"a.gpkg: expected a GeoPackage that is complete in itself, found a log of changes beside it; open it in the program that wrote it and close it there first");
    log("a.gpkg-journal", b"");
    log("a.gpkg-wal", b"x");
    assert!(opened().is_err());
}
