//! How `report.html` is written.

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::draw::Language;
use schoolreach::pipeline::Plan;

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Outputs")]
pub(crate) struct PageArgs {
    /// Language of report.html
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) language: LanguageArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LanguageArg {
    En,
    Fr,
    Es,
    Pt,
}

impl PageArgs {
    pub(super) fn apply(&self, plan: &mut Plan) {
        plan.output.language = match self.language {
            LanguageArg::En => Language::English,
            LanguageArg::Fr => Language::French,
            LanguageArg::Es => Language::Spanish,
            LanguageArg::Pt => Language::Portuguese,
        };
    }
}
