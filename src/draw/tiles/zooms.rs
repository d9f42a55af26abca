//! What there is to show in, the zooms of an archive out.

use super::mercator::{Spot, WORLD_BITS};
use super::schools::{DEEPEST, SchoolSpots};

/// The zooms of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zooms {
    /// The deepest.
    pub(super) deepest: u8,
    /// The first that shows every school by itself.
    pub(super) schools_from: u8,
}

/// A tile larger than this is told of, in compressed bytes: the limit that tile makers keep to (Mapbox, tippecanoe).
pub(super) const MOST_TILE_BYTES: usize = 500_000;

/// Attributes beyond this many bytes may make a tile too large; gzip brings them to about a half.
const MOST_ATTRIBUTE_BYTES: u64 = 900_000;

/// The least deepest zoom: its tiles have a unit of 10 m at the equator.
const LEAST_DEEPEST: u8 = 10;

/// Beyond the least, no zoom is taken that has more tiles than this in the extent of the data.
const MOST_TILES: u64 = 1 << 16;

/// More schools than this are not written over several zooms.
const MOST_SCHOOLS_OVER_ZOOMS: u64 = 2_000_000;

impl Zooms {
    /// Chooses zooms: deep enough for positions and for tiles that are not too large; every school as early as tiles
    /// are small enough, and few enough schools are written again in every zoom.
    pub(super) fn choose(schools: &SchoolSpots, extent: Option<[Spot; 2]>) -> Self {
        let has_room = |zoom: &u8| schools.most_bytes(*zoom) <= MOST_ATTRIBUTE_BYTES;
        let is_small = |zoom: &u8| {
            *zoom == LEAST_DEEPEST
                || extent.is_none_or(|extent| n_tiles(extent, *zoom) <= MOST_TILES)
        };
        let possible = || (LEAST_DEEPEST..=DEEPEST).take_while(is_small);
        let deepest = possible().find(has_room).or_else(|| possible().last());
        let deepest = deepest.unwrap_or(LEAST_DEEPEST);
        let written = |zoom: u8| u64::from(deepest - zoom + 1) * schools.len() as u64;
        let is_cheap = |zoom: &u8| written(*zoom) <= MOST_SCHOOLS_OVER_ZOOMS;
        let schools_from = (0..deepest).filter(is_cheap).find(has_room);
        Self {
            deepest,
            schools_from: schools_from.unwrap_or(deepest),
        }
    }
}

/// How many tiles a box touches.
fn n_tiles([low, high]: [Spot; 2], zoom: u8) -> u64 {
    let bits = WORLD_BITS - u32::from(zoom);
    let along =
        |axis: usize| u64::from(((high[axis] >> bits) - (low[axis] >> bits)).unsigned_abs()) + 1;
    along(0) * along(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LonLat;
    use crate::draw::tiles::mercator::WORLD;

    fn zooms(n_schools: usize, n_bytes: u32, extent: Option<[Spot; 2]>) -> Zooms {
        let position = Some(LonLat::new(7.0, 3.0).unwrap());
        let spots = SchoolSpots::of(&vec![position; n_schools], |_| n_bytes);
        Zooms::choose(&spots, extent)
    }

    #[test]
    fn few_schools_are_shown_from_the_first_zoom_on() {
        let expected = Zooms {
            deepest: 10,
            schools_from: 0,
        };
        assert_eq!(zooms(3, 70, None), expected);
        assert_eq!(zooms(0, 0, Some([[0, 0], [WORLD, WORLD]])), expected);
    }

    #[test]
    fn schools_crowded_in_one_spot_go_as_deep_as_the_extent_allows() {
        let town = [[WORLD / 2, WORLD / 2], [WORLD / 2 + 9, WORLD / 2 + 9]];
        let crowd = |extent| zooms(2, 500_000, Some(extent));
        assert_eq!(
            crowd(town),
            Zooms {
                deepest: 14,
                schools_from: 14
            }
        );
        assert_eq!(
            crowd([[0, 0], [WORLD, WORLD]]),
            Zooms {
                deepest: 10,
                schools_from: 10
            }
        );
    }
}
