//! Rows that share an id in, one school out: the first row's values, blanks filled from later rows, contradictions as
//! doubts.

use std::collections::{BTreeMap, HashMap};

use super::words::folded;
use crate::error::Error;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{Answer, Openness, Schools, TextColumn};

/// Which rows are one school: they share a Giga id, or a government id within a country.
#[derive(Debug)]
pub(super) struct Groups {
    /// For each row the first row of its school.
    first: Vec<usize>,
    /// The later rows of each school that has any, by first row.
    later: BTreeMap<usize, Vec<usize>>,
}

/// From this many merged rows on, mostly different names say that the column is no id.
const FEWEST_TO_JUDGE: usize = 10;

impl Groups {
    pub(super) fn find(schools: &Schools) -> Self {
        let mut groups = Self {
            first: (0..schools.len()).collect(),
            later: BTreeMap::new(),
        };
        groups.join_by(schools, |schools, row| {
            schools
                .school_id_giga
                .known(row)
                .map(|id| (String::new(), id.to_ascii_lowercase()))
        });
        groups.join_by(schools, |schools, row| {
            let id = schools.school_id_govt.known(row)?;
            Some((schools.country.get(row).to_owned(), id.to_owned()))
        });
        for row in 0..groups.first.len() {
            let first = groups.root(row);
            groups.first[row] = first;
            if first != row {
                groups.later.entry(first).or_default().push(row);
            }
        }
        groups
    }

    fn join_by(
        &mut self,
        schools: &Schools,
        key: impl Fn(&Schools, usize) -> Option<(String, String)>,
    ) {
        let mut seen = HashMap::with_capacity(schools.len());
        for row in 0..schools.len() {
            if let Some(key) = key(schools, row) {
                let earlier = *seen.entry(key).or_insert(row);
                self.join(earlier, row);
            }
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.first[one.max(other)] = one.min(other);
    }

    fn root(&mut self, mut row: usize) -> usize {
        while self.first[row] != row {
            self.first[row] = self.first[self.first[row]];
            row = self.first[row];
        }
        row
    }

    pub(super) fn n_duplicates(&self) -> u64 {
        self.later.values().map(|rows| rows.len() as u64).sum()
    }

    /// Refuses to merge where the merged rows of one file mostly bear different names: the column is then no id. Lists
    /// of different offices may spell names differently, so rows of different files do not speak here.
    pub(super) fn check(&self, schools: &Schools) -> Result<(), Error> {
        let is_one_file = |(first, row): &(usize, usize)| {
            schools.source_file[*first] == schools.source_file[*row]
        };
        let all = || {
            self.later
                .iter()
                .flat_map(|(first, rows)| rows.iter().map(|row| (*first, *row)))
        };
        let pairs = || all().filter(is_one_file);
        let differ = |(first, row): &(usize, usize)| {
            let names = (
                schools.school_name.known(*first),
                schools.school_name.known(*row),
            );
            matches!(names, (Some(a), Some(b)) if folded(a) != folded(b))
        };
        let n_merged = pairs().count();
        let n_different = pairs().filter(differ).count();
        if n_merged < FEWEST_TO_JUDGE || n_different * 2 <= n_merged {
            return Ok(());
        }
        let (first, row) = pairs().find(differ).unwrap_or_default();
        Err(Error::WrongColumn {
            place: place(schools, row),
            message: format!(
                "the school id `{}` stands at row {} too, and of {n_merged} rows that repeat an id {n_different} \
                 have another name than the first; this column does not identify schools",
                shared_id(schools, first, row).1,
                schools.source_row[first],
            ),
        })
    }
}

fn place(schools: &Schools, row: usize) -> Place {
    Place::row(
        &schools.files[schools.source_file[row] as usize],
        schools.source_row[row],
    )
}

/// Which check found that two rows are one school, and the id they share.
fn shared_id(schools: &Schools, first: usize, row: usize) -> (&'static str, String) {
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
    let kept: Vec<usize> = (0..groups.first.len())
        .filter(|row| groups.first[*row] == *row)
        .collect();
    select(&schools, &kept, &filled)
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
