//! Outlines in, a point strictly inside each region out.

use rayon::prelude::*;

use super::cylinder::Spot;
use super::edge::Point;
use super::edges::{Edges, Standing};
use super::ring;
use crate::lonlat::LonLat;
use crate::table::Outlines;

/// So many latitudes are tried in one part before the next part is.
const MOST_LATITUDES: usize = 32;
/// So many intervals are tried on one latitude before the next one is.
const MOST_INTERVALS: usize = 64;

/// A point strictly inside each region, on no edge of the part it lies in; `None` where a region has no inside.
///
/// It lies in the part with the most ring area, on a latitude between those of its vertices, amid the widest
/// interval that is inside.
#[must_use]
pub fn interior_points(outlines: &Outlines) -> Vec<Option<LonLat>> {
    let rows = (0..outlines.n_rows()).into_par_iter();
    rows.map(|row| interior_point(outlines, row)).collect()
}

fn interior_point(outlines: &Outlines, row: usize) -> Option<LonLat> {
    let rings = |part: usize| outlines.rings(part).map(|ring| outlines.ring(ring));
    let largest_ring = |part: &usize| rings(*part).map(ring::twice_area).max();
    let mut parts: Vec<usize> = outlines.parts(row).collect();
    parts.sort_by_cached_key(|part| std::cmp::Reverse(largest_ring(part)));
    parts
        .into_iter()
        .find_map(|part| inside_of(&Edges::of(rings(part))))
}

fn inside_of(edges: &Edges) -> Option<LonLat> {
    let latitudes = latitudes_between_vertices(edges);
    let tried = latitudes.into_iter().take(MOST_LATITUDES);
    tried
        .into_iter()
        .find_map(|lat| inside_on_latitude(edges, lat))
}

/// The latitudes amid neighboring vertex latitudes: the one in the middle, then those of the widest gaps.
fn latitudes_between_vertices(edges: &Edges) -> Vec<f64> {
    let ends = edges.iter().flat_map(|edge| [edge.west[1], edge.east[1]]);
    let mut levels: Vec<f64> = ends.collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let mut gaps: Vec<(f64, f64)> = levels
        .windows(2)
        .map(|gap| (gap[1] - gap[0], f64::midpoint(gap[0], gap[1])))
        .collect();
    let middle = gaps.get(gaps.len() / 2).copied();
    gaps.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    middle.into_iter().chain(gaps).map(|(_, lat)| lat).collect()
}

fn inside_on_latitude(edges: &Edges, lat: f64) -> Option<LonLat> {
    let mut lons: Vec<f64> = edges
        .iter()
        .filter_map(|edge| crossing_lon(edge.west, edge.east, lat))
        .collect();
    let (lower, upper) = (edges.envelope().lower(), edges.envelope().upper());
    lons.extend([lower[0].max(-180.0), upper[0].min(180.0)]);
    lons.sort_by(f64::total_cmp);
    let mut intervals: Vec<(f64, f64)> = lons
        .windows(2)
        .map(|gap| (gap[1] - gap[0], f64::midpoint(gap[0], gap[1])))
        .collect();
    intervals.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let amid = intervals
        .into_iter()
        .take(MOST_INTERVALS)
        .map(|(_, lon)| lon);
    amid.filter_map(|lon| LonLat::new(lon, lat).ok())
        .find(|point| is_strictly_inside(edges, *point))
}

/// Where an edge crosses a latitude within the window.
fn crossing_lon(west: Point, east: Point, lat: f64) -> Option<f64> {
    if (west[1] > lat) == (east[1] > lat) {
        return None;
    }
    let share = (lat - west[1]) / (east[1] - west[1]);
    let lon = west[0] + share * (east[0] - west[0]);
    (-180.0..=180.0).contains(&lon).then_some(lon)
}

fn is_strictly_inside(edges: &Edges, point: LonLat) -> bool {
    let inside = Standing {
        is_inside: true,
        is_on_edge: false,
    };
    edges.standing(Spot::new([point.lon_deg(), point.lat_deg()])) == inside
}
