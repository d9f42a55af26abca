//! How often and when a school was measured.

use super::days::Days;
use crate::table::Day;

/// How often and when a school was measured: 48 bytes, and 16 for every 64 days but the last in which it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) n_tests: u32,
    /// Seconds since 1970; the largest number where no row has a time.
    pub(super) first_unix_s: u32,
    /// Seconds since 1970; 0 where no row has a time.
    pub(super) last_unix_s: u32,
    /// The last time with a download above 0.
    pub(super) last_connected_unix_s: u32,
    pub(super) days: Days,
    /// Whether a row without a time has a download above 0.
    pub(super) is_connected_undated: bool,
}

pub(super) const NO_FIRST: u32 = u32::MAX;

impl Seen {
    #[inline]
    pub(super) fn add(&mut self, at: Option<(u32, Day)>, is_connected: bool) {
        self.n_tests = self.n_tests.saturating_add(1);
        let Some((at, day)) = at else {
            self.is_connected_undated |= is_connected;
            return;
        };
        self.first_unix_s = self.first_unix_s.min(at);
        self.last_unix_s = self.last_unix_s.max(at);
        if is_connected {
            self.last_connected_unix_s = self.last_connected_unix_s.max(at);
        }
        self.days.insert(day.in_unix_days());
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.n_tests = self.n_tests.saturating_add(other.n_tests);
        self.first_unix_s = self.first_unix_s.min(other.first_unix_s);
        self.last_unix_s = self.last_unix_s.max(other.last_unix_s);
        let connected = self.last_connected_unix_s.max(other.last_connected_unix_s);
        self.last_connected_unix_s = connected;
        self.is_connected_undated |= other.is_connected_undated;
        self.days.merge(&other.days);
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            n_tests: 0,
            first_unix_s: NO_FIRST,
            last_unix_s: 0,
            last_connected_unix_s: 0,
            days: Days::default(),
            is_connected_undated: false,
        }
    }
}
