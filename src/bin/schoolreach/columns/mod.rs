//! The command `columns`: its arguments, and one call of the library whose answer is told and written as a config.

mod config_text;
mod paths;
mod talk;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::Error;
use schoolreach::pipeline::{self, FileKind, Plan};

use crate::args::{HowArgs, OutlineArgs, ReadingArgs};
use crate::commands::{code, print_with, say};
use crate::progress::Bar;

pub(crate) const HELP: &str = "\
Told on standard error: format, encoding and rows of each file, which column is taken for which field, values of \
every column, columns that may be meant for fields without one, and how the words of connectivity are read.

Written to standard output, or to --out: a config for --config, in which what was found stands by hand, and words and \
open questions as comments to fill in.

Examples:
  schoolreach columns schools.csv
  schoolreach columns schools.csv districts.geojson --out country.toml
  schoolreach columns schools.csv --config country.toml --column schools.latitude=LAT > next.toml";

#[derive(Debug, ClapArgs)]
pub(crate) struct ColumnsArgs {
    /// Files of schools, and of regions
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,
    /// What the rows are [default: regions where most have outlines]
    #[arg(long = "as", value_enum, value_name = "KIND", help_heading = "Inputs")]
    pub(crate) kind: Option<KindArg>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) outlines: OutlineArgs,
    /// File for the config [default: standard output]
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KindArg {
    Schools,
    Regions,
}

impl ColumnsArgs {
    fn plan(&self) -> Result<Plan, Error> {
        let mut plan = self.reading.plan(&self.files, &[])?;
        self.outlines.apply(&mut plan);
        self.how.apply(&mut plan);
        Ok(plan)
    }
}

pub(crate) fn command(args: &ColumnsArgs) -> Result<ExitCode, Error> {
    let plan = args.plan()?;
    let kind = args.kind.map(|kind| match kind {
        KindArg::Schools => FileKind::Schools,
        KindArg::Regions => FileKind::Regions,
    });
    let files = pipeline::columns(&plan, kind, &Bar::new(args.how.quiet))?;
    say(args.how.quiet, &talk::files(&files));
    let written = config_text::config(&plan, &files, args.out.as_deref());
    match &args.out {
        Some(path) => {
            write_new(path, &written)?;
            say(args.how.quiet, &format!("\nConfig: {}\n", path.display()));
        }
        None => print_with(|out| std::io::Write::write_all(out, written.as_bytes()))?,
    }
    let n_refused = files.iter().map(|file| file.n_refused).sum();
    Ok(code(n_refused, args.how.strict))
}

/// Writes a file that is not there yet: a config is worked on by hand.
fn write_new(path: &std::path::Path, text: &str) -> Result<(), Error> {
    let refused = |source| Error::Io {
        action: "write",
        path: path.to_owned(),
        source,
    };
    let mut file = std::fs::File::create_new(path).map_err(refused)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(refused)
}
