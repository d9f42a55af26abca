//! The arguments of `check`, and how they become a plan.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::Error;
use schoolreach::format::Format;
use schoolreach::judge::Gravity;
use schoolreach::pipeline::{Layer, Plan};

use super::{HowArgs, OutlineArgs, ReadingArgs, RuleArgs};

pub(super) const HELP: &str = "\
Every row is judged by the checks of Giga's data quality, under Giga's names: a row that does not pass a critical check \
fails, one that does not pass another passes with a warning. CHECK is the name of one check, or of all of a kind \
(dq_is_null_optional); --list-checks tells them all, what they test and how grave they are by default.

Results: quality.json (counts per check), issues.csv (every issue), passed.* (rows that pass, with their own columns), \
failed.* (rows that fail, with the reason), report.json (what was understood of the inputs).

Examples:
  schoolreach check schools.csv
  schoolreach check schools.csv --regions country.geojson --out quality
  schoolreach check 'lists/*.csv' --out quality --formats csv,flatgeobuf --fail-on dq_precision \
--skip-check dq_is_school_density_greater_than_5";

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// School files
    #[arg(value_name = "FILE", required_unless_present_any = ["schools", "list_checks"])]
    pub(crate) files: Vec<String>,
    /// More school files
    #[arg(long, num_args = 1.., value_name = "FILE", help_heading = "Inputs")]
    pub(crate) schools: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Region outlines, to judge them and the positions too
    #[arg(long, num_args = 1.., value_name = "[LEVEL=]FILE", help_heading = "Inputs")]
    pub(crate) regions: Vec<String>,
    #[command(flatten)]
    pub(crate) outlines: OutlineArgs,
    #[command(flatten)]
    pub(crate) checks: GravityArgs,
    /// Folder for the results
    #[arg(long, value_name = "DIR", help_heading = "Outputs")]
    pub(crate) out: Option<PathBuf>,
    /// Formats of the rows that passed and failed [default: csv]
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "FORMAT,…",
        help_heading = "Outputs"
    )]
    pub(crate) formats: Vec<RowsFormatArg>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// Formats that tables of rows can have.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RowsFormatArg {
    Geojson,
    Flatgeobuf,
    Csv,
    Xlsx,
}

/// Which checks are made, and how grave they are. An option further down beats one further up.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Checks")]
pub(crate) struct GravityArgs {
    /// Print all checks and end
    #[arg(long)]
    pub(crate) list_checks: bool,
    /// Rows that do not pass the check pass with a warning
    #[arg(long, value_name = "CHECK")]
    pub(crate) warn_on: Vec<String>,
    /// Rows that do not pass the check fail
    #[arg(long, value_name = "CHECK")]
    pub(crate) fail_on: Vec<String>,
    /// The check is not made
    #[arg(long, value_name = "CHECK")]
    pub(crate) skip_check: Vec<String>,
}

impl CheckArgs {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let files: Vec<String> = self.files.iter().chain(&self.schools).cloned().collect();
        let mut plan = self.reading.plan(&files, &self.regions)?;
        self.outlines.apply(&mut plan);
        self.rules.apply(&mut plan);
        self.how.apply(&mut plan);
        self.checks.apply(&mut plan)?;
        plan.output.issue_limit = None;
        plan.output.layers = vec![Layer::Issues];
        let formats = self.formats.iter().copied().map(RowsFormatArg::format);
        plan.output.formats = (!self.formats.is_empty()).then(|| formats.collect());
        Ok(plan)
    }
}

impl RowsFormatArg {
    fn format(self) -> Format {
        match self {
            Self::Geojson => Format::GeoJson,
            Self::Flatgeobuf => Format::FlatGeobuf,
            Self::Csv => Format::Csv,
            Self::Xlsx => Format::Xlsx,
        }
    }
}

impl GravityArgs {
    fn apply(&self, plan: &mut Plan) -> Result<(), Error> {
        let said = [
            (&self.warn_on, Gravity::Warning),
            (&self.fail_on, Gravity::Critical),
            (&self.skip_check, Gravity::Off),
        ];
        for (words, gravity) in said {
            for word in words {
                plan.gravities.set(word, gravity)?;
            }
        }
        Ok(())
    }
}
