//! A box in, its place on a Hilbert curve out: features near each other on the map come near each other in the file.

use super::bounds::Bounds;

/// Bits of each axis; the curve visits 2^32 cells.
const BITS: u32 = 16;

/// How far along the curve the middle of a box lies in an extent.
///
/// The classic walk from the coarsest quadrant to the finest (Hilbert 1891; Lam and Shapiro 1994).
pub(super) fn hilbert(bounds: Bounds, extent: Bounds) -> u32 {
    let mut x = cell(bounds.west, bounds.east, extent.west, extent.east);
    let mut y = cell(bounds.south, bounds.north, extent.south, extent.north);
    let mut along = 0;
    for bit in (0..BITS).rev() {
        let (right, up) = (x >> bit & 1, y >> bit & 1);
        along = along << 2 | ((3 * right) ^ up);
        // In the lower quadrants the axes change places, in the right one of them also their directions. Masks of all
        // bits or none do it without a branch that no processor can foresee.
        let lower = up.wrapping_sub(1);
        let flip = lower & right.wrapping_neg() & ((1 << BITS) - 1);
        (x, y) = (x ^ flip, y ^ flip);
        let exchange = (x ^ y) & lower;
        (x, y) = (x ^ exchange, y ^ exchange);
    }
    along
}

/// The cell of the middle of `low..=high` in an extent; a flat extent has one cell.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the fraction lies in 0..=1, and a cast takes NaN for 0"
)]
fn cell(low: f64, high: f64, from: f64, to: f64) -> u32 {
    let fraction = (f64::midpoint(low, high) - from) / (to - from);
    (fraction * f64::from((1_u32 << BITS) - 1)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Bounds {
        Bounds::around(&[[x, y]])
    }

    #[test]
    fn the_curve_visits_every_cell_once_and_steps_to_a_neighbor() {
        let last = f64::from((1_u32 << BITS) - 1);
        let extent = Bounds::around(&[[0.0, 0.0], [last, last]]);
        // The first 64 × 64 cells hold the first 4096 places of the curve.
        let mut cells: Vec<(u32, u32, u32)> = (0..4096)
            .map(|index| (index % 64, index / 64))
            .map(|(x, y)| (hilbert(at(x.into(), y.into()), extent), x, y))
            .collect();
        cells.sort_unstable();
        for (index, pair) in cells.windows(2).enumerate() {
            assert_eq!(pair[0].0 as usize, index);
            let distance = pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2);
            assert_eq!(distance, 1);
        }
    }

    #[test]
    fn a_flat_extent_is_no_trouble() {
        assert_eq!(hilbert(at(5.0, 5.0), at(5.0, 5.0)), 0);
    }
}
