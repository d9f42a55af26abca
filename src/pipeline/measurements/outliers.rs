//! Outliers of schools in, a doubt at the row of each out.

use crate::fold::{OUTLIER_FACTOR, Outlier};
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Metric, Schools};

/// Tells of every outlier; they count all the same. Answers with the number of tests.
pub(super) fn tell_outliers(
    found: &[Outlier],
    schools: &mut Schools,
    issues: &mut IssueLog,
) -> u64 {
    for outlier in found {
        let row = outlier.school;
        let file = &schools.files[schools.source_file[row] as usize];
        let place = Place::row(file, schools.source_row[row]);
        let check = "measurement_outlier";
        issues.push_with(check, Severity::Doubt, || {
            let value = format!("{}", outlier.largest);
            Issue::new(place, check, Severity::Doubt, &value, message(outlier))
        });
        schools.n_issues[row] += 1;
    }
    found
        .iter()
        .map(|outlier| u64::from(outlier.n_values))
        .sum()
}

fn message(outlier: &Outlier) -> String {
    let (name, unit) = match outlier.metric {
        Metric::Download => ("downloads", "Mbit/s"),
        Metric::Upload => ("uploads", "Mbit/s"),
        Metric::Latency => ("latencies", "ms"),
        Metric::Loss => ("losses", "%"),
    };
    format!(
        "{} of {} {name} are at least {OUTLIER_FACTOR} times the school's median of {:.3} {unit}: another unit? They count as they are",
        outlier.n_values, outlier.n_tests, outlier.median
    )
}
