//! Regions without parents and where their interior points lie in, parents out.

use std::collections::HashMap;

use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Placements, Regions, TextColumn};

/// How the parents of a level's regions came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parents {
    /// Regions whose parent the input names.
    pub n_given: u64,
    /// Regions whose parent is the coarser region that holds their interior point.
    pub n_derived: u64,
    /// Regions without a parent.
    pub n_missing: u64,
}

/// Fills missing parents of `regions` from the places of their interior points in `coarser`, and missing names of
/// parents by id; every derived parent is listed as a repair.
pub fn fill_parents(
    regions: &mut Regions,
    coarser: &Regions,
    interior: &Placements,
    issues: &mut IssueLog,
) -> Parents {
    let names: HashMap<&str, &str> = coarser
        .region_id
        .iter()
        .zip(coarser.region_name.iter())
        .collect();
    let mut parents = Parents::default();
    let (mut ids, mut parent_names) = (TextColumn::new(), TextColumn::new());
    for row in 0..regions.len() {
        let given = regions.parent_id.known(row);
        let derived = interior.region[row].and_then(|region| coarser.region_id.known(region.row()));
        let id = given.or(derived).unwrap_or_default();
        match (given, derived) {
            (Some(_), _) => parents.n_given += 1,
            (None, Some(_)) => {
                parents.n_derived += 1;
                issues.push(derived_issue(regions, row, &coarser.level, id));
            }
            (None, None) => parents.n_missing += 1,
        }
        ids.push(id);
        let name = regions
            .parent_name
            .known(row)
            .or_else(|| names.get(id).copied());
        parent_names.push(name.unwrap_or_default());
    }
    regions.parent_id = ids;
    regions.parent_name = parent_names;
    parents
}

fn derived_issue(regions: &Regions, row: usize, level: &str, parent: &str) -> Issue {
    let file = &regions.files[regions.source_file[row] as usize];
    let place = Place::row(file, regions.source_row[row]);
    let message =
        format!("no parent is given; {parent} of {level} holds the region's interior point");
    Issue::new(
        place,
        "parent_derived",
        Severity::Repaired,
        regions.region_id.get(row),
        message,
    )
}
