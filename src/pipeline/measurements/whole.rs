//! Open measurement files and files of tallies in, one part that holds all of them out.

use std::collections::BTreeMap;

use super::parts::{merged, terms};
use super::pass::{Pass, fold_all};
use super::{MeasurementFile, MeasurementInputs};
use crate::error::Error;
use crate::fold::{DailyMeans, Part, Terms, has_later};
use crate::issue::IssueLog;
use crate::normalize::{IdKinds, IdMap, SchoolIds, Window};
use crate::pipeline::file_bytes::NamedBytes;
use crate::pipeline::plan::Plan;
use crate::pipeline::progress::Progress;
use crate::table::{Day, Months, Schools};

/// All files and parts of a run, and what they are folded by.
pub(super) struct WholeFolding<'a> {
    plan: &'a Plan,
    inputs: &'a MeasurementInputs,
    ids: SchoolIds<'a>,
    id_map: &'a IdMap,
    /// What parts must fit, where there are any.
    terms: Terms,
    progress: &'a dyn Progress,
}

/// What all files and parts came to.
pub(super) struct Whole {
    pub(super) part: Part,
    pub(super) daily: Option<DailyMeans>,
    /// The downloads of each school by month, where the plan asks for a trend.
    pub(super) months: Option<Months>,
    /// How many rows each correction of ids was for.
    pub(super) corrected: BTreeMap<u32, u64>,
    /// Rows read, by file.
    pub(super) rows: Vec<u64>,
    /// The files of tallies.
    pub(super) parts: Vec<NamedBytes>,
    pub(super) issues: IssueLog,
}

impl<'a> WholeFolding<'a> {
    pub(super) fn of(
        plan: &'a Plan,
        inputs: &'a MeasurementInputs,
        schools: &'a Schools,
        id_map: &'a IdMap,
        progress: &'a dyn Progress,
    ) -> Self {
        Self {
            plan,
            inputs,
            ids: SchoolIds::of(schools, id_kinds(&inputs.files)),
            id_map,
            terms: if inputs.parts.is_empty() {
                Terms::default()
            } else {
                terms(plan, schools)
            },
            progress,
        }
    }

    pub(super) fn fold(&self, window: Window) -> Result<Whole, Error> {
        let (plan, files) = (self.plan, &self.inputs.files);
        let pass = fold_all(plan, (window, self.id_map), files, &self.ids, self.progress)?;
        let Pass {
            tallies,
            daily,
            months,
            ready,
            counts,
            corrected,
            rows,
            mut issues,
        } = pass;
        let none = IssueLog::default();
        let part = Part::new(self.terms.clone(), tallies, ready, counts, &none);
        let (mut part, parts) = merged(&self.inputs.parts, &self.terms, part)?;
        issues.append(std::mem::take(&mut part.issues));
        Ok(Whole {
            part,
            daily,
            months,
            corrected,
            rows,
            parts,
            issues,
        })
    }

    /// Folds again without rows that are later than a day; those in tallies cannot be taken out.
    pub(super) fn fold_until(&self, day: Day) -> Result<Whole, Error> {
        let later = || {
            Error::Plan(format!(
                "the tallies hold measurements after {day}, the reference date; they are no evidence, so expected all to be folded as of that day"
            ))
        };
        if self.inputs.files.is_empty() {
            return Err(later());
        }
        let window = Window {
            reference: Some(day),
            ..self.plan.measurements.window()
        };
        let whole = self.fold(window)?;
        if has_later(&whole.part.tallies, day, &self.plan.measurements.zone) {
            return Err(later());
        }
        Ok(whole)
    }
}

/// Which ids some file has.
fn id_kinds(files: &[MeasurementFile]) -> IdKinds {
    let kinds = || files.iter().map(|file| file.columns.ids());
    IdKinds {
        giga: kinds().any(|kinds| kinds.giga),
        govt: kinds().any(|kinds| kinds.govt),
    }
}
