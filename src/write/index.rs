//! Features in file order in, the packed R-tree of FlatGeobuf over them out.
//!
//! The tree is a list of nodes, the root first, then level by level to the leaves: one for each feature. Every node but
//! the last of its level has [`NODE_SIZE`] children, so where they begin follows from numbers alone. The crate's own
//! tree has the same bytes and takes 80 bytes of memory a feature; here boxes are asked for when they are written.

use std::io::{self, Write};

use super::bounds::Bounds;
use super::chunks::write_in_order;

/// Children of a node; readers take no other number for granted.
pub(super) const NODE_SIZE: u16 = 16;

const CHILDREN: usize = NODE_SIZE as usize;

/// The features of a file in their order: where each begins behind the index.
pub(super) struct Leaves {
    offsets: Vec<u64>,
}

impl Leaves {
    /// Takes the size of each feature in bytes.
    pub(super) fn new(sizes: impl Iterator<Item = usize>) -> Self {
        let starts = sizes.scan(0, |offset, size| {
            let start = *offset;
            *offset += size as u64;
            Some(start)
        });
        Self {
            offsets: starts.collect(),
        }
    }

    /// Writes the tree; `bounds` tells the box of a feature. Of no features there is none.
    pub(super) fn write_index(
        &self,
        bounds: impl Fn(usize) -> Bounds + Sync,
        out: &mut (dyn Write + Send),
    ) -> io::Result<()> {
        let n_leaves = self.offsets.len();
        if n_leaves == 0 {
            return Ok(());
        }
        let levels = levels(n_leaves, &bounds);
        let mut n_before = 0;
        let mut upper = Vec::new();
        for level in levels.iter().rev() {
            n_before += level.len();
            for (index, bounds) in level.iter().enumerate() {
                push_node(&mut upper, *bounds, (n_before + index * CHILDREN) as u64);
            }
        }
        out.write_all(&upper)?;
        write_in_order(n_leaves, out, |places, buffer| {
            for place in places {
                push_node(buffer, bounds(place), self.offsets[place]);
            }
        })
    }
}

/// The boxes of the nodes above the leaves, the lowest level first, the root last.
fn levels(n_leaves: usize, bounds: impl Fn(usize) -> Bounds) -> Vec<Vec<Bounds>> {
    let mut levels = vec![parents(n_leaves, bounds)];
    while let Some(level) = levels.last().filter(|level| level.len() > 1) {
        levels.push(parents(level.len(), |child| level[child]));
    }
    levels
}

fn parents(n_children: usize, bounds: impl Fn(usize) -> Bounds) -> Vec<Bounds> {
    let around = |first: usize| {
        let children = first..n_children.min(first + CHILDREN);
        children.map(&bounds).fold(Bounds::EMPTY, Bounds::union)
    };
    (0..n_children).step_by(CHILDREN).map(around).collect()
}

/// Appends a node: its box, and for a leaf where the feature begins, else the number of its first child.
fn push_node(buffer: &mut Vec<u8>, bounds: Bounds, offset: u64) {
    for edge in [bounds.west, bounds.south, bounds.east, bounds.north] {
        buffer.extend_from_slice(&edge.to_le_bytes());
    }
    buffer.extend_from_slice(&offset.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use ::flatgeobuf::packed_r_tree::{NodeItem, PackedRTree};
    use proptest::prelude::*;

    use super::*;

    /// The tree as the crate builds it.
    fn oracle(boxes: &[Bounds], sizes: &[usize]) -> Vec<u8> {
        let mut offset = 0;
        let node = |(bounds, size): (&Bounds, &usize)| {
            let edges = NodeItem::bounds(bounds.west, bounds.south, bounds.east, bounds.north);
            let node = NodeItem { offset, ..edges };
            offset += *size as u64;
            node
        };
        let nodes: Vec<NodeItem> = boxes.iter().zip(sizes).map(node).collect();
        let extent = ::flatgeobuf::packed_r_tree::calc_extent(&nodes);
        let tree = PackedRTree::build(&nodes, &extent, PackedRTree::DEFAULT_NODE_SIZE).unwrap();
        let mut bytes = Vec::new();
        tree.stream_write(&mut bytes).unwrap();
        bytes
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_the_crate(
            leaves in prop_oneof![0..40_usize, 250..262_usize, 700..900_usize].prop_flat_map(|n| {
                let leaf = (-180.0..180.0, -90.0..90.0, 0.0..9.0, 0.0..9.0, 1_usize..400);
                prop::collection::vec(leaf, n)
            }),
        ) {
            let boxes: Vec<Bounds> = leaves
                .iter()
                .map(|&(x, y, width, height, _)| Bounds::around(&[[x, y], [x + width, y + height]]))
                .collect();
            let sizes: Vec<usize> = leaves.iter().map(|leaf| leaf.4).collect();
            let mut bytes = Vec::new();
            let index = Leaves::new(sizes.iter().copied());
            index.write_index(|place| boxes[place], &mut bytes).unwrap();
            let expected = if leaves.is_empty() { Vec::new() } else { oracle(&boxes, &sizes) };
            prop_assert_eq!(bytes, expected);
        }
    }
}
