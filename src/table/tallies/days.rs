//! Sets of days, 64 of them in a word.

use crate::table::bytes::{BytesIn, Flaw};

/// Some days, counted from 1970-01-01 in UTC: 32 bytes, and 16 for every 64 days but the last in which there is one.
///
/// The last block stands apart: rows mostly come in the order of their times, and then no other memory is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// All blocks but the last, in their order.
    earlier: Box<[Block]>,
    /// Without a day only where there is none at all.
    last: Block,
}

/// The days of one block: bit `n` is the day 64 × `number` + `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Block {
    bits: u64,
    number: u16,
}

const BLOCK_DAYS: u16 = 64;

/// How many blocks hold all days of 16 bits.
const N_BLOCKS: u16 = 1 << 10;

impl Days {
    #[inline]
    pub(super) fn insert(&mut self, day: u16) {
        self.add(Block {
            bits: 1 << (day % BLOCK_DAYS),
            number: day / BLOCK_DAYS,
        });
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.blocks().for_each(|block| self.add(*block));
    }

    #[inline]
    fn add(&mut self, more: Block) {
        if self.last.number == more.number || self.last.bits == 0 {
            self.last.number = more.number;
            self.last.bits |= more.bits;
        } else if self.last.number < more.number {
            let before = std::mem::replace(&mut self.last, more);
            self.add_earlier(before);
        } else {
            self.add_earlier(more);
        }
    }

    /// Adds the days of a block that is not the last; the one before it is the most likely.
    fn add_earlier(&mut self, more: Block) {
        let mut before = self.earlier.iter();
        let before = before.rposition(|block| block.number <= more.number);
        match before {
            Some(index) if self.earlier[index].number == more.number => {
                self.earlier[index].bits |= more.bits;
            }
            _ => {
                let index = before.map_or(0, |index| index + 1);
                let mut blocks = Vec::with_capacity(self.earlier.len() + 1);
                blocks.extend_from_slice(&self.earlier[..index]);
                blocks.push(more);
                blocks.extend_from_slice(&self.earlier[index..]);
                self.earlier = blocks.into_boxed_slice();
            }
        }
    }

    /// The blocks in their order, each with a day.
    fn blocks(&self) -> impl Iterator<Item = &Block> {
        let last = Some(&self.last).filter(|block| block.bits != 0);
        self.earlier.iter().chain(last)
    }

    /// Appends the number of blocks, and of each its number and its bits.
    pub(super) fn append(&self, bytes: &mut Vec<u8>) {
        let n_blocks = u16::try_from(self.blocks().count()).unwrap_or(u16::MAX);
        bytes.extend(n_blocks.to_le_bytes());
        for block in self.blocks() {
            bytes.extend(block.number.to_le_bytes());
            bytes.extend(block.bits.to_le_bytes());
        }
    }

    /// Reads what [`append`](Self::append) wrote.
    pub(super) fn read(input: &mut BytesIn<'_>) -> Result<Self, Flaw> {
        let n_blocks = input.u16()?;
        let (mut blocks, mut next) = (Vec::new(), 0);
        for _ in 0..n_blocks {
            let (number, bits) = (input.u16()?, input.u64()?);
            if !(next..N_BLOCKS).contains(&number) || bits == 0 {
                let expected = format!("days in a block of {next}..{N_BLOCKS}");
                let found = format!("{bits:x} in block {number}");
                return Err(Flaw::malformed(expected, found));
            }
            next = number + 1;
            blocks.push(Block { bits, number });
        }
        let last = blocks.pop().unwrap_or_default();
        let earlier = blocks.into_boxed_slice();
        Ok(Self { earlier, last })
    }

    /// How many days there are.
    pub(super) fn len(&self) -> u32 {
        self.blocks().map(|block| block.bits.count_ones()).sum()
    }

    /// How many bytes it takes beside its own.
    pub(super) fn n_bytes(&self) -> usize {
        size_of_val(&*self.earlier)
    }

    /// The days in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u16> {
        self.blocks().flat_map(|block| {
            let is_set = |bit: &u16| block.bits >> bit & 1 == 1;
            let first = block.number * BLOCK_DAYS;
            (0..BLOCK_DAYS).filter(is_set).map(move |bit| first + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn of(days: &[u16]) -> Days {
        let mut set = Days::default();
        for day in days {
            set.insert(*day);
        }
        set
    }

    proptest! {
        #[test]
        fn days_come_back_once_and_in_order(one: Vec<u16>, other in prop::collection::vec(20_000_u16..20_200, 0..60)) {
            let mut days = of(&one);
            days.merge(&of(&other));
            let expected: BTreeSet<u16> = one.iter().chain(&other).copied().collect();
            prop_assert_eq!(days.len() as usize, expected.len());
            prop_assert!(days.iter().eq(expected));
            let mut turned = of(&other);
            turned.merge(&of(&one));
            prop_assert_eq!(turned, days);
        }
    }
}
