//! On partitions every point gets exactly the region that the rules name, wherever on the lattice it lies.

use super::fixture::{Region, index, outlines, position};
use super::tiling::{Answer, Lattice, SIDE, Tiling};
use crate::locate::{RegionIndex, interior_points};
use crate::table::{Placement, RegionIdx};

/// Where on the Earth a lattice lies.
type Place = fn([f64; 2]) -> [f64; 2];

fn as_is(point: [f64; 2]) -> [f64; 2] {
    point
}

/// Longitudes up to 192.
fn over_antimeridian([x, y]: [f64; 2]) -> [f64; 2] {
    [x + 168.0, y]
}

/// The same, 180 staying in the east.
fn wrapped(point: [f64; 2]) -> [f64; 2] {
    let [x, y] = over_antimeridian(point);
    [if x > 180.0 { x - 360.0 } else { x }, y]
}

/// The same, 180 turning into -180.
fn wrapped_early(point: [f64; 2]) -> [f64; 2] {
    let [x, y] = over_antimeridian(point);
    [if x >= 180.0 { x - 360.0 } else { x }, y]
}

fn west_of_antimeridian([x, y]: [f64; 2]) -> [f64; 2] {
    [x + 180.0 - SIDE as f64, y]
}

fn east_of_antimeridian([x, y]: [f64; 2]) -> [f64; 2] {
    [if x < 0.0 { x + 180.0 } else { x - 180.0 }, y]
}

fn up_to_the_pole([x, y]: [f64; 2]) -> [f64; 2] {
    [x - 100.25, y + 90.0 - SIDE as f64]
}

fn down_to_the_pole([x, y]: [f64; 2]) -> [f64; 2] {
    [x + 0.5, y - 90.0]
}

fn at_corner(place: Place) -> impl Fn(Lattice) -> [f64; 2] {
    move |corner| place(corner.map(|x| x as f64))
}

fn answer(index: &RegionIndex, [lon, lat]: [f64; 2]) -> Answer {
    let located = index.locate_one(position(lon, lat), 0.0);
    assert!(!located.overlaps, "{lon} {lat} is in one region at most");
    assert_eq!(located.snap_m, None);
    assert_eq!(
        located.region.is_none(),
        located.placement == Placement::Outside
    );
    Answer {
        label: located.region.map(RegionIdx::row),
        is_on_outline: located.placement == Placement::Border,
    }
}

fn hold_to(answers: &[(Lattice, Answer)], regions: &[Region], query: Place, hint: &str) {
    let index = index(regions);
    for (half, expected) in answers {
        let point = query(half.map(|x| x as f64 / 2.0));
        if point[1].abs() <= 90.0 {
            assert_eq!(
                answer(&index, point),
                *expected,
                "{hint}: {half:?} at {point:?}"
            );
        }
    }
}

#[test]
fn every_point_of_random_tilings_gets_the_region_of_the_rules() {
    for seed in 0..20 {
        let tiling = Tiling::random(seed);
        let answers = tiling.answers();
        for is_sparse in [false, true] {
            let regions = tiling.traced(is_sparse, at_corner(as_is));
            hold_to(
                &answers,
                &regions,
                as_is,
                &format!("seed {seed}, sparse {is_sparse}"),
            );
        }
    }
}

#[test]
fn tilings_over_the_antimeridian_and_at_the_poles_have_the_same_answers() {
    let placings: [(Place, Place); 10] = [
        (over_antimeridian, over_antimeridian),
        (over_antimeridian, wrapped_early),
        (wrapped, wrapped),
        (wrapped, wrapped_early),
        (wrapped_early, wrapped),
        (wrapped_early, wrapped_early),
        (west_of_antimeridian, west_of_antimeridian),
        (east_of_antimeridian, east_of_antimeridian),
        (up_to_the_pole, up_to_the_pole),
        (down_to_the_pole, down_to_the_pole),
    ];
    for seed in [0, 5, 10, 15, 20, 25] {
        let tiling = Tiling::random(seed);
        let answers = tiling.answers();
        for (number, (outline, query)) in placings.into_iter().enumerate() {
            let regions = tiling.traced(seed.is_multiple_of(2), at_corner(outline));
            hold_to(
                &answers,
                &regions,
                query,
                &format!("seed {seed}, placing {number}"),
            );
        }
    }
}

#[test]
fn parts_that_share_edges_are_one_region() {
    for seed in 30..40 {
        let tiling = Tiling::random(seed);
        let index = index(&tiling.in_faces(at_corner(as_is)));
        for (half, expected) in tiling.answers() {
            let found = answer(&index, half.map(|x| x as f64 / 2.0));
            assert_eq!(found.label, expected.label, "seed {seed}: {half:?}");
            assert!(
                found.is_on_outline || !expected.is_on_outline,
                "seed {seed}: {half:?}"
            );
        }
    }
}

#[test]
fn nested_levels_agree_at_every_point() {
    for seed in 40..50 {
        let fine = Tiling::random(seed);
        let coarse = fine.coarser();
        let [fine_index, coarse_index] =
            [&fine, &coarse].map(|tiling| index(&tiling.traced(true, at_corner(as_is))));
        for (half, _) in fine.answers() {
            let point = half.map(|x| x as f64 / 2.0);
            let [child, parent] =
                [&fine_index, &coarse_index].map(|index| answer(index, point).label);
            assert_eq!(
                child.map(|label| label / 2),
                parent,
                "seed {seed}: {half:?}"
            );
        }
    }
}

#[test]
fn the_interior_point_of_a_region_is_inside_it() {
    let on_earth: [Place; 4] = [as_is, wrapped, over_antimeridian, up_to_the_pole];
    for (seed, place) in (50..70)
        .map(|seed| 5 * seed)
        .zip(on_earth.into_iter().cycle())
    {
        let tiling = Tiling::random(seed);
        let regions = tiling.traced(false, at_corner(place));
        let index = index(&regions);
        for (row, point) in interior_points(&outlines(&regions)).into_iter().enumerate() {
            let is_blank = regions[row].iter().all(Vec::is_empty);
            assert_eq!(point.is_none(), is_blank, "seed {seed}, region {row}");
            let located = point.map(|point| index.locate_one(point, 0.0));
            let placed =
                located.map(|located| (located.placement, located.region.map(RegionIdx::row)));
            assert_eq!(
                placed,
                (!is_blank).then_some((Placement::Inside, Some(row))),
                "seed {seed}, region {row}"
            );
        }
    }
}
