//! The search against the naive one, and what it does where it is cut.

use proptest::prelude::*;

use super::super::fixture::{at, geodesic_m};
use super::*;

const LIMIT_M: f64 = 110.0;

fn is_similar(one: u32, other: u32) -> bool {
    one.abs_diff(other) % 7 <= 1
}

fn found(
    positions: &[Option<LonLat>],
    kinds: &[u32],
    names: &[Option<u32>],
    most: usize,
) -> LookAlikes {
    let alike = Alike {
        kinds,
        names,
        limit_m: LIMIT_M,
        most_compared: most,
    };
    look_alikes(positions, &alike, is_similar)
}

/// Every row against every other.
fn naive(
    positions: &[Option<LonLat>],
    kinds: &[u32],
    names: &[Option<u32>],
    row: usize,
    other: usize,
) -> Option<f64> {
    let (Some(a), Some(b)) = (positions[row], positions[other]) else {
        return None;
    };
    let is_alike = |(a, b): (u32, u32)| a == b || is_similar(a, b);
    let is_pair = row != other
        && kinds[row] == kinds[other]
        && names[row].zip(names[other]).is_some_and(is_alike);
    is_pair
        .then(|| geodesic_m(a, b))
        .filter(|distance_m| *distance_m <= LIMIT_M)
}

fn spot() -> impl Strategy<Value = Option<LonLat>> {
    let step = || prop::sample::select(vec![0.0, 0.0, 0.0004, 0.0009, 0.000_99, 0.002]);
    prop_oneof![
        9 => (step(), step()).prop_map(|(east, north)| Some(at(36.8 + east, -1.29 + north))),
        1 => Just(None)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn found_is_whatever_the_naive_search_finds(
        rows in prop::collection::vec((spot(), 0..3_u32, prop::option::weighted(0.9, 0..30_u32)), 0..60)
    ) {
        let positions: Vec<_> = rows.iter().map(|row| row.0).collect();
        let kinds: Vec<_> = rows.iter().map(|row| row.1).collect();
        let names: Vec<_> = rows.iter().map(|row| row.2).collect();
        let found = found(&positions, &kinds, &names, usize::MAX);
        prop_assert_eq!(found.n_cut, 0);
        for row in 0..rows.len() {
            let expected = |other: usize| naive(&positions, &kinds, &names, row, other);
            match found.similar[row] {
                Some(near) => {
                    let distance_m = expected(near.row());
                    prop_assert!(distance_m.is_some_and(|m| (m - near.distance_m()).abs() < 1e-6));
                }
                None => prop_assert!((0..rows.len()).all(|other| expected(other).is_none())),
            }
        }
    }
}

#[test]
fn a_search_that_was_cut_is_counted() {
    // No two of these names are similar, so that each would have to be compared with both others.
    let names: Vec<Option<u32>> = [0, 2, 4].map(Some).to_vec();
    let positions = vec![Some(at(1.0, 1.0)); names.len()];
    let kinds = vec![0; names.len()];
    assert_eq!(found(&positions, &kinds, &names, 2).n_cut, 0);
    assert_eq!(found(&positions, &kinds, &names, 1).n_cut, 3);
    assert_eq!(found(&positions, &kinds, &names, 1).similar, [None; 3]);
}

#[test]
fn many_rows_of_one_name_and_place_are_listed_without_comparing() {
    let n_rows = 20_000;
    let positions = vec![Some(at(36.8, -1.29)); n_rows];
    let found = found(&positions, &vec![0; n_rows], &vec![Some(3); n_rows], 0);
    let other: Vec<usize> = found
        .similar
        .iter()
        .flatten()
        .map(|near| near.row())
        .collect();
    assert_eq!(other.len(), n_rows);
    assert_eq!((other[0], other[1], other[n_rows - 1]), (1, 0, 0));
}
