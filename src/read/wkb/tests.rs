//! Geometries of every type and dimension, claims without bytes, damage.

use super::*;
use crate::read::testing::{mutants, square};
use crate::table::GeometryKind;

/// A geometry of a type with its content, little-endian.
fn little(kind: u32, content: &[u8]) -> Vec<u8> {
    [&[1][..], &kind.to_le_bytes(), content].concat()
}

fn counted(items: &[Vec<u8>]) -> Vec<u8> {
    let count = u32::try_from(items.len()).unwrap();
    [&count.to_le_bytes()[..], &items.concat()].concat()
}

fn position(numbers: &[f64]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

fn ring(x: f64, y: f64, more: &[f64]) -> Vec<u8> {
    let positions = square(x, y).into_iter();
    let positions = positions.map(|vertex| position(&[&vertex[..], more].concat()));
    counted(&positions.collect::<Vec<_>>())
}

fn polygon(kind: u32, more: &[f64]) -> Vec<u8> {
    little(
        kind,
        &counted(&[ring(0.0, 0.0, more), ring(0.2, 0.2, more)]),
    )
}

fn read(bytes: &[u8]) -> Geometries {
    let mut geometries = Geometries::default();
    push(bytes, &mut geometries);
    assert_eq!(geometries.outlines.n_rows(), 1);
    geometries
}

fn kind(bytes: &[u8]) -> GeometryKind {
    read(bytes).kinds.remove(0)
}

#[test]
fn heights_measures_and_reference_systems_are_passed_over() {
    let expected = read(&polygon(3, &[]));
    assert_eq!(expected.kinds, [GeometryKind::Polygonal]);
    assert_eq!(expected.outlines.n_rings(), 2);
    assert_eq!(expected.outlines.ring(0), square(0.0, 0.0));
    for (kind, more) in [
        (1_003, &[7.0][..]),
        (2_003, &[f64::NAN]),
        (3_003, &[7.0, 8.0]),
        (3 | HAS_HEIGHT, &[7.0]),
        (3 | HAS_MEASURE | HAS_HEIGHT, &[7.0, 8.0]),
    ] {
        assert_eq!(read(&polygon(kind, more)), expected, "{kind:#x}");
    }
    let rings = polygon(3, &[]).split_off(5);
    let with_srid = [&4_326_u32.to_le_bytes()[..], &rings].concat();
    assert_eq!(read(&little(3 | HAS_SRID, &with_srid)), expected);
}

#[test]
fn both_byte_orders_are_read() {
    let point = [
        &[0][..],
        &[0, 0, 0, 1],
        &36.5_f64.to_be_bytes(),
        &(-1.25_f64).to_be_bytes(),
    ];
    let geometries = read(&point.concat());
    assert_eq!(geometries.points, [[36.5, -1.25]]);
    let mixed = little(7, &counted(&[point.concat()]));
    assert_eq!(read(&mixed), geometries);
}

#[test]
fn collections_are_flattened() {
    let parts = little(6, &counted(&[polygon(3, &[]), polygon(3, &[])]));
    assert_eq!(read(&parts).outlines.n_parts(), 2);
    let line = little(2, &counted(&[position(&[0.0, 0.0]), position(&[1.0, 1.0])]));
    assert_eq!(kind(&line), GeometryKind::Other("LineString".to_owned()));
    let both = little(7, &counted(&[line, parts]));
    assert_eq!(kind(&both), GeometryKind::Polygonal);
}

#[test]
fn empty_ones_are_missing() {
    let nan = position(&[f64::NAN, f64::NAN]);
    for empty in [
        little(1, &nan),
        little(3, &[0; 4]),
        little(6, &[0; 4]),
        little(2, &[0; 4]),
    ] {
        assert_eq!(kind(&empty), GeometryKind::Missing);
    }
}

#[test]
fn claims_without_bytes_are_refused() {
    for count in [1, u32::MAX] {
        for number in [2, 3, 4, 5, 6, 7, 12] {
            let claim = little(number, &count.to_le_bytes());
            assert!(matches!(kind(&claim), GeometryKind::Broken(_)), "{number}");
        }
    }
    let nested = (0..100_000).fold(Vec::new(), |mut bytes: Vec<u8>, _| {
        bytes.extend_from_slice(&little(7, &1_u32.to_le_bytes()));
        bytes
    });
    insta::assert_snapshot!(reason(&nested), @"expected collections at most 32 deep, found deeper ones");
    insta::assert_snapshot!(reason(&little(10, &[])), @"expected a type of geometry with straight edges, found number 10");
    insta::assert_snapshot!(reason(&little(1, &position(&[1.0, f64::INFINITY]))), @"expected finite coordinates, found 1 inf");
}

fn reason(bytes: &[u8]) -> String {
    match kind(bytes) {
        GeometryKind::Broken(reason) => reason,
        other => format!("{other:?}"),
    }
}

#[test]
fn every_cut_is_broken_and_no_change_is_a_panic() {
    let whole = little(6, &counted(&[polygon(3, &[]), polygon(1_003, &[7.0])]));
    assert_eq!(kind(&whole), GeometryKind::Polygonal);
    for end in 0..whole.len() {
        let cut = whole.get(..end).unwrap();
        assert!(matches!(kind(cut), GeometryKind::Broken(_)), "{end}");
    }
    for mutant in mutants(&whole, 5_000, 11) {
        read(&mutant);
    }
}
