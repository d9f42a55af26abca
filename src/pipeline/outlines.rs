//! Levels in, issues about their outlines out, and about schools on the centers of these: where *locate* and *judge*
//! meet.

use super::places::Level;
use super::plan::Plan;
use super::progress::Phases;
use super::run::Computed;
use crate::issue::IssueLog;
use crate::judge::{Gravity, Laid, catalog};
use crate::locate::nesting;

/// Checks the outlines of every level by themselves, against their neighbors and against the next coarser level; and
/// whether schools stand on the center of their region.
pub(super) fn judge_outlines(plan: &Plan, computed: &mut Computed, phases: &mut Phases) {
    if computed.levels.is_empty() {
        return;
    }
    let levels = computed.levels.iter();
    let n_regions = levels.map(|level| level.regions.len() as u64).sum();
    phases.run("judging outlines", Some(n_regions), |_| {
        let issues = &mut computed.issues;
        let laid = laid_out(&computed.levels, issues);
        for (level, outlines) in computed.levels.iter().zip(&laid) {
            outlines.check(issues);
            if let Some(above) = level.coarser {
                outlines.check_nesting(&laid[above], issues);
            }
        }
        if is_on(plan, "region_center") {
            for (places, outlines) in computed.places.levels.iter().zip(&laid) {
                outlines.doubt_centers(&mut computed.schools, &places.placements, issues);
            }
        }
    });
}

fn laid_out<'a>(levels: &'a [Level], issues: &mut IssueLog) -> Vec<Laid<'a>> {
    let out = |level: &'a Level| {
        let nesting = nesting(&level.regions.outlines);
        Laid::out(&level.regions, &nesting, issues)
    };
    levels.iter().map(out).collect()
}

fn is_on(plan: &Plan, name: &str) -> bool {
    let check = catalog().iter().find(|check| check.name == name);
    check.is_some_and(|check| plan.gravities.of(check) != Gravity::Off)
}
