//! Schools, levels and placements in, whether schools lie where their rows declare and how far from there out: where
//! *judge* and *locate* meet.

use serde::Serialize;

use super::inputs::FileReport;
use super::places::Level;
use crate::judge::{Declared, DeclaredColumn, Mismatch, Stated, compare_declared};
use crate::lonlat::LonLat;
use crate::table::{Placements, RegionIdx, Schools};

/// Whether schools lie in the regions that a column of one file declares.
#[derive(Clone, Debug, Serialize)]
pub struct DeclaredCounts {
    /// The file.
    pub file: String,
    /// The column.
    pub column: String,
    /// `code` or `name`.
    pub by: &'static str,
    /// Schools that declare something.
    pub declared: u64,
    /// Of those, schools whose code or name no region has.
    pub unknown: u64,
    /// Of the unknown, schools whose name is nearly that of the region that holds them.
    pub spelled_otherwise: u64,
    /// Schools whose code or name several regions have.
    pub ambiguous: u64,
    /// Schools that declare one region and have a position.
    pub compared: u64,
    /// Of those, schools in the region that they declare.
    pub agreeing: u64,
}

/// Compares, for every level, what rows declare with where their positions lie, and measures how far those that
/// disagree are from the region that they declare.
pub(super) fn declared(
    schools: &Schools,
    levels: &[Level],
    stated: &[Stated],
    located: &[Placements],
) -> Vec<Declared> {
    let of_levels = levels.iter().zip(stated).zip(located);
    of_levels
        .map(|((level, stated), placements)| {
            let mut declared =
                compare_declared(schools, &level.regions, placements, &stated.columns);
            measure(schools, level, &mut declared.mismatches);
            declared
        })
        .collect()
}

fn measure(schools: &Schools, level: &Level, mismatches: &mut [Mismatch]) {
    let pair = |mismatch: &Mismatch| -> Option<(LonLat, RegionIdx)> {
        Some((schools.position[mismatch.school]?, mismatch.declared?))
    };
    let asked: Vec<(LonLat, RegionIdx)> = mismatches.iter().filter_map(pair).collect();
    let mut distances_m = level.index.distances_m(&asked).into_iter();
    for mismatch in mismatches.iter_mut().filter(|one| pair(one).is_some()) {
        mismatch.distance_m = distances_m.next().flatten();
    }
}

/// The counts of every column that was compared.
pub(super) fn declared_counts(declared: &Declared, files: &[FileReport]) -> Vec<DeclaredCounts> {
    let counts = |column: &DeclaredColumn| DeclaredCounts {
        file: files
            .get(column.file)
            .map(|file| file.header.file.to_string())
            .unwrap_or_default(),
        column: column.column.clone(),
        by: column.by.name(),
        declared: column.n_declared,
        unknown: column.n_unheard,
        spelled_otherwise: column.n_spelled,
        ambiguous: column.n_ambiguous,
        compared: column.n_compared,
        agreeing: column.n_agreeing,
    };
    declared.columns.iter().map(counts).collect()
}
