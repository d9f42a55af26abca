//! Simplified arcs in, those that now run across each other out.

use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{RTree, RTreeObject};

use crate::table::RawLonLat;

/// An edge and the number of its arc.
type Edge = ([RawLonLat; 2], usize);

/// Marks the arcs one of whose edges crosses another edge, of itself or of another arc, where at least one of the two
/// arcs is marked in `changed`. Edges that meet in an end do not cross.
pub(super) fn crossing(lines: &[&[RawLonLat]], changed: &[bool]) -> Vec<bool> {
    let arcs = lines.iter().enumerate();
    let edges: Vec<Edge> = arcs
        .flat_map(|(arc, line)| line.windows(2).map(move |edge| ([edge[0], edge[1]], arc)))
        .filter(|(edge, _)| (edge[1][0] - edge[0][0]).abs() <= 180.0)
        .collect();
    // The fewer changed, the smaller the tree: a crossing is found from either side.
    let boxes = edges.iter().enumerate();
    let boxes = boxes.filter(|(_, (_, arc))| changed[*arc]);
    let tree = RTree::bulk_load(
        boxes
            .map(|(number, (edge, _))| {
                GeomWithData::new(Rectangle::from_corners(edge[0], edge[1]), number)
            })
            .collect(),
    );
    let pairs: Vec<[usize; 2]> = edges
        .par_iter()
        .flat_map_iter(|(edge, arc)| crossed(&tree, &edges, edge).map(move |other| [*arc, other]))
        .collect();
    let mut crossing = vec![false; lines.len()];
    for arc in pairs.into_iter().flatten() {
        crossing[arc] = true;
    }
    crossing
}

/// The arcs of the edges that an edge crosses.
fn crossed<'a>(
    tree: &'a RTree<GeomWithData<Rectangle<RawLonLat>, usize>>,
    edges: &'a [Edge],
    edge: &'a [RawLonLat; 2],
) -> impl Iterator<Item = usize> {
    let around = Rectangle::from_corners(edge[0], edge[1]).envelope();
    let candidates = tree.locate_in_envelope_intersecting(around);
    let others = candidates.map(|candidate| &edges[candidate.data]);
    others
        .filter(|(other, _)| cross(edge, other))
        .map(|(_, arc)| *arc)
}

/// Whether two edges cross: exactly, so that rounding makes no crossing and hides none.
fn cross([a, b]: &[RawLonLat; 2], [c, d]: &[RawLonLat; 2]) -> bool {
    let side = |a: &RawLonLat, b: &RawLonLat, of: &RawLonLat| {
        let [a, b, of] = [a, b, of].map(|&[x, y]| Coord { x, y });
        RobustKernel::orient2d(a, b, of)
    };
    let parts = |one: Orientation, other: Orientation| {
        one != other && one != Orientation::Collinear && other != Orientation::Collinear
    };
    parts(side(a, b, c), side(a, b, d)) && parts(side(c, d, a), side(c, d, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_that_cross_are_told_from_those_that_meet() {
        let lines: [&[RawLonLat]; 4] = [
            &[[0.0, 0.0], [2.0, 2.0]],
            &[[0.0, 2.0], [2.0, 0.0]],
            &[[2.0, 2.0], [3.0, 0.0]],
            &[[0.0, 0.0], [-1.0, 5.0], [5.0, 5.0]],
        ];
        assert_eq!(crossing(&lines, &[true; 4]), [true, true, false, false]);
        assert_eq!(
            crossing(&lines, &[false, true, false, false]),
            [true, true, false, false]
        );
        assert_eq!(crossing(&lines, &[false, false, true, true]), [false; 4]);
        assert_eq!(crossing(&[], &[]), [false; 0]);
    }

    #[test]
    fn an_arc_may_cross_itself() {
        let knot = [[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, -1.0]];
        assert_eq!(crossing(&[&knot], &[true]), [true]);
    }
}
