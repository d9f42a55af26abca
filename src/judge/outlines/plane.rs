//! Outlines in, their rings laid on a plane as overlays want them out: shells counterclockwise, holes clockwise.

use geo::bool_ops::FillRule;
use geo::{BooleanOps, Coord, LineString, MultiPolygon, OpType, Winding};
use rayon::prelude::*;
use rstar::AABB;

use super::crossings::Crossing;
use crate::table::{Nesting, Outlines, RawLonLat};

/// Where outlines lie beyond the antimeridian, parts that lie wholly west of this are taken to lie beyond it, too.
const FAR_WEST_DEG: f64 = -90.0;

/// A part of a region.
pub(super) struct Part {
    pub(super) row: usize,
    pub(super) rings: Rings,
    pub(super) envelope: AABB<RawLonLat>,
}

/// Rings that are filled together.
#[derive(Clone, Debug, Default)]
pub(super) struct Rings(pub(super) Vec<LineString>);

impl BooleanOps for Rings {
    type Scalar = f64;

    fn rings(&self) -> impl Iterator<Item = &LineString> {
        self.0.iter()
    }
}

impl Rings {
    /// The union of what the rings run around counterclockwise.
    pub(super) fn united(&self) -> MultiPolygon {
        self.filled(FillRule::NonZero)
    }

    /// What a rule says that the rings fill.
    pub(super) fn filled(&self, rule: FillRule) -> MultiPolygon {
        self.boolean_op_with_fill_rule(&Self::default(), OpType::Union, rule)
    }

    fn envelope(&self) -> Option<AABB<RawLonLat>> {
        let mut corners = self.0.iter().flat_map(LineString::coords);
        let first = corners.next()?;
        let (mut low, mut high) = ([first.x, first.y], [first.x, first.y]);
        for at in corners {
            low = [low[0].min(at.x), low[1].min(at.y)];
            high = [high[0].max(at.x), high[1].max(at.y)];
        }
        Some(AABB::from_corners(low, high))
    }
}

impl From<MultiPolygon> for Rings {
    fn from(polygons: MultiPolygon) -> Self {
        let rings = polygons.into_iter().flat_map(|polygon| {
            let (mut shell, mut holes) = polygon.into_inner();
            shell.make_ccw_winding();
            holes.iter_mut().for_each(Winding::make_cw_winding);
            std::iter::once(shell).chain(holes)
        });
        Self(rings.collect())
    }
}

/// Lays out the parts of all regions. Parts whose edges cross are cut up by the even-odd rule first; regions that are
/// entangled, and parts that run around a pole, are left out.
pub(super) fn lay_out(
    outlines: &Outlines,
    nesting: &Nesting,
    crossings: &[Option<Crossing>],
) -> Vec<Part> {
    let rows = (0..outlines.n_rows()).into_par_iter();
    let mut parts: Vec<Part> = rows
        .filter(|row| !crossings[*row].is_some_and(|crossing| crossing.is_cut))
        .flat_map_iter(|row| {
            let is_crossed = crossings[row].is_some();
            let parts = outlines.parts(row);
            parts.filter_map(move |part| of_part(outlines, nesting, row, part, is_crossed))
        })
        .collect();
    let is_beyond = |part: &Part| part.envelope.upper()[0] > 180.0;
    if parts.iter().any(is_beyond) {
        parts.iter_mut().for_each(move_far_west_beyond);
    }
    parts
}

fn of_part(
    outlines: &Outlines,
    nesting: &Nesting,
    row: usize,
    part: usize,
    is_crossed: bool,
) -> Option<Part> {
    let mut rings = Vec::new();
    for ring in outlines.rings(part) {
        if let Some(mut line) = closed(outlines.ring(ring)) {
            if nesting.depth[ring].is_multiple_of(2) {
                line.make_ccw_winding();
            } else {
                line.make_cw_winding();
            }
            rings.push(line);
        }
    }
    let is_wide = |rings: &[LineString]| rings.iter().any(has_wide_edge);
    if is_wide(&rings) {
        rings.iter_mut().for_each(move_west_beyond);
        if is_wide(&rings) {
            return None;
        }
        for (line, ring) in rings.iter_mut().zip(outlines.rings(part)) {
            if nesting.depth[ring].is_multiple_of(2) {
                line.make_ccw_winding();
            } else {
                line.make_cw_winding();
            }
        }
    }
    let mut rings = Rings(rings);
    if is_crossed {
        rings = rings.filled(FillRule::EvenOdd).into();
    }
    let envelope = rings.envelope()?;
    Some(Part {
        row,
        rings,
        envelope,
    })
}

/// A ring without repeated vertices, its last repeating its first; `None` where it has fewer than three.
pub(super) fn closed(ring: &[RawLonLat]) -> Option<LineString> {
    let mut vertices: Vec<Coord> = ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
    vertices.dedup();
    if vertices.first() != vertices.last() {
        vertices.push(*vertices.first()?);
    }
    (vertices.len() >= 4).then_some(LineString(vertices))
}

/// Whether an edge is to go the short way around the Earth.
fn has_wide_edge(ring: &LineString) -> bool {
    ring.lines().any(|edge| {
        let width = (edge.end.x - edge.start.x).abs();
        width > 180.0 && width != 360.0
    })
}

fn move_west_beyond(ring: &mut LineString) {
    for vertex in ring.coords_mut().filter(|vertex| vertex.x < 0.0) {
        vertex.x += 360.0;
    }
}

fn move_far_west_beyond(part: &mut Part) {
    if part.envelope.upper()[0] < FAR_WEST_DEG {
        part.rings.0.iter_mut().for_each(move_west_beyond);
        let beyond = |[lon, lat]: RawLonLat| [lon + 360.0, lat];
        let (low, high) = (part.envelope.lower(), part.envelope.upper());
        part.envelope = AABB::from_corners(beyond(low), beyond(high));
    }
}
