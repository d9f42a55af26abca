//! Whole numbers in, in any order; their count, sum, extremes and quantiles out.

use std::borrow::Cow;

use super::buckets::{bucket_of, value_of};
use super::packed::{Entries, sum};
use crate::table::bytes::{BytesIn, Flaw};

/// How many numbers wait for their buckets to be counted: it makes a distribution 64 bytes, the line of a cache.
const N_PENDING: usize = 8;

/// More bytes than all buckets there are can take: six for each.
const MOST_PACKED: u32 = 1 << 16;

/// How whole numbers are distributed: 64 bytes and, for most sets, one byte for each 2 % by which they spread.
///
/// Count, sum and extremes are exact. Of up to three numbers every quantile is exact too; of more it is within 1 % of
/// the exact one ([`Distribution::RELATIVE_ERROR`]). Numbers may come in any order and distributions may be merged in
/// any order: the same numbers give the same distribution, to the bit. Beyond 2^32 numbers, or a sum of 2^64, counts
/// and sums stay at their largest.
///
/// ```
/// use schoolreach::table::Distribution;
/// let mut tests = Distribution::default();
/// [12_500, 9_800, 40_000].into_iter().for_each(|kbps| tests.add(kbps));
/// assert_eq!((tests.quantile(0.5), tests.quantile(0.75)), (Some(12_500.0), Some(26_250.0)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Distribution {
    sum: u64,
    min: u64,
    max: u64,
    count: u32,
    n_pending: u8,
    /// The buckets of the last few numbers.
    pending: [u16; N_PENDING],
    /// The hits of the buckets of all others.
    packed: Box<[u8]>,
}

impl Distribution {
    /// How far a quantile may be from the exact one, as a share of it.
    pub const RELATIVE_ERROR: f64 = 0.01;

    /// Adds one number.
    pub fn add(&mut self, value: u64) {
        self.add_by(value, &mut Vec::new());
    }

    /// Adds one number; `scratch` is room to work in.
    #[inline]
    pub(super) fn add_by(&mut self, value: u64, scratch: &mut Vec<u8>) {
        self.note(value, value, value, 1);
        self.pending[usize::from(self.n_pending)] = bucket_of(value);
        self.n_pending += 1;
        if usize::from(self.n_pending) == N_PENDING {
            self.pack_by(scratch);
        }
    }

    fn note(&mut self, sum: u64, min: u64, max: u64, count: u32) {
        self.min = if self.count == 0 {
            min
        } else {
            self.min.min(min)
        };
        self.max = self.max.max(max);
        self.sum = self.sum.saturating_add(sum);
        self.count = self.count.saturating_add(count);
    }

    /// Adds the numbers of another distribution; commutative and associative.
    pub fn merge(&mut self, other: &Self) {
        self.merge_by(other, &mut Vec::new());
    }

    /// Adds the numbers of another distribution; `scratch` is room to work in.
    pub(super) fn merge_by(&mut self, other: &Self, scratch: &mut Vec<u8>) {
        if other.count == 0 {
            return;
        }
        self.note(other.sum, other.min, other.max, other.count);
        self.pack_by(scratch);
        self.count_hits(Entries::of(&other.packed), scratch);
        let n_pending = usize::from(other.n_pending);
        self.pending[..n_pending].copy_from_slice(&other.pending[..n_pending]);
        self.n_pending = other.n_pending;
        self.pack_by(scratch);
    }

    /// Counts the buckets of the last few numbers: distributions of the same numbers are the same bytes then.
    pub fn pack(&mut self) {
        self.pack_by(&mut Vec::new());
    }

    /// Counts the buckets of the last few numbers; `scratch` is room to work in.
    pub(super) fn pack_by(&mut self, scratch: &mut Vec<u8>) {
        let n_pending = usize::from(std::mem::take(&mut self.n_pending));
        let mut pending = std::mem::take(&mut self.pending);
        let pending = &mut pending[..n_pending];
        pending.sort_unstable();
        let hits = pending.iter().map(|bucket| (*bucket, 1));
        self.count_hits(Runs(hits.peekable()), scratch);
    }

    /// Adds hits of ascending buckets.
    fn count_hits(&mut self, hits: impl Iterator<Item = (u16, u32)>, scratch: &mut Vec<u8>) {
        sum(Entries::of(&self.packed), hits, scratch);
        if self.packed.len() == scratch.len() {
            self.packed.copy_from_slice(scratch);
        } else {
            self.packed = scratch.as_slice().into();
        }
    }

    /// How many numbers there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The smallest number, exact.
    #[must_use]
    pub fn min(&self) -> Option<u64> {
        (self.count > 0).then_some(self.min)
    }

    /// The largest number, exact.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The mean of the numbers: the quotient of their exact sum.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "rounded once on the way to a fraction"
    )]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / f64::from(self.count))
    }

    /// The number below which a share `at` (0–1) of the numbers lies, between two of them in proportion (as `numpy`
    /// and `pandas` do by default).
    #[must_use]
    pub fn quantile(&self, at: f64) -> Option<f64> {
        let last = self.count.checked_sub(1)?;
        let place = f64::from(last) * at.clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the last rank"
        )]
        let rank = place as u32;
        let [low, high] = self.of_ranks(rank, (rank + 1).min(last));
        Some(low + (high - low) * (place - f64::from(rank)))
    }

    /// How many numbers are at least so large; those within 1 % of it may be taken for either.
    #[must_use]
    pub fn count_from(&self, least: f64) -> u32 {
        let packed = self.all_packed();
        let from = Entries::of(&packed).filter(|(bucket, _)| value_of(*bucket) >= least);
        from.fold(0, |sum, (_, hits)| hits.saturating_add(sum))
    }

    /// The numbers of two consecutive ranks.
    #[expect(
        clippy::cast_precision_loss,
        reason = "rounding by 2^-53 is nothing beside a bucket"
    )]
    fn of_ranks(&self, low: u32, high: u32) -> [f64; 2] {
        let (min, max) = (self.min as f64, self.max as f64);
        let exactly = |rank: u32| match rank {
            0 => Some(min),
            _ if rank + 1 == self.count => Some(max),
            _ if self.count == 3 => {
                Some(self.sum.saturating_sub(self.min).saturating_sub(self.max) as f64)
            }
            _ => None,
        };
        if let (Some(low), Some(high)) = (exactly(low), exactly(high)) {
            return [low, high];
        }
        let found = self.near_ranks(low, high);
        let near = |rank, found: f64| exactly(rank).unwrap_or(found.clamp(min, max));
        [near(low, found[0]), near(high, found[1])]
    }

    /// The values of the buckets that hold two consecutive ranks.
    fn near_ranks(&self, low: u32, high: u32) -> [f64; 2] {
        let (mut before, mut found) = (0_u64, [0.0; 2]);
        for (bucket, hits) in Entries::of(&self.all_packed()) {
            let end = before + u64::from(hits);
            if (before..end).contains(&u64::from(low)) {
                found[0] = value_of(bucket);
            }
            if (before..end).contains(&u64::from(high)) {
                found[1] = value_of(bucket);
                break;
            }
            before = end;
        }
        found
    }

    /// The hits of all buckets.
    fn all_packed(&self) -> Cow<'_, [u8]> {
        if self.n_pending == 0 {
            return Cow::Borrowed(&self.packed);
        }
        let mut all = self.clone();
        all.pack();
        Cow::Owned(all.packed.into_vec())
    }

    /// Appends count, sum, extremes and packed buckets.
    pub(super) fn append(&self, bytes: &mut Vec<u8>) {
        let packed = self.all_packed();
        bytes.extend(self.count.to_le_bytes());
        for number in [self.sum, self.min, self.max] {
            bytes.extend(number.to_le_bytes());
        }
        let n_bytes = u32::try_from(packed.len()).unwrap_or(u32::MAX);
        bytes.extend(n_bytes.to_le_bytes());
        bytes.extend_from_slice(&packed);
    }

    /// Reads what [`append`](Self::append) wrote; a count of 0 stands alone, for none.
    pub(super) fn read(input: &mut BytesIn<'_>) -> Result<Option<Self>, Flaw> {
        let count = input.u32()?;
        if count == 0 {
            return Ok(None);
        }
        let [sum, min, max] = [input.u64()?, input.u64()?, input.u64()?];
        let packed = input.counted(MOST_PACKED)?.into_boxed_slice();
        let distribution = Self {
            sum,
            min,
            max,
            count,
            packed,
            ..Self::default()
        };
        if distribution.is_sound() {
            return Ok(Some(distribution));
        }
        let found = "buckets that do not fit it";
        Err(Flaw::malformed(
            format!("the buckets of {count} values"),
            found,
        ))
    }

    /// Whether the buckets are possible ones, ascend, and have as many hits as there are numbers.
    fn is_sound(&self) -> bool {
        let (mut hits, mut ends) = (0_u32, None);
        for (bucket, more) in Entries::of(&self.packed) {
            hits = hits.saturating_add(more);
            if bucket > bucket_of(u64::MAX) || ends.is_some_and(|last| bucket <= last) {
                return false;
            }
            ends = Some(bucket);
        }
        hits == self.count && self.min <= self.max
    }

    /// How many bytes it takes beside its own 64.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.packed.len()
    }
}

impl PartialEq for Distribution {
    fn eq(&self, other: &Self) -> bool {
        let figures = |one: &Self| (one.count, one.sum, one.min, one.max);
        figures(self) == figures(other) && self.all_packed() == other.all_packed()
    }
}

/// Sorted buckets with one hit each in, distinct buckets with their hits out.
struct Runs<I: Iterator<Item = (u16, u32)>>(std::iter::Peekable<I>);

impl<I: Iterator<Item = (u16, u32)>> Iterator for Runs<I> {
    type Item = (u16, u32);

    fn next(&mut self) -> Option<(u16, u32)> {
        let (bucket, mut hits) = self.0.next()?;
        while self.0.next_if(|(next, _)| *next == bucket).is_some() {
            hits += 1;
        }
        Some((bucket, hits))
    }
}
