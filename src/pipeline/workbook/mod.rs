//! What was computed in, `schoolreach.xlsx` out: a summary, the regions and totals of every level, the issues, the
//! columns and, where a sheet holds them, the schools.

mod summary;

use super::dictionary::{Dictionary, column_meaning};
use super::frames::{Told, issues_frame, regions_frame, schools_frame, totals_frame};
use super::places::Level;
use super::plan::{Layer, Plan};
use super::report::Report;
use super::run::{Computed, all_files};
use crate::error::Error;
use crate::neighbors::Neighbor;
use crate::table::{Frame, Nesting};
use crate::write::{self, Folder, Job, MOST_SHEET_ROWS, Sheet};
pub(super) use summary::LeftOut;
use summary::summary_frame;

/// The name of the workbook.
const WORKBOOK: &str = "schoolreach.xlsx";

/// Fails where a plan asks for a workbook that this build cannot write.
pub(super) fn check_workbook(plan: &Plan) -> Result<(), Error> {
    if cfg!(feature = "spreadsheet") || !plan.output.has_workbook() {
        return Ok(());
    }
    let message = "this build writes no workbooks: it is without the feature `spreadsheet`";
    Err(Error::Plan(message.to_owned()))
}

/// The writing of a table as a workbook of its own.
pub(super) fn single_job<'a>(name: String, frame: &'a Frame) -> Job<'a> {
    Job::with_scratch(name, move |scratch, out| {
        let shares = vec![false; frame.columns.len()];
        write::workbook(&[Sheet { frame, shares }], scratch, out)
    })
}

/// The tables that have too many rows for a sheet, and so are not in the workbook that a plan asks for.
pub(super) fn left_out(plan: &Plan, computed: &Computed) -> Vec<LeftOut> {
    let is_asked = plan.output.has_workbook() && plan.output.has_layer(Layer::Schools);
    let n_rows = computed.schools.len();
    let schools = LeftOut {
        sheet: "schools",
        n_rows: n_rows as u64,
    };
    let is_left_out = is_asked && n_rows > MOST_SHEET_ROWS;
    is_left_out.then_some(schools).into_iter().collect()
}

/// Writes the workbook with the groups of tables that the plan asks for.
pub(super) fn write_workbook(
    plan: &Plan,
    computed: &Computed,
    (report, told): (&Report, Told),
    nearest: &[Option<Neighbor>],
    dictionary: &mut Dictionary,
    folder: &mut Folder,
) -> Result<(), Error> {
    let left_out = left_out(plan, computed);
    let summary = summary_frame(report, &computed.national, &left_out);
    dictionary.add([&summary]);
    let nesting = Nesting::default();
    let mut frames = vec![summary];
    if plan.output.has_layer(Layer::Regions) {
        frames.extend(level_frames(plan, computed, told, &nesting));
    }
    if plan.output.has_layer(Layer::Issues) {
        frames.push(issues_frame(&computed.issues, &all_files(computed)));
    }
    frames.push(dictionary.frame());
    if plan.output.has_layer(Layer::Schools) && left_out.is_empty() {
        frames.push(schools(plan, computed, nearest));
    }
    let sheets = sheets(&frames, &computed.levels);
    let job = Job::with_scratch(WORKBOOK, |scratch, out| {
        write::workbook(&sheets, scratch, out)
    });
    folder.files_at_once(vec![job])
}

/// The regions of all levels, then their totals.
fn level_frames<'a>(
    plan: &Plan,
    computed: &'a Computed,
    told: Told,
    nesting: &'a Nesting,
) -> impl Iterator<Item = Frame<'a>> {
    let keep = plan.output.keep_properties;
    let levels = || {
        let figures = computed.summaries.iter().zip(&computed.speeds);
        computed.levels.iter().zip(figures)
    };
    let regions = levels()
        .map(move |(level, figures)| regions_frame(&level.regions, figures, nesting, told, keep));
    let totals =
        levels().map(move |(level, figures)| totals_frame(&level.regions.level, figures, told));
    regions.chain(totals)
}

fn schools<'a>(plan: &Plan, computed: &'a Computed, nearest: &'a [Option<Neighbor>]) -> Frame<'a> {
    schools_frame(
        &computed.schools,
        &computed.levels,
        &computed.places.levels,
        nearest,
        computed.measurements.as_ref().map(|found| &found.measured),
        plan.output.keep_properties,
    )
}

/// The frames as sheets, in which fractions are shown as percentages.
fn sheets<'a>(frames: &'a [Frame<'a>], levels: &[Level]) -> Vec<Sheet<'a>> {
    let levels: Vec<&str> = levels
        .iter()
        .map(|level| level.regions.level.as_str())
        .collect();
    let is_share = |table: &str, column: &str| {
        let meaning = column_meaning(table, column, &levels);
        meaning.is_some_and(|meaning| meaning.unit == "fraction")
    };
    let sheet = |frame: &'a Frame<'a>| Sheet {
        frame,
        shares: frame
            .columns
            .iter()
            .map(|(column, _)| is_share(&frame.name, column))
            .collect(),
    };
    frames.iter().map(sheet).collect()
}
