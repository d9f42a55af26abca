//! Coordinates and outlines in, the boxes that hold them out.

use crate::lonlat::LonLat;
use crate::table::{RawLonLat, Regions};

/// West, south, east and north of a set of coordinates, in the unit of the coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The smallest x.
    pub west: f64,
    /// The smallest y.
    pub south: f64,
    /// The largest x.
    pub east: f64,
    /// The largest y.
    pub north: f64,
}

impl std::fmt::Display for Extent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            west,
            south,
            east,
            north,
        } = self;
        write!(
            f,
            "longitude {west:.2} to {east:.2} and latitude {south:.2} to {north:.2}"
        )
    }
}

/// The extent of coordinates, `None` of none.
pub fn extent(coordinates: impl IntoIterator<Item = RawLonLat>) -> Option<Extent> {
    coordinates.into_iter().fold(None, |extent, [x, y]| {
        Some(match extent {
            None => Extent {
                west: x,
                south: y,
                east: x,
                north: y,
            },
            Some(seen) => Extent {
                west: seen.west.min(x),
                south: seen.south.min(y),
                east: seen.east.max(x),
                north: seen.north.max(y),
            },
        })
    })
}

/// The extent of each region's outline, `None` without one.
#[must_use]
pub fn outline_extents(regions: &Regions) -> Vec<Option<Extent>> {
    let outlines = &regions.outlines;
    let of_row = |row: usize| {
        let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
        extent(rings.flat_map(|ring| outlines.ring(ring).iter().copied()))
    };
    (0..outlines.n_rows()).map(of_row).collect()
}

impl Extent {
    /// Whether a position lies in the box or on its border.
    #[must_use]
    pub fn holds(self, position: LonLat) -> bool {
        (self.west..=self.east).contains(&position.lon_deg())
            && (self.south..=self.north).contains(&position.lat_deg())
    }
}
