//! A part is the even-odd area of all its rings, however they are written, and the test is exact to the last bit.

use rand_chacha::rand_core::RngCore;

use super::fixture::{OUTSIDE, Part, border, index, inside, placed, position, rectangle, simple};
use super::oracle::{self, exact_point, perturbed};
use super::tiling::{below, rng};
use crate::locate::cylinder::Spot;
use crate::locate::edges::{Edges, Standing};

fn standing(part: &Part, point: [f64; 2]) -> Standing {
    Edges::of(part.iter().map(Vec::as_slice)).standing(Spot::new(point))
}

fn exact_standing(part: &Part, point: [f64; 2]) -> Standing {
    let rings: Vec<Vec<_>> = part
        .iter()
        .map(|ring| ring.iter().copied().map(exact_point).collect())
        .collect();
    let at = exact_point(point);
    let mut edges = rings.iter().flat_map(|ring| oracle::edges(ring));
    Standing {
        is_on_edge: edges.any(|(a, b)| oracle::is_on_edge(&a, &b, &at)),
        is_inside: oracle::holds(&rings, &perturbed(point)),
    }
}

/// Coordinates of many kinds: whole, on a coarse grid, and with all their bits.
pub(super) fn random_part(seed: u64) -> Part {
    let random = &mut rng(seed);
    let grid = [1.0, 0.25, 0.1, 2.0_f64.powi(-32)][seed as usize % 4];
    let mut degrees = || {
        let range = if grid < 0.01 { u32::MAX } else { 40 };
        f64::from(below(random, range)) * grid + 1.0
    };
    let n_rings = 1 + seed % 3;
    let mut ring = || (0..3 + seed % 5).map(|_| [degrees(), degrees()]).collect();
    (0..n_rings).map(|_| ring()).collect()
}

/// Vertices, midpoints, points level with vertices, and the floats around them all.
pub(super) fn hard_points(part: &Part) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = part.concat();
    let edges = part
        .iter()
        .flat_map(|ring| oracle::edges(&as_bits(ring)).collect::<Vec<_>>());
    let middle = |a: u64, b: u64| f64::midpoint(f64::from_bits(a), f64::from_bits(b));
    points.extend(edges.map(|(a, b)| [middle(a[0], b[0]), middle(a[1], b[1])]));
    let level = |pair: &[[f64; 2]]| [pair[0][0], pair[1][1]];
    points.extend(points.windows(2).map(level).collect::<Vec<_>>());
    points.into_iter().flat_map(with_neighbors).collect()
}

fn as_bits(ring: &[[f64; 2]]) -> Vec<[u64; 2]> {
    ring.iter().map(|vertex| vertex.map(f64::to_bits)).collect()
}

fn with_neighbors([x, y]: [f64; 2]) -> Vec<[f64; 2]> {
    let around = |value: f64| [value.next_down(), value, value.next_up()];
    around(x)
        .into_iter()
        .flat_map(|x| around(y).map(|y| [x, y]))
        .collect()
}

#[test]
fn points_at_the_last_bit_stand_as_whole_numbers_say() {
    let mut n_on_edge = 0;
    for seed in 0..40 {
        let part = random_part(seed);
        for point in hard_points(&part) {
            let expected = exact_standing(&part, point);
            assert_eq!(
                standing(&part, point),
                expected,
                "seed {seed}: {point:?} in {part:?}"
            );
            n_on_edge += u32::from(expected.is_on_edge);
        }
    }
    assert!(n_on_edge > 300, "the points are hard: {n_on_edge}");
}

#[test]
fn how_a_ring_is_written_changes_nothing() {
    for seed in 100..130 {
        let part = random_part(seed);
        let rng = &mut rng(seed);
        let mut rewritten: Part = part
            .iter()
            .map(|ring| rewrite(ring, rng.next_u32()))
            .collect();
        rewritten.rotate_left(seed as usize % part.len());
        let regions = [part.clone(), rewritten].map(|part| vec![part]);
        let [left, right] =
            [&regions[0], &regions[1]].map(|region| index(std::slice::from_ref(region)));
        for [lon, lat] in hard_points(&part) {
            let at = position(lon, lat);
            assert_eq!(
                left.locate_one(at, 0.0),
                right.locate_one(at, 0.0),
                "seed {seed}: {at:?}"
            );
        }
    }
}

/// Another start, perhaps the other direction, perhaps closed, perhaps with a vertex repeated.
pub(super) fn rewrite(ring: &[[f64; 2]], choice: u32) -> Vec<[f64; 2]> {
    let mut ring = ring.to_vec();
    let n_vertices = ring.len();
    ring.rotate_left(choice as usize / 8 % n_vertices);
    if choice & 1 != 0 {
        ring.reverse();
    }
    if choice & 2 != 0 {
        ring.push(ring[0]);
    }
    if choice & 4 != 0 {
        ring.insert(1, ring[1 % n_vertices]);
    }
    ring
}

#[test]
fn a_hole_may_be_wound_like_its_shell() {
    let shell = rectangle(0.0, 0.0, 9.0, 9.0);
    for choice in 0..4 {
        let hole = rewrite(&rectangle(3.0, 3.0, 6.0, 6.0), choice);
        let index = index(&[
            vec![vec![hole, shell.clone()]],
            simple(&rectangle(4.0, 4.0, 5.0, 5.0)),
        ]);
        assert_eq!(placed(&index, 1.0, 4.5), inside(0));
        assert_eq!(placed(&index, 3.5, 4.5), OUTSIDE);
        assert_eq!(placed(&index, 4.5, 4.5), inside(1));
        assert_eq!(
            placed(&index, 4.5, 3.0),
            border(0),
            "the south shore of a lake, met last in the turn"
        );
        assert_eq!(
            placed(&index, 4.5, 6.0),
            border(0),
            "the north shore lies just south of land"
        );
    }
}

#[test]
fn an_island_stored_as_a_hole_outside_its_shell_is_land() {
    let part = vec![rectangle(0.0, 0.0, 2.0, 2.0), rectangle(4.0, 0.0, 5.0, 1.0)];
    let index = index(&[vec![part]]);
    assert_eq!(placed(&index, 1.0, 1.0), inside(0));
    assert_eq!(placed(&index, 4.5, 0.5), inside(0));
    assert_eq!(placed(&index, 3.0, 0.5), OUTSIDE);
}

#[test]
fn a_hole_may_touch_its_shell_at_a_vertex() {
    let hole = vec![[0.0, 0.0], [2.0, 1.0], [1.0, 2.0]];
    let enclave = simple(&hole);
    let index = index(&[vec![vec![rectangle(0.0, 0.0, 4.0, 4.0), hole]], enclave]);
    assert_eq!(placed(&index, 1.0, 1.0), inside(1));
    assert_eq!(placed(&index, 3.0, 1.0), inside(0));
    assert_eq!(
        placed(&index, 0.0, 0.0),
        border(0),
        "the sliver between north and the enclave comes first"
    );
    assert_eq!(
        placed(&index, 1.0, 0.5),
        border(1),
        "just north of the enclave's south edge"
    );
    assert_eq!(
        placed(&index, 1.5, 1.5),
        border(0),
        "just north of its north edge"
    );
}

#[test]
fn a_ring_given_twice_encloses_nothing_and_thrice_encloses_its_area() {
    let square = rectangle(0.0, 0.0, 2.0, 2.0);
    let twice = index(&[vec![vec![square.clone(), square.clone()]]]);
    assert_eq!(placed(&twice, 1.0, 1.0), OUTSIDE);
    assert_eq!(placed(&twice, 0.0, 1.0), OUTSIDE, "an edge of nothing");
    let thrice = index(&[vec![vec![square.clone(), square.clone(), square]]]);
    assert_eq!(placed(&thrice, 1.0, 1.0), inside(0));
}

#[test]
fn each_edge_and_corner_of_a_lone_square_has_its_answer() {
    let index = index(&[simple(&rectangle(0.0, 0.0, 2.0, 2.0))]);
    for lon in [0.0, 1.0, 2.0] {
        for lat in [0.0, 1.0, 2.0] {
            let expected = if lon == 1.0 && lat == 1.0 {
                inside(0)
            } else {
                border(0)
            };
            assert_eq!(placed(&index, lon, lat), expected, "{lon} {lat}");
        }
    }
}

#[test]
fn where_four_squares_meet_the_northwestern_takes_the_corner() {
    let rows = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
    let square =
        |(west, south): (f64, f64)| simple(&rectangle(west, south, west + 1.0, south + 1.0));
    let take = |present: &[usize]| {
        let squares: Vec<_> = present.iter().map(|&row| square(rows[row])).collect();
        placed(&index(&squares), 1.0, 1.0).1.map(|row| present[row])
    };
    assert_eq!(
        take(&[0, 1, 2, 3]),
        Some(2),
        "northwest: the step north, then west"
    );
    assert_eq!(
        take(&[0, 1, 3]),
        Some(3),
        "else northeast: the first clockwise from north"
    );
    assert_eq!(take(&[0, 1]), Some(1), "else southeast");
    assert_eq!(take(&[0]), Some(0), "else southwest");
}

#[test]
fn outlines_without_area_hold_nothing_and_break_nothing() {
    let point = vec![[1.0, 1.0]];
    let spike = vec![[1.0, 1.0], [3.0, 1.0]];
    let there_and_back = vec![[1.0, 1.0], [3.0, 3.0], [1.0, 1.0]];
    let same = vec![[1.0, 1.0]; 5];
    let blank: Vec<[f64; 2]> = Vec::new();
    for ring in [point, spike, there_and_back, same, blank] {
        let index = index(&[simple(&ring), vec![vec![]], vec![]]);
        for [lon, lat] in [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [0.0, 0.0]] {
            assert_eq!(placed(&index, lon, lat), OUTSIDE, "{ring:?}");
        }
        for row in 0..3 {
            assert_eq!(index.area(crate::table::RegionIdx::new(row)), 0);
        }
    }
}
