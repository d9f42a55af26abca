//! Positions, kinds and names in; for each row another of its kind, near it and with a similar name, out.
//!
//! Rows of one kind, name and place are one to this search, so that any number of them costs no more than to list them.
//! What is left is compared name by name, and each name with no more than a stated number of others: a million
//! different names at one place would be half a trillion pairs. Those at the name's own place come first, the nearest in
//! the order of names before the others, as names that are alike mostly begin so.

use rayon::prelude::*;

use super::neighbor::Neighbor;
use super::places::{Places, number};
use super::tree::{Bounds, Subtree, Tree};
use crate::ellipsoid::{Site, farthest_chord_squared};
use crate::lonlat::LonLat;

/// The rows that have a similar name near them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LookAlikes {
    /// For each row another one that is similar and near, the first that was found.
    pub similar: Vec<Option<Neighbor>>,
    /// Rows for which none was found, but which were not compared with all others near them.
    pub n_cut: u64,
}

/// What makes rows look alike.
#[derive(Clone, Copy, Debug)]
pub struct Alike<'a> {
    /// For each row its kind: only rows of one kind are compared.
    pub kinds: &'a [u32],
    /// For each row the number of its name in the order of names; rows without one are not compared.
    pub names: &'a [Option<u32>],
    /// How far a row may be, in metres.
    pub limit_m: f64,
    /// With how many other names each name is compared at most.
    pub most_compared: usize,
}

/// For each row another row of its kind within the limit whose name is the same or similar.
///
/// # Panics
/// If there are fewer kinds or names than positions, or more than `u32::MAX` positions.
pub(super) fn look_alikes(
    positions: &[Option<LonLat>],
    alike: &Alike,
    is_similar: impl Fn(u32, u32) -> bool + Sync,
) -> LookAlikes {
    let mut rows: Vec<(u32, u32)> = (0..positions.len())
        .filter(|row| positions[*row].is_some() && alike.names[*row].is_some())
        .map(|row| (alike.kinds[row], number(row)))
        .collect();
    rows.par_sort_unstable();
    let mut found = LookAlikes {
        similar: vec![None; positions.len()],
        n_cut: 0,
    };
    let mut cut = Vec::new();
    for kind in rows
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|kind| kind.len() > 1)
    {
        let town = Town::of(kind, positions, alike.names);
        for (row, answer) in town.search(alike, &is_similar) {
            match answer {
                Answer::Found(neighbor) => found.similar[row as usize] = Some(neighbor),
                Answer::Cut => cut.push(row),
            }
        }
    }
    tell_the_others(&mut found.similar);
    let is_open = |row: &&u32| found.similar[**row as usize].is_none();
    found.n_cut = cut.iter().filter(is_open).count() as u64;
    found
}

/// What is similar to a row has the row similar to it, also where its own search was cut.
fn tell_the_others(similar: &mut [Option<Neighbor>]) {
    for row in 0..similar.len() {
        if let Some(neighbor) = similar[row] {
            let other = &mut similar[neighbor.row()];
            if other.is_none() {
                *other = Some(Neighbor::new(number(row), neighbor.distance_m()));
            }
        }
    }
}

/// What a search came to.
enum Answer {
    Found(Neighbor),
    Cut,
}

/// The rows of one kind.
struct Town {
    places: Places,
    tree: Tree,
    /// The distinct names of all places, place by place, ascending in each.
    names: Vec<Bearer>,
    /// Where the names of each place begin, and the end of the last.
    starts: Vec<usize>,
    /// Rows that bear a name at a place where another bears it, each with the lowest of the others.
    same: Vec<(u32, u32)>,
}

/// A name at a place.
#[derive(Clone, Copy)]
struct Bearer {
    name: u32,
    /// The lowest row that bears it there.
    row: u32,
    /// Whether that is the only one.
    is_alone: bool,
}

impl Town {
    fn of(kind: &[(u32, u32)], positions: &[Option<LonLat>], names: &[Option<u32>]) -> Self {
        let site = |(_, row): &(u32, u32)| Some((*row, Site::new(positions[*row as usize]?)));
        let sites: Vec<(u32, Site)> = kind.iter().filter_map(site).collect();
        let places = Places::of_rows(&sites);
        let mut town = Self {
            tree: Tree::build(&places),
            names: Vec::new(),
            starts: Vec::with_capacity(places.len() + 1),
            same: Vec::new(),
            places,
        };
        let mut rows: Vec<(u32, u32)> = Vec::new();
        for place in 0..town.places.len() {
            rows.clear();
            let named = |row: &u32| Some((names[*row as usize]?, *row));
            rows.extend(town.places.rows(place).iter().filter_map(named));
            rows.sort_unstable();
            town.starts.push(town.names.len());
            for same in rows.chunk_by(|a, b| a.0 == b.0) {
                town.take_name(same);
            }
        }
        town.starts.push(town.names.len());
        town
    }

    /// Takes the rows that bear one name at one place, ascending.
    fn take_name(&mut self, rows: &[(u32, u32)]) {
        if let [(name, row), others @ ..] = rows {
            self.names.push(Bearer {
                name: *name,
                row: *row,
                is_alone: others.is_empty(),
            });
            self.same
                .extend(others.first().map(|(_, second)| (*row, *second)));
            self.same
                .extend(others.iter().map(|(_, other)| (*other, *row)));
        }
    }

    fn names_at(&self, place: usize) -> &[Bearer] {
        &self.names[self.starts[place]..self.starts[place + 1]]
    }

    /// What was found for each row, where there is something to say.
    fn search(
        &self,
        alike: &Alike,
        is_similar: &(impl Fn(u32, u32) -> bool + Sync),
    ) -> Vec<(u32, Answer)> {
        let same = self.same.par_iter();
        let same = same.map(|(row, other)| (*row, Answer::Found(Neighbor::new(*other, 0.0))));
        let of_place = |place: usize| {
            let alone = self.names_at(place).iter().filter(|name| name.is_alone);
            alone.filter_map(move |own| {
                let answer = Search::new(self, alike, is_similar, place, *own).answer()?;
                Some((own.row, answer))
            })
        };
        let others = (0..self.places.len())
            .into_par_iter()
            .flat_map_iter(of_place);
        same.chain(others).collect()
    }
}

/// The search for one name that only one row bears at its place.
struct Search<'a, F> {
    town: &'a Town,
    is_similar: &'a F,
    place: usize,
    own: Bearer,
    limit_m: f64,
    /// Nothing is within the limit whose squared chord is greater.
    limit_squared: f64,
    /// How many names may still be compared.
    n_left: usize,
    answer: Option<Answer>,
}

impl<'a, F: Fn(u32, u32) -> bool> Search<'a, F> {
    fn new(town: &'a Town, alike: &Alike, is_similar: &'a F, place: usize, own: Bearer) -> Self {
        Self {
            town,
            is_similar,
            place,
            own,
            limit_m: alike.limit_m,
            limit_squared: farthest_chord_squared(alike.limit_m),
            n_left: alike.most_compared,
            answer: None,
        }
    }

    fn answer(mut self) -> Option<Answer> {
        self.compare_names_of(self.place, 0.0);
        if let Some(root) = self.town.tree.root() {
            self.descend(root);
        }
        self.answer
    }

    fn descend(&mut self, subtree: Subtree) {
        let own = Bounds::of(self.site().point);
        let bounds = self.town.tree.bounds(subtree);
        if self.answer.is_some() || bounds.least_chord_squared(&own) > self.limit_squared {
            return;
        }
        match subtree.halves() {
            Some(halves) => halves.into_iter().for_each(|half| self.descend(half)),
            None => self.look_through(subtree.first_leaf),
        }
    }

    fn look_through(&mut self, leaf: usize) {
        let leaf = &self.town.tree.leaves()[leaf];
        let chords = leaf.chords_squared(self.site().point);
        for (place, chord) in leaf.places.iter().zip(&chords).take(leaf.len) {
            let place = *place as usize;
            if *chord > self.limit_squared || place == self.place {
                continue;
            }
            let distance_m = self.site().distance_m(&self.town.places.sites[place]);
            if distance_m <= self.limit_m {
                self.compare_names_of(place, distance_m);
            }
        }
    }

    /// Compares the names of a place, from the own name outward in their order.
    fn compare_names_of(&mut self, place: usize, distance_m: f64) {
        let names = self.town.names_at(place);
        let (before, after) =
            names.split_at(names.partition_point(|other| other.name < self.own.name));
        let (mut before, mut after) = (before.iter().rev(), after.iter());
        loop {
            let (next, previous) = (after.next(), before.next());
            if next.is_none() && previous.is_none() {
                return;
            }
            for other in [next, previous].into_iter().flatten() {
                self.compare(*other, distance_m);
                if self.answer.is_some() {
                    return;
                }
            }
        }
    }

    fn compare(&mut self, other: Bearer, distance_m: f64) {
        if other.row == self.own.row {
            return;
        }
        if self.n_left == 0 {
            self.answer = Some(Answer::Cut);
            return;
        }
        self.n_left -= 1;
        if other.name == self.own.name || (self.is_similar)(self.own.name, other.name) {
            self.answer = Some(Answer::Found(Neighbor::new(other.row, distance_m)));
        }
    }

    fn site(&self) -> &'a Site {
        &self.town.places.sites[self.place]
    }
}

#[cfg(test)]
#[path = "look_alikes_tests.rs"]
mod tests;
