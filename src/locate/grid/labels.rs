//! The number of a part in, a label out that tells it apart from every exclusive-or of a few others.
//!
//! What holds a point is a set of parts. The grid knows the exclusive-or of their labels, for crossing an edge of a
//! part toggles whether the part is in the set, whichever way its rings run or cross. Labels are made so that this
//! is enough while sets are small: the label of number x is (1, x, x³, x⁵) over a field of 2²¹ elements, a column of
//! the check matrix of an extended BCH code of distance 8, so that no seven labels or fewer add up to zero. A set of
//! at most [`Labels::most_certain`] parts is therefore empty if its labels add up to zero, and one part if they add
//! up to the label of that part. (With more parts than 2²¹ - 1 it is (1, x, x³) over 2³¹ elements, distance 6.)

use rayon::prelude::*;

use crate::table::RegionIdx;

/// Of each part its label and its region.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Labels {
    parts: Vec<(u64, RegionIdx)>,
    number_mask: u64,
    most_certain: u32,
}

/// What a sum of labels says about a small set of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// It is empty.
    ByNone,
    /// It is one part, of this region.
    By(RegionIdx),
    /// It is two or more parts.
    BySeveral,
}

/// A field of 2^`bits` elements: polynomials modulo `x^bits + x^middle + 1`.
#[derive(Clone, Copy)]
struct Field {
    bits: u32,
    middle: u32,
}

const IS_ODD: u64 = 1 << 63;
const SMALL: Field = Field {
    bits: 21,
    middle: 2,
};
const LARGE: Field = Field {
    bits: 31,
    middle: 3,
};

impl Labels {
    /// Labels for parts 0, 1, … with these regions.
    pub(super) fn of(regions: &[RegionIdx]) -> Self {
        let is_small = regions.len() < 1 << SMALL.bits;
        let (field, most_certain) = if is_small { (SMALL, 6) } else { (LARGE, 4) };
        let label = |number| {
            if is_small {
                field.powers(number, &[1, 3, 5])
            } else {
                field.powers(number, &[1, 3])
            }
        };
        let numbered = regions.par_iter().enumerate();
        Self {
            parts: numbered
                .map(|(at, region)| (IS_ODD | label(at as u64 + 1), *region))
                .collect(),
            number_mask: (1 << field.bits) - 1,
            most_certain,
        }
    }

    /// Sets of up to so many parts are told by the sum of their labels.
    pub(super) fn most_certain(&self) -> u32 {
        self.most_certain
    }

    pub(super) fn of_part(&self, part: u32) -> u64 {
        self.parts[part as usize].0
    }

    /// What a sum of labels says, if the set has at most [`most_certain`](Self::most_certain) parts.
    pub(super) fn held(&self, sum: u64) -> Held {
        if sum == 0 {
            return Held::ByNone;
        }
        let number = sum & self.number_mask;
        let place = usize::try_from(number.wrapping_sub(1)).unwrap_or(usize::MAX);
        match self.parts.get(place) {
            Some(&(label, region)) if label == sum => Held::By(region),
            _ => Held::BySeveral,
        }
    }
}

impl Field {
    /// Powers of an element side by side, the first lowest.
    fn powers(self, element: u64, exponents: &[u32]) -> u64 {
        let sides = (0..).step_by(self.bits as usize).zip(exponents);
        sides.fold(0, |all, (shift, &exponent)| {
            all | self.power(element, exponent) << shift
        })
    }

    fn power(self, element: u64, exponent: u32) -> u64 {
        (1..exponent).fold(element, |power, _| self.product(power, element))
    }

    fn product(self, a: u64, b: u64) -> u64 {
        let places = (0..self.bits).filter(|place| b >> place & 1 == 1);
        let wide = places.fold(0, |sum, place| sum ^ a << place);
        let high_places = (self.bits..2 * self.bits).rev();
        high_places.fold(wide, |rest, place| {
            let low = place - self.bits;
            let modulus = (1 << place) | (1 << (low + self.middle)) | (1 << low);
            if rest >> place & 1 == 1 {
                rest ^ modulus
            } else {
                rest
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(n: usize) -> Labels {
        let regions: Vec<RegionIdx> = (0..n).map(RegionIdx::new).collect();
        Labels::of(&regions)
    }

    #[test]
    fn no_sum_of_a_few_labels_looks_like_one_or_none() {
        let labels = labels(40);
        for set in 1_u64..1 << 14 {
            let parts = (0..14).filter(|part| set >> part & 1 == 1);
            let sum = parts.clone().map(|part| labels.of_part(part * 2 + 7));
            let held = labels.held(sum.fold(0, |sum, label| sum ^ label));
            match parts.count() {
                1 => assert!(matches!(held, Held::By(_))),
                2..=6 => assert_eq!(held, Held::BySeveral, "{set:b}"),
                _ => {}
            }
        }
        assert_eq!(labels.held(0), Held::ByNone);
    }

    #[test]
    fn a_label_tells_its_region() {
        let labels = labels(1000);
        for part in 0..1000 {
            let held = labels.held(labels.of_part(part));
            assert_eq!(held, Held::By(RegionIdx::new(part as usize)));
        }
    }

    #[test]
    fn fields_have_no_divisors_of_zero_and_their_elements_return() {
        for field in [SMALL, LARGE] {
            let element = 0x12_3456;
            let squared = (0..field.bits).fold(element, |power, _| field.product(power, power));
            assert_eq!(squared, element, "x to the power of 2^bits is x");
            assert_ne!(field.product(element, 3), 0);
        }
    }
}
