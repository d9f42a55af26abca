//! Two neighboring cells in, the wiggly line between them out, the same from both sides.
//!
//! The line stays inside the kite of the two corners that it joins and the two centers beside it. Kites of different
//! borders do not overlap, so lines never cross. Halving: a point `m` on the diagonal between the controls is a new
//! vertex, and the two smaller kites between it and the ends have their controls half way along the sides.
//! (Noisy edges after A. Patel, <https://www.redblobgames.com/x/1825-noisy-edges/>.)
//!
//! ```text
//!            a                  a
//!          /   \              ·   ·
//!        p ------ q   →     p<> m <>q
//!          \   /              ·   ·
//!            b                  b
//! ```

use super::lattice::Lattice;
use super::random::{mix, units_of};
use super::spot::Spot;

/// How rough a border is, and in how many pieces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// How often the border is halved.
    pub(super) halvings: u32,
    /// How far new vertices leave the middle between the controls, as a share of their distance; below 0.5.
    pub(super) roughness: f64,
}

/// Appends the border of an inner cell on one side, counterclockwise around the cell, without its last vertex.
pub(super) fn push_border(
    lattice: &Lattice,
    cell: usize,
    side: usize,
    style: Style,
    line: &mut Vec<Spot>,
) {
    let neighbor = lattice.neighbor(cell, side);
    line.push(lattice.corner(cell, side));
    let start = line.len();
    if cell < neighbor {
        push_between(lattice, cell, side, style, line);
    } else {
        push_between(lattice, neighbor, side + 3, style, line);
        line[start..].reverse();
    }
}

/// Appends the vertices between the ends, seen from the lower of the two cells.
fn push_between(lattice: &Lattice, cell: usize, side: usize, style: Style, line: &mut Vec<Spot>) {
    let kite = Kite {
        from: lattice.corner(cell, side).in_udeg(),
        to: lattice.corner(cell, side + 1).in_udeg(),
        left: lattice.center(cell).in_udeg(),
        right: lattice.center(lattice.neighbor(cell, side)).in_udeg(),
    };
    let key = mix(lattice.seed().wrapping_add(mix(cell as u64)) ^ (side as u64 % 6));
    kite.halve(style, key, line);
}

/// Where a line may run: from one end to the other, between two controls. In micro-degrees, unrounded.
struct Kite {
    from: [f64; 2],
    to: [f64; 2],
    left: [f64; 2],
    right: [f64; 2],
}

impl Kite {
    fn halve(&self, style: Style, key: u64, line: &mut Vec<Spot>) {
        let Some(halvings) = style.halvings.checked_sub(1) else {
            return;
        };
        let finer = Style { halvings, ..style };
        let [unit, _] = units_of(key);
        let middle = between(
            self.left,
            self.right,
            0.5 + (2.0 * unit - 1.0) * style.roughness,
        );
        self.part(self.from, self.from, middle)
            .halve(finer, mix(key ^ 1), line);
        line.push(Spot::nearest(middle[0], middle[1]));
        self.part(self.to, middle, self.to)
            .halve(finer, mix(key ^ 2), line);
    }

    /// The smaller kite at one end.
    fn part(&self, end: [f64; 2], from: [f64; 2], to: [f64; 2]) -> Self {
        Self {
            from,
            to,
            left: between(end, self.left, 0.5),
            right: between(end, self.right, 0.5),
        }
    }
}

/// The point at a share of the way.
fn between(from: [f64; 2], to: [f64; 2], share: f64) -> [f64; 2] {
    [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share)
}

#[cfg(test)]
mod tests {
    use super::super::samples::assert_no_edges_cross;
    use super::*;

    #[test]
    fn both_sides_get_the_same_line() {
        let lattice = Lattice::new(11, 20);
        let cell = lattice.middle();
        let style = Style {
            halvings: 4,
            roughness: 0.3,
        };
        for side in 0..6 {
            let (mut there, mut back) = (Vec::new(), Vec::new());
            push_border(&lattice, cell, side, style, &mut there);
            push_border(
                &lattice,
                lattice.neighbor(cell, side),
                side + 3,
                style,
                &mut back,
            );
            assert_eq!(there.len(), 16);
            assert!(there[1..].iter().eq(back[1..].iter().rev()));
        }
    }

    /// The most regions and halvings that a plan may ask for, where rounding to micro-degrees weighs most.
    #[test]
    fn borders_do_not_cross_on_the_finest_lattice() {
        let style = Style {
            halvings: 6,
            roughness: 0.24,
        };
        for seed in 0..4 {
            let lattice = Lattice::new(seed, 2_240);
            let near = lattice.around(lattice.middle());
            let cells: Vec<usize> = near.flat_map(|cell| lattice.neighbors(cell)).collect();
            let mut edges = Vec::new();
            for (cell, side) in cells
                .iter()
                .flat_map(|cell| (0..6).map(|side| (*cell, side)))
            {
                let mut line = Vec::new();
                push_border(&lattice, cell, side, style, &mut line);
                line.push(lattice.corner(cell, side + 1));
                let ends = line.windows(2).map(|ends| [ends[0], ends[1]]);
                edges.extend(ends.map(|ends| ends.map(|spot| [spot.lon_udeg, spot.lat_udeg])));
            }
            assert_no_edges_cross(edges.into_iter());
        }
    }
}
