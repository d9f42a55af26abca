//! Rows, findings and issues in, the verdict on every row and the report of quality out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::plan::Plan;
use super::quality_report::{CheckReport, QualityReport};
use super::run::Computed;
use super::surroundings::surroundings;
use crate::issue::{Issue, Severity};
use crate::judge::{Check, Finding, Gravities, Gravity, catalog, judge_rows};
use crate::table::Records;

/// The rows of the school files and what the checks found.
pub(super) struct Judged<'a> {
    pub(super) records: &'a Records,
    pub(super) findings: Vec<Finding>,
    /// The issues of the intake and the placing that rows have, by row.
    pub(super) of_rows: Vec<(u32, &'a Issue)>,
    /// The issues of rows that are none, of whole files and of regions, in the order of the files.
    pub(super) others: Vec<&'a Issue>,
    /// For each row its gravest fault; off where it has none.
    pub(super) verdicts: Vec<Gravity>,
    gravities: &'a Gravities,
}

/// A row that does not pass a check: the finding, and the row's index in it.
pub(super) type Hit = (usize, usize);

/// Makes the checks that are on.
pub(super) fn findings(
    plan: &Plan,
    computed: &Computed,
    records: &Records,
    is_on: impl Fn(&Check) -> bool + Sync,
) -> Vec<Finding> {
    let (levels, places) = (&computed.levels, &computed.places.levels);
    let around = surroundings(records, levels, places, plan.rules.snap_m, &is_on);
    judge_rows(records, &around, plan.decimal, is_on)
}

impl<'a> Judged<'a> {
    /// Judges all rows; `files` are the names of all input files, those of schools first.
    pub(super) fn of(
        plan: &'a Plan,
        computed: &'a Computed,
        records: &'a Records,
        files: &[Arc<str>],
    ) -> Self {
        let gravities = &plan.gravities;
        let is_on = |check: &Check| gravities.of(check) != Gravity::Off;
        let mut judged = Self {
            records,
            findings: findings(plan, computed, records, is_on),
            of_rows: Vec::new(),
            others: Vec::new(),
            verdicts: vec![Gravity::Off; records.len()],
            gravities,
        };
        let issues = computed.issues.sorted(files);
        judged.take_issues(issues.into_iter());
        judged.give_verdicts();
        judged
    }

    /// Takes the issues of checks that are not made anew, and of no check of rows.
    fn take_issues(&mut self, issues: impl Iterator<Item = &'a Issue>) {
        let checks = checks_by_name();
        let files: BTreeMap<&str, usize> = self
            .records
            .files
            .iter()
            .enumerate()
            .map(|(index, file)| (&*file.name, index))
            .collect();
        for issue in issues {
            let check = checks.get(issue.check);
            let is_taken = check
                .is_none_or(|check| !check.is_judged_anew() && self.gravity(check) != Gravity::Off);
            if !is_taken {
                continue;
            }
            let file = files.get(&*issue.place.file);
            let row = file
                .zip(issue.place.row)
                .and_then(|(file, row)| self.records.row_at(*file, row));
            match row.and_then(|row| u32::try_from(row).ok()) {
                Some(row) => self.of_rows.push((row, issue)),
                None => self.others.push(issue),
            }
        }
    }

    fn give_verdicts(&mut self) {
        let checks = checks_by_name();
        for finding in &self.findings {
            let gravity = self.gravities.of(finding.check);
            let failing = finding.whole_files.iter();
            let failing = failing.filter(|_| gravity == Gravity::Critical);
            let whole = failing.flat_map(|file| self.records.rows_of(*file as usize));
            for row in finding.rows.iter().map(|row| *row as usize).chain(whole) {
                self.verdicts[row] = self.verdicts[row].max(gravity);
            }
        }
        for (row, issue) in &self.of_rows {
            let gravity = checks
                .get(issue.check)
                .map_or(Gravity::Warning, |check| self.gravities.of(check));
            let verdict = &mut self.verdicts[*row as usize];
            *verdict = gravity.max(*verdict);
        }
    }

    /// How grave a check is.
    pub(super) fn gravity(&self, check: &Check) -> Gravity {
        self.gravities.of(check)
    }

    /// The rows that were refused as none.
    fn n_refused(&self) -> u64 {
        self.others
            .iter()
            .filter(|issue| issue.severity == Severity::Refused)
            .count() as u64
    }

    /// Visits every row in order, with its issues and what it does not pass, by the order of the checks.
    pub(super) fn each_row<E>(
        &self,
        mut visit: impl FnMut(usize, &[(u32, &Issue)], &[Hit]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut issues = self.of_rows.as_slice();
        let mut next = vec![0; self.findings.len()];
        let mut hits: Vec<Hit> = Vec::new();
        for row in 0..self.records.len() {
            let here = issues.partition_point(|(of, _)| *of as usize <= row);
            let (now, later) = issues.split_at(here);
            issues = later;
            hits.clear();
            for (finding, next) in next.iter_mut().enumerate() {
                if self.findings[finding]
                    .rows
                    .get(*next)
                    .is_some_and(|of| *of as usize == row)
                {
                    hits.push((finding, *next));
                    *next += 1;
                }
            }
            visit(row, now, &hits)?;
        }
        Ok(())
    }

    /// The counts of all rows and checks.
    pub(super) fn report(&self) -> QualityReport {
        let n_refused = self.n_refused();
        let n_of = |verdict: Gravity| {
            self.verdicts
                .iter()
                .filter(|of_row| **of_row == verdict)
                .count() as u64
        };
        let rows_failed = n_of(Gravity::Critical) + n_refused;
        let rows = self.records.len() as u64 + n_refused;
        let mut checks: Vec<CheckReport> = catalog()
            .iter()
            .filter_map(|check| self.check_report(check, n_refused))
            .collect();
        checks.retain(|check| check.count_overall > 0);
        QualityReport {
            rows,
            rows_passed: rows - rows_failed,
            rows_failed,
            rows_passed_with_warnings: n_of(Gravity::Warning),
            rows_refused: n_refused,
            count_schools_low_precision_coordinates: self.n_of_any("dq_precision"),
            count_duplicate_school_id: self.n_of_any("dq_duplicate"),
            checks,
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Rows that do not pass one of the checks of an assertion.
    fn n_of_any(&self, assertion: &str) -> u64 {
        let findings = self
            .findings
            .iter()
            .filter(|finding| finding.check.assertion == assertion);
        let mut rows: Vec<u32> = findings
            .flat_map(|finding| finding.rows.iter().copied())
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len() as u64
    }

    /// What there is to say of one check, `None` where it is off or there is nothing that it is about.
    fn check_report(&self, check: &'static Check, n_refused: u64) -> Option<CheckReport> {
        let gravity = self.gravity(check);
        let finding = self
            .findings
            .iter()
            .find(|finding| finding.check.name == check.name);
        if gravity == Gravity::Off || (finding.is_none() && check.is_judged_anew()) {
            return None;
        }
        let mut report = CheckReport::of(check, gravity);
        if let Some(finding) = finding {
            report.count_failed = finding.n_failed(self.records);
            report.count_overall = finding.n_judged;
            report.dq_remarks.clone_from(&finding.remark);
            report.examples = self.examples(finding);
        }
        if !check.is_judged_anew() {
            self.count_issues(&mut report, n_refused);
        }
        Some(report.settled())
    }

    /// Adds the rows with issues that the intake or the placing raised under a check.
    fn count_issues(&self, report: &mut CheckReport, n_refused: u64) {
        let (name, mut last) = (report.name, None);
        for (row, issue) in self.of_rows.iter().filter(|(_, issue)| issue.check == name) {
            if last.replace(row) != Some(row) {
                report.count_failed += 1;
                report.take_example(issue);
            }
        }
        for issue in self.others.iter().filter(|issue| issue.check == name) {
            report.count_failed += 1;
            report.take_example(issue);
        }
        let is_about = report.count_failed > 0 || self.records.cells(report.column).are_there();
        if is_about || report.is_of_structure {
            report.count_overall = self.records.len() as u64;
        }
        if report.is_of_structure {
            report.count_overall += n_refused;
        }
    }

    fn examples(&self, finding: &Finding) -> Vec<Issue> {
        let telling = finding.telling(self.records);
        let fails = self.gravity(finding.check) == Gravity::Critical;
        let whole = finding.whole_files.iter().map(|file| {
            let place = crate::issue::Place::file(&self.records.files[*file as usize].name);
            Issue::new(
                place,
                finding.check.name,
                Severity::Doubt,
                "",
                telling.message_of_file(fails),
            )
        });
        let rows = (0..finding.rows.len()).map(|index| telling.issue(index));
        whole
            .chain(rows)
            .take(super::quality_report::MOST_EXAMPLES)
            .collect()
    }
}

fn checks_by_name() -> BTreeMap<&'static str, &'static Check> {
    catalog().iter().map(|check| (check.name, check)).collect()
}
