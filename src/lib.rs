//! `schoolreach` tells which schools the internet does not reach yet, and where.
//!
//! The modules in reading order: [`pipeline`] is the one place where the stages meet; the stages are [`read`],
//! [`normalize`], [`locate`], [`summarize`] and [`write`], each a folder with one verb; what they hand on is in
//! [`table`].

pub mod error;
pub mod format;
pub mod generate;
pub mod issue;
pub mod judge;
pub mod locate;
mod lonlat;
pub mod normalize;
pub mod pipeline;
pub mod read;
pub mod summarize;
pub mod table;
pub mod write;

pub use error::Error;
pub use lonlat::{LonLat, LonLatError};
