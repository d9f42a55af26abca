//! The arguments of `demo` and `generate`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use schoolreach::generate::MeasurementUnit;

use super::HowArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct DemoArgs {
    /// Folder for the results; the country is kept in DIR/input
    #[arg(long, value_name = "DIR", default_value = "schoolreach-demo")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GenerateArgs {
    /// Folder for adm1.geojson, adm2.geojson (and .fgb) and schools.csv
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The same seed and sizes give the same bytes
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Number of school rows
    #[arg(long, default_value_t = 2000)]
    pub(crate) schools: usize,
    /// Number of regions of level adm1
    #[arg(long, default_value_t = 6)]
    pub(crate) adm1: usize,
    /// Number of regions of level adm2
    #[arg(long, default_value_t = 48)]
    pub(crate) adm2: usize,
    /// Share of dirty rows, 0 to 1
    #[arg(long, default_value_t = 0.04)]
    pub(crate) dirty: f64,
    /// Number of rows of measurements.csv, tests of the connected schools; none is written for 0
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "over")]
    pub(crate) measurements: u64,
    /// Unit of their speeds: bps, kbps or mbps
    #[arg(long, value_name = "UNIT", value_parser = unit, default_value = "kbps")]
    pub(crate) measurement_unit: MeasurementUnit,
    /// Scatter clean schools over these outlines instead of a synthetic country
    #[arg(long, value_name = "FILE")]
    pub(crate) over: Option<String>,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

fn unit(text: &str) -> Result<MeasurementUnit, String> {
    let mut units = MeasurementUnit::ALL.into_iter();
    let found = units.find(|unit| unit.name() == text);
    found.ok_or_else(|| "expected bps, kbps or mbps".to_owned())
}
