//! Simplified arcs in, rings put together from them out: what collapsed goes, but no region.

use std::ops::Range;

use super::crossings::crossing;
use super::ring::{twice_area, unrolled_ring};
use super::simplify::simplified_arc;
use super::topology::Topology;
use crate::table::{Outlines, RawLonLat};

/// After so many halvings a tolerance is nothing: every vertex that makes a difference is kept.
const MOST_HALVINGS: i32 = 64;
/// Arcs that cross are refined in so many rounds, by so many halvings each. Outlines that cross as they are given would
/// else never become coarser.
const MOST_ROUNDS: usize = 4;
const HALVINGS_A_ROUND: i32 = 2;

/// Rings of simplified arcs.
pub(super) struct Rebuilt<'a> {
    topology: &'a Topology,
    lines: Vec<Vec<RawLonLat>>,
    tolerance_m: f64,
    /// How often the tolerance of an arc was halved.
    halvings: Vec<i32>,
}

impl<'a> Rebuilt<'a> {
    pub(super) fn new(
        topology: &'a Topology,
        lines: Vec<Vec<RawLonLat>>,
        tolerance_m: f64,
    ) -> Self {
        Self {
            topology,
            halvings: vec![0; lines.len()],
            lines,
            tolerance_m,
        }
    }

    /// The outlines of the levels that the rings are of, one after the other; `uncrossed` where no edge may run across
    /// another of its level.
    pub(super) fn outlines(mut self, levels: &[&Outlines], uncrossed: bool) -> Vec<Outlines> {
        let mut n_before = 0;
        let mut of_levels = Vec::new();
        for level in levels {
            of_levels.push(OfLevel { level, n_before });
            n_before += level.n_rings();
        }
        for of_level in &of_levels {
            for row in 0..of_level.level.n_rows() {
                self.keep_region(of_level, row);
            }
        }
        for of_level in of_levels.iter().filter(|_| uncrossed) {
            self.uncross(of_level);
        }
        let rebuilt = of_levels.iter().map(|of_level| self.level(of_level));
        rebuilt.collect()
    }

    /// Halves the tolerance of a region's largest ring until that is a ring again, where nothing else is left.
    fn keep_region(&mut self, of_level: &OfLevel, row: usize) {
        let mains = of_level.mains(row);
        if mains.iter().any(|main| self.is_ring(of_level, *main)) {
            return;
        }
        let Some(largest) = of_level.largest(mains.into_iter()) else {
            return;
        };
        for step in 1..=MOST_HALVINGS {
            self.refine(of_level.n_before + largest, step);
            if self.is_ring(of_level, largest) {
                return;
            }
        }
    }

    /// Simplifies the arcs of a ring again, with a tolerance halved so often.
    fn refine(&mut self, ring: usize, halvings: i32) {
        let topology = self.topology;
        for arc_use in topology.ring(ring) {
            self.refine_arc(arc_use.arc, halvings);
        }
    }

    fn refine_arc(&mut self, arc: usize, halvings: i32) {
        if self.halvings[arc] < halvings {
            self.halvings[arc] = halvings;
            let tolerance_m = self.tolerance_m / 2.0_f64.powi(halvings);
            self.lines[arc] = simplified_arc(self.topology, arc, tolerance_m);
        }
    }

    /// Refines arcs of a level that cross until none do. Those that cross as they were given still do then.
    fn uncross(&mut self, of_level: &OfLevel) {
        let mut changed = self.used_by(of_level);
        let is_used = changed.clone();
        for _ in 0..MOST_ROUNDS {
            let lines = self.lines.iter().zip(&is_used);
            let of_level =
                lines.map(|(line, is_used)| if *is_used { line.as_slice() } else { &[] });
            let crossing = crossing(&of_level.collect::<Vec<_>>(), &changed);
            let is_coarse = |arc: usize| self.lines[arc].len() < self.topology.arc(arc).len();
            let arcs = crossing.into_iter().enumerate();
            changed = arcs
                .map(|(arc, crosses)| crosses && is_coarse(arc))
                .collect();
            if !changed.contains(&true) {
                return;
            }
            for arc in (0..changed.len()).filter(|arc| changed[*arc]) {
                self.refine_arc(arc, self.halvings[arc] + HALVINGS_A_ROUND);
            }
        }
    }

    /// For each arc, whether a ring of the level runs along it.
    fn used_by(&self, of_level: &OfLevel) -> Vec<bool> {
        let mut is_used = vec![false; self.lines.len()];
        for ring in 0..of_level.level.n_rings() {
            for arc_use in self.topology.ring(of_level.n_before + ring) {
                is_used[arc_use.arc] = true;
            }
        }
        is_used
    }

    fn level(&self, of_level: &OfLevel) -> Outlines {
        let mut outlines = Outlines::new();
        for row in 0..of_level.level.n_rows() {
            let parts = of_level.level.parts(row);
            let stays = |part: &usize| {
                let main = of_level.main(*part);
                main.is_some_and(|main| self.is_ring(of_level, main))
            };
            let mut is_empty = true;
            for part in parts.clone().filter(stays) {
                self.push_part(of_level, part, &mut outlines);
                is_empty = false;
            }
            // Not even all of its vertices make a ring: the region stays as it was given.
            if is_empty {
                parts.for_each(|part| of_level.push_as_given(part, &mut outlines));
            }
            outlines.end_row();
        }
        outlines
    }

    fn push_part(&self, of_level: &OfLevel, part: usize, outlines: &mut Outlines) {
        for ring in of_level.level.rings(part) {
            let vertices = self.ring(of_level.n_before + ring);
            if is_ring(&vertices) {
                outlines.extend_ring(vertices);
                outlines.end_ring();
            }
        }
        outlines.end_part();
    }

    fn is_ring(&self, of_level: &OfLevel, ring: usize) -> bool {
        is_ring(&self.ring(of_level.n_before + ring))
    }

    /// The vertices of a ring, not closed.
    fn ring(&self, ring: usize) -> Vec<RawLonLat> {
        let mut vertices = Vec::new();
        for arc_use in self.topology.ring(ring) {
            let line = &self.lines[arc_use.arc];
            let n_onward = line.len().saturating_sub(1);
            if arc_use.backward {
                vertices.extend(line.iter().rev().take(n_onward));
            } else {
                vertices.extend(line.iter().take(n_onward));
            }
        }
        vertices
    }
}

/// Whether vertices run around an area.
fn is_ring(vertices: &[RawLonLat]) -> bool {
    vertices.len() >= 3 && twice_area(&unrolled_ring(vertices)) > 0.0
}

/// The outlines of a level, and the number of rings in the levels before it.
struct OfLevel<'a> {
    level: &'a Outlines,
    n_before: usize,
}

impl OfLevel<'_> {
    /// The largest ring of each part of a region.
    fn mains(&self, row: usize) -> Vec<usize> {
        let parts = self.level.parts(row);
        parts.filter_map(|part| self.main(part)).collect()
    }

    /// The largest ring of a part: with it goes what lies in it.
    fn main(&self, part: usize) -> Option<usize> {
        let rings: Range<usize> = self.level.rings(part);
        if rings.len() == 1 {
            return Some(rings.start);
        }
        self.largest(rings)
    }

    /// The largest of some rings as they are given, the first of equals.
    fn largest(&self, rings: impl Iterator<Item = usize>) -> Option<usize> {
        let area = |ring: usize| twice_area(&unrolled_ring(self.level.ring(ring)));
        let with_areas = rings.map(|ring| (area(ring), ring));
        let largest = with_areas.reduce(|best, next| if next.0 > best.0 { next } else { best });
        largest.map(|(_, ring)| ring)
    }

    fn push_as_given(&self, part: usize, outlines: &mut Outlines) {
        for ring in self.level.rings(part) {
            outlines.extend_ring(self.level.ring(ring).iter().copied());
            outlines.end_ring();
        }
        outlines.end_part();
    }
}
