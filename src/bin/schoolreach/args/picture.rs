//! The arguments of `picture`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use schoolreach::draw::{Breaks, Measure};
use schoolreach::pipeline::PicturePlan;

use super::rules::in_range;

pub(super) const HELP: &str = "\
Examples:
  schoolreach picture result --out map.svg
  schoolreach picture result --level adm1 --breaks quantile --dark --out map.png
  schoolreach picture result --measure unconnected_share_max --title 'At most without internet' > map.svg

Measures: unconnected_share_of_known, unconnected_share_min, unconnected_share_max, known_share.
Lines fill regions of which too little is known to compare them, dots those without data. The rule is that of the \
run; known_share is shown of every region. PNG needs the feature \"picture\", which is in \"full\".";

#[derive(Debug, ClapArgs)]
pub(crate) struct PictureArgs {
    /// Folder of a result, with its outlines
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Level to draw [default: the one with the most regions]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// Share to show
    #[arg(long, value_name = "MEASURE", default_value = Measure::default().name(), value_parser = Measure::parse)]
    pub(crate) measure: Measure,
    /// Where classes end: fixed (20,40,60,80), quantile, equal, or up to 4 percentages
    #[arg(long, value_name = "BREAKS", default_value = "fixed", value_parser = Breaks::parse)]
    pub(crate) breaks: Breaks,
    /// Fewest schools of known connectivity of a region that is compared [default: that of the run]
    #[arg(long, value_name = "N")]
    pub(crate) min_schools: Option<u64>,
    /// Smallest share of known connectivity of a region that is compared, 0 to 1 [default: that of the run]
    #[arg(long, value_name = "SHARE", value_parser = |text: &str| in_range(text, 0.0, 1.0))]
    pub(crate) min_known: Option<f64>,
    /// Title [default: what the share is]
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Width in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 900, value_parser = clap::value_parser!(u32).range(400..=5_000))]
    pub(crate) width: u32,
    /// Light on dark
    #[arg(long)]
    pub(crate) dark: bool,
    /// File for the map, .svg or .png [default: SVG on standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl PictureArgs {
    pub(crate) fn plan(&self) -> PicturePlan {
        PicturePlan {
            level: self.level.clone(),
            measure: self.measure,
            breaks: self.breaks.clone(),
            title: self.title.clone(),
            width_px: self.width,
            is_dark: self.dark,
            min_schools: self.min_schools,
            min_known: self.min_known,
            ..PicturePlan::new(&self.dir)
        }
    }
}
