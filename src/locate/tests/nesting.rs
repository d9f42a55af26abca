//! How rings lie in one another, and areas that are the same to the bit.

use rand_chacha::rand_core::RngCore;

use super::fixture::{Part, Ring, outlines, rectangle};
use super::rings::rewrite;
use super::tiling::rng;
use crate::locate::nesting;

fn depths(part: &Part) -> Vec<u32> {
    nesting(&outlines(&[vec![part.clone()]])).depth
}

fn parents(part: &Part) -> Vec<Option<usize>> {
    nesting(&outlines(&[vec![part.clone()]])).parent
}

fn box_of(west: f64, side: f64) -> Ring {
    rectangle(west, west, west + side, west + side)
}

/// Twice the area of the only part, in square degrees.
fn twice_area(part: &Part) -> f64 {
    let outlines = outlines(&[vec![part.clone()]]);
    nesting::twice_area(&outlines, 0) as f64 / 1e18
}

#[test]
fn rings_nest_whatever_their_order() {
    let part = vec![
        box_of(3.0, 1.0),
        box_of(0.0, 9.0),
        box_of(20.0, 1.0),
        box_of(2.0, 4.0),
        box_of(7.0, 1.0),
    ];
    assert_eq!(depths(&part), [2, 0, 0, 1, 1]);
    assert_eq!(parents(&part), [Some(3), None, None, Some(1), Some(1)]);
    assert_eq!(twice_area(&part), 2.0 * (81.0 + 1.0 - 16.0 - 1.0 + 1.0));
}

#[test]
fn parents_are_numbered_over_all_rings() {
    let region = vec![
        vec![box_of(0.0, 1.0)],
        vec![],
        vec![box_of(0.0, 9.0), box_of(3.0, 1.0)],
    ];
    let nested = nesting(&outlines(&[region]));
    assert_eq!(
        (nested.depth, nested.parent),
        (vec![0, 0, 1], vec![None, None, Some(1)])
    );
}

#[test]
fn touching_rings_nest_by_the_ground_inside_them() {
    let shell = box_of(0.0, 4.0);
    let at_corner = vec![[0.0, 0.0], [2.0, 1.0], [1.0, 2.0]];
    let along_edge = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 1.0]];
    let inscribed = vec![[2.0, 0.0], [4.0, 2.0], [2.0, 4.0], [0.0, 2.0]];
    let beside = rectangle(4.0, 0.0, 6.0, 4.0);
    let at_corner_outside = rectangle(4.0, 4.0, 5.0, 5.0);
    for (other, depth) in [
        (at_corner, 1),
        (along_edge, 1),
        (inscribed, 1),
        (beside, 0),
        (at_corner_outside, 0),
    ] {
        assert_eq!(
            depths(&vec![shell.clone(), other.clone()]),
            [0, depth],
            "{other:?}"
        );
        assert_eq!(
            depths(&vec![other.clone(), shell.clone()]),
            [depth, 0],
            "{other:?}"
        );
    }
}

#[test]
fn of_equal_rings_the_later_lies_in_the_earlier() {
    let reversed: Ring = box_of(0.0, 2.0).into_iter().rev().collect();
    let part = vec![box_of(0.0, 2.0), reversed, box_of(0.0, 2.0)];
    assert_eq!(depths(&part), [0, 1, 2]);
    assert_eq!(parents(&part), [None, Some(0), Some(1)]);
    assert_eq!(twice_area(&part), 8.0);
}

#[test]
fn rings_nest_across_the_antimeridian_and_around_the_pole() {
    let shell = rectangle(160.0, -10.0, 200.0, 10.0);
    let hole = vec![[175.0, -5.0], [-175.0, -5.0], [-175.0, 5.0], [175.0, 5.0]];
    let at_seam = rectangle(-180.0, -1.0, -178.0, 1.0);
    assert_eq!(
        depths(&vec![hole.clone(), shell.clone(), at_seam]),
        [1, 0, 2]
    );
    let cap: Ring = (-17..=18)
        .map(|ten| [f64::from(ten) * 10.0, 50.0])
        .collect();
    let inner_cap: Ring = cap.iter().map(|&[lon, _]| [lon, 70.0]).collect();
    let far_hole = rectangle(-175.0, 60.0, 175.0, 65.0);
    assert_eq!(depths(&vec![inner_cap, cap, shell, far_hole]), [1, 0, 0, 1]);
}

#[test]
fn an_area_is_the_same_to_the_bit_however_its_rings_are_written() {
    let rough = |x: f64| x + 0.123_456_789_123;
    let part = vec![
        vec![
            [rough(170.0), 0.1],
            [rough(184.0), rough(1.0)],
            [rough(183.0), rough(20.0)],
            [rough(171.0), 19.7],
        ],
        vec![
            [rough(175.0), 5.3],
            [rough(181.0), 6.1],
            [rough(179.0), 9.9],
        ],
    ];
    let as_given = area(&part);
    assert!(as_given > 0);
    let wrap = |ring: &Ring| {
        ring.iter()
            .map(|&[lon, lat]| [if lon > 180.0 { lon - 360.0 } else { lon }, lat])
            .collect()
    };
    let wrapped: Part = part.iter().map(wrap).collect();
    let rng = &mut rng(1);
    for written in [part, wrapped] {
        for _ in 0..50 {
            let mut rewritten: Part = written
                .iter()
                .map(|ring| rewrite(ring, rng.next_u32()))
                .collect();
            rewritten.rotate_left(rng.next_u32() as usize % 2);
            assert_eq!(area(&rewritten), as_given, "{rewritten:?}");
        }
    }
}

fn area(part: &Part) -> i128 {
    let outlines = outlines(&[vec![part.clone()]]);
    nesting::twice_area(&outlines, 0)
}

#[test]
fn a_part_with_thousands_of_rings_is_quick() {
    let hole = |at: u32| {
        let (lon, lat) = (f64::from(at % 100), f64::from(at / 100));
        rectangle(lon + 0.25, lat + 0.25, lon + 0.75, lat + 0.75)
    };
    let shore = |at: u32| [f64::from(at) / 100.0, -1.0 - f64::from(at % 2)];
    let shell: Ring = (0..10_000)
        .map(shore)
        .chain([[100.0, 60.0], [0.0, 60.0]])
        .collect();
    let part: Part = (0..5_000).map(hole).chain([shell]).collect();
    let depths = depths(&part);
    assert!(depths[..5_000].iter().all(|&depth| depth == 1));
    assert_eq!(depths[5_000], 0);
}
