//! Schools, and regions with their figures, in; one `PMTiles` archive of vector tiles for web maps out.
//!
//! ```text
//! positions ──▶ SchoolSpots (Hilbert order) ──▶ schools or groups of a tile ─┐
//! outlines ──▶ OutlineMap ──▶ RegionMap ──▶ on the grid of a zoom, cut ──────┴▶ Tile ──mvt──▶ gzip ──▶ Archive
//! ```
//!
//! One zoom is made after the other, its tiles in parallel and in the order of the Hilbert curve, in which the archive
//! keeps them. So memory holds 24 bytes for each school, 8 for each vertex, and what one zoom makes of the vertices.

mod archive;
mod cut;
mod figures;
mod mercator;
mod metadata;
mod mvt;
mod outline_map;
mod place;
mod regions;
mod ring;
mod schools;
mod tile;
mod zooms;

use std::io::{self, Seek, Write};

use rayon::prelude::*;

use self::archive::Archive;
use self::figures::n_school_bytes;
use self::mercator::{Spot, WORLD};
use self::metadata::metadata;
use self::outline_map::OutlineMap;
use self::regions::{Drawn, RegionMap};
use self::schools::SchoolSpots;
use self::tile::{Content, Tile};
use self::zooms::{MOST_TILE_BYTES, Zooms};
use super::{LevelTiles, TilesReport, ZoomTiles};
use crate::lonlat::LonLat;
use crate::table::{Counts, Measured, Nesting, Regions, Schools};

/// What an archive of tiles shows.
pub struct TileInput<'a> {
    /// The schools, where they are to be shown.
    pub schools: Option<TileSchools<'a>>,
    /// The levels of regions.
    pub levels: Vec<TileLevel<'a>>,
    /// Whom viewers are to name as the source, as plain text.
    pub attribution: String,
}

/// The schools of an archive of tiles.
pub struct TileSchools<'a> {
    /// Their table.
    pub schools: &'a Schools,
    /// For each row where it is shown; `None` where it is not.
    pub positions: &'a [Option<LonLat>],
    /// What measurements say of them.
    pub measured: Option<&'a Measured>,
    /// Whether any input tells which schools were seen online.
    pub tells_real_time: bool,
}

/// One level of an archive of tiles.
pub struct TileLevel<'a> {
    /// Its regions.
    pub regions: &'a Regions,
    /// How the rings of their outlines lie in one another.
    pub nesting: &'a Nesting,
    /// The counts of each region.
    pub counts: &'a [Counts],
}

/// Tiles that are made before they are written.
const TILES_AT_ONCE: usize = 256;

/// Writes an archive of vector tiles (`PMTiles` 3, Mapbox Vector Tile 2.1): a layer `schools`, and `regions_LEVEL` for
/// each level.
///
/// Every school with a position is in exactly one tile of each zoom, by itself or in a group with counts; every region
/// with an outline is drawn in each zoom, by itself or in a square with counts. The same input gives the same bytes.
///
/// # Errors
/// What `out` fails with.
pub fn write_tiles<W: Write + Seek>(input: &TileInput<'_>, out: W) -> io::Result<TilesReport> {
    let schools = match &input.schools {
        Some(schools) => SchoolSpots::of(schools.positions, |row| n_school_bytes(schools, row)),
        None => SchoolSpots::of(&[], |_| 0),
    };
    let maps: Vec<OutlineMap> = (input.levels.iter())
        .map(|level| OutlineMap::of(&level.regions.outlines, level.nesting))
        .collect();
    let extent = extent(&schools, &maps);
    let zooms = Zooms::choose(&schools, extent);
    let maps: Vec<RegionMap> = maps
        .into_iter()
        .zip(&input.levels)
        .map(|(map, level)| RegionMap::of(map, level.counts, zooms.deepest))
        .collect();
    let layers: Vec<String> = (input.levels.iter())
        .map(|level| format!("regions_{}", level.regions.level))
        .collect();
    let told = metadata(input, &layers, &maps, zooms);
    let mut archive = Archive::begin(out, zooms.deepest, extent, told)?;
    let mut report = report(input, &schools, &maps, zooms);
    for zoom in 0..=zooms.deepest {
        let content = Content {
            zoom,
            each_school: zoom >= zooms.schools_from,
            levels: &input.levels,
            layers: &layers,
            schools: input.schools.as_ref(),
        };
        let drawn: Vec<Vec<Drawn>> = maps
            .iter()
            .map(|map| map.drawn(zoom, zooms.deepest))
            .collect();
        write_zoom(
            &content,
            &tiles(zoom, &drawn, &schools),
            &mut archive,
            &mut report,
        )?;
    }
    archive.finish()?;
    Ok(report)
}

/// Makes tiles a few at a time, in parallel, and writes them in order.
fn write_zoom<W: Write + Seek>(
    content: &Content<'_>,
    tiles: &[Tile<'_>],
    archive: &mut Archive<W>,
    report: &mut TilesReport,
) -> io::Result<()> {
    let mut told = ZoomTiles {
        zoom: content.zoom,
        tiles: tiles.len() as u64,
        ..ZoomTiles::default()
    };
    for some in tiles.chunks(TILES_AT_ONCE) {
        let made: Vec<io::Result<Vec<u8>>> =
            some.par_iter().map(|tile| content.bytes(tile)).collect();
        for (tile, bytes) in some.iter().zip(made) {
            let bytes = bytes?;
            told.bytes += bytes.len() as u64;
            told.largest_bytes = told.largest_bytes.max(bytes.len() as u64);
            report.tiles_over_limit += u64::from(bytes.len() > MOST_TILE_BYTES);
            archive.add(content.zoom, tile.place, &bytes)?;
        }
    }
    report.zooms.push(told);
    Ok(())
}

/// The tiles of a zoom that show anything, in their order.
fn tiles<'a>(zoom: u8, drawn: &'a [Vec<Drawn>], schools: &'a SchoolSpots) -> Vec<Tile<'a>> {
    let mut with_schools = schools.tiles(zoom).peekable();
    let mut rest: Vec<&[Drawn]> = drawn.iter().map(Vec::as_slice).collect();
    let mut tiles = Vec::new();
    loop {
        let regions = rest
            .iter()
            .filter_map(|level| Some(level.first()?.piece.place));
        let next = with_schools.peek().map(|(place, _)| *place).into_iter();
        let Some(place) = regions.chain(next).min() else {
            return tiles;
        };
        let here = rest
            .iter_mut()
            .map(|level| split_off(level, place))
            .collect();
        let schools = with_schools.next_if(|(of, _)| *of == place);
        tiles.push(Tile {
            place,
            drawn: here,
            schools: schools.map_or(&[], |(_, schools)| schools),
        });
    }
}

/// Takes what is drawn in the tile at a place off the front.
fn split_off<'a>(rest: &mut &'a [Drawn], place: u64) -> &'a [Drawn] {
    let n_here = rest
        .iter()
        .take_while(|drawn| drawn.piece.place == place)
        .count();
    let (here, behind) = rest.split_at(n_here);
    *rest = behind;
    here
}

/// The box around all that is shown; the whole breadth where it runs on beyond the edge of the map.
fn extent(schools: &SchoolSpots, maps: &[OutlineMap]) -> Option<[Spot; 2]> {
    let points = schools.spots().map(|spot| [spot, spot]);
    let regions = maps.iter().flat_map(OutlineMap::all_bounds);
    let around = points.chain(regions).reduce(|[a, b], [c, d]| {
        [
            [a[0].min(c[0]), a[1].min(c[1])],
            [b[0].max(d[0]), b[1].max(d[1])],
        ]
    });
    around.map(|[low, high]| {
        let runs_on = low[0] < 0 || high[0] > WORLD;
        let breadth = if runs_on {
            (0, WORLD)
        } else {
            (low[0], high[0])
        };
        [[breadth.0, low[1].max(0)], [breadth.1, high[1].min(WORLD)]]
    })
}

fn report(
    input: &TileInput<'_>,
    schools: &SchoolSpots,
    maps: &[RegionMap<'_>],
    zooms: Zooms,
) -> TilesReport {
    let levels = input
        .levels
        .iter()
        .zip(maps)
        .map(|(level, map)| LevelTiles {
            level: level.regions.level.clone(),
            regions: map.n_drawn(),
            regions_from_zoom: map.each_from_zoom,
        });
    TilesReport {
        deepest_zoom: zooms.deepest,
        schools_from_zoom: zooms.schools_from,
        schools: schools.len() as u64,
        levels: levels.collect(),
        ..TilesReport::default()
    }
}

#[cfg(test)]
mod decode;
#[cfg(test)]
mod tests;
