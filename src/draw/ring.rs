//! A ring as a file gives it in, the same ring as other steps want it out: without repeats, unrolled, measured.

use crate::table::RawLonLat;
use crate::table::pole::{Pole, e9};

/// The vertices without those that repeat the one before, and without a last one that repeats the first.
pub(super) fn open(ring: &[RawLonLat]) -> Vec<RawLonLat> {
    let mut vertices = ring.to_vec();
    vertices.dedup();
    while vertices.len() > 1 && vertices.first() == vertices.last() {
        vertices.pop();
    }
    vertices
}

/// The vertices with longitudes that go on beyond ±180, so that every edge is as long as it looks: an edge with
/// 180° < |Δlon| < 360° goes the short way.
pub(super) fn unrolled(line: impl IntoIterator<Item = RawLonLat>) -> Vec<RawLonLat> {
    let mut turns = 0.0;
    let mut before = None;
    let mut unroll = |[lon, lat]: RawLonLat| {
        turns += before.map_or(0.0, |before: f64| turn(lon - before));
        before = Some(lon);
        [lon + turns, lat]
    };
    line.into_iter().map(&mut unroll).collect()
}

/// An open ring unrolled; one that runs around a pole is closed along the pole.
pub(super) fn unrolled_ring(ring: &[RawLonLat]) -> Vec<RawLonLat> {
    let Some(first) = ring.first() else {
        return Vec::new();
    };
    let mut line = unrolled(ring.iter().chain([first]).copied());
    let [start, end] = [line[0][0], line[line.len() - 1][0]];
    // A ring that meets its start again came round as a whole.
    if (end - start).abs() < 180.0 {
        line.pop();
        return line;
    }
    let pole = pole_of(&line).lat_deg();
    line.extend([[end, pole], [start, pole]]);
    line
}

/// Twice the area in square degrees, unsigned. Measured from the first vertex: differences of nearby coordinates are
/// exact where sums of far ones are not.
pub(super) fn twice_area(unrolled: &[RawLonLat]) -> f64 {
    let Some(&[lon, lat]) = unrolled.first() else {
        return 0.0;
    };
    let from_first = |&[x, y]: &RawLonLat| [x - lon, y - lat];
    let edges = unrolled.windows(2);
    let cross = edges.map(|edge| {
        let ([ax, ay], [bx, by]) = (from_first(&edge[0]), from_first(&edge[1]));
        ax * by - bx * ay
    });
    cross.sum::<f64>().abs()
}

/// What is to be added to a longitude after such a step.
fn turn(step_deg: f64) -> f64 {
    if step_deg.abs() > 180.0 && step_deg.abs() != 360.0 {
        -360.0 * step_deg.signum()
    } else {
        0.0
    }
}

/// The pole around which a line comes full circle.
fn pole_of(line: &[RawLonLat]) -> Pole {
    let widths = line.windows(2).map(|edge| {
        let ([a_lon, a_lat], [b_lon, b_lat]) = (edge[0], edge[1]);
        (e9(b_lon) - e9(a_lon)) * (e9(a_lat) + e9(b_lat))
    });
    let course = line[line.len() - 1][0] - line[0][0];
    Pole::of_ring(if course > 0.0 { 1 } else { -1 }, widths.sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_over_the_antimeridian_goes_the_short_way() {
        let ring = [[179.0, 0.0], [-179.0, 0.0], [-179.0, 1.0], [179.0, 1.0]];
        let lons: Vec<f64> = unrolled_ring(&ring).iter().map(|at| at[0]).collect();
        assert_eq!(lons, [179.0, 181.0, 181.0, 179.0]);
        assert_eq!(twice_area(&unrolled_ring(&ring)), 4.0);
    }

    #[test]
    fn a_ring_around_a_pole_is_closed_along_it() {
        let ring = [[0.0, -70.0], [120.0, -70.0], [-120.0, -70.0]];
        let expected = [
            [0.0, -70.0],
            [120.0, -70.0],
            [240.0, -70.0],
            [360.0, -70.0],
            [360.0, -90.0],
            [0.0, -90.0],
        ];
        assert_eq!(unrolled_ring(&ring), expected);
    }

    #[test]
    fn repeats_go() {
        let [a, b, c] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        assert_eq!(open(&[a, a, b, c, c, a, a]), [a, b, c]);
        assert!(unrolled_ring(&[]).is_empty());
    }
}
