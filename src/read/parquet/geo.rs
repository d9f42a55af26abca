//! The `geo` metadata and the schema of a file in, its geometry column out.
//!
//! `GeoParquet` 1.0 and 1.1 name the column in their metadata; 2.0 marks it in the Parquet schema itself.

use ::parquet::basic::LogicalType;
use ::parquet::file::metadata::FileMetaData;
use ::parquet::schema::types::SchemaDescriptor;
use serde_json::{Map, Value};

use super::native::Native;

/// A geometry column.
#[derive(Debug)]
pub(super) struct Geometry {
    pub(super) encoding: Encoding,
    /// The coordinate reference system, where the file names one.
    pub(super) crs: Option<String>,
    /// Names of the columns at the root that are no columns of the table: geometries and their bounds.
    pub(super) apart: Vec<String>,
}

/// How geometries are written, with the columns that hold them.
#[derive(Debug)]
pub(super) enum Encoding {
    /// Well-known binary.
    Binary(usize),
    /// Nested lists of coordinates.
    Native(Native),
}

const DEFAULT_CRS: &str = "OGC:CRS84";

/// Finds the primary geometry column. The error says what was expected, and what was found.
pub(super) fn of(metadata: &FileMetaData) -> Result<Option<Geometry>, [String; 2]> {
    let schema = metadata.schema_descr();
    let pairs = metadata.key_value_metadata().into_iter().flatten();
    let mut geo = pairs
        .filter(|pair| pair.key == "geo")
        .filter_map(|pair| pair.value.as_deref());
    match geo.next() {
        Some(geo) => of_metadata(geo, schema).map(Some),
        None => Ok(of_schema(schema)),
    }
}

fn of_metadata(geo: &str, schema: &SchemaDescriptor) -> Result<Geometry, [String; 2]> {
    let broken = |found: &str| ["GeoParquet metadata".to_owned(), found.to_owned()];
    let geo: Value = serde_json::from_str(geo).map_err(|error| broken(&error.to_string()))?;
    let primary = geo.get("primary_column").and_then(Value::as_str);
    let primary = primary.ok_or_else(|| broken("none with a `primary_column`"))?;
    let columns = geo.get("columns").and_then(Value::as_object);
    let columns = columns.ok_or_else(|| broken("none with `columns`"))?;
    let about = columns.get(primary).and_then(Value::as_object);
    let about = about.ok_or_else(|| broken(&format!("none on the column `{primary}`")))?;
    let encoding = about
        .get("encoding")
        .and_then(Value::as_str)
        .unwrap_or("WKB");
    Ok(Geometry {
        encoding: encoding_of(primary, encoding, schema)?,
        crs: about
            .get("crs")
            .map_or_else(|| Some(DEFAULT_CRS.to_owned()), crs_name),
        apart: apart(columns),
    })
}

fn encoding_of(
    primary: &str,
    encoding: &str,
    schema: &SchemaDescriptor,
) -> Result<Encoding, [String; 2]> {
    let leaves: Vec<usize> = leaves_of(primary, schema).collect();
    if encoding.eq_ignore_ascii_case("WKB") {
        return match leaves[..] {
            [leaf] if schema.column(leaf).max_rep_level() == 0 => Ok(Encoding::Binary(leaf)),
            _ => Err([
                format!("a column `{primary}` of well-known binary"),
                "none".to_owned(),
            ]),
        };
    }
    let native = Native::of(encoding, &leaves, schema);
    native.map(Encoding::Native).ok_or_else(|| {
        let expected = format!("a column `{primary}` of well-known binary or GeoArrow coordinates");
        [expected, format!("the encoding `{encoding}`")]
    })
}

/// The columns of the file that one column at the root consists of.
fn leaves_of<'s>(root: &'s str, schema: &'s SchemaDescriptor) -> impl Iterator<Item = usize> + 's {
    (0..schema.num_columns()).filter(move |leaf| schema.get_column_root(*leaf).name() == root)
}

/// Geometry columns, and those that hold bounds of theirs.
fn apart(columns: &Map<String, Value>) -> Vec<String> {
    let mut apart: Vec<String> = columns.keys().cloned().collect();
    for about in columns.values() {
        let bounds = about.pointer("/covering/bbox").and_then(Value::as_object);
        let paths = bounds.into_iter().flat_map(Map::values);
        let roots = paths.filter_map(|path| path.get(0)?.as_str());
        apart.extend(roots.map(str::to_owned));
    }
    apart
}

/// A system by its authority and code, else by its name; none where it is unknown.
fn crs_name(crs: &Value) -> Option<String> {
    if let Some(name) = crs.as_str() {
        return Some(name.to_owned());
    }
    let id = crs.get("id");
    let authority = id.and_then(|id| id.get("authority")?.as_str());
    if let Some(authority) = authority
        && let Some(code) = id.and_then(|id| id.get("code"))
    {
        let code = code
            .as_str()
            .map_or_else(|| code.to_string(), str::to_owned);
        return Some(format!("{authority}:{code}"));
    }
    let name = crs.get("name").and_then(Value::as_str);
    name.map(str::to_owned)
        .or_else(|| (!crs.is_null()).then(|| "without a name".to_owned()))
}

/// The first column that the schema itself calls a geometry.
fn of_schema(schema: &SchemaDescriptor) -> Option<Geometry> {
    let crs = |leaf: usize| match schema.column(leaf).logical_type_ref() {
        Some(LogicalType::Geometry(geometry)) => Some(geometry.crs.clone()),
        Some(LogicalType::Geography(geography)) => Some(geography.crs.clone()),
        _ => None,
    };
    let mut found = (0..schema.num_columns()).filter_map(|leaf| Some((leaf, crs(leaf)?)));
    let (leaf, crs) = found.next()?;
    if schema.column(leaf).max_rep_level() > 0 {
        return None;
    }
    let others = found.map(|(leaf, _)| leaf);
    let names = std::iter::once(leaf).chain(others);
    let crs = crs.unwrap_or_else(|| DEFAULT_CRS.to_owned());
    Some(Geometry {
        encoding: Encoding::Binary(leaf),
        crs: serde_json::from_str(&crs).map_or(Some(crs), |crs: Value| crs_name(&crs)),
        apart: names
            .map(|leaf| schema.get_column_root(leaf).name().to_owned())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn systems_are_named_by_code_or_name() {
        let of = |crs: Value| crs_name(&crs);
        assert_eq!(
            of(json!({"id": {"authority": "EPSG", "code": 4326}})).unwrap(),
            "EPSG:4326"
        );
        assert_eq!(
            of(json!({"id": {"authority": "OGC", "code": "CRS84"}})).unwrap(),
            "OGC:CRS84"
        );
        assert_eq!(
            of(json!({"name": "Arc 1960 / UTM zone 37S"})).unwrap(),
            "Arc 1960 / UTM zone 37S"
        );
        assert_eq!(of(json!({})).unwrap(), "without a name");
        assert_eq!(of(Value::Null), None);
    }
}
