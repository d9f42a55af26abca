//! Months of downloads in, the trend of every level and the frame of `trend_LEVEL` out.

use super::breakdown_frame::part_columns;
use super::frames::{Columns, integer_view, real_view, word_view};
use super::measurements::Measurements;
use super::places::{Level, Places};
use crate::error::Error;
use crate::summarize::trend;
use crate::table::{Frame, FrameGeometry, Regions, TextColumn, Trend, TrendRow, Values};

/// The trend of every level; none where the plan asks for none.
pub(super) fn trends(
    measurements: Option<&Measurements>,
    is_closed: &[bool],
    (levels, places): (&[Level], &Places),
) -> Result<Vec<Trend>, Error> {
    let Some((found, months)) = measurements.and_then(|found| Some((found, found.months()?)))
    else {
        return Ok(Vec::new());
    };
    let levels = levels.iter().zip(&places.levels);
    let trends = levels.map(|(level, places)| {
        let placements = &places.placements;
        let level = &level.regions.level;
        trend(level, months, is_closed, placements, found.reference)
    });
    trends.collect()
}

/// `trend_LEVEL`: for each part of a level with a download a row for each month.
pub(super) fn trend_frame<'a>(regions: &'a Regions, trend: &'a Trend) -> Frame<'a> {
    let n_months = trend.months.len().max(1);
    let mut columns = part_columns(regions, move |row| trend.parts[row / n_months]);
    let months: TextColumn = trend
        .months
        .iter()
        .fold(TextColumn::new(), |mut texts, month| {
            texts.push(&month.to_string());
            texts
        });
    let month = move |row: usize| u32::try_from(row % n_months).ok();
    columns.push(word_view("month", Values::view(month), months.iter()));
    columns.extend(figures(&trend.rows));
    Frame {
        name: format!("trend_{}", regions.level),
        n_rows: trend.rows.len(),
        columns,
        geometry: FrameGeometry::None,
    }
}

fn figures(rows: &[TrendRow]) -> Columns<'_> {
    let count = |name: &str, of: fn(&TrendRow) -> u64| {
        integer_view(
            name,
            Values::view(move |row: usize| i64::try_from(of(&rows[row])).ok()),
        )
    };
    let share = |name: &str, threshold: usize| {
        real_view(
            name,
            Values::view(move |row: usize| rows[row].share_below(threshold)),
        )
    };
    vec![
        count("n_measured", |row| row.n_measured.into()),
        count("n_tests", |row| row.n_tests),
        real_view(
            "download_mbps_median",
            Values::view(|row: usize| rows[row].download_mbps_median),
        ),
        share("share_below_1_mbps", 0),
        share("share_below_5_mbps", 1),
        share("share_below_20_mbps", 2),
        count("n_newly_connected", |row| row.n_newly_connected.into()),
        count("n_live", |row| row.n_live.into()),
    ]
}
