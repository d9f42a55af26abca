//! What a cell is, in four bytes.

use super::labels::{Held, Labels};
use super::state::State;
use crate::table::RegionIdx;

/// A cell: all of it stands alike, or it says where to look further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell(u32);

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// No edge is near, and the same holds all of it.
    Plain(Option<RegionIdx>),
    /// Only the exact way can tell.
    Unknown,
    /// The value is where the cells of a node begin, which cuts it up.
    Node,
    /// The value is where the words of a leaf begin, which lists its edges.
    Leaf,
}

const TAG_SHIFT: u32 = 30;
const VALUE: u32 = (1 << TAG_SHIFT) - 1;
const UNKNOWN: u32 = 1;
const NODE: u32 = 2;
const LEAF: u32 = 3;

impl Cell {
    pub(super) const UNKNOWN: Self = Self(UNKNOWN << TAG_SHIFT);

    /// A cell without edges whose corner stands so.
    pub(super) fn plain(corner: State, labels: &Labels) -> Self {
        if corner.at_most > labels.most_certain() {
            return Self::UNKNOWN;
        }
        match labels.held(corner.sum) {
            Held::ByNone => Self(0),
            Held::By(region) => u32::try_from(region.row() + 1)
                .ok()
                .filter(|code| *code <= VALUE)
                .map_or(Self::UNKNOWN, Self),
            Held::BySeveral => Self::UNKNOWN,
        }
    }

    pub(super) fn node(place: usize) -> Self {
        Self::tagged(NODE, place)
    }

    /// What stands before the cells of a node: how many there are along a side.
    pub(super) fn side(n_cells: u32) -> Self {
        Self(n_cells)
    }

    #[inline]
    pub(super) fn n_per_side(self) -> u32 {
        self.0
    }

    pub(super) fn leaf(first_word: usize) -> Self {
        Self::tagged(LEAF, first_word)
    }

    /// A place that four bytes cannot hold is left to the exact way.
    fn tagged(tag: u32, place: usize) -> Self {
        let value = u32::try_from(place).ok().filter(|value| *value <= VALUE);
        value.map_or(Self::UNKNOWN, |value| Self(tag << TAG_SHIFT | value))
    }

    #[inline]
    pub(super) fn content(self) -> Content {
        let value = self.value();
        match self.0 >> TAG_SHIFT {
            0 => Content::Plain((value > 0).then(|| RegionIdx::new(value - 1))),
            UNKNOWN => Content::Unknown,
            NODE => Content::Node,
            _ => Content::Leaf,
        }
    }

    /// A place, where the content says of what.
    #[inline]
    pub(super) fn value(self) -> usize {
        (self.0 & VALUE) as usize
    }
}
