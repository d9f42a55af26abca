//! A table in, FlatGeobuf and the files of a Shapefile out, by writers of others.

use std::path::Path;

use flatgeobuf::geozero::error::Result as GeozeroResult;
use flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbWriter, FgbWriterOptions, GeometryType};
use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point, Polygon, PolygonRing, Writer};

use super::table::{Cell, Ring, Shape, Table, Values};

impl GeozeroGeometry for &Shape {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> GeozeroResult<()> {
        match self {
            Shape::Point([x, y]) => {
                processor.point_begin(0)?;
                processor.xy(*x, *y, 0)?;
                processor.point_end(0)
            }
            Shape::Polygons(polygons) => {
                processor.multipolygon_begin(polygons.len(), 0)?;
                for (part, rings) in polygons.iter().enumerate() {
                    processor.polygon_begin(false, rings.len(), part)?;
                    for (number, ring) in rings.iter().enumerate() {
                        line(ring, number, processor)?;
                    }
                    processor.polygon_end(false, part)?;
                }
                processor.multipolygon_end(0)
            }
        }
    }
}

fn line<P: GeomProcessor>(ring: &Ring, number: usize, processor: &mut P) -> GeozeroResult<()> {
    processor.linestring_begin(false, ring.len(), number)?;
    for (at, [x, y]) in ring.iter().enumerate() {
        processor.xy(*x, *y, at)?;
    }
    processor.linestring_end(false, number)
}

/// In the order of the table: without an index.
pub(super) fn flatgeobuf(table: &Table) -> Vec<u8> {
    let kind = if table.has_points() {
        GeometryType::Point
    } else {
        GeometryType::MultiPolygon
    };
    let options = FgbWriterOptions {
        write_index: false,
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options("table", kind, options).unwrap();
    for (name, values) in &table.columns {
        let kind = match values {
            Values::Text(_) => ColumnType::String,
            Values::Whole(_) => ColumnType::Long,
            Values::Real(_) => ColumnType::Double,
        };
        writer.add_column(name, kind, |_, _| {});
    }
    for (row, shape) in table.shapes.iter().enumerate() {
        writer
            .add_feature_geom(shape, |feature| {
                for (column, (name, cell)) in table.fields(row).enumerate() {
                    if let Some(value) = column_value(cell) {
                        feature.property(column, name, &value).unwrap();
                    }
                }
            })
            .unwrap();
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    bytes
}

fn column_value(cell: Cell<'_>) -> Option<ColumnValue<'_>> {
    match cell {
        Cell::Blank => None,
        Cell::Text(text) => Some(ColumnValue::String(text)),
        Cell::Whole(number) => Some(ColumnValue::Long(number)),
        Cell::Real(number) => Some(ColumnValue::Double(number)),
    }
}

/// Writes `path`, a `.shp`, and the files that belong beside it.
pub(super) fn shapefile(table: &Table, path: &Path) {
    let mut fields = TableWriterBuilder::new();
    for (name, values) in &table.columns {
        let name = FieldName::try_from(*name).unwrap();
        fields = match values {
            Values::Text(_) => fields.add_character_field(name, 60),
            Values::Whole(_) => fields.add_numeric_field(name, 18, 0),
            Values::Real(_) => fields.add_numeric_field(name, 20, 6),
        };
    }
    let mut writer = Writer::from_path(path, fields).unwrap();
    for (row, shape) in table.shapes.iter().enumerate() {
        let record = record(table, row);
        match shape {
            Shape::Point([x, y]) => writer.write_shape_and_record(&Point::new(*x, *y), &record),
            Shape::Polygons(polygons) => writer.write_shape_and_record(&polygon(polygons), &record),
        }
        .unwrap();
    }
    drop(writer);
    std::fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
}

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
fn record(table: &Table, row: usize) -> Record {
    let mut record = Record::default();
    for (column, (name, cell)) in table.fields(row).enumerate() {
        let value = match (cell, &table.columns[column].1) {
            (Cell::Text(text), _) => FieldValue::Character(Some(text.to_owned())),
            (Cell::Whole(number), _) => FieldValue::Numeric(Some(number as f64)),
            (Cell::Real(number), _) => FieldValue::Numeric(Some(number)),
            (Cell::Blank, Values::Text(_)) => FieldValue::Character(None),
            (Cell::Blank, _) => FieldValue::Numeric(None),
        };
        record.insert(name.to_owned(), value);
    }
    record
}

fn polygon(polygons: &[Vec<Ring>]) -> Polygon {
    let points = |ring: &Ring| ring.iter().map(|[x, y]| Point::new(*x, *y)).collect();
    let rings = polygons.iter().flat_map(|rings| {
        let inner = rings.iter().skip(1);
        let inner = inner.map(move |ring| PolygonRing::Inner(points(ring)));
        rings
            .first()
            .map(|ring| PolygonRing::Outer(points(ring)))
            .into_iter()
            .chain(inner)
    });
    Polygon::with_rings(rings.collect())
}
