//! The definition of a system as the words of a projection string in, the transformation of its points out.

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::system::Unknown;
use crate::table::RawLonLat;

/// A system as a projection string, its datum's shift to WGS 84 among its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) text: String,
    /// How far results are from PROJ's best at most, where that was measured.
    pub(super) within_m: Option<u32>,
}

impl Definition {
    pub(super) fn new(text: &str, within_m: Option<u32>) -> Self {
        Self {
            text: text.to_owned(),
            within_m,
        }
    }

    /// The definition with this shift to WGS 84 in place of its own.
    pub(super) fn shifted(self, shift: &str) -> Self {
        const SHIFTS: [&str; 3] = ["+towgs84=", "+datum=", "+nadgrids="];
        let is_shift = |word: &&str| SHIFTS.iter().any(|shift| word.starts_with(shift));
        let kept: Vec<&str> = self
            .text
            .split_whitespace()
            .filter(|word| !is_shift(word))
            .collect();
        Self {
            text: format!("{} +towgs84={shift}", kept.join(" ")),
            ..self
        }
    }

    /// Whether the system is longitude and latitude from Greenwich on a datum that agrees with WGS 84 within a metre
    /// or two, so that its numbers can stay as they are.
    pub(super) fn is_degrees(&self) -> bool {
        let mut words = self.text.split_whitespace();
        let is_like = |word: &str| {
            let zero = |list: &str| list.split(',').all(|part| part.parse() == Ok(0.0));
            match word.split_once('=') {
                Some(("+towgs84", shift)) => zero(shift),
                Some(("+proj", name)) => name == "longlat",
                Some(("+datum" | "+ellps", name)) => matches!(name, "WGS84" | "NAD83" | "GRS80"),
                Some(("+a" | "+b" | "+rf", _)) => true,
                _ => word == "+no_defs",
            }
        };
        self.text.contains("+proj=longlat") && words.all(is_like)
    }

    /// What transforms the points of the system.
    ///
    /// # Errors
    /// [`Unknown`] for a projection that is not implemented.
    pub(super) fn transformation(&self) -> Result<Transformation, Unknown> {
        let made = |text: &str| Proj::from_proj_string(text);
        match (
            made(&self.text),
            made("+proj=longlat +datum=WGS84 +no_defs"),
        ) {
            (Ok(from), Ok(to)) if from.has_inverse() && from.has_forward() => {
                Ok(Transformation { from, to })
            }
            _ => Err(Unknown::Projection(self.text.clone())),
        }
    }
}

/// The way of points between a system and longitude and latitude on WGS 84.
#[derive(Clone, Debug)]
pub(super) struct Transformation {
    from: Proj,
    to: Proj,
}

/// How far the way there and back may end from where it began, in metres: beyond, the point is not in the domain of
/// the projection, and the result means nothing.
const CLOSING_M: f64 = 1.0;

/// The radius of the Earth, to turn radians to metres.
const EARTH_M: f64 = 6_371_000.0;

impl Transformation {
    /// Degrees of longitude and latitude; `None` where the system has no such point.
    pub(super) fn degrees(&self, given: RawLonLat) -> Option<RawLonLat> {
        let there = self.inverse(given)?;
        let back = self.forward(there)?;
        let unit_m = if self.from.is_latlong() {
            EARTH_M
        } else {
            self.from.to_meter()
        };
        let given = self.internal(given);
        let is_closed = |axis: usize| ((back[axis] - given[axis]) * unit_m).abs() <= CLOSING_M;
        let degrees = there.map(f64::to_degrees);
        let is_on_earth = degrees[0].abs() <= 180.0 && degrees[1].abs() <= 90.0;
        (is_on_earth && is_closed(0) && is_closed(1)).then_some(degrees)
    }

    /// Metres for one unit of the system's numbers; `None` where they are angles.
    pub(super) fn unit_m(&self) -> Option<f64> {
        (!self.from.is_latlong()).then(|| self.from.to_meter())
    }

    fn internal(&self, given: RawLonLat) -> RawLonLat {
        if self.from.is_latlong() {
            given.map(f64::to_radians)
        } else {
            given
        }
    }

    fn inverse(&self, given: RawLonLat) -> Option<RawLonLat> {
        let [x, y] = self.internal(given);
        let mut point = (x, y, 0.0);
        transform(&self.from, &self.to, &mut point).ok()?;
        Some([point.0, point.1])
    }

    fn forward(&self, [lon, lat]: RawLonLat) -> Option<RawLonLat> {
        let mut point = (lon, lat, 0.0);
        transform(&self.to, &self.from, &mut point).ok()?;
        Some([point.0, point.1])
    }
}
