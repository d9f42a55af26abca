//! Rows of a frame in, `FlatGeobuf` features out, each behind its size.

use std::io;
use std::iter;
use std::ops::Range;

use ::flatgeobuf::{Feature, FeatureArgs, Geometry, GeometryArgs};
use flatbuffers::{FlatBufferBuilder, WIPOffset};

use super::bounds::Bounds;
use super::polygon::Polygon;
use super::shape::Shape;
use super::value::{Value, value};
use crate::table::Frame;

/// The largest feature, for it is built in a buffer that ends at 2 GiB and grows by doubling.
const LARGEST_FEATURE_BYTES: usize = 1 << 30;

/// The features of consecutive rows end to end, and the box around each; rows without geometry have no bytes.
pub(super) struct Features {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    pub(super) bounds: Vec<Bounds>,
}

impl Features {
    /// Builds the features of some rows.
    pub(super) fn build(frame: &Frame<'_>, rows: Range<usize>) -> io::Result<Self> {
        let mut features = Self {
            bytes: Vec::new(),
            ends: Vec::with_capacity(rows.len()),
            bounds: Vec::with_capacity(rows.len()),
        };
        let mut builder = FlatBufferBuilder::new();
        let (mut properties, mut coordinates) = (Vec::new(), Vec::new());
        for row in rows {
            properties.clear();
            push_properties(&mut properties, frame, row)?;
            let shape = Shape::of(frame, row);
            if n_bytes(&shape) + properties.len() > LARGEST_FEATURE_BYTES {
                return Err(invalid(format!("row {} is above 1 GiB", row + 1)));
            }
            let feature = feature(&mut builder, &shape, &properties, &mut coordinates);
            features.push(feature.unwrap_or_default(), shape.bounds());
            builder.reset();
        }
        features.bytes.shrink_to_fit();
        Ok(features)
    }

    /// The bytes of a feature, none without geometry.
    pub(super) fn get(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..self.ends[index]]
    }

    fn push(&mut self, feature: &[u8], bounds: Bounds) {
        self.bytes.extend_from_slice(feature);
        self.ends.push(self.bytes.len());
        self.bounds.push(bounds);
    }
}

/// At least as many bytes as the geometry takes.
fn n_bytes(shape: &Shape<'_>) -> usize {
    match shape {
        Shape::Nothing | Shape::Point(_) => 64,
        Shape::Polygons(polygons) => polygons
            .iter()
            .flat_map(|polygon| iter::once(&polygon.shell).chain(&polygon.holes))
            .map(|ring| 16 * (ring.vertices.len() + 1) + 64)
            .sum(),
    }
}

/// Appends each value that is not null behind the number of its column.
fn push_properties(buffer: &mut Vec<u8>, frame: &Frame<'_>, row: usize) -> io::Result<()> {
    for (index, (_, column)) in frame.columns.iter().enumerate() {
        let value = value(column, row);
        if value == Value::Null {
            continue;
        }
        let index = u16::try_from(index)
            .ok()
            .ok_or_else(|| invalid("more than 65,536 columns".to_owned()))?;
        buffer.extend_from_slice(&index.to_le_bytes());
        match value {
            Value::Null => {}
            Value::Integer(number) => buffer.extend_from_slice(&number.to_le_bytes()),
            Value::Real(number) => buffer.extend_from_slice(&number.to_le_bytes()),
            Value::Text(text) => {
                let length = u32::try_from(text.len())
                    .ok()
                    .ok_or_else(|| invalid("a text above 4 GiB".to_owned()))?;
                buffer.extend_from_slice(&length.to_le_bytes());
                buffer.extend_from_slice(text.as_bytes());
            }
        }
    }
    Ok(())
}

/// The feature behind its size; `None` without geometry.
fn feature<'b>(
    builder: &'b mut FlatBufferBuilder<'_>,
    shape: &Shape<'_>,
    properties: &[u8],
    coordinates: &mut Vec<f64>,
) -> Option<&'b [u8]> {
    let geometry = match shape {
        Shape::Nothing => return None,
        Shape::Point(point) => simple_geometry(builder, point, &[]),
        Shape::Polygons(polygons) => multi_geometry(builder, polygons, coordinates),
    };
    let properties = builder.create_vector(properties);
    let feature = Feature::create(
        builder,
        &FeatureArgs {
            geometry: Some(geometry),
            properties: Some(properties),
            columns: None,
        },
    );
    builder.finish_size_prefixed(feature, None);
    Some(builder.finished_data())
}

fn multi_geometry<'b>(
    builder: &mut FlatBufferBuilder<'b>,
    polygons: &[Polygon<'_>],
    coordinates: &mut Vec<f64>,
) -> WIPOffset<Geometry<'b>> {
    let parts: Vec<_> = polygons
        .iter()
        .map(|polygon| polygon_geometry(builder, polygon, coordinates))
        .collect();
    let parts = builder.create_vector(&parts);
    Geometry::create(
        builder,
        &GeometryArgs {
            parts: Some(parts),
            ..Default::default()
        },
    )
}

fn polygon_geometry<'b>(
    builder: &mut FlatBufferBuilder<'b>,
    polygon: &Polygon<'_>,
    coordinates: &mut Vec<f64>,
) -> WIPOffset<Geometry<'b>> {
    coordinates.clear();
    let mut ends = Vec::with_capacity(1 + polygon.holes.len());
    for (ring, clockwise) in polygon.turned_rings() {
        ring.push_closed(clockwise, coordinates);
        // Below 2^27: the whole feature is below 1 GiB.
        ends.push(u32::try_from(coordinates.len() / 2).unwrap_or(u32::MAX));
    }
    simple_geometry(builder, coordinates, &ends)
}

/// A geometry of one part; where its rings end is told only if there are several.
fn simple_geometry<'b>(
    builder: &mut FlatBufferBuilder<'b>,
    coordinates: &[f64],
    ends: &[u32],
) -> WIPOffset<Geometry<'b>> {
    let xy = builder.create_vector(coordinates);
    let ends = (ends.len() > 1).then(|| builder.create_vector(ends));
    Geometry::create(
        builder,
        &GeometryArgs {
            xy: Some(xy),
            ends,
            ..Default::default()
        },
    )
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
