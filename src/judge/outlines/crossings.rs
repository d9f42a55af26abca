//! Outlines in, the regions whose edges cross each other out.
//!
//! Edges are taken in runs of sixteen that follow each other, and only those of runs whose boxes meet are compared.

use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, LineString};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::doubt;
use super::plane::Rings;
use crate::issue::IssueLog;
use crate::table::{Outlines, RawLonLat, Regions};

const RUN_LEN: usize = 16;
/// So many crossings of one region are counted.
const MOST_COUNTED: usize = 1_000;
/// So many runs are compared with each, on the average, and [`FEW_PAIRS`] more; then the region is called entangled.
const MOST_NEAR: usize = 100;
const FEW_PAIRS: usize = 100_000;

/// How often edges of a region cross, and where first, counted along the outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Crossing {
    pub(super) number: usize,
    pub(super) first: RawLonLat,
    /// Whether there is more that was not looked at.
    pub(super) is_cut: bool,
}

/// Finds the edges of each region that cross others of its own: rings that cross themselves or each other.
pub(super) fn crossings(outlines: &Outlines) -> Vec<Option<Crossing>> {
    let rows = (0..outlines.n_rows()).into_par_iter();
    rows.map(|row| of_region(&edges(outlines, row))).collect()
}

/// Tells every region whose edges cross.
pub(super) fn tell(regions: &Regions, found: &[Option<Crossing>], issues: &mut IssueLog) {
    for (row, crossing) in found.iter().enumerate() {
        let Some(Crossing {
            number,
            first: [lon, lat],
            is_cut,
        }) = crossing
        else {
            continue;
        };
        let (number, more) = if *is_cut {
            (
                format!("{number} or more"),
                ", and it is not held against its neighbors",
            )
        } else {
            (number.to_string(), "")
        };
        let message = format!(
            "edges of the outline cross each other, first at {lon:.6}, {lat:.6}; points are placed by the even-odd rule{more}"
        );
        let check = "outline_self_crossing";
        issues.push(doubt(regions, row, check, &number, message));
    }
}

/// An edge, as a ring runs along it.
type Edge = [RawLonLat; 2];

fn edges(outlines: &Outlines, row: usize) -> Vec<Edge> {
    let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
    let edges = rings.flat_map(|ring| {
        let ring = outlines.ring(ring);
        let ends = ring.last().zip(ring.first());
        let closing = ends.map(|(last, first)| [*last, *first]);
        let others = ring.windows(2).map(|pair| [pair[0], pair[1]]);
        others.chain(closing)
    });
    edges
        .filter(|[a, b]| a != b && (a[0] - b[0]).abs() <= 180.0)
        .collect()
}

/// Whether so many edges lie near so many others that to overlay them would take much longer than there are edges.
pub(super) fn are_entangled(rings: &Rings) -> bool {
    let lines = rings.0.iter().flat_map(LineString::lines);
    let edges: Vec<Edge> = lines
        .map(|line| [line.start, line.end].map(|at| [at.x, at.y]))
        .collect();
    let runs: Vec<&[Edge]> = edges.chunks(RUN_LEN).collect();
    let tree = tree_of(&runs);
    let mut pairs = tree.intersection_candidates_with_other_tree(&tree);
    pairs.nth(runs.len() * MOST_NEAR + FEW_PAIRS).is_some()
}

/// The boxes of runs of edges.
fn tree_of(runs: &[&[Edge]]) -> RTree<GeomWithData<Rectangle<RawLonLat>, usize>> {
    let boxed = |(number, run): (usize, &&[Edge])| {
        let ends: Vec<RawLonLat> = run.iter().flatten().copied().collect();
        GeomWithData::new(Rectangle::from_aabb(AABB::from_points(&ends)), number)
    };
    RTree::bulk_load(runs.iter().enumerate().map(boxed).collect())
}

fn of_region(edges: &[Edge]) -> Option<Crossing> {
    let runs: Vec<&[Edge]> = edges.chunks(RUN_LEN).collect();
    let tree = tree_of(&runs);
    let pairs = tree.intersection_candidates_with_other_tree(&tree);
    let pairs = pairs.map(|(one, other)| [one.data, other.data]);
    let most = runs.len() * MOST_NEAR + FEW_PAIRS;
    let mut found: Vec<([usize; 2], RawLonLat)> = Vec::new();
    let mut is_cut = false;
    for (n_pairs, [one, other]) in pairs.filter(|[one, other]| one <= other).enumerate() {
        is_cut = n_pairs == most || found.len() >= MOST_COUNTED;
        if is_cut {
            break;
        }
        between(&runs, [one, other], &mut found);
    }
    let first = found.iter().min_by_key(|(edges, _)| *edges);
    first.map(|(_, first)| Crossing {
        number: found.len().min(MOST_COUNTED),
        first: *first,
        is_cut,
    })
}

/// Finds the crossings between the edges of two runs, or of one.
fn between(runs: &[&[Edge]], [one, other]: [usize; 2], found: &mut Vec<([usize; 2], RawLonLat)>) {
    for (i, a) in runs[one].iter().enumerate() {
        let from = if one == other { i + 1 } else { 0 };
        for (j, b) in runs[other].iter().enumerate().skip(from) {
            if boxes_meet(*a, *b)
                && let Some(at) = crossing(*a, *b)
            {
                found.push(([one * RUN_LEN + i, other * RUN_LEN + j], at));
            }
        }
    }
}

fn boxes_meet(a: Edge, b: Edge) -> bool {
    [0, 1].into_iter().all(|axis| {
        let (a_low, a_high) = (a[0][axis].min(a[1][axis]), a[0][axis].max(a[1][axis]));
        let (b_low, b_high) = (b[0][axis].min(b[1][axis]), b[0][axis].max(b[1][axis]));
        a_low <= b_high && b_low <= a_high
    })
}

/// Where the interiors of two edges cross, neither touching the other's end; whether they do is exact.
fn crossing(a: Edge, b: Edge) -> Option<RawLonLat> {
    let are_apart = |edge: Edge, other: Edge| {
        let sides = other.map(|end| turn(edge[0], edge[1], end));
        sides.contains(&Orientation::Clockwise) && sides.contains(&Orientation::CounterClockwise)
    };
    (are_apart(a, b) && are_apart(b, a)).then(|| meeting_point(a, b))
}

fn turn(a: RawLonLat, b: RawLonLat, c: RawLonLat) -> Orientation {
    RobustKernel::orient2d(Coord::from(a), Coord::from(b), Coord::from(c))
}

/// Where the lines of two edges that cross meet, rounded.
fn meeting_point(a: Edge, b: Edge) -> RawLonLat {
    let way = |edge: Edge| [edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]];
    let (along, across) = (way(a), way(b));
    let apart = [b[0][0] - a[0][0], b[0][1] - a[0][1]];
    let cross = |one: [f64; 2], other: [f64; 2]| one[0] * other[1] - one[1] * other[0];
    let share = (cross(apart, across) / cross(along, across)).clamp(0.0, 1.0);
    let share = if share.is_nan() { 0.5 } else { share };
    [0, 1].map(|axis| a[0][axis] + share * along[axis])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All edges compared with all.
    fn naive(edges: &[Edge]) -> usize {
        let later = |i: usize| edges[i + 1..].iter();
        let crossed = |i: usize| later(i).filter(move |b| crossing(edges[i], **b).is_some());
        (0..edges.len()).map(|i| crossed(i).count()).sum()
    }

    proptest! {
        #[test]
        fn as_many_as_comparing_all_with_all(corners in prop::collection::vec((0_u8..40, 0_u8..40), 3..120)) {
            let at = |(x, y): &(u8, u8)| [f64::from(*x), f64::from(*y)];
            let ring: Vec<RawLonLat> = corners.iter().map(at).collect();
            let next = ring.iter().cycle().skip(1);
            let edges: Vec<Edge> = ring.iter().zip(next).map(|(a, b)| [*a, *b]).collect();
            let expected = naive(&edges).min(MOST_COUNTED);
            let found = of_region(&edges).map_or(0, |found| found.number);
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_star_of_many_edges_is_cut_short() {
        let spoke = |n: u32| {
            let turn = f64::from(n) * 2.399_963;
            [turn.cos(), turn.sin()]
        };
        let edges: Vec<Edge> = (0..20_000).map(|n| [spoke(n), spoke(n + 1)]).collect();
        let found = of_region(&edges).expect("they cross");
        assert!(found.is_cut && found.number == MOST_COUNTED, "{found:?}");
    }
}
