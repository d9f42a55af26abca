//! The shares that a picture can show: what each is, and of what.

use crate::table::{Counts, Shares};

/// A share of regions that a picture can show. Never a raw count: large regions would only look large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Not connected / (connected + not connected).
    #[default]
    UnconnectedShareOfKnown,
    /// Not connected / all.
    UnconnectedShareMin,
    /// (Not connected + unknown) / all.
    UnconnectedShareMax,
    /// (Connected + not connected) / all.
    KnownShare,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 4] = [
        Self::UnconnectedShareOfKnown,
        Self::UnconnectedShareMin,
        Self::UnconnectedShareMax,
        Self::KnownShare,
    ];

    /// The column that holds the share: `unconnected_share_of_known`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnconnectedShareOfKnown => "unconnected_share_of_known",
            Self::UnconnectedShareMin => "unconnected_share_min",
            Self::UnconnectedShareMax => "unconnected_share_max",
            Self::KnownShare => "known_share",
        }
    }

    /// The measure of that name.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|measure| measure.name() == text);
        found.ok_or_else(|| {
            let names = Self::ALL.map(|measure| format!("`{}`", measure.name()));
            format!("expected one of {}, found `{text}`", names.join(", "))
        })
    }

    /// What the share is, as a title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::UnconnectedShareOfKnown => "Schools without internet",
            Self::UnconnectedShareMin => "Schools without internet, at least",
            Self::UnconnectedShareMax => "Schools without internet, at most",
            Self::KnownShare => "Schools whose connectivity is known",
        }
    }

    /// What the share is of.
    #[must_use]
    pub fn denominator(self) -> &'static str {
        match self {
            Self::UnconnectedShareOfKnown => {
                "Not connected, of the schools whose connectivity is known"
            }
            Self::UnconnectedShareMin => "Not connected, of all schools",
            Self::UnconnectedShareMax => "Not connected or unknown, of all schools",
            Self::KnownShare => "Connected or not connected, of all schools",
        }
    }

    /// The counts that make the share: the part and the whole.
    #[must_use]
    pub fn fraction(self, counts: &Counts) -> [u64; 2] {
        let known = counts.n_known();
        match self {
            Self::UnconnectedShareOfKnown => [counts.n_not_connected, known],
            Self::UnconnectedShareMin => [counts.n_not_connected, counts.n_schools],
            Self::UnconnectedShareMax => {
                [counts.n_not_connected + counts.n_unknown, counts.n_schools]
            }
            Self::KnownShare => [known, counts.n_schools],
        }
    }

    /// The share of a region.
    #[must_use]
    pub fn of(self, shares: &Shares) -> Option<f64> {
        match self {
            Self::UnconnectedShareOfKnown => shares.unconnected_share_of_known,
            Self::UnconnectedShareMin => shares.unconnected_share_min,
            Self::UnconnectedShareMax => shares.unconnected_share_max,
            Self::KnownShare => shares.known_share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for measure in Measure::ALL {
            assert_eq!(Measure::parse(measure.name()), Ok(measure));
        }
        insta::assert_snapshot!(Measure::parse("n_schools").unwrap_err(), @"expected one of `unconnected_share_of_known`, `unconnected_share_min`, `unconnected_share_max`, `known_share`, found `n_schools`");
    }
}
