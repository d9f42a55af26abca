//! Outlines in, the parts whose boxes hold a spot or meet a box out; the edges of a part are laid out when it is first
//! asked.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope, RTree};

use super::cylinder::Spot;
use super::edge::Point;
use super::edges::Edges;
use super::ring;
use crate::table::{Outlines, RawLonLat, RegionIdx};

/// All parts of all regions, and a tree over their boxes.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    outlines: Arc<Outlines>,
    list: Vec<Part>,
    tree: RTree<Boxed>,
}

/// A part: the even-odd area of all its rings.
#[derive(Clone, Debug)]
struct Part {
    region: RegionIdx,
    /// Its row in the table of outlines.
    row: usize,
    envelope: AABB<Point>,
    edges: OnceLock<Edges>,
}

type Boxed = GeomWithData<Rectangle<Point>, usize>;

impl Parts {
    /// Takes the parts that have vertices.
    pub(super) fn of(outlines: Arc<Outlines>) -> Self {
        let rows = (0..outlines.n_rows()).into_par_iter();
        let list: Vec<Part> = rows.flat_map_iter(|row| parts_of(&outlines, row)).collect();
        let boxes = list.iter().enumerate();
        let boxes = boxes.map(|(number, part)| boxed(part.envelope, number));
        let tree = RTree::bulk_load(boxes.collect());
        Self {
            outlines,
            list,
            tree,
        }
    }

    pub(super) fn outlines(&self) -> &Outlines {
        &self.outlines
    }

    pub(super) fn region(&self, number: usize) -> RegionIdx {
        self.list[number].region
    }

    /// The edges of all rings of a part.
    pub(super) fn edges(&self, number: usize) -> &Edges {
        let part = &self.list[number];
        part.edges
            .get_or_init(|| Edges::of(rings_of(&self.outlines, part.row)))
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
        let envelopes = self.list.iter().map(|part| part.envelope);
        envelopes.reduce(|all, part| all.merged(&part))
    }
}

fn parts_of(outlines: &Outlines, row: usize) -> impl Iterator<Item = Part> {
    outlines.parts(row).filter_map(move |part| {
        let envelopes = rings_of(outlines, part).filter_map(ring::envelope);
        let envelope = envelopes.reduce(|all, ring| all.merged(&ring))?;
        Some(Part {
            region: RegionIdx::new(row),
            row: part,
            envelope,
            edges: OnceLock::new(),
        })
    })
}

fn rings_of(outlines: &Outlines, part: usize) -> impl Iterator<Item = &[RawLonLat]> {
    outlines.rings(part).map(|ring| outlines.ring(ring))
}

fn boxed(envelope: AABB<Point>, number: usize) -> Boxed {
    GeomWithData::new(Rectangle::from_aabb(envelope), number)
}
