//! Sample countries for tests, and their outlines in whole micro-degrees.

use std::collections::HashSet;

use super::country::{Country, country};
use super::plan::CountryPlan;
use super::spot::whole;
use crate::table::{RawLonLat, Regions};

pub(super) type Micro = [i64; 2];

pub(super) fn plan(seed: u64, n_adm2: usize, n_adm1: usize, edge_halvings: u32) -> CountryPlan {
    CountryPlan {
        seed,
        n_adm2,
        n_adm1,
        edge_halvings,
        ..CountryPlan::default()
    }
}

pub(super) fn made(seed: u64, n_adm2: usize, n_adm1: usize, edge_halvings: u32) -> Country {
    country(&plan(seed, n_adm2, n_adm1, edge_halvings)).unwrap()
}

/// Tiny, small and middling countries, smooth and detailed.
pub(super) fn countries() -> Vec<Country> {
    let plans = [
        (1, 1, 1, 0),
        (2, 3, 1, 3),
        (3, 6, 2, 2),
        (4, 7, 7, 1),
        (5, 60, 8, 4),
        (6, 60, 60, 2),
        (7, 700, 20, 1),
    ];
    plans
        .map(|(seed, adm2, adm1, halvings)| made(seed, adm2, adm1, halvings))
        .to_vec()
}

pub(super) fn micro(vertex: RawLonLat) -> Micro {
    vertex.map(|deg| whole(deg * 1e6))
}

/// The rings of a row in whole micro-degrees, each with whether it is the first of its part.
pub(super) fn rings(regions: &Regions, row: usize) -> Vec<(bool, Vec<Micro>)> {
    let outlines = &regions.outlines;
    let rings = outlines.parts(row).flat_map(|part| {
        let first = outlines.rings(part).start;
        outlines.rings(part).map(move |ring| (ring == first, ring))
    });
    let in_micro = |ring| outlines.ring(ring).iter().map(|v| micro(*v)).collect();
    rings
        .map(|(is_shell, ring)| (is_shell, in_micro(ring)))
        .collect()
}

/// All edges of a row, in their direction.
pub(super) fn edges(regions: &Regions, row: usize) -> Vec<[Micro; 2]> {
    let of_ring = |(_, ring): (bool, Vec<Micro>)| {
        ring.windows(2)
            .map(|ends| [ends[0], ends[1]])
            .collect::<Vec<_>>()
    };
    rings(regions, row).into_iter().flat_map(of_ring).collect()
}

/// Even-odd over all rings of a row, by hand; the spot lies on no edge.
pub(super) fn holds(regions: &Regions, row: usize, [x, y]: Micro) -> bool {
    let crosses = |[a, b]: &[Micro; 2]| {
        let [low, high] = if a[1] < b[1] { [a, b] } else { [b, a] };
        let turn = (high[0] - low[0]) * (y - low[1]) - (high[1] - low[1]) * (x - low[0]);
        assert!(
            turn != 0
                || !(low[1]..=high[1]).contains(&y)
                || !(a[0].min(b[0])..=a[0].max(b[0])).contains(&x),
            "on an edge"
        );
        (low[1]..high[1]).contains(&y) && turn > 0
    };
    edges(regions, row)
        .iter()
        .filter(|edge| crosses(edge))
        .count()
        % 2
        == 1
}

/// Whether two segments have any point in common.
fn touch([a, b]: [Micro; 2], [c, d]: [Micro; 2]) -> bool {
    let turn = |p: Micro, q: Micro, r: Micro| {
        ((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])).signum()
    };
    let overlaps = |axis: usize| {
        a[axis].min(b[axis]) <= c[axis].max(d[axis]) && c[axis].min(d[axis]) <= a[axis].max(b[axis])
    };
    overlaps(0)
        && overlaps(1)
        && turn(a, b, c) * turn(a, b, d) <= 0
        && turn(c, d, a) * turn(c, d, b) <= 0
}

/// Sweeps over all distinct edges: two may meet in a common end only, and not lie on one another there.
pub(super) fn assert_no_edges_cross(edges: impl Iterator<Item = [Micro; 2]>) {
    let distinct: HashSet<[Micro; 2]> = edges.map(|[a, b]| [a.min(b), a.max(b)]).collect();
    let mut edges: Vec<[Micro; 2]> = distinct.into_iter().collect();
    edges.sort_unstable();
    let mut open: Vec<[Micro; 2]> = Vec::new();
    for edge in edges {
        open.retain(|other| other[1][0] >= edge[0][0]);
        for other in open.iter().filter(|other| touch(**other, edge)) {
            let ends: HashSet<Micro> = edge.iter().chain(other).copied().collect();
            assert_eq!(ends.len(), 3, "{edge:?} crosses {other:?}");
            let shared = *edge.iter().find(|end| other.contains(end)).unwrap();
            let far = |of: [Micro; 2]| if of[0] == shared { of[1] } else { of[0] };
            let [p, q] =
                [far(edge), far(*other)].map(|end| [end[0] - shared[0], end[1] - shared[1]]);
            let is_parallel = p[0] * q[1] == p[1] * q[0];
            assert!(
                !is_parallel || p[0] * q[0] + p[1] * q[1] < 0,
                "{edge:?} lies on {other:?}"
            );
        }
        open.push(edge);
    }
}
