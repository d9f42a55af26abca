//! The status that Giga Maps shows: rows and measurements in, statuses by its published rule out.
//!
//! Giga Maps (`unicef/giga-maps-backend`, `proco/schools/utils.py`, June 2025) shows a school as connected that was ever
//! measured, or whose published row says `true`, `yes` or `1` in the government's flag, the real-time flag or
//! `connectivity`; as not connected where the government's flag says anything else, `Unknown` included; else as unknown.
//! It knows no other words, no declared speed and no age of evidence. What it shows of countries without published rows
//! (their mode by speed) is not asked of a file of rows.

use super::chunk::Rows;
use super::readings::Readings;
use super::status::{Reading, read_source};
use super::word_map::Words;
use super::words::{folded, trimmed};
use crate::table::{Answer, Schools, Status, StatusSource};

/// By which rule evidence becomes a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusRule {
    /// Measurement, real-time flag, declaration, declared speed, in that order; words for unknown are no answer.
    #[default]
    Evidence,
    /// That of Giga Maps, to be reconciled with it.
    GigaMaps,
}

impl StatusRule {
    /// The word that stands for the rule in options and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Evidence => "default",
            Self::GigaMaps => "giga-maps",
        }
    }
}

/// The words that Giga Maps takes for yes, in any case.
const YES: [&str; 3] = ["true", "yes", "1"];

/// Columns in which only a yes counts; every other one that declares connectivity is the government's flag.
const NOT_OF_GOVERNMENT: [&str; 2] = ["connectivity", "connectivity_status"];

/// What a field says to Giga Maps; the caller's word on what it means goes first.
fn read(field: &str, words: &Words<Reading>) -> Answer {
    if let Some(meaning) = words.meaning(field) {
        return meaning.answer();
    }
    let field = trimmed(field);
    if YES.iter().any(|word| field.eq_ignore_ascii_case(word)) {
        Answer::Yes
    } else if field.is_empty() {
        Answer::None
    } else {
        Answer::No
    }
}

impl Rows<'_> {
    /// What rows say to Giga Maps, where its rule is asked for.
    pub(super) fn published(&mut self) {
        let plan = self.plan;
        if plan.options.status_rule != StatusRule::GigaMaps {
            return;
        }
        let mut published = vec![Answer::None; self.n_rows()];
        for column in &plan.columns.declared {
            let name = folded(&plan.header[*column]);
            let is_of_government = !NOT_OF_GOVERNMENT.contains(&name.as_str());
            let words = &plan.options.words.declared;
            self.take(*column, &mut published, |field| match read(field, words) {
                Answer::No if !is_of_government => Answer::None,
                answer => answer,
            });
        }
        let only_yes = |is_yes: bool| if is_yes { Answer::Yes } else { Answer::None };
        match (plan.columns.real_time, plan.columns.status_source) {
            (Some(column), _) => self.take(column, &mut published, |field| {
                only_yes(read(field, &plan.options.words.real_time) == Answer::Yes)
            }),
            (None, Some(column)) => self.take(column, &mut published, |field| {
                only_yes(read_source(field) == Reading::Yes)
            }),
            (None, None) => {}
        }
        self.chunk.schools.published = published;
    }

    /// Takes what a column says: any yes is one, else any no.
    fn take(&self, column: usize, published: &mut [Answer], read: impl Fn(&str) -> Answer) {
        let Some(fields) = self.fields(Some(column)) else {
            return;
        };
        let mut readings = Readings::new(read);
        fields.each(|row, field| {
            published[row] = match (published[row], readings.of(field)) {
                (Answer::Yes, _) | (_, Answer::Yes) => Answer::Yes,
                (Answer::No, _) | (_, Answer::No) => Answer::No,
                (Answer::None, Answer::None) => Answer::None,
            };
        });
    }
}

/// Gives schools the statuses that Giga Maps shows; those that they had.
///
/// # Panics
/// If the schools were not read by [`StatusRule::GigaMaps`].
pub fn follow_giga_maps(schools: &mut Schools, is_measured: impl Fn(usize) -> bool) -> Vec<Status> {
    let decided = (0..schools.len()).map(|row| {
        let is_real_time = schools.real_time[row] == Answer::Yes;
        match schools.published[row] {
            _ if is_measured(row) => (Status::Connected, StatusSource::Measured),
            Answer::Yes if is_real_time => (Status::Connected, StatusSource::RtFlag),
            Answer::Yes => (Status::Connected, StatusSource::Declared),
            Answer::No => (Status::NotConnected, StatusSource::Declared),
            Answer::None => (Status::Unknown, StatusSource::None),
        }
    });
    let (statuses, sources) = decided.unzip();
    schools.status_source = sources;
    std::mem::replace(&mut schools.status, statuses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_giga_maps_reads_them() {
        let words = Words::default();
        for yes in ["true", "YES", " 1 ", "Yes"] {
            assert_eq!(read(yes, &words), Answer::Yes, "{yes}");
        }
        for no in ["Unknown", "no", "sim", "1.0", "nan", "connected"] {
            assert_eq!(read(no, &words), Answer::No, "{no}");
        }
        assert_eq!(read("  ", &words), Answer::None);
    }

    #[test]
    fn any_measurement_makes_a_school_connected() {
        let answers = vec![
            Answer::None,
            Answer::No,
            Answer::Yes,
            Answer::Yes,
            Answer::None,
        ];
        let mut schools = Schools {
            source_row: vec![2, 3, 4, 5, 6],
            real_time: vec![
                Answer::None,
                Answer::None,
                Answer::Yes,
                Answer::None,
                Answer::None,
            ],
            published: answers,
            status: vec![Status::NotConnected; 5],
            ..Schools::default()
        };
        let before = follow_giga_maps(&mut schools, |row| row == 0);
        assert_eq!(before, [Status::NotConnected; 5]);
        let found: Vec<_> = schools
            .status
            .iter()
            .zip(&schools.status_source)
            .map(|(a, b)| (a.name(), b.name()))
            .collect();
        let expected = [
            ("connected", "measured"),
            ("not_connected", "declared"),
            ("connected", "rt_flag"),
            ("connected", "declared"),
            ("unknown", "none"),
        ];
        assert_eq!(found, expected);
    }
}
