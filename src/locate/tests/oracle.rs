//! Exact oracles in whole numbers, worked in another way than the engine: the perturbed point is a real one, the ray
//! runs east, and no edge is put in order.

use std::ops::{Mul, Sub};

use num_bigint::BigInt;

/// A coordinate pair in whole numbers.
pub(super) type Exact<T> = [T; 2];

/// Whether the even-odd area of closed or open rings holds a point that lies on no edge.
pub(super) fn holds<T>(rings: &[Vec<Exact<T>>], point: &Exact<T>) -> bool
where
    T: Clone + Ord + Default + Sub<Output = T> + Mul<Output = T>,
{
    let crossings = rings.iter().flat_map(|ring| edges(ring));
    crossings
        .filter(|(a, b)| is_crossed_eastward(a, b, point))
        .count()
        % 2
        == 1
}

/// Whether a point lies on the closed edge from `a` to `b`.
pub(super) fn is_on_edge<T>(a: &Exact<T>, b: &Exact<T>, point: &Exact<T>) -> bool
where
    T: Clone + Ord + Default + Sub<Output = T> + Mul<Output = T>,
{
    let between = |axis: usize| {
        let (low, high) = (
            a[axis].clone().min(b[axis].clone()),
            a[axis].clone().max(b[axis].clone()),
        );
        low <= point[axis] && point[axis] <= high
    };
    cross(a, b, point) == T::default() && between(0) && between(1)
}

pub(super) fn edges<T: Clone>(ring: &[Exact<T>]) -> impl Iterator<Item = (Exact<T>, Exact<T>)> {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().cloned().zip(next.cloned())
}

fn is_crossed_eastward<T>(a: &Exact<T>, b: &Exact<T>, point: &Exact<T>) -> bool
where
    T: Clone + Ord + Default + Sub<Output = T> + Mul<Output = T>,
{
    if (a[1] > point[1]) == (b[1] > point[1]) {
        return false;
    }
    let (low, high) = if a[1] < b[1] { (a, b) } else { (b, a) };
    cross(low, high, point) > T::default()
}

fn cross<T>(a: &Exact<T>, b: &Exact<T>, c: &Exact<T>) -> T
where
    T: Clone + Sub<Output = T> + Mul<Output = T>,
{
    let minus = |p: &T, q: &T| p.clone() - q.clone();
    minus(&b[0], &a[0]) * minus(&c[1], &a[1]) - minus(&b[1], &a[1]) * minus(&c[0], &a[0])
}

/// Floats are whole multiples of a power of two; here of 2⁻⁶⁴ for magnitudes of 2⁻¹⁰ and more. The step north is
/// 2⁻¹⁴⁰, which is less than what any two of them can be apart in a product.
const SCALE_BITS: i32 = 280;
const STEP_NORTH_BITS: u32 = 140;

/// A float, scaled to a whole number.
pub(super) fn exact(value: f64) -> BigInt {
    const MANTISSA_BITS: u32 = 52;
    if value == 0.0 {
        return BigInt::default();
    }
    let bits = value.abs().to_bits();
    let exponent = i32::try_from(bits >> MANTISSA_BITS).unwrap() - 1075;
    let mantissa = (bits & ((1 << MANTISSA_BITS) - 1)) | (1 << MANTISSA_BITS);
    let shift = u32::try_from(exponent + SCALE_BITS).unwrap();
    let magnitude = BigInt::from(mantissa) << shift;
    if value < 0.0 { -magnitude } else { magnitude }
}

pub(super) fn exact_point([x, y]: [f64; 2]) -> Exact<BigInt> {
    [exact(x), exact(y)]
}

/// The point where the border rule lets a point stand.
pub(super) fn perturbed([x, y]: [f64; 2]) -> Exact<BigInt> {
    [
        exact(x) - 1,
        exact(y) + (BigInt::from(1) << STEP_NORTH_BITS),
    ]
}
