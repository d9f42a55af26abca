//! Region codes that rows state in, placements of schools without a usable position out.

use std::collections::HashMap;

use crate::table::{Placement, Placements, RegionIdx, Regions, Schools, TextColumn};

/// A column of one file whose codes may be the ids of a level's regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedColumn {
    /// The file, as an index into the files of the schools.
    pub file: usize,
    /// The column as the header spells it.
    pub column: String,
    /// How many rows state a code in it.
    pub n_stated: u64,
    /// How many of those codes are the id of exactly one region.
    pub n_matched: u64,
    /// How many of the matched rows have a position in some region.
    pub n_compared: u64,
    /// How many of those lie in the region that they state.
    pub n_agreeing: u64,
    /// Whether its codes place schools without a position.
    pub is_used: bool,
}

impl StatedColumn {
    /// Whether the codes are likely those of this level and agree with it by more than chance: most of the rows that
    /// have a position lie where they say; where none has one, most codes are ids.
    fn is_credible(&self) -> bool {
        let (agreeing, compared) = if self.n_compared > 0 {
            (self.n_agreeing, self.n_compared)
        } else {
            (self.n_matched, self.n_stated)
        };
        self.n_matched > 0 && agreeing * 2 >= compared
    }
}

/// Places schools that have no usable position in the region whose id they state, where exactly one region has it.
///
/// Of the columns in which a file states codes, the credible one that matches this level best is used. Answers the
/// columns that were used, and those that were not although codes of theirs match.
pub fn place_stated(
    schools: &Schools,
    regions: &Regions,
    placements: &mut Placements,
) -> Vec<StatedColumn> {
    let unique = unique_ids(regions);
    let mut told = Vec::new();
    for file in 0..schools.files.len() {
        let mut columns = columns_of(file, schools, &unique, placements);
        let credible = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.is_credible());
        let best =
            credible.max_by_key(|(index, column)| (column.n_matched, std::cmp::Reverse(*index)));
        if let Some(index) = best.map(|(index, _)| index) {
            columns[index].is_used = true;
            place_by(file, &schools.stated[index].1, schools, &unique, placements);
        }
        let is_used = columns.iter().any(|column| column.is_used);
        told.extend(
            columns
                .into_iter()
                .filter(|column| column.is_used || (!is_used && column.n_matched > 0)),
        );
    }
    told
}

/// What each stated column of a file has to do with a level.
fn columns_of(
    file: usize,
    schools: &Schools,
    unique: &HashMap<&str, RegionIdx>,
    placements: &Placements,
) -> Vec<StatedColumn> {
    let of_columns = schools.stated.iter().map(|(column, codes)| {
        let mut told = StatedColumn {
            file,
            column: column.clone(),
            n_stated: 0,
            n_matched: 0,
            n_compared: 0,
            n_agreeing: 0,
            is_used: false,
        };
        for row in (0..schools.len()).filter(|row| schools.source_file[*row] as usize == file) {
            let Some(code) = codes.known(row) else {
                continue;
            };
            told.n_stated += 1;
            let Some(stated) = unique.get(code) else {
                continue;
            };
            told.n_matched += 1;
            if let Some(placed) = placements.region[row] {
                told.n_compared += 1;
                told.n_agreeing += u64::from(placed == *stated);
            }
        }
        told
    });
    of_columns.collect()
}

fn place_by(
    file: usize,
    codes: &TextColumn,
    schools: &Schools,
    unique: &HashMap<&str, RegionIdx>,
    placements: &mut Placements,
) {
    for row in (0..schools.len()).filter(|row| schools.source_file[*row] as usize == file) {
        if placements.placement[row] == Placement::NoPosition
            && let Some(region) = unique.get(codes.get(row))
        {
            placements.placement[row] = Placement::Stated;
            placements.region[row] = Some(*region);
        }
    }
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
    fn regions(ids: &[&str]) -> Regions {
        Regions {
            region_id: ids.iter().copied().collect(),
            ..Regions::default()
        }
    }

    fn schools(columns: &[(&str, &[&str])]) -> Schools {
        let n = columns[0].1.len();
        Schools {
            files: vec!["schools.csv".into()],
            source_file: vec![0; n],
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
        let columns = place_stated(
            &schools,
            &regions(&["17", "18", "18", "17x", "19"]),
            &mut placements,
        );
        assert_eq!((columns.len(), columns[0].n_matched), (1, 2));
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
        let told = place_stated(
            &schools(columns),
            &regions(&["1", "2", "3"]),
            &mut placements,
        );
        assert_eq!((told.len(), told[0].column.as_str()), (1, "adm2_pcode"));
        let mut placements = nowhere(3);
        let told = place_stated(
            &schools(&columns[..1]),
            &regions(&["1", "2", "3"]),
            &mut placements,
        );
        assert!(
            told.iter()
                .all(|column| !column.is_used && column.n_matched == 1),
            "told, not used"
        );
        assert_eq!(placements, nowhere(3));
    }

    #[test]
    fn where_rows_lie_says_whether_their_codes_are_this_levels() {
        let schools = schools(&[("co_municipio", &["a", "b", "x", "y", "z", "a"])]);
        let mut placements = nowhere(6);
        for row in [0, 1] {
            placements.placement[row] = Placement::Inside;
            placements.region[row] = Some(RegionIdx::new(row));
        }
        place_stated(&schools, &regions(&["a", "b"]), &mut placements);
        assert_eq!(
            placements.placement[5],
            Placement::Stated,
            "few codes match, but those agree"
        );
        placements.placement[5] = Placement::NoPosition;
        placements.region.swap(0, 1);
        place_stated(&schools, &regions(&["a", "b"]), &mut placements);
        assert_eq!(
            placements.placement[5],
            Placement::NoPosition,
            "codes that contradict positions place no one"
        );
    }

    #[test]
    fn each_file_has_its_own_column() {
        let mut schools = schools(&[("adm1_pcode", &["W", ""]), ("region_id", &["", "E"])]);
        schools.files.push("more.csv".into());
        schools.source_file = vec![0, 1];
        let mut placements = nowhere(2);
        place_stated(&schools, &regions(&["W", "E"]), &mut placements);
        assert_eq!(placements.placement, [Placement::Stated; 2]);
    }
}
