//! A value of a column in, its text out.

use std::fmt::{Display, Write as _};

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use ::parquet::data_type::Int96;
use ::parquet::schema::types::ColumnDescriptor;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};

/// What the numbers or bytes of a column stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What they are: signed numbers, truth values, text, bytes.
    Plain,
    Unsigned,
    /// Decimal numbers with so many digits behind the point.
    Decimal(u32),
    /// Days since 1970-01-01.
    Date,
    /// So many units of a second since midnight.
    Time(i64),
    /// So many units of a second since 1970-01-01, and whether in UTC.
    Moment(i64, bool),
    /// Text, which must be UTF-8.
    Text,
    Uuid,
}

impl Meaning {
    /// The meaning that the schema gives a column, in the present or the older way.
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        match column.logical_type_ref() {
            Some(logical) => of_logical(logical),
            None => of_converted(column),
        }
    }
}

fn of_logical(logical: &LogicalType) -> Meaning {
    match logical {
        LogicalType::String | LogicalType::Enum | LogicalType::Json => Meaning::Text,
        LogicalType::Decimal(decimal) => Meaning::Decimal(decimal.scale.try_into().unwrap_or(0)),
        LogicalType::Date => Meaning::Date,
        LogicalType::Time(time) => Meaning::Time(per_second(time.unit)),
        LogicalType::Timestamp(moment) => {
            Meaning::Moment(per_second(moment.unit), moment.is_adjusted_to_u_t_c)
        }
        LogicalType::Integer(integer) if !integer.is_signed => Meaning::Unsigned,
        LogicalType::Uuid => Meaning::Uuid,
        _ => Meaning::Plain,
    }
}

fn of_converted(column: &ColumnDescriptor) -> Meaning {
    match column.converted_type() {
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Meaning::Text,
        ConvertedType::DECIMAL => Meaning::Decimal(column.type_scale().try_into().unwrap_or(0)),
        ConvertedType::DATE => Meaning::Date,
        ConvertedType::TIME_MILLIS => Meaning::Time(1_000),
        ConvertedType::TIME_MICROS => Meaning::Time(1_000_000),
        ConvertedType::TIMESTAMP_MILLIS => Meaning::Moment(1_000, true),
        ConvertedType::TIMESTAMP_MICROS => Meaning::Moment(1_000_000, true),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Meaning::Unsigned,
        _ => Meaning::Plain,
    }
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

/// A value of one of the physical types, as text. Blank is what stands for no value; the error says what the value
/// is not.
pub(super) trait Value {
    fn write(&self, meaning: Meaning, text: &mut String) -> Result<(), &'static str>;
}

impl Value for bool {
    fn write(&self, _: Meaning, text: &mut String) -> Result<(), &'static str> {
        text.push_str(if *self { "true" } else { "false" });
        Ok(())
    }
}

impl Value for i32 {
    fn write(&self, meaning: Meaning, text: &mut String) -> Result<(), &'static str> {
        match meaning {
            Meaning::Unsigned => append(text, self.cast_unsigned()),
            _ => i64::from(*self).write(meaning, text),
        }
    }
}

impl Value for i64 {
    fn write(&self, meaning: Meaning, text: &mut String) -> Result<(), &'static str> {
        match meaning {
            Meaning::Unsigned => append(text, self.cast_unsigned()),
            Meaning::Decimal(scale) => decimal(i128::from(*self), scale, text),
            Meaning::Date => date(*self, text),
            Meaning::Time(per_second) => time(*self, per_second, text),
            Meaning::Moment(per_second, is_utc) => moment(*self, per_second, is_utc, text),
            _ => append(text, *self),
        }
    }
}

/// The day of 1970-01-01 as Julian days count.
const JULIAN_DAY_OF_1970: i64 = 2_440_588;

impl Value for Int96 {
    /// A moment as Impala and older Spark write it: nanoseconds of a day, then the Julian day.
    fn write(&self, _: Meaning, text: &mut String) -> Result<(), &'static str> {
        let &[low, high, day] = self.data() else {
            return Err("a moment");
        };
        let nanos = i64::try_from((u64::from(high) << 32) | u64::from(low)).ok();
        let nanos = nanos.ok_or("a moment")?;
        let seconds = (i64::from(day) - JULIAN_DAY_OF_1970) * 86_400 + nanos / 1_000_000_000;
        moment_text(seconds, nanos % 1_000_000_000, false, text)
    }
}

impl Value for f32 {
    fn write(&self, _: Meaning, text: &mut String) -> Result<(), &'static str> {
        // No sign at zero.
        number(*self + 0.0, self.is_nan(), text)
    }
}

impl Value for f64 {
    fn write(&self, _: Meaning, text: &mut String) -> Result<(), &'static str> {
        // No sign at zero.
        number(*self + 0.0, self.is_nan(), text)
    }
}

impl Value for [u8] {
    fn write(&self, meaning: Meaning, text: &mut String) -> Result<(), &'static str> {
        match (meaning, std::str::from_utf8(self)) {
            (Meaning::Decimal(scale), _) => decimal(big_endian(self)?, scale, text),
            (Meaning::Uuid, _) => uuid(self, text),
            (_, Ok(words)) if !words.contains('\0') => {
                text.push_str(words);
                Ok(())
            }
            (Meaning::Text, _) => Err("text in UTF-8"),
            _ => hex(self, text),
        }
    }
}

fn append(text: &mut String, value: impl Display) -> Result<(), &'static str> {
    write!(text, "{value}").map_err(|_| "a value that can be printed")
}

/// As short as it can be read back, whole numbers without a point; not a number is how tables of floats write blanks.
fn number(value: impl Display, is_nan: bool, text: &mut String) -> Result<(), &'static str> {
    if is_nan { Ok(()) } else { append(text, value) }
}

/// A signed number of any number of bytes, the most significant first.
fn big_endian(bytes: &[u8]) -> Result<i128, &'static str> {
    let negative = bytes.first().is_some_and(|first| *first >= 0x80);
    let mut wide = if negative { [0xff; 16] } else { [0; 16] };
    let start = wide.len().checked_sub(bytes.len());
    let place = start.and_then(|start| wide.get_mut(start..));
    place
        .ok_or("a decimal number of at most 38 digits")?
        .copy_from_slice(bytes);
    Ok(i128::from_be_bytes(wide))
}

/// The most digits that a number of 16 bytes may have.
const MAX_SCALE: u32 = 38;

fn decimal(unscaled: i128, scale: u32, text: &mut String) -> Result<(), &'static str> {
    if scale > MAX_SCALE {
        return Err("a decimal number of at most 38 digits");
    }
    let scale = scale as usize;
    if unscaled < 0 {
        text.push('-');
    }
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    text.push_str(whole);
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    Ok(())
}

fn date(days: i64, text: &mut String) -> Result<(), &'static str> {
    let since = TimeDelta::try_days(days);
    let date =
        since.and_then(|since| NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_signed(since));
    append(text, date.ok_or("a date")?)
}

fn time(units: i64, per_second: i64, text: &mut String) -> Result<(), &'static str> {
    let seconds = u32::try_from(units.div_euclid(per_second)).ok();
    let nanos = units.rem_euclid(per_second) * (1_000_000_000 / per_second);
    let nanos = u32::try_from(nanos).ok();
    let time = seconds
        .zip(nanos)
        .and_then(|(seconds, nanos)| NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos));
    append(text, time.ok_or("a time of day")?)
}

fn moment(
    units: i64,
    per_second: i64,
    is_utc: bool,
    text: &mut String,
) -> Result<(), &'static str> {
    let nanos = units.rem_euclid(per_second) * (1_000_000_000 / per_second);
    moment_text(units.div_euclid(per_second), nanos, is_utc, text)
}

fn moment_text(
    seconds: i64,
    nanos: i64,
    is_utc: bool,
    text: &mut String,
) -> Result<(), &'static str> {
    let nanos = u32::try_from(nanos).ok();
    let moment = nanos.and_then(|nanos| DateTime::from_timestamp(seconds, nanos));
    let zone = if is_utc { "Z" } else { "" };
    let moment = moment.ok_or("a moment")?;
    append(
        text,
        format_args!("{}{zone}", moment.format("%Y-%m-%dT%H:%M:%S%.f")),
    )
}

fn uuid(bytes: &[u8], text: &mut String) -> Result<(), &'static str> {
    for (index, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&index) {
            text.push('-');
        }
        append(text, format_args!("{byte:02x}"))?;
    }
    Ok(())
}

fn hex(bytes: &[u8], text: &mut String) -> Result<(), &'static str> {
    bytes
        .iter()
        .try_for_each(|byte| append(text, format_args!("{byte:02x}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<V: Value + ?Sized>(value: &V, meaning: Meaning) -> String {
        let mut text = String::new();
        match value.write(meaning, &mut text) {
            Ok(()) => text,
            Err(expected) => format!("no {expected}"),
        }
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!(text(&1_208_002_025.0_f64, Meaning::Plain), "1208002025");
        assert_eq!(text(&0.1_f32, Meaning::Plain), "0.1");
        assert_eq!(text(&-0.0_f64, Meaning::Plain), "0");
        assert_eq!(text(&f64::NAN, Meaning::Plain), "");
        assert_eq!(text(&-1_i64, Meaning::Unsigned), "18446744073709551615");
        assert_eq!(text(&-1_i32, Meaning::Unsigned), "4294967295");
    }

    #[test]
    fn decimals_keep_their_point() {
        assert_eq!(text(&-1_250_i64, Meaning::Decimal(2)), "-12.5");
        assert_eq!(text(&5_i32, Meaning::Decimal(3)), "0.005");
        assert_eq!(text(&1_200_i32, Meaning::Decimal(2)), "12");
        assert_eq!(text(&[0xff, 0x38][..], Meaning::Decimal(1)), "-20");
    }

    #[test]
    fn moments_follow_iso_8601() {
        assert_eq!(text(&20_148_i32, Meaning::Date), "2025-03-01");
        assert_eq!(text(&45_296_500_i32, Meaning::Time(1_000)), "12:34:56.500");
        let moment = 1_740_832_496_i64;
        assert_eq!(
            text(&moment, Meaning::Moment(1, true)),
            "2025-03-01T12:34:56Z"
        );
        let millis = moment * 1_000 + 7;
        assert_eq!(
            text(&millis, Meaning::Moment(1_000, false)),
            "2025-03-01T12:34:56.007"
        );
        assert_eq!(
            text(&-1_i64, Meaning::Moment(1_000, false)),
            "1969-12-31T23:59:59.999"
        );
        assert_eq!(text(&i64::MAX, Meaning::Moment(1, false)), "no a moment");
        assert_eq!(text(&i64::MIN, Meaning::Date), "no a date");
        let mut old = Int96::new();
        old.set_data(0, 0, 2_460_736);
        assert_eq!(text(&old, Meaning::Plain), "2025-03-01T00:00:00");
    }

    #[test]
    fn bytes_are_text_where_they_can_be() {
        assert_eq!(text("ção".as_bytes(), Meaning::Plain), "ção");
        assert_eq!(text(&[0xff, 0x00][..], Meaning::Plain), "ff00");
        assert_eq!(text(&[0xff][..], Meaning::Text), "no text in UTF-8");
        let uuid: Vec<u8> = (0..16).collect();
        assert_eq!(
            text(&uuid[..], Meaning::Uuid),
            "00010203-0405-0607-0809-0a0b0c0d0e0f"
        );
    }
}
