//! A database in, its layers and their reference systems out.

use rusqlite::{Connection, OptionalExtension};

/// A table that is a layer.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) name: String,
    pub(super) geometry: Option<GeometryColumn>,
}

/// The column that holds the geometries.
#[derive(Debug)]
pub(super) struct GeometryColumn {
    pub(super) name: String,
    srs_id: i64,
}

/// Tables that programs keep for themselves among the attributes.
const OWN: [&str; 2] = ["layer_styles", "qgis_projects"];

/// The layers in the order of the contents; none where the database is no `GeoPackage`. Views are none: what they do is
/// their maker's.
pub(super) fn of(database: &Connection) -> rusqlite::Result<Option<Vec<Layer>>> {
    if !has_table(database, "gpkg_contents")? {
        return Ok(None);
    }
    let mut query = database.prepare(
        "SELECT table_name, data_type FROM gpkg_contents \
         WHERE data_type IN ('features', 'attributes', 'aspatial') ORDER BY rowid",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut layers = Vec::new();
    for row in rows {
        let (name, kind): (String, String) = row?;
        if OWN.contains(&name.as_str()) || !has_table(database, &name)? {
            continue;
        }
        let geometry = match kind.as_str() {
            "features" => geometry_column(database, &name)?,
            _ => None,
        };
        layers.push(Layer { name, geometry });
    }
    Ok(Some(layers))
}

/// The reference system of a layer: a code of the EPSG registry, else its definition, else its name; none where the
/// layer says that it has none.
pub(super) fn crs(database: &Connection, layer: &Layer) -> rusqlite::Result<Option<String>> {
    // -1 and 0 are what the format calls undefined systems.
    let geometry = layer.geometry.as_ref().filter(|column| column.srs_id > 0);
    let Some(geometry) = geometry else {
        return Ok(None);
    };
    let found: Option<(String, i64, String)> = database
        .query_row(
            "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
            [geometry.srs_id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    Ok(Some(match found {
        Some((authority, code, definition)) => {
            let is_described = !matches!(definition.trim(), "" | "undefined");
            if is_described && !authority.trim().eq_ignore_ascii_case("EPSG") {
                definition
            } else {
                format!("{}:{code}", authority.trim().to_ascii_uppercase())
            }
        }
        None => format!("number {} of its own", geometry.srs_id),
    }))
}

fn geometry_column(database: &Connection, table: &str) -> rusqlite::Result<Option<GeometryColumn>> {
    database
        .query_row(
            "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?",
            [table],
            |row| {
                Ok(GeometryColumn {
                    name: row.get(0)?,
                    srs_id: row.get(1)?,
                })
            },
        )
        .optional()
}

/// Whether there is a table, and no view, of that name.
fn has_table(database: &Connection, name: &str) -> rusqlite::Result<bool> {
    let n_tables: i64 = database.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql NOT LIKE 'CREATE VIRTUAL%'",
        [name],
        |row| row.get(0),
    )?;
    Ok(n_tables > 0)
}
