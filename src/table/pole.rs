//! How a ring runs around the Earth in, the pole along which it is closed out: one rule for those who place points
//! and those who write outlines.

/// An end of the Earth's axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pole {
    /// At 90° north.
    North,
    /// At 90° south.
    South,
}

impl Pole {
    /// Both.
    pub const ALL: [Self; 2] = [Self::North, Self::South];

    /// The pole around which a ring runs: the one nearer to its mean latitude, weighted by the length of its edges in
    /// longitude; north if that is 0.
    ///
    /// `turns` is the net number of full turns eastward; `twice_under_e18` twice the area between the ring and the
    /// equator in square 1e-9°, positive in the north of an eastward course: the sum over the edges of their
    /// [width](e9) eastward times the sum of their two latitudes. In integers the order of the vertices is nothing.
    #[must_use]
    pub fn of_ring(turns: i128, twice_under_e18: i128) -> Self {
        if twice_under_e18 * turns.signum() >= 0 {
            Self::North
        } else {
            Self::South
        }
    }

    /// The latitude in degrees.
    #[must_use]
    pub fn lat_deg(self) -> f64 {
        match self {
            Self::North => 90.0,
            Self::South => -90.0,
        }
    }
}

/// Degrees as whole 1e-9°.
#[expect(
    clippy::cast_possible_truncation,
    reason = "360e9 fits, and a cast saturates"
)]
#[must_use]
pub fn e9(degrees: f64) -> i128 {
    (degrees * 1e9).round() as i128
}
