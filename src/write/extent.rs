//! A frame in, the box around its coordinates as GeoJSON writes them out.
//!
//! GeoJSON opens with the box, so it must be known before the first feature. Making every row's shape for it would be
//! half of the work: instead each row first gets a box that can only be too large (`outer`), which is cheap. The rows
//! whose outer box reaches furthest are then measured as they are written, and so are those that still reach beyond
//! the box so found: seldom any.

use rayon::prelude::*;

use super::antimeridian::needs_cut;
use super::bounds::Bounds;
use super::geojson::{Decimals, shape};
use super::round::rounded_degrees;
use crate::table::{Frame, FrameGeometry, Outlines};

/// The box around all rows as they are written.
pub(super) fn extent(frame: &Frame<'_>, decimals: Decimals) -> Bounds {
    let FrameGeometry::Outlines(outlines, _) = frame.geometry else {
        return union(frame, decimals, 0..frame.n_rows);
    };
    let rows = (0..frame.n_rows).into_par_iter();
    let outer: Vec<Bounds> = rows.map(|row| outer(outlines, decimals, row)).collect();
    let found = union(frame, decimals, furthest(&outer));
    let beyond = (0..frame.n_rows)
        .into_par_iter()
        .filter(|&row| outer[row].union(found) != found);
    found.union(union(frame, decimals, beyond))
}

fn union(
    frame: &Frame<'_>,
    decimals: Decimals,
    rows: impl IntoParallelIterator<Item = usize>,
) -> Bounds {
    rows.into_par_iter()
        .map(|row| shape(frame, decimals, row).bounds())
        .reduce(|| Bounds::EMPTY, Bounds::union)
}

/// A box that holds whatever is written of a row: rounding moves a vertex to the rounded edge of the box at most, a
/// cut may move it anywhere, and rings that are left out only make the box smaller.
fn outer(outlines: &Outlines, decimals: Decimals, row: usize) -> Bounds {
    let rings = outlines.parts(row).flat_map(|part| outlines.rings(part));
    let around = rings.map(|ring| {
        let ring = outlines.ring(ring);
        if needs_cut(ring) {
            Bounds::WORLD
        } else {
            Bounds::around(ring)
        }
    });
    let exact = around.fold(Bounds::EMPTY, Bounds::union);
    match (decimals, exact.edges()) {
        (Decimals::Seven, Some([west, south, east, north])) => {
            let corners = [[west, south], [east, north]].map(|corner| corner.map(rounded_degrees));
            exact.union(Bounds::around(&corners))
        }
        _ => exact,
    }
}

/// The first rows whose boxes reach furthest west, south, east and north.
fn furthest(boxes: &[Bounds]) -> Vec<usize> {
    let sides: [fn(&Bounds) -> f64; 4] = [
        |bounds| bounds.west,
        |bounds| bounds.south,
        |bounds| -bounds.east,
        |bounds| -bounds.north,
    ];
    let first = |side: fn(&Bounds) -> f64| {
        let reach = |&a: &usize, &b: &usize| side(&boxes[a]).total_cmp(&side(&boxes[b]));
        (0..boxes.len()).min_by(reach)
    };
    sides.into_iter().filter_map(first).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{NestedRing, outline_frame, outlines};
    use super::*;

    /// Small rings, some near ±180, some that rounding collapses, some of too few vertices.
    fn ring() -> impl Strategy<Value = NestedRing> {
        let size = prop_oneof![Just(1.0), Just(1e-7), Just(1e-9)];
        let vertices = prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..6);
        let middle = prop_oneof![Just(179.5), Just(0.0), -180.0..180.0_f64];
        (middle, -80.0..80.0_f64, size, vertices).prop_map(|(lon, lat, size, vertices)| {
            let vertex = |(x, y): (f64, f64)| [lon + x * size, lat + y * size];
            (0, vertices.into_iter().map(vertex).collect())
        })
    }

    proptest! {
        #[test]
        fn it_is_the_box_around_every_row(
            rows in prop::collection::vec(prop::collection::vec(prop::collection::vec(ring(), 1..3), 0..3), 0..9),
            full in any::<bool>(),
        ) {
            let shapes = outlines(&rows);
            let frame = outline_frame(&shapes);
            let decimals = if full { Decimals::Full } else { Decimals::Seven };
            prop_assert_eq!(extent(&frame, decimals), union(&frame, decimals, 0..frame.n_rows));
        }
    }
}
