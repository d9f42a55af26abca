//! Tallies in, the schools with values far above their own median out: most are values in another unit.

use rayon::prelude::*;

use crate::table::{Metric, Tallies};

/// How many times its school's median a value must be to be told. A value in a unit a thousand times as small is a
/// thousand times as large; the limit leaves room for a line that was three times as slow as usual. No line varies so
/// much by itself: a median of 1 Mbit/s would come with a test of 300.
pub const OUTLIER_FACTOR: u32 = 300;

/// Values of a school that are far above its median; they count in its figures all the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlier {
    /// The row of the school.
    pub school: usize,
    /// What was measured.
    pub metric: Metric,
    /// How many values are so large.
    pub n_values: u32,
    /// Of how many.
    pub n_tests: u32,
    /// The largest, in Mbit/s or milliseconds.
    pub largest: f64,
    /// The median, in Mbit/s or milliseconds.
    pub median: f64,
}

/// The outliers of all schools, in their order; losses are shares and have none.
#[must_use]
pub fn outliers(tallies: &Tallies) -> Vec<Outlier> {
    let metrics = [Metric::Download, Metric::Upload, Metric::Latency];
    let schools = (0..tallies.n_schools()).into_par_iter();
    let found = schools.flat_map_iter(|school| {
        let of = move |metric| outlier(tallies, school, metric);
        metrics.into_iter().filter_map(of)
    });
    found.collect()
}

fn outlier(tallies: &Tallies, school: usize, metric: Metric) -> Option<Outlier> {
    let all = tallies.of(school)?.metric(metric)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "values stay far below 2^53, where the conversion is exact"
    )]
    let largest = all.max()? as f64;
    let median = all.quantile(0.5)?;
    let least = median * f64::from(OUTLIER_FACTOR);
    (median > 0.0 && largest >= least).then(|| Outlier {
        school,
        metric,
        n_values: all.count_from(least).max(1),
        n_tests: all.count(),
        largest: largest / metric.units(),
        median: median / metric.units(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::folded;
    use super::*;

    #[test]
    fn a_value_in_another_unit_is_told_with_its_number() {
        let row = |school: u32, bps: u64| (school, None, [Some(bps), None, None, None]);
        let usual = [19_000_000, 20_000_000, 21_000_000, 20_500_000, 0];
        let mut rows: Vec<_> = usual.map(|bps| row(3, bps)).to_vec();
        rows.extend([14_000_000_000, 20_000_000_000].map(|bps| row(3, bps)));
        rows.extend([1_000_000, 1_000_000, 299_000_000].map(|bps| row(4, bps)));
        rows.extend([0, 0, 5_000_000].map(|bps| row(5, bps)));
        let found = outliers(&folded(&rows));
        assert_eq!(found.len(), 1);
        let outlier = found[0];
        assert_eq!((outlier.school, outlier.metric), (3, Metric::Download));
        assert_eq!((outlier.n_values, outlier.n_tests), (2, 7));
        assert_eq!(outlier.largest, 20_000.0);
        assert!((outlier.median / 20.5 - 1.0).abs() < 0.01);
    }
}
