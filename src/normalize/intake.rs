//! Chunks of all school files in, one table of schools out, duplicates merged and statuses decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chunk::{SchoolChunk, StatusValues};
use super::groups::Groups;
use super::join::append;
use super::merge::merge;
use super::numbers::DecimalMarks;
use super::status::decide;
use crate::error::Error;
use crate::issue::IssueLog;
use crate::table::{Answer, Schools};

/// Gathers the chunks of all school files.
#[derive(Debug, Default)]
pub struct SchoolIntake {
    /// The rows so far, not merged yet.
    schools: Schools,
    issues: IssueLog,
    status_values: StatusValues,
    word_uses: BTreeMap<usize, u64>,
    files: Vec<FileCounts>,
    /// Whether real-time flags, which have no date, are no evidence.
    is_without_real_time: bool,
}

/// What one school file held.
#[derive(Clone, Debug)]
pub struct FileCounts {
    /// The file.
    pub file: Arc<str>,
    /// Rows read, refused ones included.
    pub rows_read: u64,
    /// Rows refused.
    pub rows_refused: u64,
    /// The decimal marks of its coordinates.
    pub decimal_marks: DecimalMarks,
}

/// The schools, and how they came out of the rows.
#[derive(Debug)]
pub struct Intake {
    /// The schools.
    pub schools: Schools,
    /// What the rows raised.
    pub issues: IssueLog,
    /// Every distinct value of the status columns, how it was read and how often.
    pub status_values: StatusValues,
    /// How many fields each choice of a word gave their meaning, by its number; choices that gave none are not there.
    pub word_uses: BTreeMap<usize, u64>,
    /// What each file held.
    pub files: Vec<FileCounts>,
    /// Rows that repeat an earlier row's school.
    pub duplicates: u64,
    /// For each row that repeats an earlier row's school the first row of that school, both counted over all files
    /// without refused rows; ascending.
    pub first_of_repeated: Vec<(u32, u32)>,
}

impl SchoolIntake {
    /// An empty intake that keeps the first `issue_limit` issues of each check.
    #[must_use]
    pub fn new(issue_limit: Option<usize>) -> Self {
        Self {
            issues: IssueLog::new(issue_limit),
            ..Self::default()
        }
    }

    /// Takes no real-time flag as evidence: none tells its date.
    pub fn leave_out_real_time(&mut self) {
        self.is_without_real_time = true;
    }

    /// Begins the next file.
    pub fn begin_file(&mut self, file: &Arc<str>) {
        self.files.push(FileCounts {
            file: file.clone(),
            rows_read: 0,
            rows_refused: 0,
            decimal_marks: DecimalMarks::default(),
        });
    }

    /// Takes the next chunk of the file begun last.
    ///
    /// # Panics
    /// If no file was begun.
    pub fn push(&mut self, chunk: SchoolChunk) {
        let counts = self.files.last_mut().expect("a file was begun");
        counts.rows_read += chunk.n_rows();
        counts.rows_refused += chunk.n_refused;
        counts.decimal_marks.merge(chunk.decimal_marks);
        self.issues.append(chunk.issues);
        for (value, times) in chunk.status_values {
            *self.status_values.entry(value).or_default() += times;
        }
        for (choice, times) in chunk.word_uses {
            *self.word_uses.entry(choice).or_default() += times;
        }
        let file = u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX);
        append(&mut self.schools, chunk.schools, file);
    }

    /// Merges duplicates and decides every school's status.
    ///
    /// # Errors
    /// [`Error::WrongColumn`] if rows that share an id are mostly different schools.
    pub fn finish(self) -> Result<Intake, Error> {
        let mut issues = self.issues;
        let mut schools = self.schools;
        schools.files = self.files.iter().map(|file| file.file.clone()).collect();
        let groups = Groups::find(&schools);
        groups.check(&schools)?;
        let duplicates = groups.n_duplicates();
        let first_of_repeated = groups.first_of_repeated();
        merge(&mut schools, &groups, &mut issues);
        if self.is_without_real_time {
            schools.real_time.fill(Answer::None);
        }
        decide_all(&mut schools);
        Ok(Intake {
            schools,
            issues,
            status_values: self.status_values,
            word_uses: self.word_uses,
            files: self.files,
            duplicates,
            first_of_repeated,
        })
    }
}

/// Decides all statuses; the speeds have done their service then.
fn decide_all(schools: &mut Schools) {
    let speeds = std::mem::take(&mut schools.download_speed_mbps);
    let speeds = speeds.iter().copied().chain(std::iter::repeat(None));
    let evidence = schools.real_time.iter().zip(&schools.declared).zip(speeds);
    let decided =
        evidence.map(|((real_time, declared), speed)| decide(*real_time, *declared, speed));
    (schools.status, schools.status_source) = decided.unzip();
}
