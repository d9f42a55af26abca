//! Positions in, the distinct places with the rows at each out: a million schools on one point are one place.

use rayon::prelude::*;

use crate::ellipsoid::Site;
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

/// For each row the index of the first one at the same place: a table of indices, open at the next slot where one is
/// taken. It is never read in its own order.
fn lowest_at_same_place(rows: &[(u32, Site)]) -> Vec<u32> {
    const FREE: u32 = u32::MAX;
    let n_slots = (2 * rows.len()).next_power_of_two();
    let mut slots = vec![FREE; n_slots];
    let mut lowest = Vec::with_capacity(rows.len());
    for (index, (_, site)) in rows.iter().enumerate() {
        let mut slot = scattered(site.position) & (n_slots - 1);
        while slots[slot] != FREE && rows[slots[slot] as usize].1.position != site.position {
            slot = (slot + 1) & (n_slots - 1);
        }
        if slots[slot] == FREE {
            slots[slot] = number(index);
        }
        lowest.push(slots[slot]);
    }
    lowest
}

/// All bits of a position mixed into one number (two rounds of the finalizer of splitmix64).
#[expect(
    clippy::cast_possible_truncation,
    reason = "any part of the mixed bits will do"
)]
fn scattered(position: LonLat) -> usize {
    let round = |key: u64| {
        let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        key ^ (key >> 31)
    };
    let lon_bits = round(position.lon_deg().to_bits());
    round(lon_bits.wrapping_add(position.lat_deg().to_bits())) as usize
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
