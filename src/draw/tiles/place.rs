//! Tiles in, their places along the Hilbert curve of their zoom out: the order in which archives keep tiles.

use std::io;

use pmtiles::{TileCoord, TileId};

use super::mercator::{Spot, WORLD_BITS};

/// The place of the tile of a zoom in which a spot lies, counted from 0 in every zoom. The places of the four tiles in
/// a tile are four times its own and the next three, so that one order serves all zooms.
///
/// # Panics
/// Never: a spot lies on the map.
pub(super) fn place(spot: Spot, zoom: u8) -> u64 {
    let [x, y] = spot.map(|unit| unit.unsigned_abs() >> (WORLD_BITS - u32::from(zoom)));
    place_of_tile(zoom, x, y)
}

/// The place of a tile.
///
/// # Panics
/// Never: the tile is one of the zoom.
pub(super) fn place_of_tile(zoom: u8, x: u32, y: u32) -> u64 {
    let tile = TileCoord::new(zoom, x, y).expect("a tile of the zoom");
    TileId::from(tile).value() - first_id(zoom)
}

/// The tile at a place.
pub(super) fn tile_at(zoom: u8, place: u64) -> io::Result<TileCoord> {
    let id = TileId::new(first_id(zoom) + place).map_err(io::Error::other)?;
    Ok(id.into())
}

/// How many tiles the coarser zooms have.
fn first_id(zoom: u8) -> u64 {
    ((1 << (2 * u32::from(zoom))) - 1) / 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::tiles::mercator::WORLD;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_places_of_four_tiles_follow_from_that_of_theirs(x in 0..WORLD, y in 0..WORLD, zoom in 0_u8..19) {
            prop_assert_eq!(place([x, y], zoom + 1) >> 2, place([x, y], zoom));
            let tile = tile_at(zoom, place([x, y], zoom)).unwrap();
            let shift = WORLD_BITS - u32::from(zoom);
            prop_assert_eq!((tile.z(), tile.x(), tile.y()), (zoom, x.unsigned_abs() >> shift, y.unsigned_abs() >> shift));
        }
    }
}
