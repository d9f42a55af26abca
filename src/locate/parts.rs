//! Outlines in, the parts whose boxes hold a spot or meet a box out.

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope, RTree};

use super::cylinder::Spot;
use super::edge::Point;
use super::edges::Edges;
use crate::table::{Outlines, RegionIdx};

/// All parts of all regions, and a tree over their boxes.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    parts: Vec<Part>,
    tree: RTree<Boxed>,
}

/// A part: the even-odd area of all its rings.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) region: RegionIdx,
    pub(super) edges: Edges,
}

type Boxed = GeomWithData<Rectangle<Point>, usize>;

impl Parts {
    /// Takes the parts that have edges.
    pub(super) fn of(outlines: &Outlines) -> Self {
        let rows = (0..outlines.n_rows()).into_par_iter();
        let parts: Vec<Part> = rows
            .flat_map_iter(|row| parts_of(outlines, row))
            .filter(|part| !part.edges.is_empty())
            .collect();
        let boxes = parts.iter().enumerate();
        let boxes = boxes.map(|(number, part)| boxed(part.edges.envelope(), number));
        let tree = RTree::bulk_load(boxes.collect());
        Self { parts, tree }
    }

    pub(super) fn get(&self, number: usize) -> &Part {
        &self.parts[number]
    }

    /// The numbers of the parts whose boxes hold a spot, ascending.
    pub(super) fn around(&self, spot: Spot) -> Vec<usize> {
        self.meeting(spot.views().map(AABB::from_point))
    }

    /// The numbers of the parts whose boxes meet one of some boxes, ascending.
    pub(super) fn meeting(&self, boxes: impl Iterator<Item = AABB<Point>>) -> Vec<usize> {
        let found = boxes.flat_map(|reach| self.tree.locate_in_envelope_intersecting(reach));
        let mut numbers: Vec<usize> = found.map(|boxed| boxed.data).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The box around all parts; `None` without parts.
    pub(super) fn envelope(&self) -> Option<AABB<Point>> {
        let envelopes = self.parts.iter().map(|part| part.edges.envelope());
        envelopes.reduce(|all, part| all.merged(&part))
    }
}

fn parts_of(outlines: &Outlines, row: usize) -> impl Iterator<Item = Part> {
    outlines.parts(row).map(move |part| Part {
        region: RegionIdx::new(row),
        edges: Edges::of(outlines.rings(part).map(|ring| outlines.ring(ring))),
    })
}

fn boxed(envelope: AABB<Point>, number: usize) -> Boxed {
    GeomWithData::new(Rectangle::from_aabb(envelope), number)
}
