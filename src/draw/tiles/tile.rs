//! What one tile shows in, its bytes out.

use std::io::{self, Write};

use flate2::{Compression, GzBuilder};

use super::figures::{
    REGION_KEYS, SCHOOL_KEYS, group_attributes, region_attributes, school_attributes,
};
use super::mvt::{Geometry, Layer};
use super::regions::Drawn;
use super::schools::{SchoolSpot, groups};
use super::{TileLevel, TileSchools};

/// The layer of the schools.
pub(super) const SCHOOL_LAYER: &str = "schools";

/// What one tile shows.
pub(super) struct Tile<'a> {
    /// Its place among those of its zoom.
    pub(super) place: u64,
    /// Regions, by level.
    pub(super) drawn: Vec<&'a [Drawn]>,
    /// Schools.
    pub(super) schools: &'a [SchoolSpot],
}

/// What all tiles of a zoom are made with.
pub(super) struct Content<'a> {
    pub(super) zoom: u8,
    /// Whether every school is shown by itself.
    pub(super) each_school: bool,
    pub(super) levels: &'a [TileLevel<'a>],
    pub(super) layers: &'a [String],
    pub(super) schools: Option<&'a TileSchools<'a>>,
}

impl Content<'_> {
    /// The compressed bytes of a tile.
    pub(super) fn bytes(&self, tile: &Tile<'_>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let levels = self.levels.iter().zip(self.layers).zip(&tile.drawn);
        for ((level, name), drawn) in levels {
            regions_layer(level, name, drawn).push(&mut bytes);
        }
        if let Some(schools) = self.schools {
            self.schools_layer(schools, tile).push(&mut bytes);
        }
        compressed(&bytes)
    }

    fn schools_layer<'a>(&'a self, schools: &'a TileSchools<'a>, tile: &Tile<'_>) -> Layer<'a> {
        let mut layer = Layer::new(SCHOOL_LAYER, &SCHOOL_KEYS);
        if self.each_school {
            for school in tile.schools {
                let at = Geometry::Point(school.in_tile(self.zoom));
                let row = school.row as usize;
                layer.add(number(school.row), at, school_attributes(schools, row));
            }
        } else {
            for group in groups(tile.schools, self.zoom, &schools.schools.status) {
                let at = Geometry::Point(group.at);
                layer.add(number(group.first), at, group_attributes(&group));
            }
        }
        layer
    }
}

fn regions_layer<'a>(level: &'a TileLevel<'a>, name: &'a str, drawn: &[Drawn]) -> Layer<'a> {
    let mut layer = Layer::new(name, &REGION_KEYS);
    for drawn in drawn {
        let geometry = Geometry::Polygons(&drawn.piece.commands);
        layer.add(drawn.id, geometry, region_attributes(level, drawn));
    }
    layer
}

/// The id of a row's feature: rows count from 1 where people see them.
fn number(row: u32) -> u64 {
    u64::from(row) + 1
}

/// Compressed without a time, so that the same tile has the same bytes.
fn compressed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::default());
    out.write_all(bytes)?;
    out.finish()
}
