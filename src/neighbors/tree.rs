//! Places in, a balanced tree of boxes over leaves of up to sixteen places out: for questions about all places at once.
//!
//! Places are halved along the longest side of their box until sixteen are left, always at a whole number of leaves.
//! So the shape follows from the number of leaves alone, and no node says where its children are: they lie in preorder,
//! the left one just behind its parent, the right one behind the whole left half. Points are in space, so that neither
//! pole nor antimeridian is a special case.

use super::places::{Places, number};
use crate::ellipsoid::{Point, Site, chord_squared};

/// Places in a full leaf: their distances from a point fill whole vector registers.
pub(super) const LEAF_SIZE: usize = 16;
/// Places below which halves are not worth a task of their own.
const PLACES_PER_TASK: usize = 1 << 13;
/// Where the missing places of a leaf are: far from everything, and finite.
const NOWHERE_M: f64 = 1e30;

/// The tree of some places.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    bounds: Vec<Bounds>,
    leaves: Vec<Leaf>,
    /// The schools in all leaves before each, and in all of them.
    schools_before: Vec<u32>,
}

/// Up to sixteen places near each other.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The coordinates of the places, axis by axis.
    axes: [[f64; LEAF_SIZE]; 3],
    pub(super) places: [u32; LEAF_SIZE],
    pub(super) n_schools: [u32; LEAF_SIZE],
    /// Its box.
    pub(super) bounds: Bounds,
    pub(super) len: usize,
}

/// The box around some points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    low: Point,
    high: Point,
}

/// A part of the tree: a node and the leaves below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subtree {
    node: usize,
    pub(super) first_leaf: usize,
    n_leaves: usize,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    point: Point,
    place: u32,
}

impl Tree {
    pub(super) fn build(places: &Places) -> Self {
        let item = |(place, site): (usize, &Site)| Item {
            point: site.point,
            place: number(place),
        };
        let mut items: Vec<Item> = places.sites.iter().enumerate().map(item).collect();
        let n_leaves = items.len().div_ceil(LEAF_SIZE);
        let mut bounds = vec![Bounds::NOTHING; (2 * n_leaves).saturating_sub(1)];
        if !items.is_empty() {
            halve(&mut items, &mut bounds);
        }
        let leaves: Vec<Leaf> = items
            .chunks(LEAF_SIZE)
            .map(|items| Leaf::new(items, places))
            .collect();
        let mut schools_before = vec![0];
        let mut total = 0;
        for leaf in &leaves {
            total += leaf.n_schools.iter().sum::<u32>();
            schools_before.push(total);
        }
        Self {
            bounds,
            leaves,
            schools_before,
        }
    }

    /// The whole tree, `None` where it is empty.
    pub(super) fn root(&self) -> Option<Subtree> {
        (!self.leaves.is_empty()).then_some(Subtree {
            node: 0,
            first_leaf: 0,
            n_leaves: self.leaves.len(),
        })
    }

    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The box around all points of a part.
    pub(super) fn bounds(&self, subtree: Subtree) -> Bounds {
        self.bounds[subtree.node]
    }

    /// Number of schools in a part.
    pub(super) fn n_schools(&self, subtree: Subtree) -> u32 {
        let end = subtree.first_leaf + subtree.n_leaves;
        self.schools_before[end] - self.schools_before[subtree.first_leaf]
    }
}

impl Subtree {
    /// Both halves, `None` for a leaf.
    pub(super) fn halves(self) -> Option<[Self; 2]> {
        if self.n_leaves == 1 {
            return None;
        }
        let n_left = leaves_on_the_left(self.n_leaves);
        let left = Self {
            node: self.node + 1,
            first_leaf: self.first_leaf,
            n_leaves: n_left,
        };
        let right = Self {
            node: self.node + 2 * n_left,
            first_leaf: self.first_leaf + n_left,
            n_leaves: self.n_leaves - n_left,
        };
        Some([left, right])
    }
}

fn leaves_on_the_left(n_leaves: usize) -> usize {
    n_leaves.div_ceil(2)
}

/// Brings items into the order of their leaves, and the boxes of the tree over them into preorder.
fn halve(items: &mut [Item], bounds: &mut [Bounds]) {
    let around = Bounds::around(items.iter().map(|item| item.point));
    bounds[0] = around;
    let n_leaves = items.len().div_ceil(LEAF_SIZE);
    if n_leaves <= 1 {
        return;
    }
    let n_left = leaves_on_the_left(n_leaves);
    let axis = around.longest_axis();
    let order = |a: &Item, b: &Item| {
        let by_axis = a.point[axis].total_cmp(&b.point[axis]);
        by_axis.then(a.place.cmp(&b.place))
    };
    items.select_nth_unstable_by(n_left * LEAF_SIZE, order);
    let n_items = items.len();
    let (left, right) = items.split_at_mut(n_left * LEAF_SIZE);
    let (left_bounds, right_bounds) = bounds[1..].split_at_mut(2 * n_left - 1);
    if n_items >= PLACES_PER_TASK {
        rayon::join(|| halve(left, left_bounds), || halve(right, right_bounds));
    } else {
        halve(left, left_bounds);
        halve(right, right_bounds);
    }
}

impl Leaf {
    fn new(items: &[Item], places: &Places) -> Self {
        let mut leaf = Self {
            axes: [[NOWHERE_M; LEAF_SIZE]; 3],
            places: [0; LEAF_SIZE],
            n_schools: [0; LEAF_SIZE],
            bounds: Bounds::around(items.iter().map(|item| item.point)),
            len: items.len(),
        };
        for (slot, item) in items.iter().enumerate() {
            for axis in 0..3 {
                leaf.axes[axis][slot] = item.point[axis];
            }
            leaf.places[slot] = item.place;
            leaf.n_schools[slot] = number(places.rows(item.place as usize).len());
        }
        leaf
    }

    pub(super) fn point(&self, slot: usize) -> Point {
        [0, 1, 2].map(|axis| self.axes[axis][slot])
    }

    /// The squared chords from a point to all places; those that are missing are beyond everything.
    pub(super) fn chords_squared(&self, from: Point) -> [f64; LEAF_SIZE] {
        let [xs, ys, zs] = &self.axes;
        std::array::from_fn(|slot| chord_squared([xs[slot], ys[slot], zs[slot]], from))
    }
}

impl Bounds {
    const NOTHING: Self = Self {
        low: [f64::INFINITY; 3],
        high: [f64::NEG_INFINITY; 3],
    };

    fn around(points: impl Iterator<Item = Point>) -> Self {
        points.fold(Self::NOTHING, |bounds, point| Self {
            low: [0, 1, 2].map(|axis| bounds.low[axis].min(point[axis])),
            high: [0, 1, 2].map(|axis| bounds.high[axis].max(point[axis])),
        })
    }

    fn longest_axis(&self) -> usize {
        let [x, y, z] = [0, 1, 2].map(|axis| self.high[axis] - self.low[axis]);
        if x >= y && x >= z {
            0
        } else if y >= z {
            1
        } else {
            2
        }
    }

    /// The square of the shortest chord between a point of this box and one of another.
    pub(super) fn least_chord_squared(&self, other: &Self) -> f64 {
        let [x, y, z] = [0, 1, 2].map(|axis| {
            let apart = (other.low[axis] - self.high[axis]).max(self.low[axis] - other.high[axis]);
            apart.max(0.0)
        });
        x * x + y * y + z * z
    }

    /// The square of the longest chord between a point of this box and one of another.
    pub(super) fn greatest_chord_squared(&self, other: &Self) -> f64 {
        let [x, y, z] = [0, 1, 2]
            .map(|axis| (other.high[axis] - self.low[axis]).max(self.high[axis] - other.low[axis]));
        x * x + y * y + z * z
    }

    /// The box of one point.
    pub(super) fn of(point: Point) -> Self {
        Self {
            low: point,
            high: point,
        }
    }
}
