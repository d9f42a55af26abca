//! Coordinates of a named system in, longitude and latitude on WGS 84 out.
//!
//! `named` reads what a file says of its system: a code, a name, well-known text or PROJJSON. `codes` and `datums` know
//! how that system comes to WGS 84, and how closely: each was measured against PROJ. What is not known within 10 m is
//! refused. `outlines` brings whole outlines over, so that their edges stay where they were.
//!
//! Without the feature `crs` only longitude and latitude on WGS 84, or a datum that agrees with it within a metre or
//! two, are known.

mod bracket;
#[cfg(feature = "crs")]
mod codes;
#[cfg(feature = "crs")]
mod datums;
#[cfg(feature = "crs")]
mod definition;
#[cfg(feature = "crs")]
mod description;
mod named;
mod outlines;
mod system;

#[cfg(all(test, feature = "crs"))]
mod description_tests;
#[cfg(all(test, feature = "crs"))]
mod outlines_tests;
#[cfg(all(test, feature = "crs"))]
mod truth_tests;

pub use named::{Named, named};
pub use outlines::{Misfit, Projected};
pub use system::{System, Unknown};
