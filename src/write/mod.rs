//! Frames in, files out: whole or not at all.
//!
//! [`csv()`], [`geojson()`] and [`flatgeobuf()`] write one [`Frame`](crate::table::Frame) each to any writer.

mod antimeridian;
mod bounds;
mod chunks;
mod csv;
mod features;
mod flatgeobuf;
mod geojson;
mod hilbert;
mod nest;
mod number;
mod polygon;
mod round;
mod shape;
mod value;

pub use self::csv::csv;
pub use self::flatgeobuf::flatgeobuf;
pub use self::geojson::{Decimals, geojson};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod parity_tests;
