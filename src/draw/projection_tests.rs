use super::super::fixture::{outlines, rectangle, simple};
use super::*;

fn spans(levels: &[&Outlines]) -> [f64; 2] {
    let boxes: Vec<RingBox> = levels.iter().flat_map(|level| ring_boxes(level)).collect();
    west_and_east(&boxes)
}

#[test]
fn the_picture_is_cut_where_the_widest_stretch_is_empty() {
    // Written cut at ±180, with islands on both sides.
    let fiji = simple(&[
        rectangle(177.0, -18.0, 180.0, -16.0),
        rectangle(-180.0, -17.0, -178.0, -16.0),
    ]);
    assert_eq!(spans(&[&fiji]), [177.0, 182.0]);
    let russia = simple(&[
        rectangle(19.0, 41.0, 180.0, 77.0),
        rectangle(-180.0, 65.0, -169.0, 72.0),
    ]);
    assert_eq!(spans(&[&russia]), [19.0, 191.0]);
    let brazil = simple(&[rectangle(-74.0, -34.0, -34.0, 5.0)]);
    assert_eq!(spans(&[&brazil]), [-74.0, -34.0]);
    let greenwich = simple(&[
        rectangle(-5.0, 0.0, -1.0, 1.0),
        rectangle(2.0, 0.0, 3.0, 1.0),
    ]);
    assert_eq!(spans(&[&greenwich]), [-5.0, 3.0]);
}

#[test]
fn nothing_and_everything_are_the_whole_world() {
    let cap = simple(&[vec![[0.0, -70.0], [120.0, -70.0], [-120.0, -70.0]]]);
    for level in [Outlines::new(), outlines(&[Vec::new()]), cap] {
        assert_eq!(spans(&[&level]), [-180.0, 180.0]);
    }
    let projection = Projection::fit(&[], 800.0, 600.0);
    assert_eq!(projection.width_px(), 800.0);
}

#[test]
fn a_picture_fits_into_its_box_and_keeps_angles_in_the_middle() {
    let tall = simple(&[rectangle(10.0, 59.0, 11.0, 61.0)]);
    let projection = Projection::fit(&[&tall], 800.0, 400.0);
    let size = [projection.width_px(), projection.height_px()].map(f64::round);
    assert_eq!(size, [100.0, 400.0]);
    let metres = projection.metres_per_pixel();
    assert!((metres - 558.5).abs() < 0.1, "{metres}");
    assert_eq!(projection.tolerance_m(2.0), metres * 2.0);
}

#[test]
fn a_region_too_small_to_be_seen_is_a_dot() {
    let given = simple(&[
        rectangle(0.0, 0.0, 10.0, 10.0),
        rectangle(5.0, 5.0, 5.000_001, 5.000_001),
        Vec::new(),
    ]);
    let projection = Projection::fit(&[&given], 100.0, 100.0);
    assert_eq!(projection.path(&given, 1), "M498 500h1v1h-1z");
    assert_eq!(projection.path(&given, 2), "");
}

#[test]
fn one_point_and_a_pole_make_a_picture() {
    for vertex in [[7.0, 50.0], [0.0, 90.0], [180.0, -90.0]] {
        let given = simple(&[vec![vertex; 3]]);
        let projection = Projection::fit(&[&given], 300.0, 200.0);
        assert!(projection.width_px() > 0.0 && projection.height_px() <= 200.0);
        assert!(!projection.path(&given, 0).contains("NaN"));
    }
}
