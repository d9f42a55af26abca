//! A position and a reach in metres in, boxes in longitude and latitude that hold everything within reach out.

use rstar::AABB;

use super::edge::Point;
use crate::lonlat::LonLat;

/// The smallest radius of curvature of WGS 84: that of the meridian at the equator.
const SMALLEST_RADIUS_M: f64 = 6_335_439.0;
/// The distance from the center of WGS 84 to its poles.
const POLAR_RADIUS_M: f64 = 6_356_752.0;
/// Beyond all rounding.
const MARGIN: f64 = 1.0 + 1e-9;

/// One box, and the same 360° further east and west: an edge over the antimeridian lies in the window twice, and both
/// are to be found. All longitudes where a pole is within reach.
pub(super) fn boxes_within(position: LonLat, reach_m: f64) -> Vec<AABB<Point>> {
    let (lon, lat) = (position.lon_deg(), position.lat_deg());
    let lat_reach = (reach_m / SMALLEST_RADIUS_M).to_degrees() * MARGIN + 1e-9;
    let lon_reach = lon_reach_deg(lat, reach_m);
    let around = |lon: f64, lon_reach: f64| {
        let (south, north) = (lat - lat_reach, lat + lat_reach);
        AABB::from_corners([lon - lon_reach, south], [lon + lon_reach, north])
    };
    if lon_reach >= 180.0 {
        return vec![around(0.0, 180.0)];
    }
    [lon, lon + 360.0, lon - 360.0]
        .map(|lon| around(lon, lon_reach))
        .to_vec()
}

/// How far a geodesic of that length can lead east or west. On the auxiliary sphere of the ellipsoid (Karney 2013)
/// its arc is at most `reach_m` over the polar radius, longitudes are never shorter than on the ellipsoid, and the
/// latitude is no nearer to the pole.
fn lon_reach_deg(lat_deg: f64, reach_m: f64) -> f64 {
    let arc = reach_m / POLAR_RADIUS_M * MARGIN;
    let from_pole = (90.0 - lat_deg.abs()).to_radians();
    if arc >= from_pole * (1.0 - 1e-6) {
        return 180.0;
    }
    let lon_reach = (arc.sin() / from_pole.sin()).asin();
    lon_reach.to_degrees() * MARGIN + 1e-9
}
