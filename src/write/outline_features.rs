//! A frame with outlines in, their `FlatGeobuf` features out.
//!
//! To know its size, a feature is built and forgotten, then built again when it is written: that costs less than to
//! keep all of them.

use std::io;
use std::iter;
use std::slice;

use ::flatgeobuf::{Feature, FeatureArgs, Geometry, GeometryArgs};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use rayon::prelude::*;

use super::bounds::Bounds;
use super::chunks::ROWS_PER_CHUNK;
use super::features::{Features, LARGEST_FEATURE_BYTES, check_sizes};
use super::polygon::{Polygon, bounds_of, polygons};
use super::properties::Properties;
use crate::table::{Nesting, Outlines};

/// The features of a frame whose rows have outlines.
pub(super) struct OutlineFeatures<'a> {
    source: Source<'a>,
    n_bytes: Vec<u32>,
    bounds: Vec<Bounds>,
}

/// What features are made of.
struct Source<'a> {
    properties: Properties<'a>,
    outlines: &'a Outlines,
    nesting: &'a Nesting,
}

/// What is used for one feature after the other.
#[derive(Default)]
struct Buffers {
    builder: FlatBufferBuilder<'static>,
    coordinates: Vec<f64>,
    properties: Vec<u8>,
}

impl<'a> OutlineFeatures<'a> {
    /// Measures all features.
    pub(super) fn measure(
        properties: Properties<'a>,
        outlines: &'a Outlines,
        nesting: &'a Nesting,
    ) -> io::Result<Self> {
        let source = Source {
            properties,
            outlines,
            nesting,
        };
        // The outlines of a row number that does not fit are not asked for: the writer has refused so many.
        let n_rows = u32::try_from(source.outlines.n_rows()).unwrap_or(u32::MAX);
        let rows = (0..n_rows).into_par_iter();
        let (n_bytes, bounds): (Vec<u32>, Vec<Bounds>) = rows
            .with_min_len(ROWS_PER_CHUNK)
            .map_init(Buffers::default, |buffers, row| {
                source.measured(row, buffers)
            })
            .unzip();
        check_sizes(&n_bytes)?;
        Ok(Self {
            source,
            n_bytes,
            bounds,
        })
    }
}

impl Features for OutlineFeatures<'_> {
    fn n_rows(&self) -> u32 {
        u32::try_from(self.n_bytes.len()).unwrap_or(u32::MAX)
    }

    fn n_bytes(&self, row: u32) -> u64 {
        self.n_bytes[row as usize].into()
    }

    fn bounds(&self, row: u32) -> Bounds {
        self.bounds[row as usize]
    }

    fn push(&self, rows: &[u32], buffer: &mut Vec<u8>) {
        let mut buffers = Buffers::default();
        for row in rows {
            let polygons = self.source.polygons(*row);
            buffer.extend_from_slice(self.source.feature(*row, &polygons, &mut buffers));
        }
    }
}

impl<'a> Source<'a> {
    /// The polygons of a row; none where it has no geometry.
    fn polygons(&self, row: u32) -> Vec<Polygon<'a>> {
        polygons(self.outlines, self.nesting, row as usize)
    }

    /// The size of a row's feature and the box around it.
    fn measured(&self, row: u32, buffers: &mut Buffers) -> (u32, Bounds) {
        let polygons = self.polygons(row);
        if polygons.is_empty() {
            return (0, Bounds::EMPTY);
        }
        let mut n_bytes = n_geometry_bytes(&polygons);
        self.properties
            .add_sizes(slice::from_mut(&mut n_bytes), row as usize);
        if n_bytes <= LARGEST_FEATURE_BYTES {
            let feature = self.feature(row, &polygons, buffers);
            n_bytes = u32::try_from(feature.len()).unwrap_or(u32::MAX);
        }
        (n_bytes, bounds_of(&polygons))
    }

    /// The feature behind its size.
    fn feature<'b>(
        &self,
        row: u32,
        polygons: &[Polygon<'_>],
        buffers: &'b mut Buffers,
    ) -> &'b [u8] {
        let Buffers {
            builder,
            coordinates,
            properties,
        } = buffers;
        builder.reset();
        self.properties.set(properties, row);
        let args = FeatureArgs {
            geometry: Some(multi_geometry(builder, polygons, coordinates)),
            properties: Some(builder.create_vector(properties)),
            columns: None,
        };
        let feature = Feature::create(builder, &args);
        builder.finish_size_prefixed(feature, None);
        builder.finished_data()
    }
}

/// At least as many bytes as the geometry takes.
fn n_geometry_bytes(polygons: &[Polygon<'_>]) -> u32 {
    let rings = polygons
        .iter()
        .flat_map(|polygon| iter::once(&polygon.shell).chain(&polygon.holes));
    let n_bytes: usize = rings.map(|ring| 16 * (ring.vertices.len() + 1) + 64).sum();
    u32::try_from(n_bytes).unwrap_or(u32::MAX)
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

/// The geometry of one polygon; where its rings end is told only if there are several.
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
    let xy = builder.create_vector(coordinates);
    let ends = (ends.len() > 1).then(|| builder.create_vector(&ends));
    Geometry::create(
        builder,
        &GeometryArgs {
            xy: Some(xy),
            ends,
            ..Default::default()
        },
    )
}
