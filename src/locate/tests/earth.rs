//! The round Earth: answers worked by hand for rings at the antimeridian and around the poles.

use super::fixture::{OUTSIDE, border, index, inside, placed, rectangle, simple};
use crate::table::{Placement, RegionIdx};

type Answer = (Placement, Option<usize>);

/// Three ways to write the same box from 170 to -170, whole.
fn writings() -> [Vec<[f64; 2]>; 3] {
    let beyond = rectangle(170.0, -10.0, 190.0, 10.0);
    let wrapped = beyond
        .iter()
        .map(|&[lon, lat]| [if lon > 180.0 { lon - 360.0 } else { lon }, lat])
        .collect();
    let mixed = vec![
        [170.0, -10.0],
        [185.0, -10.0],
        [-170.0, -10.0],
        [-170.0, 10.0],
        [185.0, 10.0],
        [170.0, 10.0],
    ];
    [beyond, wrapped, mixed]
}

#[test]
fn a_box_over_the_antimeridian_is_the_same_however_written() {
    let answers: [(f64, f64, Answer); 12] = [
        (175.0, 0.0, inside(0)),
        (180.0, 0.0, inside(0)),
        (-180.0, 0.0, inside(0)),
        (-175.0, 0.0, inside(0)),
        (185.0, 0.0, inside(0)),
        (169.0, 0.0, OUTSIDE),
        (-169.0, 0.0, OUTSIDE),
        (0.0, 0.0, OUTSIDE),
        (180.0, 10.0, border(0)),
        (-180.0, -10.0, border(0)),
        (170.0, 0.0, border(0)),
        (-170.0, 10.0, border(0)),
    ];
    for ring in writings() {
        let index = index(&[simple(&ring)]);
        for (lon, lat, expected) in answers {
            assert_eq!(
                placed(&index, lon, lat),
                expected,
                "{lon} {lat} in {ring:?}"
            );
        }
        assert_eq!(index.area(RegionIdx::new(0)), 800 * 10_i128.pow(18));
        assert_eq!(index.bounds(), Some([-180.0, -10.0, 180.0, 10.0]));
    }
}

#[test]
fn boxes_cut_at_the_antimeridian_share_it_as_a_border() {
    let east = rectangle(170.0, 0.0, 180.0, 10.0);
    let lone = rectangle(-180.0, 0.0, -170.0, 10.0);
    let beyond = rectangle(180.0, 0.0, 190.0, 10.0);
    for west in [lone, beyond] {
        let both = index(&[simple(&west), simple(&east)]);
        let west_only = index(&[simple(&west)]);
        let one_region = index(&[vec![vec![west.clone()], vec![east.clone()]]]);
        for lon in [180.0, -180.0] {
            assert_eq!(placed(&both, lon, 5.0), border(1), "just west of the line");
            assert_eq!(
                placed(&both, lon, 10.0),
                border(0),
                "clockwise from north at the northern end: east first"
            );
            assert_eq!(placed(&both, lon, 0.0), border(1));
            for lat in [0.0, 5.0, 10.0] {
                assert_eq!(
                    placed(&west_only, lon, lat),
                    border(0),
                    "nothing lies west; east comes first"
                );
                assert_eq!(placed(&one_region, lon, lat), border(0));
            }
        }
        assert_eq!(placed(&both, -179.0, 5.0), inside(0));
        assert_eq!(placed(&both, 179.0, 5.0), inside(1));
        assert_eq!(both.area(RegionIdx::new(0)), both.area(RegionIdx::new(1)));
    }
}

#[test]
fn a_ring_of_all_longitudes_from_0_to_360_is_a_belt() {
    let belt = vec![[0.0, -5.0], [360.0, -5.0], [360.0, 5.0], [0.0, 5.0]];
    let index = index(&[simple(&belt)]);
    for lon in [-180.0, -90.0, -0.5, 0.5, 90.0, 180.0, 200.0] {
        assert_eq!(placed(&index, lon, 0.0), inside(0), "{lon}");
        assert_eq!(placed(&index, lon, 5.0), border(0), "{lon}");
        assert_eq!(placed(&index, lon, -5.0), border(0), "{lon}");
        assert_eq!(placed(&index, lon, 6.0), OUTSIDE, "{lon}");
    }
    assert_eq!(placed(&index, 0.0, 0.0), border(0), "where it was cut");
    assert_eq!(index.area(RegionIdx::new(0)), 7_200 * 10_i128.pow(18));
}

/// Everything south of 60° south, in the ways in which it is found.
fn antarcticas() -> [Vec<[f64; 2]>; 4] {
    let coast = |from: i32, to: i32| (from..=to).map(|ten| [f64::from(ten) * 10.0, -60.0]);
    let close = |lon: f64| [lon, -90.0];
    [
        coast(-18, 18)
            .chain([close(180.0), close(-180.0)])
            .collect(),
        coast(0, 36).chain([close(360.0), close(0.0)]).collect(),
        coast(-18, 17).collect(),
        coast(1, 36).rev().collect(),
    ]
}

#[test]
fn a_ring_around_the_south_pole_holds_the_pole() {
    for ring in antarcticas() {
        let index = index(&[simple(&ring)]);
        for lon in [-180.0, -179.5, -5.5, 5.5, 95.0, 179.5] {
            assert_eq!(placed(&index, lon, -75.0).1, Some(0), "{lon} {ring:?}");
            assert_eq!(placed(&index, lon, -60.0), border(0), "{lon} {ring:?}");
            assert_eq!(placed(&index, lon, -59.0), OUTSIDE, "{lon} {ring:?}");
            assert_eq!(placed(&index, lon, -90.0), border(0), "{lon} {ring:?}");
        }
        assert_eq!(
            index.area(RegionIdx::new(0)),
            2 * 360 * 30 * 10_i128.pow(18),
            "{ring:?}"
        );
    }
}

#[test]
fn a_ring_around_the_north_pole_holds_the_pole() {
    for south in antarcticas() {
        let ring: Vec<_> = south.into_iter().map(|[lon, lat]| [lon, -lat]).collect();
        let index = index(&[simple(&ring)]);
        for lon in [-180.0, -179.5, -5.5, 5.5, 95.0, 179.5] {
            assert_eq!(placed(&index, lon, 75.0).1, Some(0), "{lon} {ring:?}");
            assert_eq!(placed(&index, lon, 60.0), border(0), "{lon} {ring:?}");
            assert_eq!(placed(&index, lon, 59.0), OUTSIDE, "{lon} {ring:?}");
            assert_eq!(placed(&index, lon, 90.0), border(0), "{lon} {ring:?}");
        }
        assert_eq!(
            index.area(RegionIdx::new(0)),
            2 * 360 * 30 * 10_i128.pow(18),
            "{ring:?}"
        );
    }
}

#[test]
fn the_line_back_from_180_to_minus_180_stays_as_given() {
    let ring = vec![[-180.0, -80.0], [0.0, -60.0], [180.0, -80.0]];
    let index = index(&[simple(&ring)]);
    assert_eq!(placed(&index, 0.0, -70.0), inside(0));
    assert_eq!(placed(&index, 0.0, -85.0), OUTSIDE);
    assert_eq!(placed(&index, 90.0, -80.0), border(0));
}

#[test]
fn a_long_edge_goes_the_short_way_round() {
    let ring = vec![[100.0, 0.0], [-100.0, 0.0], [-100.0, 10.0], [100.0, 10.0]];
    let index = index(&[simple(&ring)]);
    for lon in [101.0, 180.0, -180.0, -101.0, 250.0] {
        assert_eq!(placed(&index, lon, 5.0), inside(0), "{lon}");
    }
    for lon in [99.0, 0.0, -99.0] {
        assert_eq!(placed(&index, lon, 5.0), OUTSIDE, "{lon}");
    }
}

#[test]
fn half_a_turn_goes_as_given() {
    let through_greenwich = index(&[simple(&rectangle(-90.0, 0.0, 90.0, 10.0))]);
    let over_antimeridian = index(&[simple(&rectangle(90.0, 0.0, 270.0, 10.0))]);
    assert_eq!(placed(&through_greenwich, 0.0, 5.0), inside(0));
    assert_eq!(placed(&through_greenwich, 180.0, 5.0), OUTSIDE);
    assert_eq!(placed(&over_antimeridian, 0.0, 5.0), OUTSIDE);
    assert_eq!(placed(&over_antimeridian, 180.0, 5.0), inside(0));
}

#[test]
fn the_corners_of_the_world_have_a_region() {
    let world = index(&[simple(&rectangle(-180.0, -90.0, 180.0, 90.0))]);
    for lon in [-180.0, 0.0, 180.0, 360.0] {
        for lat in [-90.0, 0.0, 90.0] {
            assert_eq!(placed(&world, lon, lat).1, Some(0), "{lon} {lat}");
        }
    }
    assert_eq!(placed(&world, 0.0, 0.0), inside(0));
    assert_eq!(placed(&world, 0.0, 90.0), border(0));
    assert_eq!(placed(&world, 180.0, 0.0), border(0));
}

#[test]
fn hemispheres_share_the_antimeridian_and_greenwich() {
    let western = simple(&rectangle(-180.0, -90.0, 0.0, 90.0));
    let eastern = simple(&rectangle(0.0, -90.0, 180.0, 90.0));
    let index = index(&[western, eastern]);
    for lat in [-90.0, 0.0] {
        assert_eq!(
            placed(&index, 0.0, lat),
            border(0),
            "just west of Greenwich"
        );
        assert_eq!(
            placed(&index, 180.0, lat),
            border(1),
            "just west of the antimeridian"
        );
        assert_eq!(placed(&index, -180.0, lat), border(1));
    }
    assert_eq!(
        placed(&index, 0.0, 90.0),
        border(1),
        "at the top the turn from north meets the east first"
    );
    assert_eq!(placed(&index, 180.0, 90.0), border(0));
}
