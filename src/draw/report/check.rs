//! What a check found, as the page tells it.

use serde::Serialize;

/// How often a check spoke, and its first issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageCheck {
    /// The stable word of the check.
    pub check: &'static str,
    /// Rows refused.
    pub refused: u64,
    /// Rows repaired.
    pub repaired: u64,
    /// Rows doubted.
    pub doubted: u64,
    /// Place and message of the first issue.
    pub first: String,
}
