//! Rows as their owner wrote them in, the rows that do not pass Giga's checks out.
//!
//! The checks, their names and thresholds are those of Giga's published pipeline; `catalog.rs` is the table of them,
//! and says of each where it comes from. Every check costs about as many steps as there are rows, whatever they hold:
//! rows are grouped, never paired. Where rows near each other are compared, the caller has found them ([`Near`]).

mod alike;
mod catalog;
mod check;
mod column_checks;
mod columns;
mod density;
mod fields;
mod finding;
mod gravities;
mod groups;
mod ids;
mod names;
mod number;
mod precision;
mod relations;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use rayon::prelude::*;

pub use catalog::catalog;
pub use check::{Check, Gravity};
pub use columns::column_names;
pub use finding::{Finding, Telling};
pub use gravities::Gravities;
pub use names::{ComparedNames, MOST_COMPARED, NEAR_M};

use crate::table::Records;
use alike::Stacks;
use check::Rule;
use finding::About;

/// What was found out about the places of rows; each list has one entry for each row.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Whether the row lies outside all regions of the coarsest level; `None` where no regions are given.
    pub is_outside: Option<Vec<bool>>,
    /// The nearest row of the same name and level.
    pub same_name: Near,
    /// A row of a similar name and the same level.
    pub similar_name: Near,
}

/// For each row another one near it, if there is one that counts.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// The other row and how far it is in metres.
    pub other: Vec<Option<(usize, f64)>>,
    /// Rows that could have had such a neighbor.
    pub n_judged: u64,
    /// What else there is to know.
    pub remark: String,
}

/// Makes the checks that are on, in the order of the [`catalog()`]; those that no row is judged by are left out, and so
/// are those that the intake makes. `decimal` is the decimal mark, both are understood where none is given.
#[must_use]
pub fn judge_rows(
    records: &Records,
    around: &Surroundings,
    decimal: Option<char>,
    is_on: impl Fn(&Check) -> bool + Sync,
) -> Vec<Finding> {
    let judging = Judging {
        records,
        around,
        decimal,
        stacks: OnceLock::new(),
    };
    let checks = catalog().par_iter().filter(|check| is_on(check));
    let findings = checks.filter_map(|check| judging.finding(check));
    findings.filter(|finding| finding.n_judged > 0).collect()
}

struct Judging<'a> {
    records: &'a Records,
    around: &'a Surroundings,
    decimal: Option<char>,
    stacks: OnceLock<Stacks>,
}

impl Judging<'_> {
    fn finding(&self, check: &'static Check) -> Option<Finding> {
        let records = self.records;
        Some(match check.rule {
            Rule::Intake => return None,
            Rule::NullMandatory(column) | Rule::NullOptional(column) => {
                fields::missing(check, records, column.name, column.need)
            }
            Rule::NullCoordinate => fields::without_coordinates(check, records),
            Rule::Domain(column, words) => fields::not_among(check, records, column.name, words),
            Rule::Range(column, low, high) => {
                fields::out_of_range(check, records, column.name, (low, high), self.decimal)
            }
            Rule::NotNumeric(column) => {
                fields::not_numeric(check, records, column.name, self.decimal)
            }
            Rule::NotAlphanumeric(column) => fields::without_letters(check, records, column.name),
            Rule::TooLong(column) => fields::too_long(check, records, column.name),
            Rule::NotUuid => ids::not_uuid(check, records),
            Rule::DuplicateIdGiga => alike::same_giga_id(check, records),
            Rule::DuplicateIdGovt => alike::same_govt_id(check, records),
            Rule::SeveralFiles => alike::in_several_files(check, records),
            Rule::SamePlace
            | Rule::SamePlaceLevel
            | Rule::SamePlaceLevelName
            | Rule::SamePlaceLevelNameId
            | Rule::SameButId => self.stacked(check)?,
            Rule::SameNameNear => near(check, &self.around.same_name),
            Rule::SimilarNameNear => near(check, &self.around.similar_name),
            Rule::Crowded => density::crowded(check, records),
            Rule::Precision(axis) => precision::imprecise(check, records, axis),
            Rule::Outside => outside(check, records, self.around.is_outside.as_deref()?),
            Rule::Relation(relation) => {
                fields::disagreeing(check, records, relation.fields, relation.holds)
            }
        })
    }

    /// Rows that share a position and more, where the files have the columns.
    fn stacked(&self, check: &'static Check) -> Option<Finding> {
        let of_position = ["latitude", "longitude", ""];
        let mut columns = check
            .column
            .split(", ")
            .filter(|column| !of_position.contains(column));
        let are_there = columns.all(|column| self.records.cells(column).are_there());
        are_there.then(|| {
            self.stacks
                .get_or_init(|| Stacks::of(self.records))
                .finding(check)
        })
    }
}

fn near(check: &'static Check, near: &Near) -> Finding {
    let found = near.other.iter().enumerate();
    let (rows, about) = found
        .filter_map(|(row, other)| {
            let (other, distance_m) = (*other)?;
            let about = About::Other {
                row: u32::try_from(other).ok()?,
                distance_m: in_four_bytes(distance_m),
            };
            Some((u32::try_from(row).ok()?, about))
        })
        .unzip();
    Finding {
        n_judged: near.n_judged,
        remark: near.remark.clone(),
        ..Finding::of_rows(check, rows, 0).with_about(about)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it is told to the decimetre"
)]
fn in_four_bytes(distance_m: f64) -> f32 {
    distance_m as f32
}

fn outside(check: &'static Check, records: &Records, is_outside: &[bool]) -> Finding {
    let rows = fields::rows_where(records, |row| is_outside[row]);
    Finding::of_rows(check, rows, records.position.iter().flatten().count())
}
