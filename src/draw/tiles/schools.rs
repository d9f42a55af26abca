//! Positions of schools in, the schools and groups of schools of every tile out: each school in exactly one tile of a
//! zoom, and in one group of it.

use rayon::prelude::*;

use super::mercator::{Spot, WORLD_BITS, spot};
use super::mvt::{EXTENT, EXTENT_BITS};
use super::place::place;
use crate::lonlat::LonLat;
use crate::table::Status;

/// Groups of a tile are the cells of a grid, so many to its side as a power of two: 16 pixels of 512 each.
const GROUP_BITS: u8 = 5;

/// The deepest zoom that tiles have.
pub(super) const DEEPEST: u8 = 14;

/// The zoom of the cells of the deepest groups, by whose order all others are ordered.
const CELL_ZOOM: u8 = DEEPEST + GROUP_BITS;

/// A school on the map.
#[derive(Clone, Copy, Debug)]
pub(super) struct SchoolSpot {
    /// Its place in the order of all schools.
    cell: u64,
    spot: Spot,
    /// Its row.
    pub(super) row: u32,
    /// How many bytes its attributes take.
    pub(super) n_bytes: u32,
}

/// Schools on the map, those of any tile one after the other.
pub(super) struct SchoolSpots(Vec<SchoolSpot>);

/// Schools of one cell of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The mean of their places in the tile.
    pub(super) at: Spot,
    /// The row of the first.
    pub(super) first: u32,
    /// How many there are, by status.
    pub(super) n_by_status: [u64; Status::ALL.len()],
}

impl SchoolSpots {
    /// Takes the schools that have a position; `n_bytes` tells the size of a row's attributes.
    pub(super) fn of(positions: &[Option<LonLat>], n_bytes: impl Fn(usize) -> u32 + Sync) -> Self {
        let rows = positions.par_iter().enumerate();
        let placed = rows.filter_map(|(row, position)| {
            let spot = spot((*position)?);
            Some(SchoolSpot {
                cell: place(spot, CELL_ZOOM),
                spot,
                row: u32::try_from(row).ok()?,
                n_bytes: n_bytes(row),
            })
        });
        let mut spots: Vec<SchoolSpot> = placed.collect();
        spots.par_sort_unstable_by_key(|school| (school.cell, school.row));
        Self(spots)
    }

    /// Number of schools.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Their places.
    pub(super) fn spots(&self) -> impl Iterator<Item = Spot> {
        self.0.iter().map(|school| school.spot)
    }

    /// The tiles of a zoom that have schools, with their places.
    pub(super) fn tiles(&self, zoom: u8) -> impl Iterator<Item = (u64, &[SchoolSpot])> {
        let bits = 2 * u32::from(CELL_ZOOM - zoom);
        let tiles = self
            .0
            .chunk_by(move |a, b| a.cell >> bits == b.cell >> bits);
        tiles.filter_map(move |schools| Some((schools.first()?.cell >> bits, schools)))
    }

    /// The most bytes that the attributes of the schools of a tile take.
    pub(super) fn most_bytes(&self, zoom: u8) -> u64 {
        let sizes = self.tiles(zoom).map(|(_, schools)| {
            let bytes = schools.iter().map(|school| u64::from(school.n_bytes));
            bytes.sum()
        });
        sizes.max().unwrap_or(0)
    }
}

impl SchoolSpot {
    /// Where the school is in its tile, in units below [`EXTENT`].
    pub(super) fn in_tile(&self, zoom: u8) -> Spot {
        self.spot.map(|unit| in_tile(unit.into(), zoom))
    }
}

/// The groups of one tile's schools.
pub(super) fn groups(schools: &[SchoolSpot], zoom: u8, status: &[Status]) -> Vec<Group> {
    let bits = 2 * u32::from(CELL_ZOOM - zoom - GROUP_BITS);
    let cells = schools.chunk_by(|a, b| a.cell >> bits == b.cell >> bits);
    cells.filter_map(|cell| group(cell, zoom, status)).collect()
}

fn group(schools: &[SchoolSpot], zoom: u8, status: &[Status]) -> Option<Group> {
    let n_schools = i64::try_from(schools.len()).ok().filter(|n| *n > 0)?;
    let mean = |axis: usize| {
        let units = schools.iter().map(|school| i64::from(school.spot[axis]));
        units.sum::<i64>() / n_schools
    };
    let mut n_by_status = [0; Status::ALL.len()];
    for school in schools {
        n_by_status[status.get(school.row as usize).copied().unwrap_or_default() as usize] += 1;
    }
    Some(Group {
        at: [mean(0), mean(1)].map(|unit| in_tile(unit, zoom)),
        first: schools.first()?.row,
        n_by_status,
    })
}

fn in_tile(unit: i64, zoom: u8) -> i32 {
    let bits = WORLD_BITS - EXTENT_BITS - u32::from(zoom);
    i32::try_from(unit >> bits & i64::from(EXTENT - 1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_school_is_in_one_tile_and_one_group(
            places in prop::collection::vec(prop::option::of((-180.0..=180.0, -90.0..=90.0)), 0..60),
            zoom in 0_u8..=DEEPEST,
        ) {
            let positions: Vec<Option<LonLat>> = places
                .iter()
                .map(|place| place.map(|(lon, lat)| LonLat::new(lon, lat).unwrap()))
                .collect();
            let n_placed = positions.iter().flatten().count();
            let status: Vec<Status> = (0..positions.len()).map(|row| Status::ALL[row % 3]).collect();
            let spots = SchoolSpots::of(&positions, |_| 1);
            let (mut rows, mut n_grouped, mut places) = (Vec::new(), 0, Vec::new());
            for (place, schools) in spots.tiles(zoom) {
                rows.extend(schools.iter().map(|school| school.row));
                places.push(place);
                for school in schools {
                    let at = school.in_tile(zoom);
                    prop_assert!(at.iter().all(|unit| (0..EXTENT).contains(unit)));
                }
                for group in groups(schools, zoom, &status) {
                    n_grouped += group.n_by_status.iter().sum::<u64>();
                    prop_assert!(group.at.iter().all(|unit| (0..EXTENT).contains(unit)));
                }
            }
            rows.sort_unstable();
            rows.dedup();
            prop_assert_eq!((rows.len(), n_grouped), (n_placed, n_placed as u64));
            prop_assert!(places.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn the_largest_tile_is_found() {
        let at = |lon, lat| Some(LonLat::new(lon, lat).unwrap());
        let spots = SchoolSpots::of(&[at(10.0, 5.0), None, at(10.1, 5.0), at(-50.0, 5.0)], |_| 7);
        assert_eq!(
            (spots.len(), spots.most_bytes(0), spots.most_bytes(3)),
            (3, 21, 14)
        );
    }
}
