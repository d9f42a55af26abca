//! The rules by which schools are placed, counted and ranked.

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::normalize::StatusRule;
use schoolreach::pipeline::Plan;
use schoolreach::summarize::RankingRule;

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// By which rule a school is connected: the default, or that of Giga Maps, to reconcile with it
    #[arg(long, value_enum, default_value = "default")]
    pub(crate) policy: PolicyArg,
    /// How far outside all outlines a school may lie to count in the nearest region; 0 turns it off
    #[arg(long, value_name = "KM", default_value_t = 1.5, value_parser = |text: &str| in_range(text, 0.0, 100.0))]
    pub(crate) snap_km: f64,
    /// Do not repair coordinates, even where the right ones are provable
    #[arg(long)]
    pub(crate) no_repair: bool,
    /// Do not place schools without a position in the region whose code they state
    #[arg(long)]
    pub(crate) no_stated: bool,
    /// Count schools that are not open as schools
    #[arg(long)]
    pub(crate) include_closed: bool,
    /// Read `false` in pages of Giga's API, which merge no and unknown
    #[arg(long, value_enum, default_value = "unknown")]
    pub(crate) api_false: ApiFalse,
    /// Fewest schools of known status of a ranked region
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) min_schools: u64,
    /// Smallest share of schools of known status of a ranked region
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = |text: &str| in_range(text, 0.0, 1.0))]
    pub(crate) min_known: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PolicyArg {
    Default,
    GigaMaps,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ApiFalse {
    Unknown,
    No,
}

impl RuleArgs {
    pub(crate) fn apply(&self, plan: &mut Plan) {
        plan.rules.status_rule = match self.policy {
            PolicyArg::Default => StatusRule::Evidence,
            PolicyArg::GigaMaps => StatusRule::GigaMaps,
        };
        plan.rules.snap_m = self.snap_km * 1000.0;
        plan.rules.repair = !self.no_repair;
        plan.rules.use_stated = !self.no_stated;
        plan.rules.include_closed = self.include_closed;
        plan.rules.api_false_is_no = self.api_false == ApiFalse::No;
        plan.rules.ranking = RankingRule {
            min_schools: self.min_schools,
            min_known: self.min_known,
        };
    }
}

/// A number that must lie in a range.
pub(super) fn in_range(text: &str, low: f64, high: f64) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (low..=high).contains(&value) => Ok(value),
        _ => Err(format!("expected a number in {low}..={high}")),
    }
}
