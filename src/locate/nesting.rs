//! Outlines in, how the rings of each part lie in one another out.

use std::cmp::Ordering;

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::border::Fan;
use super::cylinder::Spot;
use super::edge::Point;
use super::edges::Edges;
use super::ring;
use crate::table::{Nesting, Outlines, RawLonLat};

/// How the rings of each part lie in one another, whatever their order and directions.
///
/// A ring lies in another where the other holds the ground just inside it; of two that so hold each other the
/// smaller lies in the larger, and of two that are the same the later lies in the earlier. Rings that cross are
/// compared at one place, and which one does not depend on how they are written.
#[must_use]
pub fn nesting(outlines: &Outlines) -> Nesting {
    let parts = (0..outlines.n_parts()).into_par_iter();
    let of_parts: Vec<Nesting> = parts.map(|part| of_part(outlines, part)).collect();
    let mut all = Nesting::default();
    for part in of_parts {
        all.depth.extend(part.depth);
        all.parent.extend(part.parent);
    }
    all
}

/// Twice the area of a region in 1e-18 square degrees: its rings, added at even depth and subtracted at odd.
pub(super) fn twice_area(outlines: &Outlines, row: usize) -> i128 {
    let of_part = |part: usize| {
        let depths = of_part(outlines, part).depth;
        let areas = outlines
            .rings(part)
            .map(|ring| ring::twice_area(outlines.ring(ring)));
        let signed =
            |(area, depth): (i128, u32)| if depth.is_multiple_of(2) { area } else { -area };
        areas.zip(depths).map(signed).sum::<i128>()
    };
    outlines.parts(row).map(of_part).sum()
}

fn of_part(outlines: &Outlines, part: usize) -> Nesting {
    let numbers = outlines.rings(part);
    if numbers.len() < 2 {
        return Nesting {
            depth: vec![0; numbers.len()],
            parent: vec![None; numbers.len()],
        };
    }
    let first = numbers.start;
    let rings = Rings::of(numbers.map(|ring| outlines.ring(ring)).collect());
    let holders: Vec<Vec<usize>> = (0..rings.len()).map(|ring| rings.holders(ring)).collect();
    let innermost = |of_ring: &Vec<usize>| {
        let candidates = of_ring.iter().copied();
        candidates.max_by(|&a, &b| {
            let by_depth = holders[a].len().cmp(&holders[b].len());
            by_depth.then_with(|| rings.compare_from_inside(b, a))
        })
    };
    Nesting {
        depth: holders.iter().map(|of_ring| count(of_ring)).collect(),
        parent: holders
            .iter()
            .map(|of_ring| innermost(of_ring).map(|ring| first + ring))
            .collect(),
    }
}

fn count(holders: &[usize]) -> u32 {
    u32::try_from(holders.len()).unwrap_or(u32::MAX)
}

/// The rings of a part, and a tree over their boxes.
struct Rings<'a> {
    vertices: Vec<&'a [RawLonLat]>,
    edges: Vec<Edges>,
    twice_area: Vec<i128>,
    tree: RTree<GeomWithData<Rectangle<Point>, usize>>,
}

impl<'a> Rings<'a> {
    fn of(vertices: Vec<&'a [RawLonLat]>) -> Self {
        let edges = |ring: &&'a [RawLonLat]| Edges::of(std::iter::once(*ring));
        let edges: Vec<Edges> = vertices.iter().map(edges).collect();
        let with_edges = edges
            .iter()
            .enumerate()
            .filter(|(_, ring)| !ring.is_empty());
        let boxed = |(number, ring): (usize, &Edges)| {
            GeomWithData::new(Rectangle::from_aabb(ring.envelope()), number)
        };
        Self {
            tree: RTree::bulk_load(with_edges.map(boxed).collect()),
            twice_area: vertices.iter().map(|ring| ring::twice_area(ring)).collect(),
            vertices,
            edges,
        }
    }

    fn len(&self) -> usize {
        self.vertices.len()
    }

    /// The rings in which a ring lies, ascending.
    fn holders(&self, inner: usize) -> Vec<usize> {
        let mut corners: Vec<Spot> = self.vertices[inner]
            .iter()
            .map(|vertex| Spot::new(*vertex))
            .collect();
        corners.sort_by(|a, b| compare_points(a.home, b.home));
        corners.dedup();
        let Some(first) = corners.first() else {
            return Vec::new();
        };
        let boxes = first.views().map(AABB::from_point);
        let around = boxes.flat_map(|point| self.tree.locate_in_envelope_intersecting(point));
        let mut holders: Vec<usize> = around.map(|boxed| boxed.data).collect();
        holders.sort_unstable();
        holders.dedup();
        holders.retain(|&outer| outer != inner && self.holds(outer, inner, &corners));
        holders
    }

    /// Whether `outer` holds the ground just inside `inner` at the first of its corners that has such ground.
    fn holds(&self, outer: usize, inner: usize, corners: &[Spot]) -> bool {
        let at_corner = |&corner| self.holds_at(outer, inner, corner);
        corners.iter().find_map(at_corner).unwrap_or(false)
    }

    fn holds_at(&self, outer: usize, inner: usize, corner: Spot) -> Option<bool> {
        let beside_outer = self.edges[outer].standing(corner);
        if !beside_outer.is_on_edge {
            return Some(beside_outer.is_inside);
        }
        let beside_inner = self.edges[inner].standing(corner);
        let mut fan = Fan::default();
        fan.add(corner, &self.edges[outer], outer);
        fan.add(corner, &self.edges[inner], inner);
        let standings = [(outer, beside_outer), (inner, beside_inner)];
        let start = standings.iter().filter(|(_, standing)| standing.is_inside);
        let start = start.map(|(ring, _)| *ring).collect();
        let sector = fan.first_sector(start, |inside| inside.contains(&inner))?;
        let is_smaller = self.compare_from_inside(inner, outer).is_lt();
        Some(sector.contains(&outer) && is_smaller)
    }

    /// Orders rings as they would lie in one another: by area, then the later before the earlier.
    fn compare_from_inside(&self, a: usize, b: usize) -> Ordering {
        let by_area = self.twice_area[a].cmp(&self.twice_area[b]);
        by_area.then(b.cmp(&a))
    }
}

fn compare_points([a_lon, a_lat]: Point, [b_lon, b_lat]: Point) -> Ordering {
    a_lon.total_cmp(&b_lon).then(a_lat.total_cmp(&b_lat))
}
