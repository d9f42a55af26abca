//! Schools in, which rows are one school out: they share a Giga id, or a government id within a country.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

use super::alike::repeated;
use super::merge::{place, shared_id};
use super::words::folded;
use crate::error::Error;
use crate::table::{Schools, TextColumn};

/// Which rows are one school.
#[derive(Debug)]
pub(super) struct Groups {
    /// For each row that shares an id an earlier row of its school, itself for the first.
    earlier: BTreeMap<usize, usize>,
    /// The later rows of each school that has any, by first row.
    pub(super) later: BTreeMap<usize, Vec<usize>>,
}

/// From this many merged rows on, mostly different names say that the column is no id.
const FEWEST_TO_JUDGE: usize = 10;

impl Groups {
    pub(super) fn find(schools: &Schools) -> Self {
        let mut pairs = shared_giga(schools);
        pairs.extend(shared_govt(schools));
        let mut groups = Self {
            earlier: BTreeMap::new(),
            later: BTreeMap::new(),
        };
        for (one, other) in pairs {
            groups.join(one, other);
        }
        let rows: Vec<usize> = groups.earlier.keys().copied().collect();
        for row in rows {
            let first = groups.root(row);
            if first != row {
                groups.later.entry(first).or_default().push(row);
            }
        }
        groups
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let first = one.min(other);
        self.earlier.insert(first, first);
        self.earlier.insert(one.max(other), first);
    }

    fn root(&mut self, mut row: usize) -> usize {
        while let Some(earlier) = self.earlier.get(&row).copied()
            && earlier != row
        {
            let before = self.earlier.get(&earlier).copied().unwrap_or(earlier);
            self.earlier.insert(row, before);
            row = earlier;
        }
        row
    }

    pub(super) fn n_duplicates(&self) -> u64 {
        self.later.values().map(|rows| rows.len() as u64).sum()
    }

    /// For each later row of a school the first one; ascending.
    pub(super) fn first_of_repeated(&self) -> Vec<(u32, u32)> {
        let pairs = self.later.iter().flat_map(|(first, rows)| {
            let pair = |row: &usize| Some((u32::try_from(*row).ok()?, u32::try_from(*first).ok()?));
            rows.iter().filter_map(pair)
        });
        let mut pairs: Vec<(u32, u32)> = pairs.collect();
        pairs.sort_unstable();
        pairs
    }

    /// The later rows of all schools, in order.
    pub(super) fn later_rows(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = self.later.values().flatten().copied().collect();
        rows.sort_unstable();
        rows
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

/// Rows that share a Giga id, in whatever case.
fn shared_giga(schools: &Schools) -> Vec<(usize, usize)> {
    let ids = &schools.school_id_giga;
    if ids.known_first().is_none() {
        return Vec::new();
    }
    repeated(
        schools.len(),
        |row| ids.known(row).map(|id| hash(&*lower_case(id))),
        |one, other| ids.get(one).eq_ignore_ascii_case(ids.get(other)),
    )
}

/// Rows that share a government id within a country.
fn shared_govt(schools: &Schools) -> Vec<(usize, usize)> {
    let (ids, countries) = (&schools.school_id_govt, &schools.country);
    if is_ascending(ids) {
        return Vec::new();
    }
    let key = |row: usize| (ids.get(row), countries.get(row));
    repeated(
        schools.len(),
        |row| ids.known(row).map(|_| hash(key(row))),
        |one, other| key(one) == key(other),
    )
}

/// Whether every id is longer than the one before, or as long and higher: many lists are in the order of their ids,
/// and none repeats itself then.
fn is_ascending(ids: &TextColumn) -> bool {
    let known = ids.iter().filter(|id| !id.is_empty());
    known.is_sorted_by(|one, other| (one.len(), *one) < (other.len(), *other))
}

/// The same hash in every run. It decides nothing but where rows are looked for.
fn hash(key: impl Hash) -> u64 {
    FixedState::default().hash_one(key)
}

fn lower_case(id: &str) -> Cow<'_, str> {
    if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(id.to_ascii_lowercase());
    }
    Cow::Borrowed(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every row against every other, until nothing changes.
    fn naive(schools: &Schools) -> Vec<usize> {
        let is_one = |a: usize, b: usize| {
            let giga = |row| {
                schools
                    .school_id_giga
                    .known(row)
                    .map(str::to_ascii_lowercase)
            };
            let govt = |row| {
                let id = schools.school_id_govt.known(row);
                id.map(|id| (schools.country.get(row), id))
            };
            (giga(a).is_some() && giga(a) == giga(b)) || (govt(a).is_some() && govt(a) == govt(b))
        };
        let mut first: Vec<usize> = (0..schools.len()).collect();
        loop {
            let before = first.clone();
            for a in 0..schools.len() {
                for b in (0..schools.len()).filter(|b| is_one(a, *b)) {
                    first[a] = first[a].min(first[b]);
                }
            }
            if first == before {
                return first;
            }
        }
    }

    fn column(words: &'static [&str], n_rows: usize) -> impl Strategy<Value = TextColumn> {
        let words = prop::collection::vec(prop::sample::select(words), n_rows);
        words.prop_map(|words| words.into_iter().collect())
    }

    fn schools() -> impl Strategy<Value = Schools> {
        (0_usize..40).prop_flat_map(|n_rows| {
            let columns = (
                column(
                    &["", "", "", "", "a1", "A1", "b2", "c3", "d4", "e5"],
                    n_rows,
                ),
                column(
                    &[
                        "", "", "", "1", "2", "3", "4", "5", "6", "7", "8", "01", "a1",
                    ],
                    n_rows,
                ),
                column(&["", "KEN", "BRA"], n_rows),
            );
            columns.prop_map(move |(school_id_giga, school_id_govt, country)| Schools {
                source_row: (0..n_rows as u64).collect(),
                school_id_giga,
                school_id_govt,
                country,
                ..Schools::default()
            })
        })
    }

    proptest! {
        #[test]
        fn groups_are_those_of_the_naive_search(schools in schools()) {
            let expected = naive(&schools);
            let groups = Groups::find(&schools);
            let mut found: Vec<usize> = (0..schools.len()).collect();
            for (first, rows) in &groups.later {
                for row in rows {
                    found[*row] = *first;
                }
            }
            let later: Vec<usize> = (0..found.len()).filter(|row| found[*row] != *row).collect();
            prop_assert_eq!(groups.later_rows(), later);
            prop_assert_eq!(found, expected);
        }
    }
}
