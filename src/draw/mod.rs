//! Outlines and figures in, pictures out.
//!
//! [`simplify`] makes outlines as coarse as a picture shows them, with neighbors keeping the edge that they share; a
//! [`Projection`] lays them on a picture and gives the paths of SVG. [`report_page`] is the page that people look at.

mod collapse;
mod path;
mod projection;
mod report;
mod ring;
mod simplify;
#[cfg(feature = "pmtiles")]
pub mod tiles;
mod tiles_report;
mod topology;

#[cfg(test)]
mod fixture;

pub use projection::{Projection, UNITS_PER_PIXEL};
pub use report::{Language, Page, PageCheck, PageLevel, report_page};
pub use simplify::simplify;
pub use tiles_report::{LevelTiles, TilesReport, ZoomTiles};
