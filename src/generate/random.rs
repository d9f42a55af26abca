//! Random draws that give the same bytes on every platform: `ChaCha8` streams and a keyed integer mixer, and only
//! arithmetic that IEEE 754 rounds in one way.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What draws are for: each topic has streams of its own, so that more draws in one leave the others as they are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Topic {
    Land = 1,
    Division = 2,
    Names = 3,
    Towns = 4,
    Profiles = 5,
    School = 6,
    Dirt = 7,
    Points = 8,
    Measurements = 9,
}

/// One stream of random draws.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    rng: ChaCha8Rng,
}

impl Draws {
    /// The stream of a topic, `number` for its n-th thing (a row).
    pub(super) fn new(seed: u64, topic: Topic, number: u64) -> Self {
        let mut key = [0; 32];
        for (word, bytes) in (0_u64..).zip(key.chunks_exact_mut(8)) {
            let word = mix(seed.wrapping_add(mix(word + ((topic as u64) << 8))));
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(number);
        Self { rng }
    }

    /// Uniform in `0..limit`; 0 where the limit is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the high half of the product is below the limit, a usize"
        )]
        let scaled = ((u128::from(self.rng.next_u64()) * limit as u128) >> 64) as usize;
        scaled
    }

    /// Uniform in 0..1, in steps of 2^-32.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(self.rng.next_u32()) / 4_294_967_296.0
    }

    /// Uniform between two bounds.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with the given probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Bell-shaped around 0 with variance 1, between -3.5 and 3.5: a sum of four uniform draws (Irwin–Hall), because
    /// the logarithm and cosine of a true normal draw differ between platforms in their last bit.
    pub(super) fn bell(&mut self) -> f64 {
        const SQRT_3: f64 = 1.732_050_807_568_877_2;
        let sum: f64 = (0..4).map(|_| self.unit()).sum();
        (sum - 2.0) * SQRT_3
    }

    /// Heavy-tailed between 1 and `most`: as many things above `x` as in inverse proportion to `x` (Zipf).
    pub(super) fn power_law(&mut self, most: f64) -> f64 {
        1.0 / (1.0 - self.unit() * (1.0 - 1.0 / most))
    }

    /// One of several words.
    pub(super) fn word<const N: usize>(&mut self, words: &[&'static str; N]) -> &'static str {
        words.get(self.below(N)).copied().unwrap_or_default()
    }

    /// Brings items into random order (Fisher–Yates).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Mixes all bits of a key (the finalizer of splitmix64): a bijection, so different keys give different values.
pub(super) fn mix(key: u64) -> u64 {
    let key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

/// Two values uniform in 0..1 from the two halves of a mixed key.
pub(super) fn units_of(key: u64) -> [f64; 2] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "each half of the bits on its own"
    )]
    let halves = [key as u32, (key >> 32) as u32];
    halves.map(|half| f64::from(half) / 4_294_967_296.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_keep_their_promises() {
        let mut draws = Draws::new(1, Topic::School, 0);
        let bells: Vec<f64> = (0..20_000).map(|_| draws.bell()).collect();
        let mean: f64 = bells.iter().sum::<f64>() / 20_000.0;
        let variance: f64 = bells.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
        assert!(
            mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05,
            "{mean} {variance}"
        );
        assert!((0..1_000).all(|_| draws.below(3) < 3));
        assert!((0..1_000).all(|_| (1.0..=50.0).contains(&draws.power_law(50.0))));
        assert_eq!(draws.below(0), 0);
    }

    /// The bytes of every country hang on these; a change of the generator behind them must not pass unseen.
    #[test]
    fn streams_are_pinned() {
        let first = |number| Draws::new(7, Topic::Land, number).rng.next_u64();
        insta::assert_snapshot!(format!("{:x} {:x} {:x}", first(0), first(1), mix(7)), @"41368136dc7cf528 8274937ac7b8623b 63cbe1e459320dd7");
    }
}
