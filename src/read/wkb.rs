//! One geometry in well-known binary in, a row of the geometry table out.
//!
//! ISO/IEC 13249-3 (OGC 06-103r4) with heights and measures, and the `EWKB` of `PostGIS` with its flags and reference system.
//! Nothing is allocated but for what the bytes hold: a claimed count is only believed as far as bytes follow.

#[cfg(test)]
mod tests;

use super::shape::{self, Shape};
use crate::table::{Geometries, RawLonLat};

/// How deep collections may nest.
const MAX_DEPTH: usize = 32;

/// The flags of `EWKB` in a type.
const HAS_HEIGHT: u32 = 0x8000_0000;
const HAS_MEASURE: u32 = 0x4000_0000;
const HAS_SRID: u32 = 0x2000_0000;

/// The types whose content is known, by their number.
const TYPES: [(u32, &str); 8] = [
    (1, "Point"),
    (2, "LineString"),
    (3, "Polygon"),
    (4, "MultiPoint"),
    (5, "MultiLineString"),
    (6, "MultiPolygon"),
    (7, "GeometryCollection"),
    (12, "MultiSurface"),
];

/// Adds a row: the geometry that the bytes are, a broken one where they are none.
pub(super) fn push(bytes: &[u8], geometries: &mut Geometries) {
    let mut reader = Reader {
        rest: bytes,
        shape: Shape::default(),
        geometries,
    };
    let word = reader.whole();
    let Reader {
        shape, geometries, ..
    } = reader;
    match word {
        Ok(word) => shape::end_row(Ok(shape), word, geometries),
        Err(reason) => shape::end_row(Err(reason), "", geometries),
    }
}

/// What stands before the content of a geometry.
struct Head {
    numbers: Numbers,
    /// One of [`TYPES`].
    kind: u32,
    word: &'static str,
}

/// How the numbers of a geometry are written.
#[derive(Clone, Copy)]
struct Numbers {
    is_little_endian: bool,
    /// How many numbers make a position: 2 to 4.
    n_dimensions: usize,
}

impl Numbers {
    fn count(self, bytes: [u8; 4]) -> u32 {
        if self.is_little_endian {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        }
    }

    fn real(self, bytes: [u8; 8]) -> f64 {
        if self.is_little_endian {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        }
    }

    /// Longitude and latitude, the first two numbers of a position.
    fn pair(self, position: &[u8]) -> RawLonLat {
        let mut numbers = position.as_chunks::<8>().0.iter();
        let mut next = || numbers.next().map_or(f64::NAN, |bytes| self.real(*bytes));
        [next(), next()]
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    shape: Shape,
    geometries: &'a mut Geometries,
}

impl<'a> Reader<'a> {
    /// Takes one geometry that ends with the bytes; gives the word for its type.
    fn whole(&mut self) -> Result<&'static str, String> {
        let word = self.geometry(0)?;
        if self.rest.is_empty() {
            return Ok(word);
        }
        let n_more = self.rest.len();
        Err(format!(
            "expected the end of the geometry, found {n_more} bytes more"
        ))
    }

    fn geometry(&mut self, depth: usize) -> Result<&'static str, String> {
        if depth > MAX_DEPTH {
            return Err(format!(
                "expected collections at most {MAX_DEPTH} deep, found deeper ones"
            ));
        }
        let Head {
            numbers,
            kind,
            word,
        } = self.head()?;
        match kind {
            1 => self.point(numbers)?,
            2 => self.line(numbers)?,
            3 => self.polygon(numbers)?,
            _ => {
                for _ in 0..self.count(numbers)? {
                    self.geometry(depth + 1)?;
                }
            }
        }
        Ok(word)
    }

    fn head(&mut self) -> Result<Head, String> {
        let is_little_endian = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            [other] => return Err(format!("expected a byte order of 0 or 1, found {other}")),
        };
        let mut numbers = Numbers {
            is_little_endian,
            n_dimensions: 2,
        };
        let kind = numbers.count(self.take()?);
        if kind & HAS_SRID != 0 {
            self.take::<4>()?;
        }
        let flags = usize::from(kind & HAS_HEIGHT != 0) + usize::from(kind & HAS_MEASURE != 0);
        let kind = kind & !(HAS_SRID | HAS_HEIGHT | HAS_MEASURE);
        numbers.n_dimensions += flags.max(match kind / 1_000 {
            0 => 0,
            1 | 2 => 1,
            _ => 2,
        });
        let known = TYPES
            .iter()
            .find(|(number, _)| *number == kind % 1_000 && kind < 4_000);
        let (kind, word) = *known.ok_or_else(|| {
            format!("expected a type of geometry with straight edges, found number {kind}")
        })?;
        Ok(Head {
            numbers,
            kind,
            word,
        })
    }

    /// A point; one of NaN is how an empty one is written.
    fn point(&mut self, numbers: Numbers) -> Result<(), String> {
        let point = numbers.pair(self.positions(1, numbers)?);
        if !point.iter().all(|number| number.is_nan()) {
            self.shape.add_point(finite(point)?);
        }
        Ok(())
    }

    fn line(&mut self, numbers: Numbers) -> Result<(), String> {
        let n_positions = self.count(numbers)?;
        self.positions(n_positions, numbers)?;
        if n_positions > 0 {
            self.shape.add_other();
        }
        Ok(())
    }

    fn polygon(&mut self, numbers: Numbers) -> Result<(), String> {
        let mut n_rings = 0;
        for _ in 0..self.count(numbers)? {
            let n_positions = self.count(numbers)?;
            let bytes = self.positions(n_positions, numbers)?;
            let mut n_vertices = 0;
            for position in bytes.chunks_exact(8 * numbers.n_dimensions) {
                let vertex = finite(numbers.pair(position))?;
                self.geometries.outlines.push_vertex(vertex);
                n_vertices += 1;
            }
            n_rings += shape::end_ring(n_vertices, self.geometries);
        }
        self.shape.end_part(n_rings, self.geometries);
        Ok(())
    }

    fn count(&mut self, numbers: Numbers) -> Result<u32, String> {
        Ok(numbers.count(self.take()?))
    }

    /// The bytes of so many positions.
    fn positions(&mut self, count: u32, numbers: Numbers) -> Result<&'a [u8], String> {
        let n_bytes = u64::from(count) * 8 * numbers.n_dimensions as u64;
        let split = usize::try_from(n_bytes)
            .ok()
            .and_then(|n| self.rest.split_at_checked(n));
        let (bytes, rest) = split.ok_or_else(|| self.short(n_bytes))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (bytes, rest) = self
            .rest
            .split_first_chunk()
            .ok_or_else(|| self.short(N as u64))?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn short(&self, n_expected: u64) -> String {
        let n_found = self.rest.len();
        format!("expected {n_expected} bytes more of the geometry, found {n_found}")
    }
}

fn finite(position: RawLonLat) -> Result<RawLonLat, String> {
    if position.iter().all(|number| number.is_finite()) {
        return Ok(position);
    }
    let [x, y] = position;
    Err(format!("expected finite coordinates, found {x} {y}"))
}
