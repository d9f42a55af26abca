//! Schools that no region holds in, the positions that other readings of their coordinates prove out.

use super::places::{Level, locate_all, regions_extent};
use crate::issue::IssueLog;
use crate::judge::{
    AxisColumns, Extent, Grounds, LevelProof, Stated, candidates, outline_extents, prove, repair,
};
use crate::lonlat::LonLat;
use crate::table::{Placements, Schools};

/// The schools, where they lie at every level, and which of them lie in some region.
pub(super) struct Found<'a> {
    pub(super) schools: &'a mut Schools,
    pub(super) located: &'a mut [Placements],
    pub(super) is_placed: &'a mut [bool],
}

/// How many rows are tried at once, so that the candidates of a hostile file take little memory.
const ROWS_AT_ONCE: usize = 1 << 16;

/// Repairs the positions that can be proved, places them, and answers their rows.
pub(super) fn repair_positions(
    found: &mut Found<'_>,
    levels: &[Level],
    stated: &[Stated],
    snap_m: f64,
    axes: &[AxisColumns],
    issues: &mut IssueLog,
) -> Vec<usize> {
    let is_tried = |row: &usize| !found.is_placed[*row] && found.schools.given(*row).is_some();
    let rows: Vec<usize> = (0..found.schools.len()).filter(is_tried).collect();
    if rows.is_empty() || levels.is_empty() {
        return Vec::new();
    }
    let is_of_place = files_of_place(found);
    let boxes = levels.iter().map(|level| outline_extents(&level.regions));
    let boxes: Vec<Vec<Option<Extent>>> = boxes.collect();
    let mut repaired = Vec::new();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let candidates = candidates(found.schools, rows);
        let positions = candidates.iter().map(|candidate| Some(candidate.position));
        let placements = locate_all(levels, &positions.collect::<Vec<_>>(), 0.0);
        let grounds = Grounds {
            levels: proofs(&placements, stated, &boxes),
            outlines: regions_extent(levels),
            is_of_place: &is_of_place,
        };
        let verdicts = prove(found.schools, &candidates, &grounds);
        repaired.extend(repair(found.schools, &verdicts, axes, issues));
    }
    place_again(found, levels, &repaired, snap_m);
    repaired
}

fn proofs<'a>(
    placements: &'a [Placements],
    stated: &'a [Stated],
    boxes: &'a [Vec<Option<Extent>>],
) -> Vec<LevelProof<'a>> {
    let of_level = placements.iter().zip(stated).zip(boxes);
    of_level
        .map(|((placements, stated), boxes)| LevelProof {
            placements,
            stated: &stated.regions,
            boxes,
        })
        .collect()
}

/// For each school file, whether more than half of its positions lie in some region.
fn files_of_place(found: &Found<'_>) -> Vec<bool> {
    let mut counts = vec![(0_u64, 0_u64); found.schools.files.len()];
    for (row, position) in found.schools.position.iter().enumerate() {
        let (placed, positioned) = &mut counts[found.schools.source_file[row] as usize];
        *positioned += u64::from(position.is_some());
        *placed += u64::from(found.is_placed[row]);
    }
    let is_most = |(placed, positioned)| placed * 2 > positioned;
    counts.into_iter().map(is_most).collect()
}

/// Places schools by the positions that they have now.
fn place_again(found: &mut Found<'_>, levels: &[Level], rows: &[usize], snap_m: f64) {
    let positions = rows.iter().map(|row| found.schools.position[*row]);
    let positions: Vec<Option<LonLat>> = positions.collect();
    let again = locate_all(levels, &positions, snap_m);
    for (located, again) in found.located.iter_mut().zip(again) {
        for (index, row) in rows.iter().enumerate() {
            located.placement[*row] = again.placement[index];
            located.region[*row] = again.region[index];
            located.snap_m[*row] = again.snap_m[index];
            located.overlaps[*row] = again.overlaps[index];
        }
    }
    for row in rows {
        found.is_placed[*row] = true;
    }
}
