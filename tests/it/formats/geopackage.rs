//! A table in, a `GeoPackage` with one layer of features out.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::table::{Cell, Table, Values};
use super::wkb;

const SCHEMA: &str = "
PRAGMA application_id = 1196444487;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[]', '');
INSERT INTO gpkg_contents VALUES ('layer', 'features', 'layer', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('layer', 'geom', 'GEOMETRY', 4326, 0, 0);
";

pub(super) fn geopackage(table: &Table) -> Vec<u8> {
    let mut database = Connection::open_in_memory().unwrap();
    database.execute_batch(SCHEMA).unwrap();
    let kinds = table.columns.iter().map(|(name, values)| match values {
        Values::Text(_) => format!(", {name} TEXT"),
        Values::Whole(_) => format!(", {name} INTEGER"),
        Values::Real(_) => format!(", {name} REAL"),
    });
    let kinds: String = kinds.collect();
    let create = format!("CREATE TABLE layer (fid INTEGER PRIMARY KEY, geom BLOB{kinds})");
    database.execute_batch(&create).unwrap();
    let marks = ", ?".repeat(table.columns.len());
    let transaction = database.transaction().unwrap();
    for (row, shape) in table.shapes.iter().enumerate() {
        let geometry = [&b"GP\0\x01\xe6\x10\0\0"[..], &wkb::of(shape)].concat();
        let fields = table.fields(row).map(|(_, cell)| match cell {
            Cell::Blank => Value::Null,
            Cell::Text(text) => Value::Text(text.to_owned()),
            Cell::Whole(number) => Value::Integer(number),
            Cell::Real(number) => Value::Real(number),
        });
        let insert = format!("INSERT INTO layer VALUES (NULL, ?{marks})");
        let values = std::iter::once(Value::Blob(geometry)).chain(fields);
        transaction
            .execute(&insert, params_from_iter(values))
            .unwrap();
    }
    transaction.commit().unwrap();
    database.serialize("main").unwrap().to_vec()
}
