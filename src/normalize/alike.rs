//! Keys of rows in, the rows whose key stands in an earlier row out.
//!
//! Keys are hashed to 64 bits in parallel, the rows scattered to buckets by their hash's highest bits, and every
//! bucket is looked through by itself: a table small enough for the cache holds the first row of each key. Rows of
//! equal hash are compared by their keys, so a collision never makes two keys one.

use std::ops::Range;

use rayon::prelude::*;

/// About how many rows a bucket holds.
const BUCKET_ROWS: usize = 8_192;

/// How many rows are hashed in one go.
const BLOCK_ROWS: usize = 1 << 16;

/// Pairs (first, later) of rows with the same key, `first` being the first row that has it; by `later`. A row without
/// `hash` has no key; rows with the same key must have the same hash.
pub(super) fn repeated(
    n_rows: usize,
    hash: impl Fn(usize) -> Option<u64> + Sync,
    is_same: impl Fn(usize, usize) -> bool + Sync,
) -> Vec<(usize, usize)> {
    let blocks: Vec<Vec<(u64, usize)>> = (0..n_rows.div_ceil(BLOCK_ROWS))
        .into_par_iter()
        .map(|block| {
            let rows = block * BLOCK_ROWS..((block + 1) * BLOCK_ROWS).min(n_rows);
            hashed(rows, &hash)
        })
        .collect();
    let shift = 64 - (n_rows / BUCKET_ROWS).max(1).ilog2().max(1);
    let scattered: Vec<Vec<Vec<(u64, usize)>>> = blocks
        .into_par_iter()
        .map(|block| scattered(&block, shift))
        .collect();
    let buckets = 0..1_usize << (64 - shift);
    let mut pairs: Vec<(usize, usize)> = buckets
        .into_par_iter()
        .flat_map_iter(|bucket| {
            let blocks: Vec<&[(u64, usize)]> =
                scattered.iter().map(|block| &*block[bucket]).collect();
            repeated_in(&blocks, &is_same)
        })
        .collect();
    pairs.par_sort_unstable_by_key(|(_, later)| *later);
    pairs
}

fn hashed(rows: Range<usize>, hash: &(impl Fn(usize) -> Option<u64> + Sync)) -> Vec<(u64, usize)> {
    rows.filter_map(|row| Some((hash(row)?, row))).collect()
}

/// The rows of a block by bucket.
fn scattered(block: &[(u64, usize)], shift: u32) -> Vec<Vec<(u64, usize)>> {
    let n_buckets = 1_usize << (64 - shift);
    let mut buckets = vec![Vec::with_capacity(block.len() / n_buckets * 5 / 4 + 8); n_buckets];
    for (hash, row) in block {
        let bucket = usize::try_from(hash >> shift).unwrap_or_default();
        buckets[bucket].push((*hash, *row));
    }
    buckets
}

/// The pairs of one bucket, whose rows come in order.
fn repeated_in(
    blocks: &[&[(u64, usize)]],
    is_same: &impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let n_rows: usize = blocks.iter().map(|block| block.len()).sum();
    let mut firsts = Firsts::with_room_for(n_rows);
    let rows = blocks.iter().copied().flatten();
    let pair = |(hash, row): &(u64, usize)| {
        let first = firsts.find_or_insert(*hash, *row, is_same);
        (first != *row).then_some((first, *row))
    };
    rows.filter_map(pair).collect()
}

/// The first row of each key, in a table with linear probing that is at most half full.
struct Firsts {
    slots: Vec<Option<(u64, usize)>>,
    mask: usize,
}

impl Firsts {
    fn with_room_for(n_rows: usize) -> Self {
        let n_slots = (n_rows * 2).next_power_of_two();
        Self {
            slots: vec![None; n_slots],
            mask: n_slots - 1,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the mask leaves the lowest bits only"
    )]
    fn find_or_insert(
        &mut self,
        hash: u64,
        row: usize,
        is_same: &impl Fn(usize, usize) -> bool,
    ) -> usize {
        let mut slot = hash as usize & self.mask;
        loop {
            match self.slots[slot] {
                None => {
                    self.slots[slot] = Some((hash, row));
                    return row;
                }
                Some((known, first)) if known == hash && is_same(first, row) => return first,
                Some(_) => slot = (slot + 1) & self.mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every row against every earlier one.
    fn naive(keys: &[Option<u8>]) -> Vec<(usize, usize)> {
        let first = |row: usize| (0..row).find(|first| keys[*first] == keys[row]);
        (0..keys.len())
            .filter(|row| keys[*row].is_some())
            .filter_map(|row| Some((first(row)?, row)))
            .collect()
    }

    proptest! {
        #[test]
        fn pairs_are_those_of_the_naive_search(
            keys in prop::collection::vec(prop::option::of(0_u8..40), 0..200),
            n_hashes in 1_u64..60,
        ) {
            // Few hashes for many keys: most comparisons are of different keys.
            let hash = |row: usize| keys[row].map(|key| (u64::from(key) % n_hashes).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let found = repeated(keys.len(), hash, |a, b| keys[a] == keys[b]);
            prop_assert_eq!(found, naive(&keys));
        }
    }

    #[test]
    fn many_rows_in_many_buckets() {
        let n_rows = 300_000;
        let key = |row: usize| row % 250_000;
        let hash = |row: usize| Some((key(row) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let found = repeated(n_rows, hash, |a, b| key(a) == key(b));
        let expected: Vec<_> = (250_000..n_rows).map(|row| (row - 250_000, row)).collect();
        assert_eq!(found, expected);
    }
}
