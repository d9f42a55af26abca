//! Features in file order in, the packed R-tree of FlatGeobuf over them out.
//!
//! The tree is a list of nodes, the root first, then level by level to the leaves: one for each feature. Every node but
//! the last of its level has [`NODE_SIZE`] children, so where they begin follows from numbers alone. The crate's own
//! tree has the same bytes and takes 80 bytes of memory a feature; here boxes are asked for when they are written.

use std::io::{self, Write};

use rayon::prelude::*;

use super::bounds::Bounds;
use super::chunks::{ROWS_PER_CHUNK, chunks, write_in_order};

/// Children of a node; readers take no other number for granted.
pub(super) const NODE_SIZE: u16 = 16;

const CHILDREN: usize = NODE_SIZE as usize;

/// What the tree tells of a feature.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) bounds: Bounds,
    pub(super) n_bytes: u64,
}

/// Writes the tree; `leaf` tells of each feature, more than once. Of no features there is no tree.
pub(super) fn write_index(
    n_leaves: usize,
    leaf: impl Fn(usize) -> Leaf + Sync,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    if n_leaves == 0 {
        return Ok(());
    }
    let levels = levels(n_leaves, |place| leaf(place).bounds);
    let mut n_before = 0;
    let mut upper = Vec::new();
    for level in levels.iter().rev() {
        n_before += level.len();
        for (index, bounds) in level.iter().enumerate() {
            push_node(&mut upper, *bounds, (n_before + index * CHILDREN) as u64);
        }
    }
    out.write_all(&upper)?;
    let starts = starts(n_leaves, |place| leaf(place).n_bytes);
    write_in_order(n_leaves, out, |places, buffer| {
        let mut start = starts[places.start / ROWS_PER_CHUNK];
        for leaf in places.map(&leaf) {
            push_node(buffer, leaf.bounds, start);
            start += leaf.n_bytes;
        }
    })
}

/// Where the first feature of each chunk begins behind the index.
fn starts(n_leaves: usize, n_bytes: impl Fn(usize) -> u64 + Sync) -> Vec<u64> {
    let sizes = chunks(n_leaves).map(|places| places.map(&n_bytes).sum());
    let mut start = 0;
    let sizes: Vec<u64> = sizes.collect();
    let starts = sizes.into_iter().map(|size| {
        start += size;
        start - size
    });
    starts.collect()
}

/// The boxes of the nodes above the leaves, the lowest level first, the root last.
fn levels(n_leaves: usize, bounds: impl Fn(usize) -> Bounds + Sync) -> Vec<Vec<Bounds>> {
    let mut levels = vec![parents(n_leaves, bounds)];
    while let Some(level) = levels.last().filter(|level| level.len() > 1) {
        levels.push(parents(level.len(), |child| level[child]));
    }
    levels
}

fn parents(n_children: usize, bounds: impl Fn(usize) -> Bounds + Sync) -> Vec<Bounds> {
    let around = |parent: usize| {
        let first = parent * CHILDREN;
        let children = first..n_children.min(first + CHILDREN);
        children.map(&bounds).fold(Bounds::EMPTY, Bounds::union)
    };
    let parents = (0..n_children.div_ceil(CHILDREN)).into_par_iter();
    parents.with_min_len(ROWS_PER_CHUNK).map(around).collect()
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
            let leaf = |place: usize| Leaf { bounds: boxes[place], n_bytes: sizes[place] as u64 };
            write_index(boxes.len(), leaf, &mut bytes).unwrap();
            let expected = if leaves.is_empty() { Vec::new() } else { oracle(&boxes, &sizes) };
            prop_assert_eq!(bytes, expected);
        }
    }
}
