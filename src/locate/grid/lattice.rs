//! A box cut into equal cells in; the cell of a point, the cells that an edge meets, and where it crosses the lines
//! between corners out.
//!
//! The corner of a cell is a float, a hair southwest of the cell, so that every point that falls into the cell lies
//! northeast of it. Which cell a point falls into is decided in rounded floats; that does no harm, because a cell
//! takes all edges that come within two hairs of it, and a hair is wider than all rounding.

use crate::locate::edge::{Edge, Point, turn};
use geo::algorithm::kernels::Orientation;

/// Wider than what rounding does to longitudes and latitudes, a hundredfold.
pub(super) const HAIR_DEG: f64 = 1e-11;

/// A box cut into equal cells, counted row by row from the southwest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lattice {
    pub(super) low: Point,
    pub(super) size: Point,
    per_size: Point,
    per_side: Point,
    pub(super) n: [u32; 2],
}

impl Lattice {
    pub(super) fn new(low: Point, high: Point, n: [u32; 2]) -> Self {
        let size = [0, 1].map(|axis| (high[axis] - low[axis]) / f64::from(n[axis]));
        Self {
            low,
            size,
            per_size: size.map(f64::recip),
            per_side: [0, 1].map(|axis| (high[axis] - low[axis]).recip()),
            n,
        }
    }

    pub(super) fn n_cells(&self) -> usize {
        self.n[0] as usize * self.n[1] as usize
    }

    /// How far east and north a point lies in the box, as shares of its sides.
    #[inline]
    pub(super) fn shares(&self, point: Point) -> Point {
        [
            (point[0] - self.low[0]) * self.per_side[0],
            (point[1] - self.low[1]) * self.per_side[1],
        ]
    }

    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast saturates, which is what is wanted outside the box"
    )]
    fn place(&self, axis: usize, degrees: f64) -> u32 {
        let place = (degrees - self.low[axis]) * self.per_size[axis];
        (place as u32).min(self.n[axis] - 1)
    }

    /// The southwestern corner of a column and row, one past the last included.
    pub(super) fn corner(&self, column: u32, row: u32) -> Point {
        [self.line(0, column), self.line(1, row)]
    }

    pub(super) fn line(&self, axis: usize, number: u32) -> f64 {
        self.bound(axis, number) - HAIR_DEG
    }

    /// The nominal southwestern end of a column or row.
    pub(super) fn bound(&self, axis: usize, number: u32) -> f64 {
        self.low[axis] + f64::from(number) * self.size[axis]
    }

    /// Calls back with the row and column of every cell that an edge may meet, a hair or two around it included, and
    /// with whether the edge passes between the southern corners of that cell.
    #[inline]
    pub(super) fn for_cells(&self, edge: Edge, mut met: impl FnMut(u32, u32, bool)) {
        let [south, north] = edge.lats();
        if !self.reaches(edge, south, north) {
            return;
        }
        let rows = self.place(1, south - 2.0 * HAIR_DEG)..=self.place(1, north + 2.0 * HAIR_DEG);
        for row in rows {
            let [from, to] = self.lons_in_row(edge, row);
            let crossed = self.south_side(edge, row);
            let columns = self.place(0, from - 2.0 * HAIR_DEG)..=self.place(0, to + 2.0 * HAIR_DEG);
            for column in columns {
                met(row, column, crossed == Some(column));
            }
        }
    }

    fn reaches(&self, edge: Edge, south: f64, north: f64) -> bool {
        let margin = 3.0 * HAIR_DEG;
        edge.west[0] <= self.bound(0, self.n[0]) + margin
            && edge.east[0] >= self.low[0] - margin
            && south <= self.bound(1, self.n[1]) + margin
            && north >= self.low[1] - margin
    }

    /// The longitudes between which an edge runs in a row, a few hairs more in latitude.
    #[inline]
    fn lons_in_row(&self, edge: Edge, row: u32) -> [f64; 2] {
        let south = self.bound(1, row) - 3.0 * HAIR_DEG;
        let north = self.bound(1, row + 1) + 3.0 * HAIR_DEG;
        let is_within = |lat: f64| south <= lat && lat <= north;
        if is_within(edge.west[1]) && is_within(edge.east[1]) {
            return [edge.west[0], edge.east[0]];
        }
        let (a, b) = (edge.lon_at(south), edge.lon_at(north));
        [a.min(b), a.max(b)]
    }

    /// The column between whose southern corners an edge passes in a row.
    #[inline]
    fn south_side(&self, edge: Edge, row: u32) -> Option<u32> {
        let line = self.line(1, row);
        if (edge.west[1] > line) == (edge.east[1] > line) {
            return None;
        }
        let near = edge.lon_at(line);
        self.certain_slot(near).or_else(|| {
            let rises = edge.east[1] > edge.west[1];
            let is_before = |column: u32| is_left(edge, self.corner(column, row)) == rises;
            self.slot(0, near, is_before)
        })
    }

    /// The column between whose corners a longitude lies, where rounding cannot have moved it past one: corners are a
    /// hair west of the bounds of columns, and half a hair is wider than all rounding.
    #[inline]
    fn certain_slot(&self, near: f64) -> Option<u32> {
        let (low, high) = (near + 0.5 * HAIR_DEG, near + 1.5 * HAIR_DEG);
        let is_within = self.low[0] <= low && high < self.bound(0, self.n[0]);
        let column = self.place(0, low);
        (is_within && column == self.place(0, high)).then_some(column)
    }

    /// Calls back with the rows between whose western corners an edge passes, all along the western side.
    pub(super) fn for_west_side(&self, edge: Edge, mut crossed: impl FnMut(u32)) {
        let line = self.line(0, 0);
        if (edge.west[0] < line) == (edge.east[0] < line) {
            return;
        }
        let is_before = |row: u32| !is_left(edge, self.corner(0, row));
        if let Some(row) = self.slot(1, edge.lat_at(line), is_before) {
            crossed(row);
        }
    }

    /// The place between whose ends something happens, found near an estimate; `None` outside the box.
    fn slot(&self, axis: usize, near: f64, is_before: impl Fn(u32) -> bool) -> Option<u32> {
        let mut place = self.place(axis, near);
        while !is_before(place) {
            place = place.checked_sub(1)?;
        }
        while is_before(place + 1) {
            place += 1;
            if place == self.n[axis] {
                return None;
            }
        }
        Some(place)
    }
}

/// Whether a perturbed point stands left of an edge (seen from its western end), which is above it, or west of it
/// where it is vertical. On it means left: the step north leads above, the one west of a vertical edge.
pub(super) fn is_left(edge: Edge, point: Point) -> bool {
    turn(edge.west, edge.east, point) != Orientation::Clockwise
}
