//! Schools that no level holds in, doubts about their place out.

use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Placement, Placements, Schools};

/// Doubts the position of every school that is outside at all levels, under Giga's name for it.
pub fn doubt_outside(
    schools: &mut Schools,
    levels: &[&Placements],
    snap_m: f64,
    issues: &mut IssueLog,
) {
    let outside = |row: usize| {
        levels
            .iter()
            .all(|level| level.placement[row] == Placement::Outside)
    };
    if levels.is_empty() {
        return;
    }
    for row in (0..schools.len())
        .filter(|row| outside(*row))
        .collect::<Vec<_>>()
    {
        let file = &schools.files[schools.source_file[row] as usize];
        let place = Place::row(file, schools.source_row[row]);
        let value = schools.position[row]
            .map(|p| format!("{}, {}", p.lon_deg(), p.lat_deg()))
            .unwrap_or_default();
        let message =
            format!("no region of any level holds this position or lies within {snap_m} m of it");
        issues.push(Issue::new(
            place,
            "dq_is_not_within_country",
            Severity::Doubt,
            &value,
            message,
        ));
        schools.n_issues[row] += 1;
    }
}
