//! Coordinates of a named system in, longitude and latitude on WGS 84 out.

mod bracket;
mod named;

pub use named::{Named, named};
