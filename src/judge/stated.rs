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

/// What rows state about their regions at one level.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// The columns that are used, and those of other files that are not although codes of theirs match.
    pub columns: Vec<StatedColumn>,
    /// For each school the one region whose id it states in the column that its file uses.
    pub regions: Vec<Option<RegionIdx>>,
}

/// Finds the region that each school states: of the columns in which a file states codes, the credible one that
/// matches this level best is used, and a code of it where exactly one region has it as id.
#[must_use]
pub fn stated_regions(schools: &Schools, regions: &Regions, placements: &Placements) -> Stated {
    let unique = unique_ids(regions);
    let mut stated = Stated {
        columns: Vec::new(),
        regions: vec![None; schools.len()],
    };
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
            read_codes(
                file,
                &schools.stated[index].1,
                schools,
                &unique,
                &mut stated.regions,
            );
        }
        let is_used = columns.iter().any(|column| column.is_used);
        stated.columns.extend(
            columns
                .into_iter()
                .filter(|column| column.is_used || (!is_used && column.n_matched > 0)),
        );
    }
    stated
}

/// Places schools that have no usable position in the region that they state.
pub fn place_stated(stated: &Stated, placements: &mut Placements) {
    for (row, region) in stated.regions.iter().enumerate() {
        if placements.placement[row] == Placement::NoPosition && region.is_some() {
            placements.placement[row] = Placement::Stated;
            placements.region[row] = *region;
        }
    }
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

fn read_codes(
    file: usize,
    codes: &TextColumn,
    schools: &Schools,
    unique: &HashMap<&str, RegionIdx>,
    regions: &mut [Option<RegionIdx>],
) {
    for row in (0..schools.len()).filter(|row| schools.source_file[*row] as usize == file) {
        regions[row] = unique.get(codes.get(row)).copied();
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

    fn place(
        schools: &Schools,
        regions: &Regions,
        placements: &mut Placements,
    ) -> Vec<StatedColumn> {
        let stated = stated_regions(schools, regions, placements);
        place_stated(&stated, placements);
        stated.columns
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
        let columns = place(
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
        let told = place(
            &schools(columns),
            &regions(&["1", "2", "3"]),
            &mut placements,
        );
        assert_eq!((told.len(), told[0].column.as_str()), (1, "adm2_pcode"));
        let mut placements = nowhere(3);
        let told = place(
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
        place(&schools, &regions(&["a", "b"]), &mut placements);
        assert_eq!(
            placements.placement[5],
            Placement::Stated,
            "few codes match, but those agree"
        );
        placements.placement[5] = Placement::NoPosition;
        placements.region.swap(0, 1);
        place(&schools, &regions(&["a", "b"]), &mut placements);
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
        place(&schools, &regions(&["W", "E"]), &mut placements);
        assert_eq!(placements.placement, [Placement::Stated; 2]);
    }
}
