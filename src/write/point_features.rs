//! A frame with points in, their `FlatGeobuf` features out.
//!
//! A feature with a point has the same tables always, so its bytes are known but for the properties between them and a
//! few offsets. They are those that the crate `flatbuffers` makes, front to back:
//!
//! ```text
//! head        size, where the feature is, 0 or 4 zeros, layout of the feature, the feature, length of the properties
//! properties  and up to 3 zeros
//! tail        layout of the geometry, the geometry, number of coordinates, coordinates
//! ```

use std::io;

use rayon::prelude::*;

use super::bounds::Bounds;
use super::chunks::ROWS_PER_CHUNK;
use super::features::{Features, check_sizes};
use super::properties::Properties;
use crate::lonlat::LonLat;

/// Bytes of head and tail without zeros between.
const HEAD_AND_TAIL_BYTES: u64 = 68;

/// What opens a table: the bytes of this list, of the table, and where in it each field is, two in a word.
const FEATURE_LAYOUT: [u32; 2] = [8 | 12 << 16, 4 | 8 << 16];
const GEOMETRY_LAYOUT: [u32; 2] = [8 | 8 << 16, 4 << 16];

/// The features of a frame whose rows have a point or nothing.
pub(super) struct PointFeatures<'a> {
    properties: Properties<'a>,
    points: &'a [Option<LonLat>],
    /// For each row the bytes of its properties.
    n_property_bytes: Vec<u32>,
}

impl<'a> PointFeatures<'a> {
    /// Measures all features.
    pub(super) fn measure(
        properties: Properties<'a>,
        points: &'a [Option<LonLat>],
    ) -> io::Result<Self> {
        let mut sizes = vec![0; points.len()];
        let chunks = sizes.par_chunks_mut(ROWS_PER_CHUNK).enumerate();
        chunks.for_each(|(chunk, sizes)| {
            properties.add_sizes(sizes, chunk * ROWS_PER_CHUNK);
        });
        check_sizes(&sizes)?;
        Ok(Self {
            properties,
            points,
            n_property_bytes: sizes,
        })
    }
}

impl Features for PointFeatures<'_> {
    fn n_rows(&self) -> u32 {
        u32::try_from(self.points.len()).unwrap_or(u32::MAX)
    }

    fn n_bytes(&self, row: u32) -> u64 {
        let row = row as usize;
        let n_bytes = HEAD_AND_TAIL_BYTES + u64::from(self.n_property_bytes[row]);
        self.points[row].map_or(0, |_| n_bytes.next_multiple_of(8))
    }

    fn bounds(&self, row: u32) -> Bounds {
        self.points[row as usize].map_or(Bounds::EMPTY, |at| {
            Bounds::around(&[[at.lon_deg(), at.lat_deg()]])
        })
    }

    fn push(&self, rows: &[u32], buffer: &mut Vec<u8>) {
        let mut starts = Vec::with_capacity(rows.len());
        for row in rows.iter().map(|row| *row as usize) {
            if let Some(at) = self.points[row] {
                starts.push(push_around(buffer, self.n_property_bytes[row], at));
            }
        }
        self.properties.put(buffer, &mut starts, rows);
    }
}

/// Appends a feature with zeros instead of its properties, and returns where they are to stand.
fn push_around(buffer: &mut Vec<u8>, n_property_bytes: u32, at: LonLat) -> usize {
    let padded = n_property_bytes.next_multiple_of(4);
    // Coordinates stand at multiples of 8 bytes, counted from the end.
    let n_zeros = (padded % 8) ^ 4;
    push_words(buffer, [64 + n_zeros + padded, 12 + n_zeros]);
    buffer.extend_from_slice(&[0; 4][..n_zeros as usize]);
    push_words(buffer, FEATURE_LAYOUT);
    push_words(buffer, [8, 20 + padded, 4, n_property_bytes]);
    let start = buffer.len();
    buffer.resize(start + padded as usize, 0);
    push_words(buffer, GEOMETRY_LAYOUT);
    push_words(buffer, [8, 4, 2]);
    buffer.extend_from_slice(&at.lon_deg().to_le_bytes());
    buffer.extend_from_slice(&at.lat_deg().to_le_bytes());
    start
}

fn push_words<const N: usize>(buffer: &mut Vec<u8>, words: [u32; N]) {
    buffer.extend_from_slice(words.map(u32::to_le_bytes).as_flattened());
}

#[cfg(test)]
mod tests {
    use ::flatgeobuf::{Feature, FeatureArgs, Geometry, GeometryArgs};
    use flatbuffers::FlatBufferBuilder;
    use proptest::prelude::*;

    use super::super::fixture::text;
    use super::*;
    use crate::table::{Column, Frame, FrameGeometry};

    /// The feature of a row as the crate builds it.
    fn oracle(properties: &[u8], at: LonLat) -> Vec<u8> {
        let mut builder = FlatBufferBuilder::new();
        let args = GeometryArgs {
            xy: Some(builder.create_vector(&[at.lon_deg(), at.lat_deg()])),
            ..Default::default()
        };
        let geometry = Geometry::create(&mut builder, &args);
        let args = FeatureArgs {
            geometry: Some(geometry),
            properties: Some(builder.create_vector(properties)),
            columns: None,
        };
        let feature = Feature::create(&mut builder, &args);
        builder.finish_size_prefixed(feature, None);
        builder.finished_data().to_vec()
    }

    fn properties(text: &str, number: Option<i64>) -> Vec<u8> {
        let mut bytes = Vec::new();
        if !text.is_empty() {
            bytes.extend([0, 0]);
            bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        if let Some(number) = number {
            bytes.extend([1, 0]);
            bytes.extend(number.to_le_bytes());
        }
        bytes
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_the_crate(
            rows in prop::collection::vec(
                ("\\PC{0,12}", any::<Option<i64>>(), prop::option::of((-180.0..180.0, -90.0..90.0))),
                1..9,
            ),
        ) {
            let texts: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
            let at = |row: &(f64, f64)| LonLat::new(row.0, row.1).unwrap();
            let points: Vec<Option<LonLat>> = rows.iter().map(|row| row.2.as_ref().map(at)).collect();
            let numbers = rows.iter().map(|row| row.1).collect();
            let frame = Frame {
                name: "schools".to_owned(),
                n_rows: rows.len(),
                columns: vec![("text".to_owned(), text(&texts)), ("number".to_owned(), Column::Integer(numbers))],
                geometry: FrameGeometry::Points(&points),
            };
            let features = PointFeatures::measure(Properties::new(&frame).unwrap(), &points).unwrap();
            let mut present: Vec<u32> = (0..features.n_rows()).filter(|row| features.n_bytes(*row) > 0).collect();
            present.reverse();
            let mut bytes = Vec::new();
            features.push(&present, &mut bytes);
            let mut expected = Vec::new();
            for row in present {
                let index = row as usize;
                let feature = oracle(&properties(texts[index], rows[index].1), points[index].unwrap());
                prop_assert_eq!(features.n_bytes(row), feature.len() as u64);
                expected.extend(feature);
            }
            prop_assert_eq!(bytes, expected);
        }
    }
}
