//! Tables and placements in; issues, stated placements and the likely fault of a failed join out.

mod axes;
mod faults;
mod levels;
mod outside;
mod parents;
mod stated;

pub use axes::{check_axes, doubt_axes, swapped_positions};
pub use faults::{Extent, check_placed, extent};
pub use levels::{coarser_levels, conflicts};
pub use outside::doubt_outside;
pub use parents::{Parents, fill_parents};
pub use stated::{StatedColumn, place_stated};
