//! The coordinate columns or points of a batch in, the positions of its rows out.

use super::chunk::Rows;
use super::coordinate::{Axis, Repair, understood};
use super::numbers::{Number, marked_number};
use super::pair::pair;
use super::words::{is_unknown, trimmed};
use crate::lonlat::LonLat;
use crate::table::{GeometryKind, Given, RawLonLat};

impl Rows<'_> {
    pub(super) fn positions(&mut self) {
        let n_rows = self.n_rows();
        let mut given = Given::default();
        let mut positions = Vec::with_capacity(n_rows);
        for row in 0..n_rows {
            let pair = self.given(row);
            let position = pair.and_then(|pair| self.position(row, pair));
            given.push(row, pair, position);
            positions.push(position);
        }
        self.chunk.schools.given = given;
        self.chunk.schools.position = positions;
    }

    /// What a row gives as its coordinates: its geometry, or two columns where the caller named them, where rows have
    /// no geometry, and where this row's is missing.
    fn given(&mut self, row: usize) -> Option<RawLonLat> {
        let columns = &self.plan.columns;
        let has_columns = columns.longitude.is_some() && columns.latitude.is_some();
        match self.batch.geometries.kinds.get(row) {
            Some(GeometryKind::Missing) if has_columns => self.coordinates(row),
            Some(_) if !columns.coordinates_first => self.point(row),
            _ => self.coordinates(row),
        }
    }

    /// The two coordinate fields of a row in degrees, where both are numbers.
    fn coordinates(&mut self, row: usize) -> Option<RawLonLat> {
        let (longitude, latitude) = (self.plan.columns.longitude, self.plan.columns.latitude);
        let given = if longitude == latitude {
            self.one_cell(row, latitude)?
        } else if let Some(pair) = self.merged(row) {
            pair
        } else {
            let lat = self.coordinate(row, latitude, Axis::Latitude);
            let lon = self.coordinate(row, longitude, Axis::Longitude);
            [lon?, lat?]
        };
        let Some(degrees) = self.in_degrees(given) else {
            let message = "this is no place of the coordinate system of the schools".to_owned();
            self.doubt(row, longitude, "position_not_in_crs", message);
            return Some(given);
        };
        Some(degrees)
    }

    fn in_degrees(&self, given: RawLonLat) -> Option<RawLonLat> {
        match &self.plan.options.to_degrees {
            Some(to_degrees) => to_degrees.of(given),
            None => Some(given),
        }
    }

    /// The coordinates of a column that holds both.
    fn one_cell(&mut self, row: usize, column: Option<usize>) -> Option<RawLonLat> {
        let field = trimmed(self.field(column, row));
        if is_unknown(field) {
            let check = "dq_is_null_mandatory-latitude";
            self.doubt(row, column, check, "no coordinates".to_owned());
            return None;
        }
        let found = pair(field, self.plan.options.decimal);
        if found.is_none() {
            let message = "expected latitude and longitude in degrees".to_owned();
            self.doubt(row, column, "dq_is_not_numeric-latitude", message);
        }
        found
    }

    /// Both coordinates, where the cell of one holds them and that of the other is blank.
    fn merged(&mut self, row: usize) -> Option<RawLonLat> {
        let columns = &self.plan.columns;
        let (longitude, latitude) = (columns.longitude?, columns.latitude?);
        let (lon, lat) = (
            self.field(Some(longitude), row),
            self.field(Some(latitude), row),
        );
        let (field, column) = match (lon.is_empty(), lat.is_empty()) {
            (true, false) => (lat, latitude),
            (false, true) => (lon, longitude),
            _ => return None,
        };
        let found = pair(field, self.plan.options.decimal).filter(|_| self.plan.options.repair)?;
        let [lon_deg, lat_deg] = found;
        let message = format!(
            "both coordinates in one cell: read as longitude {lon_deg}, latitude {lat_deg}"
        );
        self.repaired(row, Some(column), "coordinates_in_one_cell", message);
        Some(found)
    }

    fn coordinate(&mut self, row: usize, column: Option<usize>, axis: Axis) -> Option<f64> {
        column?;
        let field = self.field(column, row);
        let (blank, unreadable) = match axis {
            Axis::Longitude => (
                "dq_is_null_mandatory-longitude",
                "dq_is_not_numeric-longitude",
            ),
            Axis::Latitude => (
                "dq_is_null_mandatory-latitude",
                "dq_is_not_numeric-latitude",
            ),
        };
        match marked_number(field, self.plan.options.decimal) {
            (Number::Value(value), mark) => {
                self.chunk.decimal_marks.note(mark);
                if trimmed(field).len() < field.len() {
                    self.tell_repair(row, column, Repair::Padding, value);
                }
                return Some(value);
            }
            (Number::Blank, _) => self.doubt(row, column, blank, "no coordinate".to_owned()),
            (Number::Unreadable, _) => {
                let decimal = self.plan.options.decimal;
                let found = understood(field, axis, decimal).filter(|_| self.plan.options.repair);
                if let Some(found) = found {
                    self.tell_repair(row, column, found.repair, found.degrees);
                    return Some(found.degrees);
                }
                let message = "expected a number of degrees".to_owned();
                self.doubt(row, column, unreadable, message);
            }
        }
        None
    }

    fn tell_repair(&mut self, row: usize, column: Option<usize>, repair: Repair, degrees: f64) {
        self.repaired(row, column, repair.check(), format!("read as {degrees}"));
    }

    /// The point of a row that has a geometry.
    fn point(&mut self, row: usize) -> Option<RawLonLat> {
        let geometries = &self.batch.geometries;
        let found = match &geometries.kinds[row] {
            GeometryKind::Point => return Some(geometries.points[row]),
            GeometryKind::Missing => "no geometry".to_owned(),
            GeometryKind::Polygonal => "found an area".to_owned(),
            GeometryKind::Other(kind) => format!("found {kind}"),
            GeometryKind::Broken(reason) => reason.clone(),
        };
        let check = match geometries.kinds[row] {
            GeometryKind::Missing => "dq_is_null_mandatory-geometry",
            _ => "dq_is_invalid_geometry",
        };
        self.doubt(row, None, check, format!("expected a point; {found}"));
        None
    }

    /// The position that two numbers are, where they are in range and not the null island. Numbers out of range are
    /// doubted once it is known whether they can be repaired.
    fn position(&mut self, row: usize, [lon_deg, lat_deg]: RawLonLat) -> Option<LonLat> {
        if lat_deg == 0.0 && lon_deg == 0.0 {
            let message = "longitude 0 and latitude 0 stand for a missing position".to_owned();
            let latitude = self.plan.columns.latitude;
            self.doubt(row, latitude, "null_island", message);
            return None;
        }
        LonLat::new(lon_deg, lat_deg).ok()
    }
}
