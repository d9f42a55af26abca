//! Given coordinates that no region holds in, the one other reading of them that a region proves out.
//!
//! `candidates` lists how a row's numbers may be meant otherwise: with the decimal point that a spreadsheet lost,
//! with their axes swapped, with a sign that is missing. The caller has the candidates located. `proof` then takes a
//! reading only where exactly one of them lies where the row must lie: in the region that it states, else in that
//! region's box; where it states none, in the outlines (for lost decimal points: in their box). What is ambiguous
//! stays as it is, and is doubted.

mod candidates;
mod proof;

pub use candidates::{Candidate, Repair, candidates};
pub use proof::{Grounds, LevelProof, Verdict, prove};

use super::axes::AxisColumns;
use super::place_of;
use crate::issue::{Issue, IssueLog, Severity};
use crate::lonlat::LonLat;
use crate::table::Schools;

/// Gives schools the positions that were proved, and lists each repair and each ambiguity; `axes` names, for each
/// file, what its rows gave as longitude and latitude. Answers the rows that were repaired, in order.
pub fn repair(
    schools: &mut Schools,
    verdicts: &[Verdict],
    axes: &[AxisColumns],
    issues: &mut IssueLog,
) -> Vec<usize> {
    let mut repaired = Vec::new();
    for verdict in verdicts {
        let row = verdict.row;
        let (severity, message) = match verdict.position {
            Some(position) => {
                repaired.push((row, position));
                (Severity::Repaired, told(verdict, position))
            }
            None => (Severity::Doubt, untold(verdict)),
        };
        let columns = &axes[schools.source_file[row] as usize];
        let value = given(schools, row);
        let place = columns.place(place_of(schools, row));
        let check = verdict.repair.check();
        issues.push(Issue::new(place, check, severity, &value, message));
        schools.n_issues[row] += 1;
    }
    schools.reposition(&repaired);
    repaired.into_iter().map(|(row, _)| row).collect()
}

fn given(schools: &Schools, row: usize) -> String {
    let pair = schools.given(row).map(|[lon, lat]| format!("{lon}, {lat}"));
    pair.unwrap_or_default()
}

fn told(verdict: &Verdict, position: LonLat) -> String {
    format!(
        "{}: read as longitude {}, latitude {}, the only such reading in {}",
        verdict.repair.fault(),
        position.lon_deg(),
        position.lat_deg(),
        verdict.ground
    )
}

fn untold(verdict: &Verdict) -> String {
    format!(
        "{}; not repaired: {} readings lie in {}",
        verdict.repair.fault(),
        verdict.n_fitting,
        verdict.ground
    )
}
