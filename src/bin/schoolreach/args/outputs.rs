//! What `run` writes.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::format::Format;
use schoolreach::pipeline::{Checks, Layer, Plan};
use schoolreach::write::Decimals;

use super::PageArgs;
use super::rules::in_range;

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Outputs")]
pub(crate) struct OutputArgs {
    /// Folder for the results
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Formats to write [default: all but pmtiles and xlsx; GeoJSON of schools only up to 100,000 of them]
    #[arg(long, value_delimiter = ',', value_name = "FORMAT,…")]
    pub(crate) formats: Vec<FormatArg>,
    /// Groups of files to write [default: all]
    #[arg(long, value_delimiter = ',', value_name = "LAYER,…")]
    pub(crate) layers: Vec<LayerArg>,
    /// Coordinates in GeoJSON: rounded to 7 decimals, or exact
    #[arg(long, value_enum, default_value = "7")]
    pub(crate) decimals: DecimalsArg,
    /// Also write outlines for maps whose edges move by at most so many metres; figures come from the exact ones
    #[arg(long, value_name = "METRES", value_parser = |text: &str| in_range(text, 0.01, 1e6))]
    pub(crate) simplify: Option<f64>,
    /// Add the input's own columns behind the computed ones
    #[arg(long)]
    pub(crate) keep_properties: bool,
    /// Checks whose issues are listed: those that decide the figures, or Giga's checks of quality and those of outlines too
    #[arg(long, value_enum, default_value = "placing")]
    pub(crate) checks: ChecksArg,
    /// Also write how long each stage took, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) timings: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) page: PageArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatArg {
    Geojson,
    Flatgeobuf,
    Csv,
    Pmtiles,
    Report,
    Xlsx,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LayerArg {
    Regions,
    Schools,
    Issues,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ChecksArg {
    Placing,
    All,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DecimalsArg {
    #[value(name = "7")]
    Seven,
    Full,
}

impl OutputArgs {
    pub(super) fn apply(&self, plan: &mut Plan) {
        plan.output.formats = (!self.formats.is_empty()).then(|| {
            self.formats
                .iter()
                .copied()
                .map(FormatArg::format)
                .collect()
        });
        if !self.layers.is_empty() {
            plan.output.layers = self.layers.iter().copied().map(LayerArg::layer).collect();
        }
        plan.output.keep_properties = self.keep_properties;
        plan.output.simplify_m = self.simplify;
        plan.checks = match self.checks {
            ChecksArg::Placing => Checks::Placing,
            ChecksArg::All => Checks::All,
        };
        plan.output.decimals = match self.decimals {
            DecimalsArg::Seven => Decimals::Seven,
            DecimalsArg::Full => Decimals::Full,
        };
        self.page.apply(plan);
    }
}

impl FormatArg {
    pub(crate) fn format(self) -> Format {
        match self {
            Self::Geojson => Format::GeoJson,
            Self::Flatgeobuf => Format::FlatGeobuf,
            Self::Csv => Format::Csv,
            Self::Pmtiles => Format::PmTiles,
            Self::Report => Format::Report,
            Self::Xlsx => Format::Xlsx,
        }
    }
}

impl LayerArg {
    fn layer(self) -> Layer {
        match self {
            Self::Regions => Layer::Regions,
            Self::Schools => Layer::Schools,
            Self::Issues => Layer::Issues,
        }
    }
}
