//! Real outlines in, school-like points over them out.

use super::random::{Draws, Topic};
use super::spot::{Spot, UDEG_PER_DEG};
use crate::lonlat::LonLat;
use crate::table::{Outlines, RawLonLat};

/// Draws `n` points over any outlines, for benches: each in the box of the largest part of a random region, denser
/// towards the middle, with six decimals, in random order. Some lie outside the region, as boxes are larger. No points
/// come where no region has an outline.
///
/// ```
/// use schoolreach::generate::{CountryPlan, country, random_points};
/// let country = country(&CountryPlan::default())?;
/// let points = random_points(&country.levels[1].outlines, 1_000, 42);
/// assert_eq!(points.len(), 1_000);
/// # Ok::<(), schoolreach::Error>(())
/// ```
#[must_use]
pub fn random_points(outlines: &Outlines, n: usize, seed: u64) -> Vec<LonLat> {
    let boxes: Vec<Span> = (0..outlines.n_rows())
        .filter_map(|row| largest_box(outlines, row))
        .collect();
    let mut draws = Draws::new(seed, Topic::Points, 0);
    let points = (0..n).map_while(|_| {
        let span = boxes.get(draws.below(boxes.len()))?;
        span.draw(&mut draws)
    });
    points.collect()
}

/// A box from its lower to its upper corner, in degrees.
#[derive(Clone, Copy)]
struct Span {
    low: RawLonLat,
    high: RawLonLat,
}

impl Span {
    /// The box of some vertices, `None` where a point in it would be no position.
    fn around(vertices: &[RawLonLat]) -> Option<Self> {
        let first = *vertices.first()?;
        let span = vertices.iter().fold(
            Self {
                low: first,
                high: first,
            },
            |span, vertex| Self {
                low: [0, 1].map(|axis| span.low[axis].min(vertex[axis])),
                high: [0, 1].map(|axis| span.high[axis].max(vertex[axis])),
            },
        );
        let is_fine = |[lon_deg, lat_deg]: RawLonLat| LonLat::new(lon_deg, lat_deg).is_ok();
        (is_fine(span.low) && is_fine(span.high)).then_some(span)
    }

    fn area(&self) -> f64 {
        (self.high[0] - self.low[0]) * (self.high[1] - self.low[1])
    }

    /// A point around the middle; two standard deviations reach the box, and what falls outside is drawn to its rim.
    fn draw(&self, draws: &mut Draws) -> Option<LonLat> {
        let [east, north] = [0, 1].map(|axis| {
            let (low, high) = (self.low[axis], self.high[axis]);
            let deg = f64::midpoint(low, high) + draws.bell() * (high - low) / 4.0;
            deg.clamp(low, high) * UDEG_PER_DEG
        });
        let [lon_deg, lat_deg] = Spot::nearest(east, north).in_degrees();
        LonLat::new(lon_deg, lat_deg).ok()
    }
}

/// The largest of the boxes around a row's parts.
fn largest_box(outlines: &Outlines, row: usize) -> Option<Span> {
    let shells = outlines
        .parts(row)
        .filter_map(|part| outlines.rings(part).next());
    let boxes = shells.filter_map(|ring| Span::around(outlines.ring(ring)));
    boxes.max_by(|a, b| a.area().total_cmp(&b.area()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(outlines: &mut Outlines, west: f64, size: f64) {
        for vertex in [
            [west, 0.0],
            [west + size, 0.0],
            [west + size, size],
            [west, size],
        ] {
            outlines.push_vertex(vertex);
        }
        outlines.end_ring();
        outlines.end_part();
    }

    #[test]
    fn points_lie_in_the_largest_boxes_with_six_decimals() {
        let mut outlines = Outlines::new();
        square(&mut outlines, 10.0, 0.001);
        square(&mut outlines, 20.0, 1.0);
        outlines.end_row();
        outlines.end_row();
        square(&mut outlines, 30.0, 1.0);
        outlines.end_row();
        let points = random_points(&outlines, 2_000, 1);
        let near_20 = points
            .iter()
            .filter(|point| (20.0..=21.0).contains(&point.lon_deg()));
        let n_near_20 = near_20.count();
        let n_near_30 = points
            .iter()
            .filter(|point| (30.0..=31.0).contains(&point.lon_deg()))
            .count();
        assert_eq!(n_near_20 + n_near_30, 2_000);
        assert!((800..1_200).contains(&n_near_20));
        assert!(
            points
                .iter()
                .all(|point| format!("{}", point.lon_deg()).len() <= "20.123456".len())
        );
        assert_eq!(points, random_points(&outlines, 2_000, 1));
        assert_ne!(points, random_points(&outlines, 2_000, 2));
    }

    #[test]
    fn without_outlines_there_are_no_points() {
        let mut outlines = Outlines::new();
        assert!(random_points(&outlines, 5, 1).is_empty());
        outlines.end_row();
        assert!(random_points(&outlines, 5, 1).is_empty());
    }
}
