//! One column of one file in, how many of its rows lie where they declare and which do not out.

use rayon::prelude::*;

use super::meanings::{Meaning, Meanings, Memory, name_key};
use super::{Agreement, DeclaredBy, DeclaredColumn, Mismatch};
use crate::table::{Placement, Placements, Regions, Schools};

/// So many rows are compared at a time.
const CHUNK_LEN: usize = 1 << 14;
/// Names that are more alike than this are one name, spelled otherwise (Giga's ratio of similar names).
const ALIKE_ABOVE: f64 = 0.70;

/// What the schools of one file declare, to be asked column by column.
pub(super) struct Asked<'a> {
    pub(super) schools: &'a Schools,
    pub(super) regions: &'a Regions,
    pub(super) placements: &'a Placements,
    pub(super) file: usize,
    pub(super) rows: &'a [usize],
}

/// A column, and the schools that do not agree with it in row order.
pub(super) type Compared = (DeclaredColumn, Vec<Mismatch>);

impl Asked<'_> {
    /// Compares one of the columns in which rows state regions.
    pub(super) fn column(&self, stated: usize, meanings: &Meanings) -> Compared {
        let chunks = self.rows.par_chunks(CHUNK_LEN);
        let found: Vec<Compared> = chunks
            .map(|rows| self.chunk(rows, stated, meanings))
            .collect();
        let mut all = (self.empty(stated, meanings.by), Vec::new());
        for (column, mismatches) in found {
            all.0.add(&column);
            all.1.extend(mismatches);
        }
        all
    }

    /// The column whose names are most often those of the level's regions, if it is of this level at all: at least
    /// half of what it says is heard of, and half of that agrees with the positions.
    pub(super) fn best_by_name(&self, names: &Meanings) -> Option<Compared> {
        let columns = (0..self.schools.stated.len()).map(|stated| self.column(stated, names));
        let credible = columns.filter(|(column, _)| {
            column.n_compared > 0
                && column.n_heard() * 2 >= column.n_declared
                && column.n_agreeing * 2 >= column.n_compared
        });
        let best = credible
            .enumerate()
            .max_by_key(|(order, (column, _))| (column.n_heard(), std::cmp::Reverse(*order)));
        best.map(|(_, found)| found)
    }

    fn empty(&self, stated: usize, by: DeclaredBy) -> DeclaredColumn {
        DeclaredColumn {
            file: self.file,
            column: self.schools.stated[stated].0.clone(),
            by,
            n_declared: 0,
            n_unheard: 0,
            n_spelled: 0,
            n_ambiguous: 0,
            n_compared: 0,
            n_agreeing: 0,
        }
    }

    fn chunk(&self, rows: &[usize], stated: usize, meanings: &Meanings) -> Compared {
        let texts = &self.schools.stated[stated].1;
        let mut column = self.empty(stated, meanings.by);
        let mut mismatches = Vec::new();
        let mut memory = Memory::default();
        for &school in rows {
            let Some(text) = texts.known(school) else {
                continue;
            };
            let meaning = meanings.look_up(text, &mut memory);
            let agreement = self.agreement(school, text, meaning, &mut column);
            if let Some(agreement) = agreement.filter(|_| self.is_positioned(school)) {
                mismatches.push(Mismatch {
                    school,
                    stated,
                    agreement,
                    declared: match meaning {
                        Some(Meaning::One(region)) => Some(region),
                        _ => None,
                    },
                    distance_m: None,
                });
            }
        }
        (column, mismatches)
    }

    /// Counts what a school declares; `None` where it lies there.
    fn agreement(
        &self,
        school: usize,
        text: &str,
        meaning: Option<Meaning>,
        column: &mut DeclaredColumn,
    ) -> Option<Agreement> {
        column.n_declared += 1;
        match meaning {
            None => {
                column.n_unheard += 1;
                let is_spelled = column.by == DeclaredBy::Name && self.is_spelled(school, text);
                column.n_spelled += u64::from(is_spelled);
                Some(if is_spelled {
                    Agreement::Spelled
                } else {
                    Agreement::Unheard
                })
            }
            Some(Meaning::Several) => {
                column.n_ambiguous += 1;
                Some(Agreement::Ambiguous)
            }
            Some(Meaning::One(region)) => {
                let is_positioned = self.is_positioned(school);
                let agrees = is_positioned && self.placements.region[school] == Some(region);
                column.n_compared += u64::from(is_positioned);
                column.n_agreeing += u64::from(agrees);
                (!agrees).then_some(Agreement::No)
            }
        }
    }

    /// Whether a name is nearly that of the region that holds the school.
    fn is_spelled(&self, school: usize, name: &str) -> bool {
        let located = self.placements.region[school].filter(|_| self.is_positioned(school));
        located.is_some_and(|region| {
            let own = name_key(self.regions.region_name.get(region.row()));
            rapidfuzz::fuzz::ratio(name_key(name).chars(), own.chars()) > ALIKE_ABOVE
        })
    }

    fn is_positioned(&self, school: usize) -> bool {
        !matches!(
            self.placements.placement[school],
            Placement::NoPosition | Placement::Stated
        )
    }
}

impl DeclaredColumn {
    /// Schools whose code or name some region has.
    fn n_heard(&self) -> u64 {
        self.n_declared - self.n_unheard
    }

    fn add(&mut self, more: &Self) {
        self.n_declared += more.n_declared;
        self.n_unheard += more.n_unheard;
        self.n_spelled += more.n_spelled;
        self.n_ambiguous += more.n_ambiguous;
        self.n_compared += more.n_compared;
        self.n_agreeing += more.n_agreeing;
    }
}
