//! The command and the library as their users meet them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod accounting;
mod architecture;
#[cfg(feature = "cli")]
mod bench;
mod breakdown;
#[cfg(feature = "cli")]
mod columns;
#[cfg(feature = "cli")]
mod config;
#[cfg(all(feature = "cli", feature = "crs"))]
mod coordinate_systems;
#[cfg(feature = "cli")]
mod demo;
#[cfg(feature = "cli")]
mod dictionary;
#[cfg(feature = "cli")]
mod fold;
mod formats;
mod gdal;
mod generated_measurements;
#[cfg(feature = "cli")]
mod help;
#[cfg(feature = "cli")]
mod hostile_measurements;
mod inert_cells;
mod join;
#[cfg(feature = "cli")]
mod main_job;
#[cfg(feature = "cli")]
mod measurement_rules;
#[cfg(feature = "cli")]
mod measurements;
#[cfg(feature = "cli")]
mod near;
#[cfg(feature = "cli")]
mod odd_inputs;
#[cfg(feature = "cli")]
mod outlines;
#[cfg(feature = "cli")]
mod picture;
mod poles;
#[cfg(feature = "cli")]
mod provenance;
#[cfg(feature = "cli")]
mod quality;
mod real_files;
mod repair;
#[cfg(feature = "cli")]
mod report_page;
#[cfg(feature = "cli")]
mod tiles;
mod words;
#[cfg(all(feature = "cli", feature = "spreadsheet"))]
mod workbook;
mod world;
#[cfg(feature = "cli")]
mod wrong_input;
