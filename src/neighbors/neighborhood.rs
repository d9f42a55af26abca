//! Positions of all schools in; for each of them what is around it out.

use super::crowding::schools_within;
use super::look_alikes::{Alike, LookAlikes, look_alikes};
use super::namesakes::namesakes;
use super::nearest::{NearPlace, nearest_places};
use super::neighbor::Neighbor;
use super::places::Places;
use super::tree::Tree;
use crate::lonlat::LonLat;
use crate::table::TextColumn;

/// Answers questions about all schools at once, each with one entry for every position that was given.
///
/// The answers are those of [`SchoolIndex`](super::SchoolIndex), many times faster, and do not depend on the number of
/// threads.
///
/// ```
/// use schoolreach::LonLat;
/// use schoolreach::neighbors::Neighborhood;
///
/// let at = |lon, lat| LonLat::new(lon, lat).ok();
/// let positions = [at(36.80, -1.29), at(36.81, -1.29), None, at(36.80, -1.29)];
/// let schools = Neighborhood::of(&positions);
///
/// let nearest = schools.nearest();
/// assert_eq!(nearest[1].map(|neighbor| neighbor.row()), Some(0));
/// assert_eq!(nearest[2], None);
/// assert_eq!(schools.within([1_000.0, 2_000.0])[1], [0, 2]);
/// assert_eq!(schools.at_same_place(), [1, 0, 0, 1]);
/// # Ok::<(), schoolreach::LonLatError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Neighborhood<'a> {
    positions: &'a [Option<LonLat>],
    places: Places,
    tree: Tree,
}

impl<'a> Neighborhood<'a> {
    /// Takes the positions of all schools; row = school.
    ///
    /// # Panics
    /// If there are more than `u32::MAX` positions.
    #[must_use]
    pub fn of(positions: &'a [Option<LonLat>]) -> Self {
        let places = Places::of(positions);
        Self {
            positions,
            tree: Tree::build(&places),
            places,
        }
    }

    /// For each school the nearest other one; of several as near, that of the lowest row. `None` for schools without a
    /// position, and where there is no other.
    #[must_use]
    pub fn nearest(&self) -> Vec<Option<Neighbor>> {
        let near = nearest_places(&self.places, &self.tree, f64::INFINITY);
        let mut nearest = vec![None; self.positions.len()];
        nearest_rows(&self.places, &near, |row, neighbor| {
            nearest[row as usize] = Some(neighbor);
        });
        nearest
    }

    /// For each school the number of others within each of some radii in metres, in the order of the radii; 0 for
    /// schools without a position.
    #[must_use]
    pub fn within<const N: usize>(&self, radii_m: [f64; N]) -> Vec<[u32; N]> {
        let mut ascending: [usize; N] = std::array::from_fn(|index| index);
        ascending.sort_by(|a, b| radii_m[*a].total_cmp(&radii_m[*b]));
        let sorted = ascending.map(|index| radii_m[index]);
        let counted = schools_within(&self.places, &self.tree, sorted);
        let mut counts = vec![[0; N]; self.positions.len()];
        for (place, counted) in counted.iter().enumerate() {
            for row in self.places.rows(place) {
                for (slot, count) in ascending.iter().zip(counted) {
                    counts[*row as usize][*slot] = count.saturating_sub(1);
                }
            }
        }
        counts
    }

    /// For each school the number of others at the very same position; 0 for schools without one. Longitudes 180 and
    /// -180 are the same, and all of them are at a pole.
    #[must_use]
    pub fn at_same_place(&self) -> Vec<u32> {
        let mut counts = vec![0; self.positions.len()];
        for place in 0..self.places.len() {
            let rows = self.places.rows(place);
            for row in rows {
                counts[*row as usize] = super::places::number(rows.len() - 1);
            }
        }
        counts
    }

    /// For each school the nearest other one of the same name, where that is within `limit_m` metres; of several as
    /// near, that of the lowest row. Names are the same if they are so letter by letter, blanks around them aside; a
    /// blank name is none.
    ///
    /// ```
    /// use schoolreach::LonLat;
    /// use schoolreach::neighbors::Neighborhood;
    /// use schoolreach::table::TextColumn;
    ///
    /// let at = |lon, lat| LonLat::new(lon, lat).ok();
    /// let positions = [at(36.8, -1.29), at(36.8005, -1.29), at(36.8001, -1.29)];
    /// let names: TextColumn = ["Kabete", "Kabete ", "Ol Donyo"].into_iter().collect();
    /// let alike = Neighborhood::of(&positions).namesakes(&names, 110.0);
    /// assert_eq!(alike[0].map(|neighbor| neighbor.row()), Some(1));
    /// assert_eq!(alike[2], None);
    /// ```
    #[must_use]
    pub fn namesakes(&self, names: &TextColumn, limit_m: f64) -> Vec<Option<Neighbor>> {
        namesakes(self.positions, names, limit_m)
    }

    /// For each school another one of its kind within a limit whose name is the same or, as `is_similar` says of the
    /// numbers of two names, similar. Each name is compared with no more than a stated number of others.
    ///
    /// ```
    /// use schoolreach::LonLat;
    /// use schoolreach::neighbors::{Alike, Neighborhood};
    ///
    /// let at = |lon, lat| LonLat::new(lon, lat).ok();
    /// let positions = [at(36.8, -1.29), at(36.8005, -1.29), at(36.8001, -1.29)];
    /// let alike = Alike {
    ///     kinds: &[0, 0, 1],
    ///     names: &[Some(0), Some(1), Some(0)],
    ///     limit_m: 110.0,
    ///     most_compared: 100,
    /// };
    /// let found = Neighborhood::of(&positions).look_alikes(&alike, |one, other| one.abs_diff(other) < 2);
    /// assert_eq!(found.similar[0].map(|neighbor| neighbor.row()), Some(1));
    /// assert_eq!(found.similar[2], None);
    /// assert_eq!(found.n_cut, 0);
    /// ```
    ///
    /// # Panics
    /// If there are fewer kinds or names than positions.
    #[must_use]
    pub fn look_alikes(
        &self,
        alike: &Alike,
        is_similar: impl Fn(u32, u32) -> bool + Sync,
    ) -> LookAlikes {
        look_alikes(self.positions, alike, is_similar)
    }
}

/// Tells `take` the nearest other row of every row, from the nearest other place of every place: at a place with
/// several rows the lowest is nearest to the others, and the next to it.
pub(super) fn nearest_rows(
    places: &Places,
    nearest: &[Option<NearPlace>],
    mut take: impl FnMut(u32, Neighbor),
) {
    for (place, near) in nearest.iter().enumerate() {
        match places.rows(place) {
            [first, second, others @ ..] => {
                take(*first, Neighbor::new(*second, 0.0));
                take(*second, Neighbor::new(*first, 0.0));
                for row in others {
                    take(*row, Neighbor::new(*first, 0.0));
                }
            }
            alone => {
                if let (Some(row), Some(near)) = (alone.first(), near) {
                    let lowest = places.rows(near.place as usize)[0];
                    take(*row, Neighbor::new(lowest, near.distance_m));
                }
            }
        }
    }
}
