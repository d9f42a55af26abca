//! A header and a plan in, the columns found where a run would stop to ask, and the choices that change nothing out.

use super::columns::LackingField;
use super::plan::Plan;
use crate::error::Error;
use crate::normalize::{Choice, Match, RegionColumns, SchoolColumns, field_candidates};
use crate::table::Header;

/// The columns of a file, and the fields that have none because a run would have to guess.
#[derive(Debug)]
pub(super) struct Found<C> {
    pub(super) columns: C,
    pub(super) unclear: Vec<LackingField>,
    /// The plan's choices, and those that leave unclear fields without a column.
    settled: Vec<Choice>,
}

impl Found<SchoolColumns> {
    /// The columns of a file of schools.
    pub(super) fn schools(plan: &Plan, header: &Header) -> Result<Self, Error> {
        settling(plan, "schools", |choices| {
            SchoolColumns::find(header, choices, &[])
        })
    }
}

impl Found<RegionColumns> {
    /// The columns of a file of regions. Where none holds ids, the others are found as if the first did.
    pub(super) fn regions(plan: &Plan, header: &Header, stem: &str) -> Result<Self, Error> {
        let find = |choices: &[Choice]| RegionColumns::find(header, choices, None, stem);
        let mut lacking = None;
        let mut found = settling(plan, "regions", |choices| match find(choices) {
            Err(Error::MissingColumn { .. }) if !header.columns.is_empty() => {
                let first = choice("regions", "id", &header.columns[0]);
                let others = choices.iter().filter(|choice| choice.field != "id");
                let others: Vec<Choice> = others.cloned().chain([first]).collect();
                let mut columns = find(&others)?;
                columns.matches.retain(|found| found.field != "id");
                lacking = Some(LackingField {
                    field: "id".to_owned(),
                    candidates: field_candidates(header, "id", &columns.matches),
                    is_ambiguous: false,
                });
                Ok(columns)
            }
            found => found,
        })?;
        if !found.unclear.iter().any(|unclear| unclear.field == "id") {
            found.unclear.extend(lacking);
        }
        Ok(found)
    }
}

/// Finds columns, and does without those that could be several.
fn settling<C>(
    plan: &Plan,
    kind: &str,
    mut find: impl FnMut(&[Choice]) -> Result<C, Error>,
) -> Result<Found<C>, Error> {
    let mut settled = plan.choices.clone();
    let mut unclear: Vec<LackingField> = Vec::new();
    loop {
        match find(&settled) {
            Ok(columns) => {
                return Ok(Found {
                    columns,
                    unclear,
                    settled,
                });
            }
            Err(Error::AmbiguousColumn {
                field, candidates, ..
            }) if !unclear.iter().any(|known| is_field(&field, known)) => {
                let name = field.rsplit('.').next().unwrap_or_default().to_owned();
                settled.retain(|choice| choice.field != name);
                settled.push(choice(kind, &name, Choice::NONE));
                unclear.push(LackingField {
                    field: name,
                    candidates,
                    is_ambiguous: true,
                });
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether a field under its full name, `schools.latitude`, is this one.
fn is_field(full_name: &str, known: &LackingField) -> bool {
    full_name.rsplit('.').next() == Some(known.field.as_str())
}

/// The choices of school columns that change nothing. Stated regions are not among them, since the levels of a run
/// add their own.
pub(super) fn school_choices(
    plan: &Plan,
    header: &Header,
    found: &Found<SchoolColumns>,
) -> Vec<Choice> {
    let columns = &found.columns;
    let matches = columns.matches.iter().filter(|m| m.field != "stated");
    let matches: Vec<&Match> = matches.collect();
    unchanging(plan, &["schools"], &matches, |choices| {
        let settled = found.settled.iter().cloned();
        let choices: Vec<Choice> = settled.chain(choices.iter().cloned()).collect();
        SchoolColumns::find(header, &choices, &[]).is_ok_and(|again| again == *columns)
    })
}

/// The choices of region columns that change nothing where the level is named too.
pub(super) fn region_choices(
    plan: &Plan,
    header: &Header,
    found: &Found<RegionColumns>,
    stem: &str,
) -> Vec<Choice> {
    let columns = &found.columns;
    let level = columns.level.as_str();
    let matches: Vec<&Match> = columns.matches.iter().collect();
    unchanging(plan, &[level, "regions"], &matches, |choices| {
        let settled = found.settled.iter().cloned();
        let choices: Vec<Choice> = settled.chain(choices.iter().cloned()).collect();
        let again = RegionColumns::find(header, &choices, Some(level), stem);
        again.is_ok_and(|again| again == *columns)
    })
}

/// The plan's choices of some kinds, and of the matches of other fields those that may be said by hand, field by field.
fn unchanging(
    plan: &Plan,
    kinds: &[&str],
    matches: &[&Match],
    is_unchanged: impl Fn(&[Choice]) -> bool,
) -> Vec<Choice> {
    let is_of_kind = |choice: &&Choice| kinds.contains(&choice.kind.as_str());
    let mut kept: Vec<Choice> = plan.choices.iter().filter(is_of_kind).cloned().collect();
    for of_field in matches.chunk_by(|one, other| one.field == other.field) {
        let field = &of_field[0].field;
        if kept.iter().any(|choice| choice.field == *field) {
            continue;
        }
        let said = of_field.iter();
        let said = said.map(|found| choice(kinds[0], field, &found.column));
        let tried: Vec<Choice> = kept.iter().cloned().chain(said).collect();
        if is_unchanged(&tried) {
            kept = tried;
        }
    }
    kept
}

fn choice(kind: &str, field: &str, column: &str) -> Choice {
    Choice {
        kind: kind.to_owned(),
        field: field.to_owned(),
        column: column.to_owned(),
    }
}
