//! Region codes that rows state in, placements of schools without a usable position out.

use std::collections::HashMap;

use crate::table::{Placement, Placements, RegionIdx, Regions, Schools};

/// A column of stated codes that belongs to a level, because its codes are that level's ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedColumn {
    /// The column as the header spells it.
    pub column: String,
    /// How many schools state a code in it.
    pub n_stated: u64,
    /// How many of those codes are the id of exactly one region.
    pub n_matched: u64,
}

/// Places schools that have no usable position in the region whose id they state, where exactly one region has it.
///
/// Of the columns that state codes, the one whose codes match this level best is used, and only if at least half of
/// its codes match: a column of other codes that agree by chance places no one. Answers which column that was.
pub fn place_stated(
    schools: &Schools,
    regions: &Regions,
    placements: &mut Placements,
) -> Option<StatedColumn> {
    let unique = unique_ids(regions);
    let candidates = schools
        .stated
        .iter()
        .enumerate()
        .map(|(index, (column, codes))| {
            let n_stated = codes.iter().filter(|code| !code.is_empty()).count() as u64;
            let n_matched = codes
                .iter()
                .filter(|code| unique.contains_key(code))
                .count() as u64;
            let stated = StatedColumn {
                column: column.clone(),
                n_stated,
                n_matched,
            };
            (index, stated)
        });
    let matching = candidates.filter(|(_, c)| c.n_matched > 0 && c.n_matched * 2 >= c.n_stated);
    let (index, best) =
        matching.max_by_key(|(index, c)| (c.n_matched, std::cmp::Reverse(*index)))?;
    let codes = &schools.stated[index].1;
    for row in 0..schools.len() {
        if placements.placement[row] == Placement::NoPosition
            && let Some(region) = unique.get(codes.get(row))
        {
            placements.placement[row] = Placement::Stated;
            placements.region[row] = Some(*region);
        }
    }
    Some(best)
}

/// The ids that exactly one region has.
fn unique_ids(regions: &Regions) -> HashMap<&str, RegionIdx> {
    let mut times: HashMap<&str, (RegionIdx, u32)> = HashMap::with_capacity(regions.len());
    for (row, id) in regions
        .region_id
        .iter()
        .enumerate()
        .filter(|(_, id)| !id.is_empty())
    {
        times.entry(id).or_insert((RegionIdx::new(row), 0)).1 += 1;
    }
    let once = times.into_iter().filter(|(_, (_, times))| *times == 1);
    once.map(|(id, (region, _))| (id, region)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::TextColumn;

    fn regions(ids: &[&str]) -> Regions {
        Regions {
            region_id: ids.iter().copied().collect(),
            ..Regions::default()
        }
    }

    fn schools(columns: &[(&str, &[&str])]) -> Schools {
        let n = columns[0].1.len();
        Schools {
            source_row: (1..=n as u64).collect(),
            stated: columns
                .iter()
                .map(|(name, codes)| ((*name).to_owned(), codes.iter().copied().collect()))
                .collect(),
            school_name: TextColumn::blank(n),
            ..Schools::default()
        }
    }

    fn nowhere(n: usize) -> Placements {
        Placements {
            placement: vec![Placement::NoPosition; n],
            region: vec![None; n],
            snap_m: vec![None; n],
            overlaps: vec![false; n],
        }
    }

    #[test]
    fn only_a_code_of_exactly_one_region_places() {
        let schools = schools(&[("CO_MUNICIPIO", &["17", "18", "19", ""])]);
        let mut placements = nowhere(4);
        let column = place_stated(
            &schools,
            &regions(&["17", "18", "18", "17x", "19"]),
            &mut placements,
        );
        assert_eq!(column.unwrap().n_matched, 2);
        assert_eq!(placements.region[0], Some(RegionIdx::new(0)));
        assert_eq!(
            placements.placement[1],
            Placement::NoPosition,
            "two regions have this id"
        );
        assert_eq!(placements.region[2], Some(RegionIdx::new(4)));
    }

    #[test]
    fn the_column_that_matches_best_is_used_and_chance_is_not() {
        let columns: &[(&str, &[&str])] = &[
            ("admin1", &["1", "A", "B"]),
            ("adm2_pcode", &["1", "2", "3"]),
        ];
        let mut placements = nowhere(3);
        let column = place_stated(
            &schools(columns),
            &regions(&["1", "2", "3"]),
            &mut placements,
        );
        assert_eq!(column.unwrap().column, "adm2_pcode");
        let mut placements = nowhere(3);
        assert_eq!(
            place_stated(
                &schools(&columns[..1]),
                &regions(&["1", "2", "3"]),
                &mut placements
            ),
            None
        );
        assert_eq!(placements, nowhere(3));
    }
}
