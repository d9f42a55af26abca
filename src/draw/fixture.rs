//! Rings written as literals, or shares of bends, in; outlines out.
#![expect(clippy::cast_precision_loss, reason = "small numbers")]

use crate::table::{Outlines, RawLonLat};

/// Regions of parts of rings.
pub(super) fn outlines(regions: &[Vec<Vec<Vec<RawLonLat>>>]) -> Outlines {
    let mut outlines = Outlines::new();
    for region in regions {
        for part in region {
            for ring in part {
                outlines.extend_ring(ring.iter().copied());
                outlines.end_ring();
            }
            outlines.end_part();
        }
        outlines.end_row();
    }
    outlines
}

/// Regions of one ring each.
pub(super) fn simple(rings: &[Vec<RawLonLat>]) -> Outlines {
    let regions: Vec<_> = rings.iter().map(|ring| vec![vec![ring.clone()]]).collect();
    outlines(&regions)
}

/// An open ring, counterclockwise from the southwest.
pub(super) fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Vec<RawLonLat> {
    vec![[west, south], [east, south], [east, north], [west, north]]
}

pub(super) fn reversed(ring: &[RawLonLat]) -> Vec<RawLonLat> {
    ring.iter().rev().copied().collect()
}

/// A partition into `columns` × `rows` cells of 0.1°, whose sides bend by the shares given, at most a fifth of a cell, and
/// less near the corners: sides do not cross.
pub(super) fn partition(columns: usize, rows: usize, bends: &[f64]) -> Outlines {
    let cells = (0..columns * rows).map(|cell| {
        let (x, y) = (cell % columns, cell / columns);
        let corners = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]];
        let sides = (0..4).map(|side| [corners[side], corners[(side + 1) % 4]]);
        sides.flat_map(|side| bent(side, bends)).collect()
    });
    simple(&cells.collect::<Vec<_>>())
}

/// The vertices of a side but its last; the same for both cells that it parts.
fn bent([from, to]: [[usize; 2]; 2], bends: &[f64]) -> Vec<RawLonLat> {
    const STEPS: usize = 12;
    let [low, high] = [from.min(to), from.max(to)];
    let is_flat = low[1] == high[1];
    let first_bend = (low[0] * 31 + low[1] * 17 + usize::from(is_flat) * 7) * STEPS;
    let mut line: Vec<RawLonLat> = (0..=STEPS)
        .map(|step| {
            let along = step as f64 / STEPS as f64;
            let bend = bends[(first_bend + step) % bends.len()] * 0.4 * along.min(1.0 - along);
            let [x, y] = low.map(|at| at as f64);
            let at = if is_flat {
                [x + along, y + bend]
            } else {
                [x + bend, y + along]
            };
            [10.0 + at[0] * 0.1, 50.0 + at[1] * 0.1]
        })
        .collect();
    if from > to {
        line.reverse();
    }
    line.pop();
    line
}
