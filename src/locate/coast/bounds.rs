//! Points in, the box around them out: in single precision, rounded outward by up to two metres.

use super::super::edge::Point;

/// A box in longitude and latitude: west, south, east and north in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: [f32; 2],
    pub(super) high: [f32; 2],
}

impl Bounds {
    /// The box around some points.
    pub(super) fn around(points: &[Point]) -> Self {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in points {
            low = [0, 1].map(|axis| low[axis].min(point[axis]));
            high = [0, 1].map(|axis| high[axis].max(point[axis]));
        }
        Self {
            low: low.map(rounded_down),
            high: high.map(rounded_up),
        }
    }

    /// The box around some boxes.
    pub(super) fn merged(bounds: &[Self]) -> Self {
        let none = Self {
            low: [f32::INFINITY; 2],
            high: [f32::NEG_INFINITY; 2],
        };
        bounds.iter().fold(none, |all, other| Self {
            low: [0, 1].map(|axis| all.low[axis].min(other.low[axis])),
            high: [0, 1].map(|axis| all.high[axis].max(other.high[axis])),
        })
    }

    pub(super) fn middle(&self) -> [f32; 2] {
        [0, 1].map(|axis| f32::midpoint(self.low[axis], self.high[axis]))
    }
}

/// The nearest number in single precision that is no greater.
#[expect(clippy::cast_possible_truncation, reason = "the next float is taken")]
pub(super) fn rounded_down(degrees: f64) -> f32 {
    let near = degrees as f32;
    if f64::from(near) > degrees {
        near.next_down()
    } else {
        near
    }
}

/// The nearest number in single precision that is no less.
pub(super) fn rounded_up(degrees: f64) -> f32 {
    -rounded_down(-degrees)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_outward() {
        for degrees in [0.1, -0.1, 179.999_999_9, 1e-50, -1e-50, 0.0] {
            assert!(f64::from(rounded_down(degrees)) <= degrees);
            assert!(f64::from(rounded_up(degrees)) >= degrees);
        }
    }
}
