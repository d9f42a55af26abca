//! Vertices in, the box around them out.

use crate::table::RawLonLat;

/// The smallest box in degrees around some vertices; of none it is empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

impl Bounds {
    /// The box around nothing.
    pub(super) const EMPTY: Self = Self {
        west: f64::INFINITY,
        south: f64::INFINITY,
        east: f64::NEG_INFINITY,
        north: f64::NEG_INFINITY,
    };

    /// The box around everything.
    pub(super) const WORLD: Self = Self {
        west: -180.0,
        south: -90.0,
        east: 180.0,
        north: 90.0,
    };

    /// The box around some vertices.
    pub(super) fn around<'a>(vertices: impl IntoIterator<Item = &'a RawLonLat>) -> Self {
        let add = |bounds: Self, &[lon, lat]: &RawLonLat| Self {
            west: bounds.west.min(lon),
            south: bounds.south.min(lat),
            east: bounds.east.max(lon),
            north: bounds.north.max(lat),
        };
        vertices.into_iter().fold(Self::EMPTY, add)
    }

    /// The box around both; the order does not matter.
    pub(super) fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// West, south, east, north; `None` for the box around nothing.
    pub(super) fn edges(self) -> Option<[f64; 4]> {
        (self.west <= self.east).then_some([self.west, self.south, self.east, self.north])
    }
}
