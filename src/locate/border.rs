//! The edges around a point in, the areas met first turning clockwise from north out.
//!
//! Where the step north of the border rule leads nowhere (a coast), one turns clockwise from it. The edges through
//! the point are rays that cut its surroundings into sectors; crossing a ray toggles whether one is inside the area
//! that owns it. The turn begins just west of north, where the perturbed point stands, so that a ray due north is
//! the first to be met.

use std::cmp::Ordering;

use geo::algorithm::kernels::Orientation;

use super::cylinder::Spot;
use super::edge::{Edge, Point, turn};
use super::edges::Edges;

/// The rays around one spot; each belongs to an area, known by a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Fan {
    rays: Vec<Ray>,
}

#[derive(Clone, Copy, Debug)]
struct Ray {
    from: Point,
    tip: Point,
    owner: usize,
}

/// The directions in the order in which a clockwise turn meets them; all but north and south are half-planes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    North,
    East,
    South,
    West,
}

impl Fan {
    /// Adds the rays of all edges through a spot.
    pub(super) fn add(&mut self, spot: Spot, edges: &Edges, owner: usize) {
        for from in spot.views() {
            for Edge { west, east } in edges.through(from) {
                let tips = [west, east].into_iter();
                let rays = tips.map(|tip| Ray { from, tip, owner });
                self.rays.extend(rays.filter(Ray::is_seen));
            }
        }
    }

    /// Turns clockwise until `wanted` says yes to the areas that one is inside of, and answers with them (in no
    /// particular order). The turn begins inside the areas of `start`.
    pub(super) fn first_sector(
        mut self,
        start: Vec<usize>,
        wanted: impl Fn(&[usize]) -> bool,
    ) -> Option<Vec<usize>> {
        self.rays.sort_by(Ray::compare);
        let mut inside = start;
        for same_way in self.rays.chunk_by(|a, b| a.compare(b).is_eq()) {
            if wanted(&inside) {
                break;
            }
            for ray in same_way {
                toggle(&mut inside, ray.owner);
            }
        }
        wanted(&inside).then_some(inside)
    }
}

fn toggle(inside: &mut Vec<usize>, owner: usize) {
    match inside.iter().position(|&other| other == owner) {
        Some(place) => drop(inside.swap_remove(place)),
        None => inside.push(owner),
    }
}

impl Ray {
    /// Whether the ray has a direction and runs within the window; what runs out of it is seen from the other side.
    fn is_seen(&self) -> bool {
        let leaves_east = self.from[0] == 180.0 && self.tip[0] > 180.0;
        let leaves_west = self.from[0] == -180.0 && self.tip[0] < -180.0;
        self.tip != self.from && !leaves_east && !leaves_west
    }

    fn heading(&self) -> Heading {
        match (
            self.tip[0].total_cmp(&self.from[0]),
            self.tip[1] > self.from[1],
        ) {
            (Ordering::Greater, _) => Heading::East,
            (Ordering::Less, _) => Heading::West,
            (Ordering::Equal, true) => Heading::North,
            (Ordering::Equal, false) => Heading::South,
        }
    }

    /// Orders rays clockwise. Two of the same half-plane are seen from the same side, hence from the same point.
    fn compare(&self, other: &Self) -> Ordering {
        let headings = self.heading().cmp(&other.heading());
        headings.then_with(|| match self.heading() {
            Heading::North | Heading::South => Ordering::Equal,
            Heading::East | Heading::West => match turn(self.from, self.tip, other.tip) {
                Orientation::Clockwise => Ordering::Less,
                Orientation::CounterClockwise => Ordering::Greater,
                Orientation::Collinear => Ordering::Equal,
            },
        })
    }
}
