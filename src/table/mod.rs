//! The columns that stages share, and nothing else: past *normalize* there are columns and row numbers, no per-row
//! structs or strings.

mod breakdown;
pub(crate) mod bytes;
mod day;
mod fields;
mod frame;
mod geometry;
mod given;
mod measured;
mod measurements;
mod months;
mod placements;
pub mod pole;
mod raw;
mod records;
mod regions;
mod schools;
mod summaries;
mod tallies;
mod text;
mod thresholds;
mod trend;
mod values;
mod zone;

pub use breakdown::{Breakdown, BreakdownField, BrokenDown, GroupRow, Part};
pub use day::Day;
pub use fields::Fields;
pub use frame::{Column, Frame, FrameGeometry};
pub use geometry::{Geometries, GeometryKind, Nesting, Outlines, RawLonLat};
pub use given::Given;
pub use measured::{Activity, Measured, ReadyMade, ReadyMades, SchoolFigures};
pub use measurements::{MeasurementCounts, MeasurementRows, Metric};
pub use months::{Month, Months, SchoolMonth, SchoolMonths};
pub use placements::{Placement, Placements, RegionIdx};
pub use raw::{Batch, Header, RefusedRow, Wanted};
pub use records::{Cells, RecordField, RecordFile, Records};
pub use regions::Regions;
pub use schools::{Answer, Openness, Schools, Status, StatusSource};
pub use summaries::{Below, Counts, LevelSpeeds, Shares, SpeedFigures, Summaries};
pub use tallies::{Distribution, Shard, Tallies, Tally, TallyRow};
pub use text::TextColumn;
pub use thresholds::{Held, Threshold};
pub use trend::{TREND_THRESHOLDS_MBPS, Trend, TrendRow};
pub use values::Values;
pub use zone::Zone;
pub(crate) use zone::zones;
