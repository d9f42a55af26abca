//! The arguments of `fold`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use schoolreach::Error;
use schoolreach::pipeline::Plan;

use super::{HowArgs, InputArgs, MeasurementArgs};

pub(super) const HELP: &str = "\
Measurements that are many, or come day by day, can be folded apart, also on many machines, and merged in a run: \
it gives the same figures as if it had read them all. The schools, the units, the window, --as-of and --country must \
be those of the run, and so must --time-zone.

Examples:
  schoolreach fold --schools schools.csv --measurements january.csv --out january.part
  schoolreach run --schools schools.csv --regions districts.geojson --tallies january.part february.part --out result";

#[derive(Debug, ClapArgs)]
pub(crate) struct FoldArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) measurements: MeasurementArgs,
    /// File for the tallies
    #[arg(long, value_name = "PART", help_heading = "Outputs")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// Tallies that were folded before.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Measurements")]
pub(crate) struct TallyArgs {
    /// Tallies that `fold` made of other measurements of the same schools under the same options
    #[arg(long, num_args = 1.., value_name = "PART")]
    pub(crate) tallies: Vec<String>,
}

impl FoldArgs {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let mut plan = self.input.plan(&[])?;
        plan.measurements = self.measurements.plan();
        self.how.apply(&mut plan);
        Ok(plan)
    }
}

impl TallyArgs {
    pub(crate) fn apply(&self, plan: &mut Plan) {
        plan.measurements.tallies.clone_from(&self.tallies);
    }
}
