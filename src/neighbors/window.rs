//! A box of longitude and latitude in; a box in space around it, and what lies in it, out.

use crate::ellipsoid::{Point, from_axis_and_up};
use crate::lonlat::LonLat;

/// Beyond the rounding of coordinates in space.
const ROUNDING_M: f64 = 1e-6;

/// All positions between two meridians and two parallels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    south_west: LonLat,
    /// West of the other corner where the window goes across the antimeridian.
    north_east: LonLat,
}

impl Window {
    /// `None` where south is above north. West above east goes across the antimeridian.
    pub(super) fn new(south_west: LonLat, north_east: LonLat) -> Option<Self> {
        let is_upright = south_west.lat_deg() <= north_east.lat_deg();
        is_upright.then_some(Self {
            south_west,
            north_east,
        })
    }

    /// Whether a position lies in the window or on its rim.
    pub(super) fn holds(&self, position: LonLat) -> bool {
        let (lon_deg, lat_deg) = (position.lon_deg(), position.lat_deg());
        let in_lon = lat_deg.abs() == 90.0
            || self.holds_lon(lon_deg)
            || (lon_deg.abs() == 180.0 && self.holds_lon(-lon_deg));
        in_lon && (self.south_west.lat_deg()..=self.north_east.lat_deg()).contains(&lat_deg)
    }

    fn holds_lon(&self, lon_deg: f64) -> bool {
        let (west_deg, east_deg) = (self.south_west.lon_deg(), self.north_east.lon_deg());
        if west_deg <= east_deg {
            (west_deg..=east_deg).contains(&lon_deg)
        } else {
            lon_deg >= west_deg || lon_deg <= east_deg
        }
    }

    /// The lower and upper corner of a box in space that holds the window.
    pub(super) fn corners(&self) -> [Point; 2] {
        let (south_deg, north_deg) = (self.south_west.lat_deg(), self.north_east.lat_deg());
        let [south_from_axis, south_up] = from_axis_and_up(south_deg);
        let [north_from_axis, north_up] = from_axis_and_up(north_deg);
        let widest = if south_deg <= 0.0 && north_deg >= 0.0 {
            from_axis_and_up(0.0)[0]
        } else {
            south_from_axis.max(north_from_axis)
        };
        let from_axis = [south_from_axis.min(north_from_axis), widest];
        let x = stretched(from_axis, self.range_of_cosine(0.0));
        let y = stretched(from_axis, self.range_of_cosine(90.0));
        [
            [x[0], y[0], south_up].map(|low| low - ROUNDING_M),
            [x[1], y[1], north_up].map(|high| high + ROUNDING_M),
        ]
    }

    /// The least and greatest cosine of the angles between the window's longitudes and one.
    fn range_of_cosine(&self, lon_deg: f64) -> [f64; 2] {
        let cosine = |angle: f64| (angle - lon_deg).to_radians().cos();
        let (west, east) = (
            cosine(self.south_west.lon_deg()),
            cosine(self.north_east.lon_deg()),
        );
        let opposite = if lon_deg > 0.0 {
            lon_deg - 180.0
        } else {
            180.0
        };
        let meets =
            |angle: f64| self.holds_lon(angle) || (angle == 180.0 && self.holds_lon(-180.0));
        let least = if meets(opposite) {
            -1.0
        } else {
            west.min(east)
        };
        let greatest = if meets(lon_deg) { 1.0 } else { west.max(east) };
        [least, greatest]
    }
}

/// The range of products of a range of lengths, which are not negative, and a range of factors.
fn stretched([short, long]: [f64; 2], [least, greatest]: [f64; 2]) -> [f64; 2] {
    [
        (short * least).min(long * least),
        (short * greatest).max(long * greatest),
    ]
}
