//! Levels of regions in, their order and the schools whose levels contradict each other out.

use std::collections::HashSet;

use crate::table::{Placements, Regions, Schools};

/// For each level the next coarser one: by the numbers in the levels' names where all have one (`adm1` above
/// `adm2`), else by the number of regions.
#[must_use]
pub fn coarser_levels(levels: &[&Regions], numbers: &[Option<u8>]) -> Vec<Option<usize>> {
    let all_numbered = numbers.iter().all(Option::is_some);
    let rank = |level: usize| {
        if all_numbered {
            numbers[level].map_or(0, usize::from)
        } else {
            levels[level].len()
        }
    };
    let coarser = |level: usize| {
        let above = (0..levels.len()).filter(|other| rank(*other) < rank(level));
        above.max_by_key(|other| (rank(*other), std::cmp::Reverse(*other)))
    };
    (0..levels.len()).map(coarser).collect()
}

/// Which schools lie, at the coarser level, in another region than the parent of their region at the finer one.
/// Parents whose id no coarser region has say nothing.
#[must_use]
pub fn conflicts(
    schools: &Schools,
    finer: (&Regions, &Placements),
    coarser: (&Regions, &Placements),
) -> Vec<usize> {
    let known: HashSet<&str> = coarser
        .0
        .region_id
        .iter()
        .filter(|id| !id.is_empty())
        .collect();
    let contradicts = |row: &usize| {
        let (Some(region), Some(above)) = (finer.1.region[*row], coarser.1.region[*row]) else {
            return false;
        };
        let parent = finer.0.parent_id.get(region.row());
        known.contains(parent) && parent != coarser.0.region_id.get(above.row())
    };
    (0..schools.len()).filter(contradicts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Placement, RegionIdx};

    fn regions(level: &str, ids: &[&str], parents: &[&str]) -> Regions {
        Regions {
            level: level.to_owned(),
            region_id: ids.iter().copied().collect(),
            parent_id: parents.iter().copied().collect(),
            ..Regions::default()
        }
    }

    #[test]
    fn numbers_order_levels_and_sizes_where_there_are_none() {
        let (fine, coarse) = (
            regions("adm2", &["a", "b"], &[]),
            regions("adm1", &["x", "y", "z"], &[]),
        );
        assert_eq!(
            coarser_levels(&[&fine, &coarse], &[Some(2), Some(1)]),
            [Some(1), None]
        );
        assert_eq!(
            coarser_levels(&[&fine, &coarse], &[None, Some(1)]),
            [None, Some(0)]
        );
        assert_eq!(coarser_levels(&[&fine], &[None]), [None]);
    }

    #[test]
    fn only_a_known_parent_contradicts() {
        let fine = regions("adm2", &["a", "b", "c"], &["x", "y", "unheard"]);
        let coarse = regions("adm1", &["x", "y"], &["", ""]);
        let placed = |rows: &[usize]| Placements {
            placement: vec![Placement::Inside; rows.len()],
            region: rows.iter().map(|row| Some(RegionIdx::new(*row))).collect(),
            ..Placements::default()
        };
        let schools = Schools {
            source_row: vec![2, 3, 4],
            ..Schools::default()
        };
        let found = conflicts(
            &schools,
            (&fine, &placed(&[0, 1, 2])),
            (&coarse, &placed(&[0, 0, 0])),
        );
        assert_eq!(found, [1]);
    }
}
