//! Tables and placements in; issues, stated placements, disagreements and the likely fault of a failed join out.

mod axes;
mod declared;
mod extent;
mod faults;
mod levels;
mod outlines;
mod outside;
mod parents;
mod quality;
mod range;
mod repair;
mod stated;

pub use axes::{AxisColumns, check_axes, doubt_axes, swapped_positions};
pub use declared::{
    Agreement, DECLARED_NEAR_M, Declared, DeclaredBy, DeclaredColumn, Mismatch, compare_declared,
    doubt_declared,
};
pub use extent::{Extent, extent, outline_extents};
pub use faults::check_placed;
pub use levels::{coarser_levels, conflicts};
pub use outlines::Laid;
pub use outside::doubt_outside;
pub use parents::{Parents, fill_parents};
pub use quality::{
    Check, ComparedNames, Finding, Gravities, Gravity, MOST_COMPARED, NEAR_M, Near, Surroundings,
    Telling, catalog, column_names, judge_rows,
};
pub use range::doubt_range;
pub use repair::{Candidate, Grounds, LevelProof, Repair, Verdict, candidates, prove, repair};
pub use stated::{Stated, StatedColumn, place_stated, stated_regions};

use crate::issue::Place;
use crate::table::Schools;

/// Where a school's row stands.
fn place_of(schools: &Schools, row: usize) -> Place {
    let file = &schools.files[schools.source_file[row] as usize];
    Place::row(file, schools.source_row[row])
}
