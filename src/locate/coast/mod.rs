//! Outlines in, the nearest of them to any position out: for many positions that no region holds.
//!
//! The edges of all rings are taken in runs of up to sixteen that follow each other (`runs.rs`), with a packed tree over
//! the boxes of the runs (`bounds.rs`, `order.rs`, `tree.rs`). A search goes down it nearest box first and leaves out what is farther than what
//! it has found, by bounds on a plane (`plane.rs`); what may be the nearest is told as the obvious search tells it
//! (`snap.rs`), so that both answer the same to the bit.
//!
//! All edges are searched, not only those with a region on one side. These alone would not do: where an inner border
//! meets the coast, a region may touch the nearest point with inner edges only, and still be the lowest row of those as
//! near. And to find them takes longer than to lay a tree over runs, which never looks at a single edge.

mod bounds;
mod order;
mod plane;
mod runs;
mod tree;

use super::edge::{Edge, Point};
use super::snap::{Nearby, Outlook, limit_m};
use crate::lonlat::{LonLat, without_dust};
use crate::table::{Outlines, RegionIdx};
use plane::Plane;
use runs::Runs;
use tree::Tree;

/// A search goes so far first, and farther by [`REACH_GROWTH`] while it finds nothing.
const FIRST_REACH_M: f64 = 5_000.0;
const REACH_GROWTH: f64 = 8.0;
/// Wider edges have stretches that are far from each other.
const WIDE_DEG: f64 = 1.0;
/// So many edges may wait to be looked at.
const MOST_WAITING: usize = 256;
/// Building costs as much for so many vertices as the obvious search of one point takes longer: 16 ns to 25 ns a vertex,
/// and 1.6 µs a point at the least.
const VERTICES_PER_POINT: usize = 100;

/// Whether the obvious search of so many points takes longer than building the coast does. It also lays out the edges of
/// the parts around them, at about what the coast costs for these, and looks through them point by point.
pub(super) fn pays(n_points: usize, outlines: &Outlines) -> bool {
    let vertices_per_point = VERTICES_PER_POINT + n_vertices_around(outlines);
    n_points > 0 && n_points.saturating_mul(vertices_per_point) >= outlines.n_vertices()
}

/// The mean size of a part, each as likely as it has vertices.
fn n_vertices_around(outlines: &Outlines) -> usize {
    let n_vertices = |part| -> usize {
        let rings = outlines.rings(part);
        rings.map(|ring| outlines.ring(ring).len()).sum()
    };
    let squares = (0..outlines.n_parts()).map(|part| n_vertices(part).saturating_pow(2));
    squares.fold(0, usize::saturating_add) / outlines.n_vertices().max(1)
}

/// All outlines, ready to be seen from anywhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coast {
    runs: Runs,
    tree: Tree,
}

impl Coast {
    pub(super) fn build(outlines: &Outlines) -> Self {
        let (mut runs, bounds) = Runs::of(outlines);
        let order = order::order(&bounds);
        runs.arrange(&order);
        let arranged = order.iter().map(|&run| bounds[run as usize]);
        Self {
            tree: Tree::over(arranged.collect()),
            runs,
        }
    }

    /// The nearest outline within `snap_m` metres; of several as near, that of the lowest row. The outlines are those
    /// that the coast was built of.
    pub(super) fn nearest(
        &self,
        outlines: &Outlines,
        position: LonLat,
        snap_m: f64,
    ) -> Option<Nearby> {
        let limit_m = limit_m(snap_m);
        let mut reach_m = FIRST_REACH_M.min(limit_m);
        while reach_m > 0.0 {
            let mut search = Search {
                coast: self,
                outlines,
                outlook: Outlook::new(position, limit_m),
                stage_m: reach_m,
                waiting: Vec::new(),
            };
            search.look_around();
            if search.outlook.is_settled_within(reach_m) {
                return search.outlook.nearest();
            }
            reach_m = (reach_m * REACH_GROWTH).min(limit_m);
        }
        None
    }

    /// Bytes held.
    pub(super) fn n_bytes(&self) -> usize {
        self.runs.n_bytes() + self.tree.n_bytes()
    }
}

/// The search around one position as far as one stage goes.
struct Search<'a> {
    coast: &'a Coast,
    outlines: &'a Outlines,
    outlook: Outlook,
    stage_m: f64,
    /// Edges within reach that were not the nearest of their run.
    waiting: Vec<Waiting>,
}

#[derive(Clone, Copy)]
struct Waiting {
    /// The edge is no nearer than the root of this.
    at_least_squared: f64,
    region: RegionIdx,
    ends: [Point; 2],
}

impl Search<'_> {
    /// Looks from where the position is seen in the window, and 360° beside it: edges over the antimeridian reach out
    /// of the window.
    fn look_around(&mut self) {
        let plane = Plane::new(self.outlook.viewpoint(), self.stage_m);
        let coast = self.coast;
        for turn_deg in [0.0, 360.0, -360.0] {
            let plane = plane.turned(turn_deg);
            let reach_m = self.reach_m();
            coast.tree.nearest_first(&plane, reach_m, &mut |run| {
                self.look_along(run, &plane);
                self.reach_m()
            });
        }
        self.look_at_waiting();
    }

    fn reach_m(&self) -> f64 {
        self.outlook.reach_m().min(self.stage_m * (1.0 + 1e-9))
    }

    /// Looks at the nearest edge of a run and lets the others within reach wait.
    fn look_along(&mut self, run: usize, plane: &Plane) {
        let reach_squared = self.reach_m().powi(2);
        let runs = &self.coast.runs;
        let region = runs.region(run);
        let mut nearest: Option<Waiting> = None;
        let waiting = &mut self.waiting;
        runs.for_each_edge(run, self.outlines, |ends| {
            let at_least_squared = plane.at_least_squared(ends);
            if at_least_squared > reach_squared {
                return;
            }
            let edge = Waiting {
                at_least_squared,
                region,
                ends,
            };
            match nearest {
                Some(nearer) if nearer.at_least_squared <= at_least_squared => waiting.push(edge),
                _ => waiting.extend(nearest.replace(edge)),
            }
        });
        if let Some(nearest) = nearest {
            self.look_at(&nearest);
        }
        if self.waiting.len() > MOST_WAITING {
            self.look_at_waiting();
        }
    }

    fn look_at_waiting(&mut self) {
        let reach_squared = self.reach_m().powi(2);
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|edge| edge.at_least_squared <= reach_squared);
        waiting.sort_unstable_by(|a, b| a.at_least_squared.total_cmp(&b.at_least_squared));
        for edge in waiting {
            self.look_at(&edge);
        }
    }

    fn look_at(&mut self, waiting: &Waiting) {
        if waiting.at_least_squared > self.reach_m().powi(2) {
            return;
        }
        let [a, b] = waiting.ends.map(|end| end.map(without_dust));
        let edge = Edge::new(a, b);
        let [south, north] = edge.lats();
        let is_wide = edge.east[0] - edge.west[0] > WIDE_DEG || north - south > WIDE_DEG;
        let may_be_far = is_wide || self.stage_m > FIRST_REACH_M;
        for stretch in self.outlook.stretches(edge) {
            let viewpoint = self.outlook.viewpoint();
            if !may_be_far || stretch.at_least_m(viewpoint) <= self.outlook.reach_m() {
                self.outlook.look_at(waiting.region, &stretch);
            }
        }
    }
}
