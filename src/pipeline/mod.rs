//! The one place where stages meet: a plan in, figures and files out.

mod bench;
mod breakdown;
mod breakdown_frame;
mod check;
mod column_choices;
mod column_counts;
mod columns;
mod declared;
mod declared_frame;
mod dictionary;
mod file_bytes;
mod files;
mod fold;
mod frames;
mod further_checks;
mod generate;
mod inputs;
mod measured_frames;
mod measurements;
mod near;
mod near_frame;
mod outlines;
mod outputs;
mod picture;
mod places;
mod plan;
mod policy;
mod progress;
mod quality;
mod quality_files;
mod quality_lines;
mod quality_report;
mod records;
mod repairs;
mod report;
mod report_page;
mod run;
mod simplified;
mod styles;
mod summary;
mod surroundings;
mod systems;
mod tiles;
mod trend;
mod view;
mod workbook;

pub use bench::{
    BenchCountry, BenchPhase, BenchPlan, BenchReport, LEAST_SECONDS, Preset, Regression, bench,
    read_baseline, regressions,
};
pub use breakdown::{BreakdownFieldReport, BreakdownPlan, BreakdownReport};
pub use check::{CheckOutcome, check};
pub use columns::{ColumnUse, ColumnWord, FileColumns, FileKind, LackingField, Positions, columns};
pub use dictionary::{ColumnMeaning, column_meaning};
pub use file_bytes::{FileBytes, NamedBytes};
pub use fold::{FoldOutcome, fold};
pub use generate::{DEMO_INPUT, demo, generate, generate_over};
pub use inputs::FileReport;
pub use measurements::{
    ActivityCounts, IdMapReport, MeasurementFileReport, MeasurementPlan, MeasurementReport,
    OutlierCounts, OverruledCounts,
};
pub use near::{NearOutcome, NearQuestion, Origin, near};
pub use picture::{Picture, PicturePlan, picture};
pub use plan::{Checks, CrsChoices, Layer, Output, Plan, RegionInput, Rules};
pub use policy::{StatusChange, StatusChanges};
pub use progress::{Progress, Silent, Timing};
pub use quality_report::{CheckReport, QualityReport};
pub use report::{Report, StatusValue, WordUse};
pub use run::{Outcome, run};
pub use summary::{LevelSummary, RegionSummary, Warning};
pub use systems::FileSystem;
pub use view::{ListedFile, REPORT, listed_files};
