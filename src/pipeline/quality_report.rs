//! The counts of a check of quality, as `quality.json` tells them.

use serde::Serialize;

use crate::issue::Issue;
use crate::judge::{Check, Gravity};

/// How many rows are shown of each check.
pub(super) const MOST_EXAMPLES: usize = 3;

/// How the rows of the school files came through the checks. `rows` = `rows_passed` + `rows_failed`;
/// `rows_passed_with_warnings` are among those that passed, `rows_refused` among those that failed.
#[derive(Clone, Debug, Serialize)]
pub struct QualityReport {
    /// Rows read.
    pub rows: u64,
    /// Rows that pass every critical check.
    pub rows_passed: u64,
    /// Rows that do not.
    pub rows_failed: u64,
    /// Rows that pass every critical check, but not all others.
    pub rows_passed_with_warnings: u64,
    /// Rows that could not be read as rows.
    pub rows_refused: u64,
    /// Rows whose longitude or latitude has fewer than five decimals.
    pub count_schools_low_precision_coordinates: u64,
    /// Rows whose id another row of the file has.
    pub count_duplicate_school_id: u64,
    /// The checks that were made.
    pub checks: Vec<CheckReport>,
    /// The version of the program.
    pub version: &'static str,
}

/// How the rows came through one check.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// The stable word, Giga's where Giga has the check.
    pub name: &'static str,
    /// The kind of check, without its column.
    pub assertion: &'static str,
    /// The column or columns that it looks at, blank where that is the whole row.
    pub column: &'static str,
    /// What a row must be to pass.
    pub description: String,
    /// `critical` or `warning`.
    pub severity: &'static str,
    /// Where the check and its threshold come from.
    pub source: &'static str,
    /// Rows that do not pass.
    pub count_failed: u64,
    /// Rows that pass.
    pub count_passed: u64,
    /// Rows that the check is about.
    pub count_overall: u64,
    /// Of these, per cent that do not pass.
    pub percent_failed: f64,
    /// Of these, per cent that pass.
    pub percent_passed: f64,
    /// What else there is to know, as where not all could be compared.
    pub dq_remarks: String,
    /// The first rows that do not pass.
    #[serde(skip)]
    pub examples: Vec<Issue>,
    #[serde(skip)]
    pub(super) is_of_structure: bool,
}

impl CheckReport {
    pub(super) fn of(check: &Check, gravity: Gravity) -> Self {
        Self {
            name: check.name,
            assertion: check.assertion,
            column: check.column,
            description: check.description.clone(),
            severity: gravity.name(),
            source: check.source,
            count_failed: 0,
            count_passed: 0,
            count_overall: 0,
            percent_failed: 0.0,
            percent_passed: 0.0,
            dq_remarks: String::new(),
            examples: Vec::new(),
            is_of_structure: check.is_of_structure(),
        }
    }

    pub(super) fn take_example(&mut self, issue: &Issue) {
        if self.examples.len() < MOST_EXAMPLES {
            self.examples.push(issue.clone());
        }
    }

    /// The same, with what follows from the counts.
    pub(super) fn settled(mut self) -> Self {
        self.count_passed = self.count_overall.saturating_sub(self.count_failed);
        self.percent_failed = percent(self.count_failed, self.count_overall);
        self.percent_passed = percent(self.count_passed, self.count_overall);
        self
    }
}

impl QualityReport {
    /// The report as it is written: indented JSON with a line end.
    ///
    /// # Panics
    /// Never: all keys are text and all numbers finite.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("text keys and finite numbers");
        json.push(b'\n');
        json
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are below 2^53")]
fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}
