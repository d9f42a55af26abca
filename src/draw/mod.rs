//! Outlines and figures in, pictures out.
//!
//! [`choropleth()`] draws a map of one level as SVG, and `png` turns SVG into pixels; [`report_page`] is the page that
//! people look at. What a map is made of is public, too:
//! [`simplify()`] makes outlines as coarse as a picture shows them, with neighbors keeping the edge that they share; a
//! [`Projection`] lays them on a picture and gives the paths of SVG; [`Classes`] sorts shares for colors and legends.

mod borders;
mod choropleth;
mod classes;
mod collapse;
mod crossings;
mod legend;
mod measure;
mod palette;
mod path;
#[cfg(feature = "picture")]
mod png;
mod projection;
mod report;
mod ring;
mod scale_bar;
mod simplify;
mod svg;
#[cfg(feature = "pmtiles")]
pub mod tiles;
mod tiles_report;
mod topology;

#[cfg(test)]
mod fixture;

pub use choropleth::{Choropleth, Style, choropleth};
pub use classes::{Breaks, Classes, Figure, MOST_BREAKS};
pub use measure::Measure;
#[cfg(feature = "picture")]
pub use png::png;
pub use projection::{Projection, UNITS_PER_PIXEL};
pub use report::{Language, Page, PageCheck, PageLevel, report_page};
pub use simplify::simplify;
pub use tiles_report::{LevelTiles, TilesReport, ZoomTiles};
