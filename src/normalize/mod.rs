//! Batches of text in, typed tables and issues out: headers by alias, values by the rules of the domain.

mod alike;
mod breakdown;
mod candidates;
mod chunk;
mod coordinate;
mod evidence;
mod filter;
mod giga_maps;
mod groups;
mod intake;
mod join;
mod matching;
mod measurements;
mod merge;
mod numbers;
mod openness;
mod pair;
mod positions;
mod readings;
mod region_aliases;
mod region_fields;
mod regions;
mod school_aliases;
mod school_fields;
mod status;
mod traits;
mod word_map;
mod words;

pub use breakdown::break_down;
pub use candidates::field_candidates;
pub use chunk::{SchoolChunk, SchoolNormalizer, SchoolOptions, StatusValues, ToDegrees};
pub use filter::{Filter, exclude, excluded};
pub use giga_maps::{StatusRule, follow_giga_maps};
pub use intake::{FileCounts, Intake, SchoolIntake};
pub use matching::{Choice, Match, check_choices};
pub use measurements::{
    Correction, IdKinds, IdMap, IdMapColumns, LatencyUnit, LossUnit, MEASUREMENT_FIELDS,
    MeasurementChunk, MeasurementColumns, MeasurementNormalizer, MeasurementOptions, Overruled,
    Profile, ReadyRow, SaidUnits, SchoolIds, SpeedUnit, Window, corrections, take_evidence,
};
pub use numbers::DecimalMarks;
pub use region_fields::{REGION_FIELDS, RegionColumns, level_name, number_of};
pub use regions::{RegionChunk, RegionIntake, RegionNormalizer};
pub use school_fields::{SCHOOL_CHOICES, SCHOOL_FIELDS, SchoolColumns};
pub use status::Reading;
pub use traits::{check_traits, trait_name};
pub use word_map::{WORD_FIELDS, WordChoice, WordMap};
