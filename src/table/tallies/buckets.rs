//! A whole number in, the number of its bucket out; a bucket in, the value that stands for all numbers in it.
//!
//! Numbers below 64 have a bucket each. Above, every octave (from a power of two to the next) is cut into fifty equal
//! buckets, as in the log-linear histograms of `HdrHistogram`; all arithmetic on the way in is of integers, so a number
//! has the same bucket on every machine.

/// Numbers below this have a bucket of their own.
const FIRST_OCTAVE: u64 = 1 << FIRST_EXPONENT;
const FIRST_EXPONENT: u32 = 6;

/// Buckets of an octave. The widest, at its start, spans a fiftieth of its lower edge, so that a value in its middle is
/// within 1 : 101 of all numbers in it.
const PER_OCTAVE: u64 = 50;

/// The bucket of a number.
pub(super) fn bucket_of(value: u64) -> u16 {
    let bucket = if value < FIRST_OCTAVE {
        value
    } else {
        let exponent = value.ilog2();
        let above = u128::from(value - (1 << exponent)) * u128::from(PER_OCTAVE);
        let step = u64::try_from(above >> exponent).unwrap_or(u64::MAX);
        FIRST_OCTAVE + u64::from(exponent - FIRST_EXPONENT) * PER_OCTAVE + step
    };
    u16::try_from(bucket).unwrap_or(u16::MAX)
}

/// The value from which no number in a bucket differs by more than 1 % of that number.
#[expect(
    clippy::cast_precision_loss,
    reason = "rounding by 2^-53 is nothing beside the width of a bucket"
)]
pub(super) fn value_of(bucket: u16) -> f64 {
    let (low, high) = (lowest(bucket) as f64, highest(bucket) as f64);
    if low == high {
        return low;
    }
    2.0 * low * high / (low + high)
}

/// The lowest number in a bucket.
fn lowest(bucket: u16) -> u64 {
    let Some(above) = u64::from(bucket).checked_sub(FIRST_OCTAVE) else {
        return u64::from(bucket);
    };
    let exponent = FIRST_EXPONENT + u32::try_from(above / PER_OCTAVE).unwrap_or(u32::MAX);
    let Some(base) = 1_u64.checked_shl(exponent) else {
        return u64::MAX;
    };
    let step = u128::from(base) * u128::from(above % PER_OCTAVE);
    base + u64::try_from(step.div_ceil(u128::from(PER_OCTAVE))).unwrap_or_default()
}

/// The highest number in a bucket.
fn highest(bucket: u16) -> u64 {
    match lowest(bucket + 1) {
        u64::MAX => u64::MAX,
        next => next - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn buckets_follow_each_other_without_gap_or_overlap() {
        for bucket in 0..bucket_of(u64::MAX) {
            assert_eq!(bucket_of(lowest(bucket)), bucket);
            assert_eq!(bucket_of(highest(bucket)), bucket);
            assert_eq!(highest(bucket) + 1, lowest(bucket + 1));
        }
    }

    proptest! {
        #[test]
        fn a_bucket_stands_for_its_numbers_within_one_per_cent(shift in 0_u32..64, value: u64) {
            let value = value >> shift;
            let stands = value_of(bucket_of(value));
            #[expect(clippy::cast_precision_loss, reason = "a test of 1 %")]
            let exact = value as f64;
            prop_assert!((stands - exact).abs() <= 0.01 * exact, "{value} as {stands}");
        }
    }
}
