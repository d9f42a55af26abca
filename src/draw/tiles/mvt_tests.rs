//! The bytes of layers are those that the crate `mvt` makes.

use mvt::{GeomEncoder, GeomType, Tile};
use proptest::prelude::*;

use super::*;

const KEYS: [&str; 4] = ["name", "n_schools", "share", "is_rt_connected"];

/// A feature: a point, or the ring of a square of this side, and its attributes.
type Row = (u64, [i32; 2], Option<i32>, (String, u64, f64, bool));

fn square([x, y]: [i32; 2], side: i32) -> [[i32; 2]; 4] {
    [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
}

fn ours(rows: &[Row]) -> Vec<u8> {
    let mut layer = Layer::new("schools", &KEYS);
    for (id, at, side, (name, count, share, truth)) in rows {
        let mut commands = Vec::new();
        let geometry = match side {
            None => Geometry::Point(*at),
            Some(side) => {
                push_ring(&mut commands, &mut [0, 0], &square(*at, *side));
                Geometry::Polygons(&commands)
            }
        };
        let attributes = [
            (0, Value::Text(name)),
            (1, Value::Count(*count)),
            (2, Value::real(*share)),
            (3, Value::Truth(*truth)),
        ];
        layer.add(*id, geometry, attributes);
    }
    let mut tile = Vec::new();
    layer.push(&mut tile);
    tile
}

fn oracle(rows: &[Row]) -> Vec<u8> {
    let mut tile = Tile::new(EXTENT.unsigned_abs());
    let mut layer = tile.create_layer("schools");
    for (id, at, side, (name, count, share, truth)) in rows {
        let points = side.map_or_else(|| vec![*at], |side| square(*at, side).to_vec());
        let kind = side.map_or(GeomType::Point, |_| GeomType::Polygon);
        let encoder = points
            .iter()
            .fold(GeomEncoder::new(kind), |encoder, [x, y]| {
                encoder.point(f64::from(*x), f64::from(*y)).unwrap()
            });
        let mut feature = layer.into_feature(encoder.encode().unwrap());
        feature.set_id(*id);
        feature.add_tag_string("name", name);
        feature.add_tag_uint("n_schools", *count);
        feature.add_tag_double("share", *share);
        feature.add_tag_bool("is_rt_connected", *truth);
        layer = feature.into_layer();
    }
    if layer.num_features() > 0 {
        tile.add_layer(layer).unwrap();
    }
    tile.to_bytes().unwrap()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let coordinate = -100_i32..5000;
    let attributes = ("[a-dçãé]{0,3}", 0_u64..200, 0.01..1.0, any::<bool>());
    let row = (
        any::<u64>(),
        [coordinate.clone(), coordinate],
        prop::option::of(1_i32..300),
        attributes,
    );
    prop::collection::vec(row, 0..20)
}

proptest! {
    #[test]
    fn the_bytes_are_those_of_the_crate(rows in rows()) {
        prop_assert_eq!(ours(&rows), oracle(&rows));
    }

    #[test]
    fn the_length_of_a_number_is_foretold(number in any::<u32>()) {
        let mut bytes = Vec::new();
        push_varint(&mut bytes, number.into());
        prop_assert_eq!(bytes.len() as u64, n_varint_bytes(number));
    }
}
