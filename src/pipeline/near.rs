//! Schools and points in, the schools nearest to each point out.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use super::files::find_files;
use super::inputs::{SchoolInputs, open_all, read_schools};
use super::near_frame::{Answer, answers_frame};
use super::plan::Plan;
use super::progress::{Phases, Progress};
use super::run::{
    Computed, Outcome, compute, first_of_each, open_positions, outcome, report_of, with_threads,
};
use crate::error::Error;
use crate::issue::{Issue, IssueLog};
use crate::lonlat::LonLat;
use crate::neighbors::SchoolIndex;
use crate::normalize::Choice;
use crate::table::{Frame, Schools, Status, TextColumn};
use crate::write;

/// Which schools are looked for, and from where.
#[derive(Clone, Debug)]
pub struct NearQuestion {
    /// Where they are looked for from.
    pub from: Origin,
    /// How many are looked for, for each point.
    pub k: usize,
    /// The status that they have; any where none is given.
    pub status: Option<Status>,
    /// How far they may be, in metres; infinite for any distance.
    pub within_m: f64,
}

/// Where schools are looked for from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Positions, in their order.
    At(Vec<LonLat>),
    /// Every row of some files, folders or patterns: read as school files are, but for their columns of schools.
    Files(Vec<String>),
}

/// The schools nearest to every point, and what was understood of the inputs.
#[derive(Debug)]
pub struct NearOutcome {
    /// What was understood of the schools.
    pub schools: Outcome,
    /// Schools that were looked through: open, positioned, and of the status asked for.
    pub n_candidates: u64,
    /// Rows of point files that were read, refused ones included; 0 where positions were given.
    pub n_rows_read: u64,
    /// Rows of point files that were refused.
    pub n_rows_refused: u64,
    /// Points that were asked for.
    pub n_points: u64,
    /// Points without a usable position.
    pub n_without_position: u64,
    /// Points with a position and no such school within reach.
    pub n_without_school: u64,
    /// For each check that spoke of points, how often and its first issue.
    pub point_checks: Vec<(u64, Issue)>,
    answers: Frame<'static>,
}

/// Answers which schools are nearest to each point: at most [`k`](NearQuestion::k) open ones of a status, the nearest
/// first, of several as near the first of the input. Only what a plan says of inputs, closed schools, properties (here
/// those of the points) and threads counts.
///
/// A plan may name columns of point files as `points.longitude`, `points.latitude` and `points.name`.
///
/// # Errors
/// Those of reading the inputs, and [`Error::NoSchools`] where no school could be an answer.
pub fn near(
    plan: &Plan,
    question: &NearQuestion,
    progress: &dyn Progress,
) -> Result<NearOutcome, Error> {
    let point_plan = point_plan(plan, question)?;
    let school_plan = school_plan(plan);
    with_threads(plan, || {
        let mut phases = Phases::new(progress);
        let points = match &point_plan {
            Some(plan) => phases.run("reading points", None, |progress| {
                Points::read(plan, progress)
            })?,
            None => Points::given(question),
        };
        let computed = compute(&school_plan, &mut phases)?;
        answer(&school_plan, question, &computed, &points, phases)
    })
}

impl NearOutcome {
    /// Writes the answers as CSV and returns the number of rows: up to `k` for each point, in the order of the points,
    /// and one without a rank for each point that has no position or no school within reach.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn write(&self, out: &mut (dyn Write + Send)) -> io::Result<u64> {
        write::csv(&self.answers, out)
    }

    /// Writes the answers as a CSV file: whole, or not at all.
    ///
    /// # Errors
    /// [`Error::Io`]; what was at `path` is still there then.
    pub fn save(&self, path: &Path) -> Result<u64, Error> {
        write::file(path, |out| self.write(out))
    }
}

/// The points and what was understood of their files.
struct Points {
    table: Schools,
    issues: IssueLog,
    n_rows_read: u64,
    n_rows_refused: u64,
}

impl Points {
    fn read(plan: &Plan, progress: &dyn Progress) -> Result<Self, Error> {
        let read = || {
            let opened = open_all(plan, &find_files(plan)?.schools)?;
            read_schools(plan, opened, &[], None, progress)
        };
        let SchoolInputs { intake, .. } = read().map_err(speaking_of_points)?;
        Ok(Self {
            n_rows_read: intake.files.iter().map(|file| file.rows_read).sum(),
            n_rows_refused: intake.files.iter().map(|file| file.rows_refused).sum(),
            table: intake.schools,
            issues: intake.issues,
        })
    }

    fn given(question: &NearQuestion) -> Self {
        let positions = match &question.from {
            Origin::At(positions) => positions.as_slice(),
            Origin::Files(_) => &[],
        };
        let table = Schools {
            source_row: (1..=positions.len() as u64).collect(),
            school_name: TextColumn::blank(positions.len()),
            position: positions.iter().copied().map(Some).collect(),
            ..Schools::default()
        };
        Self {
            table,
            issues: IssueLog::new(Some(0)),
            n_rows_read: 0,
            n_rows_refused: 0,
        }
    }
}

/// The plan for the schools: without what is said of points.
fn school_plan(plan: &Plan) -> Plan {
    let mut schools = plan.clone();
    schools.choices.retain(|choice| choice.kind != POINTS);
    schools.output.keep_properties = false;
    schools
}

/// What choices of columns call the point files.
const POINTS: &str = "points";
/// The fields of points, and what the fields of schools call them.
const POINT_FIELDS: [[&str; 2]; 3] = [
    ["longitude", "longitude"],
    ["latitude", "latitude"],
    ["name", "school_name"],
];
/// The fields of schools that points do not have: rows that share an id stay apart.
const SCHOOLS_ALONE: [&str; 10] = [
    "school_id_giga",
    "school_id_govt",
    "country",
    "num_students",
    "is_school_open",
    "connectivity_RT",
    "connectivity",
    "status_source",
    "download_speed_govt",
    "stated",
];

/// The plan for the point files, where there are any.
fn point_plan(plan: &Plan, question: &NearQuestion) -> Result<Option<Plan>, Error> {
    let Origin::Files(patterns) = &question.from else {
        return Ok(None);
    };
    if patterns.is_empty() {
        return Err(Error::Plan(
            "expected at least one file of points".to_owned(),
        ));
    }
    let mut points = Plan::new(patterns, &[] as &[&str])?;
    let said = plan.choices.iter().filter(|choice| choice.kind == POINTS);
    points.choices = said.map(point_choice).collect::<Result<_, _>>()?;
    let none = SCHOOLS_ALONE.map(|field| choice(field, Choice::NONE));
    points.choices.extend(none);
    points.output.issue_limit = plan.output.issue_limit;
    points.output.keep_properties = plan.output.keep_properties;
    Ok(Some(points))
}

fn point_choice(said: &Choice) -> Result<Choice, Error> {
    let field = POINT_FIELDS.iter().find(|[field, _]| *field == said.field);
    match field {
        Some([_, of_schools]) => Ok(choice(of_schools, &said.column)),
        None => Err(Error::Plan(format!(
            "a column is named for `{POINTS}.{}`; expected one of the fields longitude, latitude, name",
            said.field
        ))),
    }
}

fn choice(field: &str, column: &str) -> Choice {
    Choice {
        kind: "schools".to_owned(),
        field: field.to_owned(),
        column: column.to_owned(),
    }
}

/// An error of reading points as schools, in the words of points.
fn speaking_of_points(mut error: Error) -> Error {
    if let Error::MissingColumn { field, .. }
    | Error::AmbiguousColumn { field, .. }
    | Error::UnknownColumn { field, .. } = &mut error
    {
        let of_schools = field.strip_prefix("schools.").unwrap_or(field);
        let known = POINT_FIELDS.iter().find(|[_, name]| *name == of_schools);
        *field = format!("{POINTS}.{}", known.map_or(of_schools, |[name, _]| name));
    }
    error
}

fn answer(
    plan: &Plan,
    question: &NearQuestion,
    computed: &Computed,
    points: &Points,
    mut phases: Phases,
) -> Result<NearOutcome, Error> {
    let schools = &computed.schools;
    let candidates = candidates(plan, question, schools);
    let n_candidates = candidates.iter().flatten().count() as u64;
    if n_candidates == 0 {
        return Err(no_schools(plan, question, schools));
    }
    let n_points = points.table.len() as u64;
    let answers = phases.run("finding neighbors", Some(n_points), |_| {
        answers(&candidates, &points.table, question)
    });
    let positions = points.table.position.iter();
    let n_without_position = positions.filter(|position| position.is_none()).count() as u64;
    let n_unanswered = answers.iter().filter(|answer| answer.school.is_none());
    Ok(NearOutcome {
        n_candidates,
        n_rows_read: points.n_rows_read,
        n_rows_refused: points.n_rows_refused,
        n_points,
        n_without_position,
        n_without_school: n_unanswered.count() as u64 - n_without_position,
        point_checks: first_of_each(&points.issues),
        answers: answers_frame(schools, &points.table, &answers),
        schools: outcome(plan, computed, report_of(plan, computed), phases),
    })
}

/// The positions of the schools that may be an answer.
fn candidates(plan: &Plan, question: &NearQuestion, schools: &Schools) -> Vec<Option<LonLat>> {
    let open = open_positions(schools, plan.rules.include_closed);
    let is_wanted = |status: &Status| question.status.is_none_or(|wanted| wanted == *status);
    open.into_iter()
        .zip(&schools.status)
        .map(|(position, status)| position.filter(|_| is_wanted(status)))
        .collect()
}

fn answers(
    candidates: &[Option<LonLat>],
    points: &Schools,
    question: &NearQuestion,
) -> Vec<Answer> {
    let index = SchoolIndex::build(candidates);
    let of_point = |(point, position): (usize, &Option<LonLat>)| {
        let near =
            position.map(|from| index.nearest_where(from, question.k, question.within_m, |_| true));
        Answer::of_point(point, near.unwrap_or_default())
    };
    let points = points.position.par_iter().enumerate();
    points.flat_map_iter(of_point).collect()
}

fn no_schools(plan: &Plan, question: &NearQuestion, schools: &Schools) -> Error {
    let open = open_positions(schools, plan.rules.include_closed);
    let positioned = open.iter().zip(&schools.status);
    let positioned = positioned.filter(|(position, _)| position.is_some());
    let statuses: Vec<Status> = positioned.map(|(_, status)| *status).collect();
    if statuses.is_empty() {
        return Error::NoSchools(format!(
            "of {} schools none is open and has a usable position",
            schools.len()
        ));
    }
    let told = Status::ALL.map(|status| {
        let count = statuses.iter().filter(|known| **known == status).count();
        format!("{count} {}", status.name())
    });
    let wanted = question.status.map_or("of any status", Status::name);
    Error::NoSchools(format!(
        "none is {wanted}; the open schools with a position are {}",
        told.join(", ")
    ))
}
