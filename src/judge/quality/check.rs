//! What a check is: its name, what it tests, how it is made and how grave it is by default.

use super::columns::Column;
use super::relations::Relation;

/// How grave it is that a row does not pass a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// The check is not made.
    Off,
    /// The row passes, with a warning.
    Warning,
    /// The row fails.
    Critical,
}

impl Gravity {
    /// The word that stands for it in options and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// One check of rows.
#[derive(Clone, Debug)]
pub struct Check {
    /// The stable word, Giga's where Giga has the check.
    pub name: &'static str,
    /// The kind of check, without its column: `dq_is_null_mandatory`.
    pub assertion: &'static str,
    /// The column or columns it looks at, blank where that is the whole row.
    pub column: &'static str,
    /// What a row must be to pass.
    pub description: String,
    /// Where the check and its threshold come from.
    pub source: &'static str,
    /// How grave it is unless the caller says otherwise.
    pub default: Gravity,
    pub(super) rule: Rule,
}

/// How a check is made.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// By the intake or the placing, whose issues are counted.
    Intake,
    NullMandatory(&'static Column),
    NullCoordinate,
    NullOptional(&'static Column),
    Domain(&'static Column, &'static [&'static str]),
    Range(&'static Column, f64, f64),
    NotNumeric(&'static Column),
    NotAlphanumeric(&'static Column),
    TooLong(&'static Column),
    NotUuid,
    DuplicateIdGiga,
    DuplicateIdGovt,
    SeveralFiles,
    SamePlace,
    SamePlaceLevel,
    SamePlaceLevelName,
    SamePlaceLevelNameId,
    SameButId,
    SameNameNear,
    SimilarNameNear,
    Crowded,
    Precision(Axis),
    Outside,
    Relation(&'static Relation),
}

/// Longitude or latitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Longitude,
    Latitude,
}

impl Check {
    /// Whether the check is meant by a word: its name, or its assertion for all columns.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        self.name == word || self.assertion == word
    }

    /// Whether the intake or the placing makes this check in every run.
    #[must_use]
    pub fn is_made_by_run(&self) -> bool {
        matches!(
            self.rule,
            Rule::Intake
                | Rule::Outside
                | Rule::DuplicateIdGiga
                | Rule::DuplicateIdGovt
                | Rule::SeveralFiles
        )
    }

    /// Whether its issues come from [`judge_rows`](super::judge_rows) alone, in place of those of the run.
    #[must_use]
    pub fn is_judged_anew(&self) -> bool {
        !matches!(self.rule, Rule::Intake | Rule::NullCoordinate)
    }

    /// Whether a row that does not pass cannot be taken as one, so that the check cannot be turned off.
    #[must_use]
    pub fn is_of_structure(&self) -> bool {
        ["field_count", "encoding", "structure"].contains(&self.name)
    }
}

/// Giga's published pipeline.
const GIGA: &str = "Giga (unicef/giga-dagster)";
/// No check of Giga's.
const OWN: &str = "schoolreach";

/// A check that comes from Giga where its name does.
pub(super) fn check(
    name: &'static str,
    column: &'static str,
    default: Gravity,
    rule: Rule,
    description: impl Into<String>,
) -> Check {
    Check {
        name,
        assertion: name.split('-').next().unwrap_or(name),
        column,
        description: description.into(),
        source: if name.starts_with("dq_") { GIGA } else { OWN },
        default,
        rule,
    }
}
