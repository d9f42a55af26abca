//! Rows that share an id in, one school out: the first row's values, blanks filled from later rows, contradictions as
//! doubts.

use std::collections::HashMap;

use super::groups::Groups;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::lonlat::LonLat;
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

    /// Fills blank values, and tells contradictions with both values.
    fn values(&mut self) {
        let (first, row) = (self.first, self.row);
        let schools = &mut *self.schools;
        let open = fill(&mut schools.openness, first, row, Openness::Unsaid);
        let real_time = fill(&mut schools.real_time, first, row, Answer::None);
        let declared = fill(&mut schools.declared, first, row, Answer::None);
        let students = fill(&mut schools.num_students, first, row, None);
        let speed = fill(&mut schools.download_speed_mbps, first, row, None);
        let position = self.fill_position();
        self.contradiction("is_school_open", open, |open| said(open == Openness::Open));
        self.contradiction("connectivity_RT", real_time, |answer| {
            said(answer == Answer::Yes)
        });
        self.contradiction("connectivity", declared, |answer| {
            said(answer == Answer::Yes)
        });
        self.contradiction("num_students", students, |number| {
            number.unwrap_or_default().to_string()
        });
        self.contradiction("download_speed_govt", speed, |speed| {
            speed.unwrap_or_default().to_string()
        });
        self.contradiction("longitude, latitude", position, |position| {
            position
                .map(|p| format!("{}, {}", p.lon_deg(), p.lat_deg()))
                .unwrap_or_default()
        });
    }

    fn contradiction<T>(
        &mut self,
        column: &str,
        values: Option<[T; 2]>,
        text: impl Fn(T) -> String,
    ) {
        if let Some([kept, later]) = values {
            let message = format!("the first row says `{}`; kept", text(kept));
            self.doubt(
                "duplicate_contradiction",
                Some(column),
                &text(later),
                message,
            );
        }
    }

    /// Takes the later row's coordinates if the first has no usable ones; the two positions where they differ.
    fn fill_position(&mut self) -> Option<[Option<LonLat>; 2]> {
        let (first, row) = (self.first, self.row);
        let schools = &mut *self.schools;
        if schools.position[first].is_none()
            && (schools.position[row].is_some() || schools.given[first].is_none())
        {
            schools.given[first] = schools.given[row];
        }
        fill(&mut schools.position, first, row, None)
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

/// Fills a blank value from a later row; the kept and the later value where they contradict each other.
fn fill<T: Copy + PartialEq>(
    values: &mut [T],
    first: usize,
    row: usize,
    blank: T,
) -> Option<[T; 2]> {
    if values[first] == blank {
        values[first] = values[row];
    }
    let (kept, later) = (values[first], values[row]);
    (later != blank && later != kept).then_some([kept, later])
}

fn said(is_yes: bool) -> String {
    if is_yes { "yes" } else { "no" }.to_owned()
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
