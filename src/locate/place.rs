//! Positions in, placements out: what the grid knows, and the exact way where it does not.

use rayon::prelude::*;

use super::Located;
use super::grid::{Answer, BATCH_LEN, Grid};
use super::naive::NaiveIndex;
use super::snap::Nearby;
use crate::lonlat::LonLat;
use crate::table::{Placement, Placements, RegionIdx};

/// So many positions are placed at a time, whatever the number of threads.
const CHUNK_LEN: usize = 4096;

/// Some rows of the columns of placements.
pub(super) struct Places<'a> {
    placement: &'a mut [Placement],
    region: &'a mut [Option<RegionIdx>],
    snap_m: &'a mut [Option<f64>],
    overlaps: &'a mut [bool],
}

/// Places all positions, chunk by chunk.
pub(super) fn all(
    positions: &[Option<LonLat>],
    place: impl Fn(&[Option<LonLat>], Places) + Sync,
) -> Placements {
    let n = positions.len();
    let mut all = Placements {
        placement: vec![Placement::NoPosition; n],
        region: vec![None; n],
        snap_m: vec![None; n],
        overlaps: vec![false; n],
    };
    let chunks = (
        positions.par_chunks(CHUNK_LEN),
        all.placement.par_chunks_mut(CHUNK_LEN),
        all.region.par_chunks_mut(CHUNK_LEN),
        all.snap_m.par_chunks_mut(CHUNK_LEN),
        all.overlaps.par_chunks_mut(CHUNK_LEN),
    );
    chunks
        .into_par_iter()
        .for_each(|(positions, placement, region, snap_m, overlaps)| {
            let places = Places {
                placement,
                region,
                snap_m,
                overlaps,
            };
            place(positions, places);
        });
    all
}

/// Asks the naive index for every position.
pub(super) fn naively(
    naive: &NaiveIndex,
    positions: &[Option<LonLat>],
    snap_m: f64,
    mut places: Places,
) {
    for (row, position) in positions.iter().enumerate() {
        if let Some(position) = *position {
            places.set(row, naive.locate_one(position, snap_m));
        }
    }
}

/// Asks the grid, batch by batch.
pub(super) fn by_grid(
    grid: &Grid,
    naive: &NaiveIndex,
    positions: &[Option<LonLat>],
    snap_m: f64,
    mut places: Places,
) {
    let mut answers = [Answer::Outside; BATCH_LEN];
    for (batch, positions) in positions.chunks(BATCH_LEN).enumerate() {
        let mut points = [[0.0; 2]; BATCH_LEN];
        for (point, position) in points.iter_mut().zip(positions) {
            *point = position.map_or([0.0; 2], |known| [known.lon_deg(), known.lat_deg()]);
        }
        grid.answers(naive.outlines(), &points[..positions.len()], &mut answers);
        for (at, (position, answer)) in positions.iter().zip(answers).enumerate() {
            if let Some(position) = *position {
                places.set_answer(batch * BATCH_LEN + at, answer, || {
                    beyond(answer, naive, position, snap_m)
                });
            }
        }
    }
}

/// Asks the grid for one position.
pub(super) fn one(grid: &Grid, naive: &NaiveIndex, position: LonLat, snap_m: f64) -> Located {
    match grid.answer(naive.outlines(), [position.lon_deg(), position.lat_deg()]) {
        Answer::Inside(region) => Located::held(region, Placement::Inside),
        Answer::Border(region) => Located::held(region, Placement::Border),
        answer => beyond(answer, naive, position, snap_m),
    }
}

/// What the grid alone does not answer.
#[cold]
fn beyond(answer: Answer, naive: &NaiveIndex, position: LonLat, snap_m: f64) -> Located {
    if answer == Answer::Outside {
        naive.snapped(position, snap_m)
    } else {
        naive.locate_one(position, snap_m)
    }
}

impl Places<'_> {
    fn set_answer(&mut self, row: usize, answer: Answer, beyond: impl Fn() -> Located) {
        let (placement, region) = match answer {
            Answer::Inside(region) => (Placement::Inside, region),
            Answer::Border(region) => (Placement::Border, region),
            Answer::Outside | Answer::Unknown => return self.set(row, beyond()),
        };
        self.placement[row] = placement;
        self.region[row] = Some(region);
    }

    fn set(&mut self, row: usize, located: Located) {
        self.placement[row] = located.placement;
        self.region[row] = located.region;
        self.snap_m[row] = located.snap_m;
        self.overlaps[row] = located.overlaps;
    }
}

impl Located {
    pub(super) const OUTSIDE: Self = Self {
        placement: Placement::Outside,
        region: None,
        snap_m: None,
        overlaps: false,
    };

    fn held(region: RegionIdx, placement: Placement) -> Self {
        Self {
            placement,
            region: Some(region),
            snap_m: None,
            overlaps: false,
        }
    }

    pub(super) fn snapped(nearby: Nearby) -> Self {
        Self {
            placement: Placement::Snapped,
            region: Some(nearby.region),
            snap_m: Some(nearby.distance_m),
            overlaps: false,
        }
    }
}
