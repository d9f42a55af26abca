//! Rows that share an id in, one school out: the first row's values, blanks filled from later rows, contradictions as
//! doubts.

use std::collections::HashMap;

use super::groups::Groups;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Answer, Openness, Schools, TextColumn};

pub(super) fn place(schools: &Schools, row: usize) -> Place {
    Place::row(
        &schools.files[schools.source_file[row] as usize],
        schools.source_row[row],
    )
}

/// Which check found that two rows are one school, and the id they share.
pub(super) fn shared_id(schools: &Schools, first: usize, row: usize) -> (&'static str, String) {
    let giga = schools.school_id_giga.get(row);
    if !giga.is_empty() && giga.eq_ignore_ascii_case(schools.school_id_giga.get(first)) {
        ("dq_duplicate-school_id_giga", giga.to_owned())
    } else {
        (
            "dq_duplicate-school_id_govt",
            schools.school_id_govt.get(row).to_owned(),
        )
    }
}

/// Merges the rows of each school into its first row.
pub(super) fn merge(mut schools: Schools, groups: &Groups, issues: &mut IssueLog) -> Schools {
    if groups.later.is_empty() {
        return schools;
    }
    let mut filled: HashMap<(TextField, usize), usize> = HashMap::new();
    for (first, rows) in &groups.later {
        for row in rows {
            let mut merging = Merging {
                schools: &mut schools,
                issues,
                filled: &mut filled,
                first: *first,
                row: *row,
            };
            merging.merge_row();
        }
    }
    select(&schools, &groups.kept(), &filled)
}

/// The text columns that later rows may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum TextField {
    IdGiga,
    IdGovt,
    Name,
    Level,
    Country,
    Stated(usize),
    Property(usize),
}

impl TextField {
    fn of(self, schools: &Schools) -> &TextColumn {
        match self {
            Self::IdGiga => &schools.school_id_giga,
            Self::IdGovt => &schools.school_id_govt,
            Self::Name => &schools.school_name,
            Self::Level => &schools.education_level,
            Self::Country => &schools.country,
            Self::Stated(column) => &schools.stated[column].1,
            Self::Property(column) => &schools.properties[column].1,
        }
    }
}

/// One later row on its way into the first row of its school.
struct Merging<'a> {
    schools: &'a mut Schools,
    issues: &'a mut IssueLog,
    /// Which row fills a blank of a first row.
    filled: &'a mut HashMap<(TextField, usize), usize>,
    first: usize,
    row: usize,
}

impl Merging<'_> {
    fn merge_row(&mut self) {
        self.tell_duplicate();
        self.text(TextField::IdGiga, "school_id_giga");
        self.text(TextField::IdGovt, "school_id_govt");
        self.text(TextField::Name, "school_name");
        self.text(TextField::Level, "education_level");
        self.text(TextField::Country, "country");
        for column in 0..self.schools.stated.len() {
            let name = self.schools.stated[column].0.clone();
            self.text(TextField::Stated(column), &name);
        }
        for column in 0..self.schools.properties.len() {
            self.fill(TextField::Property(column));
        }
        self.values();
        self.schools.n_issues[self.first] += self.schools.n_issues[self.row];
    }

    fn tell_duplicate(&mut self) {
        let (check, id) = shared_id(self.schools, self.first, self.row);
        let message = format!(
            "the same school as {}; merged into it",
            place(self.schools, self.first)
        );
        self.doubt(check, None, &id, message);
    }

    /// Fills a blank text, or tells a contradiction.
    fn text(&mut self, field: TextField, name: &str) {
        let kept = self.kept_text(field).map(str::to_owned);
        match (
            kept,
            field.of(self.schools).known(self.row).map(str::to_owned),
        ) {
            (None, Some(_)) => self.fill(field),
            (Some(kept), Some(later)) if kept != later => {
                let message = format!("the first row says `{kept}`; kept");
                self.doubt("duplicate_contradiction", Some(name), &later, message);
            }
            _ => {}
        }
    }

    fn kept_text(&self, field: TextField) -> Option<&str> {
        let source = self
            .filled
            .get(&(field, self.first))
            .copied()
            .unwrap_or(self.first);
        field.of(self.schools).known(source)
    }

    fn fill(&mut self, field: TextField) {
        if self.kept_text(field).is_none() && field.of(self.schools).known(self.row).is_some() {
            self.filled.insert((field, self.first), self.row);
        }
    }

    fn values(&mut self) {
        let (first, row) = (self.first, self.row);
        let schools = &mut *self.schools;
        let mut contradictions = Vec::new();
        if schools.openness[first] == Openness::Unsaid {
            schools.openness[first] = schools.openness[row];
        } else if schools.openness[row] != Openness::Unsaid
            && schools.openness[row] != schools.openness[first]
        {
            contradictions.push("is_school_open");
        }
        for (answers, name) in [
            (&mut schools.real_time, "connectivity_RT"),
            (&mut schools.declared, "connectivity"),
        ] {
            if answers[first] == Answer::None {
                answers[first] = answers[row];
            } else if answers[row] != Answer::None && answers[row] != answers[first] {
                contradictions.push(name);
            }
        }
        contradictions
            .extend(fill_value(&mut schools.num_students, first, row).then_some("num_students"));
        let speeds = &mut schools.download_speed_mbps;
        contradictions.extend(fill_value(speeds, first, row).then_some("download_speed_govt"));
        contradictions.extend(self.fill_position().then_some("latitude"));
        for name in contradictions {
            let message = "another value than the first row's, which is kept".to_owned();
            self.doubt("duplicate_contradiction", Some(name), "", message);
        }
    }

    /// Takes the later row's coordinates if the first has no usable ones; whether the two positions differ.
    fn fill_position(&mut self) -> bool {
        let (first, row) = (self.first, self.row);
        let schools = &mut *self.schools;
        if schools.position[first].is_none()
            && (schools.position[row].is_some() || schools.given[first].is_none())
        {
            schools.position[first] = schools.position[row];
            schools.given[first] = schools.given[row];
            return false;
        }
        schools.position[row].is_some() && schools.position[row] != schools.position[first]
    }

    fn doubt(&mut self, check: &'static str, column: Option<&str>, value: &str, message: String) {
        let mut place = place(self.schools, self.row);
        if let Some(column) = column {
            place = place.in_column(column);
        }
        self.issues
            .push(Issue::new(place, check, Severity::Doubt, value, message));
        self.schools.n_issues[self.first] += 1;
    }
}

/// Fills a missing value from a later row; whether the two rows contradict each other.
fn fill_value<T: Copy + PartialEq>(values: &mut [Option<T>], first: usize, row: usize) -> bool {
    if values[first].is_none() {
        values[first] = values[row];
        return false;
    }
    values[row].is_some() && values[row] != values[first]
}

/// The rows that are kept, with filled texts in place of blanks.
fn select(
    schools: &Schools,
    kept: &[usize],
    filled: &HashMap<(TextField, usize), usize>,
) -> Schools {
    let text = |field: TextField| -> TextColumn {
        let column = field.of(schools);
        kept.iter()
            .map(|row| column.get(filled.get(&(field, *row)).copied().unwrap_or(*row)))
            .collect()
    };
    let named = |columns: &[(String, TextColumn)], field: fn(usize) -> TextField| {
        columns
            .iter()
            .enumerate()
            .map(|(column, (name, _))| (name.clone(), text(field(column))))
            .collect()
    };
    Schools {
        files: schools.files.clone(),
        school_id_giga: text(TextField::IdGiga),
        school_id_govt: text(TextField::IdGovt),
        school_name: text(TextField::Name),
        education_level: text(TextField::Level),
        country: text(TextField::Country),
        stated: named(&schools.stated, TextField::Stated),
        properties: named(&schools.properties, TextField::Property),
        source_file: picked(&schools.source_file, kept),
        source_row: picked(&schools.source_row, kept),
        openness: picked(&schools.openness, kept),
        num_students: picked(&schools.num_students, kept),
        given: picked(&schools.given, kept),
        position: picked(&schools.position, kept),
        real_time: picked(&schools.real_time, kept),
        declared: picked(&schools.declared, kept),
        download_speed_mbps: picked(&schools.download_speed_mbps, kept),
        n_issues: picked(&schools.n_issues, kept),
        status: Vec::new(),
        status_source: Vec::new(),
    }
}

fn picked<T: Copy>(values: &[T], kept: &[usize]) -> Vec<T> {
    kept.iter().map(|row| values[*row]).collect()
}
