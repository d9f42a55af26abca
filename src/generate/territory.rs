//! The divided lattice: which region holds a spot, and how the lines between regions run.

use super::border::{Style, push_border};
use super::division::Division;
use super::grow::NOBODY;
use super::lattice::{Lattice, N_SIDES};
use super::spot::{Spot, turn};

/// The divided lattice.
#[derive(Clone, Debug)]
pub(super) struct Territory {
    pub(super) lattice: Lattice,
    pub(super) division: Division,
    pub(super) halvings: u32,
}

/// Coasts are rougher than borders on land.
const COAST_ROUGHNESS: f64 = 0.24;
const INLAND_ROUGHNESS: f64 = 0.13;

impl Territory {
    /// The adm2 of a cell, `None` for water.
    pub(super) fn adm2_of(&self, cell: usize) -> Option<usize> {
        let adm2 = self.division.adm2_of_cell[cell];
        (adm2 != NOBODY).then_some(adm2 as usize)
    }

    /// Whether an inner cell has land on one side of a border and water on the other.
    pub(super) fn is_coast(&self, cell: usize, side: usize) -> bool {
        let neighbor = self.lattice.neighbor(cell, side);
        self.adm2_of(cell).is_some() != self.adm2_of(neighbor).is_some()
    }

    /// Appends the border of an inner cell on one side, counterclockwise around the cell, without its last vertex.
    pub(super) fn push_border(&self, cell: usize, side: usize, line: &mut Vec<Spot>) {
        let roughness = if self.is_coast(cell, side) {
            COAST_ROUGHNESS
        } else {
            INLAND_ROUGHNESS
        };
        let style = Style {
            halvings: self.halvings,
            roughness,
        };
        push_border(&self.lattice, cell, side, style, line);
    }

    /// The adm2 that holds a spot strictly inside its outline; `None` in the water, and where the spot is undecided.
    pub(super) fn adm2_at(&self, spot: Spot) -> Option<usize> {
        self.adm2_of(self.cell_at(spot)?)
    }

    /// Whether a spot lies strictly in the water; false off the lattice, and where the spot is undecided.
    pub(super) fn is_water_at(&self, spot: Spot) -> bool {
        self.cell_at(spot)
            .is_some_and(|cell| self.adm2_of(cell).is_none())
    }

    /// A cell of the region (or water) that holds a spot; `None` on a border, off the lattice, and for a few spots on
    /// the rays from a center to its corners, where one would have to look twice.
    fn cell_at(&self, spot: Spot) -> Option<usize> {
        let (cell, side) = self.kite_at(spot)?;
        let neighbor = self.lattice.neighbor(cell, side);
        if self.adm2_of(cell) == self.adm2_of(neighbor) {
            return Some(cell);
        }
        let mut ring = vec![self.lattice.center(cell)];
        self.push_border(cell, side, &mut ring);
        ring.push(self.lattice.corner(cell, side + 1));
        holds(&ring, spot).map(|is_here| if is_here { cell } else { neighbor })
    }

    /// The inner cell and side with the spot strictly between the rays from the center to the side's ends, and not
    /// beyond the straight line between these.
    fn kite_at(&self, spot: Spot) -> Option<(usize, usize)> {
        const MOST_STEPS: usize = 4;
        let mut cell = self.lattice.cell_near(spot);
        for _ in 0..MOST_STEPS {
            if !self.lattice.is_inner(cell) {
                return None;
            }
            let center = self.lattice.center(cell);
            let corners: [Spot; N_SIDES] =
                std::array::from_fn(|side| self.lattice.corner(cell, side));
            let side = (0..N_SIDES).find(|side| {
                turn(center, corners[*side], spot) > 0
                    && turn(center, corners[(side + 1) % N_SIDES], spot) < 0
            })?;
            if turn(corners[side], corners[(side + 1) % N_SIDES], spot) >= 0 {
                return Some((cell, side));
            }
            cell = self.lattice.neighbor(cell, side);
        }
        None
    }
}

/// Whether an open ring holds a spot (even-odd), `None` on its rim.
fn holds(ring: &[Spot], spot: Spot) -> Option<bool> {
    let ends = ring.iter().cycle().skip(1);
    let mut inside = false;
    for (from, to) in ring.iter().zip(ends) {
        let (low, high) = if from.lat_udeg <= to.lat_udeg {
            (from, to)
        } else {
            (to, from)
        };
        let side = turn(*low, *high, spot);
        if side == 0 && is_between(*from, *to, spot) {
            return None;
        }
        inside ^= (low.lat_udeg..high.lat_udeg).contains(&spot.lat_udeg) && side > 0;
    }
    Some(inside)
}

/// Whether a spot on the line through two others lies between them.
fn is_between(from: Spot, to: Spot, spot: Spot) -> bool {
    let within = |a: i64, b: i64, x: i64| (a.min(b)..=a.max(b)).contains(&x);
    within(from.lon_udeg, to.lon_udeg, spot.lon_udeg)
        && within(from.lat_udeg, to.lat_udeg, spot.lat_udeg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_holds_its_inside_and_not_its_rim() {
        let spot = |lon_udeg, lat_udeg| Spot { lon_udeg, lat_udeg };
        let ring = [
            spot(0, 0),
            spot(10, 0),
            spot(10, 10),
            spot(5, 3),
            spot(0, 10),
        ];
        assert_eq!(holds(&ring, spot(1, 3)), Some(true));
        assert_eq!(holds(&ring, spot(5, 4)), Some(false));
        assert_eq!(holds(&ring, spot(11, 0)), Some(false));
        assert_eq!(holds(&ring, spot(5, 3)), None);
        assert_eq!(holds(&ring, spot(10, 7)), None);
    }
}
