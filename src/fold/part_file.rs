//! A part in, the bytes of a file out, and back.
//!
//! The file begins with a line of text that names it, the version of its layout and the number of metrics (one byte
//! each), and ends with the SHA-256 of all bytes before. In between stand, numbers being little-endian and texts UTF-8
//! behind their length in four bytes:
//! 1. the number of schools (eight bytes), the digest of their ids (32), and the options: their number (four bytes),
//!    name and value of each;
//! 2. the counts of rows, eight bytes each;
//! 3. the checks that spoke: their number (four bytes), and of each its name, how many rows it refused, repaired and
//!    doubted (eight bytes each), and the issues kept: their number (four bytes), and of each the file, the row (eight
//!    bytes, the largest for none), the column (empty for none), severity (one byte), value and message;
//! 4. ready-made figures: their number (eight bytes), and of each the school's row (four), the number of tests
//!    (eight), a byte for the connection, and for every metric a byte for whether it is there and its median (eight);
//! 5. the tallies, as `table::tallies` lays them out.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::part::{Part, Terms};
use crate::error::Error;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::bytes::{BytesIn, BytesOut, Flaw};
use crate::table::{MeasurementCounts, Metric, ReadyMade, ReadyMades, Tallies};

const NAME: &[u8; 21] = b"schoolreach tallies\r\n";

/// The layout; another one is not read.
const VERSION: u8 = 1;

/// The longest text, the most options and checks, and the most issues of a check that are read.
const MOST_TEXT: u32 = 1 << 16;
const MOST_ENTRIES: u32 = 1 << 12;

/// More rows than there can be.
const MOST_ROWS: u64 = 1 << 48;

/// Stands for no row.
const NO_ROW: u64 = u64::MAX;

impl Part {
    /// Writes the part: the same part gives the same bytes.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BytesOut::new(out);
        out.bytes(NAME)?;
        out.bytes(&head())?;
        write_terms(&self.terms, &mut out)?;
        for count in self.counts.numbers() {
            out.u64(count)?;
        }
        write_issues(&self.issues, &mut out)?;
        write_ready(&self.ready, &mut out)?;
        self.tallies.write(&mut out)?;
        out.finish()
    }

    /// Reads a part whose terms must be these; `file` is its name in messages.
    ///
    /// # Errors
    /// [`Error::Malformed`] where the file is none of ours, of another version, cut or changed, or has other terms;
    /// [`Error::Io`] where it cannot be read.
    pub fn read(input: &mut dyn Read, file: &Arc<str>, terms: &Terms) -> Result<Self, Error> {
        read_part(input, terms).map_err(|flaw| match flaw {
            Flaw::Io(source) => Error::io("read", file.as_ref().as_ref(), source),
            Flaw::Malformed(expected, found) => {
                Error::malformed(Place::file(file), expected, found)
            }
        })
    }
}

/// The version and the number of metrics.
fn head() -> [u8; 2] {
    let n_metrics = u8::try_from(Metric::ALL.len()).unwrap_or(u8::MAX);
    [VERSION, n_metrics]
}

fn read_part(input: &mut dyn Read, terms: &Terms) -> Result<Part, Flaw> {
    let mut input = BytesIn::new(input);
    let name: [u8; NAME.len()] = input.array()?;
    if name != *NAME {
        return Err(Flaw::malformed(
            "tallies that were folded before",
            "another file",
        ));
    }
    let found: [u8; 2] = input.array()?;
    if found != head() {
        let said =
            |[version, metrics]: [u8; 2]| format!("version {version} with {metrics} metrics");
        return Err(Flaw::malformed(said(head()), said(found)));
    }
    let found = read_terms(&mut input)?;
    if let Some((expected, found)) = terms.difference(&found) {
        return Err(Flaw::malformed(expected, found));
    }
    let n_schools = usize::try_from(terms.n_schools).unwrap_or(usize::MAX);
    let part = Part {
        terms: found,
        counts: read_counts(&mut input)?,
        issues: read_issues(&mut input)?,
        ready: read_ready(&mut input, terms.n_schools)?,
        tallies: Tallies::read(&mut input, n_schools)?,
    };
    input.finish()?;
    adds_up(&part)
        .then_some(part)
        .ok_or_else(|| Flaw::malformed("counts that add up to the tallies", "others"))
}

/// Whether every row came out in one way, and those folded are in the figures.
fn adds_up(part: &Part) -> bool {
    let ways_out: u64 = part.counts.ways_out().iter().map(|(_, n)| n).sum();
    let tests = part
        .tallies
        .iter()
        .map(|(_, tally)| u64::from(tally.n_tests()));
    let folded = tests.sum::<u64>() + part.ready.len() as u64;
    (part.counts.rows_read, part.counts.folded) == (ways_out, folded)
}

fn write_terms(terms: &Terms, out: &mut BytesOut<'_>) -> io::Result<()> {
    out.u64(terms.n_schools)?;
    out.bytes(&terms.schools)?;
    out.bytes(&number_of(terms.options.len())?)?;
    for (name, value) in &terms.options {
        out.counted(name.as_bytes())?;
        out.counted(value.as_bytes())?;
    }
    Ok(())
}

fn read_terms(input: &mut BytesIn<'_>) -> Result<Terms, Flaw> {
    let (n_schools, schools) = (input.u64()?, input.array()?);
    let mut options = BTreeMap::new();
    for _ in 0..few(input)? {
        let name = input.text(MOST_TEXT)?;
        options.insert(name, input.text(MOST_TEXT)?);
    }
    Ok(Terms {
        n_schools,
        schools,
        options,
    })
}

/// A number of entries, of which there are never many.
fn few(input: &mut BytesIn<'_>) -> Result<u32, Flaw> {
    match input.u32()? {
        number if number <= MOST_ENTRIES => Ok(number),
        number => {
            let expected = format!("at most {MOST_ENTRIES} entries");
            Err(Flaw::malformed(expected, number.to_string()))
        }
    }
}

fn number_of(n_entries: usize) -> io::Result<[u8; 4]> {
    let number = u32::try_from(n_entries).map_err(io::Error::other)?;
    Ok(number.to_le_bytes())
}

fn read_counts(input: &mut BytesIn<'_>) -> Result<MeasurementCounts, Flaw> {
    let mut numbers = MeasurementCounts::default().numbers();
    for number in &mut numbers {
        *number = read_count(input)?;
    }
    Ok(MeasurementCounts::of_numbers(numbers))
}

/// A number of rows: so small that sums of many stay in 64 bits.
fn read_count(input: &mut BytesIn<'_>) -> Result<u64, Flaw> {
    match input.u64()? {
        count if count <= MOST_ROWS => Ok(count),
        count => Err(Flaw::malformed("a number of rows", count.to_string())),
    }
}

fn write_issues(issues: &IssueLog, out: &mut BytesOut<'_>) -> io::Result<()> {
    out.bytes(&number_of(issues.by_check().count())?)?;
    for (check, counts, kept) in issues.by_check() {
        out.counted(check.as_bytes())?;
        for count in counts {
            out.u64(count)?;
        }
        out.bytes(&number_of(kept.len())?)?;
        for issue in kept {
            write_issue(issue, out)?;
        }
    }
    Ok(())
}

fn write_issue(issue: &Issue, out: &mut BytesOut<'_>) -> io::Result<()> {
    out.counted(issue.place.file.as_bytes())?;
    out.u64(issue.place.row.unwrap_or(NO_ROW))?;
    let column = issue.place.column.as_deref().unwrap_or_default();
    out.counted(column.as_bytes())?;
    let severity = SEVERITIES.iter().position(|one| *one == issue.severity);
    out.bytes(&[u8::try_from(severity.unwrap_or_default()).unwrap_or_default()])?;
    out.counted(issue.value.as_bytes())?;
    out.counted(issue.message.as_bytes())
}

const SEVERITIES: [Severity; 3] = [Severity::Refused, Severity::Repaired, Severity::Doubt];

fn read_issues(input: &mut BytesIn<'_>) -> Result<IssueLog, Flaw> {
    let mut issues = IssueLog::new(Some(super::part::KEPT_ISSUES));
    for _ in 0..few(input)? {
        let check = known_check(&input.text(MOST_CHECK)?)?;
        let counts = [read_count(input)?, read_count(input)?, read_count(input)?];
        let mut kept = Vec::new();
        for _ in 0..few(input)? {
            kept.push(read_issue(input, check)?);
        }
        issues.add(check, counts, kept);
    }
    Ok(issues)
}

fn read_issue(input: &mut BytesIn<'_>, check: &'static str) -> Result<Issue, Flaw> {
    let file: Arc<str> = input.text(MOST_TEXT)?.into();
    let row = Some(input.u64()?).filter(|row| *row < NO_ROW);
    let column = Some(input.text(MOST_TEXT)?).filter(|column| !column.is_empty());
    let severity = input.u8()?;
    let Some(severity) = SEVERITIES.get(usize::from(severity)) else {
        return Err(Flaw::malformed("a severity", severity.to_string()));
    };
    let (value, message) = (input.text(MOST_TEXT)?, input.text(MOST_TEXT)?);
    let place = Place { file, row, column };
    Ok(Issue::new(place, check, *severity, &value, message))
}

/// The longest name of a check, and the most of them that are not forgotten again.
const MOST_CHECK: u32 = 64;
const MOST_CHECKS: usize = 1 << 10;

/// The names of checks that files brought: issues hold names that last as long as the program.
static CHECKS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// The name of a check as issues hold it.
fn known_check(name: &str) -> Result<&'static str, Flaw> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let mut checks = CHECKS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = checks.iter().find(|known| **known == name) {
        return Ok(known);
    }
    if name.is_empty() || !name.bytes().all(is_word) || checks.len() == MOST_CHECKS {
        return Err(Flaw::malformed("the name of a check", name));
    }
    let known: &'static str = Box::leak(name.into());
    checks.push(known);
    Ok(known)
}

fn write_ready(ready: &ReadyMades, out: &mut BytesOut<'_>) -> io::Result<()> {
    out.u64(ready.len() as u64)?;
    for (school, figures) in ready {
        out.bytes(&school.to_le_bytes())?;
        out.u64(figures.n_tests)?;
        out.bytes(&[figures.is_connected.into()])?;
        for median in figures.medians {
            out.bytes(&[median.is_some().into()])?;
            out.bytes(&median.unwrap_or_default().to_le_bytes())?;
        }
    }
    Ok(())
}

fn read_ready(input: &mut BytesIn<'_>, n_schools: u64) -> Result<ReadyMades, Flaw> {
    let mut ready = ReadyMades::new();
    for _ in 0..input.u64()? {
        let school = input.u32()?;
        if u64::from(school) >= n_schools
            || ready
                .last_key_value()
                .is_some_and(|(last, _)| *last >= school)
        {
            return Err(Flaw::malformed(
                "the row of a later school",
                school.to_string(),
            ));
        }
        let (n_tests, is_connected) = (read_count(input)?, input.u8()? == 1);
        let mut medians = [None; Metric::ALL.len()];
        for median in &mut medians {
            let is_there = input.u8()? == 1;
            let value = f64::from_le_bytes(input.array()?);
            *median = Some(value).filter(|value| is_there && value.is_finite());
        }
        let figures = ReadyMade {
            n_tests,
            medians,
            is_connected,
        };
        ready.insert(school, figures);
    }
    Ok(ready)
}
