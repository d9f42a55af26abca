//! The rings of one part in, rings within -180..=180 out: cut at ±180, closed along a pole where they enclose one.
//!
//! The cut is made on the cylinder, not on an unrolled plane: each ring is broken into *chains* where it crosses the
//! antimeridian. The crossings of all rings of the part, sorted by latitude, pair off (even-odd) the stretches of
//! the antimeridian that lie inside, once for both of its sides, and chains joined along these stretches are the
//! new rings. So every vertex stays to the bit, and a hole need not be on its shell's turn of the globe. A ring with an
//! odd number of crossings runs around a pole; where such rings at one pole are odd in number, the pole is one more
//! crossing, with a chain along its parallel.
//! A vertex on the antimeridian counts as west of it, as if the cut ran an infinitesimal step further east.

use crate::table::RawLonLat;
use crate::table::pole::{Pole, e9};

/// Whether a ring leaves -180..=180, or has an edge that goes the short way across ±180.
pub(super) fn needs_cut(ring: &[RawLonLat]) -> bool {
    let closing = ring.last().into_iter().zip(ring.first());
    ring.iter().any(|&[lon, _]| lon > 180.0)
        || ring
            .iter()
            .zip(ring.iter().skip(1))
            .chain(closing)
            .any(|(a, b)| goes_round(b[0] - a[0]))
}

/// Cuts the even-odd area of some rings; the new rings are open.
pub(super) fn cut(rings: &[&[RawLonLat]]) -> Vec<Vec<RawLonLat>> {
    let mut pieces = Pieces::default();
    let mut poles = Vec::new();
    for ring in rings {
        let turned: Vec<Turned> = ring.iter().map(turned).collect();
        pieces.add_ring(&turned);
        poles.extend(closing_pole(&turned));
    }
    for pole in Pole::ALL {
        let closed_here = poles.iter().filter(|closed_at| **closed_at == pole);
        if closed_here.count() % 2 != 0 {
            pieces.add_pole(pole.lat_deg());
        }
    }
    let mut whole = std::mem::take(&mut pieces.whole);
    whole.extend(pieces.joined());
    whole.retain_mut(|ring| {
        without_repeats(ring);
        ring.iter().any(|vertex| vertex[0] != ring[0][0])
    });
    whole
}

/// Whether an edge with this difference of longitudes goes the other way round: 360 itself stays as given.
fn goes_round(delta_deg: f64) -> bool {
    delta_deg.abs() > 180.0 && delta_deg.abs() != 360.0
}

/// The side of the antimeridian on which a chain ends.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// At +180.
    West = 0,
    /// At -180.
    East = 1,
}

#[derive(Clone, Copy)]
struct End {
    crossing: usize,
    side: Side,
}

/// A stretch of a ring from one crossing to the next.
struct Chain {
    vertices: Vec<RawLonLat>,
    from: End,
    to: End,
}

/// Where a ring crosses: the latitude, and how steep it goes on eastward, which orders crossings in one point.
struct Crossing {
    lat: f64,
    slope: f64,
}

/// A vertex in -180 < x <= 180, and how many turns east of there it was given.
#[derive(Clone, Copy)]
struct Turned {
    x: f64,
    lat: f64,
    turns: i32,
    given_lon: f64,
}

#[derive(Default)]
struct Pieces {
    whole: Vec<Vec<RawLonLat>>,
    chains: Vec<Chain>,
    crossings: Vec<Crossing>,
}

impl Pieces {
    /// Adds a ring, broken into chains where it crosses.
    fn add_ring(&mut self, turned: &[Turned]) {
        let n = turned.len();
        let edge = |index: usize| (turned[index % n], turned[(index + 1) % n]);
        let crosses = |index: &usize| step_east(edge(*index)) != 0;
        let Some(first) = (0..n).find(crosses) else {
            self.whole
                .push(turned.iter().map(|vertex| [vertex.x, vertex.lat]).collect());
            return;
        };
        let mut start = self.cross(edge(first)).1;
        let mut vertices = vec![self.at(start)];
        let opening = start;
        for index in first + 1..=first + n {
            let (a, b) = edge(index);
            vertices.push([a.x, a.lat]);
            if step_east((a, b)) == 0 {
                continue;
            }
            let (to, next) = if index == first + n {
                (opening.other_side(), opening)
            } else {
                self.cross((a, b))
            };
            vertices.push(self.at(to));
            self.chains.push(Chain {
                vertices: std::mem::take(&mut vertices),
                from: start,
                to,
            });
            vertices.push(self.at(next));
            start = next;
        }
    }

    /// Adds a crossing; returns the end that comes to it and the end that leaves it.
    fn cross(&mut self, (a, b): (Turned, Turned)) -> (End, End) {
        let eastward = step_east((a, b)) > 0;
        let (west, east) = if eastward { (a, b) } else { (b, a) };
        let (before, after) = (180.0 - west.x, east.x + 180.0);
        let rise = east.lat - west.lat;
        let lat = west.lat + rise * (before / (before + after));
        self.crossings.push(Crossing {
            lat: lat.clamp(west.lat.min(east.lat), west.lat.max(east.lat)),
            slope: rise / (before + after),
        });
        let crossing = self.crossings.len() - 1;
        let side = if eastward { Side::West } else { Side::East };
        let to = End { crossing, side };
        (to, to.other_side())
    }

    /// Closes the area along a pole.
    fn add_pole(&mut self, pole: f64) {
        let crossing = self.crossings.len();
        self.crossings.push(Crossing {
            lat: pole,
            slope: pole,
        });
        let [from, to] = [Side::East, Side::West].map(|side| End { crossing, side });
        self.chains.push(Chain {
            vertices: vec![self.at(from), self.at(to)],
            from,
            to,
        });
    }

    /// The rings that the chains make when joined along the antimeridian.
    fn joined(&self) -> Vec<Vec<RawLonLat>> {
        let partners = self.partners();
        let ends = self.ends();
        let mut used = vec![false; self.chains.len()];
        let mut rings = Vec::new();
        for first in 0..self.chains.len() {
            let mut ring = Vec::new();
            let (mut at, mut forward) = (first, true);
            while !std::mem::replace(&mut used[at], true) {
                let chain = &self.chains[at];
                ring.extend(chain.walked(forward));
                let exit = if forward { chain.to } else { chain.from };
                (at, forward) = ends[partners[exit.crossing]][exit.side as usize];
            }
            if !ring.is_empty() {
                rings.push(ring);
            }
        }
        rings
    }

    /// For each crossing the one at the other end of the stretch inside.
    fn partners(&self) -> Vec<usize> {
        let key = |index: usize| (self.crossings[index].lat, self.crossings[index].slope);
        let mut order: Vec<usize> = (0..self.crossings.len()).collect();
        order.sort_by(|&a, &b| {
            let ((a_lat, a_slope), (b_lat, b_slope)) = (key(a), key(b));
            a_lat.total_cmp(&b_lat).then(a_slope.total_cmp(&b_slope))
        });
        let mut partners = vec![0; order.len()];
        for pair in order.chunks_exact(2) {
            partners[pair[0]] = pair[1];
            partners[pair[1]] = pair[0];
        }
        partners
    }

    /// For each crossing and side the chain that ends there, and whether with its first vertex.
    fn ends(&self) -> Vec<[(usize, bool); 2]> {
        let mut ends = vec![[(0, true); 2]; self.crossings.len()];
        for (index, chain) in self.chains.iter().enumerate() {
            ends[chain.from.crossing][chain.from.side as usize] = (index, true);
            ends[chain.to.crossing][chain.to.side as usize] = (index, false);
        }
        ends
    }

    /// The vertex at which a chain ends.
    fn at(&self, end: End) -> RawLonLat {
        let lon = match end.side {
            Side::West => 180.0,
            Side::East => -180.0,
        };
        [lon, self.crossings[end.crossing].lat]
    }
}

impl End {
    fn other_side(self) -> Self {
        let side = match self.side {
            Side::West => Side::East,
            Side::East => Side::West,
        };
        Self { side, ..self }
    }
}

impl Chain {
    fn walked(&self, forward: bool) -> Vec<RawLonLat> {
        let mut vertices = self.vertices.clone();
        if !forward {
            vertices.reverse();
        }
        vertices
    }
}

/// Brings a vertex to -180 < x <= 180, which is exact in floats.
fn turned(&[lon, lat]: &RawLonLat) -> Turned {
    let (x, turns) = if lon > 180.0 {
        (lon - 360.0, 1)
    } else if lon <= -180.0 {
        (lon + 360.0, -1)
    } else {
        (lon, 0)
    };
    Turned {
        x,
        lat,
        turns,
        given_lon: lon,
    }
}

/// The pole along which a ring is closed, if it runs around one.
fn closing_pole(ring: &[Turned]) -> Option<Pole> {
    let next = ring.iter().cycle().skip(1);
    let (mut turns, mut twice_under) = (0, 0);
    for (&a, &b) in ring.iter().zip(next) {
        let step = i128::from(step_east((a, b)));
        let width = e9(b.x) - e9(a.x) + step * e9(360.0);
        turns += step;
        twice_under += width * (e9(a.lat) + e9(b.lat));
    }
    (turns % 2 != 0).then(|| Pole::of_ring(turns, twice_under))
}

/// 1 if an edge crosses the antimeridian eastward, -1 if westward, else 0. No edge crosses twice: it is at most 180
/// long, or 360 and back at the same place.
fn step_east((a, b): (Turned, Turned)) -> i32 {
    let delta = b.given_lon - a.given_lon;
    let as_given = b.turns - a.turns;
    if !goes_round(delta) {
        as_given
    } else if delta > 0.0 {
        as_given - 1
    } else {
        as_given + 1
    }
}

/// Drops vertices that repeat the one before, and a last one that repeats the first.
fn without_repeats(ring: &mut Vec<RawLonLat>) {
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
}

#[cfg(test)]
#[path = "antimeridian_tests.rs"]
mod tests;
