//! The columns of a batch that tell of connectivity, students and closure in, answers and numbers out.

use super::chunk::Rows;
use super::numbers::{Number, count, number};
use super::openness::read_openness;
use super::readings::Readings;
use super::status::{Reading, read_api, read_real_time, read_source, read_word};
use super::word_map::Words;
use super::words::{folded, trimmed};
use crate::table::{Answer, Openness};

impl Rows<'_> {
    pub(super) fn openness(&mut self) {
        let column = self.plan.columns.open;
        let mut openness = vec![Openness::Unsaid; self.n_rows()];
        let (Some(index), Some(fields)) = (column, self.fields(column)) else {
            self.chunk.schools.openness = openness;
            return;
        };
        let words = &self.plan.options.words.open;
        let is_census = folded(&self.plan.header[index]).starts_with("tp_situacao");
        let mut readings = Readings::new(|field| match words.meaning(field) {
            Some(meaning) => Some(*meaning),
            None => read_openness(field, is_census),
        });
        for (row, said) in openness.iter_mut().enumerate() {
            *said = readings.of(fields.get(row)).unwrap_or_else(|| {
                let message =
                    "expected a word for open or closed; the school counts as open".to_owned();
                self.doubt(row, column, "dq_is_invalid_domain-is_school_open", message);
                Openness::Unsaid
            });
        }
        for (field, read, times) in readings.counts() {
            self.use_word(words.choice(field), times);
            let value = trimmed(field).to_owned();
            self.chunk.open_values.push((value, read, times));
        }
        self.chunk.schools.openness = openness;
    }

    pub(super) fn students(&mut self) {
        let column = self.plan.columns.students;
        let mut students = vec![None; self.n_rows()];
        if let Some(fields) = self.fields(column) {
            fields.each(|row, field| {
                let read = count(field, self.plan.options.decimal);
                students[row] = read.unwrap_or_else(|()| {
                    let message = "expected a whole number of students; none is counted".to_owned();
                    self.doubt(row, column, "dq_is_not_numeric-num_students", message);
                    None
                });
            });
        }
        self.chunk.schools.num_students = students;
    }

    pub(super) fn evidence(&mut self) {
        let plan = self.plan;
        let n_rows = self.n_rows();
        self.chunk.schools.real_time = match (plan.columns.real_time, plan.columns.status_source) {
            (Some(column), _) => {
                self.answers(column, &plan.options.words.real_time, read_real_time)
            }
            (None, Some(column)) => self.answers(column, &Words::default(), read_source),
            (None, None) => vec![Answer::None; n_rows],
        };
        let mut declared = vec![Answer::None; n_rows];
        for column in &plan.columns.declared {
            let words = &plan.options.words.declared;
            let answers = self.answers(*column, words, self.reader(*column));
            for (row, answer) in answers.into_iter().enumerate() {
                declared[row] = self.together(row, *column, declared[row], answer);
            }
        }
        self.chunk.schools.declared = declared;
        self.speeds();
    }

    /// How a connectivity column is read: in an API page `connectivity` merges no and unknown.
    fn reader(&self, column: usize) -> fn(&str) -> Reading {
        let is_merged =
            self.plan.columns.is_api_page && folded(&self.plan.header[column]) == "connectivity";
        if is_merged && !self.plan.options.api_false_is_no {
            read_api
        } else {
            read_word
        }
    }

    /// The answers of one column, by the caller's words or else as they are read; every distinct value is counted, and
    /// one that says nothing known is an issue.
    fn answers(
        &mut self,
        column: usize,
        words: &Words<Reading>,
        read: fn(&str) -> Reading,
    ) -> Vec<Answer> {
        let Some(fields) = self.fields(Some(column)) else {
            return vec![Answer::None; self.n_rows()];
        };
        let mut answers = Vec::with_capacity(self.n_rows());
        let mut readings = Readings::new(|field| match words.meaning(field) {
            Some(meaning) => *meaning,
            None => read(field),
        });
        fields.each(|row, field| {
            let reading = readings.of(trimmed(field));
            answers.push(reading.answer());
            if reading == Reading::NotUnderstood {
                let message =
                    "expected yes, no or a word for unknown; it gives no answer".to_owned();
                self.doubt(row, Some(column), "status_value", message);
            }
        });
        for (value, reading, times) in readings.counts() {
            let key = (self.plan.header[column].clone(), value.to_owned(), reading);
            *self.chunk.status_values.entry(key).or_default() += times;
            self.use_word(words.choice(value), times);
        }
        answers
    }

    /// What two connectivity columns say together: yes beats no, and the contradiction is a doubt.
    fn together(&mut self, row: usize, column: usize, before: Answer, now: Answer) -> Answer {
        match (before, now) {
            (Answer::Yes, Answer::No) | (Answer::No, Answer::Yes) => {
                let message =
                    "one connectivity column says yes, another no; yes is taken".to_owned();
                self.doubt(row, Some(column), "status_conflict", message);
                Answer::Yes
            }
            (before, Answer::None) => before,
            (_, now) => now,
        }
    }

    fn speeds(&mut self) {
        let column = self.plan.columns.speed;
        if let Some(fields) = self.fields(column) {
            let speeds = fields.iter().enumerate();
            let speeds = speeds.map(|(row, field)| self.speed(row, column, field));
            self.chunk.schools.download_speed_mbps = speeds.collect();
        }
    }

    fn speed(&mut self, row: usize, column: Option<usize>, field: &str) -> Option<f64> {
        match number(field, self.plan.options.decimal) {
            Number::Blank => {}
            Number::Value(value) if value >= 0.0 => return Some(value),
            _ if read_word(field) == Reading::Unknown => {}
            _ => {
                let check = "dq_is_not_numeric-download_speed_govt";
                let message = "expected Mbit/s, 0 or more; it gives no answer".to_owned();
                self.doubt(row, column, check, message);
            }
        }
        None
    }
}
