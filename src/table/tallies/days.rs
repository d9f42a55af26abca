//! Sets of days, 64 of them in a word.

/// Some days, counted from 1970-01-01 in UTC: 16 bytes and as many for every 64 days in which there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Days(Box<[Block]>);

/// The days of one block: bit `n` is the day 64 × `number` + `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    bits: u64,
    number: u16,
}

const BLOCK_DAYS: u16 = 64;

impl Days {
    pub(super) fn insert(&mut self, day: u16) {
        self.add(Block {
            bits: 1 << (day % BLOCK_DAYS),
            number: day / BLOCK_DAYS,
        });
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|block| self.add(*block));
    }

    /// Adds the days of a block; the last block is the most likely one.
    fn add(&mut self, more: Block) {
        let before = self.0.iter().rposition(|block| block.number <= more.number);
        match before {
            Some(index) if self.0[index].number == more.number => self.0[index].bits |= more.bits,
            _ => {
                let index = before.map_or(0, |index| index + 1);
                let mut blocks = Vec::with_capacity(self.0.len() + 1);
                blocks.extend_from_slice(&self.0[..index]);
                blocks.push(more);
                blocks.extend_from_slice(&self.0[index..]);
                self.0 = blocks.into_boxed_slice();
            }
        }
    }

    /// How many days there are.
    pub(super) fn len(&self) -> u32 {
        self.0.iter().map(|block| block.bits.count_ones()).sum()
    }

    /// How many bytes it takes beside its own.
    pub(super) fn n_bytes(&self) -> usize {
        size_of_val(&*self.0)
    }

    /// The days in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u16> {
        self.0.iter().flat_map(|block| {
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
