//! Names and positions in, for each school the nearest of the same name out.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use rayon::prelude::*;

use super::nearest::nearest_places;
use super::neighbor::Neighbor;
use super::neighborhood::nearest_rows;
use super::places::{Places, number};
use super::tree::Tree;
use crate::ellipsoid::{Site, is_beyond};
use crate::lonlat::LonLat;
use crate::table::TextColumn;

/// What sorts rows by name: a hash of the name, then the row.
type Key = (u64, u32);

/// For each row with a name and a position the nearest other row of the same name within `limit_m`.
pub(super) fn namesakes(
    positions: &[Option<LonLat>],
    names: &TextColumn,
    limit_m: f64,
) -> Vec<Option<Neighbor>> {
    let keys = sorted_keys(positions, names);
    let same_hash: Vec<&[Key]> = keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1)
        .collect();
    let found: Vec<Vec<(u32, Neighbor)>> = same_hash
        .par_iter()
        .map(|same| {
            let mut found = Vec::new();
            for group in groups(same, names) {
                nearest_in(&group, positions, limit_m, &mut found);
            }
            found
        })
        .collect();
    let mut nearest = vec![None; positions.len()];
    for (row, neighbor) in found.into_iter().flatten() {
        nearest[row as usize] = Some(neighbor);
    }
    nearest
}

/// The rows that have a name and a position, by hash of the name. The hash orders nothing that can be seen.
fn sorted_keys(positions: &[Option<LonLat>], names: &TextColumn) -> Vec<Key> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let key = |row: usize| {
        let name = names.get(row).trim();
        let is_known = positions[row].is_some() && !name.is_empty();
        is_known.then(|| (hasher.hash_one(name), number(row)))
    };
    let rows = 0..positions.len().min(names.len());
    let mut keys: Vec<Key> = rows.into_par_iter().filter_map(key).collect();
    keys.par_sort_unstable();
    keys
}

/// Rows whose names share a hash, by name: one group, unless two names share it.
fn groups(same_hash: &[Key], names: &TextColumn) -> Vec<Vec<u32>> {
    let name = |row: u32| names.get(row as usize).trim();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for (_, row) in same_hash {
        match groups.iter_mut().find(|group| {
            group
                .first()
                .is_some_and(|first| name(*first) == name(*row))
        }) {
            Some(group) => group.push(*row),
            None => groups.push(vec![*row]),
        }
    }
    groups
}

/// Rows of one name up to which comparing all of them is quicker than any tree.
const FEW: usize = 16;

/// Adds the nearest other row of each row in a group.
fn nearest_in(
    group: &[u32],
    positions: &[Option<LonLat>],
    limit_m: f64,
    found: &mut Vec<(u32, Neighbor)>,
) {
    let known = group
        .iter()
        .filter_map(|row| Some((*row, positions[*row as usize]?)));
    if group.len() <= FEW {
        nearest_of_few(&known.collect::<Vec<_>>(), limit_m, found);
        return;
    }
    let sites: Vec<(u32, Site)> = known.map(|(row, at)| (row, Site::new(at))).collect();
    let places = Places::of_rows(&sites);
    let tree = Tree::build(&places);
    let nearest = nearest_places(&places, &tree, limit_m);
    nearest_rows(&places, &nearest, |row, neighbor| {
        found.push((row, neighbor));
    });
}

/// As [`nearest_in`], comparing each with each; most are told apart by their latitudes.
fn nearest_of_few(group: &[(u32, LonLat)], limit_m: f64, found: &mut Vec<(u32, Neighbor)>) {
    for (row, from) in group {
        let near = group
            .iter()
            .filter(|(other, to)| other != row && !is_beyond(*from, *to, limit_m));
        let neighbors = near.map(|(other, to)| {
            let distance_m = Site::new(*from).distance_m(&Site::new(*to));
            Neighbor::new(*other, distance_m)
        });
        let nearest = neighbors
            .filter(|near| near.distance_m() <= limit_m)
            .min_by(Neighbor::order);
        found.extend(nearest.map(|neighbor| (*row, neighbor)));
    }
}
