//! Schools that lie elsewhere than they declare in, doubts about the positions of those far from there out.

use super::{Agreement, Declared, Mismatch};
use crate::issue::{Issue, IssueLog, Severity};
use crate::judge::place_of;
use crate::table::{Placements, Regions, Schools};

/// A school as near as this to the region that it declares is in no doubt: outlines are generalized, and positions
/// rounded. It is Giga's tolerance at the border of a country.
pub const DECLARED_NEAR_M: f64 = 1_500.0;

/// Doubts the position of every school that lies farther than [`DECLARED_NEAR_M`] from the region that it declares.
pub fn doubt_declared(
    schools: &mut Schools,
    regions: &Regions,
    placements: &Placements,
    declared: &Declared,
    issues: &mut IssueLog,
) {
    for mismatch in &declared.mismatches {
        let is_far = |distance_m: &f64| *distance_m > DECLARED_NEAR_M;
        if mismatch.agreement == Agreement::No
            && let Some(distance_m) = mismatch.distance_m.filter(is_far)
        {
            let issue = || doubt(schools, regions, placements, mismatch, distance_m);
            issues.push_with("declared_elsewhere", Severity::Doubt, issue);
            schools.n_issues[mismatch.school] += 1;
        }
    }
}

fn doubt(
    schools: &Schools,
    regions: &Regions,
    placements: &Placements,
    mismatch: &Mismatch,
    distance_m: f64,
) -> Issue {
    let (column, texts) = &schools.stated[mismatch.stated];
    let name = |row: usize| {
        let (name, id) = (regions.region_name.get(row), regions.region_id.get(row));
        format!("{name} ({id})")
    };
    let declared = mismatch.declared.map(|region| name(region.row()));
    let located = placements.region[mismatch.school].map(|region| name(region.row()));
    let message = format!(
        "the position lies {:.1} km from {} of {}, which the row declares, in {}",
        distance_m / 1_000.0,
        declared.unwrap_or_default(),
        regions.level,
        located.unwrap_or_else(|| "no region".to_owned())
    );
    Issue::new(
        place_of(schools, mismatch.school).in_column(column),
        "declared_elsewhere",
        Severity::Doubt,
        texts.get(mismatch.school),
        message,
    )
}
