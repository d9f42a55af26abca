//! Rings in, issues about those that are not what a ring should be out.

use super::doubt;
use crate::issue::IssueLog;
use crate::table::Regions;

/// What is odd about the rings of one region.
#[derive(Clone, Copy, Debug, Default)]
struct Odd {
    /// Rings of fewer than three different vertices in a row.
    short: u64,
    /// Rings whose last vertex does not repeat the first.
    open: u64,
}

/// Tells, for every region, how many of its rings have too few vertices or are open; and regions without a name of
/// their own.
pub(super) fn tell(regions: &Regions, issues: &mut IssueLog) {
    for row in 0..regions.len() {
        let odd = odd(regions, row);
        let mut tell = |check, number: u64, message: &str| {
            if number > 0 {
                let value = number.to_string();
                issues.push(doubt(regions, row, check, &value, message.to_owned()));
            }
        };
        tell(
            "outline_ring_short",
            odd.short,
            "rings of fewer than three different vertices; they hold no school",
        );
        tell(
            "outline_ring_open",
            odd.open,
            "rings whose last vertex does not repeat the first; taken as closed",
        );
    }
    tell_unnamed(regions, issues);
}

fn odd(regions: &Regions, row: usize) -> Odd {
    let outlines = &regions.outlines;
    let mut odd = Odd::default();
    for ring in outlines.parts(row).flat_map(|part| outlines.rings(part)) {
        let ring = outlines.ring(ring);
        let n_repeated = ring.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let is_open = ring.first() != ring.last();
        let n_different =
            ring.len() - n_repeated - usize::from(!is_open && n_repeated + 1 < ring.len());
        odd.short += u64::from(n_different < 3);
        odd.open += u64::from(is_open && n_different >= 3);
    }
    odd
}

/// Regions whose name is their id, where others of the level have names of their own.
fn tell_unnamed(regions: &Regions, issues: &mut IssueLog) {
    let has_name = |row: &usize| regions.region_name.get(*row) != regions.region_id.get(*row);
    if !(0..regions.len()).any(|row| has_name(&row)) {
        return;
    }
    for row in (0..regions.len()).filter(|row| !has_name(row)) {
        let value = regions.region_id.get(row);
        let message = "expected a name; the id stands for it".to_owned();
        issues.push(doubt(regions, row, "region_name_missing", value, message));
    }
}
