//! Rows in, those that repeat an id, a position, or a position with more of what a school is, out.

use std::borrow::Cow;

use super::check::{Check, Rule};
use super::columns::column_names;
use super::finding::{About, Finding};
use super::groups::Groups;
use crate::table::{Cells, Records};

/// Rows of a file that share Giga's id, in whatever case.
pub(super) fn same_giga_id(check: &'static Check, records: &Records) -> Finding {
    let ids = records.cells("school_id_giga");
    let key = |row: usize| Some((records.source_file[row], in_lower_case(ids.known(row)?)));
    of_ids(check, records, &ids, &Groups::of(records.len(), key))
}

/// Rows of a file that share the government's id within a country.
pub(super) fn same_govt_id(check: &'static Check, records: &Records) -> Finding {
    let (ids, countries) = (records.cells("school_id_govt"), records.cells("country"));
    let country = |row: usize| in_lower_case(countries.known(row).unwrap_or_default());
    let key = |row: usize| Some((records.source_file[row], ids.known(row)?, country(row)));
    of_ids(check, records, &ids, &Groups::of(records.len(), key))
}

fn of_ids(check: &'static Check, records: &Records, ids: &Cells, groups: &Groups) -> Finding {
    let n_judged = (0..records.len()).filter(|row| ids.known(*row).is_some());
    let (rows, about) = groups.members().unzip();
    Finding::of_rows(check, rows, n_judged.count()).with_about(about)
}

fn in_lower_case(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Rows that name a school of an earlier file.
pub(super) fn in_several_files(check: &'static Check, records: &Records) -> Finding {
    let rows = records.completing.iter().map(|(row, _)| *row).collect();
    let about = |(_, first): &(u32, u32)| About::Group {
        first: *first,
        size: 2,
    };
    Finding::of_rows(check, rows, records.len())
        .with_about(records.completing.iter().map(about).collect())
}

/// The rows that share a position, then with it the education level, then the name; and with these the government's id,
/// or all other columns of Giga's but the ids. A row that completes a school of an earlier file is not compared.
#[derive(Debug)]
pub(super) struct Stacks {
    n_positioned: usize,
    place: Groups,
    level: Groups,
    name: Groups,
    id: Groups,
    all: Groups,
}

impl Stacks {
    pub(super) fn of(records: &Records) -> Self {
        let position = |row: usize| {
            let position = records.position[row].filter(|_| records.completed_by(row).is_none())?;
            Some([position.lon_deg().to_bits(), position.lat_deg().to_bits()])
        };
        let n_positioned = (0..records.len())
            .filter(|row| position(*row).is_some())
            .count();
        let place = Groups::of(records.len(), position);
        let refined = |groups: &Groups, field: &str| {
            let cells = records.cells(field);
            groups.refined(|row| cells.get(row))
        };
        let level = refined(&place, "education_level");
        let name = refined(&level, "school_name");
        let id = refined(&name, "school_id_govt");
        let mut all = name.clone();
        for cells in column_names()
            .filter(|name| !is_compared(name))
            .map(|name| records.cells(name))
        {
            if cells.are_there() {
                all = all.refined(|row| Some(cells.get(row)));
            }
        }
        Self {
            n_positioned,
            place,
            level,
            name,
            id,
            all,
        }
    }

    pub(super) fn finding(&self, check: &'static Check) -> Finding {
        let groups = match check.rule {
            Rule::SamePlaceLevel => &self.level,
            Rule::SamePlaceLevelName => &self.name,
            Rule::SamePlaceLevelNameId => &self.id,
            Rule::SameButId => &self.all,
            _ => &self.place,
        };
        let (rows, about) = groups.members().unzip();
        Finding::of_rows(check, rows, self.n_positioned).with_about(about)
    }
}

/// Whether a column is an id, or is compared already.
fn is_compared(column: &str) -> bool {
    [
        "school_id_giga",
        "school_id_govt",
        "latitude",
        "longitude",
        "education_level",
        "school_name",
    ]
    .contains(&column)
}
