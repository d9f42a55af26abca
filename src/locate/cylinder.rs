//! Vertices as files give them in, edges on the round Earth out.
//!
//! Longitudes live on a circle, edges are straight in the plane. The plane is cut open at the antimeridian: its
//! window is -180..=180. An edge that runs over the antimeridian is laid into the window twice, reaching out of it
//! once in the east and once in the west, so that a query never has to move: every comparison of longitudes is with
//! a longitude as given. (The far end of such an edge, 360 added or subtracted, is exact in floats unless it lies
//! more than 52° beyond the antimeridian and has bits below 3e-14°.)

use std::cmp::Ordering;

use super::edge::{Edge, Point};
use crate::lonlat::without_dust;
use crate::table::RawLonLat;

/// A point of the cylinder, as seen in the window: once, or on the antimeridian from both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    /// The point with its longitude in (-180, 180]: here the ray north is cast.
    pub(super) home: Point,
    /// The same point at longitude -180.
    pub(super) twin: Option<Point>,
}

impl Spot {
    /// The spot of a point with a longitude in -180..=360.
    pub(super) fn new(point: RawLonLat) -> Self {
        let [lon, lat] = homed(point);
        if lon.abs() == 180.0 {
            Self {
                home: [180.0, lat],
                twin: Some([-180.0, lat]),
            }
        } else {
            Self {
                home: [lon, lat],
                twin: None,
            }
        }
    }

    /// The one or two points of the window where the spot is seen.
    pub(super) fn views(self) -> impl Iterator<Item = Point> {
        std::iter::once(self.home).chain(self.twin)
    }
}

/// The way from one vertex to the next, told as running east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Course {
    /// Where it begins in the west, longitude in -180..=180.
    west: Point,
    /// Where it ends in the east, longitude in -180..=180.
    east: Point,
    over: Over,
    /// Whether the ring runs along it eastward too.
    is_eastward: bool,
}

/// What a course passes on its way east.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// Nothing: it stays in the window.
    Nothing,
    /// The antimeridian.
    Seam,
    /// All longitudes.
    FullTurn,
}

impl Course {
    /// The way between two vertices: straight as given, but the short way round where they are more than 180° and
    /// less than 360° apart.
    pub(super) fn between(a: RawLonLat, b: RawLonLat) -> Self {
        let (low, high) = if a[0] <= b[0] { (a, b) } else { (b, a) };
        let apart = compare_to_turn(low[0], high[0]);
        let goes_round = apart == Ordering::Less && is_wider_than_half_turn(low[0], high[0]);
        let (west, east) = if goes_round { (high, low) } else { (low, high) };
        let is_eastward = (a[0] <= b[0]) != goes_round;
        let (west, east) = (homed(west), homed(east));
        if apart == Ordering::Equal {
            Self {
                west,
                east: [west[0], east[1]],
                over: Over::FullTurn,
                is_eastward,
            }
        } else {
            Self::short(west, east, is_eastward)
        }
    }

    fn short(mut west: Point, mut east: Point, is_eastward: bool) -> Self {
        if west[0] > east[0] && west[0] == 180.0 {
            west[0] = -180.0;
        }
        if west[0] > east[0] && east[0] == -180.0 {
            east[0] = 180.0;
        }
        Self {
            west,
            east,
            over: if west[0] > east[0] {
                Over::Seam
            } else {
                Over::Nothing
            },
            is_eastward,
        }
    }

    /// The one or two edges that the course is in the window.
    pub(super) fn edges(&self) -> impl Iterator<Item = Edge> + use<> {
        let Self { west, east, .. } = *self;
        let (first, second) = match self.over {
            Over::Nothing => (Edge::new(west, east), None),
            Over::FullTurn if west[0] == -180.0 => (Edge::new(west, [180.0, east[1]]), None),
            Over::Seam | Over::FullTurn => (
                Edge::new(west, [east[0] + 360.0, east[1]]),
                Some(Edge::new([west[0] - 360.0, west[1]], east)),
            ),
        };
        std::iter::once(first).chain(second)
    }

    /// The ends, western first, with longitudes in -180..=180.
    pub(super) fn ends(&self) -> [Point; 2] {
        [self.west, self.east]
    }

    /// 1 where the ring runs east along the course, -1 where it runs west.
    pub(super) fn sign(&self) -> i128 {
        if self.is_eastward { 1 } else { -1 }
    }

    /// Whether the course leaves the antimeridian behind on its way east.
    pub(super) fn passes_seam(&self) -> bool {
        let leaves_it = self.west[0] == -180.0 && self.east[0] != -180.0;
        self.over != Over::Nothing || leaves_it
    }

    /// How many times 360° the eastern longitude must be raised to lie east of the western one.
    pub(super) fn turns_in_width(&self) -> i128 {
        i128::from(self.over != Over::Nothing)
    }
}

/// Brings longitudes above 180 down by 360, which is exact in floats.
fn homed([lon, lat]: RawLonLat) -> Point {
    let lon = if lon > 180.0 { lon - 360.0 } else { lon };
    [without_dust(lon), without_dust(lat)]
}

/// Compares `high - low` to 360, exactly, for both in -180..=360.
fn compare_to_turn(low: f64, high: f64) -> Ordering {
    if high > 180.0 {
        let lowered = high - 360.0;
        lowered.partial_cmp(&low).unwrap_or(Ordering::Less)
    } else if low == -180.0 && high == 180.0 {
        Ordering::Equal
    } else {
        Ordering::Less
    }
}

/// Whether `high - low` exceeds 180, exactly, for both in -180..=360.
fn is_wider_than_half_turn(low: f64, high: f64) -> bool {
    if high >= 90.0 {
        high - 180.0 > low
    } else {
        low < -90.0 && high > low + 180.0
    }
}
