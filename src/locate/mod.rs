//! Points in, the region of each out.
//!
//! Edges are straight lines in longitude and latitude, as in GeoJSON (RFC 7946), and the answers are exact on the
//! coordinates as given. A region is the union of its parts, a part the even-odd area of all its rings. What a point
//! on an edge means is decided in `edge.rs`, what follows where nothing lies that way in `border.rs`, and how all
//! this goes around the Earth in `cylinder.rs`.
//!
//! Few points are asked one by one of the parts around them (`naive.rs`); many pay for a grid that knows most answers
//! at once (`grid/`). Both ways give the same. So it is with the points that no region holds: few look for the nearest
//! outline part by part (`snap.rs`), many pay for a tree over all edges (`coast/`).

mod border;
mod coast;
mod cylinder;
mod distance;
mod edge;
mod edges;
mod grid;
mod interior;
#[doc(hidden)]
pub mod naive;
mod nesting;
mod parts;
mod place;
mod reach;
mod ring;
mod snap;
mod stretch;

use std::sync::OnceLock;

use crate::lonlat::LonLat;
use crate::table::{Outlines, Placement, Placements, RegionIdx};
use coast::Coast;
use grid::Grid;
use naive::NaiveIndex;
use snap::Nearby;

pub use interior::interior_points;
pub use nesting::nesting;

/// Building the grid costs as much for so many vertices as the naive way takes longer for one point: 0.12 µs to 0.17 µs
/// a vertex, and 0.9 µs to 3.7 µs a point in random order. (Points that come region by region take a third of that
/// naively; the grid is then built a little early.)
const VERTICES_PER_POINT: usize = 8;

/// Answers which region holds a point, for all regions of one level.
///
/// ```
/// use schoolreach::LonLat;
/// use schoolreach::locate::RegionIndex;
/// use schoolreach::table::{Outlines, Placement};
///
/// let mut outlines = Outlines::new();
/// for vertex in [[36.0, -2.0], [38.0, -2.0], [38.0, 0.0], [36.0, 0.0]] {
///     outlines.push_vertex(vertex);
/// }
/// outlines.end_ring();
/// outlines.end_part();
/// outlines.end_row();
/// let index = RegionIndex::build(&outlines);
/// let nairobi = index.locate_one(LonLat::new(36.82, -1.29)?, 1_500.0);
/// assert_eq!(nairobi.placement, Placement::Inside);
/// assert_eq!(nairobi.region.map(|region| region.row()), Some(0));
/// # Ok::<(), schoolreach::LonLatError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RegionIndex {
    naive: NaiveIndex,
    /// Built when it pays.
    grid: OnceLock<Grid>,
    /// Built when it pays.
    coast: OnceLock<Coast>,
}

/// Where one point lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// How the point was placed: inside, border, snapped or outside.
    pub placement: Placement,
    /// The region, unless the point is outside.
    pub region: Option<RegionIdx>,
    /// Geodesic metres to the region's outline, where the point is snapped.
    pub snap_m: Option<f64>,
    /// Whether more than one region holds the point.
    pub overlaps: bool,
}

impl RegionIndex {
    /// Takes the outlines of all regions of a level; row = region. They are copied; the grid is built when
    /// [`locate`](Self::locate) is given so many points that it pays.
    #[must_use]
    pub fn build(outlines: &Outlines) -> Self {
        Self {
            naive: NaiveIndex::build(outlines),
            grid: OnceLock::new(),
            coast: OnceLock::new(),
        }
    }

    /// Places every position; those that are `None` become [`Placement::NoPosition`].
    ///
    /// A point that no region holds goes to the nearest outline within `snap_m` geodesic metres; 0 turns that off.
    /// The answer does not depend on the number of threads.
    #[must_use]
    pub fn locate(&self, positions: &[Option<LonLat>], snap_m: f64) -> Placements {
        if self.grid.get().is_none() && self.grid_pays(positions.len()) {
            self.grid();
        }
        let mut placements = place::all(positions, |chunk, places| match self.grid.get() {
            Some(grid) => place::by_grid(grid, &self.naive, chunk, 0.0, places),
            None => place::naively(&self.naive, chunk, 0.0, places),
        });
        if snap_m > 0.0 {
            self.snap(&mut placements, positions, snap_m);
        }
        placements
    }

    /// Snaps the points that no region holds: where there are few of them, as it is done for one.
    fn snap(&self, placements: &mut Placements, positions: &[Option<LonLat>], snap_m: f64) {
        let rows = snap::rows_outside(placements);
        if self.coast.get().is_none() && coast::pays(rows.len(), self.naive.outlines()) {
            self.coast();
        }
        snap::snap_rows(placements, &rows, |row| {
            self.nearest(positions[row]?, snap_m)
        });
    }

    fn nearest(&self, position: LonLat, snap_m: f64) -> Option<Nearby> {
        match self.coast.get() {
            Some(coast) => coast.nearest(self.naive.outlines(), position, snap_m),
            None => self.naive.nearest(position, snap_m),
        }
    }

    /// Whether the naive way with so many points takes longer than building the grid does.
    fn grid_pays(&self, n_points: usize) -> bool {
        n_points.saturating_mul(VERTICES_PER_POINT) >= self.naive.outlines().n_vertices()
    }

    /// Places one position, as [`locate`](Self::locate) does.
    #[must_use]
    pub fn locate_one(&self, position: LonLat, snap_m: f64) -> Located {
        let located = match self.grid.get() {
            Some(grid) => place::one(grid, &self.naive, position, 0.0),
            None => self.naive.locate_one(position, 0.0),
        };
        if located.placement != Placement::Outside {
            return located;
        }
        self.nearest(position, snap_m)
            .map_or(located, Located::snapped)
    }

    /// Builds the grid now, whether or not it pays.
    #[doc(hidden)]
    #[must_use]
    pub fn with_grid(self) -> Self {
        self.grid();
        self
    }

    /// Bytes that the grid takes; 0 before it is built.
    #[doc(hidden)]
    #[must_use]
    pub fn n_grid_bytes(&self) -> usize {
        self.grid.get().map_or(0, Grid::n_bytes)
    }

    /// Builds the coast now, whether or not it pays.
    #[doc(hidden)]
    #[must_use]
    pub fn with_coast(self) -> Self {
        self.coast();
        self
    }

    /// Bytes that the coast takes; 0 before it is built.
    #[doc(hidden)]
    #[must_use]
    pub fn n_coast_bytes(&self) -> usize {
        self.coast.get().map_or(0, Coast::n_bytes)
    }

    fn coast(&self) -> &Coast {
        self.coast
            .get_or_init(|| Coast::build(self.naive.outlines()))
    }

    fn grid(&self) -> &Grid {
        self.grid.get_or_init(|| Grid::build(&self.naive))
    }

    /// West, south, east and north of all outlines in degrees, -180..=180 and -90..=90; `None` without any.
    ///
    /// West is never greater than east: outlines on both sides of the antimeridian, as Fiji's, reach from -180 to
    /// 180 or nearly so.
    #[must_use]
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let envelope = self.naive.envelope()?;
        let ([west, south], [east, north]) = (envelope.lower(), envelope.upper());
        Some([west.max(-180.0), south, east.min(180.0), north])
    }

    /// Twice the area of a region, in 1e-18 square degrees: what decides where regions overlap.
    ///
    /// It is the sum, over the rings, of the absolute shoelace sum in integers over coordinates rounded to 1e-9°,
    /// added at even nesting depth and subtracted at odd: the same to the bit however a ring is written.
    ///
    /// # Panics
    /// If the region is not one of the outlines' rows.
    #[must_use]
    pub fn area(&self, region: RegionIdx) -> i128 {
        self.naive.twice_area(region)
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "lattices and seeds are small whole numbers"
)]
mod tests;
