//! Outlines and the parents of their rows in, lines along the borders out: each border once, and told by what it parts.

use super::path::push_line;
use super::projection::Projection;
use super::topology::Topology;
use crate::table::{Outlines, RawLonLat, TextColumn};

/// Path data of borders, in units of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Borders {
    /// Between regions of one parent.
    pub(super) inner: String,
    /// Between regions of different parents.
    pub(super) parent: String,
    /// Between a region and none: coasts, and the country's own border.
    pub(super) outer: String,
}

/// The borders of regions; `parents` are blank where they are not known.
pub(super) fn borders(
    outlines: &Outlines,
    parents: &TextColumn,
    projection: &Projection,
) -> Borders {
    let topology = Topology::of((0..outlines.n_rings()).map(|ring| outlines.ring(ring)));
    let mut borders = Borders::default();
    for (arc, sides) in sides(outlines, &topology).into_iter().enumerate() {
        let path = match sides {
            [Some(a), Some(b)] if parents.get(a) == parents.get(b) => &mut borders.inner,
            [Some(_), Some(_)] => &mut borders.parent,
            _ => &mut borders.outer,
        };
        let vertices: Vec<RawLonLat> = topology.arc(arc).collect();
        for line in without_cuts(&vertices) {
            push_line(path, &projection.line_in_units(line));
        }
    }
    borders
}

/// The rows on both sides of each arc: the first two different ones.
fn sides(outlines: &Outlines, topology: &Topology) -> Vec<[Option<usize>; 2]> {
    let mut sides = vec![[None; 2]; topology.n_arcs()];
    for row in 0..outlines.n_rows() {
        for ring in outlines.parts(row).flat_map(|part| outlines.rings(part)) {
            for arc_use in topology.ring(ring) {
                match &mut sides[arc_use.arc] {
                    [first @ None, _] => *first = Some(row),
                    [Some(first), second @ None] if *first != row => *second = Some(row),
                    _ => {}
                }
            }
        }
    }
    sides
}

/// The stretches of a line that are borders: what runs along ±180 is where outlines are cut.
fn without_cuts(line: &[RawLonLat]) -> impl Iterator<Item = &[RawLonLat]> {
    let is_at_180 = |vertex: &RawLonLat| vertex[0].abs() == 180.0;
    line.chunk_by(move |a, b| !(is_at_180(a) && is_at_180(b)))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{rectangle, simple};
    use super::*;

    fn drawn(rings: &[Vec<RawLonLat>], parents: &[&str]) -> Borders {
        let outlines = simple(rings);
        let projection = Projection::fit(&[&outlines], 10.0, 10.0);
        borders(&outlines, &parents.iter().copied().collect(), &projection)
    }

    #[test]
    fn every_border_is_drawn_once_by_what_it_parts() {
        let cells = [0.0, 1.0, 2.0].map(|x| rectangle(x * 1e-2, 0.0, (x + 1.0) * 1e-2, 1e-2));
        let found = drawn(&cells, &["a", "a", "b"]);
        assert_eq!(found.inner, "M33 33v-33");
        assert_eq!(found.parent, "M67 33v-33");
        assert_eq!(found.outer.matches('M').count(), 4);
    }

    #[test]
    fn no_border_runs_where_outlines_are_cut() {
        let halves = [
            rectangle(179.0, 0.0, 180.0, 2.0),
            rectangle(-180.0, 0.0, -179.0, 2.0),
        ];
        let found = drawn(&halves, &["", ""]);
        assert_eq!(found.outer, "M0 100h50M50 0h-50v100M50 100h50v-100h-50");
    }
}
