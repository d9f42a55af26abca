//! A country in, the measurements of its connected schools out, with the truth about every row.
//!
//! A school has a speed of its own. Lines are slower while classes go on and faster after them; on some days a school's
//! line is down and its tests measure nothing. Devices test between 8 and 20 o'clock, as Giga Meter's do.

use std::io;

use rayon::prelude::*;

use super::country::Country;
use super::dirt::Dirt;
use super::random::{Draws, Topic, mix, units_of};
use super::school::{giga_id, govt_id};
use super::spot::count_of;
use crate::table::{Day, Status};

/// The unit that speeds are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeasurementUnit {
    /// bit/s.
    Bits,
    /// kbit/s.
    #[default]
    Kilobits,
    /// Mbit/s.
    Megabits,
}

impl MeasurementUnit {
    /// All units.
    pub const ALL: [Self; 3] = [Self::Bits, Self::Kilobits, Self::Megabits];

    /// The name of the unit as columns bear it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bits => "bps",
            Self::Kilobits => "kbps",
            Self::Megabits => "mbps",
        }
    }

    /// A speed, exactly.
    fn text(self, kbps: u32) -> String {
        match self {
            Self::Bits => (u64::from(kbps) * 1_000).to_string(),
            Self::Kilobits => kbps.to_string(),
            Self::Megabits => format!("{}.{:03}", kbps / 1_000, kbps % 1_000),
        }
    }
}

/// What is wrong with a row of measurements, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasurementDirt {
    /// Download and upload are below 0.
    Negative,
    /// Download and upload are words.
    NotANumber,
    /// Download and upload are 1e300.
    Impossible,
    /// The time is blank.
    NoTime,
    /// The clock was never set: 1970.
    UnsetClock,
    /// Both ids are blank.
    NoId,
    /// The ids are of no school.
    UnknownSchool,
    /// The Giga id has spaces around it and is in upper case.
    OddSpelling,
    /// The last field is missing.
    MissingField,
}

impl MeasurementDirt {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Negative,
        Self::NotANumber,
        Self::Impossible,
        Self::NoTime,
        Self::UnsetClock,
        Self::NoId,
        Self::UnknownSchool,
        Self::OddSpelling,
        Self::MissingField,
    ];
}

/// What is true of one row of the measurements file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasurementTruth {
    /// The row of the schools file, from 0, whose school was measured.
    pub school: u64,
    /// When, in seconds since 1970.
    pub measured_at_unix_s: u32,
    /// The download; 0 on a day when the line is down.
    pub download_kbps: u32,
    /// The upload.
    pub upload_kbps: u32,
    /// What is wrong with the row.
    pub dirt: Option<MeasurementDirt>,
}

impl MeasurementTruth {
    /// Whether the row tells a speed of its school, whatever it takes to read it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        matches!(self.dirt, None | Some(MeasurementDirt::OddSpelling))
    }
}

/// 2026-01-05, a Monday, and how many days there are.
const FIRST_DAY_UNIX_S: u32 = 1_767_571_200;
const N_DAYS: usize = 56;
/// The share of a school's days on which its line is down.
const OUTAGE_SHARE: f64 = 0.03;
/// What is left of a line's speed at each hour from 8 to 19 o'clock.
const SHARE_OF_HOUR: [f64; 12] = [
    0.9, 0.7, 0.55, 0.5, 0.6, 0.75, 0.7, 0.8, 0.95, 1.0, 1.05, 1.1,
];
const ROWS_PER_CHUNK: u64 = 4_096;
const CHUNKS_AT_A_TIME: usize = 32;

impl Country {
    /// Writes the measurements file: UTF-8 CSV, a header and as many rows as the plan says, none where no school is
    /// connected; row `n` (from 0) stands on line `n + 2`. Answers with the number of rows.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_measurements(&self, out: &mut dyn io::Write) -> io::Result<u64> {
        let unit = self.plan.measurement_unit.name();
        writeln!(
            out,
            "timestamp,school_id_govt,school_id_giga,country_iso3_code,download_{unit},upload_{unit},latency_ms,loss_percent"
        )?;
        let measured = self.measured_schools();
        let n_rows = self.n_measurements(&measured);
        let chunks: Vec<u64> = (0..n_rows.div_ceil(ROWS_PER_CHUNK)).collect();
        for numbers in chunks.chunks(CHUNKS_AT_A_TIME) {
            let texts: Vec<String> = numbers
                .par_iter()
                .map(|number| self.measurement_chunk(&measured, number * ROWS_PER_CHUNK, n_rows))
                .collect();
            texts
                .iter()
                .try_for_each(|text| out.write_all(text.as_bytes()))?;
        }
        Ok(n_rows)
    }

    /// The truth about every row of the measurements file, in order.
    #[must_use]
    pub fn measurement_truths(&self) -> Vec<MeasurementTruth> {
        let measured = self.measured_schools();
        let rows = (0..self.n_measurements(&measured)).into_par_iter();
        rows.map(|number| self.measurement(&measured, number).0)
            .collect()
    }

    /// The connected schools whose rows are there once and whole.
    fn measured_schools(&self) -> Vec<u64> {
        let is_measured = |dirt: Option<Dirt>| {
            !matches!(
                dirt,
                Some(Dirt::Duplicate | Dirt::MissingField | Dirt::Closed)
            )
        };
        let truths = self.school_truths();
        let schools = (0..).zip(&truths);
        let measured = schools
            .filter(|(_, truth)| truth.status == Status::Connected && is_measured(truth.dirt));
        measured.map(|(school, _)| school).collect()
    }

    fn n_measurements(&self, measured: &[u64]) -> u64 {
        if measured.is_empty() {
            return 0;
        }
        self.plan.n_measurements
    }

    fn measurement_chunk(&self, measured: &[u64], start: u64, n_rows: u64) -> String {
        let mut text = String::new();
        for number in start..n_rows.min(start + ROWS_PER_CHUNK) {
            let (truth, mut draws) = self.measurement(measured, number);
            self.push_measurement(&truth, &mut draws, &mut text);
        }
        text
    }

    /// The truth about a row, and the stream that the rest of it is drawn from.
    fn measurement(&self, measured: &[u64], number: u64) -> (MeasurementTruth, Draws) {
        let mut draws = Draws::new(self.seed(), Topic::Measurements, number);
        let school = measured
            .get(draws.below(measured.len()))
            .copied()
            .unwrap_or(0);
        let (day, hour) = (draws.below(N_DAYS), draws.below(SHARE_OF_HOUR.len()));
        let seconds = day * 86_400 + (8 + hour) * 3_600 + draws.below(3_600);
        let [is_down, line] = self.line(school, day);
        let noise = 1.0 + 0.15 * draws.bell();
        let speed = line * SHARE_OF_HOUR[hour] * noise.max(0.1);
        let download_kbps = if is_down < OUTAGE_SHARE {
            0
        } else {
            u32::try_from(count_of(speed)).unwrap_or(0)
        };
        let dirt = draws
            .chance(self.plan.dirty_share)
            .then(|| MeasurementDirt::ALL[draws.below(MeasurementDirt::ALL.len())]);
        let truth = MeasurementTruth {
            school,
            measured_at_unix_s: FIRST_DAY_UNIX_S + u32::try_from(seconds).unwrap_or(0),
            download_kbps,
            upload_kbps: download_kbps / 4,
            dirt,
        };
        (truth, draws)
    }

    /// A number that tells whether the line of a school is down on a day, and the line's speed in kbit/s.
    fn line(&self, school: u64, day: usize) -> [f64; 2] {
        let of_school = mix(mix(self.seed() ^ 0x11e5) ^ school);
        let [speed, _] = units_of(of_school);
        let [is_down, _] = units_of(mix(of_school ^ day as u64));
        [is_down, 1_500.0 / (1.02 - speed)]
    }

    fn push_measurement(&self, truth: &MeasurementTruth, draws: &mut Draws, text: &mut String) {
        let [govt, giga] = ids_text(self.seed(), truth);
        let [download, upload] = [truth.download_kbps, truth.upload_kbps]
            .map(|kbps| speed_text(self.plan.measurement_unit, kbps, truth.dirt));
        let latency = (20 + draws.below(180)).to_string();
        let loss = format!("{}.{}", draws.below(3), draws.below(10));
        let has_no_speed = matches!(
            truth.dirt,
            Some(
                MeasurementDirt::Negative
                    | MeasurementDirt::NotANumber
                    | MeasurementDirt::Impossible
            )
        );
        let [latency, loss] =
            [latency, loss].map(|field| if has_no_speed { String::new() } else { field });
        let time = moment_text(truth);
        let fields = [
            &time, &govt, &giga, &self.iso3, &download, &upload, &latency, &loss,
        ];
        let is_cut = truth.dirt == Some(MeasurementDirt::MissingField);
        let fields = &fields[..fields.len() - usize::from(is_cut)];
        for (place, field) in fields.iter().enumerate() {
            text.push_str(if place > 0 { "," } else { "" });
            text.push_str(field);
        }
        text.push('\n');
    }
}

/// The ids of a row: the government's and Giga's.
fn ids_text(seed: u64, truth: &MeasurementTruth) -> [String; 2] {
    let ids = || [govt_id(truth.school), giga_id(seed, truth.school)];
    match truth.dirt {
        Some(MeasurementDirt::NoId) => [String::new(), String::new()],
        Some(MeasurementDirt::UnknownSchool) => ["X".to_owned(), "no-school".to_owned()],
        Some(MeasurementDirt::OddSpelling) => {
            let [govt, giga] = ids();
            [govt, format!("  {} ", giga.to_uppercase())]
        }
        _ => ids(),
    }
}

fn speed_text(unit: MeasurementUnit, kbps: u32, dirt: Option<MeasurementDirt>) -> String {
    match dirt {
        Some(MeasurementDirt::Negative) => "-1".to_owned(),
        Some(MeasurementDirt::NotANumber) => "fast".to_owned(),
        Some(MeasurementDirt::Impossible) => "1e300".to_owned(),
        _ => unit.text(kbps),
    }
}

fn moment_text(truth: &MeasurementTruth) -> String {
    match truth.dirt {
        Some(MeasurementDirt::NoTime) => String::new(),
        Some(MeasurementDirt::UnsetClock) => "1970-01-01T00:00:07Z".to_owned(),
        _ => time_text(truth.measured_at_unix_s),
    }
}

/// A time as ISO 8601 writes it.
fn time_text(at_unix_s: u32) -> String {
    let day = Day::of_unix_s(at_unix_s);
    let second = at_unix_s % 86_400;
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{day}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

#[cfg(test)]
mod tests {
    use super::super::plan::CountryPlan;
    use super::super::{Country, country};
    use super::*;

    fn made(unit: MeasurementUnit, dirty_share: f64) -> Country {
        let plan = CountryPlan {
            n_schools: 300,
            n_measurements: 20_000,
            measurement_unit: unit,
            dirty_share,
            ..CountryPlan::default()
        };
        country(&plan).unwrap()
    }

    fn text(country: &Country) -> String {
        let mut csv = Vec::new();
        assert_eq!(country.write_measurements(&mut csv).unwrap(), 20_000);
        String::from_utf8(csv).unwrap()
    }

    #[test]
    fn speeds_are_the_same_in_every_unit() {
        let [bits, kilobits, megabits] = MeasurementUnit::ALL.map(|unit| text(&made(unit, 0.0)));
        let speeds = |table: &str, per_kbit: f64| -> Vec<u64> {
            let rows = table.lines().skip(1);
            let speed = rows.map(|row| row.split(',').nth(4).unwrap().parse::<f64>().unwrap());
            speed
                .map(|speed| count_of(speed / per_kbit) as u64)
                .collect()
        };
        let expected = speeds(&kilobits, 1.0);
        assert_eq!(speeds(&bits, 1e3), expected);
        assert_eq!(speeds(&megabits, 1e-3), expected);
        assert!(megabits.starts_with("timestamp,") && megabits.contains("download_mbps"));
    }

    #[test]
    fn lines_slow_down_at_noon_and_are_down_on_some_days() {
        let truths = made(MeasurementUnit::Kilobits, 0.0).measurement_truths();
        let share = |truth: &MeasurementTruth| f64::from(truth.download_kbps > 0);
        let up = truths.iter().map(share).sum::<f64>() / 20_000.0;
        assert!((0.96..0.98).contains(&up), "{up}");
        let mean = |hours: std::ops::Range<u32>| {
            let of_hour = |truth: &&MeasurementTruth| {
                hours.contains(&(truth.measured_at_unix_s % 86_400 / 3_600))
            };
            let speeds: Vec<f64> = truths
                .iter()
                .filter(of_hour)
                .map(|truth| f64::from(truth.download_kbps.min(20_000)))
                .collect();
            speeds.iter().sum::<f64>() / f64::from(u32::try_from(speeds.len()).unwrap())
        };
        assert!(
            mean(10..12) * 1.3 < mean(17..20),
            "{} {}",
            mean(10..12),
            mean(17..20)
        );
        assert_eq!(mean(8..20) > 0.0, mean(8..9) > 0.0);
    }

    #[test]
    fn dirty_rows_are_as_many_as_asked_for_and_the_bytes_are_those_of_the_seed() {
        let country = made(MeasurementUnit::Kilobits, 0.1);
        let truths = country.measurement_truths();
        let n_dirty = truths.iter().filter(|truth| truth.dirt.is_some()).count();
        assert!((1_800..2_200).contains(&n_dirty), "{n_dirty}");
        let usable = truths.iter().filter(|truth| truth.is_usable()).count();
        assert!(usable > 18_000 && usable < 20_000 - n_dirty / 2);
        let again = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap();
        assert_eq!(again.install(|| text(&country)), text(&country));
    }
}
