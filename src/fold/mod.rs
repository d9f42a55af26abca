//! Measurements in, what they say of each school out, in memory that grows with the schools and not with the rows.
//!
//! [`Folding`] takes batches from as many threads as like and makes [`Tallies`](crate::table::Tallies) of them;
//! [`merge`] joins tallies that were folded apart; [`reference_day`] finds the day that "now" is for the data;
//! [`measured`] makes each school's figures. A [`Part`] is what some files came to, to be kept in a file and merged.
//! Nothing depends on the order in which rows, batches or parts come.

mod daily;
mod duplicates;
mod figures;
mod folding;
mod monthly;
mod outliers;
mod part;
mod part_file;
#[cfg(test)]
mod part_tests;
mod reference;

pub use daily::DailyMeans;
pub use duplicates::Duplicates;
pub use figures::{Evidence, measured, months_measured};
pub use folding::{Folding, merge};
pub use monthly::{Monthly, merge_months};
pub use outliers::{OUTLIER_FACTOR, Outlier, outliers};
pub use part::{Part, Terms};
pub use reference::{has_later, reference_day};

#[cfg(test)]
mod fixture;
