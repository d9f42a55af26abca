//! The command `bench`: its arguments, and what it tells.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::Error;
use schoolreach::generate::CountryPlan;
use schoolreach::pipeline::{self, BenchPlan, BenchReport, Preset};

use crate::progress::Bar;

/// The exit status of a bench that is worse than its baseline.
const WORSE: u8 = 1;

#[derive(Debug, ClapArgs)]
pub(crate) struct BenchArgs {
    /// A country of a named size: 100,000 schools in 1,000 regions; 1 M in 5,564; 10 M in 40,000
    #[arg(long, value_enum, default_value = "small", conflicts_with_all = ["schools", "adm2"])]
    preset: PresetArg,
    /// Number of school rows
    #[arg(long, value_name = "N", requires = "adm2")]
    schools: Option<usize>,
    /// Number of regions
    #[arg(long, value_name = "N", requires = "schools")]
    adm2: Option<usize>,
    /// How often the main job is run; medians are reported
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Write the JSON here [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Keep inputs and outputs here [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// The JSON of an earlier bench; exit with status 1 if a phase of 20 ms or more, or peak memory, is worse
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// How much worse than the baseline is still well
    #[arg(long, value_name = "SHARE", default_value = "25%", value_parser = share)]
    tolerance: f64,
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Print errors and the JSON only
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetArg {
    Small,
    National,
    Continental,
}

pub(crate) fn command(args: &BenchArgs) -> Result<ExitCode, Error> {
    let baseline = args.baseline.as_deref();
    let baseline = baseline.map(pipeline::read_baseline).transpose()?;
    let report = measured(args)?;
    tell(args, &report)?;
    let worse = match &baseline {
        Some(baseline) => pipeline::regressions(&report, baseline, args.tolerance)?,
        None => Vec::new(),
    };
    for regression in &worse {
        say(&format!("worse than the baseline: {regression}\n"));
    }
    Ok(ExitCode::from(if worse.is_empty() { 0 } else { WORSE }))
}

fn measured(args: &BenchArgs) -> Result<BenchReport, Error> {
    let bar = Bar::new(args.quiet);
    let plan = args.plan();
    if let Some(dir) = &args.keep {
        return pipeline::bench(&plan, dir, &bar);
    }
    let dir = tempfile::tempdir()
        .map_err(|error| refused("create a folder in", &std::env::temp_dir(), error))?;
    pipeline::bench(&plan, dir.path(), &bar)
}

fn tell(args: &BenchArgs, report: &BenchReport) -> Result<(), Error> {
    if !args.quiet {
        say(&table(report));
    }
    let json = serde_json::to_string_pretty(report).unwrap_or_default() + "\n";
    let (path, written) = match &args.out {
        Some(path) => (path.as_path(), std::fs::write(path, json)),
        None => (
            Path::new("standard output"),
            std::io::stdout().write_all(json.as_bytes()),
        ),
    };
    written.map_err(|error| refused("write", path, error))
}

fn refused(action: &'static str, path: &Path, source: std::io::Error) -> Error {
    let path = path.to_owned();
    Error::Io {
        action,
        path,
        source,
    }
}

/// Talks on standard error; that it is closed is no reason to fail.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bytes are shown in megabytes with one decimal"
)]
fn table(report: &BenchReport) -> String {
    let country = &report.country;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let mut text = format!(
        "{} schools × {} regions, {} threads, median of {}\n",
        country.schools, country.adm2, report.threads, report.runs
    );
    let mut line = |name: &str, figure: String| {
        let _ = writeln!(text, "  {name:<18}{figure:>12}");
    };
    for phase in &report.phases {
        line(&phase.phase, format!("{:.3} s", phase.seconds));
    }
    if let Some(ns) = report.join_ns_per_school {
        line("join per school", format!("{ns:.0} ns"));
    }
    line("read", format!("{:.1} MB", megabytes(report.bytes_read)));
    line(
        "written",
        format!("{:.1} MB", megabytes(report.bytes_written)),
    );
    if let Some(bytes) = report.peak_memory_bytes {
        line("peak memory", format!("{:.1} MB", megabytes(bytes)));
    }
    line("making it", format!("{:.3} s", report.generating_seconds));
    text
}

impl BenchArgs {
    fn plan(&self) -> BenchPlan {
        BenchPlan {
            country: self.country(),
            threads: self.threads.map(usize::from),
            runs: usize::from(self.runs),
        }
    }

    fn country(&self) -> CountryPlan {
        let (Some(n_schools), Some(n_adm2)) = (self.schools, self.adm2) else {
            return self.preset.preset().country();
        };
        CountryPlan {
            n_schools,
            n_adm2,
            n_adm1: n_adm2.div_ceil(100),
            ..CountryPlan::default()
        }
    }
}

impl PresetArg {
    fn preset(self) -> Preset {
        match self {
            Self::Small => Preset::Small,
            Self::National => Preset::National,
            Self::Continental => Preset::Continental,
        }
    }
}

/// A share as `25%` or `0.25`.
fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = match text.strip_suffix('%') {
        Some(percent) => (percent, 100.0),
        None => (text, 1.0),
    };
    match number.trim().parse::<f64>() {
        Ok(number) if number >= 0.0 && number.is_finite() => Ok(number / unit),
        _ => Err("expected a share, as in 25% or 0.25".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percents_or_numbers() {
        assert_eq!(share("25%"), Ok(0.25));
        assert_eq!(share("0.02"), Ok(0.02));
        for wrong in ["", "%", "-1%", "many", "inf"] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
