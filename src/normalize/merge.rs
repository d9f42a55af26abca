//! Rows that share an id in, one school out: the first row's values, blanks filled from later rows, contradictions as
//! doubts.

use std::collections::BTreeMap;

use super::groups::Groups;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::lonlat::LonLat;
use crate::table::{Answer, Given, Openness, RawLonLat, Schools, TextColumn};

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

/// Merges the rows of each school into its first row, and drops the later ones.
pub(super) fn merge(schools: &mut Schools, groups: &Groups, issues: &mut IssueLog) {
    if groups.later.is_empty() {
        return;
    }
    let mut filled = Filled::default();
    for (first, rows) in &groups.later {
        for row in rows {
            let mut merging = Merging {
                schools,
                issues,
                filled: &mut filled,
                first: *first,
                row: *row,
            };
            merging.merge_row();
        }
    }
    Kept {
        later: &groups.later_rows(),
        filled: &filled,
    }
    .apply(schools);
}

/// Drops rows, which come in order.
pub(super) fn drop_rows(schools: &mut Schools, rows: &[usize]) {
    let dropping = Kept {
        later: rows,
        filled: &Filled::default(),
    };
    dropping.apply(schools);
}

/// What first rows take from later ones where it cannot be put in place at once.
#[derive(Debug, Default)]
struct Filled {
    /// Which row fills a blank text of a first row.
    text: BTreeMap<(TextField, usize), usize>,
    /// What first rows give as their coordinates instead of their own.
    given: BTreeMap<usize, Option<RawLonLat>>,
}

/// The text columns that later rows may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum TextField {
    IdGiga,
    IdGovt,
    Name,
    Level,
    Country,
    Stated(usize),
    Trait(usize),
    Property(usize),
}

/// The text columns that schools have.
fn text_fields(schools: &Schools) -> Vec<TextField> {
    use TextField::{Country, IdGiga, IdGovt, Level, Name, Property, Stated, Trait};
    let mut fields = vec![IdGiga, IdGovt, Name, Level, Country];
    fields.extend((0..schools.stated.len()).map(Stated));
    fields.extend((0..schools.traits.len()).map(Trait));
    fields.extend((0..schools.properties.len()).map(Property));
    fields
}

impl TextField {
    fn of_mut(self, schools: &mut Schools) -> &mut TextColumn {
        match self {
            Self::IdGiga => &mut schools.school_id_giga,
            Self::IdGovt => &mut schools.school_id_govt,
            Self::Name => &mut schools.school_name,
            Self::Level => &mut schools.education_level,
            Self::Country => &mut schools.country,
            Self::Stated(column) => &mut schools.stated[column].1,
            Self::Trait(column) => &mut schools.traits[column].1,
            Self::Property(column) => &mut schools.properties[column].1,
        }
    }

    fn of(self, schools: &Schools) -> &TextColumn {
        match self {
            Self::IdGiga => &schools.school_id_giga,
            Self::IdGovt => &schools.school_id_govt,
            Self::Name => &schools.school_name,
            Self::Level => &schools.education_level,
            Self::Country => &schools.country,
            Self::Stated(column) => &schools.stated[column].1,
            Self::Trait(column) => &schools.traits[column].1,
            Self::Property(column) => &schools.properties[column].1,
        }
    }
}

/// One later row on its way into the first row of its school.
struct Merging<'a> {
    schools: &'a mut Schools,
    issues: &'a mut IssueLog,
    filled: &'a mut Filled,
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
        for column in 0..self.schools.traits.len() {
            let name = self.schools.traits[column].0.clone();
            self.text(TextField::Trait(column), &name);
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
            .text
            .get(&(field, self.first))
            .copied()
            .unwrap_or(self.first);
        field.of(self.schools).known(source)
    }

    fn fill(&mut self, field: TextField) {
        if self.kept_text(field).is_none() && field.of(self.schools).known(self.row).is_some() {
            self.filled.text.insert((field, self.first), self.row);
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
        let speed = match &mut schools.download_speed_mbps[..] {
            [] => None,
            speeds => fill(speeds, first, row, None),
        };
        if !schools.published.is_empty() {
            fill(&mut schools.published, first, row, Answer::None);
        }
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
        let position = &mut self.schools.position;
        if position[first].is_none() {
            let is_given = match self.filled.given.get(&first) {
                Some(given) => given.is_some(),
                None => self.schools.given.get(first, None).is_some(),
            };
            if position[row].is_some() || !is_given {
                let given = self.schools.given.get(row, position[row]);
                self.filled.given.insert(first, given);
            }
        }
        fill(position, first, row, None)
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
struct Kept<'a> {
    /// The rows that are not, in order.
    later: &'a [usize],
    filled: &'a Filled,
}

impl Kept<'_> {
    /// Drops the other rows, column after column: one of them at a time stands in memory twice.
    fn apply(&self, schools: &mut Schools) {
        schools.given = self.given(schools);
        for field in text_fields(schools) {
            *field.of_mut(schools) = self.text(field, field.of(schools));
        }
        self.values(&mut schools.source_file);
        self.values(&mut schools.source_row);
        self.values(&mut schools.openness);
        self.values(&mut schools.num_students);
        self.values(&mut schools.position);
        self.values(&mut schools.real_time);
        self.values(&mut schools.declared);
        self.values(&mut schools.published);
        self.values(&mut schools.download_speed_mbps);
        self.values(&mut schools.status);
        self.values(&mut schools.status_source);
        self.values(&mut schools.n_issues);
    }

    fn values<T>(&self, values: &mut Vec<T>) {
        let (mut later, mut row) = (self.later.iter().peekable(), 0);
        values.retain(|_| {
            let is_later = later.next_if(|later| **later == row).is_some();
            row += 1;
            !is_later
        });
    }

    fn text(&self, field: TextField, column: &TextColumn) -> TextColumn {
        let mut kept = TextColumn::new();
        let mut next = 0;
        for (row, source) in self.changes(field) {
            kept.append_rows(column, next..row);
            if let Some(source) = source {
                kept.push(column.get(source));
            }
            next = row + 1;
        }
        kept.append_rows(column, next..column.len());
        kept
    }

    /// The rows whose text does not stay, in order; those that another row fills come with that row.
    fn changes(&self, field: TextField) -> Vec<(usize, Option<usize>)> {
        let filled = self.filled.text.range((field, 0)..=(field, usize::MAX));
        let filled = filled.map(|((_, row), source)| (*row, Some(*source)));
        let dropped = self.later.iter().map(|row| (*row, None));
        let mut changes: Vec<_> = filled.chain(dropped).collect();
        changes.sort_unstable();
        changes
    }

    fn given(&self, schools: &Schools) -> Given {
        let own = schools.given.apart().map(|(row, given)| (row, Some(given)));
        let mut given: BTreeMap<usize, Option<RawLonLat>> = own.collect();
        given.extend(&self.filled.given);
        let mut kept = Given::default();
        for (row, given) in given {
            if let Err(n_later_before) = self.later.binary_search(&row) {
                kept.push(row - n_later_before, given, schools.position[row]);
            }
        }
        kept
    }
}
