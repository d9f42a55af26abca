//! What is written of rings around a pole holds the points that are placed in them.

use geojson::{FeatureCollection, GeometryValue};
use proptest::prelude::*;
use schoolreach::LonLat;
use schoolreach::locate::{RegionIndex, nesting};
use schoolreach::table::{Frame, FrameGeometry, Outlines, Placement};
use schoolreach::write::{Decimals, geojson};

/// A ring around the Earth, open, with these latitudes.
fn ring(lats: &[f64], start: f64, from: f64, westward: bool) -> Vec<[f64; 2]> {
    let step = 360.0 / f64::from(u32::try_from(lats.len()).unwrap());
    let mut lon = start;
    let mut ring: Vec<[f64; 2]> = lats
        .iter()
        .map(|lat| {
            lon += step;
            [(lon - from).rem_euclid(360.0) + from, *lat]
        })
        .collect();
    if westward {
        ring.reverse();
    }
    ring
}

/// One region of one part.
fn region(rings: &[Vec<[f64; 2]>]) -> Outlines {
    let mut outlines = Outlines::new();
    push_part(&mut outlines, rings);
    outlines.end_row();
    outlines
}

fn push_part(outlines: &mut Outlines, rings: &[Vec<[f64; 2]>]) {
    for ring in rings {
        for vertex in ring {
            outlines.push_vertex(*vertex);
        }
        outlines.end_ring();
    }
    outlines.end_part();
}

/// The outlines as they are written, read back.
fn written(outlines: &Outlines) -> Outlines {
    let nesting = nesting(outlines);
    let frame = Frame {
        name: "r".to_owned(),
        n_rows: 1,
        columns: Vec::new(),
        geometry: FrameGeometry::Outlines(outlines, &nesting),
    };
    let mut file = Vec::new();
    geojson(&frame, Decimals::Full, &mut file).unwrap();
    let collection: FeatureCollection = serde_json::from_slice(&file).unwrap();
    let mut back = Outlines::new();
    if let Some(geometry) = &collection.features[0].geometry {
        let GeometryValue::MultiPolygon { coordinates } = &geometry.value else {
            panic!("{geometry:?}");
        };
        for polygon in coordinates {
            let rings: Vec<Vec<[f64; 2]>> = polygon
                .iter()
                .map(|ring| ring.iter().map(|at| [at[0], at[1]]).collect())
                .collect();
            push_part(&mut back, &rings);
        }
    }
    back.end_row();
    back
}

fn holds(outlines: &Outlines, probes: &[Option<LonLat>]) -> Vec<bool> {
    let placed = RegionIndex::build(outlines).locate(probes, 0.0).placement;
    placed
        .iter()
        .map(|placement| *placement == Placement::Inside)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rings_around_a_pole_are_closed_alike(
        wide in prop::collection::vec(-60.0..60.0_f64, 3..12),
        narrow in prop::collection::vec((-8..=8_i8, prop::collection::vec(-4.0..4.0_f64, 3..12)), 0..4),
        alone in any::<bool>(),
        start in -180.0..180.0_f64,
        from in prop_oneof![Just(-180.0), Just(0.0)],
        westward in any::<bool>(),
        probes in prop::collection::vec((-179.9..179.9_f64, -89.9..89.9_f64), 40),
    ) {
        let mut rings = Vec::new();
        if alone {
            rings.push(ring(&wide, start, from, westward));
        } else {
            let mut bands = narrow;
            bands.sort_by_key(|band| band.0);
            bands.dedup_by_key(|band| band.0);
            for (tens, offsets) in &bands {
                let lats: Vec<f64> = offsets.iter().map(|lat| f64::from(*tens) * 10.0 + lat).collect();
                rings.push(ring(&lats, start, from, westward));
            }
        }
        let given = region(&rings);
        let probes: Vec<_> = probes.into_iter().map(|(lon, lat)| LonLat::new(lon, lat).ok()).collect();
        prop_assert_eq!(holds(&given, &probes), holds(&written(&given), &probes));
    }
}
