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
    let shift = 64 - (n_rows / BUCKET_ROWS).max(1).ilog2().max(1);
    let blocks: Vec<Vec<Vec<Hashed>>> = (0..n_rows.div_ceil(BLOCK_ROWS))
        .into_par_iter()
        .map(|block| {
            let rows = block * BLOCK_ROWS..((block + 1) * BLOCK_ROWS).min(n_rows);
            scattered(rows, &hash, shift)
        })
        .collect();
    let buckets = 0..1_usize << (64 - shift);
    let mut pairs: Vec<(usize, usize)> = buckets
        .into_par_iter()
        .flat_map_iter(|bucket| {
            let blocks: Vec<&[Hashed]> = blocks.iter().map(|block| &*block[bucket]).collect();
            repeated_in(&blocks, &is_same)
        })
        .collect();
    pairs.par_sort_unstable_by_key(|(_, later)| *later);
    pairs
}

/// A row as buckets hold it: the lower half of its hash, and where it stands in its block.
type Hashed = (u32, u32);

/// The rows of a block by bucket.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a bucket holds rows of like upper halves, and blocks are short"
)]
fn scattered(
    rows: Range<usize>,
    hash: &(impl Fn(usize) -> Option<u64> + Sync),
    shift: u32,
) -> Vec<Vec<Hashed>> {
    let n_buckets = 1_usize << (64 - shift);
    let capacity = rows.len() / n_buckets * 5 / 4 + 8;
    let mut buckets: Vec<Vec<Hashed>> = Vec::with_capacity(n_buckets);
    buckets.resize_with(n_buckets, || Vec::with_capacity(capacity));
    let start = rows.start;
    for row in rows {
        if let Some(hash) = hash(row) {
            let bucket = usize::try_from(hash >> shift).unwrap_or_default();
            buckets[bucket].push((hash as u32, (row - start) as u32));
        }
    }
    buckets
}

/// The pairs of one bucket, whose rows come in order.
fn repeated_in(
    blocks: &[&[Hashed]],
    is_same: &impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let n_rows: usize = blocks.iter().map(|block| block.len()).sum();
    let mut firsts = Firsts::with_room_for(n_rows);
    let mut pairs = Vec::new();
    for (block, rows) in blocks.iter().enumerate() {
        for (hash, offset) in *rows {
            let row = block * BLOCK_ROWS + *offset as usize;
            let first = firsts.find_or_insert(*hash, row, is_same);
            if first != row {
                pairs.push((first, row));
            }
        }
    }
    pairs
}

/// The first row of each key, in a table with linear probing that is at most half full.
struct Firsts {
    slots: Vec<Option<(u32, usize)>>,
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

    fn find_or_insert(
        &mut self,
        hash: u32,
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
