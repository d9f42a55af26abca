//! Rings in, areas and widths on the ellipsoid out.

use geo::{LineString, MultiPolygon, Polygon};

/// The equatorial radius of WGS 84 in metres.
const EQUATOR_M: f64 = 6_378_137.0;
/// The eccentricity of WGS 84.
const ECCENTRICITY: f64 = 0.081_819_190_842_621_49;
/// Metres of a degree of latitude, within half a per cent.
const DEGREE_M: f64 = 111_195.0;
/// A region that is smaller is no place for a school: a plot of 32 m by 32 m.
pub(super) const TINY_M2: f64 = 1_000.0;
/// A piece that is smaller holds less than one school even where they stand as dense as Giga doubts: five in a cell of
/// 0.74 km².
pub(super) const SMALLEST_M2: f64 = 100_000.0;
/// What is narrower on average cannot be told from the rounding of positions to four decimals (11 m), and is a sliver.
pub(super) const NARROWEST_M: f64 = 11.0;

/// What is narrower than this on average comes of the rounding of overlays.
const ROUNDING_M: f64 = 0.01;

/// How a piece of land counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As rounding.
    Nothing,
    /// As one of many that are small or narrow.
    Sliver,
    /// By itself.
    Told,
}

/// The area that a closed ring runs around in square metres, its edges being straight in longitude and latitude;
/// positive for a counterclockwise ring.
pub(super) fn signed_m2(ring: &LineString) -> f64 {
    let edges = ring.lines().map(|edge| {
        let (from, to) = (edge.start, edge.end);
        let mean = f64::midpoint(from.y, to.y);
        let strip = (under(from.y) + 4.0 * under(mean) + under(to.y)) / 6.0; // by Simpson's rule
        (from.x - to.x).to_radians() * strip
    });
    edges.sum()
}

/// The area between the equator and a latitude for every radian of longitude, in square metres (Snyder 1987, 3-12).
fn under(lat_deg: f64) -> f64 {
    let sine = lat_deg.to_radians().sin();
    let e_sine = ECCENTRICITY * sine;
    let q = (1.0 - ECCENTRICITY * ECCENTRICITY)
        * (sine / (1.0 - e_sine * e_sine) + e_sine.atanh() / ECCENTRICITY);
    EQUATOR_M * EQUATOR_M / 2.0 * q
}

/// Areas, told apart by whether they are wide and large enough to matter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extents {
    /// What is neither small nor narrow, in square metres.
    pub(super) told_m2: f64,
    /// Pieces that are.
    pub(super) n_slivers: u64,
    /// Their area in square metres.
    pub(super) sliver_m2: f64,
}

impl Extents {
    /// The pieces of what an overlay answered.
    pub(super) fn of(polygons: &MultiPolygon) -> Self {
        polygons.iter().fold(Self::default(), |sum, polygon| {
            let (area_m2, piece) = extent(polygon);
            let is_sliver = piece == Piece::Sliver;
            sum.and(&Self {
                told_m2: if piece == Piece::Told { area_m2 } else { 0.0 },
                n_slivers: u64::from(is_sliver),
                sliver_m2: if is_sliver { area_m2 } else { 0.0 },
            })
        })
    }

    pub(super) fn and(&self, more: &Self) -> Self {
        Self {
            told_m2: self.told_m2 + more.told_m2,
            n_slivers: self.n_slivers + more.n_slivers,
            sliver_m2: self.sliver_m2 + more.sliver_m2,
        }
    }
}

/// The area of a polygon in square metres, and how it counts.
pub(super) fn extent(polygon: &Polygon) -> (f64, Piece) {
    let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let area_of = |ring: &LineString| signed_m2(ring).abs();
    let holes_m2: f64 = polygon.interiors().iter().map(area_of).sum();
    let area_m2 = (area_of(polygon.exterior()) - holes_m2).max(0.0);
    let around_m: f64 = rings().map(length_m).sum();
    let width_m = 2.0 * area_m2 / around_m;
    let piece = if width_m.is_nan() || width_m < ROUNDING_M {
        Piece::Nothing
    } else if width_m < NARROWEST_M || area_m2 < SMALLEST_M2 {
        Piece::Sliver
    } else {
        Piece::Told
    };
    (area_m2, piece)
}

/// The length of a ring, near enough to tell slivers.
fn length_m(ring: &LineString) -> f64 {
    let degrees = ring.lines().map(|edge| {
        let east = (edge.end.x - edge.start.x) * edge.start.y.to_radians().cos();
        east.hypot(edge.end.y - edge.start.y)
    });
    degrees.sum::<f64>() * DEGREE_M
}

/// Square kilometres as issues give them.
pub(super) fn km2(area_m2: f64) -> String {
    let km2 = area_m2 / 1e6;
    if km2 < 10.0 {
        format!("{km2:.3} km²")
    } else {
        format!("{km2:.0} km²")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, GeodesicArea};

    fn square(west: f64, south: f64, size: f64) -> Polygon {
        let (east, north) = (west + size, south + size);
        let corners = [[west, south], [east, south], [east, north], [west, north]];
        let ring = corners.map(|[x, y]| Coord { x, y }).to_vec();
        Polygon::new(LineString(ring), Vec::new())
    }

    #[test]
    fn areas_are_those_of_the_ellipsoid() {
        let degree_km2 = signed_m2(square(0.0, 0.0, 1.0).exterior()) / 1e6;
        assert!((degree_km2 - 12_308.463_894).abs() < 1e-5, "{degree_km2}");
        for (west, south) in [(179.5, -80.0), (-60.0, -9.6), (10.0, 59.0), (0.0, 0.0)] {
            let small = square(west, south, 1e-3);
            let (ours, geodesic) = (extent(&small).0, small.geodesic_area_unsigned());
            assert!((ours / geodesic - 1.0).abs() < 1e-6, "{ours} {geodesic}");
        }
    }

    #[test]
    fn small_and_narrow_pieces_are_slivers() {
        let is_sliver = |polygon: &Polygon| extent(polygon).1 == Piece::Sliver;
        assert!(is_sliver(&square(0.0, 0.0, 0.002_8)));
        assert!(!is_sliver(&square(0.0, 0.0, 0.002_9)));
        let strip = |width: f64| {
            let ring = [[0.0, 0.0], [1.0, 0.0], [1.0, width], [0.0, width]];
            let ring = ring.map(|[x, y]| Coord { x, y }).to_vec();
            Polygon::new(LineString(ring), Vec::new())
        };
        assert!(is_sliver(&strip(0.000_09)), "10 m wide, 111 km long");
        assert!(!is_sliver(&strip(0.000_11)));
        assert_eq!(extent(&strip(0.000_000_05)).1, Piece::Nothing);
    }
}
