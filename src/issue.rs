//! Issues: rows that were refused, repaired or doubted, each with its place, counted exactly.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Where in an input something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the file.
    pub file: Arc<str>,
    /// The physical line in delimited text (header = 1), the number of the feature (from 1) elsewhere.
    pub row: Option<u64>,
    /// The column as the header spells it.
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            row: None,
            column: None,
        }
    }

    /// A row of a file.
    #[must_use]
    pub fn row(file: &Arc<str>, row: u64) -> Self {
        Self {
            row: Some(row),
            ..Self::file(file)
        }
    }

    /// One column at this place.
    #[must_use]
    pub fn in_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ": column `{column}`")?;
        }
        Ok(())
    }
}

/// What became of the row that an issue is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is not a row and was left out.
    Refused,
    /// Something in it was put right, provably.
    Repaired,
    /// Something in it is bad or odd; the school stays.
    Doubt,
}

impl Severity {
    /// The word that stands for the severity in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Repaired => "repaired",
            Self::Doubt => "doubt",
        }
    }
}

/// One row refused, repaired or doubted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Where.
    pub place: Place,
    /// The stable word of the check, Giga's `dq_` name where there is one.
    pub check: &'static str,
    /// What became of the row.
    pub severity: Severity,
    /// What was found, shortened to at most 120 characters.
    pub value: String,
    /// What was expected, and what was done.
    pub message: String,
}

/// The longest value that an issue quotes, in characters.
const VALUE_CHARS: usize = 120;

impl Issue {
    /// An issue; a long `value` is shortened.
    #[must_use]
    pub fn new(
        place: Place,
        check: &'static str,
        severity: Severity,
        value: &str,
        message: String,
    ) -> Self {
        Self {
            place,
            check,
            severity,
            value: shortened(value),
            message,
        }
    }
}

/// The text, cut to 120 characters with an ellipsis where it is longer.
#[must_use]
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(VALUE_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// All issues of a run: exact counts, and the issues themselves up to a limit per check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueLog {
    limit: Option<usize>,
    checks: BTreeMap<&'static str, Tally>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    refused: u64,
    repaired: u64,
    doubt: u64,
    kept: Vec<Issue>,
}

impl Tally {
    fn total(&self) -> u64 {
        self.refused + self.repaired + self.doubt
    }
}

impl IssueLog {
    /// An empty log that keeps the first `limit` issues of each check, all of them without a limit.
    #[must_use]
    pub fn new(limit: Option<usize>) -> Self {
        Self {
            limit,
            checks: BTreeMap::new(),
        }
    }

    /// Counts an issue, and keeps it if the limit allows.
    pub fn push(&mut self, issue: Issue) {
        self.push_with(issue.check, issue.severity, || issue);
    }

    /// Counts an issue of a check and severity, and makes and keeps it if the limit allows.
    pub fn push_with(
        &mut self,
        check: &'static str,
        severity: Severity,
        issue: impl FnOnce() -> Issue,
    ) {
        let limit = self.limit.unwrap_or(usize::MAX);
        let tally = self.checks.entry(check).or_default();
        match severity {
            Severity::Refused => tally.refused += 1,
            Severity::Repaired => tally.repaired += 1,
            Severity::Doubt => tally.doubt += 1,
        }
        if tally.kept.len() < limit {
            tally.kept.push(issue());
        }
    }

    /// Appends a later log, as if its issues had been pushed one by one.
    pub fn append(&mut self, later: Self) {
        let limit = self.limit.unwrap_or(usize::MAX);
        for (check, tally) in later.checks {
            let mine = self.checks.entry(check).or_default();
            mine.refused += tally.refused;
            mine.repaired += tally.repaired;
            mine.doubt += tally.doubt;
            let room = limit.saturating_sub(mine.kept.len());
            mine.kept.extend(tally.kept.into_iter().take(room));
        }
    }

    /// Adds what another log counted; commutative and associative among logs of one limit: of all issues of a check the
    /// first by file, row and column are kept, in that order.
    pub fn merge(&mut self, other: &Self) {
        for (check, counts, kept) in other.by_check() {
            self.add(check, counts, kept.to_vec());
        }
    }

    /// Adds how many rows a check refused, repaired and doubted, and some of its issues.
    pub(crate) fn add(&mut self, check: &'static str, counts: [u64; 3], kept: Vec<Issue>) {
        let mine = self.checks.entry(check).or_default();
        let own = [&mut mine.refused, &mut mine.repaired, &mut mine.doubt];
        for (own, more) in own.into_iter().zip(counts) {
            *own = own.saturating_add(more);
        }
        mine.kept.extend(kept);
        let order = |a: &Issue, b: &Issue| {
            (&a.place, a.severity, &a.value, &a.message)
                .cmp(&(&b.place, b.severity, &b.value, &b.message))
        };
        mine.kept.sort_by(order);
        mine.kept.truncate(self.limit.unwrap_or(usize::MAX));
    }

    /// Every check that spoke: how many rows it refused, repaired and doubted, and the issues kept.
    pub(crate) fn by_check(&self) -> impl Iterator<Item = (&'static str, [u64; 3], &[Issue])> {
        self.checks.iter().map(|(check, tally)| {
            let counts = [tally.refused, tally.repaired, tally.doubt];
            (*check, counts, tally.kept.as_slice())
        })
    }

    /// How often each check spoke.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.checks
            .iter()
            .map(|(check, tally)| (*check, tally.total()))
    }

    /// How often each check refused, repaired and doubted.
    pub fn counts_by_severity(&self) -> impl Iterator<Item = (&'static str, [u64; 3])> {
        let counts = |tally: &Tally| [tally.refused, tally.repaired, tally.doubt];
        self.checks
            .iter()
            .map(move |(check, tally)| (*check, counts(tally)))
    }

    /// How often a check spoke.
    #[must_use]
    pub fn count(&self, check: &str) -> u64 {
        self.checks.get(check).map_or(0, Tally::total)
    }

    /// How many issues of a severity there are.
    #[must_use]
    pub fn count_of(&self, severity: Severity) -> u64 {
        let of = |tally: &Tally| match severity {
            Severity::Refused => tally.refused,
            Severity::Repaired => tally.repaired,
            Severity::Doubt => tally.doubt,
        };
        self.checks.values().map(of).sum()
    }

    /// The first issue kept of a check.
    #[must_use]
    pub fn first(&self, check: &str) -> Option<&Issue> {
        self.checks.get(check)?.kept.first()
    }

    /// The first issue kept of a severity, by check.
    #[must_use]
    pub fn first_of(&self, severity: Severity) -> Option<&Issue> {
        let mut kept = self.checks.values().flat_map(|tally| &tally.kept);
        kept.find(|issue| issue.severity == severity)
    }

    /// The issues kept, by file (in the order given), row, column and check.
    #[must_use]
    pub fn sorted(&self, files: &[Arc<str>]) -> Vec<&Issue> {
        let order = |file: &Arc<str>| files.iter().position(|known| known == file);
        let mut issues: Vec<(Option<usize>, &Issue)> = self
            .checks
            .values()
            .flat_map(|tally| &tally.kept)
            .map(|issue| (order(&issue.place.file), issue))
            .collect();
        issues.sort_by(|(a_file, a), (b_file, b)| {
            (a_file, &a.place, a.check).cmp(&(b_file, &b.place, b.check))
        });
        issues.into_iter().map(|(_, issue)| issue).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(row: u64) -> Issue {
        let file: Arc<str> = "schools.csv".into();
        Issue::new(
            Place::row(&file, row).in_column("lat"),
            "dq_is_invalid_range-latitude",
            Severity::Doubt,
            "91.2",
            "expected degrees in -90..=90".to_owned(),
        )
    }

    #[test]
    fn counts_stay_exact_past_the_limit() {
        let mut log = IssueLog::new(Some(2));
        for row in [2, 3, 4] {
            log.push(doubt(row));
        }
        let mut later = IssueLog::new(Some(2));
        later.push(doubt(5));
        log.append(later);
        assert_eq!(log.count("dq_is_invalid_range-latitude"), 4);
        assert_eq!(log.count_of(Severity::Doubt), 4);
        let by_severity: Vec<_> = log.counts_by_severity().collect();
        assert_eq!(by_severity, [("dq_is_invalid_range-latitude", [0, 0, 4])]);
        assert_eq!(log.sorted(&["schools.csv".into()]).len(), 2);
    }

    #[test]
    fn a_place_reads_like_a_compiler_message() {
        assert_eq!(
            doubt(184).place.to_string(),
            "schools.csv:184: column `lat`"
        );
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(shortened(&"é".repeat(500)).chars().count(), VALUE_CHARS + 1);
    }
}
