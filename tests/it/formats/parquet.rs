//! A table in, Parquet out; with its shapes `GeoParquet`.

use std::fmt::Write as _;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::table::{Table, Values};
use super::wkb;

const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":[]}}}"#;

type Group<'w> = SerializedRowGroupWriter<'w, Vec<u8>>;

pub(super) fn parquet(table: &Table) -> Vec<u8> {
    written(table, false)
}

pub(super) fn geoparquet(table: &Table) -> Vec<u8> {
    written(table, true)
}

fn written(table: &Table, has_geometry: bool) -> Vec<u8> {
    let mut schema = "message schema {".to_owned();
    for (name, values) in &table.columns {
        let kind = match values {
            Values::Text(_) => format!("optional binary {name} (UTF8);"),
            Values::Whole(_) => format!("optional int64 {name};"),
            Values::Real(_) => format!("optional double {name};"),
        };
        schema += &kind;
    }
    if has_geometry {
        schema += "optional binary geometry;";
    }
    write!(schema, "}}").unwrap();
    let geo = has_geometry.then(|| vec![KeyValue::new("geo".to_owned(), GEO.to_owned())]);
    let properties = WriterProperties::builder().set_key_value_metadata(geo);
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, values) in &table.columns {
        match values {
            Values::Text(texts) => {
                let known =
                    |text: &String| (!text.is_empty()).then(|| ByteArray::from(text.as_str()));
                column::<ByteArrayType>(&mut group, texts.iter().map(known));
            }
            Values::Whole(numbers) => column::<Int64Type>(&mut group, numbers.iter().copied()),
            Values::Real(numbers) => {
                column::<DoubleType>(&mut group, numbers.iter().copied().map(Some));
            }
        }
    }
    if has_geometry {
        let shapes = table
            .shapes
            .iter()
            .map(|shape| Some(ByteArray::from(wkb::of(shape))));
        column::<ByteArrayType>(&mut group, shapes);
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

fn column<D: DataType>(group: &mut Group<'_>, values: impl Iterator<Item = Option<D::T>>) {
    let values: Vec<Option<D::T>> = values.collect();
    let levels: Vec<i16> = values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect();
    let known: Vec<D::T> = values.into_iter().flatten().collect();
    let mut writer = group.next_column().unwrap().unwrap();
    let typed = writer.typed::<D>();
    typed.write_batch(&known, Some(&levels), None).unwrap();
    writer.close().unwrap();
}
