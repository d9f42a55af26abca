//! Positions of schools in; which schools are near which out.
//!
//! Two ways, each for its own questions: [`SchoolIndex`] answers for a point, [`Neighborhood`] for all schools at once.
//! Both know schools by the row of their position and measure geodesic metres on WGS 84; `crate::ellipsoid` says how, and
//! why no search loses a school. Schools at one position are one place to both (`places.rs`), so that any number of
//! them costs no more than to list them.

mod crowding;
#[cfg(test)]
mod fixture;
mod index;
mod look_alikes;
mod namesakes;
mod nearest;
mod neighbor;
mod neighborhood;
mod places;
#[cfg(test)]
mod tests;
mod tree;
mod window;

pub use index::SchoolIndex;
pub use look_alikes::{Alike, LookAlikes};
pub use neighbor::Neighbor;
pub use neighborhood::Neighborhood;
