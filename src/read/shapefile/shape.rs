//! The content of a record of a `.shp` in, a row of the geometry table out.

use crate::read::shape::{self, Shape};
use crate::table::{Geometries, RawLonLat};

/// The bytes of a bounding box.
const BOX_BYTES: usize = 32;

/// Adds a row. The rings of a polygon are one part: which of them are holes is told by how they lie, not by their
/// direction.
pub(super) fn push(record: &[u8], geometries: &mut Geometries) {
    let mut reader = Reader {
        rest: record,
        shape: Shape::default(),
        geometries,
    };
    let word = reader.shape();
    let Reader {
        shape, geometries, ..
    } = reader;
    match word {
        Ok(word) => shape::end_row(Ok(shape), word, geometries),
        Err(reason) => shape::end_row(Err(reason), "", geometries),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    shape: Shape,
    geometries: &'a mut Geometries,
}

impl<'a> Reader<'a> {
    /// Takes the shape; gives the word for its type. Heights and measures stand behind and are left.
    fn shape(&mut self) -> Result<&'static str, String> {
        match self.number()? {
            0 => Ok("Null"),
            1 | 11 | 21 => {
                let point = self.vertices(1)?;
                self.points(point)?;
                Ok("Point")
            }
            3 | 13 | 23 => {
                self.shape.add_other();
                Ok("PolyLine")
            }
            5 | 15 | 25 => {
                self.polygon()?;
                Ok("Polygon")
            }
            8 | 18 | 28 => {
                self.bytes(BOX_BYTES)?;
                let n_points = self.number()?;
                let points = self.vertices(n_points)?;
                self.points(points)?;
                Ok("MultiPoint")
            }
            31 => {
                self.shape.add_other();
                Ok("MultiPatch")
            }
            other => Err(format!("expected a type of shape, found number {other}")),
        }
    }

    fn points(&mut self, points: &[[u8; 16]]) -> Result<(), String> {
        for point in points {
            let point = vertex(*point);
            if !point.iter().all(|number| number.is_nan()) {
                self.shape.add_point(finite(point)?);
            }
        }
        Ok(())
    }

    fn polygon(&mut self) -> Result<(), String> {
        self.bytes(BOX_BYTES)?;
        let (n_rings, n_vertices) = (self.number()?, self.number()?);
        let (starts, _) = self.bytes(size_of_all(n_rings, 4)?)?.as_chunks::<4>();
        let vertices = self.vertices(n_vertices)?;
        let start = |ring: usize| {
            starts
                .get(ring)
                .map_or(n_vertices, |start| u32::from_le_bytes(*start))
        };
        if start(0) != 0 {
            return Err(format!(
                "expected the first ring to start at vertex 0, found {}",
                start(0)
            ));
        }
        let mut n_kept = 0;
        for ring in 0..starts.len() {
            let span = start(ring) as usize..start(ring + 1) as usize;
            let ring = vertices.get(span.clone()).ok_or_else(|| {
                format!(
                    "expected a ring within {n_vertices} vertices, found one from {} to {}",
                    span.start, span.end
                )
            })?;
            for bytes in ring {
                self.geometries
                    .outlines
                    .push_vertex(finite(vertex(*bytes))?);
            }
            n_kept += shape::end_ring(ring.len(), self.geometries);
        }
        self.shape.end_part(n_kept, self.geometries);
        Ok(())
    }

    /// So many pairs of numbers.
    fn vertices(&mut self, count: u32) -> Result<&'a [[u8; 16]], String> {
        Ok(self.bytes(size_of_all(count, 16)?)?.as_chunks().0)
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes = self.bytes(4)?.first_chunk().copied();
        Ok(bytes.map_or(0, u32::from_le_bytes))
    }

    fn bytes(&mut self, n_bytes: usize) -> Result<&'a [u8], String> {
        let n_found = self.rest.len();
        let (bytes, rest) = self.rest.split_at_checked(n_bytes).ok_or_else(|| {
            format!("expected {n_bytes} bytes more of the shape, found {n_found}")
        })?;
        self.rest = rest;
        Ok(bytes)
    }
}

fn size_of_all(count: u32, size: usize) -> Result<usize, String> {
    let n_bytes = (count as usize).checked_mul(size);
    n_bytes.ok_or_else(|| format!("expected a number of vertices, found {count}"))
}

fn vertex(bytes: [u8; 16]) -> RawLonLat {
    let (halves, _) = bytes.as_chunks::<8>();
    [f64::from_le_bytes(halves[0]), f64::from_le_bytes(halves[1])]
}

fn finite(position: RawLonLat) -> Result<RawLonLat, String> {
    if position.iter().all(|number| number.is_finite()) {
        return Ok(position);
    }
    let [x, y] = position;
    Err(format!("expected finite coordinates, found {x} {y}"))
}
