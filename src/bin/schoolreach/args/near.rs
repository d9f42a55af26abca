//! The arguments of `near`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use schoolreach::pipeline::{NearQuestion, Origin, Plan};
use schoolreach::table::Status;
use schoolreach::{Error, LonLat};

use super::rules::in_range;
use super::{ApiFalse, HowArgs, InputArgs};

pub(super) const HELP: &str = "\
Examples:
  schoolreach near --schools schools.csv --at 36.82,-1.29
  schoolreach near --schools schools.csv --points towers.geojson --k 3 --within-km 20 --out near.csv
  schoolreach near --schools schools.csv --points towers.csv --column points.longitude=EAST --status any

The result is one row for each school found, with rank and distance_m (geodesic metres on WGS 84), and one without \
a rank for each point that has no position or no such school within reach.";

#[derive(Debug, ClapArgs)]
pub(crate) struct NearArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) from: OriginArgs,
    /// How many schools to find for each point
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Question")]
    pub(crate) k: u32,
    /// Status of the schools to find
    #[arg(
        long,
        value_enum,
        default_value = "not_connected",
        help_heading = "Question"
    )]
    pub(crate) status: StatusArg,
    /// How far a school may be [default: any distance]
    #[arg(long, value_name = "KM", value_parser = |text: &str| in_range(text, 0.0, f64::INFINITY), help_heading = "Question")]
    pub(crate) within_km: Option<f64>,
    /// Find schools that are not open, too
    #[arg(long, help_heading = "Question")]
    pub(crate) include_closed: bool,
    /// Read `false` in pages of Giga's API, which merge no and unknown
    #[arg(long, value_enum, default_value = "unknown", help_heading = "Question")]
    pub(crate) api_false: ApiFalse,
    /// CSV file for the result [default: standard output]
    #[arg(long, value_name = "FILE", help_heading = "Outputs")]
    pub(crate) out: Option<PathBuf>,
    /// Add the points' own columns behind the computed ones
    #[arg(long, help_heading = "Outputs")]
    pub(crate) keep_properties: bool,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// Where schools are looked for from: one of the two.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
#[command(next_help_heading = "Question")]
pub(crate) struct OriginArgs {
    /// Position to search from, in degrees, longitude first; may be repeated
    #[arg(long, value_name = "LON,LAT", value_parser = lon_lat, allow_hyphen_values = true)]
    pub(crate) at: Vec<LonLat>,
    /// Files with a position in each row, in any format that schools can have
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) points: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum StatusArg {
    NotConnected,
    Connected,
    Unknown,
    Any,
}

impl NearArgs {
    pub(crate) fn plan(&self) -> Result<Plan, Error> {
        let mut plan = self.input.plan(&[])?;
        self.how.apply(&mut plan);
        plan.rules.include_closed = self.include_closed;
        plan.rules.api_false_is_no = self.api_false == ApiFalse::No;
        plan.output.keep_properties = self.keep_properties;
        Ok(plan)
    }

    pub(crate) fn question(&self) -> NearQuestion {
        NearQuestion {
            from: self.from.origin(),
            k: self.k as usize,
            status: self.status.status(),
            within_m: self.within_km.unwrap_or(f64::INFINITY) * 1000.0,
        }
    }
}

impl OriginArgs {
    fn origin(&self) -> Origin {
        if self.points.is_empty() {
            Origin::At(self.at.clone())
        } else {
            Origin::Files(self.points.clone())
        }
    }
}

impl StatusArg {
    fn status(self) -> Option<Status> {
        match self {
            Self::NotConnected => Some(Status::NotConnected),
            Self::Connected => Some(Status::Connected),
            Self::Unknown => Some(Status::Unknown),
            Self::Any => None,
        }
    }
}

/// A position as `LON,LAT`.
fn lon_lat(text: &str) -> Result<LonLat, String> {
    let malformed = || format!("expected LON,LAT in degrees, as in 36.82,-1.29; found {text}");
    let (lon, lat) = text.split_once(',').ok_or_else(malformed)?;
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    match (degrees(lon), degrees(lat)) {
        (Some(lon_deg), Some(lat_deg)) => LonLat::new(lon_deg, lat_deg)
            .map_err(|error| format!("{error} (longitude comes first)")),
        _ => Err(malformed()),
    }
}
