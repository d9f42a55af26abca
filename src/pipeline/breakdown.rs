//! Filters and fields in, the schools that count and their figures by group out.

use serde::Serialize;

use super::measurements::Measurements;
use super::places::{Level, Places};
use super::plan::Plan;
use crate::error::Error;
use crate::normalize::{Filter, break_down, exclude, excluded, trait_name};
use crate::summarize::break_down_level;
use crate::table::{Breakdown, BrokenDown, Measured, Schools, Summaries};

/// Which schools count, and by what the figures are broken down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BreakdownPlan {
    /// Only schools that pass all of these count; the others are in the accounting as excluded.
    pub filters: Vec<Filter>,
    /// The fields, or other columns by their headers, by whose values the figures of regions are split.
    pub by: Vec<String>,
    /// Whether the downloads of regions are told month by month; it takes about 100 bytes of memory for each month in
    /// which a school has one.
    pub trend: bool,
}

impl BreakdownPlan {
    /// The fields that are asked for, each once.
    pub(super) fn fields(&self) -> Vec<String> {
        let of_filters = self.filters.iter().map(|filter| &filter.field);
        distinct(of_filters.chain(&self.by))
    }
}

fn distinct<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names.map(|name| trait_name(name)) {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

/// Takes the schools that do not pass the filters out of the tables; their rows before that, in order.
pub(super) fn leave_out(
    plan: &Plan,
    schools: &mut Schools,
    measurements: Option<&mut Measurements>,
) -> Result<Vec<u32>, Error> {
    let rows = excluded(schools, &plan.breakdown.filters)?;
    exclude(schools, &rows);
    if let Some(found) = measurements {
        found.leave_out(&rows);
    }
    Ok(rows)
}

/// The figures of all levels by group.
pub(super) struct BrokenDownLevels {
    pub(super) breakdown: Breakdown,
    pub(super) levels: Vec<BrokenDown>,
}

/// Splits the figures of every level by the fields of the plan; `None` where it has none.
pub(super) fn break_down_levels(
    plan: &Plan,
    (schools, is_closed): (&Schools, &[bool]),
    (levels, places): (&[Level], &Places),
    summaries: &[Summaries],
    measured: Option<&Measured>,
) -> Result<Option<BrokenDownLevels>, Error> {
    let by = distinct(plan.breakdown.by.iter());
    if by.is_empty() {
        return Ok(None);
    }
    check_level_names(levels)?;
    let breakdown = break_down(schools, &by)?;
    let levels = levels.iter().zip(&places.levels).zip(summaries);
    let broken = levels.map(|((level, places), summaries)| {
        break_down_level(
            (schools, is_closed),
            &places.placements,
            measured,
            (&level.regions.level, summaries),
            &breakdown,
        )
    });
    let levels = broken.collect::<Result<_, _>>()?;
    Ok(Some(BrokenDownLevels { breakdown, levels }))
}

/// Refuses two levels of which one's table by groups would bear the name of the other's table.
fn check_level_names(levels: &[Level]) -> Result<(), Error> {
    let names = || levels.iter().map(|level| level.regions.level.as_str());
    let is_taken = |name: &str| names().any(|other| other == format!("{name}_by"));
    match names().find(|name| is_taken(name)) {
        None => Ok(()),
        Some(name) => Err(Error::Plan(format!(
            "levels {name} and {name}_by would share the file regions_{name}_by.csv; expected another name for one of them"
        ))),
    }
}

/// By what figures are broken down.
#[derive(Clone, Debug, Serialize)]
pub struct BreakdownReport {
    /// The fields.
    pub fields: Vec<BreakdownFieldReport>,
    /// Combinations of their values that some school has.
    pub groups: u64,
    /// What stands for a blank value.
    pub blank: &'static str,
}

/// A field that figures are broken down by.
#[derive(Clone, Debug, Serialize)]
pub struct BreakdownFieldReport {
    /// The field, or another column by its header.
    pub field: String,
    /// Its distinct values.
    pub values: u64,
    /// Schools whose spelling of their value differs in case, accents or white space from the first one, which is taken.
    pub schools_respelled: u64,
}

/// The report of a breakdown.
pub(super) fn breakdown_report(found: &BrokenDownLevels) -> BreakdownReport {
    let fields = found.breakdown.fields.iter();
    let fields = fields.map(|field| BreakdownFieldReport {
        field: field.name.clone(),
        values: field.labels.len() as u64,
        schools_respelled: field.n_respelled,
    });
    BreakdownReport {
        fields: fields.collect(),
        groups: found.breakdown.groups.len() as u64,
        blank: Breakdown::BLANK,
    }
}
