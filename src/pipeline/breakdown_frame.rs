//! The figures of a level by group in, the frame of `regions_LEVEL_by` out.

use std::borrow::Cow;

use super::frames::{Columns, Told, constant, count_columns, measurement_columns, word_view};
use crate::table::{
    Breakdown, BreakdownField, BrokenDown, Column, Frame, FrameGeometry, Part, Regions, TextColumn,
    Values,
};

/// The words of parts that are no regions, in their order.
const TOTALS: [Part; 3] = [Part::Outside, Part::NoPosition, Part::National];

/// `regions_LEVEL_by`: a row for each part of the level and each group of schools in it.
pub(super) fn by_frame<'a>(
    regions: &'a Regions,
    breakdown: &'a Breakdown,
    broken: &'a BrokenDown,
    told: Told,
) -> Frame<'a> {
    let mut columns = part_columns(regions, |row| broken.rows[row].part);
    let mut figures = count_columns(&broken.counts, told);
    figures.extend(measurement_columns(&broken.counts, &broken.speeds, told));
    for (index, field) in breakdown.fields.iter().enumerate() {
        let name = free_name(field, [&columns, &figures]);
        let label = move |row: usize| {
            let group = broken.rows[row].group as usize;
            Some(breakdown.groups[group][index])
        };
        let labels = Column::Words {
            keys: Values::view(label),
            words: Cow::Borrowed(&field.labels),
        };
        columns.push((name, labels));
    }
    columns.extend(figures);
    Frame {
        name: format!("regions_{}_by", regions.level),
        n_rows: broken.rows.len(),
        columns,
        geometry: FrameGeometry::None,
    }
}

/// Which region or total each row is of.
pub(super) fn part_columns<'a>(
    regions: &'a Regions,
    part: impl Fn(usize) -> Part + Copy + Send + Sync + 'a,
) -> Columns<'a> {
    let region = move |row: usize| match part(row) {
        Part::Region(region) => Some(region),
        _ => None,
    };
    let of_region = |name: &str, words: &'a TextColumn| {
        let column = Column::Words {
            keys: Values::view(region),
            words: Cow::Borrowed(words),
        };
        (name.to_owned(), column)
    };
    let total = move |row: usize| {
        let total = TOTALS.iter().position(|total| *total == part(row))?;
        u32::try_from(total).ok()
    };
    vec![
        of_region("region_id", &regions.region_id),
        of_region("region_name", &regions.region_name),
        constant("level", &regions.level),
        word_view(
            "total",
            Values::view(total),
            TOTALS.map(|part| part.name().unwrap_or_default()),
        ),
    ]
}

/// The name of a field's column; one that is taken gets `input_` before it.
fn free_name(field: &BreakdownField, taken: [&Columns; 2]) -> String {
    let mut free = field.name.clone();
    let is_taken = |name: &str| {
        let mut all = taken.into_iter().flatten();
        all.any(|(taken, _)| taken.eq_ignore_ascii_case(name))
    };
    while is_taken(&free) {
        free = format!("input_{free}");
    }
    free
}
