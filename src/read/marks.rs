//! Bytes in, the positions of the few that matter to a format out, 64 bytes at a time.
//!
//! All bytes of a block are compared in one loop that compilers turn into vector instructions; the results are packed
//! to one bit each, and a block without any costs one test.

/// How many bytes are compared in one go.
const BLOCK_BYTES: usize = 64;

/// The positions of the bytes that matter, from left to right.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    bytes: &'a [u8],
    wanted: [u8; 3],
    block_start: usize,
    /// A bit for each byte of the block that matters and was not given yet.
    hits: u64,
}

impl<'a> Marks<'a> {
    /// The marks at and after `from`: bytes that are one of three, none of them zero.
    pub(super) fn new(bytes: &'a [u8], wanted: [u8; 3], from: usize) -> Self {
        Self {
            bytes,
            wanted,
            block_start: from,
            hits: hits_at(bytes, wanted, from),
        }
    }

    /// Goes on with the marks at and after `from`.
    pub(super) fn seek(&mut self, from: usize) {
        match from.checked_sub(self.block_start) {
            Some(offset) if offset < BLOCK_BYTES => {
                self.hits = hits_at(self.bytes, self.wanted, self.block_start) & (!0 << offset);
            }
            _ => *self = Self::new(self.bytes, self.wanted, from),
        }
    }

    /// The position of the next mark, the number of bytes where there is none.
    pub(super) fn next(&mut self) -> usize {
        while self.hits == 0 {
            self.block_start += BLOCK_BYTES;
            if self.block_start >= self.bytes.len() {
                self.block_start = self.bytes.len();
                return self.bytes.len();
            }
            self.hits = hits_at(self.bytes, self.wanted, self.block_start);
        }
        let mark = self.block_start + self.hits.trailing_zeros() as usize;
        self.hits &= self.hits - 1;
        mark
    }
}

/// A bit for each of the 64 bytes from `start` on that is one of three.
fn hits_at(bytes: &[u8], wanted: [u8; 3], start: usize) -> u64 {
    let rest = bytes.get(start..).unwrap_or_default();
    if let Some(block) = rest.first_chunk::<BLOCK_BYTES>() {
        return hits(block, wanted);
    }
    let mut block = [0; BLOCK_BYTES];
    block[..rest.len()].copy_from_slice(rest);
    hits(&block, wanted)
}

fn hits(block: &[u8; BLOCK_BYTES], [one, two, three]: [u8; 3]) -> u64 {
    let mut is_hit = [0_u8; BLOCK_BYTES];
    for (is_hit, byte) in is_hit.iter_mut().zip(block) {
        *is_hit = u8::from(*byte == one) | u8::from(*byte == two) | u8::from(*byte == three);
    }
    let (words, _) = is_hit.as_chunks::<8>();
    let mut hits = 0;
    for (index, word) in words.iter().enumerate() {
        hits |= packed(u64::from_le_bytes(*word)) << (8 * index);
    }
    hits
}

/// The lowest bits of eight bytes, side by side; the other bits must be 0. The product has the bit of byte *i* at
/// 56 + *i*, and no two of its terms meet.
fn packed(word: u64) -> u64 {
    word.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(bytes: &[u8], from: usize) -> Vec<usize> {
        let marks = from..bytes.len();
        marks
            .filter(|at| matches!(bytes[*at], b',' | b'\n' | b'\r'))
            .collect()
    }

    fn found(marks: &mut Marks<'_>) -> Vec<usize> {
        let n_bytes = marks.bytes.len();
        std::iter::repeat_with(|| marks.next())
            .take_while(|mark| *mark < n_bytes)
            .collect()
    }

    proptest! {
        #[test]
        fn marks_are_those_of_a_plain_loop(
            bytes in prop::collection::vec(prop::sample::select(vec![0_u8, 1, b',', b'\n', b'\r', b'-', 0x80, 0xac, 0xff]), 0..300),
            seeks in prop::collection::vec(0_usize..300, 1..4),
        ) {
            let mut marks = Marks::new(&bytes, *b",\n\r", seeks[0].min(bytes.len()));
            prop_assert_eq!(found(&mut marks), naive(&bytes, seeks[0].min(bytes.len())));
            for from in seeks {
                let from = from.min(bytes.len());
                marks.seek(from);
                let next = marks.next();
                prop_assert_eq!(next, naive(&bytes, from).first().copied().unwrap_or(bytes.len()));
            }
        }
    }
}
