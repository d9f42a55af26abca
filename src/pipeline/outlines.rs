//! Levels in, issues about their outlines out: where *locate* and *judge* meet.

use super::places::Level;
use super::progress::Phases;
use super::run::Computed;
use crate::issue::IssueLog;
use crate::judge::Laid;
use crate::locate::nesting;

/// Checks the outlines of every level by themselves, against their neighbors and against the next coarser level.
pub(super) fn judge_outlines(computed: &mut Computed, phases: &mut Phases) {
    if computed.levels.is_empty() {
        return;
    }
    let levels = computed.levels.iter();
    let n_regions = levels.map(|level| level.regions.len() as u64).sum();
    phases.run("judging outlines", Some(n_regions), |_| {
        let laid = laid_out(&computed.levels, &mut computed.issues);
        for (level, outlines) in computed.levels.iter().zip(&laid) {
            outlines.check(&mut computed.issues);
            if let Some(above) = level.coarser {
                outlines.check_nesting(&laid[above], &mut computed.issues);
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
