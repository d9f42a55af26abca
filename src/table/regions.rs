//! The regions of one level.

use std::sync::Arc;

use super::{Outlines, TextColumn};

/// The regions of one level; all columns have one entry for each region, in the order of the input.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// The level's name: `adm2`, lower-cased to `[a-z0-9_]`.
    pub level: String,
    /// The names of the files that the regions come from.
    pub files: Vec<Arc<str>>,
    /// Index into `files`.
    pub source_file: Vec<u32>,
    /// Where the region stands in its file, counted from 1.
    pub source_row: Vec<u64>,
    /// The owner's id; not necessarily unique.
    pub region_id: TextColumn,
    /// The name; the id where the input has none.
    pub region_name: TextColumn,
    /// The id of the region's parent in the next coarser level, blank where unknown.
    pub parent_id: TextColumn,
    /// The name of the parent, blank where unknown.
    pub parent_name: TextColumn,
    /// The outlines: finite, longitudes in -180..=360 and latitudes in -90..=90, without `-0.0`.
    pub outlines: Outlines,
    /// The input's own columns, where the plan keeps them.
    pub properties: Vec<(String, TextColumn)>,
}

impl Regions {
    /// Number of regions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.region_id.len()
    }

    /// Whether there are no regions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.region_id.is_empty()
    }
}
