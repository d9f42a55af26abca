//! One frame through all three formats: the same values come back, whatever the number of threads.

use std::collections::BTreeMap;

use ::flatgeobuf::geozero::error::Result as GeozeroResult;
use ::flatgeobuf::geozero::{
    ColumnValue, FeatureProperties, GeomProcessor, GeozeroGeometry, PropertyProcessor,
};
use ::flatgeobuf::{FallibleStreamingIterator, FgbReader};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::escape::Escape;
use super::fixture::{rectangle, text, vertices_in};
use super::value::{Columns, Gathered, Value};
use super::{Decimals, csv, flatgeobuf, geojson};
use crate::formula;
use crate::lonlat::LonLat;
use crate::table::{Column, Frame, FrameGeometry, Nesting, Outlines, RawLonLat};

/// One field as text; numbers by their bits, so that equal means equal.
#[derive(Clone, Debug, PartialEq)]
enum Field {
    Null,
    Text(String),
    Integer(i64),
    Real(u64),
}

type Rows = Vec<Vec<Field>>;

fn given(frame: &Frame<'_>) -> Rows {
    let field = |column: &Gathered<'_>, row| match column.value(row) {
        Value::Null => Field::Null,
        Value::Plain(text) | Value::Text(text) => {
            Field::Text(String::from_utf8(text.to_vec()).unwrap())
        }
        Value::Integer(number) => Field::Integer(number),
        Value::Real(number) => Field::Real(number.to_bits()),
    };
    let columns = Columns::new(frame, Escape::NONE);
    let columns = columns.gather_range(0..frame.n_rows);
    let row = |row| columns.iter().map(|column| field(column, row)).collect();
    (0..frame.n_rows).map(row).collect()
}

fn from_csv(frame: &Frame<'_>, file: &[u8]) -> Rows {
    let mut reader = ::csv::Reader::from_reader(file);
    let field = |(text, (_, column)): (&str, &(String, Column<'_>))| match column {
        _ if text.is_empty() => Field::Null,
        Column::Integer(_) => Field::Integer(text.parse().unwrap()),
        Column::Real(_) => Field::Real(text.parse::<f64>().unwrap().to_bits()),
        Column::Text(_) | Column::Words { .. } => Field::Text(formula::unmarked(text).to_owned()),
    };
    let records = reader.records().map(Result::unwrap);
    records
        .map(|record| record.iter().zip(&frame.columns).map(field).collect())
        .collect()
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: BTreeMap<String, Box<RawValue>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    coordinates: Box<RawValue>,
}

fn from_geojson(frame: &Frame<'_>, file: &[u8]) -> (Rows, Vec<Vec<RawLonLat>>) {
    let collection: Collection = serde_json::from_slice(file).unwrap();
    let field = |feature: &Feature, name: &str| match feature.properties[name].get() {
        "null" => Field::Null,
        text if text.starts_with('"') => Field::Text(serde_json::from_str(text).unwrap()),
        real if real.contains('.') => Field::Real(real.parse::<f64>().unwrap().to_bits()),
        number => Field::Integer(number.parse().unwrap()),
    };
    let row = |feature: &Feature| {
        let fields = frame.columns.iter().map(|(name, _)| field(feature, name));
        fields.collect()
    };
    let vertices = |feature: &Feature| {
        let geometry = feature.geometry.as_ref();
        geometry.map_or(Vec::new(), |geometry| {
            vertices_in(geometry.coordinates.get())
        })
    };
    let features = &collection.features;
    (
        features.iter().map(row).collect(),
        features.iter().map(vertices).collect(),
    )
}

/// One feature of a FlatGeobuf file.
#[derive(Default)]
struct Read {
    fields: BTreeMap<usize, Field>,
    vertices: Vec<RawLonLat>,
}

impl PropertyProcessor for Read {
    fn property(&mut self, index: usize, _: &str, value: &ColumnValue<'_>) -> GeozeroResult<bool> {
        let field = match value {
            ColumnValue::String(text) => Field::Text((*text).to_owned()),
            ColumnValue::Long(number) => Field::Integer(*number),
            ColumnValue::Double(number) => Field::Real(number.to_bits()),
            other => panic!("{other:?}"),
        };
        self.fields.insert(index, field);
        Ok(false)
    }
}

impl GeomProcessor for Read {
    fn xy(&mut self, x: f64, y: f64, _: usize) -> GeozeroResult<()> {
        self.vertices.push([x, y]);
        Ok(())
    }
}

/// The rows by the number in their first column.
fn from_flatgeobuf(frame: &Frame<'_>, file: &[u8]) -> BTreeMap<i64, (Vec<Field>, Vec<RawLonLat>)> {
    let mut features = FgbReader::open(file).unwrap().select_all_seq().unwrap();
    let mut rows = BTreeMap::new();
    while let Some(feature) = features.next().unwrap() {
        let mut read = Read::default();
        feature.process_properties(&mut read).unwrap();
        feature.process_geom(&mut read).unwrap();
        let fields: Vec<Field> = (0..frame.columns.len())
            .map(|index| read.fields.remove(&index).unwrap_or(Field::Null))
            .collect();
        let Field::Integer(row) = fields[0] else {
            panic!("no row number")
        };
        rows.insert(row, (fields, read.vertices));
    }
    rows
}

/// A row's values: text, word, integer, real, position.
type Row = (
    String,
    Option<u32>,
    Option<i64>,
    Option<f64>,
    Option<(f64, f64)>,
);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = prop_oneof![
        "\\PC{0,12}",
        "[ ,\"'\\r\\n\\t\u{0}-\u{1f}\u{7f}\u{1f600}=+@é]{0,8}"
    ];
    let real = any::<u64>().prop_map(f64::from_bits);
    let position = (-180.0..180.0, -90.0..90.0);
    prop::collection::vec(
        (
            text,
            prop::option::of(0_u32..3),
            prop::option::of(any::<i64>()),
            prop::option::of(real),
            prop::option::of(position),
        ),
        0..600,
    )
}

fn columns(rows: &[Row]) -> Vec<(String, Column<'static>)> {
    let texts: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let numbers = (0_i64..).take(rows.len()).map(Some).collect();
    let Column::Text(words) = text(&["connected", "not, connected", ""]) else {
        panic!("text is text")
    };
    let keys = rows.iter().map(|row| row.1).collect();
    [
        ("region_row", Column::Integer(numbers)),
        ("name \"\n,", text(&texts)),
        ("status", Column::Words { keys, words }),
        (
            "count",
            Column::Integer(rows.iter().map(|row| row.2).collect()),
        ),
        (
            "share",
            Column::Real(rows.iter().map(|row| row.3).collect()),
        ),
    ]
    .map(|(name, column)| (name.to_owned(), column))
    .into()
}

fn files(frame: &Frame<'_>) -> [Vec<u8>; 3] {
    let [mut table, mut map, mut indexed] = [Vec::new(), Vec::new(), Vec::new()];
    csv(frame, &mut table).unwrap();
    geojson(frame, Decimals::Full, &mut map).unwrap();
    flatgeobuf(frame, &mut indexed).unwrap();
    [table, map, indexed]
}

fn with_threads(n_threads: usize, frame: &Frame<'_>) -> [Vec<u8>; 3] {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(n_threads)
        .build();
    pool.unwrap().install(|| files(frame))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn all_formats_hold_the_same_values(rows in rows()) {
        let positions: Vec<Option<LonLat>> = rows
            .iter()
            .map(|row| row.4.and_then(|(lon, lat)| LonLat::new(lon, lat).ok()))
            .collect();
        let frame = Frame {
            name: "schools".to_owned(),
            n_rows: rows.len(),
            columns: columns(&rows),
            geometry: FrameGeometry::Points(&positions),
        };
        let written = with_threads(1, &frame);
        prop_assert_eq!(&written, &with_threads(3, &frame));

        let expected = given(&frame);
        prop_assert_eq!(&from_csv(&frame, &written[0]), &expected);
        let (features, vertices) = from_geojson(&frame, &written[1]);
        prop_assert_eq!(&features, &expected);
        let mut indexed = from_flatgeobuf(&frame, &written[2]);
        for (row, position) in positions.iter().enumerate() {
            let vertex: Vec<RawLonLat> =
                position.iter().map(|at| [at.lon_deg(), at.lat_deg()]).collect();
            prop_assert_eq!(&vertices[row], &vertex);
            let feature = indexed.remove(&i64::try_from(row).unwrap());
            let expected = position.map(|_| (expected[row].clone(), vertex));
            prop_assert_eq!(feature, expected);
        }
        prop_assert!(indexed.is_empty());
    }
}

#[test]
fn outlines_are_the_same_to_the_bit() {
    let (mut outlines, mut nesting) = (Outlines::new(), Nesting::default());
    for row in 0..700 {
        let west = -150.0 + 0.1 * f64::from(row) / 3.0;
        for (depth, inset) in [(0, 0.0), (1, 0.01), (2, 0.02)] {
            for vertex in rectangle(west + inset, inset, west + 0.1 - inset, 0.1 - inset) {
                outlines.push_vertex(vertex);
            }
            outlines.end_ring();
            nesting.depth.push(depth);
            nesting
                .parent
                .push((depth > 0).then(|| outlines.n_rings() - 2));
        }
        outlines.end_part();
        outlines.end_row();
    }
    let numbers = (0..700).map(Some).collect();
    let frame = Frame {
        name: "regions".to_owned(),
        n_rows: 700,
        columns: vec![("region_row".to_owned(), Column::Integer(numbers))],
        geometry: FrameGeometry::Outlines(&outlines, &nesting),
    };
    let written = with_threads(1, &frame);
    assert_eq!(written, with_threads(2, &frame));
    let (_, vertices) = from_geojson(&frame, &written[1]);
    let indexed = from_flatgeobuf(&frame, &written[2]);
    assert_eq!(indexed.len(), 700);
    for (row, (_, feature)) in indexed.values().enumerate() {
        assert_eq!(feature.len(), 15);
        assert_eq!(*feature, vertices[row]);
        let mut given: Vec<RawLonLat> = outlines.vertices()[15 * row..15 * (row + 1)].to_vec();
        // The island comes as a polygon of its own, the hole turned.
        given[5..10].reverse();
        assert_eq!(*feature, given);
    }
}
