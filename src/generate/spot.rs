//! Points in whole micro-degrees: shared vertices are equal, sign tests are exact, and files need six decimals.

use crate::table::RawLonLat;

/// Micro-degrees per degree.
pub(super) const UDEG_PER_DEG: f64 = 1e6;

/// A point in whole micro-degrees (1e-6°).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) lon_udeg: i64,
    pub(super) lat_udeg: i64,
}

impl Spot {
    /// The nearest spot to a point in fractional micro-degrees.
    pub(super) fn nearest(lon_udeg: f64, lat_udeg: f64) -> Self {
        Self {
            lon_udeg: whole(lon_udeg),
            lat_udeg: whole(lat_udeg),
        }
    }

    /// In degrees: the floats that the six-decimal text of the spot parses to.
    pub(super) fn in_degrees(self) -> RawLonLat {
        self.in_udeg().map(|udeg| udeg / UDEG_PER_DEG)
    }

    /// In micro-degrees.
    pub(super) fn in_udeg(self) -> [f64; 2] {
        [real(self.lon_udeg), real(self.lat_udeg)]
    }
}

/// Twice the signed area of a triangle: positive where `c` lies left of the way from `a` to `b`.
pub(super) fn turn(a: Spot, b: Spot, c: Spot) -> i64 {
    (b.lon_udeg - a.lon_udeg) * (c.lat_udeg - a.lat_udeg)
        - (b.lat_udeg - a.lat_udeg) * (c.lon_udeg - a.lon_udeg)
}

/// Rounds to a whole number.
pub(super) fn whole(value: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "coordinates and counts are far below 2^53"
    )]
    let whole = value.round() as i64;
    whole
}

/// A coordinate as a float.
pub(super) fn real(value: i64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "coordinates in micro-degrees are far below 2^53"
    )]
    let real = value as f64;
    real
}

/// A count as a float.
pub(super) fn real_count(count: usize) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of cells and schools are far below 2^53"
    )]
    let real = count as f64;
    real
}

/// The size of something as a count, 0 where it is negative.
pub(super) fn count_of(size: f64) -> usize {
    usize::try_from(whole(size)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_what_the_text_parses_to() {
        for udeg in [-20_123_457_i64, 1, -1, 17_000_001, 179_999_999] {
            let spot = Spot {
                lon_udeg: udeg,
                lat_udeg: 0,
            };
            let sign = if udeg < 0 { "-" } else { "" };
            let text = format!(
                "{sign}{}.{:06}",
                udeg.abs() / 1_000_000,
                udeg.abs() % 1_000_000
            );
            assert_eq!(spot.in_degrees()[0], text.parse::<f64>().unwrap());
        }
    }
}
