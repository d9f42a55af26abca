//! Rows and levels in, what the checks of places need to know out: where *locate*, *neighbors* and *judge* meet.

use super::places::{Level, LevelPlaces};
use crate::judge::{Check, ComparedNames, MOST_COMPARED, NEAR_M, Near, Surroundings};
use crate::locate::RegionIndex;
use crate::lonlat::LonLat;
use crate::neighbors::{Alike, Neighbor, Neighborhood};
use crate::plural::plural;
use crate::table::{Placement, Records};

/// What checks of rows need to know of places, as far as they are on.
pub(super) fn surroundings(
    records: &Records,
    levels: &[Level],
    places: &[LevelPlaces],
    snap_m: f64,
    is_on: impl Fn(&Check) -> bool,
) -> Surroundings {
    let needs = |word: &str| {
        crate::judge::catalog()
            .iter()
            .any(|check| check.is_called(word) && is_on(check))
    };
    let mut around = Surroundings::default();
    if needs("dq_is_not_within_country") {
        around.is_outside = is_outside(records, levels, places, snap_m);
    }
    let same = needs("dq_duplicate_name_level_within_110m_radius");
    let similar = needs("dq_duplicate_similar_name_same_level_within_110m_radius");
    if same || similar {
        let near = NearNames::of(records);
        if same {
            around.same_name = near.same();
        }
        if similar {
            around.similar_name = near.similar();
        }
    }
    around
}

/// Which rows lie outside the coarsest level, farther than the snap distance. The placements of the schools serve where
/// every row is a school.
fn is_outside(
    records: &Records,
    levels: &[Level],
    places: &[LevelPlaces],
    snap_m: f64,
) -> Option<Vec<bool>> {
    let coarsest = levels.iter().position(|level| level.coarser.is_none())?;
    let placed = &places[coarsest].placements;
    let are_outside = |placements: &[Placement]| -> Vec<bool> {
        placements
            .iter()
            .map(|placement| *placement == Placement::Outside)
            .collect()
    };
    if placed.len() == records.len() {
        return Some(are_outside(&placed.placement));
    }
    let index: &RegionIndex = &levels[coarsest].index;
    Some(are_outside(
        &index.locate(&records.position, snap_m).placement,
    ))
}

/// The names of rows that have another row within 110 m.
struct NearNames {
    positions: Vec<Option<LonLat>>,
    names: ComparedNames,
    n_judged: u64,
}

impl NearNames {
    fn of(records: &Records) -> Self {
        let mut positions = records.position.clone();
        for (row, _) in &records.completing {
            positions[*row as usize] = None;
        }
        let n_near = Neighborhood::of(&positions).within([NEAR_M]);
        let has_near: Vec<bool> = n_near.iter().map(|[others]| *others > 0).collect();
        let named = records.cells("school_name");
        let is_judged = |row: &usize| positions[*row].is_some() && named.known(*row).is_some();
        let n_judged = (0..records.len()).filter(is_judged).count() as u64;
        for (position, _) in positions
            .iter_mut()
            .zip(&has_near)
            .filter(|(_, has_near)| !**has_near)
        {
            *position = None;
        }
        Self {
            names: ComparedNames::of(records, &has_near),
            positions,
            n_judged,
        }
    }

    fn same(&self) -> Near {
        let found = Neighborhood::of(&self.positions).namesakes(&self.names.keys(), NEAR_M);
        self.near(&found, String::new())
    }

    fn similar(&self) -> Near {
        let alike = Alike {
            kinds: &self.names.levels,
            names: &self.names.names,
            limit_m: NEAR_M,
            most_compared: MOST_COMPARED,
        };
        let found = Neighborhood::of(&self.positions)
            .look_alikes(&alike, |one, other| self.names.are_similar(one, other));
        let remark = match found.n_cut {
            0 => String::new(),
            n_cut => format!(
                "{n_cut} {} more than {MOST_COMPARED} names near {} not compared with all",
                plural(n_cut, "row has", "rows have"),
                plural(n_cut, "it and was", "them and were")
            ),
        };
        self.near(&found.similar, remark)
    }

    fn near(&self, found: &[Option<Neighbor>], remark: String) -> Near {
        let other = |near: &Option<Neighbor>| near.map(|near| (near.row(), near.distance_m()));
        Near {
            other: found.iter().map(other).collect(),
            n_judged: self.n_judged,
            remark,
        }
    }
}
