//! Schools and regions in, placements at every level out: where *locate* and *judge* meet.

use super::declared::declared;
use super::inputs::RegionInputs;
use super::plan::Rules;
use super::repairs::{Found, repair_positions};
use crate::error::Error;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::judge::{
    AxisColumns, Declared, Extent, Parents, Stated, StatedColumn, check_axes, check_placed,
    coarser_levels, conflicts, doubt_axes, doubt_declared, doubt_outside, doubt_range, extent,
    fill_parents, place_stated, stated_regions, swapped_positions,
};
use crate::locate::{RegionIndex, interior_points};
use crate::lonlat::LonLat;
use crate::normalize::number_of;
use crate::table::{Placement, Placements, Regions, Schools};

/// One level with its index, and where its parents come from.
pub(super) struct Level {
    pub(super) regions: Regions,
    pub(super) index: RegionIndex,
    /// The next coarser level.
    pub(super) coarser: Option<usize>,
    pub(super) parents: Option<Parents>,
}

/// Where the schools lie at one level.
pub(super) struct LevelPlaces {
    pub(super) placements: Placements,
    pub(super) stated: Vec<StatedColumn>,
    pub(super) declared: Declared,
}

/// Where the schools lie.
pub(super) struct Places {
    pub(super) levels: Vec<LevelPlaces>,
    /// Schools whose levels contradict each other.
    pub(super) n_level_conflicts: u64,
}

/// Indexes every level and fills in missing parents.
pub(super) fn index_levels(inputs: &mut RegionInputs) -> Vec<Level> {
    let regions = std::mem::take(&mut inputs.levels);
    let numbers: Vec<Option<u8>> = regions
        .iter()
        .map(|level| number_of(&level.level))
        .collect();
    let coarser = coarser_levels(&regions.iter().collect::<Vec<_>>(), &numbers);
    let mut levels: Vec<Level> = regions
        .into_iter()
        .zip(coarser)
        .map(|(regions, coarser)| Level {
            index: RegionIndex::build(&regions.outlines),
            regions,
            coarser,
            parents: None,
        })
        .collect();
    for level in 0..levels.len() {
        if let Some(above) = levels[level].coarser {
            derive_parents(&mut levels, level, above, &mut inputs.issues);
        }
    }
    levels
}

fn derive_parents(levels: &mut [Level], level: usize, above: usize, issues: &mut IssueLog) {
    let mut interior = interior_points(&levels[level].regions.outlines);
    for (row, point) in interior.iter_mut().enumerate() {
        if levels[level].regions.parent_id.known(row).is_some() {
            *point = None;
        }
    }
    let placements = levels[above].index.locate(&interior, 0.0);
    let coarser = std::mem::take(&mut levels[above].regions);
    levels[level].parents = Some(fill_parents(
        &mut levels[level].regions,
        &coarser,
        &placements,
        issues,
    ));
    levels[above].regions = coarser;
}

/// Places every school at every level; `axes` names, for each school file, its longitude and latitude columns.
pub(super) fn place(
    schools: &mut Schools,
    levels: &[Level],
    rules: &Rules,
    axes: &[AxisColumns],
    issues: &mut IssueLog,
) -> Result<Places, Error> {
    let mut located = locate_all(levels, &schools.position, rules.snap_m);
    let mut placed = placed_anywhere(&located, schools.len());
    let mut swapped = check_swapped(schools, levels, rules, &placed, axes)?;
    let mut stated = read_stated(schools, levels, &located);
    if rules.repair {
        let mut found = Found {
            schools,
            located: &mut located,
            is_placed: &mut placed,
        };
        for row in repair_positions(&mut found, levels, &stated, rules.snap_m, axes, issues) {
            swapped[row] = false;
        }
    }
    let told = declared(schools, levels, &stated, &located);
    if !rules.use_stated {
        stated = vec![Stated::default(); levels.len()];
    }
    let mut places: Vec<LevelPlaces> = Vec::with_capacity(levels.len());
    for ((stated, mut placements), declared) in stated.into_iter().zip(located).zip(told) {
        place_stated(&stated, &mut placements);
        places.push(LevelPlaces {
            placements,
            stated: stated.columns,
            declared,
        });
    }
    doubt_range(schools, axes, issues);
    let n_placed = placed.iter().filter(|placed| **placed).count() as u64;
    if !levels.is_empty() {
        check_placed(schools, n_placed, n_stated(&places), regions_extent(levels))?;
    }
    let all: Vec<&Placements> = places.iter().map(|level| &level.placements).collect();
    doubt_outside(schools, &all, rules.snap_m, issues);
    doubt_axes(schools, &swapped, issues);
    for (level, of_level) in levels.iter().zip(&places) {
        let (placements, declared) = (&of_level.placements, &of_level.declared);
        doubt_declared(schools, &level.regions, placements, declared, issues);
    }
    let n_level_conflicts = tell_conflicts(schools, levels, &places, issues);
    Ok(Places {
        levels: places,
        n_level_conflicts,
    })
}

/// Where positions lie at every level.
pub(super) fn locate_all(
    levels: &[Level],
    positions: &[Option<LonLat>],
    snap_m: f64,
) -> Vec<Placements> {
    let locate = |level: &Level| level.index.locate(positions, snap_m);
    levels.iter().map(locate).collect()
}

fn read_stated(schools: &Schools, levels: &[Level], located: &[Placements]) -> Vec<Stated> {
    let levels = levels.iter().zip(located);
    levels
        .map(|(level, placements)| stated_regions(schools, &level.regions, placements))
        .collect()
}

/// Which schools some level places by their position.
fn placed_anywhere(levels: &[Placements], n_schools: usize) -> Vec<bool> {
    let is_placed =
        |placement: Placement| !matches!(placement, Placement::Outside | Placement::NoPosition);
    (0..n_schools)
        .map(|row| levels.iter().any(|level| is_placed(level.placement[row])))
        .collect()
}

/// Which schools lie in a region only with their axes swapped; an error where that is most of a file.
fn check_swapped(
    schools: &Schools,
    levels: &[Level],
    rules: &Rules,
    placed: &[bool],
    axes: &[AxisColumns],
) -> Result<Vec<bool>, Error> {
    let swapped: Vec<Option<LonLat>> = swapped_positions(schools, placed);
    if levels.is_empty() || swapped.iter().all(Option::is_none) {
        return Ok(vec![false; schools.len()]);
    }
    let located = locate_all(levels, &swapped, rules.snap_m);
    let placed_swapped = placed_anywhere(&located, schools.len());
    check_axes(schools, &placed_swapped, axes)?;
    Ok(placed_swapped)
}

fn n_stated(places: &[LevelPlaces]) -> u64 {
    let stated = places.iter().flat_map(|level| &level.placements.placement);
    stated
        .filter(|placement| **placement == Placement::Stated)
        .count() as u64
}

pub(super) fn regions_extent(levels: &[Level]) -> Option<Extent> {
    let bounds = levels.iter().filter_map(|level| level.index.bounds());
    extent(bounds.flat_map(|[west, south, east, north]| [[west, south], [east, north]]))
}

/// Counts the schools whose levels contradict each other, and lists each once.
fn tell_conflicts(
    schools: &mut Schools,
    levels: &[Level],
    places: &[LevelPlaces],
    issues: &mut IssueLog,
) -> u64 {
    let mut contradicted: Vec<(usize, usize)> = Vec::new();
    for (finer, level) in levels.iter().enumerate() {
        if let Some(above) = level.coarser {
            let finer_level = (&level.regions, &places[finer].placements);
            let coarser_level = (&levels[above].regions, &places[above].placements);
            contradicted.extend(
                conflicts(schools, finer_level, coarser_level)
                    .iter()
                    .map(|row| (*row, finer)),
            );
        }
    }
    contradicted.sort_unstable();
    contradicted.dedup_by_key(|(row, _)| *row);
    for (row, level) in &contradicted {
        let place = Place::row(
            &schools.files[schools.source_file[*row] as usize],
            schools.source_row[*row],
        );
        let name = &levels[*level].regions.level;
        let message =
            format!("its region at {name} belongs to another parent than the region that holds it");
        issues.push(Issue::new(
            place,
            "level_conflict",
            Severity::Doubt,
            "",
            message,
        ));
        schools.n_issues[*row] += 1;
    }
    contradicted.len() as u64
}
