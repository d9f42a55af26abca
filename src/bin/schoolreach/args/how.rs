//! How a command runs and talks.

use clap::Args as ClapArgs;
use schoolreach::pipeline::Plan;

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "How")]
pub(crate) struct HowArgs {
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Exit with status 3 if a row was refused
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print errors only
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl HowArgs {
    pub(crate) fn apply(&self, plan: &mut Plan) {
        plan.threads = self.threads.map(usize::from);
    }
}
