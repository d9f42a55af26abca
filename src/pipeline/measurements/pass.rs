//! Open measurement files in, the tallies of one reading of all of them out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::MeasurementFile;
use crate::error::Error;
use crate::fold::{DailyMeans, Duplicates, Folding, Monthly};
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::normalize::{
    IdMap, MeasurementChunk, MeasurementNormalizer, MeasurementOptions, ReadyRow, SchoolIds, Window,
};
use crate::pipeline::plan::Plan;
use crate::pipeline::progress::Progress;
use crate::table::{MeasurementCounts, MeasurementRows, Months, ReadyMades, Tallies};

/// What one reading of all files found.
pub(super) struct Pass {
    pub(super) tallies: Tallies,
    pub(super) daily: Option<DailyMeans>,
    /// The downloads of each school by month, where the plan asks for a trend.
    pub(super) months: Option<Months>,
    pub(super) ready: ReadyMades,
    /// How the rows of all files came out.
    pub(super) counts: MeasurementCounts,
    /// How many rows each correction of ids was for.
    pub(super) corrected: BTreeMap<u32, u64>,
    /// Rows read, by file.
    pub(super) rows: Vec<u64>,
    pub(super) issues: IssueLog,
}

/// Folds all files. Batches are folded where they are normalized, in any order; only duplicates are dropped and
/// ready-made figures taken in the order of the rows.
pub(super) fn fold_all(
    plan: &Plan,
    (window, id_map): (Window, &IdMap),
    files: &[MeasurementFile],
    ids: &SchoolIds<'_>,
    progress: &dyn Progress,
) -> Result<Pass, Error> {
    let trend = plan.breakdown.trend;
    let folds = Folds {
        folding: Folding::new(ids.n_schools()),
        daily: plan.measurements.daily_means.then(DailyMeans::new),
        monthly: trend.then(|| Monthly::new(ids.n_schools())),
    };
    let mut taking = Taking {
        duplicates: plan.measurements.dedupe.then(Duplicates::default),
        ready: BTreeMap::new(),
        counts: MeasurementCounts::default(),
        corrected: BTreeMap::new(),
        issues: IssueLog::new(plan.output.issue_limit),
    };
    let options = MeasurementOptions {
        decimal: plan.decimal,
        country: plan.country.clone(),
        id_map: id_map.clone(),
        window,
        zone: plan.measurements.zone.clone(),
        issue_limit: plan.output.issue_limit,
    };
    let in_order = plan.measurements.dedupe;
    let mut rows = Vec::with_capacity(files.len());
    for file in files {
        let header = file.opened.header();
        let normalizer = MeasurementNormalizer::new(header, &file.columns, ids, &options);
        let before = taking.counts.rows_read;
        file.opened.read(
            &file.columns.wanted(),
            |batch| {
                let mut chunk = normalizer.normalize(&batch);
                if !in_order {
                    folds.add(&std::mem::take(&mut chunk.rows));
                }
                chunk
            },
            |chunk| {
                progress.advance(chunk.counts.rows_read);
                taking.take(&folds, &header.file, chunk);
                Ok(())
            },
        )?;
        rows.push(taking.counts.rows_read - before);
    }
    let tallies = folds.folding.finish();
    let corrected = std::mem::take(&mut taking.corrected);
    let (ready, counts, issues) = taking.finish(&tallies);
    Ok(Pass {
        tallies,
        daily: folds.daily,
        months: folds.monthly.map(Monthly::finish),
        ready,
        counts,
        corrected,
        rows,
        issues,
    })
}

/// What measurements are folded into.
struct Folds {
    folding: Folding,
    daily: Option<DailyMeans>,
    monthly: Option<Monthly>,
}

impl Folds {
    fn add(&self, rows: &MeasurementRows) {
        self.folding.add(rows);
        if let Some(daily) = &self.daily {
            daily.add(rows);
        }
        if let Some(monthly) = &self.monthly {
            monthly.add(rows);
        }
    }
}

/// Chunks of all files on their way into the tallies, in the order of their rows.
struct Taking {
    duplicates: Option<Duplicates>,
    /// Ready-made figures by school, with the file that they stand in.
    ready: BTreeMap<u32, (Arc<str>, ReadyRow)>,
    counts: MeasurementCounts,
    corrected: BTreeMap<u32, u64>,
    issues: IssueLog,
}

impl Taking {
    fn take(&mut self, folds: &Folds, file: &Arc<str>, chunk: MeasurementChunk) {
        self.counts.merge(&chunk.counts);
        for (correction, n_rows) in chunk.corrected {
            *self.corrected.entry(correction).or_default() += n_rows;
        }
        if let Some(duplicates) = &mut self.duplicates {
            let (first, repeated) = duplicates.split(&chunk.rows);
            folds.add(&first);
            for row in repeated {
                self.duplicate(file, chunk.source_row[row]);
            }
        }
        self.issues.append(chunk.issues);
        for row in chunk.ready {
            if let Some((file, earlier)) = self.ready.insert(row.school, (file.clone(), row)) {
                let message = "a later row has figures of the same school; they are taken";
                self.superseded(&file, earlier, message);
            }
        }
    }

    fn duplicate(&mut self, file: &Arc<str>, row: u64) {
        self.counts.folded -= 1;
        self.counts.duplicates += 1;
        let check = "measurement_duplicate";
        self.issues.push_with(check, Severity::Doubt, || {
            let message = "an earlier row has the same school and time; dropped".to_owned();
            Issue::new(Place::row(file, row), check, Severity::Doubt, "", message)
        });
    }

    fn superseded(&mut self, file: &Arc<str>, row: ReadyRow, message: &str) {
        self.counts.folded -= 1;
        self.counts.superseded += 1;
        let check = "measurement_superseded";
        self.issues.push_with(check, Severity::Doubt, || {
            let place = Place::row(file, row.source_row);
            Issue::new(place, check, Severity::Doubt, "", message.to_owned())
        });
    }

    /// The ready-made figures of schools without tests of their own, how all rows came out, and the issues.
    fn finish(mut self, tallies: &Tallies) -> (ReadyMades, MeasurementCounts, IssueLog) {
        let mut left = ReadyMades::new();
        for (school, (file, row)) in std::mem::take(&mut self.ready) {
            if tallies.of(school as usize).is_some() {
                let message = "the school has tests of its own; they are taken";
                self.superseded(&file, row, message);
            } else {
                left.insert(school, row.figures);
            }
        }
        (left, self.counts, self.issues)
    }
}
