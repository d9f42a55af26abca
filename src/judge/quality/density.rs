//! Positions in, the rows of cells with more than five schools out.
//!
//! Cells are those of H3 at resolution 8. Giga brings coordinates to float32 first; here they stay as given, which
//! makes a difference only within a metre of a cell's edge.

use h3o::{CellIndex, LatLng, Resolution};
use rayon::prelude::*;

use super::check::Check;
use super::finding::{About, Finding};
use super::groups::Groups;
use crate::lonlat::LonLat;
use crate::table::Records;

/// The most schools of a cell (Giga's threshold).
const MOST_IN_CELL: u32 = 5;

/// Rows whose cell holds more than five rows.
pub(super) fn crowded(check: &'static Check, records: &Records) -> Finding {
    let cells: Vec<Option<u64>> = records
        .position
        .par_iter()
        .enumerate()
        .map(|(row, position)| {
            let is_compared = records.completed_by(row).is_none();
            position
                .filter(|_| is_compared)
                .and_then(cell)
                .map(u64::from)
        })
        .collect();
    let n_judged = cells.iter().flatten().count();
    let groups = Groups::of(records.len(), |row| cells[row]);
    let (rows, about) = groups
        .members()
        .filter(|(_, about)| matches!(about, About::Group { size, .. } if *size > MOST_IN_CELL))
        .unzip();
    Finding::of_rows(check, rows, n_judged).with_about(about)
}

/// The name of the cell that a position lies in.
pub(super) fn cell_name(position: LonLat) -> Option<String> {
    cell(position).map(|cell| cell.to_string())
}

fn cell(position: LonLat) -> Option<CellIndex> {
    let position = LatLng::new(position.lat_deg(), position.lon_deg()).ok()?;
    Some(position.to_cell(Resolution::Eight))
}
