//! What some measurement files came to, to be kept and merged with what others came to.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::merge;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{MeasurementCounts, ReadyMade, ReadyMades, Schools, Tallies};

/// How many issues of each check a part keeps; their counts are exact.
pub(super) const KEPT_ISSUES: usize = 10;

/// What some measurement files came to. Parts of the same schools, folded under the same options, merge: the same
/// parts give the same whole, to the bit, in whatever order.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Whose measurements they are, and which of them.
    pub terms: Terms,
    /// The tallies of the schools.
    pub tallies: Tallies,
    /// Ready-made figures of schools without tests.
    pub ready: ReadyMades,
    /// How the rows came out.
    pub counts: MeasurementCounts,
    /// What the rows raised: exact counts, and a few issues of each check.
    pub issues: IssueLog,
}

/// What parts must have in common to be merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Number of schools.
    pub n_schools: u64,
    /// The SHA-256 of the ids and countries of all schools, in their order.
    pub schools: [u8; 32],
    /// The options that decide what is folded, by name.
    pub options: BTreeMap<String, String>,
}

impl Terms {
    /// The terms of these schools and options.
    #[must_use]
    pub fn of(schools: &Schools, options: BTreeMap<String, String>) -> Self {
        let mut hash = Sha256::new();
        for row in 0..schools.len() {
            let columns = [
                &schools.school_id_giga,
                &schools.school_id_govt,
                &schools.country,
            ];
            for field in columns.map(|column| column.bytes(row)) {
                hash.update((field.len() as u64).to_le_bytes());
                hash.update(field);
            }
        }
        Self {
            n_schools: schools.len() as u64,
            schools: hash.finalize().into(),
            options,
        }
    }

    /// What these terms ask for and what others have instead, where they differ.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<(String, String)> {
        if (self.n_schools, self.schools) != (other.n_schools, other.schools) {
            let expected = format!("tallies of these {} schools", self.n_schools);
            let found = format!("those of another list of {}", other.n_schools);
            return Some((expected, found));
        }
        let mut names = self.options.keys().chain(other.options.keys());
        let name = names.find(|name| self.options.get(*name) != other.options.get(*name))?;
        let said = |terms: &Self| match terms.options.get(name).map(String::as_str) {
            None | Some("") => format!("without {name}"),
            Some(value) => format!("with {name} {value}"),
        };
        let expected = format!("tallies folded {}", said(self));
        Some((expected, format!("some folded {}", said(other))))
    }
}

impl Part {
    /// The part with few enough issues to be kept.
    #[must_use]
    pub fn new(
        terms: Terms,
        tallies: Tallies,
        ready: ReadyMades,
        counts: MeasurementCounts,
        issues: &IssueLog,
    ) -> Self {
        let mut few = IssueLog::new(Some(KEPT_ISSUES));
        few.merge(issues);
        Self {
            terms,
            tallies,
            ready,
            counts,
            issues: few,
        }
    }

    /// Joins two parts; associative and commutative, to the bit. Of ready-made figures of one school those with more
    /// tests stay, and tests of its own go before them.
    ///
    /// # Panics
    /// If their terms differ.
    #[must_use]
    pub fn merge(self, other: &Self) -> Self {
        assert_eq!(self.terms, other.terms, "parts of one folding");
        let mut merged = Self {
            tallies: merge(self.tallies, &other.tallies),
            ..self
        };
        merged.counts.merge(&other.counts);
        merged.issues.merge(&other.issues);
        for (school, figures) in &other.ready {
            let before = merged.ready.insert(*school, *figures);
            if let Some(before) = before {
                merged.ready.insert(*school, more_tests(before, *figures));
                merged.supersede();
            }
        }
        merged.without_superfluous()
    }

    /// The part without ready-made figures of schools that have tests.
    fn without_superfluous(mut self) -> Self {
        let n_before = self.ready.len();
        let tallies = &self.tallies;
        let has_tests = |school: u32| tallies.of(school as usize).is_some();
        self.ready.retain(|school, _| !has_tests(*school));
        (self.ready.len()..n_before).for_each(|_| self.supersede());
        self
    }

    fn supersede(&mut self) {
        self.counts.folded = self.counts.folded.saturating_sub(1);
        self.counts.superseded += 1;
        let check = "measurement_superseded";
        self.issues.push_with(check, Severity::Doubt, || {
            let message = "another part has tests, or figures of more tests, of the same school";
            let place = Place::default();
            Issue::new(place, check, Severity::Doubt, "", message.to_owned())
        });
    }
}

/// The figures of more tests; of as many, those with the larger medians.
fn more_tests(one: ReadyMade, other: ReadyMade) -> ReadyMade {
    let rank = |figures: &ReadyMade| {
        let medians = figures.medians.map(|median| median.map(f64::to_bits));
        (figures.n_tests, medians, figures.is_connected)
    };
    std::cmp::max_by_key(one, other, rank)
}
