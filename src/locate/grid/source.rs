//! The name of an edge in, the edge out: most edges are two vertices of the outlines, and are named, not copied.

use crate::locate::edge::Edge;
use crate::lonlat::without_dust;
use crate::table::{Outlines, RawLonLat};

/// Names an edge, and says beside whether it passes between the southern corners of the cell where it is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct EdgeRef(u32);

const CROSSES_SOUTH: u32 = 1 << 31;
const IS_ODD: u32 = 1 << 30;
const NUMBER: u32 = IS_ODD - 1;

/// With more vertices than this some edges might go without names: a vertex has two odd edges at most.
pub(super) const MOST_VERTICES: usize = 1 << 28;

/// Where named edges are found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) outlines: &'a Outlines,
    pub(super) odd: &'a [Edge],
}

impl EdgeRef {
    /// The edge from a vertex to the next one in the table; `None` where that has no name.
    pub(super) fn plain(vertex: usize) -> Option<Self> {
        let number = u32::try_from(vertex).ok();
        number.filter(|number| *number <= NUMBER).map(Self)
    }

    /// An edge of the list of odd ones.
    pub(super) fn odd(place: usize) -> Self {
        Self(IS_ODD | u32::try_from(place).map_or(NUMBER, |place| place.min(NUMBER)))
    }

    pub(super) fn crossing(self, crosses_south: bool) -> Self {
        Self(self.0 | if crosses_south { CROSSES_SOUTH } else { 0 })
    }

    pub(super) fn crosses_south(self) -> bool {
        self.0 & CROSSES_SOUTH != 0
    }

    /// The name as a word, and what is said beside it.
    pub(super) fn word(self) -> u32 {
        self.0
    }

    pub(super) fn of_word(word: u32) -> Self {
        Self(word)
    }

    /// The name after the list of odd edges was put behind others.
    pub(super) fn moved(self, by: u32) -> Self {
        if self.0 & IS_ODD == 0 {
            self
        } else {
            Self(self.0 + by)
        }
    }
}

impl Source<'_> {
    pub(super) fn edge(&self, name: EdgeRef) -> Edge {
        let number = (name.0 & NUMBER) as usize;
        if name.0 & IS_ODD != 0 {
            return self.odd[number];
        }
        let vertices = self.outlines.vertices();
        let [a, b] = [vertices[number], vertices[number + 1]];
        Edge::new(a.map(without_dust), b.map(without_dust))
    }
}

/// The edge between two vertices so far from the antimeridian that it is they, joined as given.
pub(super) fn plain_edge(a: RawLonLat, b: RawLonLat) -> Option<Edge> {
    let is_plain = a[0].abs() < 180.0 && b[0].abs() < 180.0 && (a[0] - b[0]).abs() < 179.0;
    is_plain.then(|| Edge::new(a.map(without_dust), b.map(without_dust)))
}
