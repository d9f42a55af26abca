//! Units of speed, latency and loss: what a column's name or a person says in, how many whole units one of them is out.

use super::super::words::folded;

/// A unit of speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedUnit {
    /// bit/s.
    Bits,
    /// kbit/s, 1,000 bit/s.
    Kilobits,
    /// Mbit/s.
    Megabits,
    /// Gbit/s.
    Gigabits,
}

/// A unit of time for latencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LatencyUnit {
    /// Microseconds.
    Microseconds,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
}

/// A unit of packet loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossUnit {
    /// Per cent, 0 to 100.
    Percent,
    /// Shares, 0 to 1.
    Fraction,
}

impl SpeedUnit {
    /// All units.
    pub const ALL: [Self; 4] = [Self::Bits, Self::Kilobits, Self::Megabits, Self::Gigabits];

    /// The name of the unit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bits => "bit/s",
            Self::Kilobits => "kbit/s",
            Self::Megabits => "Mbit/s",
            Self::Gigabits => "Gbit/s",
        }
    }

    /// Reads the name of a unit: `Mbit/s`, `mbps`; not bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (!speaks_of_bytes(text)).then(|| Self::of_words(&folded(text)))?
    }

    fn of_words(words: &str) -> Option<Self> {
        let is = |names: &[&str]| names.contains(&words);
        match () {
            () if is(&["bps", "bit_s", "bits_s"]) => Some(Self::Bits),
            () if is(&["kbps", "kbit_s", "kbits_s", "kb_s"]) => Some(Self::Kilobits),
            () if is(&["mbps", "mbit_s", "mbits_s", "mb_s"]) => Some(Self::Megabits),
            () if is(&["gbps", "gbit_s", "gbits_s", "gb_s"]) => Some(Self::Gigabits),
            () => None,
        }
    }

    /// The unit that a column's name ends with or has in parentheses at its end: `download_mbps`, `Download (kbit/s)`,
    /// `MeanThroughputMbps`. A name that speaks of bytes tells none.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        if speaks_of_bytes(header) {
            return None;
        }
        let name = folded(header);
        let ends = ["", "_s"].iter().find_map(|end| {
            let words = name.strip_suffix(end)?;
            let last = words.rsplit('_').next()?;
            Self::of_words(&format!("{last}{end}"))
        });
        ends.or_else(|| {
            let glued = [
                ("mbps", Self::Megabits),
                ("kbps", Self::Kilobits),
                ("gbps", Self::Gigabits),
            ];
            glued
                .into_iter()
                .find_map(|(end, unit)| name.ends_with(end).then_some(unit))
        })
    }

    /// bit/s of one unit.
    pub(super) fn factor(self) -> f64 {
        match self {
            Self::Bits => 1.0,
            Self::Kilobits => 1e3,
            Self::Megabits => 1e6,
            Self::Gigabits => 1e9,
        }
    }
}

impl LatencyUnit {
    /// All units.
    pub const ALL: [Self; 3] = [Self::Microseconds, Self::Milliseconds, Self::Seconds];

    /// The name of the unit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Microseconds => "us",
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
        }
    }

    /// Reads the name of a unit: `ms`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match folded(text).as_str() {
            "us" | "microseconds" | "µs" | "μs" => Some(Self::Microseconds),
            "ms" | "msec" | "milliseconds" => Some(Self::Milliseconds),
            "s" | "sec" | "seconds" => Some(Self::Seconds),
            _ => None,
        }
    }

    /// The unit that a column's name ends with: `latency_ms`, `Ping (ms)`.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let name = folded(header);
        let (_, last) = name.rsplit_once('_')?;
        Self::parse(last)
    }

    /// Microseconds of one unit.
    pub(super) fn factor(self) -> f64 {
        match self {
            Self::Microseconds => 1.0,
            Self::Milliseconds => 1e3,
            Self::Seconds => 1e6,
        }
    }
}

impl LossUnit {
    /// All units.
    pub const ALL: [Self; 2] = [Self::Percent, Self::Fraction];

    /// The name of the unit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fraction => "fraction",
        }
    }

    /// Reads the name of a unit: `percent`, `%`, `fraction`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match folded(text).as_str() {
            "" if text.trim() == "%" => Some(Self::Percent),
            "percent" | "pct" | "percentage" => Some(Self::Percent),
            "fraction" | "ratio" => Some(Self::Fraction),
            _ => None,
        }
    }

    /// The unit that a column's name ends with: `loss_percent`, `Packet loss (%)`. A rate may be either.
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        if header.contains('%') {
            return Some(Self::Percent);
        }
        let name = folded(header);
        let (_, last) = name.rsplit_once('_')?;
        Self::parse(last)
    }

    /// Millionths of the packets of one unit.
    pub(super) fn factor(self) -> f64 {
        match self {
            Self::Percent => 1e4,
            Self::Fraction => 1e6,
        }
    }
}

/// Whether a name means bytes, eight times as much: `MB/s`, `MBps`, `KBytes`.
fn speaks_of_bytes(name: &str) -> bool {
    ["B/s", "Bps", "Byte", "byte", "BYTE", "octet"]
        .iter()
        .any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_units_only_where_they_have_one() {
        for (header, expected) in [
            ("download_mbps", "Mbit/s"),
            ("DOWNLOAD_MBPS", "Mbit/s"),
            ("Download (kbit/s)", "kbit/s"),
            ("Download [Mb/s]", "Mbit/s"),
            ("a.MeanThroughputMbps", "Mbit/s"),
            ("avg_d_kbps", "kbit/s"),
            ("speed bps", "bit/s"),
            ("dl_Gbit/s", "Gbit/s"),
            ("download", ""),
            ("download_s", ""),
            ("Download (MB/s)", ""),
            ("downMBps", ""),
            ("kbps_download", ""),
        ] {
            let unit = SpeedUnit::of_header(header).map_or("", SpeedUnit::name);
            assert_eq!(unit, expected, "{header}");
        }
        for (header, expected) in [
            ("latency_ms", "ms"),
            ("Ping (µs)", "us"),
            ("rtt_s", "s"),
            ("latency", ""),
            ("ms", ""),
        ] {
            let unit = LatencyUnit::of_header(header).map_or("", LatencyUnit::name);
            assert_eq!(unit, expected, "{header}");
        }
        for (header, expected) in [
            ("rtt_packet_loss_pct", "percent"),
            ("Packet loss (%)", "percent"),
            ("loss_fraction", "fraction"),
            ("loss_rate", ""),
            ("loss", ""),
        ] {
            let unit = LossUnit::of_header(header).map_or("", LossUnit::name);
            assert_eq!(unit, expected, "{header}");
        }
    }

    #[test]
    fn a_person_writes_units_as_people_do() {
        for unit in SpeedUnit::ALL {
            assert_eq!(SpeedUnit::parse(unit.name()), Some(unit));
        }
        for unit in LatencyUnit::ALL {
            assert_eq!(LatencyUnit::parse(unit.name()), Some(unit));
        }
        for unit in LossUnit::ALL {
            assert_eq!(LossUnit::parse(unit.name()), Some(unit));
        }
        assert_eq!(LossUnit::parse("%"), Some(LossUnit::Percent));
        assert_eq!(SpeedUnit::parse("Mbps"), Some(SpeedUnit::Megabits));
        assert_eq!(
            (SpeedUnit::parse("MB/s"), SpeedUnit::parse("fast")),
            (None, None)
        );
    }
}
