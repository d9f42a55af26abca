//! What short floats say held to what the edges themselves do, where it is hardest to tell.

use proptest::prelude::*;

use super::*;
use crate::table::Outlines;

/// Where a leaf lies and how wide it is, in degrees.
fn sites() -> impl Strategy<Value = (Point, f64)> {
    let corner = [-180.0..179.0, -90.0..89.0_f64];
    (corner, -20_i32..3).prop_map(|(corner, power)| (corner, 2.0_f64.powi(power)))
}

/// Edges by their ends in widths of the leaf, many of them on a lattice, so that ends fall together.
fn edges() -> impl Strategy<Value = Vec<[f64; 4]>> {
    let end = prop_oneof![
        (-2..4_i32).prop_map(f64::from),
        -3.0..3.0_f64,
        (-3.0..3.0_f64).prop_map(|x| x * 1e3)
    ];
    let ends = prop::array::uniform4(end);
    prop::collection::vec(ends, 0..MOST_EDGES)
}

/// A point at a share of an edge, moved a little; else anywhere in the leaf.
fn point(edge: Option<&[f64; 4]>, share: f64, off: i32, anywhere: Point) -> Point {
    let moved = if off == 0 {
        0.0
    } else {
        10.0_f64.powi(-off.abs())
    } * f64::from(off.signum());
    match edge {
        None => anywhere,
        Some([west, low, east, high]) => [
            west + share * (east - west),
            low + share * (high - low) + moved,
        ],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn short_floats_say_what_the_edges_do_or_doubt(
        (corner, width) in sites(),
        ends in edges(),
        points in prop::collection::vec((0_usize..64, 0.0..1.0_f64, -16..17_i32, [0.0..1.0, 0.0..1.0_f64]), 1..20),
    ) {
        let place = |[x, y]: Point| [corner[0] + 1e-11 + x * width, corner[1] + 1e-11 + y * width];
        let odd: Vec<Edge> = ends
            .iter()
            .map(|[west, low, east, high]| Edge::new(place([*west, *low]), place([*east, *high])))
            .collect();
        let named = |(number, edge): (usize, &Edge)| (*edge, 1 << (number / 2), EdgeRef::odd(number));
        let held = odd.iter().enumerate().filter(|(_, edge)| can_be_crossed(**edge, corner));
        let named: Vec<Named> = held.map(named).collect();
        let mut words = vec![7; 3];
        let first = push_leaf(&mut words, corner, 1 << 60, &named).unwrap();
        let leaf = Leaf::at(&words, first);
        let (outlines, odd) = (Outlines::new(), &odd[..]);
        let source = Source { outlines: &outlines, odd };
        for (edge, share, off, anywhere) in points {
            let [x, y] = point(ends.get(edge), share, off, anywhere);
            if !(0.0..=1.0).contains(&x) || !(0.0..=1.0).contains(&y) {
                continue;
            }
            let point = place([x, y]);
            let all = Asked { crossed: 0, doubted: u32::MAX };
            let exact = leaf.settled(all, point, source);
            prop_assert_eq!(leaf.found(point, source), exact, "{:?}", point);
        }
    }
}

#[test]
fn short_floats_tell_most_points() {
    let edge = Edge::new([1.0, 1.0], [1.01, 1.01]);
    let mut words = Vec::new();
    let first = push_leaf(
        &mut words,
        [1.0 - 1e-11; 2],
        0,
        &[(edge, 5, EdgeRef::odd(0))],
    )
    .unwrap();
    let leaf = Leaf::at(&words, first);
    let told = |point: Point| {
        let asked = leaf.ask(point);
        (asked.doubted == 0).then(|| leaf.sum_beyond(asked.crossed))
    };
    assert_eq!(told([1.005, 1.0049]), Some(0));
    assert_eq!(told([1.005, 1.0051]), Some(5));
    assert_eq!(told([1.005, 1.005]), None);
    assert_eq!(told([1.0, 1.002]), None, "as far east as an end");
}

#[test]
fn what_a_leaf_cannot_hold_is_told() {
    let edge = Edge::new([0.0, 0.0], [1.0, 1.0]);
    let dust = Edge::new([1e-30, 0.0], [1.0, 1.0]);
    let many = [(edge, 1, EdgeRef::odd(0)); MOST_EDGES + 1];
    let mut words = Vec::new();
    assert_eq!(push_leaf(&mut words, [0.0; 2], 0, &many), None);
    assert_eq!(
        push_leaf(&mut words, [0.0; 2], 0, &[(dust, 1, EdgeRef::odd(0))]),
        None
    );
    assert!(words.is_empty());
}
