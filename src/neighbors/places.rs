//! Positions in, the distinct places with the rows at each out: a million schools on one point are one place.

use rayon::prelude::*;

use super::ellipsoid::Site;
use crate::lonlat::LonLat;

/// The distinct places of some rows, in the order of each place's lowest row.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) sites: Vec<Site>,
    /// Where each place's rows begin, and the end of the last.
    starts: Vec<u32>,
    /// The rows, place by place, ascending in each.
    rows: Vec<u32>,
}

/// What sorts rows by place: the bits of longitude and latitude, then the row.
type Key = (u64, u64, u32);

impl Places {
    /// The places of all rows that have a position.
    pub(super) fn of(positions: &[Option<LonLat>]) -> Self {
        let known = positions.par_iter().enumerate();
        let rows: Vec<(u32, Site)> = known
            .filter_map(|(row, position)| Some((number(row), Site::new((*position)?))))
            .collect();
        Self::of_rows(&rows)
    }

    /// The places of some rows, which ascend.
    pub(super) fn of_rows(rows: &[(u32, Site)]) -> Self {
        let lowest = lowest_at_same_place(rows);
        let mut places = Self::default();
        let mut place_of = vec![0_u32; rows.len()];
        let mut sizes: Vec<u32> = Vec::new();
        for (index, (_, site)) in rows.iter().enumerate() {
            let first = lowest[index] as usize;
            if first == index {
                place_of[index] = number(places.sites.len());
                places.sites.push(*site);
                sizes.push(0);
            } else {
                place_of[index] = place_of[first];
            }
            sizes[place_of[index] as usize] += 1;
        }
        places.take_rows(rows, &place_of, &sizes);
        places
    }

    /// Brings the rows to their places, which have these sizes.
    fn take_rows(&mut self, rows: &[(u32, Site)], place_of: &[u32], sizes: &[u32]) {
        let mut next = Vec::with_capacity(sizes.len() + 1);
        let mut total = 0;
        for size in sizes {
            next.push(total);
            total += size;
        }
        self.starts.clone_from(&next);
        self.starts.push(total);
        self.rows = vec![0; rows.len()];
        for ((row, _), place) in rows.iter().zip(place_of) {
            let slot = &mut next[*place as usize];
            self.rows[*slot as usize] = *row;
            *slot += 1;
        }
    }

    /// Number of places.
    pub(super) fn len(&self) -> usize {
        self.sites.len()
    }

    /// Number of rows.
    pub(super) fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows at a place, ascending.
    pub(super) fn rows(&self, place: usize) -> &[u32] {
        &self.rows[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

/// For each row the index of the first one at the same place.
fn lowest_at_same_place(rows: &[(u32, Site)]) -> Vec<u32> {
    let key = |(index, (_, site)): (usize, &(u32, Site))| -> Key {
        let (lon_deg, lat_deg) = (site.position.lon_deg(), site.position.lat_deg());
        (lon_deg.to_bits(), lat_deg.to_bits(), number(index))
    };
    let mut keys: Vec<Key> = rows.par_iter().enumerate().map(key).collect();
    keys.par_sort_unstable();
    let mut lowest: Vec<u32> = vec![0; rows.len()];
    for same in keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (_, _, index) in same {
            lowest[*index as usize] = same[0].2;
        }
    }
    lowest
}

/// A row or place in four bytes.
///
/// # Panics
/// If there are more than `u32::MAX`: a run holds fewer schools than that.
pub(super) fn number(row: usize) -> u32 {
    u32::try_from(row).expect("fewer than u32::MAX schools")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::at;
    use super::*;

    #[test]
    fn rows_at_one_place_are_together() {
        let positions = [
            Some(at(180.0, 1.0)),
            None,
            Some(at(5.0, 5.0)),
            Some(at(-180.0, 1.0)),
            Some(at(1.0, 90.0)),
            Some(at(2.0, 90.0)),
        ];
        let places = Places::of(&positions);
        let rows: Vec<&[u32]> = (0..places.len()).map(|place| places.rows(place)).collect();
        assert_eq!(rows, [&[0, 3][..], &[2], &[4, 5]]);
        assert_eq!(places.n_rows(), 5);
    }

    #[test]
    fn nothing_has_no_place() {
        assert_eq!(Places::of(&[]).len(), 0);
        assert_eq!(Places::of(&[None, None]).len(), 0);
    }
}
