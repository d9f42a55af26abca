//! Boxes in, a packed tree over them out that visits the nearest first.
//!
//! Every node holds the boxes of up to sixteen below it, axis by axis, so that all are measured at once.

use super::bounds::{Bounds, rounded_down, rounded_up};
use super::plane::Plane;

/// So many boxes are in a node.
pub(super) const NODE_LEN: usize = 16;
/// Beyond the rounding of distances in single precision.
const MARGIN: f64 = 1e-5;

/// The tree: levels of nodes, the lowest first; that of the root has one node.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    levels: Vec<Vec<Node>>,
}

/// Up to sixteen boxes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    west: [f32; NODE_LEN],
    south: [f32; NODE_LEN],
    east: [f32; NODE_LEN],
    north: [f32; NODE_LEN],
}

impl Tree {
    /// The tree over some boxes, near ones beside each other.
    pub(super) fn over(mut bounds: Vec<Bounds>) -> Self {
        let mut levels = Vec::new();
        while !bounds.is_empty() {
            let nodes: Vec<Node> = bounds.chunks(NODE_LEN).map(Node::of).collect();
            let is_root = nodes.len() == 1;
            levels.push(nodes);
            if is_root {
                break;
            }
            bounds = bounds.chunks(NODE_LEN).map(Bounds::merged).collect();
        }
        Self { levels }
    }

    /// Visits the boxes within reach, the nearest of each node first; `look_in` answers with the reach from then on.
    pub(super) fn nearest_first(
        &self,
        plane: &Plane,
        reach_m: f64,
        look_in: &mut impl FnMut(usize) -> f64,
    ) {
        if let Some(above) = self.levels.len().checked_sub(1) {
            self.descend(above, 0, &Eye::new(plane), reach_m, look_in);
        }
    }

    fn descend(
        &self,
        level: usize,
        node: usize,
        eye: &Eye,
        mut reach_m: f64,
        look_in: &mut impl FnMut(usize) -> f64,
    ) -> f64 {
        let mut gaps_squared = self.levels[level][node].gaps_squared(eye);
        loop {
            let (slot, gap_squared) = least(&gaps_squared);
            if f64::from(gap_squared) * (1.0 - MARGIN) > reach_m * reach_m {
                return reach_m;
            }
            gaps_squared[slot] = f32::INFINITY;
            let below = node * NODE_LEN + slot;
            reach_m = match level.checked_sub(1) {
                Some(level) => self.descend(level, below, eye, reach_m, look_in),
                None => look_in(below),
            };
        }
    }

    /// Bytes held.
    pub(super) fn n_bytes(&self) -> usize {
        let n_nodes: usize = self.levels.iter().map(Vec::len).sum();
        n_nodes * size_of::<Node>()
    }
}

fn least(gaps: &[f32; NODE_LEN]) -> (usize, f32) {
    let mut least = (0, gaps[0]);
    for (slot, &gap) in gaps.iter().enumerate() {
        if gap < least.1 {
            least = (slot, gap);
        }
    }
    least
}

/// Where a plane is seen from, in single precision: somewhere between low and high.
struct Eye {
    low: [f32; 2],
    high: [f32; 2],
    degrees_m: [f32; 2],
}

impl Eye {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the margin is wider than what is cut off"
    )]
    fn new(plane: &Plane) -> Self {
        Self {
            low: plane.from.map(rounded_down),
            high: plane.from.map(rounded_up),
            degrees_m: plane.degrees_m.map(|degree_m| degree_m as f32),
        }
    }
}

impl Node {
    /// The missing boxes are beyond any reach.
    fn of(bounds: &[Bounds]) -> Self {
        let mut node = Self {
            west: [f32::INFINITY; NODE_LEN],
            south: [f32::INFINITY; NODE_LEN],
            east: [f32::INFINITY; NODE_LEN],
            north: [f32::INFINITY; NODE_LEN],
        };
        for (slot, Bounds { low, high }) in bounds.iter().enumerate() {
            [node.west[slot], node.south[slot]] = *low;
            [node.east[slot], node.north[slot]] = *high;
        }
        node
    }

    /// The squares of the metres to each box.
    fn gaps_squared(&self, eye: &Eye) -> [f32; NODE_LEN] {
        std::array::from_fn(|slot| {
            let east = gap(self.west[slot] - eye.high[0], eye.low[0] - self.east[slot]);
            let north = gap(
                self.south[slot] - eye.high[1],
                eye.low[1] - self.north[slot],
            );
            let (east_m, north_m) = (east * eye.degrees_m[0], north * eye.degrees_m[1]);
            east_m * east_m + north_m * north_m
        })
    }
}

/// The greater of two gaps on either side, if that is one.
fn gap(below: f32, above: f32) -> f32 {
    let greater = if below > above { below } else { above };
    if greater > 0.0 { greater } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::order::order;
    use super::*;

    #[test]
    fn every_box_within_reach_is_visited_and_no_other() {
        let bounds: Vec<Bounds> = (0..5_000_u32)
            .map(|at| {
                let corner = [f64::from(at % 71), f64::from(at / 71)];
                Bounds::around(&[corner, corner.map(|degrees| degrees + 0.5)])
            })
            .collect();
        let order = order(&bounds);
        let tree = Tree::over(order.iter().map(|&at| bounds[at as usize]).collect());
        let plane = Plane {
            from: [30.0, 30.0],
            degrees_m: [1.0, 1.0],
        };
        let mut visited = Vec::new();
        tree.nearest_first(&plane, 2.4, &mut |at| {
            visited.push(order[at]);
            2.4
        });
        visited.sort_unstable();
        let is_near = |at: &u32| {
            let axes = [at % 71, at / 71].map(|low| f64::from(low) - 30.0);
            let [east, north] = axes.map(|low| low.max(-0.5 - low).max(0.0));
            east.hypot(north) <= 2.4
        };
        let expected: Vec<u32> = (0..5_000).filter(is_near).collect();
        assert_eq!(visited, expected);
        Tree::over(Vec::new()).nearest_first(&plane, 2.4, &mut |_| unreachable!());
    }
}
