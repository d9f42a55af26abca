//! The rings of one part in, their nesting out. Only for parts that were cut, so the plain way is good enough:
//! every ring against every other.

use std::borrow::Cow;

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Coord, LineString, Polygon};

use super::bounds::Bounds;
use super::polygon::Nested;
use crate::table::RawLonLat;

/// How rings that do not cross lie in one another.
pub(super) fn nest(rings: Vec<Vec<RawLonLat>>) -> Vec<Nested<'static>> {
    let areas: Vec<(Bounds, Polygon)> = rings.iter().map(|ring| area(ring)).collect();
    let holders: Vec<Vec<usize>> = (0..rings.len())
        .map(|ring| {
            let holds = |&other: &usize| other != ring && holds(&areas[other], &rings[ring]);
            (0..rings.len()).filter(holds).collect()
        })
        .collect();
    let innermost = |ring: usize| {
        let depth = |holder: &&usize| holders[**holder].len();
        holders[ring].iter().max_by_key(depth).copied()
    };
    let parents: Vec<Option<usize>> = (0..rings.len()).map(innermost).collect();
    rings
        .into_iter()
        .zip(holders.iter().zip(parents))
        .map(|(ring, (holders, parent))| Nested {
            vertices: Cow::Owned(ring),
            depth: u32::try_from(holders.len()).unwrap_or(u32::MAX),
            parent,
        })
        .collect()
}

fn area(ring: &[RawLonLat]) -> (Bounds, Polygon) {
    let line: LineString = ring.iter().copied().collect();
    (Bounds::around(ring), Polygon::new(line, Vec::new()))
}

/// Whether a ring lies in an area: the first vertex that is not on the area's edge tells.
fn holds((bounds, area): &(Bounds, Polygon), ring: &[RawLonLat]) -> bool {
    let in_bounds = |&[x, y]: &RawLonLat| {
        (bounds.west..=bounds.east).contains(&x) && (bounds.south..=bounds.north).contains(&y)
    };
    ring.iter().all(in_bounds)
        && ring
            .iter()
            .map(|&[x, y]| area.coordinate_position(&Coord { x, y }))
            .find(|position| *position != CoordPos::OnBoundary)
            == Some(CoordPos::Inside)
}
