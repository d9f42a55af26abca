//! A frame in, a FlatGeobuf 3.0 file out: header, packed Hilbert R-tree, features in the order of the tree.
//!
//! The crate's own writer is passed over, its parts are used: it goes through a file in the system's temporary folder,
//! takes values that contradict their column, and seeks once for every feature.

use std::io::{self, Write};

use ::flatgeobuf::{
    Column as FieldType, ColumnArgs, ColumnType, Crs, CrsArgs, GeometryType, Header, HeaderArgs,
};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use rayon::prelude::*;

use super::bounds::Bounds;
use super::chunks::write_in_order;
use super::features::Features;
use super::hilbert::hilbert;
use super::index::{Leaf, NODE_SIZE, write_index};
use super::outline_features::OutlineFeatures;
use super::point_features::PointFeatures;
use super::properties::Properties;
use crate::table::{Column, Frame, FrameGeometry};

/// Opens every file of version 3.0.
const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

/// Writes a frame as `FlatGeobuf` and returns the number of features.
///
/// Coordinates are exact, outlines are regrouped and cut as in GeoJSON; the reference system is EPSG:4326. Rows without
/// geometry are left out, for readers refuse a null geometry beside an index, so the return value may be below
/// `frame.n_rows`. Nulls are omitted values. Features come in Hilbert order, rows of one place in row order.
///
/// # Errors
/// What the writer reports, and `InvalidInput` for a feature above 1 GiB or more than 65,536 columns.
///
/// ```
/// use schoolreach::LonLat;
/// use schoolreach::table::{Frame, FrameGeometry};
/// let positions = [None, Some(LonLat::new(36.82, -1.29)?)];
/// let frame = Frame {
///     name: "schools".to_owned(),
///     n_rows: 2,
///     columns: Vec::new(),
///     geometry: FrameGeometry::Points(&positions),
/// };
/// assert_eq!(schoolreach::write::flatgeobuf(&frame, &mut Vec::new())?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn flatgeobuf(frame: &Frame<'_>, out: &mut (dyn Write + Send)) -> io::Result<u64> {
    let properties = Properties::new(frame)?;
    if u32::try_from(frame.n_rows).is_err() {
        let message = "more than 4,294,967,295 rows";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    match frame.geometry {
        FrameGeometry::None => write(frame, &PointFeatures::measure(properties, &[])?, out),
        FrameGeometry::Points(points) => {
            write(frame, &PointFeatures::measure(properties, points)?, out)
        }
        FrameGeometry::Outlines(outlines, nesting) => {
            let features = OutlineFeatures::measure(properties, outlines, nesting)?;
            write(frame, &features, out)
        }
    }
}

/// Writes front to back: sizes tell where features will begin before one is made.
fn write(
    frame: &Frame<'_>,
    features: &impl Features,
    out: &mut (dyn Write + Send),
) -> io::Result<u64> {
    let extent = extent(features);
    let rows = hilbert_order(features, extent);
    out.write_all(&MAGIC)?;
    out.write_all(&header(frame, extent, rows.len()))?;
    let leaf = |place: usize| Leaf {
        bounds: features.bounds(rows[place]),
        n_bytes: features.n_bytes(rows[place]),
    };
    write_index(rows.len(), leaf, out)?;
    write_in_order(rows.len(), out, |places, buffer| {
        features.push(&rows[places], buffer);
    })?;
    Ok(rows.len() as u64)
}

fn extent(features: &impl Features) -> Bounds {
    let rows = (0..features.n_rows()).into_par_iter();
    rows.map(|row| features.bounds(row))
        .reduce(|| Bounds::EMPTY, Bounds::union)
}

/// The rows that have a feature along the Hilbert curve; ties in row order.
fn hilbert_order(features: &impl Features, extent: Bounds) -> Vec<u32> {
    let mut order: Vec<(u32, u32)> = (0..features.n_rows())
        .into_par_iter()
        .filter(|row| features.n_bytes(*row) > 0)
        .map(|row| (hilbert(features.bounds(row), extent), row))
        .collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, row)| row).collect()
}

fn header(frame: &Frame<'_>, extent: Bounds, n_features: usize) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let crs = epsg_4326(&mut builder);
    let columns: Vec<_> = frame
        .columns
        .iter()
        .map(|(name, column)| field_type(&mut builder, name, column))
        .collect();
    let args = HeaderArgs {
        name: Some(builder.create_string(&frame.name)),
        title: Some(builder.create_string(&frame.name)),
        envelope: extent.edges().map(|edges| builder.create_vector(&edges)),
        geometry_type: geometry_type(frame.geometry),
        columns: Some(builder.create_vector(&columns)),
        features_count: n_features as u64,
        index_node_size: if n_features == 0 { 0 } else { NODE_SIZE },
        crs: Some(crs),
        ..Default::default()
    };
    let header = Header::create(&mut builder, &args);
    builder.finish_size_prefixed(header, None);
    builder.finished_data().to_vec()
}

fn epsg_4326<'b>(builder: &mut FlatBufferBuilder<'b>) -> WIPOffset<Crs<'b>> {
    let args = CrsArgs {
        org: Some(builder.create_string("EPSG")),
        code: 4326,
        name: Some(builder.create_string("WGS 84")),
        ..Default::default()
    };
    Crs::create(builder, &args)
}

fn field_type<'b>(
    builder: &mut FlatBufferBuilder<'b>,
    name: &str,
    column: &Column<'_>,
) -> WIPOffset<FieldType<'b>> {
    let args = ColumnArgs {
        name: Some(builder.create_string(name)),
        type_: match column {
            Column::Text(_) | Column::Words { .. } => ColumnType::String,
            Column::Integer(_) => ColumnType::Long,
            Column::Real(_) => ColumnType::Double,
        },
        nullable: true,
        ..Default::default()
    };
    FieldType::create(builder, &args)
}

fn geometry_type(geometry: FrameGeometry<'_>) -> GeometryType {
    match geometry {
        FrameGeometry::None => GeometryType::Unknown,
        FrameGeometry::Points(_) => GeometryType::Point,
        FrameGeometry::Outlines(..) => GeometryType::MultiPolygon,
    }
}

#[cfg(test)]
#[path = "flatgeobuf_tests.rs"]
mod tests;
