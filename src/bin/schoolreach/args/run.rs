//! The arguments of `run`.

use clap::Args as ClapArgs;
use schoolreach::Error;
use schoolreach::pipeline::Plan;

use super::{
    BreakdownArgs, HowArgs, InputArgs, MeasurementArgs, OutlineArgs, OutputArgs, RuleArgs,
    TallyArgs,
};

pub(super) const HELP: &str = "\
Columns are found by their usual names (Giga, INEP, geoBoundaries, GADM, COD-AB, IBGE, …) and listed; \
name others by hand:
  --column schools.school_id_govt=CODE --column schools.connectivity=HasNet
  --column regions.id=CO_MUN --column adm1.name=STATE

Words that are no yes or no of English, French, Spanish and Portuguese, in connectivity, connectivity_RT, \
is_school_open and education_level:
  --value 'connectivity.em instalação=not_connected' --value is_school_open.3=closed

All of it stands in a config too, whose keys are the names of the options and whose paths start at its folder:
  schools = [\"schools.csv\"]
  snap-km = 2
  [columns.schools]
  latitude = \"LAT_2023\"
  [values.connectivity]
  \"em instalação\" = \"not_connected\"

Inputs are files, folders, patterns, or - for standard input, told by content: CSV/TSV, JSON, GeoJSON, TopoJSON, \
FlatGeobuf or Shapefile, also compressed by gzip; with the feature \"full\" also workbooks, Parquet, GeoPackage, KML, \
zip archives and Zstandard. FILE#NAME is one of several datasets in a file.";

#[derive(Debug, ClapArgs)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Region outlines; a level may have several files, a run several levels
    #[arg(long, required = true, num_args = 1.., value_name = "[LEVEL=]FILE", help_heading = "Inputs")]
    pub(crate) regions: Vec<String>,
    #[command(flatten)]
    pub(crate) outlines: OutlineArgs,
    #[command(flatten)]
    pub(crate) measurements: MeasurementArgs,
    #[command(flatten)]
    pub(crate) tallies: TallyArgs,
    #[command(flatten)]
    pub(crate) breakdown: BreakdownArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

impl RunArgs {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let mut plan = self.input.plan(&self.regions)?;
        self.outlines.apply(&mut plan);
        plan.measurements = self.measurements.plan();
        self.tallies.apply(&mut plan);
        plan.breakdown = self.breakdown.plan();
        self.rules.apply(&mut plan);
        self.how.apply(&mut plan);
        self.output.apply(&mut plan);
        Ok(plan)
    }
}
