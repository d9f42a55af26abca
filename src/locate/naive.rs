//! Outlines and a position in, the placement out, the obvious way: the parts whose boxes hold the position are
//! asked one after the other. Slow and plainly right, this is what faster ways are held to.

use std::sync::{Arc, OnceLock};

use rstar::AABB;

use super::border::Fan;
use super::cylinder::Spot;
use super::edge::Point;
use super::nesting::twice_area;
use super::parts::Parts;
use super::snap::Nearby;
use super::{Located, snap};
use crate::lonlat::LonLat;
use crate::table::{Outlines, Placement, RegionIdx};

/// All regions of a level, part by part.
#[derive(Clone, Debug)]
pub struct NaiveIndex {
    parts: Parts,
    /// Of each region, once it was asked for.
    twice_areas: Vec<OnceLock<i128>>,
}

/// What stands around a spot.
struct Surroundings {
    spot: Spot,
    /// The parts that hold the perturbed spot.
    holders: Vec<usize>,
    /// The parts that have the spot on an edge.
    touching: Vec<usize>,
}

impl NaiveIndex {
    /// Takes the outlines of all regions of a level; row = region.
    #[must_use]
    pub fn build(outlines: &Outlines) -> Self {
        Self {
            parts: Parts::of(Arc::new(outlines.clone())),
            twice_areas: vec![OnceLock::new(); outlines.n_rows()],
        }
    }

    /// Finds the region of a position by the rules of the house.
    #[must_use]
    pub fn locate_one(&self, position: LonLat, snap_m: f64) -> Located {
        let around = self.surroundings(position);
        let is_border = !around.touching.is_empty();
        if !around.holders.is_empty() {
            return self.held(&around.holders, is_border);
        }
        if let Some(met) = self.met_clockwise(&around) {
            return self.held(&met, is_border);
        }
        self.snapped(position, snap_m)
    }

    /// Twice the area of a region in 1e-18 square degrees.
    pub(super) fn twice_area(&self, region: RegionIdx) -> i128 {
        let area = || twice_area(self.parts.outlines(), region.row());
        *self.twice_areas[region.row()].get_or_init(area)
    }

    /// The box around all outlines.
    pub(super) fn envelope(&self) -> Option<AABB<Point>> {
        self.parts.envelope()
    }

    /// How many parts hold a point of the open window, perturbed as the border rule wants it.
    pub(super) fn n_holders(&self, point: Point) -> usize {
        self.around(Spot::new(point)).holders.len()
    }

    /// The nearest outline of a position that no region holds.
    pub(super) fn snapped(&self, position: LonLat, snap_m: f64) -> Located {
        self.nearest(position, snap_m)
            .map_or(Located::OUTSIDE, Located::snapped)
    }

    /// The nearest outline of any position.
    pub(super) fn nearest(&self, position: LonLat, snap_m: f64) -> Option<Nearby> {
        snap::nearest(&self.parts, position, snap_m)
    }

    pub(super) fn outlines(&self) -> &Outlines {
        self.parts.outlines()
    }

    fn surroundings(&self, position: LonLat) -> Surroundings {
        self.around(Spot::new([position.lon_deg(), position.lat_deg()]))
    }

    fn around(&self, spot: Spot) -> Surroundings {
        let mut around = Surroundings {
            spot,
            holders: Vec::new(),
            touching: Vec::new(),
        };
        for number in self.parts.around(spot) {
            let standing = self.parts.edges(number).standing(spot);
            if standing.is_inside {
                around.holders.push(number);
            }
            if standing.is_on_edge {
                around.touching.push(number);
            }
        }
        around
    }

    /// The parts first met turning clockwise from north. Parts that do not touch the spot do not hold it either.
    fn met_clockwise(&self, around: &Surroundings) -> Option<Vec<usize>> {
        let mut fan = Fan::default();
        for &number in &around.touching {
            fan.add(around.spot, self.parts.edges(number), number);
        }
        fan.first_sector(Vec::new(), |inside| !inside.is_empty())
    }

    /// Of the regions of some parts the smallest wins, then the lowest row.
    fn held(&self, parts: &[usize], is_border: bool) -> Located {
        let region = |&number: &usize| self.parts.region(number);
        let regions = || parts.iter().map(region);
        let winner = regions().min_by_key(|&region| (self.twice_area(region), region));
        Located {
            placement: if is_border {
                Placement::Border
            } else {
                Placement::Inside
            },
            region: winner,
            snap_m: None,
            overlaps: regions().any(|region| Some(region) != winner),
        }
    }
}
