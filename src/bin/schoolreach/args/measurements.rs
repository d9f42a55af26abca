//! The arguments about measurements, and how they become a part of a plan.

use clap::Args as ClapArgs;
use schoolreach::normalize::{LatencyUnit, LossUnit, SpeedUnit};
use schoolreach::pipeline::MeasurementPlan;
use schoolreach::table::{Day, Threshold, Zone};

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Measurements")]
pub(crate) struct MeasurementArgs {
    /// Measurement files: Giga Meter, QoS, M-Lab, Giga's daily and percentile tables, or others with a school's id
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) measurements: Vec<String>,
    /// Unit of downloads where a file does not tell it: bit/s, kbit/s, Mbit/s or Gbit/s
    #[arg(long, value_name = "UNIT", value_parser = speed_unit)]
    pub(crate) download_unit: Option<SpeedUnit>,
    /// Unit of uploads where a file does not tell it
    #[arg(long, value_name = "UNIT", value_parser = speed_unit)]
    pub(crate) upload_unit: Option<SpeedUnit>,
    /// Unit of latencies where a file does not tell it: us, ms or s
    #[arg(long, value_name = "UNIT", value_parser = latency_unit)]
    pub(crate) latency_unit: Option<LatencyUnit>,
    /// Unit of packet losses where a file does not tell it: percent or fraction
    #[arg(long, value_name = "UNIT", value_parser = loss_unit)]
    pub(crate) loss_unit: Option<LossUnit>,
    /// First day that counts
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) since: Option<Day>,
    /// Last day that counts
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) until: Option<Day>,
    /// Day that stands for now; later rows are no evidence [default: the newest on which 1 % of measured schools reported]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) as_of: Option<Day>,
    /// Take only measurements of the last N days as evidence of connection, and no real-time flag
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) recent_days: Option<u16>,
    /// Table of ids that measurements have wrong and the right ones: `giga_id_school_wrong` and
    /// `giga_id_school_correct`, or `wrong_id` and `right_id`; with a country, for its rows alone
    #[arg(long, value_name = "FILE")]
    pub(crate) id_map: Option<String>,
    /// Leave the medians of schools with fewer tests out of the figures of regions; such schools count as measured
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) min_tests: u64,
    /// Count the schools of each region whose median is below: Mbit/s of download, basic (1 down, 0.5 up), broadband
    /// (25 down, 3 up), per-student (1 for each student), or giga: 1, 5, 20 and all these
    #[arg(long, value_name = "SPEED,…", value_delimiter = ',', value_parser = below)]
    pub(crate) below: Vec<Below>,
    /// Zone that days are taken in: an offset as +03:00, or a name as `America/Sao_Paulo`
    #[arg(long, value_name = "ZONE", value_parser = zone, default_value = "UTC", allow_hyphen_values = true)]
    pub(crate) time_zone: Zone,
    /// Write Giga's mean of daily means for each school; takes 30 to 60 bytes of memory for each school and day
    #[arg(long)]
    pub(crate) daily_means: bool,
    /// Drop rows that repeat school and second of an earlier one; takes about 20 bytes of memory for each row
    #[arg(long)]
    pub(crate) dedupe: bool,
}

impl MeasurementArgs {
    pub(crate) fn plan(&self) -> MeasurementPlan {
        MeasurementPlan {
            files: self.measurements.clone(),
            tallies: Vec::new(),
            download_unit: self.download_unit,
            upload_unit: self.upload_unit,
            latency_unit: self.latency_unit,
            loss_unit: self.loss_unit,
            since: self.since,
            until: self.until,
            as_of: self.as_of,
            recent_days: self.recent_days,
            id_map: self.id_map.clone(),
            min_tests: self.min_tests,
            below: self
                .below
                .iter()
                .flat_map(|below| below.0.clone())
                .collect(),
            zone: self.time_zone.clone(),
            daily_means: self.daily_means,
            dedupe: self.dedupe,
        }
    }
}

/// The speeds that a word stands for.
#[derive(Clone, Debug)]
pub(crate) struct Below(Vec<Threshold>);

fn below(text: &str) -> Result<Below, String> {
    let expected =
        "expected Mbit/s above 0 and up to 100,000, basic, broadband, per-student or giga";
    let found = Threshold::parse(text).map(Below);
    found.ok_or_else(|| expected.to_owned())
}

fn speed_unit(text: &str) -> Result<SpeedUnit, String> {
    let names = SpeedUnit::ALL.map(SpeedUnit::name).join(", ");
    SpeedUnit::parse(text).ok_or_else(|| format!("expected one of {names}"))
}

fn latency_unit(text: &str) -> Result<LatencyUnit, String> {
    let names = LatencyUnit::ALL.map(LatencyUnit::name).join(", ");
    LatencyUnit::parse(text).ok_or_else(|| format!("expected one of {names}"))
}

fn loss_unit(text: &str) -> Result<LossUnit, String> {
    let names = LossUnit::ALL.map(LossUnit::name).join(", ");
    LossUnit::parse(text).ok_or_else(|| format!("expected one of {names}"))
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::parse(text).ok_or_else(|| {
        "expected UTC, an offset as +03:00 or a name as America/Sao_Paulo".to_owned()
    })
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a day as in 2026-01-31".to_owned())
}
