//! A shape in, its well-known binary out.

use super::table::{Ring, Shape};

pub(super) fn of(shape: &Shape) -> Vec<u8> {
    match shape {
        Shape::Point(point) => [head(1), numbers(point)].concat(),
        Shape::Polygons(polygons) => {
            let polygon = |rings: &Vec<Ring>| {
                [head(3), counted(rings, |ring| counted(ring, numbers))].concat()
            };
            [head(6), counted(polygons, polygon)].concat()
        }
    }
}

/// Little-endian, of that type.
fn head(kind: u32) -> Vec<u8> {
    [&[1][..], &kind.to_le_bytes()].concat()
}

fn counted<T>(items: &[T], write: impl Fn(&T) -> Vec<u8>) -> Vec<u8> {
    let count = u32::try_from(items.len()).unwrap();
    let items: Vec<u8> = items.iter().flat_map(write).collect();
    [&count.to_le_bytes()[..], &items].concat()
}

fn numbers(point: &[f64; 2]) -> Vec<u8> {
    point
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}
