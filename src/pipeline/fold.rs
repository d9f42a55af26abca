//! Schools and measurements in, a file of tallies out, to be merged with those of other measurements in a run.

use std::path::Path;

use super::files::find_files;
use super::inputs::{open_all, read_schools};
use super::measurements::{Folded, fold_part, open_measurements};
use super::plan::Plan;
use super::progress::{Phases, Progress, Timing};
use super::run::{first_of_each, with_threads};
use crate::error::Error;
use crate::issue::{Issue, Severity};
use crate::table::MeasurementCounts;
use crate::write;

/// What a folding found.
#[derive(Clone, Debug)]
pub struct FoldOutcome {
    /// Schools that the list has.
    pub n_schools: u64,
    /// Schools with a measurement.
    pub n_measured: u64,
    /// How the rows of measurements came out.
    pub counts: MeasurementCounts,
    /// For each check that spoke of measurements, how often and its first issue.
    pub checks: Vec<(u64, Issue)>,
    /// Rows that were refused, in all files.
    pub n_refused: u64,
    /// How long each phase took.
    pub timings: Vec<Timing>,
}

/// Folds a plan's measurements into its schools and writes the tallies to a file, whole or not at all. A run with the
/// same schools and options takes such files as [`tallies`](super::MeasurementPlan::tallies), and gives the same
/// figures as if it had read all measurements itself. Regions and rules of a plan do not count.
///
/// # Errors
/// Those of reading the inputs and writing the file; [`Error::Plan`] where the plan has no measurement file or
/// asks for daily means.
pub fn fold(plan: &Plan, path: &Path, progress: &dyn Progress) -> Result<FoldOutcome, Error> {
    if plan.measurements.files.is_empty() {
        let message = "expected at least one measurement file";
        return Err(Error::Plan(message.to_owned()));
    }
    if plan.measurements.daily_means {
        let message = "daily means are made in a run over measurement files; tallies do not hold the sums of each day";
        return Err(Error::Plan(message.to_owned()));
    }
    with_threads(plan, || fold_and_write(plan, path, Phases::new(progress)))
}

fn fold_and_write(plan: &Plan, path: &Path, mut phases: Phases) -> Result<FoldOutcome, Error> {
    let files = find_files(plan)?;
    refuse_input(path, files.schools.iter().chain(&files.measurements))?;
    let schools = phases.run("opening files", None, |_| open_all(plan, &files.schools))?;
    let measurements = open_measurements(plan, &files.measurements)?;
    let schools = phases.run("reading schools", None, |progress| {
        read_schools(plan, schools, &[], None, progress)
    })?;
    let refused = schools.intake.issues.count_of(Severity::Refused);
    let schools = schools.intake.schools;
    let Folded { part, issues } = fold_part(plan, &measurements, &schools, &mut phases)?;
    phases.run("writing tallies", None, |_| {
        write::file(path, |out| part.write(out).map(|()| part.terms.n_schools))
    })?;
    let n_tallies = part.tallies.iter().count();
    Ok(FoldOutcome {
        n_schools: schools.len() as u64,
        n_measured: (n_tallies + part.ready.len()) as u64,
        counts: part.counts,
        checks: first_of_each(&issues),
        n_refused: refused + issues.count_of(Severity::Refused),
        timings: phases.timings,
    })
}

/// Refuses to replace an input.
fn refuse_input<'a>(
    path: &Path,
    mut inputs: impl Iterator<Item = &'a crate::read::Source>,
) -> Result<(), Error> {
    let Ok(target) = path.canonicalize() else {
        return Ok(());
    };
    let is_target = |input: &&crate::read::Source| {
        let path = input.path.as_ref();
        path.and_then(|path| path.canonicalize().ok()).as_ref() == Some(&target)
    };
    match inputs.find(is_target) {
        None => Ok(()),
        Some(input) => Err(Error::Plan(format!(
            "{} is an input; expected another file for the tallies",
            input.name
        ))),
    }
}
