//! Positions of schools in; which are near a point, or in a box, out.

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::neighbor::Neighbor;
use super::places::{Places, number};
use super::window::Window;
use crate::ellipsoid::{Point, Site, chord_squared, farthest_chord_squared};
use crate::lonlat::LonLat;

/// Answers which schools are near a point: an R-tree of their places.
///
/// Distances are geodesic metres on WGS 84. The nearest come first, of several as near the lowest row. The answers
/// are right across the antimeridian and at the poles. Schools without a position are not in it.
///
/// ```
/// use schoolreach::LonLat;
/// use schoolreach::neighbors::SchoolIndex;
///
/// let at = |lon, lat| LonLat::new(lon, lat);
/// let index = SchoolIndex::build(&[Some(at(179.9, -17.0)?), None, Some(at(178.0, -18.0)?)]);
/// let nearest = index.nearest(at(-179.9, -17.0)?).expect("an index with schools");
/// assert_eq!(nearest.row(), 0);
/// assert!((nearest.distance_m() - 21_297.165).abs() < 0.001);
/// # Ok::<(), schoolreach::LonLatError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SchoolIndex {
    places: Places,
    tree: RTree<Leaf>,
}

/// A place in the tree.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    point: Point,
    place: u32,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<Point>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.point)
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, point: &Point) -> f64 {
        chord_squared(self.point, *point)
    }
}

impl SchoolIndex {
    /// Takes the positions of all schools; row = school.
    ///
    /// # Panics
    /// If there are more than `u32::MAX` positions.
    #[must_use]
    pub fn build(positions: &[Option<LonLat>]) -> Self {
        let places = Places::of(positions);
        let leaf = |(place, site): (usize, &Site)| Leaf {
            point: site.point,
            place: number(place),
        };
        let leaves = places.sites.iter().enumerate().map(leaf).collect();
        Self {
            tree: RTree::bulk_load(leaves),
            places,
        }
    }

    /// Number of schools that have a position.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.n_rows()
    }

    /// Whether no school has a position.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The school nearest to a point, `None` where there is none.
    #[must_use]
    pub fn nearest(&self, point: LonLat) -> Option<Neighbor> {
        self.nearest_where(point, 1, f64::INFINITY, |_| true).pop()
    }

    /// The `k` schools nearest to a point among those within `limit_m` metres whose row `keep` takes.
    ///
    /// ```
    /// use schoolreach::LonLat;
    /// use schoolreach::neighbors::SchoolIndex;
    ///
    /// let nairobi = LonLat::new(36.82, -1.29)?;
    /// let index = SchoolIndex::build(&[Some(nairobi), None, Some(nairobi), Some(nairobi)]);
    /// let is_connected = [true, false, false, false];
    /// let near = index.nearest_where(nairobi, 2, f64::INFINITY, |row| !is_connected[row]);
    /// let rows: Vec<usize> = near.iter().map(|neighbor| neighbor.row()).collect();
    /// assert_eq!(rows, [2, 3]);
    /// # Ok::<(), schoolreach::LonLatError>(())
    /// ```
    #[must_use]
    pub fn nearest_where(
        &self,
        point: LonLat,
        k: usize,
        limit_m: f64,
        keep: impl Fn(usize) -> bool,
    ) -> Vec<Neighbor> {
        let from = Site::new(point);
        let mut nearest = Nearest::new(k, limit_m);
        let by_chord = self.tree.nearest_neighbor_iter_with_distance_2(from.point);
        for (leaf, chord_squared) in by_chord {
            if k == 0 || chord_squared > nearest.chord_squared {
                break;
            }
            let distance_m = from.distance_m(&self.places.sites[leaf.place as usize]);
            let kept = self.rows_at(leaf).filter(|row| keep(*row as usize));
            nearest.take(kept.map(|row| Neighbor::new(row, distance_m)));
        }
        nearest.found
    }

    /// All schools within so many metres of a point, nearest first.
    ///
    /// ```
    /// use schoolreach::LonLat;
    /// use schoolreach::neighbors::SchoolIndex;
    ///
    /// let at = |lon, lat| LonLat::new(lon, lat).ok();
    /// let index = SchoolIndex::build(&[at(0.02, 90.0), at(0.0, 89.99), at(180.0, 89.98)]);
    /// let near = index.within(LonLat::new(7.0, 90.0)?, 1_500.0);
    /// let rows: Vec<usize> = near.iter().map(|neighbor| neighbor.row()).collect();
    /// assert_eq!(rows, [0, 1]);
    /// # Ok::<(), schoolreach::LonLatError>(())
    /// ```
    #[must_use]
    pub fn within(&self, point: LonLat, radius_m: f64) -> Vec<Neighbor> {
        let from = Site::new(point);
        let reach = farthest_chord_squared(radius_m);
        let mut found = Vec::new();
        for leaf in self.tree.locate_within_distance(from.point, reach) {
            let distance_m = from.distance_m(&self.places.sites[leaf.place as usize]);
            if distance_m <= radius_m {
                found.extend(self.rows_at(leaf).map(|row| Neighbor::new(row, distance_m)));
            }
        }
        found.sort_unstable_by(Neighbor::order);
        found
    }

    /// The rows of all schools between two corners, ascending; the rim counts. A box whose west is greater than its
    /// east goes across the antimeridian. A pole is at every longitude, and 180° is -180°.
    ///
    /// ```
    /// use schoolreach::LonLat;
    /// use schoolreach::neighbors::SchoolIndex;
    ///
    /// let at = |lon, lat| LonLat::new(lon, lat).ok();
    /// let index = SchoolIndex::build(&[at(179.5, -17.0), at(-179.5, -17.0), at(0.0, -17.0)]);
    /// let fiji = index.in_box(LonLat::new(177.0, -20.0)?, LonLat::new(-178.0, -15.0)?);
    /// assert_eq!(fiji, [0, 1]);
    /// # Ok::<(), schoolreach::LonLatError>(())
    /// ```
    #[must_use]
    pub fn in_box(&self, south_west: LonLat, north_east: LonLat) -> Vec<usize> {
        let Some(window) = Window::new(south_west, north_east) else {
            return Vec::new();
        };
        let [low, high] = window.corners();
        let envelope = AABB::from_corners(low, high);
        let leaves = self.tree.locate_in_envelope(envelope);
        let inside =
            leaves.filter(|leaf| window.holds(self.places.sites[leaf.place as usize].position));
        let rows = inside.flat_map(|leaf| self.rows_at(leaf));
        let mut rows: Vec<usize> = rows.map(|row| row as usize).collect();
        rows.sort_unstable();
        rows
    }

    fn rows_at(&self, leaf: &Leaf) -> impl Iterator<Item = u32> {
        self.places.rows(leaf.place as usize).iter().copied()
    }
}

/// The nearest schools found so far, in order, and how far another may be to come among them.
struct Nearest {
    k: usize,
    limit_m: f64,
    /// No farther chord leads to one of them.
    chord_squared: f64,
    found: Vec<Neighbor>,
}

impl Nearest {
    fn new(k: usize, limit_m: f64) -> Self {
        Self {
            k,
            limit_m,
            chord_squared: farthest_chord_squared(limit_m),
            found: Vec::new(),
        }
    }

    /// Takes the schools of one place, in row order.
    fn take(&mut self, at_place: impl Iterator<Item = Neighbor>) {
        for neighbor in at_place.take(self.k) {
            if neighbor.distance_m() > self.limit_m {
                break;
            }
            let nearer = |other: &Neighbor| other.order(&neighbor).is_lt();
            let slot = self.found.partition_point(nearer);
            self.found.insert(slot, neighbor);
        }
        self.found.truncate(self.k);
        if self.found.len() == self.k
            && let Some(last) = self.found.last()
        {
            self.limit_m = last.distance_m();
            self.chord_squared = farthest_chord_squared(self.limit_m);
        }
    }
}
