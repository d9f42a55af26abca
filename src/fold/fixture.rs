//! Measurements for tests, and tallies as text that tells their every bit.

use proptest::prelude::*;

use super::Folding;
use crate::table::{MeasurementRows, Metric, Tallies};

/// A school, a time and a value of each metric.
pub(super) type Row = (u32, Option<u32>, [Option<u64>; Metric::ALL.len()]);

/// How many schools there are: more than shards.
pub(super) const N_SCHOOLS: usize = 150;

fn value() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![
        Just(None),
        (0_u64..3).prop_map(Some),
        (1_000_000_u64..90_000_000).prop_map(Some),
        (0_u64..100_000_000_000).prop_map(Some),
    ]
}

/// Up to so many measurements, most of them of a few schools.
pub(super) fn measurements(n_rows: usize) -> impl Strategy<Value = Vec<Row>> {
    let school = prop_oneof![0_u32..4, 0_u32..150];
    let at = prop_oneof![
        Just(None),
        (1_767_225_600_u32..1_770_000_000).prop_map(Some),
        any::<u32>().prop_map(Some)
    ];
    let values = Metric::ALL.map(|_| value());
    prop::collection::vec((school, at, values), 0..n_rows)
}

/// The rows as one batch.
pub(super) fn batch(rows: &[Row]) -> MeasurementRows {
    let mut batch = MeasurementRows::default();
    for (school, at, values) in rows {
        batch.push(*school, *at, *values);
    }
    batch
}

pub(super) fn folded(rows: &[Row]) -> Tallies {
    let folding = Folding::new(N_SCHOOLS);
    folding.add(&batch(rows));
    folding.finish()
}

/// One line for each tally, with every bit of it.
pub(super) fn table(tallies: &Tallies) -> String {
    let lines = tallies.iter().map(|(school, tally)| {
        let metrics = Metric::ALL.map(|metric| {
            let mut one = tally.metric(metric).cloned().unwrap_or_default();
            one.pack();
            one
        });
        let days: Vec<_> = tally.days().collect();
        format!(
            "{school} {} {:?} {:?} {:?} {} {days:?} {metrics:?}\n",
            tally.n_tests(),
            tally.first_unix_s(),
            tally.last_unix_s(),
            tally.last_connected_unix_s(),
            tally.is_connected_undated(),
        )
    });
    lines.collect()
}
