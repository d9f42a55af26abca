//! A frame and a row in, what the row shows on a map out.

use super::bounds::Bounds;
use super::polygon::{Polygon, bounds_of, polygons};
use super::round::{rounded_degrees, rounded_polygons};
use crate::table::{Frame, FrameGeometry, RawLonLat};

/// The geometry of one row.
pub(super) enum Shape<'a> {
    /// None, or no ring of three vertices.
    Nothing,
    /// A point.
    Point(RawLonLat),
    /// At least one polygon.
    Polygons(Vec<Polygon<'a>>),
}

impl<'a> Shape<'a> {
    /// The geometry with exact coordinates.
    pub(super) fn of(frame: &Frame<'a>, row: usize) -> Self {
        match frame.geometry {
            FrameGeometry::None => Self::Nothing,
            FrameGeometry::Points(points) => points[row].map_or(Self::Nothing, |at| {
                Self::Point([at.lon_deg(), at.lat_deg()])
            }),
            FrameGeometry::Outlines(outlines, nesting) => {
                let polygons = polygons(outlines, nesting, row);
                if polygons.is_empty() {
                    Self::Nothing
                } else {
                    Self::Polygons(polygons)
                }
            }
        }
    }

    /// The geometry with coordinates of seven decimals.
    pub(super) fn rounded(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Point(point) => Self::Point(point.map(rounded_degrees)),
            Self::Polygons(polygons) => Self::Polygons(rounded_polygons(polygons)),
        }
    }

    /// The box around it.
    pub(super) fn bounds(&self) -> Bounds {
        match self {
            Self::Nothing => Bounds::EMPTY,
            Self::Point(point) => Bounds::around([point]),
            Self::Polygons(polygons) => bounds_of(polygons),
        }
    }
}
