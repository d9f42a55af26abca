//! A jittered hexagonal lattice: cells by number, their neighbors, centers and corners.
//!
//! Three cells meet in every corner, never four, so the rims of any set of cells are simple rings that do not touch one
//! another. Nothing is stored: a place follows from the cell's number and the seed.
//!
//! ```text
//!           2 N             Corners count counterclockwise from the southeast; side `s` goes from
//!        2 /   \ 1          corner `s` to `s + 1` and faces neighbor `s`: east, northeast,
//!     3 NW       NE 1       northwest, west, southwest, southeast. A cell owns its corners N and S;
//!     3 |         | 0       the other four are N or S of neighbors. Odd rows lie half a spacing
//!     4 SW       SE 0       further east.
//!        4 \   / 5
//!           5 S
//! ```

use super::random::{mix, units_of};
use super::spot::{Spot, UDEG_PER_DEG, count_of, real, real_count, whole};

/// Sides of a cell.
pub(super) const N_SIDES: usize = 6;

/// The distance of rows over the distance of columns: √3/2.
const ROW_SHARE: f64 = 0.866_025_403_784_438_6;
/// The distance of a corner from its center over the distance of columns: 1/√3.
const CORNER_SHARE: f64 = 0.577_350_269_189_625_8;
/// How far a corner is moved along each axis, over the distance of columns. Up to 0.2 in any direction, cells stay
/// star-shaped around their centers and the kites of `border` convex; √2 · 0.14 is just below.
const JITTER_SHARE: f64 = 0.14;

/// The middle of every country: open water of the South Atlantic.
const MIDDLE_DEG: [f64; 2] = [-20.0, -6.0];
/// The widest a lattice gets, in degrees; with the middle above it stays within 17° of the equator.
const WIDEST_DEG: f64 = 20.0;
/// The distance of columns in small countries, in degrees.
const SPACING_DEG: f64 = 0.2;

/// The lattice: `n_cols` × `n_rows` cells, numbered row by row from the southwest.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    seed: u64,
    n_cols: usize,
    n_rows: usize,
    spacing_udeg: f64,
    southwest_udeg: [f64; 2],
}

impl Lattice {
    /// A square lattice of a given width in cells around the middle of the country.
    pub(super) fn new(seed: u64, n_cols: usize) -> Self {
        let n_rows = count_of(real_count(n_cols) / ROW_SHARE);
        let spacing_udeg = (WIDEST_DEG / real_count(n_cols)).min(SPACING_DEG) * UDEG_PER_DEG;
        let half_width = 0.5 * spacing_udeg * real_count(n_cols);
        let southwest_udeg = MIDDLE_DEG.map(|degrees| degrees * UDEG_PER_DEG - half_width);
        Self {
            seed,
            n_cols,
            n_rows,
            spacing_udeg,
            southwest_udeg,
        }
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    pub(super) fn n_cells(&self) -> usize {
        self.n_cols * self.n_rows
    }

    /// The distance of columns in micro-degrees.
    pub(super) fn spacing_udeg(&self) -> f64 {
        self.spacing_udeg
    }

    /// The area of a cell without jitter, in square micro-degrees.
    pub(super) fn cell_area(&self) -> f64 {
        self.spacing_udeg * self.spacing_udeg * ROW_SHARE
    }

    /// The cell in the middle.
    pub(super) fn middle(&self) -> usize {
        self.n_rows / 2 * self.n_cols + self.n_cols / 2
    }

    /// Whether a cell has all its neighbors; the others form the rim, which is always sea.
    pub(super) fn is_inner(&self, cell: usize) -> bool {
        let (row, col) = (cell / self.n_cols, cell % self.n_cols);
        (1..self.n_rows - 1).contains(&row) && (1..self.n_cols - 1).contains(&col)
    }

    /// All inner cells in order.
    pub(super) fn inner_cells(&self) -> impl Iterator<Item = usize> {
        (0..self.n_cells()).filter(|cell| self.is_inner(*cell))
    }

    /// The neighbors of an inner cell, side by side.
    pub(super) fn neighbors(&self, cell: usize) -> [usize; N_SIDES] {
        let width = self.n_cols;
        let shift = (cell / width) % 2;
        [
            cell + 1,
            cell + width + shift,
            cell + width + shift - 1,
            cell - 1,
            cell + shift - 1 - width,
            cell + shift - width,
        ]
    }

    /// The inner cells among the neighbors of any cell; none for a cell of the rim.
    pub(super) fn around(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        let neighbors = self.is_inner(cell).then(|| self.neighbors(cell));
        let neighbors = neighbors.into_iter().flatten();
        neighbors.filter(|cell| self.is_inner(*cell))
    }

    /// The neighbor of an inner cell across a side.
    pub(super) fn neighbor(&self, cell: usize, side: usize) -> usize {
        self.neighbors(cell)[side % N_SIDES]
    }

    /// The center of a cell; it lies strictly inside.
    pub(super) fn center(&self, cell: usize) -> Spot {
        let [lon_udeg, lat_udeg] = self.center_udeg(cell);
        Spot::nearest(lon_udeg, lat_udeg)
    }

    /// A corner of an inner cell: the same spot, whichever of the three cells is asked.
    pub(super) fn corner(&self, cell: usize, corner: usize) -> Spot {
        match corner % N_SIDES {
            0 => self.own_corner(self.neighbor(cell, 5), true),
            1 => self.own_corner(self.neighbor(cell, 1), false),
            2 => self.own_corner(cell, true),
            3 => self.own_corner(self.neighbor(cell, 2), false),
            4 => self.own_corner(self.neighbor(cell, 4), true),
            _ => self.own_corner(cell, false),
        }
    }

    /// The cell whose center is about nearest to a spot: the cell that holds it, or a neighbor of that one.
    pub(super) fn cell_near(&self, spot: Spot) -> usize {
        let [east, north] = [0, 1].map(|axis| spot.in_udeg()[axis] - self.southwest_udeg[axis]);
        let row = index_near(north / (self.spacing_udeg * ROW_SHARE), self.n_rows);
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        let col = index_near(east / self.spacing_udeg - shift, self.n_cols);
        row * self.n_cols + col
    }

    fn center_udeg(&self, cell: usize) -> [f64; 2] {
        let (row, col) = (cell / self.n_cols, cell % self.n_cols);
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        let [west, south] = self.southwest_udeg;
        [
            west + (real_count(col) + shift) * self.spacing_udeg,
            south + real_count(row) * self.spacing_udeg * ROW_SHARE,
        ]
    }

    /// The northern or southern corner of a cell, moved by its own jitter.
    fn own_corner(&self, cell: usize, northern: bool) -> Spot {
        let [lon_udeg, lat_udeg] = self.center_udeg(cell);
        let up = if northern {
            CORNER_SHARE
        } else {
            -CORNER_SHARE
        };
        let key = mix(self.seed ^ mix(2 * cell as u64 + u64::from(northern)));
        let [east, north] = units_of(key).map(|unit| (2.0 * unit - 1.0) * JITTER_SHARE);
        Spot::nearest(
            lon_udeg + east * self.spacing_udeg,
            lat_udeg + (up + north) * self.spacing_udeg,
        )
    }
}

/// The index nearest to a position, in `0..n`.
fn index_near(position: f64, n: usize) -> usize {
    let nearest = whole(position.clamp(0.0, real_count(n) - 1.0));
    count_of(real(nearest))
}

#[cfg(test)]
mod tests {
    use super::super::spot::turn;
    use super::*;

    #[test]
    fn neighbors_and_corners_agree_from_every_side() {
        let lattice = Lattice::new(3, 12);
        let deep = lattice.inner_cells().filter(|cell| {
            lattice
                .neighbors(*cell)
                .iter()
                .all(|n| lattice.is_inner(*n))
        });
        for cell in deep {
            for side in 0..N_SIDES {
                let neighbor = lattice.neighbor(cell, side);
                assert_eq!(lattice.neighbor(neighbor, side + 3), cell);
                assert_eq!(
                    lattice.corner(cell, side),
                    lattice.corner(neighbor, side + 4)
                );
                assert_eq!(
                    lattice.corner(cell, side + 1),
                    lattice.corner(neighbor, side + 3)
                );
            }
        }
    }

    #[test]
    fn cells_are_star_shaped_and_kites_convex() {
        let lattice = Lattice::new(5, 60);
        for cell in lattice.inner_cells() {
            for side in 0..N_SIDES {
                let (from, to) = (lattice.corner(cell, side), lattice.corner(cell, side + 1));
                let (here, there) = (
                    lattice.center(cell),
                    lattice.center(lattice.neighbor(cell, side)),
                );
                assert!(turn(here, from, to) > 0 && turn(there, to, from) > 0);
                assert!(turn(here, there, from) < 0 && turn(here, there, to) > 0);
            }
        }
    }

    #[test]
    fn the_cell_near_a_center_is_the_cell() {
        let lattice = Lattice::new(5, 20);
        assert!((0..lattice.n_cells()).all(|c| lattice.cell_near(lattice.center(c)) == c));
    }
}
