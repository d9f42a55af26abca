//! Coordinates in, those with fewer than five decimals out.
//!
//! What counts is the shortest decimal that reads back as the same number, and where the number is exactly a float32,
//! the shortest that reads back as the same float32: tables that once held coordinates in four bytes print
//! 17.916521072387695 for 17.916521, and 17.5 stays 17.5.

use super::check::{Axis, Check};
use super::fields::rows_where;
use super::finding::Finding;
use crate::table::Records;

/// Rows whose longitude or latitude has fewer than five decimals (about a metre).
pub(super) fn imprecise(check: &'static Check, records: &Records, axis: Axis) -> Finding {
    let coordinate = |row: usize| {
        let [lon, lat] = records.given[row]?;
        Some(if axis == Axis::Latitude { lat } else { lon })
    };
    let rows = rows_where(records, |row| {
        coordinate(row).is_some_and(has_at_most_four_decimals)
    });
    Finding::of_rows(check, rows, records.given.iter().flatten().count())
}

/// Whether a decimal of four places reads back as the number: the nearest one is the only candidate.
fn has_at_most_four_decimals(value: f64) -> bool {
    let nearest = (value * 1e4).round() / 1e4;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whether it is a float32 is the question"
    )]
    let (value_f32, nearest_f32) = (value as f32, nearest as f32);
    nearest == value || (f64::from(value_f32) == value && nearest_f32 == value_f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn float32_artefacts_have_the_decimals_of_the_float32() {
        for (value, is_imprecise) in [
            (17.5, true),
            (36.8219, true),
            (36.82191, false),
            (-1.0, true),
            (f64::from(17.916_521_f32), false),
            (f64::from(17.91_f32), true),
            (f64::from(17.9165_f32), true),
            (17.910_000_000_000_002, false),
        ] {
            assert_eq!(has_at_most_four_decimals(value), is_imprecise, "{value}");
        }
    }

    /// Decimals of the shortest text that reads back the same.
    fn decimals(text: &str) -> usize {
        text.split_once('.')
            .map_or(0, |(_, decimals)| decimals.len())
    }

    proptest! {
        #[test]
        fn the_shortest_text_decides(whole in -180_i32..180, part in "[0-9]{0,8}", as_f32: bool) {
            let value: f64 = format!("{whole}.{part}0").parse().unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "as tables in four bytes do")]
            let short = value as f32;
            let value = if as_f32 { f64::from(short) } else { value };
            let expected = if f64::from(short) == value {
                decimals(&short.to_string()) < 5
            } else {
                decimals(&value.to_string()) < 5
            };
            prop_assert_eq!(has_at_most_four_decimals(value), expected, "{}", value);
        }
    }
}
