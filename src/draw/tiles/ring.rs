//! Rings on a grid of whole numbers in, what is left of them out: tidied, and clipped to one side of a line. A vertex
//! comes out the same whichever ring it belongs to, so that neighbors keep their common edge.

use super::mercator::Spot;

/// A ring of whole coordinates; the first vertex is not repeated.
pub(super) type GridRing = Vec<Spot>;

/// Which side of a line is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Coordinates up to the line.
    Below,
    /// Coordinates from the line on.
    Above,
}

/// Drops repeated vertices, those on a straight line between their neighbors, and spikes; fewer than three are none.
pub(super) fn tidied(vertices: impl IntoIterator<Item = Spot>) -> GridRing {
    let mut ring: GridRing = Vec::new();
    for vertex in vertices {
        push_tidy(&mut ring, vertex);
    }
    while let [first, second, .., before, last] = ring[..] {
        if last == first || doubled_area([before, last, first]) == 0 {
            ring.pop();
        } else if doubled_area([last, first, second]) == 0 {
            ring.remove(0);
        } else {
            break;
        }
    }
    if ring.len() < 3 || doubled_ring_area(&ring) == 0 {
        ring.clear();
    }
    ring
}

fn push_tidy(ring: &mut GridRing, vertex: Spot) {
    while let [.., before, last] = ring[..] {
        if doubled_area([before, last, vertex]) != 0 {
            break;
        }
        ring.pop();
    }
    if ring.last() != Some(&vertex) {
        ring.push(vertex);
    }
}

/// Keeps what lies on one side of a line across an axis (Sutherland and Hodgman 1974).
pub(super) fn clipped(ring: &[Spot], axis: usize, line: i32, keep: Keep) -> GridRing {
    let is_kept = |vertex: &Spot| match keep {
        Keep::Below => vertex[axis] <= line,
        Keep::Above => vertex[axis] >= line,
    };
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let Some(mut before) = ring.last().copied() else {
        return kept;
    };
    for &vertex in ring {
        if is_kept(&vertex) != is_kept(&before) && before[axis] != line && vertex[axis] != line {
            kept.push(crossing(before, vertex, axis, line));
        }
        if is_kept(&vertex) {
            kept.push(vertex);
        }
        before = vertex;
    }
    kept
}

/// Where an edge crosses a line, the same for both directions of the edge.
fn crossing(a: Spot, b: Spot, axis: usize, line: i32) -> Spot {
    let (a, b) = if a[axis] < b[axis] { (a, b) } else { (b, a) };
    let wide = |spot: Spot, axis: usize| i64::from(spot[axis]);
    let (along, rise) = (
        wide(b, axis) - wide(a, axis),
        wide(b, 1 - axis) - wide(a, 1 - axis),
    );
    let part = rise * (i64::from(line) - wide(a, axis));
    let risen = (2 * part + along).div_euclid(2 * along);
    let other = wide(a, 1 - axis) + risen;
    let mut spot = [line; 2];
    spot[1 - axis] = i32::try_from(other).unwrap_or(a[1 - axis]);
    spot
}

/// Twice the area of a triangle, positive clockwise as seen on the map, whose second axis goes down.
fn doubled_area([a, b, c]: [Spot; 3]) -> i64 {
    let from_a = |spot: Spot| [0, 1].map(|axis| i64::from(spot[axis]) - i64::from(a[axis]));
    let ([bx, by], [cx, cy]) = (from_a(b), from_a(c));
    bx * cy - cx * by
}

/// Twice the area of a ring, positive clockwise as seen on the map: the direction that tiles ask of shells.
pub(super) fn doubled_ring_area(ring: &[Spot]) -> i64 {
    let Some((first, rest)) = ring.split_first() else {
        return 0;
    };
    let edges = rest.windows(2);
    edges
        .map(|edge| doubled_area([*first, edge[0], edge[1]]))
        .fold(0, i64::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn straight_vertices_spikes_and_repeats_go() {
        let square = [[0, 0], [4, 0], [4, 4], [0, 4]];
        let messy = [
            [2, 0],
            [2, 0],
            [4, 0],
            [4, 2],
            [9, 2],
            [4, 2],
            [4, 4],
            [0, 4],
            [0, 4],
            [0, 0],
            [2, 0],
        ];
        let mut found = tidied(messy);
        found.sort_unstable();
        let mut expected = square.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(doubled_ring_area(&square), 32);
        assert!(tidied([[0, 0], [4, 4], [8, 8]]).is_empty());
        assert!(tidied([[3, 3], [3, 3]]).is_empty() && tidied([]).is_empty());
    }

    #[test]
    fn a_line_cuts_a_square_in_two() {
        let square = [[0, 0], [10, 0], [10, 10], [0, 10]];
        for (axis, line) in [(0, 3), (1, 10), (0, 0)] {
            let areas = [Keep::Below, Keep::Above]
                .map(|keep| doubled_ring_area(&tidied(clipped(&square, axis, line, keep))));
            assert_eq!(areas, [i64::from(line) * 20, i64::from(10 - line) * 20]);
        }
        assert!(clipped(&square, 1, -1, Keep::Below).is_empty());
    }

    fn ring() -> impl Strategy<Value = GridRing> {
        prop::collection::vec([-20_i32..20, -20..20], 0..12)
    }

    proptest! {
        #[test]
        fn tidying_keeps_the_area_and_is_done_once(ring in ring()) {
            let tidy = tidied(ring.iter().copied());
            prop_assert_eq!(doubled_ring_area(&tidy), doubled_ring_area(&ring));
            prop_assert_eq!(tidied(tidy.iter().copied()), tidy);
        }

        #[test]
        fn both_sides_of_a_line_have_the_whole_area(ring in ring(), axis in 0_usize..2, line in -10..10) {
            // Rounded crossings are the same on both sides.
            let sides = [Keep::Below, Keep::Above].map(|keep| doubled_ring_area(&clipped(&ring, axis, line, keep)));
            let rounding = 20 * i64::try_from(ring.len()).unwrap();
            prop_assert!((sides[0] + sides[1] - doubled_ring_area(&ring)).abs() <= rounding);
        }

        #[test]
        fn an_edge_is_cut_at_one_place_in_both_directions(a in [-99_i32..0, -99..99], b in [1_i32..99, -99..99]) {
            prop_assert_eq!(crossing(a, b, 0, 0), crossing(b, a, 0, 0));
        }
    }
}
