//! Frames in, files out: whole or not at all.
//!
//! [`csv()`] and [`geojson()`] write one [`Frame`](crate::table::Frame) each to any writer.

mod antimeridian;
mod bounds;
mod chunks;
mod csv;
mod geojson;
mod nest;
mod number;
mod polygon;
mod round;
mod shape;
mod value;

pub use self::csv::csv;
pub use self::geojson::{Decimals, geojson};

#[cfg(test)]
mod fixture;
