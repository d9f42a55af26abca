//! Distributions are held to their numbers, sorted.

use super::Distribution;
use proptest::prelude::*;

fn of(values: &[u64]) -> Distribution {
    let mut distribution = Distribution::default();
    for value in values {
        distribution.add(*value);
    }
    distribution
}

#[expect(clippy::cast_precision_loss, reason = "an oracle within 1 %")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank"
)]
fn exact(values: &[u64], at: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() - 1) as f64 * at;
    let rank = place as usize;
    let (low, high) = (sorted[rank], sorted[(rank + 1).min(sorted.len() - 1)]);
    low as f64 + (high as f64 - low as f64) * (place - rank as f64)
}

/// Speeds as schools have them, and what could break buckets: zeros, powers of two, one value, two far apart.
fn values() -> impl Strategy<Value = Vec<u64>> {
    let value = prop_oneof![
        1_000_000_u64..100_000_000,
        90_000_000_u64..90_001_000,
        Just(0_u64),
        (0_u32..37).prop_map(|exponent| 1_u64 << exponent),
        (1_u32..37).prop_map(|exponent| (1_u64 << exponent) - 1),
        0_u64..100_000_000_000,
    ];
    prop::collection::vec(value, 1..200)
}

/// Sets that sketches of quantiles are known to fail on: many of one value, two far apart, ranks that fall between
/// them, every edge of a bucket, heavy tails, and numbers that grow as fast as they can.
fn hostile_sets() -> Vec<Vec<u64>> {
    let edges = (6_u32..37).flat_map(|exponent| {
        let octave = 1_u64 << exponent;
        [
            octave - 1,
            octave,
            octave + octave / 50,
            octave + octave / 50 + 1,
        ]
    });
    vec![
        vec![20_000_000; 10_001],
        [vec![0; 5_000], vec![100_000_000_000; 5_000]].concat(),
        [vec![0; 5_001], vec![100_000_000_000; 5_000]].concat(),
        [vec![1_000_000; 999], vec![u64::from(u32::MAX)]].concat(),
        edges.collect(),
        (1..5_000).map(|rank| 100_000_000_000 / rank).collect(),
        (0..2_000).collect(),
        (0..37).map(|exponent| 1 << exponent).collect(),
        (0..3_000).map(|step| 63 + step % 3).collect(),
    ]
}

#[test]
fn quantiles_are_within_their_bound_on_hostile_sets() {
    for (set, values) in hostile_sets().into_iter().enumerate() {
        let distribution = of(&values);
        for at in [
            0.0, 0.01, 0.1, 0.25, 0.499_9, 0.5, 0.500_1, 0.75, 0.9, 0.99, 1.0,
        ] {
            let (found, expected) = (distribution.quantile(at).unwrap(), exact(&values, at));
            let bound = Distribution::RELATIVE_ERROR * expected + 1e-6;
            assert!(
                (found - expected).abs() <= bound,
                "set {set} at {at}: {found} for {expected}"
            );
        }
    }
}

#[test]
fn a_distribution_is_one_line_of_a_cache() {
    assert_eq!(size_of::<Distribution>(), 64);
}

proptest! {
    #[test]
    fn quantiles_are_within_their_bound(values in values(), at in 0.0_f64..=1.0) {
        let found = of(&values).quantile(at).unwrap();
        let expected = exact(&values, at);
        let bound = Distribution::RELATIVE_ERROR * expected + 1e-6;
        prop_assert!((found - expected).abs() <= bound, "{} for {}", found, expected);
    }

    #[test]
    fn few_numbers_are_exact(values in prop::collection::vec(0_u64..100_000_000_000, 1..4), at in 0.0_f64..=1.0) {
        let (found, expected) = (of(&values).quantile(at).unwrap(), exact(&values, at));
        prop_assert!((found - expected).abs() <= expected * 1e-12);
    }

    #[test]
    fn counts_from_a_number_are_exact_but_for_one_per_cent(values in values(), least in 0.0_f64..1e11) {
        let found = of(&values).count_from(least);
        #[expect(clippy::cast_precision_loss, reason = "an oracle within 1 %")]
        let count = |least: f64| values.iter().filter(|value| **value as f64 >= least).count();
        let bounds = count(least * 1.011)..=count(least * 0.989);
        prop_assert!(bounds.contains(&(found as usize)), "{} in {:?}", found, bounds);
    }

    #[test]
    fn extremes_and_mean_are_exact(values in values()) {
        let distribution = of(&values);
        let sum: u64 = values.iter().sum();
        prop_assert_eq!(distribution.min(), values.iter().min().copied());
        prop_assert_eq!(distribution.max(), values.iter().max().copied());
        #[expect(clippy::cast_precision_loss, reason = "the same rounding as in the code")]
        let mean = sum as f64 / values.len() as f64;
        prop_assert_eq!(distribution.mean(), Some(mean));
    }

    #[test]
    fn order_and_parts_leave_no_trace(values in values(), cut in 0_usize..200, turn in 0_usize..200) {
        let whole = of(&values);
        let mut turned = values.clone();
        turned.rotate_left(turn % values.len());
        let (one, other) = turned.split_at(cut % values.len());
        let mut merged = of(other);
        merged.merge(&of(one));
        prop_assert_eq!(&merged, &whole);
        let [mut a, mut b] = [merged, whole];
        a.pack();
        b.pack();
        prop_assert_eq!(format!("{:?}", a), format!("{:?}", b));
    }
}
