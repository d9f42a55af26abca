use ::flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use proptest::prelude::*;

use super::super::fixture::{outline_frame, outlines, rectangle, text};
use super::*;
use crate::lonlat::LonLat;

fn written(frame: &Frame<'_>) -> (Vec<u8>, u64) {
    let mut file = Vec::new();
    let features = flatgeobuf(frame, &mut file).unwrap();
    (file, features)
}

fn points(positions: &[Option<LonLat>]) -> Frame<'_> {
    let rows = (0..positions.len()).map(|row| i64::try_from(row).ok());
    Frame {
        name: "schools".to_owned(),
        n_rows: positions.len(),
        columns: vec![("row".to_owned(), Column::Integer(rows.collect()))],
        geometry: FrameGeometry::Points(positions),
    }
}

fn rows_in(file: &[u8], bbox: Option<[f64; 4]>) -> Vec<i64> {
    let reader = FgbReader::open(io::Cursor::new(file)).unwrap();
    let mut rows = Vec::new();
    let mut push = |row: String| rows.push(row.parse().unwrap());
    if let Some([west, south, east, north]) = bbox {
        let mut features = reader.select_bbox(west, south, east, north).unwrap();
        while let Some(feature) = features.next().unwrap() {
            push(feature.property("row").unwrap());
        }
    } else {
        let mut features = reader.select_all().unwrap();
        while let Some(feature) = features.next().unwrap() {
            push(feature.property("row").unwrap());
        }
    }
    rows
}

#[test]
fn the_header_tells_names_types_system_and_box() {
    let shapes = outlines(&[vec![vec![(0, rectangle(0.5, 0.0, 2.0, 1.0))]], Vec::new()]);
    let frame = Frame {
        columns: vec![
            ("region_id".to_owned(), text(&["A", "B"])),
            ("n".to_owned(), Column::Integer(vec![Some(1), None].into())),
            (
                "share".to_owned(),
                Column::Real(vec![None, Some(0.5)].into()),
            ),
        ],
        ..outline_frame(&shapes)
    };
    let (file, features) = written(&frame);
    assert_eq!(features, 1);
    let reader = FgbReader::open(&file[..]).unwrap();
    let header = reader.header();
    assert_eq!(header.name(), Some("regions_test"));
    assert_eq!(header.geometry_type(), GeometryType::MultiPolygon);
    assert_eq!((header.features_count(), header.index_node_size()), (1, 16));
    assert_eq!(header.crs().unwrap().code(), 4326);
    let envelope: Vec<f64> = header.envelope().unwrap().iter().collect();
    assert_eq!(envelope, [0.5, 0.0, 2.0, 1.0]);
    let columns = header.columns().unwrap();
    let types: Vec<_> = columns
        .iter()
        .map(|c| (c.name(), c.type_(), c.nullable()))
        .collect();
    let expected = [
        ("region_id", ColumnType::String, true),
        ("n", ColumnType::Long, true),
        ("share", ColumnType::Double, true),
    ];
    assert_eq!(types, expected);
}

#[test]
fn no_features_are_a_file_with_columns() {
    for positions in [&[][..], &[None, None][..]] {
        let (file, features) = written(&points(positions));
        assert_eq!(features, 0);
        let reader = FgbReader::open(&file[..]).unwrap();
        assert_eq!(reader.header().columns().unwrap().len(), 1);
        assert_eq!(reader.header().index_node_size(), 0);
        assert!(rows_in(&file, None).is_empty());
    }
}

#[test]
fn rows_of_one_place_keep_their_order() {
    let here = [LonLat::new(36.0, -1.0).ok(); 600];
    let (file, _) = written(&points(&here));
    assert_eq!(rows_in(&file, None), (0..600).collect::<Vec<_>>());
}

#[test]
fn too_many_columns_are_an_error() {
    let positions = [LonLat::new(0.0, 0.0).ok()];
    let column = ("c".to_owned(), Column::Integer(vec![Some(1)].into()));
    let frame = Frame {
        columns: vec![column; 65_537],
        ..points(&positions)
    };
    let error = flatgeobuf(&frame, &mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_index_finds_what_a_look_at_every_point_finds(
        coordinates in prop::collection::vec(prop::option::of((-20_i32..20, -20_i32..20)), 0..700),
        boxes in prop::collection::vec((-22_i32..22, -22_i32..22, 0_i32..20, 0_i32..20), 8),
    ) {
        let positions: Vec<Option<LonLat>> = coordinates
            .iter()
            .map(|at| at.and_then(|(lon, lat)| LonLat::new(lon.into(), lat.into()).ok()))
            .collect();
        let (file, features) = written(&points(&positions));
        prop_assert_eq!(features, positions.iter().flatten().count() as u64);
        if features == 0 {
            return Ok(());
        }
        for (west, south, width, height) in boxes {
            let inside = |at: &LonLat| {
                (f64::from(west)..=f64::from(west + width)).contains(&at.lon_deg())
                    && (f64::from(south)..=f64::from(south + height)).contains(&at.lat_deg())
            };
            let bbox = [west, south, west + width, south + height].map(f64::from);
            let mut found = rows_in(&file, Some(bbox));
            found.sort_unstable();
            let expected: Vec<i64> = (0_i64..)
                .zip(&positions)
                .filter_map(|(row, at)| at.as_ref().is_some_and(inside).then_some(row))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
