//! The regions that rows declare and those that hold their positions in, where the two agree and where not out.
//!
//! Where a file states codes that are the ids of a level, the codes count, without the zeros before numbers, which
//! spreadsheets and outlines lose; else names, compared without case, accents and signs. A code or name that several
//! regions of a level bear gives no answer.

mod column;
mod doubts;
mod meanings;
#[cfg(test)]
mod tests;

pub use doubts::{DECLARED_NEAR_M, doubt_declared};

use super::stated::StatedColumn;
use crate::table::{Placements, RegionIdx, Regions, Schools};
use column::Asked;
use meanings::Meanings;

/// By what a column declares regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredBy {
    /// By ids.
    Code,
    /// By names.
    Name,
}

impl DeclaredBy {
    /// The word that stands for it in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
        }
    }
}

/// A column of one file that declares the regions of a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredColumn {
    /// The file, as an index into the files of the schools.
    pub file: usize,
    /// The column as the header spells it.
    pub column: String,
    /// By what it declares.
    pub by: DeclaredBy,
    /// Schools that declare something in it.
    pub n_declared: u64,
    /// Of those, schools whose code or name no region has.
    pub n_unheard: u64,
    /// Of the unheard, schools whose name is nearly that of the region that holds them.
    pub n_spelled: u64,
    /// Schools whose code or name several regions have.
    pub n_ambiguous: u64,
    /// Schools that declare one region and have a position.
    pub n_compared: u64,
    /// Of those, schools that lie in the region that they declare, or were snapped to it.
    pub n_agreeing: u64,
}

/// Why a school stands in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It declares another region than the one that holds it, or none holds it.
    No,
    /// No region has the name that it declares, but that of the region that holds it is spelled nearly so.
    Spelled,
    /// No region has the code or name that it declares.
    Unheard,
    /// Several regions have it.
    Ambiguous,
}

impl Agreement {
    /// The word that stands for it in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Spelled => "spelled otherwise",
            Self::Unheard => "unknown",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// A positioned school that does not lie where it declares, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mismatch {
    /// Its row.
    pub school: usize,
    /// Which of [`Schools::stated`] declares it.
    pub stated: usize,
    /// Why it is listed.
    pub agreement: Agreement,
    /// The region that it declares.
    pub declared: Option<RegionIdx>,
    /// Geodesic metres from its position to that region, once they are measured.
    pub distance_m: Option<f64>,
}

/// What the rows of all files declare of one level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declared {
    /// The columns that were compared: at most one for each file.
    pub columns: Vec<DeclaredColumn>,
    /// The schools that do not agree, in row order.
    pub mismatches: Vec<Mismatch>,
}

impl Declared {
    /// Whether any school could be compared or told apart.
    #[must_use]
    pub fn tells(&self) -> bool {
        !self.mismatches.is_empty() || self.columns.iter().any(|column| column.n_compared > 0)
    }
}

/// Compares what schools declare with where they lie; `codes` are the columns that hold codes of the level. Distances
/// are not measured here.
#[must_use]
pub fn compare_declared(
    schools: &Schools,
    regions: &Regions,
    placements: &Placements,
    codes: &[StatedColumn],
) -> Declared {
    let mut declared = Declared::default();
    if schools.stated.is_empty() {
        return declared;
    }
    let (ids, names) = (Meanings::of_ids(regions), Meanings::of_names(regions));
    for (file, rows) in rows_by_file(schools).iter().enumerate() {
        let asked = Asked {
            schools,
            regions,
            placements,
            file,
            rows,
        };
        let used = codes.iter().find(|code| code.file == file && code.is_used);
        let found = match used.and_then(|code| index_of(schools, &code.column)) {
            Some(stated) => Some(asked.column(stated, &ids)),
            None => asked.best_by_name(&names),
        };
        if let Some((column, mismatches)) = found {
            declared.columns.push(column);
            declared.mismatches.extend(mismatches);
        }
    }
    declared.mismatches.sort_by_key(|mismatch| mismatch.school);
    declared
}

fn index_of(schools: &Schools, column: &str) -> Option<usize> {
    let mut stated = schools.stated.iter();
    stated.position(|(name, _)| name == column)
}

fn rows_by_file(schools: &Schools) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); schools.files.len()];
    for (row, file) in schools.source_file.iter().enumerate() {
        rows[*file as usize].push(row);
    }
    rows
}
