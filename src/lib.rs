//! `schoolreach` tells which schools the internet does not reach yet, and where.
//!
//! Schools and region outlines in; for every region the connected, not connected and unknown schools, and the share of
//! those without internet, out. Every row of the input is accounted for, and every school counts in one region per
//! level, or as outside, or as without position.
//!
//! ```
//! use schoolreach::pipeline::{Plan, Silent, demo, run};
//! # let place = tempfile::tempdir()?;
//! # let dir = place.path();
//! demo(dir, None, &Silent)?; // makes a small country in `dir/input`
//! let input = |name: &str| dir.join("input").join(name).display().to_string();
//! let plan = Plan::new(&[input("schools.csv")], &[format!("adm2={}", input("adm2.fgb"))])?;
//! let outcome = run(&plan, &dir.join("result"), &Silent)?;
//! let shares = outcome.national.shares();
//! assert!(shares.unconnected_share_min <= shares.unconnected_share_max);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules in reading order: [`pipeline`] is the one place where the stages meet; the stages are [`read`],
//! [`project`], [`normalize`], [`locate`], [`neighbors`], [`judge`], [`mod@fold`], [`summarize`], [`mod@write`], [`draw`] and
//! [`generate`], each a folder with one verb; what they hand on is in [`table`].
//!
//! # Inputs
//! Delimited text in any usual encoding, JSON, GeoJSON, `TopoJSON`, FlatGeobuf and Shapefiles, plain or compressed by
//! gzip, told by content; with the features `geopackage`, `kml`, `parquet`, `spreadsheet`, `zip` and `zstd` (all of them:
//! `full`) also those. Columns are found by alias or named by the caller ([`normalize::Choice`]). What a row says of
//! connectivity becomes a [`table::Status`] with its [`table::StatusSource`].
//!
//! # Outputs
//! GeoJSON (RFC 7946), FlatGeobuf and CSV with the same columns, a page that people look at, a list of issues and a
//! report; all complete or none. With the feature `pmtiles` vector tiles, too.
//!
//! # CSV
//! Text that a spreadsheet would run as a formula is written behind an apostrophe, and such an apostrophe is taken off
//! where delimited text is read. See [`write::csv`] for what counts as one; other apostrophes stay.
//!
//! # Coordinates
//! Longitude first, always, in degrees on WGS 84; [`LonLat::new`] is the only way to a checked position. Inputs in
//! other systems are brought there where the way is known within 10 m ([`mod@project`]). Edges are straight in longitude
//! and latitude. A point on an edge belongs to the region just north of it (on a north–south
//! edge: just west). The test is exact on the coordinates as given; nothing is rounded, and there is no tolerance.
//!
//! # Performance
//! Batches are read and normalized in parallel, points are placed in parallel, and the result does not depend on the
//! number of threads. Many points are placed by a grid that is built for them; few are not made to wait for it.
//!
//! # Drawbacks
//! Schools and regions are held in memory; measurements are not.

mod colors;
mod decimal;
pub mod draw;
mod ellipsoid;
pub mod error;
pub mod fold;
pub mod format;
mod formula;
pub mod generate;
pub mod issue;
pub mod judge;
pub mod locate;
mod lonlat;
pub mod neighbors;
pub mod normalize;
pub mod pipeline;
mod plural;
pub mod project;
pub mod read;
pub mod summarize;
pub mod table;
pub mod write;

pub use error::Error;
pub use lonlat::{LonLat, LonLatError};
