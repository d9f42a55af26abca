//! Batches of measurement files in, measurements of known schools and issues out.
//!
//! `columns` finds out whose table a file is, its columns and their units; `schools` whose measurement a row is;
//! `time` and `rows` read the rest.

mod aliases;
mod columns;
mod countries;
mod evidence;
mod id_key;
mod id_map;
mod id_table;
mod rows;
#[cfg(test)]
mod rows_tests;
mod schools;
mod time;
mod units;

pub use columns::{MEASUREMENT_FIELDS, MeasurementColumns, Profile, SaidUnits};
pub use evidence::{Overruled, take_evidence};
pub use id_map::{Correction, IdMap, IdMapColumns, corrections};
pub use rows::{MeasurementChunk, MeasurementNormalizer, MeasurementOptions, ReadyRow, Window};
pub use schools::{IdKinds, SchoolIds};
pub use units::{LatencyUnit, LossUnit, SpeedUnit};
