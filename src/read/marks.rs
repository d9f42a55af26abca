//! Bytes in, the positions of the few that matter to a format out, eight bytes at a time.
//!
//! A word of eight bytes is compared in one go: the result has the highest bit of each byte set where the byte
//! matters. The arithmetic is exact, without the false neighbours of the shorter textbook form (Warren, *Hacker's
//! Delight*, 6-1).

/// Which bytes of a word matter.
pub(super) trait Find {
    /// The highest bit of every byte that matters, no other bit. A zero byte must not matter.
    fn hits(&self, word: u64) -> u64;
}

/// The lowest seven bits of every byte.
const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;

/// The byte in all eight places.
pub(super) const fn splat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Has the highest bit of a byte set where that byte is *not* zero; the lower bits mean nothing.
pub(super) const fn nonzero(word: u64) -> u64 {
    ((word & LOW_BITS) + LOW_BITS) | word
}

/// The highest bit of every byte in which one of the words was zero, given the conjunction of their [`nonzero`].
pub(super) const fn zero_in(nonzero: u64) -> u64 {
    !(nonzero | LOW_BITS)
}

/// The positions of the bytes that matter, from left to right.
#[derive(Debug)]
pub(super) struct Marks<'a, F> {
    bytes: &'a [u8],
    find: F,
    word_start: usize,
    hits: u64,
}

impl<'a, F: Find> Marks<'a, F> {
    /// The marks at and after `from`.
    pub(super) fn new(bytes: &'a [u8], find: F, from: usize) -> Self {
        let mut marks = Self {
            bytes,
            find,
            word_start: 0,
            hits: 0,
        };
        marks.seek(from);
        marks
    }

    /// Goes on with the marks at and after `from`.
    pub(super) fn seek(&mut self, from: usize) {
        self.word_start = from;
        self.hits = self.hits_at(from);
    }

    /// The position of the next mark, the number of bytes where there is none.
    pub(super) fn next(&mut self) -> usize {
        while self.hits == 0 {
            self.word_start += 8;
            if self.word_start >= self.bytes.len() {
                self.word_start = self.bytes.len();
                return self.bytes.len();
            }
            self.hits = self.hits_at(self.word_start);
        }
        let mark = self.word_start + (self.hits.trailing_zeros() / 8) as usize;
        self.hits &= self.hits - 1;
        mark
    }

    fn hits_at(&self, start: usize) -> u64 {
        let rest = self.bytes.get(start..).unwrap_or_default();
        if let Some(word) = rest.first_chunk::<8>() {
            return self.find.hits(u64::from_le_bytes(*word));
        }
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        self.find.hits(u64::from_le_bytes(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Either(u8, u8);

    impl Find for Either {
        fn hits(&self, word: u64) -> u64 {
            zero_in(nonzero(word ^ splat(self.0)) & nonzero(word ^ splat(self.1)))
        }
    }

    proptest! {
        #[test]
        fn marks_are_those_of_a_plain_loop(bytes in prop::collection::vec(prop::sample::select(vec![0_u8, 1, b',', b'\n', b'-', 0x80, 0xac, 0xff]), 0..60), from in 0_usize..60) {
            let from = from.min(bytes.len());
            let expected: Vec<usize> = (from..bytes.len()).filter(|at| matches!(bytes[*at], b',' | b'\n')).collect();
            let mut marks = Marks::new(&bytes, Either(b',', b'\n'), from);
            let mut found = Vec::new();
            loop {
                let mark = marks.next();
                if mark == bytes.len() { break; }
                found.push(mark);
            }
            prop_assert_eq!(found, expected);
        }
    }
}
