//! The arguments about which schools count and how figures are broken down, and how they become a part of a plan.

use clap::Args as ClapArgs;
use schoolreach::normalize::Filter;
use schoolreach::pipeline::BreakdownPlan;

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Breakdown")]
pub(crate) struct BreakdownArgs {
    /// Count only schools whose field has one of the values (FIELD!=VALUE: none of them; no VALUE: a blank field); may be
    /// repeated, all must hold
    #[arg(long = "where", value_name = "FIELD=VALUE,…", value_parser = filter)]
    pub(crate) filters: Vec<Filter>,
    /// Split the figures of regions by the values of fields, into `regions_LEVEL_by.csv`
    #[arg(long, value_delimiter = ',', value_name = "FIELD,…")]
    pub(crate) by: Vec<String>,
    /// Tell the measured downloads of regions month by month, in `trend_LEVEL.csv`; takes about 100 bytes of memory for
    /// each month in which a school has one
    #[arg(long)]
    pub(crate) trend: bool,
}

impl BreakdownArgs {
    pub(crate) fn plan(&self) -> BreakdownPlan {
        BreakdownPlan {
            filters: self.filters.clone(),
            by: self.by.clone(),
            trend: self.trend,
        }
    }
}

fn filter(text: &str) -> Result<Filter, String> {
    Filter::parse(text).map_err(|error| error.to_string())
}
