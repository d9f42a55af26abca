//! Outlines in metres to outlines in degrees.

use super::{Misfit, System};
use crate::table::{Outlines, RawLonLat};

fn outlines(rings: &[&[RawLonLat]]) -> Outlines {
    let mut outlines = Outlines::new();
    for ring in rings {
        outlines.extend_ring(ring.iter().copied());
        outlines.end_ring();
        outlines.end_part();
        outlines.end_row();
    }
    outlines
}

fn norway() -> System {
    System::find("EPSG:25833").expect("a system that is known")
}

#[test]
fn long_edges_bend_and_the_pieces_are_straight_to_a_metre() {
    let square = [
        [0.0, 7e6],
        [2e5, 7e6],
        [2e5, 7.2e6],
        [0.0, 7.2e6],
        [0.0, 7e6],
    ];
    let system = norway();
    let projected = system.outlines(&outlines(&[&square])).unwrap();
    let ring = projected.outlines.ring(0);
    assert_eq!(ring.len() as u64, 5 + projected.n_added);
    assert!((50..200).contains(&ring.len()), "{}", ring.len());
    let back = System::find("EPSG:25833").unwrap();
    for pair in ring.windows(2) {
        let middle = [
            f64::midpoint(pair[0][0], pair[1][0]),
            f64::midpoint(pair[0][1], pair[1][1]),
        ];
        let off_m = [0.0, 7e6, 2e5, 7.2e6]
            .iter()
            .map(|line| distance_to_line(&back, middle, *line));
        assert!(off_m.fold(f64::INFINITY, f64::min) < 1.1);
    }
}

/// How far a position is from the line of that easting or northing, by bisection with the system itself.
fn distance_to_line(system: &System, degrees: RawLonLat, line: f64) -> f64 {
    let axis = usize::from(line >= 7e6);
    let mut best = f64::INFINITY;
    for step in 0..=4_000 {
        let along = f64::from(step) * 50.0;
        let given = if axis == 1 {
            [along, line]
        } else {
            [line, 7e6 + along]
        };
        let [lon, lat] = system.point(given).expect("a place of the system");
        let east = (lon - degrees[0]) * degrees[1].to_radians().cos();
        let apart = east.hypot(lat - degrees[1]) * 111_195.0;
        best = best.min((apart * apart - 625.0).max(0.0).sqrt());
    }
    best
}

#[test]
fn neighbors_keep_the_same_edge() {
    let left = [[1e5, 7e6], [3e5, 7.1e6], [1e5, 7.2e6]];
    let right = [[3e5, 7.1e6], [1e5, 7e6], [4e5, 7e6]];
    let projected = norway()
        .outlines(&outlines(&[&left, &right]))
        .unwrap()
        .outlines;
    let end = norway().point(left[1]).unwrap();
    let until = |ring: &[RawLonLat]| ring.iter().position(|vertex| *vertex == end);
    let (mine, yours) = (projected.ring(0), projected.ring(1));
    let n = until(mine).unwrap();
    assert!(n > 10);
    assert!(mine[..=n].iter().eq(yours[..=n].iter().rev()));
}

#[test]
fn the_edge_that_closes_an_open_ring_bends_too() {
    let open = [[1e5, 7e6], [3e5, 7.1e6], [1e5, 7.2e6]];
    let closed = [open[0], open[1], open[2], open[0]];
    let ring = |given: &[RawLonLat]| {
        norway()
            .outlines(&outlines(&[given]))
            .unwrap()
            .outlines
            .ring(0)
            .to_vec()
    };
    let (open, closed) = (ring(&open), ring(&closed));
    assert_eq!(open[..], closed[..closed.len() - 1]);
}

#[test]
fn short_edges_stay_as_they_are() {
    let square = [[0.0, 7e6], [400.0, 7e6], [400.0, 7_000_400.0], [0.0, 7e6]];
    let projected = norway().outlines(&outlines(&[&square, &[]])).unwrap();
    assert_eq!((projected.n_added, projected.outlines.n_rows()), (0, 2));
}

#[test]
fn an_edge_over_the_antimeridian_is_not_cut_to_pieces() {
    let fiji = System::find("EPSG:32760").unwrap();
    let ring = [[8e5, 8e6], [9e5, 8e6], [9e5, 8.05e6]];
    let projected = fiji.outlines(&outlines(&[&ring])).unwrap();
    let lons: Vec<f64> = projected
        .outlines
        .ring(0)
        .iter()
        .map(|[lon, _]| *lon)
        .collect();
    assert!(
        lons.iter().any(|lon| *lon > 179.0) && lons.iter().any(|lon| *lon < -179.0),
        "{lons:?}"
    );
    assert!(projected.n_added < 100);
}

#[test]
fn what_is_no_place_of_the_system_is_named() {
    let bad = [[0.0, 7e6], [1e12, 7e6], [0.0, 7.1e6]];
    let good = [[0.0, 7e6], [1e4, 7e6], [0.0, 7.1e6]];
    let degrees = [[10.0, 60.0], [11.0, 60.0], [11.0, 61.0]];
    let misfit = |rings: &[&[RawLonLat]]| norway().outlines(&outlines(rings)).unwrap_err();
    assert_eq!(
        misfit(&[&good, &bad]),
        Misfit {
            row: 1,
            vertex: [1e12, 7e6],
            looks_like_degrees: false
        }
    );
    assert_eq!(
        misfit(&[&degrees]),
        Misfit {
            row: 0,
            vertex: [10.0, 60.0],
            looks_like_degrees: true
        }
    );
}
