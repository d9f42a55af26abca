//! A rule of statuses in, the schools whose status is another than by the default rule out.

use serde::Serialize;

use super::plan::Plan;
use crate::error::Error;
use crate::normalize::{StatusRule, follow_giga_maps};
use crate::table::{Measured, Schools, Status};

/// What another rule than the default one changes.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct StatusChanges {
    /// Open schools whose status differs from that of the default rule.
    pub schools_differing: u64,
    /// How they differ; only what occurs.
    pub changes: Vec<StatusChange>,
}

/// Schools whose status one rule changes into another.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
pub struct StatusChange {
    /// The status by the default rule.
    pub from: &'static str,
    /// The status by the rule of the plan.
    pub to: &'static str,
    /// How many open schools.
    pub schools: u64,
}

/// Refuses rules that contradict each other.
pub(super) fn check_rule(plan: &Plan) -> Result<(), Error> {
    let is_recent = plan.measurements.recent_days.is_some();
    if is_recent && plan.rules.status_rule == StatusRule::GigaMaps {
        let message =
            "Giga Maps takes evidence of any age; expected its rule without a limit of recent days";
        return Err(Error::Plan(message.to_owned()));
    }
    Ok(())
}

/// Gives schools their statuses by the rule of the plan; those by the default rule, where that is another.
pub(super) fn follow(
    plan: &Plan,
    schools: &mut Schools,
    measured: Option<&Measured>,
) -> Option<Vec<Status>> {
    let is_measured = |row: usize| measured.is_some_and(|measured| measured.is_measured(row));
    match plan.rules.status_rule {
        StatusRule::Evidence => None,
        StatusRule::GigaMaps => Some(follow_giga_maps(schools, is_measured)),
    }
}

/// How the statuses of open schools differ from those `before`.
pub(super) fn changes(before: &[Status], schools: &Schools, is_closed: &[bool]) -> StatusChanges {
    let mut counts = [[0_u64; Status::ALL.len()]; Status::ALL.len()];
    let pairs = before.iter().zip(&schools.status).zip(is_closed);
    for ((from, to), _) in pairs.filter(|(_, is_closed)| !**is_closed) {
        counts[*from as usize][*to as usize] += 1;
    }
    let all = Status::ALL.into_iter().flat_map(|from| {
        Status::ALL.map(|to| StatusChange {
            from: from.name(),
            to: to.name(),
            schools: counts[from as usize][to as usize],
        })
    });
    let changes: Vec<StatusChange> = all
        .filter(|change| change.from != change.to && change.schools > 0)
        .collect();
    StatusChanges {
        schools_differing: changes.iter().map(|change| change.schools).sum(),
        changes,
    }
}
