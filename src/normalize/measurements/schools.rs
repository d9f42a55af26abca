//! Schools in, the school of an id out: by Giga's id, else by the government's within a country.

use std::collections::HashMap;
use std::hint::black_box;

use super::super::words::{id, is_unknown};
use super::countries::country;
use super::id_table::{Found, IdTable, Sought};
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
    giga: IdTable,
    /// By country.
    govt: Vec<IdTable>,
    /// By the one spelling of the country; blank where a school has none.
    countries: HashMap<String, CountryIdx>,
}

/// Number of a country among those of the schools.
pub(super) type CountryIdx = usize;

/// What a row says of its school.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowIds<'a> {
    pub(super) giga: &'a str,
    pub(super) govt: &'a str,
    /// The country within which the government's id means a school; `None` where no school is there.
    pub(super) country: Option<CountryIdx>,
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

impl Owner {
    /// The owner by an id that was corrected: it is not the row's own spelling that counts.
    pub(super) fn spelled_right(self) -> Self {
        match self {
            Self::School { row, .. } => Self::School {
                row,
                is_exact: true,
            },
            Self::Nobody(why) => Self::Nobody(why),
        }
    }
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

impl<'a> SchoolIds<'a> {
    /// The schools by those of their ids that measurements have.
    #[must_use]
    pub fn of(schools: &'a Schools, kinds: IdKinds) -> Self {
        let mut ids = Self {
            schools,
            giga: IdTable::default(),
            govt: Vec::new(),
            countries: HashMap::new(),
        };
        if kinds.giga {
            ids.giga = IdTable::with_room(schools.len());
            for row in known(&schools.school_id_giga) {
                ids.giga.enter(row, &schools.school_id_giga);
            }
        }
        if kinds.govt {
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
        let schools = self.schools;
        let mut last = None;
        for row in known(&schools.school_id_govt) {
            let field = schools.country.get(row as usize);
            let country = match last {
                Some((known, country)) if known == field => country,
                _ => self.country_of_school(field),
            };
            last = Some((field, country));
            self.govt[country].enter(row, &schools.school_id_govt);
        }
    }

    fn country_of_school(&mut self, field: &str) -> CountryIdx {
        let next = self.govt.len();
        let country = *self.countries.entry(country(field)).or_insert(next);
        if country == next {
            self.govt.push(IdTable::default());
        }
        country
    }

    /// The number of the country that a field names, `None` where no school is there.
    pub(super) fn country(&self, field: &str) -> Option<CountryIdx> {
        self.countries.get(&country(field)).copied()
    }

    /// Whose measurements some rows are. All ids are prepared before the first is looked for: the processor then waits
    /// for many places of memory at a time.
    pub(super) fn owners(&self, rows: &[RowIds<'_>]) -> Vec<Owner> {
        let sought: Vec<_> = rows.iter().map(|ids| self.seek(ids)).collect();
        let touched = sought.iter().flatten().map(Sought::touch);
        black_box(touched.fold(0, |all, one| all ^ one));
        let owners = rows.iter().zip(sought);
        owners.map(|(ids, first)| self.owner(ids, first)).collect()
    }

    /// Prepares to look for the id of a row that goes first.
    fn seek(&self, ids: &RowIds<'_>) -> Option<Sought<'_>> {
        match id(ids.giga) {
            "" => self.seek_govt(ids),
            giga => Some(self.giga.seek(giga)),
        }
    }

    fn seek_govt(&self, ids: &RowIds<'_>) -> Option<Sought<'_>> {
        Some(self.govt.get(ids.country?)?.seek(id(ids.govt)))
    }

    /// The school of a row; `first` is its id that goes first.
    fn owner(&self, ids: &RowIds<'_>, first: Option<Sought<'_>>) -> Owner {
        let has_giga_field = !id(ids.giga).is_empty();
        let giga = first.filter(|_| has_giga_field);
        let column = &self.schools.school_id_giga;
        if let Some(found) = giga.and_then(|giga| giga.find(ids.giga, column)) {
            return owner(found);
        }
        let has_giga = !is_unknown(id(ids.giga));
        if is_unknown(id(ids.govt)) {
            return Owner::Nobody(if has_giga {
                Unmatched::Unknown
            } else {
                Unmatched::NoId
            });
        }
        let govt = first.filter(|_| !has_giga_field);
        let Some(govt) = govt.or_else(|| self.seek_govt(ids)) else {
            let has_ids = !self.govt.is_empty();
            return Owner::Nobody(if has_ids {
                Unmatched::NoCountry
            } else {
                Unmatched::Unknown
            });
        };
        match govt.find(ids.govt, &self.schools.school_id_govt) {
            None => Owner::Nobody(Unmatched::Unknown),
            Some(found) if has_giga && self.has_other_giga(found) => {
                Owner::Nobody(Unmatched::Conflict)
            }
            Some(found) => owner(found),
        }
    }

    /// Whether a school has a Giga id: a row whose own is of no school is then of another school.
    fn has_other_giga(&self, found: Found) -> bool {
        let giga = self.schools.school_id_giga.known(found.row as usize);
        !found.is_several && giga.is_some()
    }
}

fn owner(found: Found) -> Owner {
    if found.is_several {
        return Owner::Nobody(Unmatched::Several);
    }
    Owner::School {
        row: found.row,
        is_exact: found.is_exact,
    }
}

/// The rows that have an id.
fn known(column: &TextColumn) -> impl Iterator<Item = u32> {
    let rows = (0..).zip(column.iter());
    rows.filter(|(_, id)| !id.is_empty()).map(|(row, _)| row)
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
        let country = ids.country(country);
        let row = RowIds {
            giga,
            govt,
            country,
        };
        match ids.owners(&[row])[0] {
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
