//! Where several regions hold a point: the smallest wins, then the lowest row, and it is counted.

use super::fixture::{Region, index, rectangle, simple, unsnapped};
use crate::locate::RegionIndex;
use crate::table::Placement;

fn square(west: f64, side: f64) -> Region {
    simple(&rectangle(west, 0.0, west + side, side))
}

fn winner(index: &RegionIndex, lon: f64, lat: f64) -> (usize, bool) {
    let located = unsnapped(index, lon, lat);
    (located.region.unwrap().row(), located.overlaps)
}

#[test]
fn the_smallest_wins_then_the_lowest_row() {
    let index = index(&[
        square(0.0, 4.0),
        square(0.0, 2.0),
        square(0.0, 3.0),
        square(0.0, 2.0),
    ]);
    assert_eq!(winner(&index, 1.0, 1.0), (1, true));
    assert_eq!(winner(&index, 2.5, 1.0), (2, true));
    assert_eq!(winner(&index, 3.5, 1.0), (0, false));
}

#[test]
fn an_enclave_drawn_over_its_surroundings_wins_also_on_its_border() {
    let index = index(&[square(-2.0, 8.0), square(0.0, 2.0)]);
    let south = unsnapped(&index, 1.0, 0.0);
    assert_eq!((south.placement, south.overlaps), (Placement::Border, true));
    assert_eq!(winner(&index, 1.0, 0.0), (1, true));
    assert_eq!(
        winner(&index, 1.0, 2.0),
        (0, false),
        "just north of the enclave"
    );
}

#[test]
fn regions_met_in_the_same_sector_overlap_too() {
    let index = index(&[square(0.0, 4.0), square(0.0, 3.0)]);
    assert_eq!(
        winner(&index, 0.0, 1.0),
        (1, true),
        "both lie east of their west edge"
    );
}

#[test]
fn overlapping_parts_of_one_region_are_its_union() {
    let parts = vec![
        vec![rectangle(0.0, 0.0, 2.0, 2.0)],
        vec![rectangle(1.0, 0.0, 3.0, 2.0)],
    ];
    let index = index(&[parts]);
    let located = unsnapped(&index, 1.5, 1.0);
    assert_eq!(
        (located.placement, located.overlaps),
        (Placement::Inside, false)
    );
}

#[test]
fn a_hole_makes_a_region_smaller_than_one_without() {
    let pierced = vec![vec![
        rectangle(0.0, 0.0, 4.0, 4.0),
        rectangle(2.0, 1.0, 3.5, 3.0),
    ]];
    let whole = simple(&rectangle(0.0, 0.0, 4.0, 3.5));
    let index = index(&[whole, pierced]);
    assert_eq!(
        winner(&index, 1.0, 1.0),
        (1, true),
        "16 - 3 is less than 14"
    );
    assert_eq!(winner(&index, 3.0, 2.0), (0, false));
}
