//! Filters in, the schools that they leave, and what measurements say of these, out.

use super::measurements::Measurements;
use super::plan::Plan;
use crate::error::Error;
use crate::normalize::{Filter, exclude, excluded, trait_name};
use crate::table::Schools;

/// Which schools count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BreakdownPlan {
    /// Only schools that pass all of these count; the others are in the accounting as excluded.
    pub filters: Vec<Filter>,
}

impl BreakdownPlan {
    /// The fields that are asked for, each once.
    pub(super) fn fields(&self) -> Vec<String> {
        let asked = self.filters.iter().map(|filter| trait_name(&filter.field));
        let mut fields: Vec<String> = Vec::new();
        for field in asked {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}

/// Takes the schools that do not pass the filters out of the tables; their rows before that, in order.
pub(super) fn leave_out(
    plan: &Plan,
    schools: &mut Schools,
    measurements: Option<&mut Measurements>,
) -> Result<Vec<u32>, Error> {
    let rows = excluded(schools, &plan.breakdown.filters)?;
    exclude(schools, &rows);
    if let Some(found) = measurements {
        found.leave_out(&rows);
    }
    Ok(rows)
}
