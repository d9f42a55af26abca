//! Located candidates and the regions that rows state in, for each row the reading that is proved out.

use std::ops::Range;

use super::candidates::{Candidate, Repair};
use crate::judge::extent::Extent;
use crate::judge::range::may_be_metres;
use crate::lonlat::LonLat;
use crate::table::{Placements, RegionIdx, Schools};

/// What one level has to say about candidates.
#[derive(Clone, Debug)]
pub struct LevelProof<'a> {
    /// Where each candidate lies, without snapping.
    pub placements: &'a Placements,
    /// The region that each school states, where it states one of this level.
    pub stated: &'a [Option<RegionIdx>],
    /// The box of each region's outline; `None` without one.
    pub boxes: &'a [Option<Extent>],
}

/// What was decided about the coordinates of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The school's row.
    pub row: usize,
    /// What is wrong with its coordinates.
    pub repair: Repair,
    /// Where it lies, if that is proved.
    pub position: Option<LonLat>,
    /// How many readings fit.
    pub n_fitting: usize,
    /// Where they had to lie.
    pub ground: &'static str,
}

/// Where readings may have to lie.
#[derive(Clone, Debug)]
pub struct Grounds<'a> {
    /// The levels.
    pub levels: Vec<LevelProof<'a>>,
    /// The box of all outlines.
    pub outlines: Option<Extent>,
    /// For each school file, whether most of its positions lie in the outlines as they are: only then is a position
    /// that does not, and states no region, the row's fault and not a file of another place.
    pub is_of_place: &'a [bool],
}

/// Decides each row that has candidates: the reading that alone fits, or a doubt. Rows of which no reading fits get
/// no verdict, nor do rows that state no region and may be of another place, or in metres.
#[must_use]
pub fn prove(schools: &Schools, candidates: &[Candidate], grounds: &Grounds<'_>) -> Vec<Verdict> {
    let mut first = 0;
    let rows = candidates.chunk_by(|a, b| a.row == b.row);
    rows.filter_map(|of_row| {
        let indices = first..first + of_row.len();
        first = indices.end;
        let row = of_row[0].row;
        let file = schools.source_file[row] as usize;
        let is_sound = match of_row[0].repair {
            Repair::Decimals => !schools.given(row).is_some_and(may_be_metres),
            Repair::Axes | Repair::Sign => grounds.is_of_place[file],
        };
        grounds.verdict(candidates, indices, is_sound)
    })
    .collect()
}

/// Where a reading has to lie, from the strongest ground to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    StatedRegion,
    StatedBox,
    Outlines,
    OutlinesBox,
}

impl Ground {
    fn name(self) -> &'static str {
        match self {
            Self::StatedRegion => "the region that the row states",
            Self::StatedBox => "the bounding box of the region that the row states",
            Self::Outlines => "the outlines",
            Self::OutlinesBox => "the bounding box of the outlines",
        }
    }
}

impl Grounds<'_> {
    fn verdict(
        &self,
        candidates: &[Candidate],
        indices: Range<usize>,
        is_sound: bool,
    ) -> Option<Verdict> {
        let (row, repair) = (
            candidates[indices.start].row,
            candidates[indices.start].repair,
        );
        let stated = self.stated(row);
        let grounds: &[Ground] = match (stated, repair) {
            (Some(_), _) => &[Ground::StatedRegion, Ground::StatedBox],
            (None, Repair::Decimals) if is_sound => &[Ground::OutlinesBox],
            (None, _) if is_sound => &[Ground::Outlines],
            (None, _) => return None,
        };
        let fitting = |ground: Ground| -> Vec<usize> {
            let fits = |index: &usize| self.fits(*index, &candidates[*index], stated, ground);
            indices.clone().filter(fits).collect()
        };
        for ground in grounds {
            let found = fitting(*ground);
            if let Some(first) = found.first() {
                // Just beyond a border on the equator the other sign lies inside: that proves nothing.
                let is_sign = candidates[*first].repair == Repair::Sign;
                if is_sign && *ground == Ground::Outlines {
                    return None;
                }
                let is_proved = found.len() == 1;
                return Some(Verdict {
                    row,
                    repair: candidates[*first].repair,
                    position: is_proved.then_some(candidates[*first].position),
                    n_fitting: found.len(),
                    ground: ground.name(),
                });
            }
        }
        None
    }

    /// The region that a row states, at the level with the most regions that it states one of.
    fn stated(&self, row: usize) -> Option<(usize, RegionIdx)> {
        let stated = |(level, proof): (usize, &LevelProof<'_>)| {
            proof.stated[row].map(|region| (level, region))
        };
        let levels = self.levels.iter().enumerate();
        levels
            .filter_map(stated)
            .max_by_key(|(level, _)| (self.levels[*level].boxes.len(), std::cmp::Reverse(*level)))
    }

    fn fits(
        &self,
        index: usize,
        candidate: &Candidate,
        stated: Option<(usize, RegionIdx)>,
        ground: Ground,
    ) -> bool {
        match (ground, stated) {
            (Ground::StatedRegion, Some((level, region))) => {
                self.levels[level].placements.region[index] == Some(region)
            }
            (Ground::StatedBox, Some((level, region))) => {
                let bounds = self.levels[level].boxes[region.row()];
                bounds.is_some_and(|bounds| bounds.holds(candidate.position))
            }
            (Ground::OutlinesBox, _) => self
                .outlines
                .is_some_and(|bounds| bounds.holds(candidate.position)),
            _ => self
                .levels
                .iter()
                .any(|level| level.placements.region[index].is_some()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Placement, RawLonLat};

    /// Two unit squares: region 0 from 0 to 1, region 1 from 2 to 3 degrees east, both from 0 to 1 north.
    fn boxes() -> Vec<Option<Extent>> {
        let square = |west: f64| Extent {
            west,
            south: 0.0,
            east: west + 1.0,
            north: 1.0,
        };
        vec![Some(square(0.0)), Some(square(2.0))]
    }

    fn verdicts(found: &[(usize, Repair, f64, f64)], stated: &[Option<usize>]) -> Vec<Verdict> {
        verdicts_in(found, stated, true)
    }

    fn verdicts_in(
        found: &[(usize, Repair, f64, f64)],
        stated: &[Option<usize>],
        is_of_place: bool,
    ) -> Vec<Verdict> {
        verdicts_of(found, stated, is_of_place, None)
    }

    fn verdicts_of(
        found: &[(usize, Repair, f64, f64)],
        stated: &[Option<usize>],
        is_of_place: bool,
        given: Option<RawLonLat>,
    ) -> Vec<Verdict> {
        let candidate = |&(row, repair, lon, lat): &(usize, Repair, f64, f64)| Candidate {
            row,
            position: LonLat::new(lon, lat).unwrap(),
            repair,
        };
        let candidates: Vec<Candidate> = found.iter().map(candidate).collect();
        let boxes = boxes();
        // The northern tenth of the boxes is no part of the regions.
        let region = |candidate: &Candidate| {
            let holds =
                |bounds: &Option<Extent>| bounds.is_some_and(|b| b.holds(candidate.position));
            let is_rim = candidate.position.lat_deg() > 0.9;
            boxes
                .iter()
                .position(holds)
                .filter(|_| !is_rim)
                .map(RegionIdx::new)
        };
        let placements = Placements {
            placement: vec![Placement::Inside; candidates.len()],
            region: candidates.iter().map(region).collect(),
            ..Placements::default()
        };
        let stated: Vec<Option<RegionIdx>> =
            stated.iter().map(|row| row.map(RegionIdx::new)).collect();
        let mut schools = Schools {
            source_file: vec![0; stated.len()],
            ..Schools::default()
        };
        schools.given.push(0, given, None);
        let level = LevelProof {
            placements: &placements,
            stated: &stated,
            boxes: &boxes,
        };
        let outlines = Extent {
            east: 3.0,
            ..boxes[0].unwrap()
        };
        let grounds = Grounds {
            levels: vec![level],
            outlines: Some(outlines),
            is_of_place: &[is_of_place],
        };
        prove(&schools, &candidates, &grounds)
    }

    fn position(lon: f64, lat: f64) -> Option<LonLat> {
        LonLat::new(lon, lat).ok()
    }

    #[test]
    fn the_stated_region_decides_between_readings() {
        let readings = [
            (0, Repair::Decimals, 25.0, 0.5),
            (0, Repair::Decimals, 2.5, 0.5),
            (0, Repair::Decimals, 0.25, 0.5),
        ];
        let found = verdicts(&readings, &[Some(1)]);
        assert_eq!(found[0].position, position(2.5, 0.5));
        let found = verdicts(&readings, &[None]);
        assert_eq!((found[0].position, found[0].n_fitting), (None, 2));
    }

    #[test]
    fn the_box_of_the_stated_region_is_second_best() {
        let readings = [
            (0, Repair::Decimals, 2.5, 0.95),
            (0, Repair::Decimals, 0.25, 0.5),
        ];
        assert_eq!(
            verdicts(&readings, &[Some(1)])[0].position,
            position(2.5, 0.95)
        );
        assert!(verdicts(&readings[1..], &[Some(1)]).is_empty());
    }

    #[test]
    fn without_a_stated_region_lost_points_take_the_box_and_swaps_the_outlines() {
        let lost = [(0, Repair::Decimals, 1.5, 0.5)];
        assert_eq!(verdicts(&lost, &[None])[0].position, position(1.5, 0.5));
        assert!(verdicts(&[(0, Repair::Axes, 1.5, 0.5)], &[None]).is_empty());
        let swapped = [(0, Repair::Axes, 2.5, 0.5), (0, Repair::Sign, 9.0, 0.5)];
        assert_eq!(verdicts(&swapped, &[None])[0].position, position(2.5, 0.5));
        let ambiguous = [(0, Repair::Axes, 2.5, 0.5), (0, Repair::Sign, 0.5, 0.5)];
        assert_eq!(verdicts(&ambiguous, &[None])[0].n_fitting, 2);
    }

    #[test]
    fn a_file_of_another_place_is_not_turned_into_one_of_this() {
        let mirrored = [(0, Repair::Sign, 2.5, 0.5)];
        assert!(verdicts_in(&mirrored, &[None], false).is_empty());
        let found = verdicts_in(&mirrored, &[Some(1)], false);
        assert_eq!(
            found[0].position,
            position(2.5, 0.5),
            "the row states this place"
        );
    }

    #[test]
    fn metres_are_not_taken_for_lost_decimal_points() {
        let readings = [(0, Repair::Decimals, 0.5, 0.5)];
        let metres = Some([500_000.0, 5_000_000.0]);
        assert!(verdicts_of(&readings, &[None], true, metres).is_empty());
        let found = verdicts_of(&readings, &[Some(0)], true, metres);
        assert_eq!(
            found[0].position,
            position(0.5, 0.5),
            "the row states where it lies"
        );
        let digits = Some([500_000_000.0, 5_000_000.0]);
        assert_eq!(verdicts_of(&readings, &[None], true, digits).len(), 1);
    }

    #[test]
    fn each_row_is_decided_by_itself() {
        let readings = [
            (3, Repair::Axes, 0.5, 0.5),
            (5, Repair::Axes, 2.5, 0.5),
            (5, Repair::Axes, -2.5, 0.5),
        ];
        let found = verdicts(&readings, &[None; 6]);
        let rows: Vec<usize> = found.iter().map(|verdict| verdict.row).collect();
        assert_eq!(rows, [3, 5]);
        assert!(found.iter().all(|verdict| verdict.position.is_some()));
    }
}
