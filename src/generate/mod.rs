//! A seed and sizes in, a synthetic country out: nested regions with wiggly shared borders, schools clustered as
//! people are, and a chosen share of dirty rows with the truth about each.
//!
//! The way of a country, one file per step: a jittered hexagonal lattice (`lattice`) whose cells meet in wiggly lines
//! (`border`); some cells are land (`land`); land cells grow to adm2 and these to adm1 (`division`, `grow`); the rims
//! of equal cells are the outlines (`outline`). Then towns and places around them (`people`, `coast`), evidence of a
//! connection (`evidence`), rows (`school`), what is wrong with some of them (`dirt`), and the file (`schools_file`); last
//! the tests of connected schools (`measurements`).
//!
//! Everything is drawn from the seed with integer and basic float arithmetic only, so that a plan gives the same bytes
//! on every machine and for any number of threads.

mod border;
mod coast;
mod country;
mod dirt;
mod division;
mod evidence;
mod grow;
mod land;
mod lattice;
mod measurements;
mod names;
mod outline;
mod people;
mod plan;
mod points;
mod random;
#[cfg(test)]
mod samples;
mod scattered;
mod school;
mod schools_file;
mod spot;
mod territory;

pub use country::{Country, country};
pub use dirt::Dirt;
pub use measurements::{MeasurementDirt, MeasurementTruth, MeasurementUnit};
pub use plan::CountryPlan;
pub use points::random_points;
pub use scattered::write_scattered_schools;
pub use school::SchoolTruth;
pub use schools_file::SchoolCounts;
