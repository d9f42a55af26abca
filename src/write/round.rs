//! Exact coordinates in, coordinates with 7 decimals (1.1 cm) out, without the repeats and slivers that rounding
//! leaves.

use std::borrow::Cow;

use super::polygon::{Polygon, Ring, doubled_area};

/// Units of 1e-7 degrees in a degree.
const PER_DEGREE: f64 = 1e7;

/// The nearest number with 7 decimals.
pub(super) fn rounded_degrees(degrees: f64) -> f64 {
    from_units(units(degrees))
}

/// The polygons with 7 decimals. Rings that collapse are left out, but of a row whose every shell collapses, the
/// largest polygon stays as it is.
pub(super) fn rounded_polygons(polygons: Vec<Polygon<'_>>) -> Vec<Polygon<'_>> {
    let rounded: Vec<_> = polygons.iter().filter_map(rounded_polygon).collect();
    if rounded.is_empty() {
        largest(polygons).into_iter().collect()
    } else {
        rounded
    }
}

fn rounded_polygon(polygon: &Polygon<'_>) -> Option<Polygon<'static>> {
    Some(Polygon {
        shell: rounded_ring(&polygon.shell)?,
        holes: polygon.holes.iter().filter_map(rounded_ring).collect(),
    })
}

/// The ring without vertices that now repeat the one before; `None` where no area is left.
fn rounded_ring(ring: &Ring<'_>) -> Option<Ring<'static>> {
    let mut vertices: Vec<[i64; 2]> = ring.vertices.iter().map(|at| at.map(units)).collect();
    vertices.dedup();
    while vertices.len() > 1 && vertices.first() == vertices.last() {
        vertices.pop();
    }
    let area = doubled_area_in_units(&vertices);
    (area != 0).then(|| Ring {
        vertices: Cow::Owned(vertices.iter().map(|at| at.map(from_units)).collect()),
        clockwise: area < 0,
    })
}

/// The polygon with the largest shell, the first of equals.
fn largest(polygons: Vec<Polygon<'_>>) -> Option<Polygon<'_>> {
    let area = |polygon: &Polygon<'_>| doubled_area(&polygon.shell.vertices).abs();
    polygons.into_iter().reduce(|best, next| {
        if area(&next) > area(&best) {
            next
        } else {
            best
        }
    })
}

/// The nearest whole number of units, as decimal rounding gives it: half to even, and half is judged on the exact
/// value, not on the rounded product.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "degrees in -180..=360 are at most 3.6e9 units"
)]
fn units(degrees: f64) -> i64 {
    let product = degrees * PER_DEGREE;
    let toward_zero = product as i64;
    let rest = product - toward_zero as f64;
    let beyond_half = if rest.abs() == 0.5 {
        // The product may have been rounded to the half: what is missing decides.
        let missing = degrees.mul_add(PER_DEGREE, -product) * rest;
        missing > 0.0 || (missing == 0.0 && toward_zero % 2 != 0)
    } else {
        rest.abs() > 0.5
    };
    if beyond_half {
        toward_zero + rest.signum() as i64
    } else {
        toward_zero
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "units of coordinates stay far below 2^53"
)]
fn from_units(units: i64) -> f64 {
    units as f64 / PER_DEGREE
}

/// Twice the signed area in square units, exactly; 0 for fewer than three vertices.
fn doubled_area_in_units(vertices: &[[i64; 2]]) -> i128 {
    let cross = |a: &[i64; 2], b: &[i64; 2]| {
        i128::from(a[0]) * i128::from(b[1]) - i128::from(a[1]) * i128::from(b[0])
    };
    let closing = vertices.last().zip(vertices.first());
    let edges = vertices.windows(2).map(|edge| cross(&edge[0], &edge[1]));
    edges.sum::<i128>() + closing.map_or(0, |(last, first)| cross(last, first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::RawLonLat;

    fn ring(vertices: &[RawLonLat]) -> Ring<'_> {
        Ring {
            vertices: Cow::Borrowed(vertices),
            clockwise: doubled_area(vertices) < 0.0,
        }
    }

    /// Rounding by way of text, which is exact.
    fn decimals(degrees: f64) -> f64 {
        format!("{degrees:.7}").parse().unwrap()
    }

    fn polygon(vertices: &[RawLonLat]) -> Polygon<'_> {
        Polygon {
            shell: ring(vertices),
            holes: Vec::new(),
        }
    }

    #[test]
    fn ties_are_judged_on_the_exact_value() {
        for degrees in [
            12.345_678_95,
            -0.000_000_05,
            0.000_000_25,
            179.999_999_95,
            1e-300,
        ] {
            assert_eq!(rounded_degrees(degrees), decimals(degrees), "{degrees:e}");
        }
        assert!(rounded_degrees(-1e-9).is_sign_positive());
    }

    #[test]
    fn a_ring_that_collapses_goes_unless_it_is_the_last() {
        let island = [[1.0, 1.0], [1.000_000_01, 1.0], [1.0, 1.000_000_01]];
        let islet = [[2.0, 2.0], [2.000_000_001, 2.0], [2.0, 2.000_000_001]];
        let land = [[0.0, 0.0], [0.5, 0.0], [0.0, 0.5]];
        let kept = rounded_polygons(vec![polygon(&island), polygon(&land)]);
        assert_eq!(kept, [polygon(&land)]);
        let kept = rounded_polygons(vec![polygon(&islet), polygon(&island)]);
        assert_eq!(kept, [polygon(&island)]);
        assert!(rounded_polygons(Vec::new()).is_empty());
    }

    #[test]
    fn the_direction_is_that_of_the_rounded_ring() {
        // Counterclockwise as given, clockwise once rounded.
        let sliver = [
            [0.0, 0.0],
            [1.0, 0.0],
            [0.5, 0.000_000_04],
            [0.0, -0.000_000_06],
        ];
        let rounded = rounded_ring(&ring(&sliver)).unwrap();
        assert_eq!(rounded.clockwise, doubled_area(&rounded.vertices) < 0.0);
    }

    #[test]
    fn repeats_are_dropped_and_the_first_vertex_stays() {
        let near = [
            [5.0, 5.0],
            [5.000_000_01, 5.0],
            [6.0, 5.0],
            [5.0, 6.0],
            [5.0, 5.000_000_01],
        ];
        let rounded = rounded_ring(&ring(&near)).unwrap();
        assert_eq!(*rounded.vertices, [[5.0, 5.0], [6.0, 5.0], [5.0, 6.0]]);
    }

    proptest! {
        #[test]
        fn rounding_is_decimal_rounding(
            degrees in prop_oneof![
                -180.0..360.0,
                (-1.8e9..3.6e9_f64).prop_map(|n| (n.floor() + 0.5) / 1e7),
                (-1.8e10..3.6e10_f64).prop_map(|n| n.floor() / 1e8),
            ],
        ) {
            prop_assert_eq!(rounded_degrees(degrees), decimals(degrees));
        }
    }
}
