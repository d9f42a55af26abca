//! How often each bucket was hit, in ascending order, mostly one byte for each bucket.
//!
//! An entry is one byte: five bits for the buckets left out since the entry before, three for the number of hits less
//! one. Where either does not fit, all its bits are set, and what is beyond follows as a number of seven bits a byte,
//! lowest first. The same hits have the same bytes, in whatever order they came.

use std::cmp::Ordering;

/// The largest gap, and the largest number of hits less one, that stand in the byte itself are one less.
const LONG_GAP: u32 = 31;
const MANY_HITS: u32 = 7;

/// The entries of some packed bytes: buckets in ascending order, each with its hits.
#[derive(Clone, Debug)]
pub(super) struct Entries<'a> {
    bytes: &'a [u8],
    /// The bucket that an entry without a gap is of.
    next_bucket: u32,
}

impl<'a> Entries<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            next_bucket: 0,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// A part of the byte, and what follows where the part is not the whole.
    fn whole(&mut self, part: u32, limit: u32) -> Option<u32> {
        if part < limit {
            return Some(part);
        }
        let mut beyond = 0_u32;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            beyond = beyond.saturating_add(bits);
            if byte < 0x80 {
                break;
            }
        }
        Some(limit.saturating_add(beyond))
    }
}

impl Iterator for Entries<'_> {
    type Item = (u16, u32);

    #[inline]
    fn next(&mut self) -> Option<(u16, u32)> {
        let byte = u32::from(self.byte()?);
        let gap = self.whole(byte & 31, LONG_GAP)?;
        let hits = self.whole(byte >> 5, MANY_HITS)?.saturating_add(1);
        let bucket = self.next_bucket.saturating_add(gap);
        self.next_bucket = bucket.saturating_add(1);
        Some((u16::try_from(bucket).unwrap_or(u16::MAX), hits))
    }
}

/// Packs entries that come in ascending order.
#[derive(Debug)]
struct Packer<'a> {
    bytes: &'a mut Vec<u8>,
    next_bucket: u32,
}

impl Packer<'_> {
    #[inline]
    fn push(&mut self, (bucket, hits): (u16, u32)) {
        let gap = u32::from(bucket) - self.next_bucket;
        let more_hits = hits - 1;
        let [low, high] = [gap.min(LONG_GAP), more_hits.min(MANY_HITS)];
        self.bytes.push(low_byte(low | high << 5));
        if gap >= LONG_GAP {
            self.beyond(gap - LONG_GAP);
        }
        if more_hits >= MANY_HITS {
            self.beyond(more_hits - MANY_HITS);
        }
        self.next_bucket = u32::from(bucket) + 1;
    }

    fn beyond(&mut self, mut rest: u32) {
        while rest >= 0x80 {
            self.bytes.push(low_byte(rest) | 0x80);
            rest >>= 7;
        }
        self.bytes.push(low_byte(rest));
    }
}

fn low_byte(bits: u32) -> u8 {
    bits.to_le_bytes()[0]
}

/// Packs the sum of two ascending lists of entries into `bytes`, in place of what is there; hits are added up to the
/// largest number there is.
pub(super) fn sum(
    one: impl Iterator<Item = (u16, u32)>,
    other: impl Iterator<Item = (u16, u32)>,
    bytes: &mut Vec<u8>,
) {
    bytes.clear();
    let (mut one, mut other) = (one.peekable(), other.peekable());
    let mut packer = Packer {
        bytes,
        next_bucket: 0,
    };
    loop {
        let order = match (one.peek(), other.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        let from_one = one.next_if(|_| order.is_le());
        let from_other = other.next_if(|_| order.is_ge());
        match (from_one, from_other) {
            (Some((bucket, a)), Some((_, b))) => packer.push((bucket, a.saturating_add(b))),
            (Some(entry), None) | (None, Some(entry)) => packer.push(entry),
            (None, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn entries() -> impl Strategy<Value = BTreeMap<u16, u32>> {
        let bucket = prop_oneof![0_u16..80, 0_u16..3_000];
        let hits = prop_oneof![1_u32..10, Just(u32::MAX), 1_u32..100_000];
        prop::collection::btree_map(bucket, hits, 0..50)
    }

    fn listed(entries: &BTreeMap<u16, u32>) -> impl Iterator<Item = (u16, u32)> {
        entries.iter().map(|(bucket, hits)| (*bucket, *hits))
    }

    proptest! {
        #[test]
        fn a_sum_holds_the_hits_of_both(one in entries(), other in entries()) {
            let mut packed = vec![7];
            sum(listed(&one), listed(&other), &mut packed);
            let mut expected = one.clone();
            for (bucket, hits) in &other {
                let sum = expected.entry(*bucket).or_default();
                *sum = sum.saturating_add(*hits);
            }
            let found: BTreeMap<u16, u32> = Entries::of(&packed).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_bytes_have_an_end(bytes: Vec<u8>) {
            prop_assert!(Entries::of(&bytes).count() <= bytes.len());
        }
    }

    #[test]
    fn a_usual_entry_is_one_byte() {
        let hits = [(0_u16, 1_u32), (30, 7), (61, 2)];
        let mut packed = Vec::new();
        sum(hits.into_iter(), std::iter::empty(), &mut packed);
        assert_eq!(packed.len(), 3);
    }
}
