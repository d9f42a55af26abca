//! Outlines in, their edges in short runs with the box of each out.
//!
//! A run of a ring that stays clear of the antimeridian is some of its vertices, which stay where they are. What else
//! there is (edges of other rings, and those that close a ring whose first vertex is not repeated) is kept apart.

use std::ops::Range;

use rayon::prelude::*;

use super::super::edge::{Edge, Point};
use super::super::ring;
use super::bounds::Bounds;
use crate::table::{Outlines, RawLonLat, RegionIdx};

/// So many edges are in a run, at most.
const RUN_LEN: usize = 16;
/// So many regions are taken at a time, whatever the number of threads.
const CHUNK_LEN: usize = 64;

/// All edges of all regions, in runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Runs {
    list: Vec<Run>,
    /// The edges that are kept apart.
    apart: Vec<Edge>,
}

/// Edges of one region.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    region: RegionIdx,
    n_edges: u32,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    /// The vertices of a ring, from one of them on.
    Ring { ring: usize, first: usize },
    /// The edges kept apart, from one of them on.
    Apart { first: usize },
}

impl Runs {
    /// The runs and the box of each.
    pub(super) fn of(outlines: &Outlines) -> (Self, Vec<Bounds>) {
        let chunks = (0..outlines.n_rows().div_ceil(CHUNK_LEN)).into_par_iter();
        let chunks: Vec<(Self, Vec<Bounds>)> = chunks
            .map(|chunk| {
                let rows = chunk * CHUNK_LEN..outlines.n_rows().min((chunk + 1) * CHUNK_LEN);
                Self::of_rows(outlines, rows)
            })
            .collect();
        let mut all = Self::default();
        let mut bounds = Vec::new();
        for (runs, of_runs) in chunks {
            all.append(runs);
            bounds.extend(of_runs);
        }
        (all, bounds)
    }

    fn of_rows(outlines: &Outlines, rows: Range<usize>) -> (Self, Vec<Bounds>) {
        let mut runs = Self::default();
        let mut bounds = Vec::new();
        for row in rows {
            let region = RegionIdx::new(row);
            for ring in outlines.parts(row).flat_map(|part| outlines.rings(part)) {
                runs.add_ring(region, ring, outlines.ring(ring), &mut bounds);
            }
        }
        (runs, bounds)
    }

    fn add_ring(
        &mut self,
        region: RegionIdx,
        ring: usize,
        vertices: &[RawLonLat],
        bounds: &mut Vec<Bounds>,
    ) {
        if !ring::is_plain(vertices) {
            let edges: Vec<Edge> = ring::edges(vertices).collect();
            self.add_apart(region, &edges, bounds);
            return;
        }
        for edges in even_spans(vertices.len().saturating_sub(1)) {
            bounds.push(Bounds::around(&vertices[edges.start..=edges.end]));
            let source = Source::Ring {
                ring,
                first: edges.start,
            };
            self.push(region, edges.len(), source);
        }
        if let [first, .., last] | [first @ last] = vertices
            && (first != last || vertices.len() == 1)
        {
            self.add_apart(region, &[Edge::new(*last, *first)], bounds);
        }
    }

    fn add_apart(&mut self, region: RegionIdx, edges: &[Edge], bounds: &mut Vec<Bounds>) {
        for span in even_spans(edges.len()) {
            let edges = &edges[span];
            let ends: Vec<Point> = edges
                .iter()
                .flat_map(|edge| [edge.west, edge.east])
                .collect();
            bounds.push(Bounds::around(&ends));
            let first = self.apart.len();
            self.push(region, edges.len(), Source::Apart { first });
            self.apart.extend(edges);
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a run has at most RUN_LEN edges"
    )]
    fn push(&mut self, region: RegionIdx, n_edges: usize, source: Source) {
        self.list.push(Run {
            region,
            n_edges: n_edges as u32,
            source,
        });
    }

    fn append(&mut self, other: Self) {
        let n_apart = self.apart.len();
        let moved = |run: Run| Run {
            source: match run.source {
                Source::Apart { first } => Source::Apart {
                    first: n_apart + first,
                },
                ring @ Source::Ring { .. } => ring,
            },
            ..run
        };
        self.list.extend(other.list.into_iter().map(moved));
        self.apart.extend(other.apart);
    }

    /// Brings the runs into another order.
    pub(super) fn arrange(&mut self, order: &[u32]) {
        self.list = order.iter().map(|&run| self.list[run as usize]).collect();
    }

    /// The region whose outline a run is part of.
    pub(super) fn region(&self, run: usize) -> RegionIdx {
        self.list[run].region
    }

    /// Tells the ends of each edge of a run, from the outlines that the runs are of.
    pub(super) fn for_each_edge(
        &self,
        run: usize,
        outlines: &Outlines,
        mut take: impl FnMut([Point; 2]),
    ) {
        let Run {
            n_edges, source, ..
        } = self.list[run];
        let n_edges = n_edges as usize;
        match source {
            Source::Ring { ring, first } => {
                let vertices = &outlines.ring(ring)[first..=first + n_edges];
                for ends in vertices.windows(2) {
                    take([ends[0], ends[1]]);
                }
            }
            Source::Apart { first } => {
                for edge in &self.apart[first..first + n_edges] {
                    take([edge.west, edge.east]);
                }
            }
        }
    }

    /// Bytes held.
    pub(super) fn n_bytes(&self) -> usize {
        self.list.len() * size_of::<Run>() + self.apart.len() * size_of::<Edge>()
    }
}

/// As few spans as there can be with [`RUN_LEN`] numbers in each, as long as each other.
fn even_spans(n: usize) -> impl Iterator<Item = Range<usize>> {
    let n_spans = n.div_ceil(RUN_LEN);
    (0..n_spans).map(move |span| span * n / n_spans..(span + 1) * n / n_spans)
}
