//! The arguments of the command, and how they become a plan: one file for each verb, and the groups that verbs share.

mod breakdown;
mod check;
mod country;
mod fold;
mod how;
mod inputs;
mod measurements;
mod near;
mod outputs;
mod page;
mod picture;
mod rules;
mod run;

use clap::{Parser, Subcommand};

pub(crate) use breakdown::BreakdownArgs;
pub(crate) use check::CheckArgs;
pub(crate) use country::{DemoArgs, GenerateArgs};
pub(crate) use fold::{FoldArgs, TallyArgs};
pub(crate) use how::HowArgs;
pub(crate) use inputs::{InputArgs, OutlineArgs, ReadingArgs};
pub(crate) use measurements::MeasurementArgs;
pub(crate) use near::NearArgs;
pub(crate) use outputs::OutputArgs;
use page::PageArgs;
pub(crate) use picture::PictureArgs;
pub(crate) use rules::{ApiFalse, RuleArgs};
pub(crate) use run::RunArgs;

use crate::columns::{self, ColumnsArgs};

/// Tells which schools the internet does not reach yet, and where.
#[derive(Debug, Parser)]
#[command(name = "schoolreach", version, propagate_version = true, after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
For developers:
  generate  Write a seeded synthetic country of any size
  bench     Time every phase of the main job on a synthetic country

Examples:
  schoolreach demo
  schoolreach run --schools schools.csv --regions districts.geojson --out result
  schoolreach run --schools 'lists/*.csv' --regions adm1=states.fgb --regions adm2=districts.fgb --out result
  schoolreach run --schools schools.csv --regions districts.geojson --measurements meter.csv --out result
  schoolreach check schools.csv --regions country.geojson --out quality
  schoolreach near --schools schools.csv --at 36.82,-1.29
  schoolreach picture result --out map.svg
  schoolreach columns schools.csv districts.geojson --out country.toml

Results go to files, talk goes to standard error.
Exit status: 0 done; 1 failed, nothing written; 2 wrong usage; 3 done, and rows were refused (in a check: or failed) under --strict.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compute the unconnected share of every region
    #[command(after_help = run::HELP)]
    Run(Box<RunArgs>),
    /// Fold measurements into tallies that a run merges
    #[command(after_help = fold::HELP)]
    Fold(Box<FoldArgs>),
    /// Judge every row by Giga's checks, and tell those that pass from those that fail
    #[command(after_help = check::HELP)]
    Check(Box<CheckArgs>),
    /// Find the unconnected schools nearest to a point, or to every row of a file
    #[command(after_help = near::HELP)]
    Near(Box<NearArgs>),
    /// Draw a map of a result
    #[command(after_help = picture::HELP)]
    Picture(PictureArgs),
    /// Tell what is understood of files, and write a config to start from
    #[command(after_help = columns::HELP)]
    Columns(Box<ColumnsArgs>),
    /// Show an output folder on a map in the browser
    #[cfg(feature = "view")]
    #[command(after_help = crate::view::HELP)]
    View(crate::view::ViewArgs),
    /// Make a small country and run the main job on it
    Demo(DemoArgs),
    /// Write a seeded synthetic country of any size
    #[command(hide = true)]
    Generate(GenerateArgs),
    /// Time every phase of the main job on a synthetic country
    #[command(hide = true)]
    Bench(crate::bench::BenchArgs),
}
