//! What was computed in, the page that people look at out.

use serde_json::value::to_raw_value;

use super::frames::Told;
use super::plan::{Layer, Output, Plan};
use super::report::{Report, StatusValue};
use super::run::{Computed, closed};
use crate::draw::{Page, PageCheck, PageLevel, report_page};
use crate::error::Error;
use crate::format::Format;
use crate::issue::IssueLog;
use crate::summarize;
use crate::table::{Counts, Month, SpeedFigures};
use crate::write::Folder;

/// The file of the page.
const PAGE: &str = "report.html";
/// The page lists so many words of connectivity: free text may have any number.
const MOST_STATUS_VALUES: usize = 100;

/// Writes the page; `report` lists the files that stand beside it.
pub(super) fn write_page(
    plan: &Plan,
    computed: &Computed,
    told: Told,
    report: &Report,
    folder: &mut Folder,
) -> Result<(), Error> {
    let shown = Report {
        status_values: most_frequent(&report.status_values),
        ..report.clone()
    };
    let shown = to_raw_value(&shown).expect("text keys and finite numbers");
    let levels = levels(plan, computed);
    let n_regions = levels.iter().map(|level| level.regions.len() as u64).sum();
    let html = report_page(&Page {
        language: plan.output.language,
        national: computed.national,
        national_speeds: national_speeds(computed),
        has_students: told.students,
        has_measurements: told.measurements,
        measured_by_month: &measured_by_month(plan, computed),
        min_schools: plan.rules.ranking.min_schools,
        min_known: plan.rules.ranking.min_known,
        levels,
        checks: checks(&computed.issues),
        n_status_values: report.status_values.len(),
        report: &shown,
        version: report.version,
    });
    folder.file(PAGE, |out| out.write_all(&html).map(|()| n_regions))
}

/// The levels with the coarsest first, else in their order.
fn levels<'a>(plan: &Plan, computed: &'a Computed) -> Vec<PageLevel<'a>> {
    let mut order: Vec<usize> = (0..computed.levels.len()).collect();
    order.sort_by_key(|level| depth(computed, *level));
    let place = |level: usize| order.iter().position(|other| *other == level);
    let page_level = |level: &usize| {
        let counts: &[Counts] = &computed.summaries[*level].regions;
        PageLevel {
            regions: &computed.levels[*level].regions,
            counts,
            speeds: &computed.speeds[*level].regions,
            is_enough: counts
                .iter()
                .map(|counts| plan.rules.ranking.admits(counts))
                .collect(),
            trend: computed.trends.get(*level),
            coarser: computed.levels[*level].coarser.and_then(place),
        }
    };
    order.iter().map(page_level).collect()
}

/// How many coarser levels a level has.
fn depth(computed: &Computed, level: usize) -> usize {
    let coarser = |level: &usize| computed.levels[*level].coarser;
    let above = std::iter::successors(coarser(&level), coarser);
    above.take(computed.levels.len()).count()
}

/// Whether a run writes the page, which tells in how many schools something was measured in each month; where a plan
/// asks for the trend of downloads, that is told instead.
pub(super) fn wants_months(plan: &Plan) -> bool {
    writes_page(&plan.output) && !plan.breakdown.trend
}

/// Whether a run writes the page.
pub(super) fn writes_page(output: &Output) -> bool {
    output.has_layer(Layer::Regions) && output.has_format(Format::Report)
}

/// How many schools were measured in each month.
fn measured_by_month(plan: &Plan, computed: &Computed) -> Vec<(Month, u32)> {
    let found = computed.measurements.as_ref();
    let months = found.and_then(|found| found.measured.months.as_ref());
    let is_closed = closed(&computed.schools, plan.rules.include_closed);
    months
        .map(|months| summarize::measured_by_month(months, &is_closed))
        .unwrap_or_default()
}

/// What all measurements come to, whatever the level.
fn national_speeds(computed: &Computed) -> SpeedFigures {
    let first = computed.speeds.first();
    first
        .and_then(|speeds| speeds.totals.last().cloned())
        .unwrap_or_default()
}

fn checks(issues: &IssueLog) -> Vec<PageCheck> {
    let check = |(check, [refused, repaired, doubted]): (&'static str, [u64; 3])| PageCheck {
        check,
        refused,
        repaired,
        doubted,
        first: issues
            .first(check)
            .map(|issue| format!("{}: {}", issue.place, issue.message))
            .unwrap_or_default(),
    };
    issues.counts_by_severity().map(check).collect()
}

/// The most frequent words, ties in their order.
fn most_frequent(values: &[StatusValue]) -> Vec<StatusValue> {
    let mut values = values.to_vec();
    values.sort_by_key(|value| std::cmp::Reverse(value.rows));
    values.truncate(MOST_STATUS_VALUES);
    values
}
