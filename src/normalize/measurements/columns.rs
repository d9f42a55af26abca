//! The columns of a measurement file: header in, the column and the unit of each field out.

use super::super::matching::{Choice, Field, Match, Matcher};
use super::super::school_aliases::ID_GIGA;
use super::aliases::{
    COUNTRY, DOWNLOAD, ID_GOVT, LATENCY, LOSS, OF_GIGA_METER, READY_MEDIANS, SAMPLES, TIME, UPLOAD,
};
use super::schools::IdKinds;
use super::units::{LatencyUnit, LossUnit, SpeedUnit};
use crate::error::Error;
use crate::issue::Place;
use crate::table::{Header, Metric, Wanted};

/// The fields of measurements that a caller may name a column for.
pub const MEASUREMENT_FIELDS: [&str; 9] = [
    ID_GIGA.name,
    ID_GOVT.name,
    COUNTRY.name,
    TIME.name,
    DOWNLOAD.name,
    UPLOAD.name,
    LATENCY.name,
    LOSS.name,
    SAMPLES.name,
];

/// Units that the caller says, for columns whose names and neighbors tell none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SaidUnits {
    /// Of downloads.
    pub download: Option<SpeedUnit>,
    /// Of uploads.
    pub upload: Option<SpeedUnit>,
    /// Of latencies.
    pub latency: Option<LatencyUnit>,
    /// Of packet losses.
    pub loss: Option<LossUnit>,
}

/// Whose table a file is, told by its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Giga Meter's measurements: kbit/s and ms.
    GigaMeter,
    /// Giga's daily means by school, as its interface gives them: Mbit/s and ms.
    GigaDaily,
    /// Ready-made percentiles by school: Mbit/s and ms.
    Percentiles,
    /// The tables of Giga Maps: bit/s and ms.
    GigaMaps,
    /// Probes of providers and governments: Mbit/s and ms.
    Qos,
    /// M-Lab's NDT: Mbit/s and ms.
    MLab,
    /// Ookla: kbit/s and ms.
    Ookla,
    /// Someone else's.
    Generic,
}

/// A column of values, and how many whole units (bit/s, microseconds, millionths) one of its own is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ValueColumn {
    pub(super) index: usize,
    pub(super) factor: f64,
}

/// The columns of one measurement file, as indices into its header.
#[derive(Clone, Debug)]
pub struct MeasurementColumns {
    /// Whose table it is.
    pub profile: Profile,
    /// Which column was taken for which field.
    pub matches: Vec<Match>,
    /// The unit of each metric that the file has, by its name.
    pub units: [Option<&'static str>; Metric::ALL.len()],
    pub(super) id_giga: Option<usize>,
    pub(super) id_govt: Option<usize>,
    pub(super) country: Option<usize>,
    pub(super) time: Option<usize>,
    /// Number of tests behind ready-made percentiles.
    pub(super) samples: Option<usize>,
    pub(super) values: [Option<ValueColumn>; Metric::ALL.len()],
}

impl Profile {
    /// The word that stands for the profile in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::GigaMeter => "giga_meter",
            Self::GigaDaily => "giga_daily",
            Self::Percentiles => "percentiles",
            Self::GigaMaps => "giga_maps",
            Self::Qos => "qos",
            Self::MLab => "mlab_ndt",
            Self::Ookla => "ookla",
            Self::Generic => "generic",
        }
    }

    fn of(folded: &[String]) -> Self {
        let has = |name: &str| folded.iter().any(|column| column == name);
        let is_daily = has("giga_id_school") && has("download_speed") && has("data_source");
        match () {
            () if has("download_p50") && has("download_sample_count") => Self::Percentiles,
            () if has("speed_download") || has("speed_upload") => Self::Qos,
            () if folded
                .iter()
                .any(|column| column.ends_with("meanthroughputmbps")) =>
            {
                Self::MLab
            }
            () if has("avg_d_kbps") => Self::Ookla,
            () if has("connectivity_speed") => Self::GigaMaps,
            () if has("download") && OF_GIGA_METER.iter().any(|name| has(name)) => Self::GigaMeter,
            () if is_daily => Self::GigaDaily,
            () => Self::Generic,
        }
    }

    /// The unit of speeds in columns that are named as the profile names them.
    fn speed_unit(self, field: Field, column: &str) -> Option<SpeedUnit> {
        let is_own = |names: [&str; 2]| names.contains(&column);
        match self {
            Self::GigaMeter if is_own(["download", "upload"]) => Some(SpeedUnit::Kilobits),
            Self::GigaDaily if is_own(["download_speed", "upload_speed"]) => {
                Some(SpeedUnit::Megabits)
            }
            Self::Qos if is_own(["speed_download", "speed_upload"]) => Some(SpeedUnit::Megabits),
            Self::GigaMaps if is_own(["connectivity_speed", "connectivity_upload_speed"]) => {
                Some(SpeedUnit::Bits)
            }
            Self::Percentiles if column == format!("{}_p50", field.name) => {
                Some(SpeedUnit::Megabits)
            }
            _ => None,
        }
    }

    /// The unit of latencies in columns that are named as the profile names them.
    fn latency_unit(self, column: &str) -> Option<LatencyUnit> {
        let names = match self {
            Self::GigaMeter | Self::GigaDaily | Self::Qos => "latency",
            Self::GigaMaps => "connectivity_latency",
            Self::MLab => "a_minrtt",
            Self::Percentiles => "latency_p50",
            Self::Ookla | Self::Generic => return None,
        };
        (column == names).then_some(LatencyUnit::Milliseconds)
    }

    /// The unit of losses in columns that are named as the profile names them: M-Lab's are shares of the packets, and so
    /// are the percentiles that are made of them (`m-lab/iqb`, queries).
    fn loss_unit(self, column: &str) -> Option<LossUnit> {
        let names: &[&str] = match self {
            Self::MLab => &["a_lossrate", "lossrate"],
            Self::Percentiles => &["loss_p50"],
            _ => return None,
        };
        names.contains(&column).then_some(LossUnit::Fraction)
    }
}

impl MeasurementColumns {
    /// Finds the columns and their units.
    ///
    /// # Errors
    /// [`Error::AmbiguousColumn`], [`Error::MissingColumn`] where a file has no id or no value, and
    /// [`Error::UnknownUnit`] where neither the file nor the caller tells the unit of one.
    pub fn find(header: &Header, choices: &[Choice], said: SaidUnits) -> Result<Self, Error> {
        let mut matcher = Matcher::new(header, vec!["measurements"], choices);
        let profile = Profile::of(matcher.folded_names());
        let id_giga = matcher.one(ID_GIGA)?;
        let id_govt = matcher.one(ID_GOVT)?;
        let country = matcher.one(COUNTRY)?;
        let is_ready = profile == Profile::Percentiles;
        let (samples, time) = if is_ready {
            (matcher.one(SAMPLES)?, None)
        } else {
            (None, matcher.one(TIME)?)
        };
        let fields = if is_ready {
            READY_MEDIANS
        } else {
            [DOWNLOAD, UPLOAD, LATENCY, LOSS]
        };
        let mut found = [None; Metric::ALL.len()];
        for (found, field) in found.iter_mut().zip(fields) {
            *found = matcher.one(field)?;
        }
        let mut columns = Self {
            profile,
            units: [None; Metric::ALL.len()],
            id_giga,
            id_govt,
            country,
            time,
            samples,
            values: [None; Metric::ALL.len()],
            matches: Vec::new(),
        };
        columns.check(header)?;
        let folded = matcher.folded_names();
        for (metric, field) in Metric::ALL.into_iter().zip(fields) {
            if let Some(index) = found[metric as usize] {
                let column = Named {
                    header,
                    index,
                    field,
                    folded: &folded[index],
                };
                let (factor, unit) = column.unit(metric, profile, said)?;
                columns.values[metric as usize] = Some(ValueColumn { index, factor });
                columns.units[metric as usize] = Some(unit);
            }
        }
        if found == [None; Metric::ALL.len()] {
            return Err(missing(header, DOWNLOAD.name));
        }
        columns.matches = matcher.matches;
        Ok(columns)
    }

    fn check(&self, header: &Header) -> Result<(), Error> {
        match (self.id_giga, self.id_govt) {
            (None, None) => Err(missing(header, ID_GIGA.name)),
            _ => Ok(()),
        }
    }

    /// Which ids the file has.
    #[must_use]
    pub fn ids(&self) -> IdKinds {
        IdKinds {
            giga: self.id_giga.is_some(),
            govt: self.id_govt.is_some(),
        }
    }

    /// Whether rows have a time.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.time.is_some()
    }

    /// Whether rows are the figures of schools, not tests.
    #[must_use]
    pub fn is_ready_made(&self) -> bool {
        self.profile == Profile::Percentiles
    }

    /// The columns that batches must carry.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        let values = self.values.iter().flatten().map(|column| column.index);
        let single = [
            self.id_giga,
            self.id_govt,
            self.country,
            self.time,
            self.samples,
        ];
        let mut columns: Vec<usize> = single.into_iter().flatten().chain(values).collect();
        columns.sort_unstable();
        columns.dedup();
        Wanted {
            columns,
            geometry: false,
        }
    }
}

fn missing(header: &Header, field: &str) -> Error {
    Error::MissingColumn {
        file: header.file.clone(),
        field: format!("measurements.{field}"),
        columns: header.columns.clone(),
    }
}

/// A column of values.
struct Named<'a> {
    header: &'a Header,
    index: usize,
    field: Field,
    /// Its name, folded.
    folded: &'a str,
}

impl Named<'_> {
    /// How many whole units one of the column's is, and its name: by the column's own name, by whose table it is, by
    /// the caller's word.
    fn unit(
        &self,
        metric: Metric,
        profile: Profile,
        said: SaidUnits,
    ) -> Result<(f64, &'static str), Error> {
        let name = &self.header.columns[self.index];
        let (unit, units) = match metric {
            Metric::Download => (
                self.speed_unit(profile, said.download),
                "Mbit/s, kbit/s or bit/s",
            ),
            Metric::Upload => (
                self.speed_unit(profile, said.upload),
                "Mbit/s, kbit/s or bit/s",
            ),
            Metric::Latency => {
                let own = LatencyUnit::of_header(name);
                let unit = own.or_else(|| profile.latency_unit(self.folded));
                let unit = unit.or(said.latency);
                (unit.map(|unit| (unit.factor(), unit.name())), "ms, us or s")
            }
            Metric::Loss => {
                let own = LossUnit::of_header(name);
                let unit = own.or_else(|| profile.loss_unit(self.folded)).or(said.loss);
                let unit = unit.map(|unit| (unit.factor(), unit.name()));
                (unit, "percent or fraction")
            }
        };
        unit.ok_or_else(|| Error::UnknownUnit {
            place: Place::file(&self.header.file).in_column(name),
            of: self.field.name,
            units,
        })
    }

    fn speed_unit(&self, profile: Profile, said: Option<SpeedUnit>) -> Option<(f64, &'static str)> {
        let own = SpeedUnit::of_header(&self.header.columns[self.index]);
        let unit = own.or_else(|| profile.speed_unit(self.field, self.folded));
        let unit = unit.or(said)?;
        Some((unit.factor(), unit.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::matching::tests::header;
    use super::*;

    fn found(columns: &[&str]) -> String {
        let header = header(columns);
        match MeasurementColumns::find(&header, &[], SaidUnits::default()) {
            Ok(found) => {
                let columns = found
                    .matches
                    .iter()
                    .map(|m| format!("{}={}", m.field, m.column));
                let units = found.units.map(|unit| unit.unwrap_or("-"));
                let columns: Vec<String> = columns.collect();
                format!(
                    "{}: {}; {}",
                    found.profile.name(),
                    columns.join(" "),
                    units.join(" ")
                )
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn every_feed_is_known_by_its_header() {
        let feeds = [
            found(&[
                "id",
                "timestamp",
                "browser_id",
                "school_id",
                "giga_id_school",
                "country_code",
                "download",
                "upload",
                "latency",
                "created_at",
            ]),
            found(&[
                "Timestamp",
                "BrowserID",
                "school_id",
                "DeviceType",
                "Download",
                "Upload",
                "Latency",
            ]),
            found(&[
                "giga_id_school",
                "date",
                "download_speed",
                "upload_speed",
                "latency",
                "data_source",
                "country_iso3_code",
            ]),
            found(&[
                "timestamp",
                "date",
                "school_id_giga",
                "school_id_govt",
                "speed_download",
                "speed_upload",
                "latency",
                "speed_download_probe",
                "rtt_packet_loss_pct",
            ]),
            found(&[
                "id",
                "date",
                "a.TestTime",
                "a.MeanThroughputMbps",
                "a.MinRTT",
                "a.LossRate",
                "school_id",
            ]),
            found(&["school_id", "avg_d_kbps", "avg_u_kbps", "avg_lat_ms"]),
            found(&[
                "school_id",
                "date",
                "connectivity_speed",
                "connectivity_upload_speed",
                "connectivity_latency",
            ]),
            found(&[
                "school_id",
                "giga_id_school",
                "download_sample_count",
                "download_p50",
                "latency_p50",
                "upload_p50",
                "loss_p50",
            ]),
            found(&[
                "CODIGO_INEP",
                "Fecha",
                "Download (Mb/s)",
                "Ping (ms)",
                "Packet loss (%)",
            ]),
        ];
        insta::assert_snapshot!(feeds.join("\n"), @"
        giga_meter: school_id_giga=giga_id_school school_id_govt=school_id country=country_code measured_at=timestamp download=download upload=upload latency=latency; kbit/s kbit/s ms -
        giga_meter: school_id_govt=school_id measured_at=Timestamp download=Download upload=Upload latency=Latency; kbit/s kbit/s ms -
        giga_daily: school_id_giga=giga_id_school country=country_iso3_code measured_at=date download=download_speed upload=upload_speed latency=latency; Mbit/s Mbit/s ms -
        qos: school_id_giga=school_id_giga school_id_govt=school_id_govt measured_at=timestamp download=speed_download upload=speed_upload latency=latency loss=rtt_packet_loss_pct; Mbit/s Mbit/s ms percent
        mlab_ndt: school_id_govt=school_id measured_at=a.TestTime download=a.MeanThroughputMbps latency=a.MinRTT loss=a.LossRate; Mbit/s - ms fraction
        ookla: school_id_govt=school_id download=avg_d_kbps upload=avg_u_kbps latency=avg_lat_ms; kbit/s kbit/s ms -
        giga_maps: school_id_govt=school_id measured_at=date download=connectivity_speed upload=connectivity_upload_speed latency=connectivity_latency; bit/s bit/s ms -
        percentiles: school_id_giga=giga_id_school school_id_govt=school_id n_tests=download_sample_count download=download_p50 upload=upload_p50 latency=latency_p50 loss=loss_p50; Mbit/s Mbit/s ms fraction
        generic: school_id_govt=CODIGO_INEP measured_at=Fecha download=Download (Mb/s) latency=Ping (ms) loss=Packet loss (%); Mbit/s - ms percent
        ");
    }

    #[test]
    fn a_unit_that_nothing_tells_stops() {
        let refused = [
            found(&["school_id", "date", "download"]),
            found(&["school_id", "date", "download_mbps", "latency"]),
            found(&["school_id", "date", "Download (MB/s)"]),
            found(&["school_id", "date", "download_mbps", "packet_loss"]),
            found(&["date", "download_mbps"]),
            found(&["school_id", "date"]),
        ];
        insta::assert_snapshot!(refused.join("\n"), @"
        schools.csv: column `download`: expected the unit of download (Mbit/s, kbit/s or bit/s), found none in its name or in the plan
        schools.csv: column `latency`: expected the unit of latency (ms, us or s), found none in its name or in the plan
        schools.csv: column `Download (MB/s)`: expected the unit of download (Mbit/s, kbit/s or bit/s), found none in its name or in the plan
        schools.csv: column `packet_loss`: expected the unit of loss (percent or fraction), found none in its name or in the plan
        schools.csv: no column for measurements.school_id_giga; its columns are `date`, `download_mbps`
        schools.csv: no column for measurements.download; its columns are `school_id`, `date`
        ");
    }

    #[test]
    fn the_callers_unit_is_for_columns_that_tell_none() {
        let said = SaidUnits {
            download: SpeedUnit::parse("bit/s"),
            ..SaidUnits::default()
        };
        for (columns, expected) in [
            (&["school_id", "download"][..], "bit/s"),
            (&["school_id", "download_kbps"], "kbit/s"),
            (&["school_id", "download", "app_version"], "kbit/s"),
        ] {
            let found = MeasurementColumns::find(&header(columns), &[], said).unwrap();
            assert_eq!(found.units[0], Some(expected), "{columns:?}");
        }
    }
}
