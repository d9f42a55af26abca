//! Frames and outlines for the tests of this stage.

use std::borrow::Cow;

use crate::table::{Column, Frame, FrameGeometry, Nesting, Outlines, RawLonLat, TextColumn};

/// A ring and how many rings hold it, innermost first in the list of its part.
pub(super) type NestedRing = (u32, Vec<RawLonLat>);

/// Rows of parts of rings; the parent of a hole is the nearest ring before it that is one less deep.
pub(super) fn outlines(rows: &[Vec<Vec<NestedRing>>]) -> (Outlines, Nesting) {
    let (mut outlines, mut nesting) = (Outlines::new(), Nesting::default());
    for row in rows {
        for part in row {
            let first = outlines.n_rings();
            for (index, (depth, ring)) in part.iter().enumerate() {
                for vertex in ring {
                    outlines.push_vertex(*vertex);
                }
                outlines.end_ring();
                let holder = part[..index].iter().rposition(|(d, _)| d + 1 == *depth);
                nesting.depth.push(*depth);
                nesting.parent.push(holder.map(|holder| first + holder));
            }
            outlines.end_part();
        }
        outlines.end_row();
    }
    (outlines, nesting)
}

/// One row of one part.
pub(super) fn region(rings: Vec<NestedRing>) -> (Outlines, Nesting) {
    outlines(&[vec![rings]])
}

/// A rectangle, counterclockwise and closed.
pub(super) fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Vec<RawLonLat> {
    vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ]
}

/// A frame of outlines alone.
pub(super) fn outline_frame((outlines, nesting): &(Outlines, Nesting)) -> Frame<'_> {
    Frame {
        name: "regions_test".to_owned(),
        n_rows: outlines.n_rows(),
        columns: Vec::new(),
        geometry: FrameGeometry::Outlines(outlines, nesting),
    }
}

/// A text column.
pub(super) fn text(fields: &[&str]) -> Column<'static> {
    Column::Text(Cow::Owned(fields.iter().copied().collect::<TextColumn>()))
}

/// The vertices in the text of GeoJSON coordinates. The standard library reads numbers to the bit; `serde_json` does
/// so only with a feature that is not on.
pub(super) fn vertices_in(coordinates: &str) -> Vec<RawLonLat> {
    let numbers: Vec<f64> = coordinates
        .split(['[', ']', ','])
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().unwrap())
        .collect();
    numbers.chunks(2).map(|pair| [pair[0], pair[1]]).collect()
}
