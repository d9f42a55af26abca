//! What an archive of tiles came to.

use serde::Serialize;

/// What an archive of tiles came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TilesReport {
    /// The deepest zoom; the first is 0.
    pub deepest_zoom: u8,
    /// The first zoom that shows every school by itself; before it they are grouped.
    pub schools_from_zoom: u8,
    /// Open schools with a position, each in one tile of every zoom.
    pub schools: u64,
    /// What is shown of each level.
    pub levels: Vec<LevelTiles>,
    /// Tiles above 500,000 compressed bytes: they keep all that they show.
    pub tiles_over_limit: u64,
    /// The tiles of each zoom.
    pub zooms: Vec<ZoomTiles>,
}

/// What tiles show of a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelTiles {
    /// The level.
    pub level: String,
    /// Regions with an outline.
    pub regions: u64,
    /// The first zoom that draws every region by itself; before it, small ones are drawn together.
    pub regions_from_zoom: u8,
}

/// The tiles of one zoom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ZoomTiles {
    /// The zoom.
    pub zoom: u8,
    /// Tiles that show anything.
    pub tiles: u64,
    /// Their compressed bytes.
    pub bytes: u64,
    /// The bytes of the largest.
    pub largest_bytes: u64,
}
