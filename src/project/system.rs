//! The name of a coordinate system in, the way from its coordinates to longitude and latitude on WGS 84 out.

use std::fmt;

use super::named::{Named, named};
use crate::table::RawLonLat;

/// A coordinate system whose way to longitude and latitude on WGS 84 is known.
///
/// Coordinates are taken as files have them, whatever the order that the registry states: easting (or longitude)
/// first, northing (or latitude) second. Systems whose axes point south or west are not known.
///
/// ```
/// use schoolreach::project::System;
/// let degrees = System::find("urn:ogc:def:crs:OGC:1.3:CRS84")?;
/// assert!(degrees.is_degrees());
/// assert!(System::find("a system of my own").is_err());
/// # Ok::<(), schoolreach::project::Unknown>(())
/// ```
#[derive(Clone, Debug)]
pub struct System {
    name: String,
    way: Way,
    within_m: Option<u32>,
}

/// How coordinates come to WGS 84.
#[derive(Clone, Debug)]
enum Way {
    /// They stay as they are.
    None,
    #[cfg(feature = "crs")]
    Transformed(Box<super::definition::Transformation>),
}

/// Why the way from a coordinate system to WGS 84 is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// The text names no system that is known here.
    Name,
    /// The code is not known, or its datum's shift to WGS 84 is not known within 10 m.
    Code(u32),
    /// The description's datum is not known, or its shift to WGS 84 is not known within 10 m.
    Datum(String),
    /// The description or its projection is not understood.
    Projection(String),
    /// The program was built without the feature `crs`.
    Feature,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("it names no system of the EPSG registry"),
            Self::Code(code) => write!(
                f,
                "the way from EPSG:{code} to WGS 84 is not known within 10 m"
            ),
            Self::Datum(datum) => write!(
                f,
                "the way from its datum `{datum}` to WGS 84 is not known within 10 m"
            ),
            Self::Projection(reason) => write!(f, "it is not understood: {reason}"),
            Self::Feature => f.write_str(
                "this program was built without the feature `crs`, which transforms coordinates",
            ),
        }
    }
}

impl std::error::Error for Unknown {}

/// Longitude and latitude on datums that agree with WGS 84 within a metre or two: ETRS89, NAD83 in its realizations,
/// SIRGAS 2000, GDA94 and GDA2020, NZGD2000, Hartebeesthoek94, JGD2000 and JGD2011, Korea 2000, CGCS2000,
/// MAGNA-SIRGAS, POSGAR, RGF93, SWEREF99, ….
const LIKE_WGS_84: [u32; 28] = [
    4258, 4269, 4674, 4283, 7844, 4167, 4148, 4612, 6668, 4737, 4490, 4686, 4190, 4171, 4619, 4759,
    6318, 4617, 4170, 4687, 5252, 4702, 5340, 5381, 5365, 4189, 9000, 9777,
];

impl System {
    /// Finds a system by what a file or a caller says: see [`named`].
    ///
    /// # Errors
    /// [`Unknown`] says why not.
    pub fn find(text: &str) -> Result<Self, Unknown> {
        match named(text) {
            Named::Wgs84 => Ok(Self::degrees("WGS 84".to_owned(), 0)),
            Named::Epsg(code) if LIKE_WGS_84.contains(&code) => {
                Ok(Self::degrees(format!("EPSG:{code}"), 2))
            }
            Named::Epsg(code) => Self::of_code(code),
            Named::Wkt(wkt) => Self::of_description(&wkt),
            Named::Other => Err(Unknown::Name),
        }
    }

    fn degrees(name: String, within_m: u32) -> Self {
        Self {
            name,
            way: Way::None,
            within_m: Some(within_m),
        }
    }

    /// A short name: `WGS 84`, `EPSG:25833`, or that which a description gives itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether coordinates are longitude and latitude already and stay as they are, to the last bit.
    #[must_use]
    pub fn is_degrees(&self) -> bool {
        matches!(self.way, Way::None)
    }

    /// How far a transformed position may be from the best that PROJ knows without grids, in metres; `None` where the
    /// file itself gives the shift of its datum, so that no one measured it.
    #[must_use]
    pub fn within_m(&self) -> Option<u32> {
        self.within_m
    }

    /// A point's longitude and latitude in degrees; `None` where the system has no such point.
    #[must_use]
    pub fn point(&self, given: RawLonLat) -> Option<RawLonLat> {
        match &self.way {
            Way::None => Some(given),
            #[cfg(feature = "crs")]
            Way::Transformed(way) => way.degrees(given),
        }
    }

    /// Metres for one unit of the system's numbers; `None` where they are angles.
    #[must_use]
    pub fn unit_m(&self) -> Option<f64> {
        match &self.way {
            Way::None => None,
            #[cfg(feature = "crs")]
            Way::Transformed(way) => way.unit_m(),
        }
    }
}

#[cfg(not(feature = "crs"))]
impl System {
    fn of_code(_: u32) -> Result<Self, Unknown> {
        Err(Unknown::Feature)
    }

    fn of_description(_: &str) -> Result<Self, Unknown> {
        Err(Unknown::Feature)
    }
}

#[cfg(feature = "crs")]
impl System {
    fn of_code(code: u32) -> Result<Self, Unknown> {
        let definition = super::codes::definition(code).ok_or(Unknown::Code(code))?;
        Self::of_definition(format!("EPSG:{code}"), &definition)
    }

    fn of_description(wkt: &str) -> Result<Self, Unknown> {
        let name = wkt.split('"').nth(1).unwrap_or_default();
        Self::of_definition(
            crate::issue::shortened(name),
            &super::description::definition(wkt)?,
        )
    }

    fn of_definition(
        name: String,
        definition: &super::definition::Definition,
    ) -> Result<Self, Unknown> {
        if definition.is_degrees() {
            return Ok(Self::degrees(name, 2));
        }
        Ok(Self {
            name,
            way: Way::Transformed(Box::new(definition.transformation()?)),
            within_m: definition.within_m,
        })
    }
}
