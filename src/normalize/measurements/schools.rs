//! Schools in, the school of an id out: by Giga's id, else by the government's within a country.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};

use foldhash::fast::FixedState;

use super::super::words::{id, is_unknown};
use super::countries::country;
use crate::table::{Schools, TextColumn};

/// Which ids measurements have, and so which are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdKinds {
    /// Giga's.
    pub giga: bool,
    /// The government's.
    pub govt: bool,
}

/// The schools by their ids.
#[derive(Debug)]
pub struct SchoolIds<'a> {
    schools: &'a Schools,
    giga: HashMap<AnyCase<'a>, u32, FixedState>,
    govt: HashMap<(CountryIdx, AnyCase<'a>), u32, FixedState>,
    /// By the one spelling of the country; blank where a school has none.
    countries: HashMap<String, CountryIdx>,
}

/// Number of a country among those of the schools.
type CountryIdx = u32;

/// Stands for several schools whose ids differ in case only.
const SEVERAL: u32 = u32::MAX;

/// What a row says of its school.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowIds<'a> {
    pub(super) giga: &'a str,
    pub(super) govt: &'a str,
}

/// Whose measurement a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    School {
        row: u32,
        /// Whether the id is spelled as the school's own, case and padding included.
        is_exact: bool,
    },
    Nobody(Unmatched),
}

/// Why a row is nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmatched {
    /// It has no id.
    NoId,
    /// No school has the id.
    Unknown,
    /// It has no country where the schools have, or another than all schools.
    NoCountry,
    /// Schools whose ids differ in case only could be meant.
    Several,
    /// The government's id is that of a school with another Giga id.
    Conflict,
}

/// An id; case makes no difference.
#[derive(Clone, Copy, Debug)]
struct AnyCase<'a>(&'a str);

impl PartialEq for AnyCase<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for AnyCase<'_> {}

impl Hash for AnyCase<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut lower = [0; 64];
        for piece in self.0.as_bytes().chunks(lower.len()) {
            let lower = &mut lower[..piece.len()];
            lower.copy_from_slice(piece);
            lower.make_ascii_lowercase();
            state.write(lower);
        }
    }
}

impl<'a> SchoolIds<'a> {
    /// The schools by those of their ids that measurements have.
    #[must_use]
    pub fn of(schools: &'a Schools, kinds: IdKinds) -> Self {
        let mut ids = Self {
            schools,
            giga: HashMap::default(),
            govt: HashMap::default(),
            countries: HashMap::new(),
        };
        if kinds.giga {
            ids.giga.reserve(schools.len());
            for (row, id) in known(&schools.school_id_giga) {
                enter(ids.giga.entry(AnyCase(id)), row);
            }
        }
        if kinds.govt {
            ids.govt.reserve(schools.len());
            ids.enter_govt();
        }
        ids
    }

    /// Number of schools, those without an id too.
    #[must_use]
    pub fn n_schools(&self) -> usize {
        self.schools.len()
    }

    fn enter_govt(&mut self) {
        let mut last = None;
        for (row, id) in known(&self.schools.school_id_govt) {
            let field = self.schools.country.get(row as usize);
            let country = match last {
                Some((known, country)) if known == field => country,
                _ => self.country_of_school(field),
            };
            last = Some((field, country));
            enter(self.govt.entry((country, AnyCase(id))), row);
        }
    }

    fn country_of_school(&mut self, field: &str) -> CountryIdx {
        let next = CountryIdx::try_from(self.countries.len()).unwrap_or(CountryIdx::MAX);
        *self.countries.entry(country(field)).or_insert(next)
    }

    /// The number of the country that a field names, `None` where no school is there.
    pub(super) fn country(&self, field: &str) -> Option<CountryIdx> {
        self.countries.get(&country(field)).copied()
    }

    /// The school of a row in a country.
    pub(super) fn owner(&self, ids: RowIds<'_>, country: Option<CountryIdx>) -> Owner {
        let (giga, govt) = (id(ids.giga), id(ids.govt));
        if !giga.is_empty()
            && let Some((own, row)) = self.giga.get_key_value(&AnyCase(giga))
        {
            return owner(*row, ids.giga, own.0);
        }
        let has_giga = !is_unknown(giga);
        if is_unknown(govt) {
            return Owner::Nobody(if has_giga {
                Unmatched::Unknown
            } else {
                Unmatched::NoId
            });
        }
        let Some(country) = country else {
            let has_ids = !self.govt.is_empty();
            return Owner::Nobody(if has_ids {
                Unmatched::NoCountry
            } else {
                Unmatched::Unknown
            });
        };
        match self.govt.get_key_value(&(country, AnyCase(govt))) {
            None => Owner::Nobody(Unmatched::Unknown),
            Some((_, row)) if has_giga && self.has_other_giga(*row) => {
                Owner::Nobody(Unmatched::Conflict)
            }
            Some((own, row)) => owner(*row, ids.govt, own.1.0),
        }
    }

    /// Whether a school has a Giga id: a row whose own is of no school is then of another school.
    fn has_other_giga(&self, row: u32) -> bool {
        row != SEVERAL && self.schools.school_id_giga.known(row as usize).is_some()
    }
}

/// The school that has an id, which a field spells in its own way.
fn owner(row: u32, field: &str, own: &str) -> Owner {
    if row == SEVERAL {
        return Owner::Nobody(Unmatched::Several);
    }
    let is_exact = own == field;
    Owner::School { row, is_exact }
}

/// The rows that have an id, and the id.
fn known(column: &TextColumn) -> impl Iterator<Item = (u32, &str)> {
    let rows = (0..).zip(column.iter());
    rows.filter(|(_, id)| !id.is_empty())
}

fn enter<K>(entry: Entry<'_, K, u32>, row: u32) {
    entry.and_modify(|row| *row = SEVERAL).or_insert(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(fields: &[&str]) -> TextColumn {
        fields.iter().copied().collect()
    }

    fn schools(countries: [&str; 5]) -> Schools {
        Schools {
            school_id_giga: column(&["AB-1", "ab-2", "", "", ""]),
            school_id_govt: column(&["1", "2", "7", "x9", "X9"]),
            country: column(&countries),
            source_row: vec![2, 3, 4, 5, 6],
            ..Schools::default()
        }
    }

    fn found(schools: &Schools, giga: &str, govt: &str, country: &str) -> String {
        let kinds = IdKinds {
            giga: true,
            govt: true,
        };
        let ids = SchoolIds::of(schools, kinds);
        match ids.owner(RowIds { giga, govt }, ids.country(country)) {
            Owner::School { row, is_exact } => format!("{row} {is_exact}"),
            Owner::Nobody(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn gigas_id_goes_first_and_case_and_padding_make_no_difference() {
        let schools = schools(["KEN"; 5]);
        assert_eq!(found(&schools, "AB-1", "7", ""), "0 true");
        assert_eq!(found(&schools, " ab-1", "", "KE"), "0 false");
        assert_eq!(found(&schools, "ab-9", "", "KE"), "Unknown");
        assert_eq!(found(&schools, "nan", "7.0", "KE"), "2 false");
        assert_eq!(found(&schools, "ab-9", "7", "KE"), "2 true");
        assert_eq!(found(&schools, "ab-9", "2", "KE"), "Conflict");
        assert_eq!(found(&schools, "", "null", "KE"), "NoId");
        assert_eq!(found(&schools, "", "X9", "KEN"), "Several");
    }

    #[test]
    fn a_government_id_means_nothing_outside_its_country() {
        let mixed = schools(["KEN", "KEN", "BRA", "KEN", "KEN"]);
        assert_eq!(found(&mixed, "", "7", "BR"), "2 true");
        assert_eq!(found(&mixed, "", "7", "KE"), "Unknown");
        assert_eq!(found(&mixed, "", "7", "MD"), "NoCountry");
        assert_eq!(found(&mixed, "", "7", ""), "NoCountry");
        let unsaid = schools([""; 5]);
        assert_eq!(found(&unsaid, "", "7", ""), "2 true");
        assert_eq!(found(&unsaid, "", "7", "KE"), "NoCountry");
    }

    #[test]
    fn long_ids_differ_beyond_their_first_letters() {
        let long = "a".repeat(70);
        let schools = Schools {
            school_id_giga: column(&[&long, &format!("{long}b")]),
            source_row: vec![2, 3],
            ..Schools::default()
        };
        assert_eq!(found(&schools, &format!("{long}B"), "", ""), "1 false");
    }
}
