//! Seeds in, random partitions of a lattice out, with the exact answer for every half-lattice point.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::fixture::{Part, Region, Ring};
use super::oracle::{self, Exact};

/// A lattice point; queries are at halves, so a lattice point has even coordinates.
pub(super) type Lattice = [i64; 2];

/// Faces that tile a square, some of them labelled with a region.
#[derive(Clone, Debug)]
pub(super) struct Tiling {
    faces: Vec<Face>,
    /// The edges at which a region ends.
    outlines: Vec<(Exact<i128>, Exact<i128>)>,
    pub(super) n_labels: usize,
}

#[derive(Clone, Debug)]
struct Face {
    corners: Vec<Lattice>,
    label: Option<usize>,
}

/// What the rules say about a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) label: Option<usize>,
    pub(super) is_on_outline: bool,
}

const CELLS: i64 = 4;
const STEP: i64 = 6;
/// The side of the square that the faces tile, in lattice units.
pub(super) const SIDE: i64 = CELLS * STEP;

/// Grows a number below `bound` out of a generator.
pub(super) fn below(rng: &mut ChaCha8Rng, bound: u32) -> u32 {
    rng.next_u32() % bound
}

pub(super) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

impl Tiling {
    /// A tiling of squares, of jittered or slanted quadrangles, or of triangles, with gaps, holes and islands. Where
    /// 5 divides the seed, it is a square.
    pub(super) fn random(seed: u64) -> Self {
        let rng = &mut rng(seed);
        let (is_jittered, is_cut, is_slanted) = (
            !seed.is_multiple_of(3),
            seed.is_multiple_of(2),
            seed % 5 == 4,
        );
        let n_labels = 2 + seed as usize % 7;
        let mut corners = BTreeMap::new();
        for i in 0..=CELLS {
            for j in 0..=CELLS {
                let [x, y] = corner(rng, [i, j], is_jittered);
                corners.insert([i, j], if is_slanted { [x, x + y] } else { [x, y] });
            }
        }
        let mut faces: Vec<Face> = Vec::new();
        for i in 0..CELLS {
            for j in 0..CELLS {
                let cell = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
                let quadrangle = cell.map(|key| corners[&key]);
                for corners in cut(rng, quadrangle, is_cut) {
                    let label = grown_label(rng, &faces, n_labels);
                    faces.push(Face { corners, label });
                }
            }
        }
        Self::of(faces, n_labels)
    }

    fn of(faces: Vec<Face>, n_labels: usize) -> Self {
        let mut tiling = Self {
            faces,
            outlines: Vec::new(),
            n_labels,
        };
        let edges = (0..n_labels).flat_map(|label| tiling.outer_edges(label));
        tiling.outlines = edges.map(|(a, b)| (doubled(a), doubled(b))).collect();
        tiling
    }

    /// The same faces, with two labels made one.
    pub(super) fn coarser(&self) -> Self {
        let coarse = |face: &Face| Face {
            corners: face.corners.clone(),
            label: face.label.map(|label| label / 2),
        };
        Self::of(
            self.faces.iter().map(coarse).collect(),
            self.n_labels.div_ceil(2),
        )
    }

    /// Region = label, traced along its outer edges into rings of one part; where `is_sparse`, corners along
    /// straight lines are left out, so that neighbors meet in T-junctions.
    pub(super) fn traced(
        &self,
        is_sparse: bool,
        place: impl Fn(Lattice) -> [f64; 2],
    ) -> Vec<Region> {
        let ring = |ring: Vec<Lattice>| -> Ring {
            let kept = if is_sparse {
                without_straight(&ring)
            } else {
                ring
            };
            kept.into_iter().map(&place).collect()
        };
        let part = |label: usize| -> Part {
            trace(&self.outer_edges(label))
                .into_iter()
                .map(ring)
                .collect()
        };
        (0..self.n_labels).map(|label| vec![part(label)]).collect()
    }

    /// Region = label, each face a part of its own.
    pub(super) fn in_faces(&self, place: impl Fn(Lattice) -> [f64; 2]) -> Vec<Region> {
        let of_label = |label: usize| {
            let faces = self
                .faces
                .iter()
                .filter(move |face| face.label == Some(label));
            faces
                .map(|face| vec![face.corners.iter().copied().map(&place).collect()])
                .collect()
        };
        (0..self.n_labels).map(of_label).collect()
    }

    /// The answer for every point in and around the square, in half-lattice units.
    pub(super) fn answers(&self) -> Vec<(Lattice, Answer)> {
        let corners = self.faces.iter().flat_map(|face| &face.corners);
        let height = corners.map(|corner| corner[1]).max().unwrap_or(0);
        let halves = (-2..=2 * SIDE + 2).flat_map(|x| (-2..=2 * height + 2).map(move |y| [x, y]));
        halves.map(|half| (half, self.answer(half))).collect()
    }

    fn answer(&self, half: Lattice) -> Answer {
        let point = half.map(i128::from);
        Answer {
            label: self
                .label_at(perturbed(half))
                .or_else(|| self.clockwise(half)),
            is_on_outline: self
                .outlines
                .iter()
                .any(|(a, b)| oracle::is_on_edge(a, b, &point)),
        }
    }

    /// The label of the face that holds a scaled point.
    fn label_at(&self, point: Exact<i128>) -> Option<usize> {
        let holds = |face: &&Face| {
            let ring = face
                .corners
                .iter()
                .map(|corner| doubled(*corner).map(|x| x << SCALE_BITS));
            oracle::holds(&[ring.collect()], &point)
        };
        let mut holders = self.faces.iter().filter(holds);
        let label = holders.next().and_then(|face| face.label);
        assert!(holders.next().is_none(), "faces do not overlap");
        label
    }

    /// The label just clockwise of the first edge, turning from north, that has one there.
    fn clockwise(&self, half: Lattice) -> Option<usize> {
        let point = half.map(i128::from);
        let through = self
            .outlines
            .iter()
            .filter(|(a, b)| oracle::is_on_edge(a, b, &point));
        let rays = through
            .flat_map(|(a, b)| [a, b])
            .map(|tip| [tip[0] - point[0], tip[1] - point[1]]);
        let mut rays: Vec<Exact<i128>> = rays.filter(|ray| *ray != [0, 0]).collect();
        rays.sort_by(|a, b| bearing(*a).total_cmp(&bearing(*b)));
        rays.iter()
            .find_map(|ray| self.label_at(just_clockwise(point, *ray)))
    }

    /// The directed edges of a label's faces that no other face of the label has too.
    fn outer_edges(&self, label: usize) -> Vec<(Lattice, Lattice)> {
        let faces = self.faces.iter().filter(|face| face.label == Some(label));
        let edges: BTreeSet<_> = faces
            .flat_map(|face| oracle::edges(&face.corners).collect::<Vec<_>>())
            .collect();
        let is_outer = |(a, b): &&(Lattice, Lattice)| !edges.contains(&(*b, *a));
        edges.iter().filter(is_outer).copied().collect()
    }
}

const SCALE_BITS: u32 = 44;

fn doubled(corner: Lattice) -> Exact<i128> {
    corner.map(|x| 2 * i128::from(x))
}

fn perturbed(half: Lattice) -> Exact<i128> {
    let [x, y] = half.map(|x| i128::from(x) << SCALE_BITS);
    [x - 1, y + (1 << (SCALE_BITS / 2))]
}

/// Degrees from north, clockwise; lattice directions are far enough apart for floats.
fn bearing([dx, dy]: Exact<i128>) -> f64 {
    (dx as f64)
        .atan2(dy as f64)
        .rem_euclid(std::f64::consts::TAU)
}

/// A scaled point beside a ray, nearer to it than to any other lattice direction.
fn just_clockwise([x, y]: Exact<i128>, [dx, dy]: Exact<i128>) -> Exact<i128> {
    let along = 1 << 22;
    [
        (x << SCALE_BITS) + dx * along + dy,
        (y << SCALE_BITS) + dy * along - dx,
    ]
}

fn corner(rng: &mut ChaCha8Rng, [i, j]: Lattice, is_jittered: bool) -> Lattice {
    let mut jitter = |at: i64| {
        let is_inner = 0 < at && at < CELLS;
        if is_inner && is_jittered {
            i64::from(below(rng, 3)) - 1
        } else {
            0
        }
    };
    [STEP * i + jitter(i), STEP * j + jitter(j)]
}

fn cut(rng: &mut ChaCha8Rng, [a, b, c, d]: [Lattice; 4], is_cut: bool) -> Vec<Vec<Lattice>> {
    match below(rng, 3) {
        0 if is_cut => vec![vec![a, b, c], vec![a, c, d]],
        1 if is_cut => vec![vec![a, b, d], vec![b, c, d]],
        _ => vec![vec![a, b, c, d]],
    }
}

/// Mostly the label of an earlier face, so that regions grow; now and then a gap.
fn grown_label(rng: &mut ChaCha8Rng, faces: &[Face], n_labels: usize) -> Option<usize> {
    let earlier =
        [1, CELLS as usize].map(|back| faces.len().checked_sub(back).map(|at| faces[at].label));
    match (below(rng, 10), earlier) {
        (0, _) => None,
        (1..=3, [Some(label), _]) | (4..=6, [_, Some(label)]) => label,
        _ => Some(below(rng, n_labels as u32) as usize),
    }
}

/// Strings directed edges together into closed rings.
fn trace(edges: &[(Lattice, Lattice)]) -> Vec<Vec<Lattice>> {
    let mut onward: BTreeMap<Lattice, Vec<Lattice>> = BTreeMap::new();
    for (a, b) in edges {
        onward.entry(*a).or_default().push(*b);
    }
    let mut rings = Vec::new();
    for (start, _) in edges {
        while let Some(mut next) = onward.get_mut(start).and_then(Vec::pop) {
            let mut ring = vec![*start];
            while next != *start {
                ring.push(next);
                next = onward.get_mut(&next).and_then(Vec::pop).unwrap();
            }
            rings.push(ring);
        }
    }
    rings
}

/// The ring without the corners at which it runs straight on.
fn without_straight(ring: &[Lattice]) -> Vec<Lattice> {
    let at = |index: usize| ring[index % ring.len()];
    let turns = |index: &usize| {
        let [a, b, c] = [at(index + ring.len() - 1), at(*index), at(index + 1)];
        (b[0] - a[0]) * (c[1] - b[1]) != (b[1] - a[1]) * (c[0] - b[0])
    };
    (0..ring.len()).filter(turns).map(at).collect()
}
