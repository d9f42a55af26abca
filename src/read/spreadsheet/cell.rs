//! The value of a cell in, its text out.

use std::borrow::Cow;

use calamine::{DataType, ExcelDateTime};

const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// The text of a cell: whole numbers without a point, others as short as they can be read back, dates by ISO 8601,
/// errors by their own word.
pub(super) fn text<D: DataType>(value: &D) -> Cow<'_, str> {
    let iso = value.get_datetime_iso().or(value.get_duration_iso());
    if let Some(text) = value.get_string().or(iso) {
        return Cow::Borrowed(text);
    }
    if let Some(number) = value.get_float() {
        return Cow::Owned(number_text(number));
    }
    if let Some(number) = value.get_int() {
        return Cow::Owned(number.to_string());
    }
    if let Some(answer) = value.get_bool() {
        return Cow::Borrowed(if answer { "true" } else { "false" });
    }
    if let Some(moment) = value.get_datetime() {
        return Cow::Owned(moment_text(&moment));
    }
    let error = value.get_error();
    error.map_or(Cow::Borrowed(""), |error| Cow::Owned(error.to_string()))
}

fn number_text(number: f64) -> String {
    // No sign at zero.
    format!("{}", number + 0.0)
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        return clock_text((days * SECONDS_OF_A_DAY).round());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => date,
        (_, _, _, 0) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    }
}

/// A time of day or a duration, given in whole seconds.
fn clock_text(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let seconds = seconds.abs();
    let (hours, rest) = ((seconds / 3_600.0).floor(), seconds % 3_600.0);
    let (minutes, seconds) = ((rest / 60.0).floor(), rest % 60.0);
    format!("{sign}{hours:02}:{minutes:02}:{seconds:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, Data, ExcelDateTimeType};

    fn moment(days: f64, kind: ExcelDateTimeType) -> String {
        text(&Data::DateTime(ExcelDateTime::new(days, kind, false))).into_owned()
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for (number, expected) in [
            (1_208_002_025.0, "1208002025"),
            (-9.5, "-9.5"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(text(&Data::Float(number)), expected);
        }
    }

    #[test]
    fn dates_follow_iso_8601() {
        use ExcelDateTimeType::{DateTime, TimeDelta};
        assert_eq!(moment(45_717.0, DateTime), "2025-03-01");
        assert_eq!(moment(45_717.75, DateTime), "2025-03-01T18:00:00");
        assert_eq!(moment(45_943.541, DateTime), "2025-10-13T12:59:02.400");
        assert_eq!(moment(0.5, DateTime), "12:00:00");
        assert_eq!(moment(1.5, TimeDelta), "36:00:00");
        assert_eq!(moment(-0.25, TimeDelta), "-06:00:00");
    }

    #[test]
    fn other_values_are_their_words() {
        assert_eq!(text(&Data::Bool(false)), "false");
        assert_eq!(text(&Data::Error(CellErrorType::Ref)), "#REF!");
        assert_eq!(text(&Data::String("007".to_owned())), "007");
        assert_eq!(
            text(&Data::DateTimeIso("2025-03-01".to_owned())),
            "2025-03-01"
        );
        assert_eq!(text(&Data::Empty), "");
    }
}
