//! Frames in, files out: whole or not at all.
//!
//! [`csv()`], [`geojson()`] and [`flatgeobuf()`] write one [`Frame`](crate::table::Frame) each to any writer,
//! [`workbook()`] several. A
//! [`Folder`] collects files beside the target folder, several at once, and brings them in together; [`file()`] brings
//! in a single one.

mod antimeridian;
mod bounds;
mod chunks;
mod csv;
mod earlier;
mod escape;
mod exchange;
mod extent;
mod features;
mod flatgeobuf;
mod folder;
mod geojson;
mod hashed;
mod hilbert;
mod index;
mod json_text;
mod lock;
mod nest;
mod number;
mod outline_features;
mod point_features;
mod polygon;
mod properties;
mod refusal;
mod round;
mod shape;
mod single;
mod staging;
mod style;
mod syncing;
mod value;
mod workbook;

pub use self::csv::csv;
pub use self::flatgeobuf::flatgeobuf;
pub use self::folder::{Folder, Job, WrittenFile};
pub use self::geojson::{Decimals, geojson};
pub use self::single::file;
pub use self::style::{regions_style, schools_style};
pub use self::workbook::{MOST_SHEET_ROWS, Sheet, workbook};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod parity_tests;
