//! One row's outline in, its polygons out: rings regrouped by nesting depth, directions decided, cut at ±180 where
//! that is needed, else vertex for vertex as given.

use std::borrow::Cow;
use std::iter;

use super::antimeridian::{cut, needs_cut};
use super::bounds::Bounds;
use super::nest::nest;
use crate::table::{Nesting, Outlines, RawLonLat};

/// A shell and the holes right inside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Polygon<'a> {
    pub(super) shell: Ring<'a>,
    pub(super) holes: Vec<Ring<'a>>,
}

/// A ring of at least three vertices; the closing vertex is not repeated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ring<'a> {
    pub(super) vertices: Cow<'a, [RawLonLat]>,
    pub(super) clockwise: bool,
}

/// A ring and its place among the others of its part, by index.
pub(super) struct Nested<'a> {
    pub(super) vertices: Cow<'a, [RawLonLat]>,
    pub(super) depth: u32,
    pub(super) parent: Option<usize>,
}

/// The polygons of a row, in the order of their shells; none where the row has no outline.
pub(super) fn polygons<'a>(
    outlines: &'a Outlines,
    nesting: &Nesting,
    row: usize,
) -> Vec<Polygon<'a>> {
    outlines
        .parts(row)
        .flat_map(|part| group(nested(outlines, nesting, part)))
        .collect()
}

impl<'a> Ring<'a> {
    /// A ring as given, closed or not; `None` with fewer than three vertices, which no format can hold.
    fn new(vertices: Cow<'a, [RawLonLat]>) -> Option<Self> {
        let vertices = without_closing(vertices);
        (vertices.len() >= 3).then(|| Self {
            clockwise: doubled_area(&vertices) < 0.0,
            vertices,
        })
    }

    /// The vertices from the first as given back to it, in the direction asked for.
    pub(super) fn closed(&self, clockwise: bool) -> impl Iterator<Item = RawLonLat> {
        let first = self.vertices[0];
        let rest = &self.vertices[1..];
        let turned = self.clockwise != clockwise;
        let onward = (!turned).then_some(rest).into_iter().flatten();
        let backward = turned.then_some(rest).into_iter().flatten().rev();
        iter::once(first)
            .chain(onward.copied())
            .chain(backward.copied())
            .chain(iter::once(first))
    }

    /// Appends what [`closed`](Self::closed) goes through, in bulk where the ring has that direction already.
    pub(super) fn push_closed(&self, clockwise: bool, coordinates: &mut Vec<f64>) {
        if self.clockwise == clockwise {
            coordinates.extend_from_slice(self.vertices.as_flattened());
            coordinates.extend(self.vertices[0]);
        } else {
            coordinates.reserve(2 * self.vertices.len() + 2);
            self.closed(clockwise)
                .for_each(|vertex| coordinates.extend_from_slice(&vertex));
        }
    }
}

impl Polygon<'_> {
    /// The rings as closed lists of vertices: the shell counterclockwise, then the holes clockwise.
    pub(super) fn rings(&self) -> impl Iterator<Item = impl Iterator<Item = RawLonLat>> {
        self.turned_rings()
            .map(|(ring, clockwise)| ring.closed(clockwise))
    }

    /// The rings, the shell first, and whether each is to be written clockwise.
    pub(super) fn turned_rings(&self) -> impl Iterator<Item = (&Ring<'_>, bool)> {
        iter::once((&self.shell, false)).chain(self.holes.iter().map(|hole| (hole, true)))
    }

    /// The box around the polygon.
    pub(super) fn bounds(&self) -> Bounds {
        let rings = iter::once(&self.shell).chain(&self.holes);
        Bounds::around(rings.flat_map(|ring| ring.vertices.iter()))
    }
}

/// The box around several polygons.
pub(super) fn bounds_of(polygons: &[Polygon<'_>]) -> Bounds {
    polygons
        .iter()
        .map(Polygon::bounds)
        .fold(Bounds::EMPTY, Bounds::union)
}

/// The rings of a part with their nesting: the one computed for the outlines, or a new one for what a cut leaves.
fn nested<'a>(outlines: &'a Outlines, nesting: &Nesting, part: usize) -> Vec<Nested<'a>> {
    let rings = outlines.rings(part);
    if rings.clone().any(|ring| needs_cut(outlines.ring(ring))) {
        let given: Vec<_> = rings.map(|ring| outlines.ring(ring)).collect();
        return nest(cut(&given));
    }
    let local = |ring: Option<usize>| ring?.checked_sub(rings.start);
    rings
        .clone()
        .map(|ring| Nested {
            vertices: Cow::Borrowed(outlines.ring(ring)),
            depth: nesting.depth.get(ring).copied().unwrap_or(0),
            parent: local(nesting.parent.get(ring).copied().flatten()),
        })
        .collect()
}

/// Shells with their holes: a ring at even depth is a shell, at odd depth a hole of the ring around it.
fn group(rings: Vec<Nested<'_>>) -> Vec<Polygon<'_>> {
    let mut polygons: Vec<Polygon<'_>> = Vec::new();
    let mut polygon_of = vec![None; rings.len()];
    let (shells, holes): (Vec<_>, Vec<_>) = rings
        .into_iter()
        .enumerate()
        .partition(|(_, ring)| ring.depth.is_multiple_of(2));
    for (index, ring) in shells {
        if let Some(shell) = Ring::new(ring.vertices) {
            polygon_of[index] = Some(polygons.len());
            polygons.push(Polygon {
                shell,
                holes: Vec::new(),
            });
        }
    }
    for (_, ring) in holes {
        let around = ring.parent.and_then(|parent| *polygon_of.get(parent)?);
        if let (Some(polygon), Some(hole)) = (around, Ring::new(ring.vertices)) {
            polygons[polygon].holes.push(hole);
        }
    }
    polygons
}

fn without_closing(vertices: Cow<'_, [RawLonLat]>) -> Cow<'_, [RawLonLat]> {
    let closed = vertices.len() > 1 && vertices.first() == vertices.last();
    match vertices {
        Cow::Borrowed(given) if closed => Cow::Borrowed(&given[..given.len() - 1]),
        Cow::Owned(mut given) if closed => {
            given.pop();
            Cow::Owned(given)
        }
        open => open,
    }
}

/// Twice the signed area in square degrees, positive counterclockwise. Measured from the first vertex: differences
/// of nearby coordinates are exact where sums of far ones are not.
pub(super) fn doubled_area(vertices: &[RawLonLat]) -> f64 {
    let Some(&[lon, lat]) = vertices.first() else {
        return 0.0;
    };
    let from_first = |&[x, y]: &RawLonLat| [x - lon, y - lat];
    vertices
        .windows(2)
        .map(|edge| (from_first(&edge[0]), from_first(&edge[1])))
        .map(|([ax, ay], [bx, by])| ax * by - bx * ay)
        .sum()
}

#[cfg(test)]
#[path = "polygon_tests.rs"]
mod tests;
