use super::super::fixture::{rectangle, region};
use super::*;

fn rings(polygon: &Polygon<'_>) -> Vec<Vec<RawLonLat>> {
    polygon.rings().map(Iterator::collect).collect()
}

fn reversed(mut ring: Vec<RawLonLat>) -> Vec<RawLonLat> {
    ring.reverse();
    ring
}

#[test]
fn rings_are_regrouped_by_depth_whatever_their_direction() {
    let land = rectangle(0.0, 0.0, 10.0, 10.0);
    let lake = rectangle(1.0, 1.0, 5.0, 5.0);
    let island = rectangle(2.0, 2.0, 3.0, 3.0);
    let far_island = rectangle(20.0, 0.0, 21.0, 1.0);
    let (outlines, nesting) = region(vec![
        (0, reversed(land.clone())),
        (1, lake.clone()),
        (2, island.clone()),
        (0, reversed(far_island.clone())),
    ]);
    let polygons = polygons(&outlines, &nesting, 0);
    let written: Vec<_> = polygons.iter().map(rings).collect();
    assert_eq!(
        written,
        [vec![land, reversed(lake)], vec![island], vec![far_island]]
    );
}

#[test]
fn a_ring_is_closed_and_starts_where_it_started() {
    let open = vec![[3.0, 0.0], [0.0, 0.0], [0.0, 2.0], [3.0, 2.0]];
    let (outlines, nesting) = region(vec![(0, open)]);
    let polygons = polygons(&outlines, &nesting, 0);
    let expected = [[3.0, 0.0], [3.0, 2.0], [0.0, 2.0], [0.0, 0.0], [3.0, 0.0]];
    assert_eq!(rings(&polygons[0])[0], expected);
}

#[test]
fn repeated_vertices_of_the_input_stay() {
    let stutter = vec![
        [0.0, 0.0],
        [1.0, 0.0],
        [1.0, 0.0],
        [0.0, 1.0],
        [0.0, 0.0],
        [0.0, 0.0],
    ];
    let (outlines, nesting) = region(vec![(0, stutter.clone())]);
    assert_eq!(rings(&polygons(&outlines, &nesting, 0)[0])[0], stutter);
}

#[test]
fn a_hole_may_touch_its_shell() {
    let land = rectangle(0.0, 0.0, 4.0, 4.0);
    let notch = vec![[0.0, 0.0], [2.0, 1.0], [1.0, 2.0], [0.0, 0.0]];
    let (outlines, nesting) = region(vec![(0, land.clone()), (1, notch.clone())]);
    let polygons = polygons(&outlines, &nesting, 0);
    assert_eq!(rings(&polygons[0]), [land, reversed(notch)]);
}

#[test]
fn what_is_no_ring_is_left_out_with_its_holes() {
    let line = vec![[0.0, 0.0], [9.0, 9.0], [0.0, 0.0]];
    let hole = rectangle(1.0, 1.0, 2.0, 2.0);
    let (outlines, nesting) = region(vec![(0, line), (1, hole), (0, Vec::new())]);
    assert!(polygons(&outlines, &nesting, 0).is_empty());
}

#[test]
fn nesting_that_fits_badly_does_no_harm() {
    let (outlines, _) = region(vec![(0, rectangle(0.0, 0.0, 1.0, 1.0))]);
    assert_eq!(polygons(&outlines, &Nesting::default(), 0).len(), 1);
    let astray = Nesting {
        depth: vec![1],
        parent: vec![Some(77)],
    };
    assert!(polygons(&outlines, &astray, 0).is_empty());
}
