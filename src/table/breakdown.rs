//! What figures are broken down by: some fields, their values, and the combination of values that each school has.

use super::{Counts, SpeedFigures, TextColumn};

/// One field that figures are broken down by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BreakdownField {
    /// The field, or another column by its header.
    pub name: String,
    /// Its distinct values in the order of the groups; blank is [`Breakdown::BLANK`], and last.
    pub labels: TextColumn,
    /// Schools whose spelling of their value differs in case, accents or white space from the label.
    pub n_respelled: u64,
}

/// The groups of schools: one for each combination of values that some school has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// The fields.
    pub fields: Vec<BreakdownField>,
    /// For each group the label of each field, as a row of its labels; in the order of the labels of the first field,
    /// then of the second, and so on.
    pub groups: Vec<Vec<u32>>,
    /// The group of each school.
    pub of_school: Vec<u32>,
}

impl Breakdown {
    /// What stands for a blank value: no value can be confused with it, as one that is spelled so is taken for blank.
    pub const BLANK: &'static str = "(blank)";
}

/// Which schools a row of a broken-down table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Those of a region, by its row.
    Region(u32),
    /// Positioned schools that no region holds.
    Outside,
    /// Schools without position and stated region.
    NoPosition,
    /// All schools.
    National,
}

impl Part {
    /// The word that stands for the part in outputs, `None` for a region.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Region(_) => None,
            Self::Outside => Some("outside"),
            Self::NoPosition => Some("no_position"),
            Self::National => Some("national"),
        }
    }
}

/// A row of a broken-down table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupRow {
    /// Which schools it is of.
    pub part: Part,
    /// The group among them.
    pub group: u32,
}

/// The figures of a level, broken down; all columns have one entry for each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrokenDown {
    /// The rows.
    pub rows: Vec<GroupRow>,
    /// Their counts.
    pub counts: Vec<Counts>,
    /// What their measurements come to.
    pub speeds: Vec<SpeedFigures>,
}
