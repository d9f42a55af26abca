//! Outlines and the size of a picture in, where positions lie in the picture out.
//!
//! The projection is equirectangular, true to scale along the middle parallel: edges that are straight in longitude
//! and latitude, as all edges here are, stay straight. The picture is cut where the widest stretch of longitudes is
//! empty, so that a country on both sides of the antimeridian stays together.

use super::path::push_ring;
use super::ring::{open, unrolled, unrolled_ring};
use super::simplify::LONGEST_DEGREE_M;
use crate::table::{Outlines, RawLonLat};

/// Paths have whole coordinates, of which so many make a pixel.
pub const UNITS_PER_PIXEL: f64 = 10.0;
/// A picture shows at least so many degrees.
const SMALLEST_SPAN_DEG: f64 = 0.001;
/// The scale of longitude is at least that of this share of a degree at the equator, even at the poles.
const SMALLEST_COSINE: f64 = 0.1;

/// Where positions lie in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    west_deg: f64,
    middle_lon_deg: f64,
    north_deg: f64,
    pixels_per_lon_deg: f64,
    pixels_per_lat_deg: f64,
    width_px: f64,
    height_px: f64,
}

impl Projection {
    /// The largest picture of all outlines of some levels that is at most so many pixels wide and high.
    ///
    /// ```
    /// use schoolreach::draw::Projection;
    /// use schoolreach::table::Outlines;
    /// let mut fiji = Outlines::new();
    /// fiji.extend_ring([[179.0, -17.0], [-179.0, -17.0], [-179.0, -16.0], [179.0, -16.0]]);
    /// fiji.end_ring();
    /// fiji.end_part();
    /// fiji.end_row();
    /// let projection = Projection::fit(&[&fiji], 600.0, 600.0);
    /// assert_eq!((projection.width_px(), projection.height_px().round()), (600.0, 313.0));
    /// assert_eq!(projection.path(&fiji, 0), "M0 3129h6000v-3129h-6000z");
    /// ```
    #[must_use]
    pub fn fit(levels: &[&Outlines], width_px: f64, height_px: f64) -> Self {
        let boxes: Vec<RingBox> = levels.iter().flat_map(|level| ring_boxes(level)).collect();
        let [west, east] = west_and_east(&boxes);
        let south = boxes.iter().map(|it| it.south).reduce(f64::min);
        let north = boxes.iter().map(|it| it.north).reduce(f64::max);
        let (south, north) = (south.unwrap_or(-90.0), north.unwrap_or(90.0));
        Self::of_box([west, south, east, north], [width_px, height_px])
    }

    fn of_box([west, south, east, north]: [f64; 4], [width_px, height_px]: [f64; 2]) -> Self {
        let cosine = f64::midpoint(south, north).to_radians().cos();
        let cosine = cosine.max(SMALLEST_COSINE);
        let lon_span = (east - west).max(SMALLEST_SPAN_DEG);
        let lat_span = (north - south).max(SMALLEST_SPAN_DEG);
        let by_width = width_px.max(1.0) / (lon_span * cosine);
        let by_height = height_px.max(1.0) / lat_span;
        let scale = by_width.min(by_height);
        Self {
            west_deg: west,
            middle_lon_deg: f64::midpoint(west, east),
            north_deg: north,
            pixels_per_lon_deg: scale * cosine,
            pixels_per_lat_deg: scale,
            width_px: lon_span * cosine * scale,
            height_px: lat_span * scale,
        }
    }

    /// The width of what is shown, in pixels.
    #[must_use]
    pub fn width_px(&self) -> f64 {
        self.width_px
    }

    /// The height of what is shown, in pixels.
    #[must_use]
    pub fn height_px(&self) -> f64 {
        self.height_px
    }

    /// How many metres a pixel is along the middle parallel and along every meridian.
    #[must_use]
    pub fn metres_per_pixel(&self) -> f64 {
        LONGEST_DEGREE_M / self.pixels_per_lat_deg
    }

    /// The tolerance for [`simplify`](super::simplify()) at which edges move by at most so many pixels.
    #[must_use]
    pub fn tolerance_m(&self, pixels: f64) -> f64 {
        self.metres_per_pixel() * pixels
    }

    /// The path data of a row's outline in whole units, [`UNITS_PER_PIXEL`] of which make a pixel, to be filled by the
    /// even-odd rule; empty where the row has no outline. A region too small to be seen is a dot.
    ///
    /// # Panics
    /// If `row` is not below the number of rows.
    #[must_use]
    pub fn path(&self, outlines: &Outlines, row: usize) -> String {
        let mut path = String::new();
        let mut dot = None;
        for ring in outlines.parts(row).flat_map(|part| outlines.rings(part)) {
            let units = self.ring_in_units(outlines.ring(ring));
            dot = dot.or(units.first().copied());
            push_ring(&mut path, &units);
        }
        if let Some([x, y]) = dot.filter(|_| path.is_empty()) {
            push_ring(&mut path, &[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]]);
        }
        path
    }

    /// A ring in whole units of the picture, on the side of the antimeridian where its middle is shown.
    fn ring_in_units(&self, ring: &[RawLonLat]) -> Vec<[i64; 2]> {
        self.placed(unrolled_ring(&open(ring)))
    }

    /// A line in whole units of the picture, on the side of the antimeridian where its middle is shown.
    pub(super) fn line_in_units(&self, line: &[RawLonLat]) -> Vec<[i64; 2]> {
        self.placed(unrolled(line.iter().copied()))
    }

    fn placed(&self, unrolled: Vec<RawLonLat>) -> Vec<[i64; 2]> {
        let middle = RingBox::around(&unrolled).map_or(0.0, |it| f64::midpoint(it.west, it.east));
        let turns = ((self.middle_lon_deg - middle) / 360.0).round();
        let place = |[lon, lat]: RawLonLat| {
            let x = (lon + turns * 360.0 - self.west_deg) * self.pixels_per_lon_deg;
            let y = (self.north_deg - lat) * self.pixels_per_lat_deg;
            [x, y].map(in_units)
        };
        unrolled.into_iter().map(place).collect()
    }
}

/// The box around a ring, unrolled.
struct RingBox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl RingBox {
    fn around(ring: &[RawLonLat]) -> Option<Self> {
        let [lon, lat] = *ring.first()?;
        let point = Self {
            west: lon,
            south: lat,
            east: lon,
            north: lat,
        };
        let add = |around: Self, [lon, lat]: &RawLonLat| Self {
            west: around.west.min(*lon),
            south: around.south.min(*lat),
            east: around.east.max(*lon),
            north: around.north.max(*lat),
        };
        Some(ring.iter().fold(point, add))
    }
}

fn ring_boxes(outlines: &Outlines) -> impl Iterator<Item = RingBox> {
    let rings = (0..outlines.n_rings()).map(|ring| outlines.ring(ring));
    rings.filter_map(|ring| RingBox::around(&unrolled_ring(ring)))
}

/// The shortest stretch of longitudes that holds all rings: it ends where the widest empty stretch begins.
fn west_and_east(boxes: &[RingBox]) -> [f64; 2] {
    let to_turn = |it: &RingBox| {
        let west = it.west.rem_euclid(360.0);
        [west, west + (it.east - it.west)]
    };
    let mut spans: Vec<[f64; 2]> = boxes.iter().map(to_turn).collect();
    spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
    // What reaches beyond a full turn covers longitudes at its beginning, too.
    let Some(farthest) = spans.iter().map(|span| span[1]).reduce(f64::max) else {
        return [-180.0, 180.0];
    };
    let mut end = farthest - 360.0;
    let mut widest = [0.0; 2];
    for [west, east] in spans {
        if west - end > widest[1] - widest[0] {
            widest = [end, west];
        }
        end = end.max(east);
    }
    if widest[0] == widest[1] {
        return [-180.0, 180.0];
    }
    centered([widest[1], widest[0] + 360.0])
}

/// The same stretch where its middle lies in -180..=180.
fn centered([west, east]: [f64; 2]) -> [f64; 2] {
    let turns = (f64::midpoint(west, east) / 360.0).round();
    [west - turns * 360.0, east - turns * 360.0]
}

/// Pixels as whole units.
#[expect(
    clippy::cast_possible_truncation,
    reason = "pictures are small, and a cast saturates"
)]
fn in_units(pixels: f64) -> i64 {
    (pixels * UNITS_PER_PIXEL).round() as i64
}

#[cfg(test)]
#[path = "projection_tests.rs"]
mod tests;
