//! What was computed in, `schoolreach.xlsx` out: a summary, then the tables of the run as sheets, the schools last.

mod left_out;
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
use crate::write::{self, Folder, Job, Sheet};
pub(super) use left_out::LeftOut;
use left_out::leave_out_long;
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

/// What was made for other files and goes into the workbook, too.
#[derive(Default)]
pub(super) struct Made<'a> {
    /// The nearest other open school of each school.
    pub(super) nearest: Vec<Option<Neighbor>>,
    /// The tables of regions that only some plans ask for.
    pub(super) further: Vec<Frame<'a>>,
    /// The schools that lie elsewhere than they declare.
    pub(super) declared: Vec<Frame<'a>>,
}

/// Writes the workbook with the groups of tables that the plan asks for; those that no sheet holds are left out.
pub(super) fn write_workbook(
    plan: &Plan,
    computed: &Computed,
    (report, told): (&Report, Told),
    made: Made,
    dictionary: &mut Dictionary,
    folder: &mut Folder,
) -> Result<Vec<LeftOut>, Error> {
    let nesting = Nesting::default();
    let mut tables = Vec::new();
    if plan.output.has_layer(Layer::Regions) {
        tables.extend(level_frames(plan, computed, told, &nesting));
        tables.extend(made.further);
    }
    if plan.output.has_layer(Layer::Issues) {
        tables.push(issues_frame(&computed.issues, &all_files(computed)));
        tables.extend(made.declared);
    }
    let mut schools = Vec::new();
    if plan.output.has_layer(Layer::Schools) {
        schools.push(all_schools(plan, computed, &made.nearest));
    }
    let mut left_out = leave_out_long(&mut tables);
    left_out.extend(leave_out_long(&mut schools));
    let summary = summary_frame(report, &computed.national, &left_out);
    dictionary.add([&summary]);
    tables.insert(0, summary);
    tables.push(dictionary.frame());
    tables.extend(schools);
    write_sheets(&sheets(&tables, &computed.levels), folder)?;
    Ok(left_out)
}

fn write_sheets(sheets: &[Sheet], folder: &mut Folder) -> Result<(), Error> {
    let job = Job::with_scratch(WORKBOOK, |scratch, out| {
        write::workbook(sheets, scratch, out)
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

fn all_schools<'a>(
    plan: &Plan,
    computed: &'a Computed,
    nearest: &'a [Option<Neighbor>],
) -> Frame<'a> {
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
