//! Two floats in, a checked longitude/latitude pair out: the only public way to a position.

use std::fmt;
use std::num::NonZeroU64;

use thiserror::Error;

/// A position on WGS 84 in degrees, longitude first.
///
/// Longitude lies in -180..=180 and latitude in -90..=90; both are finite, never `-0.0` and never a denormal
/// so small that products of differences would underflow.
///
/// ```
/// use schoolreach::LonLat;
/// let nairobi = LonLat::new(36.82, -1.29)?;
/// assert_eq!(nairobi.lon_deg(), 36.82);
/// assert!(LonLat::new(36.82, 91.2).is_err());
/// # Ok::<(), schoolreach::LonLatError>(())
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct LonLat {
    lon_deg: f64,
    /// The latitude with its sign turned: never zero, as no latitude is `-0.0`, so that a missing position takes no
    /// more memory than one that is there.
    turned_lat: NonZeroU64,
}

/// The bit that is the sign of a double.
const SIGN: u64 = 1 << 63;

/// Why two floats are not a position.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum LonLatError {
    /// The longitude is not finite or outside -180..=360.
    #[error("expected longitude in -180..=360 degrees, found {0}")]
    Longitude(f64),
    /// The latitude is not finite or outside -90..=90.
    #[error("expected latitude in -90..=90 degrees, found {0}")]
    Latitude(f64),
}

/// Below this, a coordinate is zero: the error terms of products of smaller values underflow, and robust predicates
/// stop being exact.
const SMALLEST_DEG: f64 = 1e-100;

impl LonLat {
    /// Checks and takes a position in degrees. Longitudes in 180..=360 are brought to -180..=0, which is exact in
    /// floats; magnitudes below 1e-100 become zero.
    ///
    /// # Errors
    /// [`LonLatError`] names the axis that is not finite or out of range.
    pub fn new(lon_deg: f64, lat_deg: f64) -> Result<Self, LonLatError> {
        if !(-180.0..=360.0).contains(&lon_deg) {
            return Err(LonLatError::Longitude(lon_deg));
        }
        if !(-90.0..=90.0).contains(&lat_deg) {
            return Err(LonLatError::Latitude(lat_deg));
        }
        let lon_deg = if lon_deg > 180.0 {
            lon_deg - 360.0
        } else {
            lon_deg
        };
        let turned_lat = NonZeroU64::new(without_dust(lat_deg).to_bits() ^ SIGN);
        Ok(Self {
            lon_deg: without_dust(lon_deg),
            // Without dust it is never -0.0.
            turned_lat: turned_lat.ok_or(LonLatError::Latitude(lat_deg))?,
        })
    }

    /// Longitude in degrees, -180..=180.
    #[must_use]
    pub fn lon_deg(self) -> f64 {
        self.lon_deg
    }

    /// Latitude in degrees, -90..=90.
    #[must_use]
    pub fn lat_deg(self) -> f64 {
        f64::from_bits(self.turned_lat.get() ^ SIGN)
    }
}

impl fmt::Debug for LonLat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LonLat")
            .field("lon_deg", &self.lon_deg())
            .field("lat_deg", &self.lat_deg())
            .finish()
    }
}

/// Turns `-0.0` and values too small for exact predicates into `0.0`.
pub(crate) fn without_dust(degrees: f64) -> f64 {
    if degrees.abs() < SMALLEST_DEG {
        0.0
    } else {
        degrees
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_inclusive_and_nan_is_refused() {
        for (lon, lat) in [(-180.0, -90.0), (180.0, 90.0), (360.0, 0.0)] {
            assert!(LonLat::new(lon, lat).is_ok(), "{lon} {lat}");
        }
        assert_eq!(
            LonLat::new(0.0, 90.000_001),
            Err(LonLatError::Latitude(90.000_001))
        );
        assert!(LonLat::new(f64::NAN, 0.0).is_err());
        assert!(LonLat::new(0.0, f64::INFINITY).is_err());
    }

    #[test]
    fn longitudes_to_360_come_round_exactly() {
        let east = LonLat::new(200.123_456_789, 0.0).unwrap();
        assert_eq!(east.lon_deg() + 360.0, 200.123_456_789);
        assert_eq!(LonLat::new(360.0, 0.0).unwrap().lon_deg(), 0.0);
    }

    #[test]
    fn a_missing_position_takes_no_memory_of_its_own() {
        assert_eq!(size_of::<Option<LonLat>>(), 16);
        for lat in [-90.0, -1.5, 0.0, 90.0] {
            assert_eq!(LonLat::new(7.0, lat).unwrap().lat_deg(), lat);
        }
        let shown = format!("{:?}", LonLat::new(1.5, -2.0));
        assert_eq!(shown, "Ok(LonLat { lon_deg: 1.5, lat_deg: -2.0 })");
    }

    #[test]
    fn dust_is_zero() {
        let dust = LonLat::new(-0.0, -1e-200).unwrap();
        assert!(dust.lon_deg().is_sign_positive() && dust.lat_deg().is_sign_positive());
    }
}
