//! Every question against the slow, obvious answer, and the answers for all schools against those for one point.
//!
//! Where two schools are as near to a billionth, rounding says which is the nearer; there the slow answer cannot tell.

use proptest::prelude::*;

use super::fixture::{at, by_distance, geodesic_m, positions};
use super::*;
use crate::lonlat::LonLat;
use crate::table::TextColumn;

/// How well distances agree.
const SAME_M: f64 = 1e-6;

fn rows(neighbors: &[Neighbor]) -> Vec<usize> {
    neighbors.iter().map(|neighbor| neighbor.row()).collect()
}

/// Holds neighbors to the slow answer: the same distances one by one, each true of its row, in order.
fn check(positions: &[Option<LonLat>], from: LonLat, found: &[Neighbor], expected: &[Neighbor]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found.distance_m() - expected.distance_m()).abs() < SAME_M);
        let there = positions[found.row()].unwrap();
        assert!((geodesic_m(from, there) - found.distance_m()).abs() < SAME_M);
    }
    assert!(found.is_sorted_by(|a, b| a.order(b).is_lt()));
}

fn is_near(radius_m: f64, distance_m: f64) -> bool {
    (radius_m - distance_m).abs() < SAME_M
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_point_finds_what_is_near(
        positions in positions(),
        lon in -180.0..=180.0,
        lat in prop_oneof![-90.0..=90.0, Just(90.0)],
        from_school in any::<bool>(),
        k in 0..12_usize,
        power in 0.0..7.4_f64,
    ) {
        let index = SchoolIndex::build(&positions);
        let first = positions.iter().flatten().next().copied();
        let from = first.filter(|_| from_school).unwrap_or(at(lon, lat));
        let expected = by_distance(&positions, from);
        prop_assert_eq!(index.len(), expected.len());
        let nearest: Vec<Neighbor> = index.nearest(from).into_iter().collect();
        check(&positions, from, &nearest, &expected[..expected.len().min(1)]);

        let odd = |row: usize| row % 2 == 1;
        let some: Vec<Neighbor> = expected.iter().copied().filter(|near| odd(near.row())).take(k).collect();
        check(&positions, from, &index.nearest_where(from, k, f64::INFINITY, odd), &some);

        let radius_m = 10_f64.powf(power);
        prop_assume!(expected.iter().all(|near| !is_near(radius_m, near.distance_m())));
        let within = expected.iter().take_while(|near| near.distance_m() <= radius_m);
        let within: Vec<Neighbor> = within.copied().collect();
        check(&positions, from, &index.within(from, radius_m), &within);
        let limited = index.nearest_where(from, k, radius_m, |_| true);
        check(&positions, from, &limited, &within[..within.len().min(k)]);
    }

    #[test]
    fn a_box_holds_what_lies_in_it(
        positions in positions(),
        west in -180.0..=180.0,
        width in prop_oneof![0.0..=360.0, 0.0..1.0],
        south in prop_oneof![-90.0..=90.0, Just(-90.0)],
        height in prop_oneof![0.0..=180.0, 0.0..1.0],
    ) {
        let east = west + width;
        let east = if east > 180.0 { east - 360.0 } else { east };
        let north = f64::min(south + height, 90.0);
        let holds = |at: LonLat| {
            let lons = if at.lat_deg().abs() == 90.0 { vec![west] } else { vec![at.lon_deg(), -at.lon_deg()] };
            let turned = lons.into_iter().filter(|lon| *lon == at.lon_deg() || lon.abs() == 180.0 || at.lat_deg().abs() == 90.0);
            (south..=north).contains(&at.lat_deg()) && turned.into_iter().any(|lon| {
                if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east }
            })
        };
        let expected: Vec<usize> = (0..positions.len()).filter(|row| positions[*row].is_some_and(holds)).collect();
        let found = SchoolIndex::build(&positions).in_box(at(west, south), at(east, north));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn all_schools_find_what_one_point_finds(positions in positions()) {
        let index = SchoolIndex::build(&positions);
        let schools = Neighborhood::of(&positions);
        let nearest = schools.nearest();
        let radii_m = [1_000.0, 10_000.0, 3_000.0, 2_000.0, 50_000.0, 0.0, 15e6];
        let within = schools.within(radii_m);
        let at_same_place = schools.at_same_place();
        for (row, position) in positions.iter().enumerate() {
            let Some(position) = *position else {
                prop_assert_eq!((nearest[row], within[row], at_same_place[row]), (None, [0; 7], 0));
                continue;
            };
            let expected = index.nearest_where(position, 1, f64::INFINITY, |other| other != row).pop();
            prop_assert_eq!(nearest[row], expected);
            for (radius_m, count) in radii_m.iter().zip(within[row]) {
                prop_assert_eq!(index.within(position, *radius_m).len(), count as usize + 1);
            }
            let same = positions.iter().flatten().filter(|other| geodesic_m(position, **other) == 0.0);
            prop_assert_eq!(same.count(), at_same_place[row] as usize + 1);
        }
    }

    #[test]
    fn namesakes_are_near_and_of_one_name(
        positions in positions(),
        letters in prop::collection::vec("[ABé]? ?", 120),
        power in 0.0..7.3_f64,
    ) {
        let names: TextColumn = letters.iter().take(positions.len()).map(String::as_str).collect();
        let limit_m = 10_f64.powf(power);
        let index = SchoolIndex::build(&positions);
        let found = Neighborhood::of(&positions).namesakes(&names, limit_m);
        let name = |row: usize| names.get(row).trim();
        for (row, position) in positions.iter().enumerate() {
            let is_alike = |other: usize| other != row && !name(row).is_empty() && name(other) == name(row);
            let expected = position.and_then(|at| index.nearest_where(at, 1, limit_m, is_alike).pop());
            prop_assert_eq!(found[row], expected);
        }
    }
}

/// Positions of a town in a fixed pseudo-random order.
fn town(n: u32, size_deg: f64) -> Vec<Option<LonLat>> {
    let share = |key: u32| f64::from(key.wrapping_mul(2_654_435_769) >> 8) / f64::from(1 << 24);
    let position = |row: u32| {
        at(
            20.0 + size_deg * share(row),
            40.0 + size_deg * share(row + 77_777),
        )
    };
    (0..n).map(|row| Some(position(row))).collect()
}

#[test]
fn many_schools_find_what_one_point_finds() {
    for size_deg in [0.001, 0.1, 5.0] {
        let positions = town(20_000, size_deg);
        let index = SchoolIndex::build(&positions);
        let schools = Neighborhood::of(&positions);
        let (nearest, within) = (schools.nearest(), schools.within([1_000.0, 10_000.0]));
        for row in (0..positions.len()).step_by(101) {
            let from = positions[row].unwrap();
            let expected = index.nearest_where(from, 1, f64::INFINITY, |other| other != row);
            assert_eq!(nearest[row], expected.last().copied());
            let expected = [1_000.0, 10_000.0].map(|radius_m| index.within(from, radius_m).len());
            assert_eq!(within[row].map(|count| count as usize + 1), expected);
        }
    }
}

#[test]
fn answers_do_not_depend_on_the_number_of_threads() {
    let positions = town(30_000, 0.5);
    let answers = || {
        let schools = Neighborhood::of(&positions);
        (schools.nearest(), schools.within([1_000.0, 5_000.0]))
    };
    let pool = |n| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build()
            .unwrap()
    };
    assert_eq!(pool(1).install(answers), pool(7).install(answers));
}

#[test]
fn a_stack_of_schools_costs_what_its_rows_cost() {
    let here = at(-46.6, -23.5);
    let mut positions = vec![Some(here); 1_000_000];
    positions.push(Some(at(-46.6, -23.51)));
    let names: TextColumn = positions.iter().map(|_| "Escola").collect();
    let schools = Neighborhood::of(&positions);
    let nearest = schools.nearest();
    assert_eq!(nearest[0], Some(Neighbor::new(1, 0.0)));
    assert_eq!(nearest[999_999], Some(Neighbor::new(0, 0.0)));
    assert_eq!(nearest[1_000_000].map(Neighbor::row), Some(0));
    assert_eq!(schools.within([1_000.0, 2_000.0])[5], [999_999, 1_000_000]);
    assert_eq!(schools.at_same_place()[7], 999_999);
    assert_eq!(
        schools.namesakes(&names, 110.0)[9].map(Neighbor::row),
        Some(0)
    );
    let index = SchoolIndex::build(&positions);
    assert_eq!(
        rows(&index.nearest_where(here, 3, f64::INFINITY, |row| row > 4)),
        [5, 6, 7]
    );
}

/// Positions so near to zero that only floats tell them apart.
#[test]
fn places_nearer_than_anything_real_have_an_answer() {
    let position = |row: i32| Some(at(f64::from(row) * 1e-60, f64::from(row % 7) * 1e-60));
    let positions: Vec<Option<LonLat>> = (1..50_000).map(position).collect();
    let schools = Neighborhood::of(&positions);
    assert!(
        schools
            .nearest()
            .iter()
            .flatten()
            .all(|near| near.distance_m() < 1e-50)
    );
    assert!(schools.within([1.0]).iter().all(|[count]| *count == 49_998));
    let cramped: Vec<Option<LonLat>> = (1..50_000)
        .map(|row| Some(at(f64::from(row) * 1e-98, 1e-99)))
        .collect();
    assert_eq!(
        Neighborhood::of(&cramped)
            .nearest()
            .iter()
            .flatten()
            .count(),
        49_999
    );
}

#[test]
fn nobody_is_near_nobody() {
    for positions in [&[][..], &[None], &[None, Some(at(1.0, 1.0))]] {
        let schools = Neighborhood::of(positions);
        assert!(schools.nearest().iter().all(Option::is_none));
        assert!(schools.within([1e6]).iter().all(|count| *count == [0]));
        assert!(schools.within([]).len() == positions.len());
        let names = TextColumn::blank(positions.len());
        assert!(schools.namesakes(&names, 1e6).iter().all(Option::is_none));
    }
    assert_eq!(SchoolIndex::build(&[None]).nearest(at(0.0, 0.0)), None);
    let upside_down =
        SchoolIndex::build(&[Some(at(0.0, 0.0))]).in_box(at(-1.0, 1.0), at(1.0, -1.0));
    assert!(upside_down.is_empty());
}

#[test]
fn numbers_that_are_no_radius_reach_nothing_or_everything() {
    let index = SchoolIndex::build(&[Some(at(0.0, 0.0)), Some(at(180.0, 0.0))]);
    let from = at(0.0, 0.0);
    for radius_m in [f64::NAN, -1.0, f64::NEG_INFINITY] {
        assert!(index.within(from, radius_m).is_empty(), "{radius_m}");
        assert!(
            index.nearest_where(from, 2, radius_m, |_| true).is_empty(),
            "{radius_m}"
        );
    }
    assert_eq!(index.within(from, f64::INFINITY).len(), 2);
    let schools = [Some(from), Some(from)];
    assert_eq!(
        Neighborhood::of(&schools).within([f64::NAN, -1.0, f64::INFINITY]),
        [[0, 0, 1]; 2]
    );
}
