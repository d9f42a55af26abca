//! Compressed tiles in, a `PMTiles` archive out. The one place that knows the crate `pmtiles`.

use std::io::{self, Seek, Write};

use pmtiles::{Compression, PmTilesStreamWriter, PmTilesWriter, TileType};

use super::mercator::{LAST_LAT_DEG, Spot, WORLD};
use super::place::tile_at;

/// An archive under construction.
pub(super) struct Archive<W: Write + Seek> {
    writer: PmTilesStreamWriter<W>,
}

impl<W: Write + Seek> Archive<W> {
    /// Starts an archive of tiles down to a zoom, over a box on the map.
    pub(super) fn begin(
        out: W,
        deepest: u8,
        extent: Option<[Spot; 2]>,
        metadata: String,
    ) -> io::Result<Self> {
        let [west, south, east, north] =
            extent.map_or([-180.0, -LAST_LAT_DEG, 180.0, LAST_LAT_DEG], degrees);
        let writer = PmTilesWriter::new(TileType::Mvt)
            .precompressed(Compression::Gzip)
            .min_zoom(0)
            .max_zoom(deepest)
            .bounds(west, south, east, north)
            .center(f64::midpoint(west, east), f64::midpoint(south, north))
            .center_zoom(extent.map_or(0, |extent| whole_zoom(extent, deepest)))
            .metadata(metadata)
            .create(out)
            .map_err(io::Error::other)?;
        Ok(Self { writer })
    }

    /// Adds the tile at a place of a zoom; tiles come in the order of zooms and places.
    pub(super) fn add(&mut self, zoom: u8, place: u64, bytes: &[u8]) -> io::Result<()> {
        let tile = tile_at(zoom, place)?;
        self.writer.add_tile(tile, bytes).map_err(io::Error::other)
    }

    /// Completes the archive.
    pub(super) fn finish(self) -> io::Result<()> {
        self.writer.finalize().map_err(io::Error::other)
    }
}

/// West, south, east and north of a box on the map.
fn degrees([low, high]: [Spot; 2]) -> [f64; 4] {
    let lon = |unit: i32| f64::from(unit) / f64::from(WORLD) * 360.0 - 180.0;
    let lat = |unit: i32| {
        let turn = 1.0 - 2.0 * f64::from(unit) / f64::from(WORLD);
        (turn * std::f64::consts::PI).sinh().atan().to_degrees()
    };
    [lon(low[0]), lat(high[1]), lon(high[0]), lat(low[1])]
}

/// The deepest zoom whose tiles are as wide and as high as a box.
fn whole_zoom([low, high]: [Spot; 2], deepest: u8) -> u8 {
    let side = (high[0] - low[0]).max(high[1] - low[1]).max(1);
    (0..=deepest)
        .rev()
        .find(|zoom| WORLD >> zoom >= side)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_on_the_map_has_its_degrees() {
        let found = degrees([[0, 0], [WORLD, WORLD]]);
        let expected = [-180.0, -LAST_LAT_DEG, 180.0, LAST_LAT_DEG];
        let is_near = |(found, expected): (f64, f64)| (found - expected).abs() < 1e-9;
        assert!(found.into_iter().zip(expected).all(is_near), "{found:?}");
        assert_eq!(whole_zoom([[5, 5], [5 + WORLD / 4, 9]], 10), 2);
        assert_eq!(whole_zoom([[5, 5], [5, 5]], 10), 10);
    }
}
