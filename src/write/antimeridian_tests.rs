//! The oracle: a point is inside if a meridian from it to the north pole crosses an odd number of edges, plus one if
//! the area holds that pole. It knows nothing of chains and cuts.

use proptest::prelude::*;

use super::super::nest::nest;
use super::super::polygon::doubled_area;
use super::*;

/// The shorter way from one longitude to another, in -180..=180.
fn way(from: f64, to: f64) -> f64 {
    let delta = to - from;
    if goes_round(delta) {
        delta - 360.0 * (delta / 360.0).round()
    } else {
        delta
    }
}

/// Whether the edge passes the meridian of the point, north of it.
fn passes_north(a: RawLonLat, b: RawLonLat, [lon, lat]: RawLonLat) -> bool {
    let from = (a[0] - lon).rem_euclid(360.0);
    let to = from + way(a[0], b[0]);
    let turns_before = (from / 360.0).floor();
    let turns_after = (to / 360.0).floor();
    if turns_before == turns_after {
        return false;
    }
    let meridian = 360.0 * turns_before.max(turns_after);
    let share = (meridian - from) / (to - from);
    a[1] + share * (b[1] - a[1]) > lat
}

fn edges(ring: &[RawLonLat]) -> impl Iterator<Item = (RawLonLat, RawLonLat)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (*a, *b))
}

fn inside_cylinder(rings: &[Vec<RawLonLat>], holds_north: bool, point: RawLonLat) -> bool {
    let all = rings.iter().flat_map(|ring| edges(ring));
    let passed = all.filter(|(a, b)| passes_north(*a, *b, point)).count();
    (passed % 2 == 1) != holds_north
}

fn inside_plane(rings: &[Vec<RawLonLat>], [lon, lat]: RawLonLat) -> bool {
    let crosses = |(a, b): &(RawLonLat, RawLonLat)| {
        (a[0] <= lon) != (b[0] <= lon) && a[1] + (lon - a[0]) / (b[0] - a[0]) * (b[1] - a[1]) > lat
    };
    let n_crossed: usize = rings
        .iter()
        .map(|ring| edges(ring).filter(crosses).count())
        .sum();
    n_crossed % 2 == 1
}

fn cut_of(rings: &[Vec<RawLonLat>]) -> Vec<Vec<RawLonLat>> {
    let rings: Vec<&[RawLonLat]> = rings.iter().map(Vec::as_slice).collect();
    cut(&rings)
}

fn area(rings: &[Vec<RawLonLat>]) -> f64 {
    rings.iter().map(|ring| closed_area(ring)).sum()
}

fn closed_area(ring: &[RawLonLat]) -> f64 {
    doubled_area(ring).abs() / 2.0
}

#[test]
fn only_rings_that_leave_the_map_need_a_cut() {
    let world = [
        [-180.0, -90.0],
        [180.0, -90.0],
        [180.0, 90.0],
        [-180.0, 90.0],
    ];
    let wide = [[-90.0, 0.0], [90.0, 0.0], [90.0, 10.0]];
    assert!(!needs_cut(&world) && !needs_cut(&wide) && !needs_cut(&[]));
    assert!(needs_cut(&[[170.0, 0.0], [190.0, 0.0], [180.0, 9.0]]));
    assert!(needs_cut(&[[170.0, 0.0], [-170.0, 0.0], [-175.0, 9.0]]));
    // The closing edge counts.
    assert!(needs_cut(&[[170.0, 0.0], [0.0, 5.0], [-170.0, 0.0]]));
}

#[test]
fn fiji_is_cut_in_two() {
    let fiji = vec![
        [177.0, -19.0],
        [-179.0, -19.0],
        [-179.0, -16.0],
        [177.0, -16.0],
    ];
    let mut pieces = cut_of(&[fiji]);
    pieces.sort_by(|a, b| a[0][0].total_cmp(&b[0][0]));
    assert_eq!(pieces.len(), 2);
    assert_eq!(area(&pieces[..1]), 3.0);
    assert_eq!(area(&pieces[1..]), 9.0);
    let all: Vec<_> = pieces.concat();
    assert!(all.iter().all(|[lon, _]| lon.abs() <= 180.0));
    for vertex in [
        [177.0, -19.0],
        [180.0, -19.0],
        [-180.0, -16.0],
        [-179.0, -16.0],
    ] {
        assert!(all.contains(&vertex), "{vertex:?}");
    }
}

#[test]
fn longitudes_to_360_say_the_same() {
    let east = vec![[170.0, 0.0], [190.0, 0.0], [190.0, 10.0], [170.0, 10.0]];
    let west = vec![[170.0, 0.0], [-170.0, 0.0], [-170.0, 10.0], [170.0, 10.0]];
    assert_eq!(cut_of(&[east]), cut_of(&[west]));
    let beyond = vec![[190.5, 0.0], [200.25, 0.0], [190.5, 10.0]];
    assert_eq!(
        cut_of(&[beyond]),
        [[[-169.5, 0.0], [-159.75, 0.0], [-169.5, 10.0]]]
    );
}

#[test]
fn an_edge_on_the_antimeridian_makes_no_sliver() {
    let east = vec![[180.0, 0.0], [190.0, 0.0], [190.0, 10.0], [180.0, 10.0]];
    let pieces = cut_of(&[east]);
    assert_eq!(pieces.len(), 1);
    assert_eq!(area(&pieces), 100.0);
    let both = vec![
        [170.0, 0.0],
        [180.0, 0.0],
        [190.0, 5.0],
        [180.0, 10.0],
        [170.0, 10.0],
    ];
    let pieces = cut_of(&[both]);
    assert_eq!((pieces.len(), area(&pieces)), (2, 150.0));
}

#[test]
fn holes_across_the_cut_open_into_the_shell() {
    let land = vec![[170.0, 0.0], [-170.0, 0.0], [-170.0, 10.0], [170.0, 10.0]];
    let lake = vec![[178.0, 4.0], [-178.0, 4.0], [-178.0, 6.0], [178.0, 6.0]];
    // Given on the other turn of the globe.
    let pond = vec![[185.0, 1.0], [186.0, 1.0], [186.0, 2.0]];
    let pieces = nest(cut_of(&[land, lake, pond]));
    let holes: Vec<_> = pieces.iter().filter(|ring| ring.depth == 1).collect();
    assert_eq!((pieces.len(), holes.len()), (3, 1));
    assert_eq!(holes[0].vertices[0], [-175.0, 1.0]);
    let shell = &pieces[holes[0].parent.unwrap()];
    assert!(shell.vertices.iter().all(|[lon, _]| *lon < 0.0));
    let areas: f64 = pieces.iter().map(|ring| closed_area(&ring.vertices)).sum();
    assert_eq!(areas, 200.0 - 8.0 + 0.5);
}

#[test]
fn a_ring_around_a_pole_is_closed_along_it() {
    let antarctica = vec![[-120.0, -70.0], [0.0, -65.0], [120.0, -70.0]];
    let pieces = cut_of(&[antarctica]);
    assert_eq!(pieces.len(), 1);
    assert!(pieces[0].contains(&[-180.0, -90.0]) && pieces[0].contains(&[180.0, -90.0]));
    assert!(inside_plane(&pieces, [179.0, -80.0]) && inside_plane(&pieces, [-179.0, -80.0]));
    let arctic = vec![[10.0, 70.0], [130.0, 75.0], [250.0, 70.0]];
    assert!(inside_plane(&cut_of(&[arctic]), [-60.0, 89.0]));
}

#[test]
fn a_belt_around_the_globe_is_one_piece() {
    let ring = |lat: f64| vec![[-120.0, lat], [0.0, lat], [120.0, lat]];
    let pieces = cut_of(&[ring(5.0), ring(15.0)]);
    assert_eq!((pieces.len(), area(&pieces)), (1, 3600.0));
    // Each ring is closed along the pole that is nearer to it: these are two caps.
    let pieces = cut_of(&[ring(-5.0), ring(5.0)]);
    assert_eq!((pieces.len(), area(&pieces)), (2, 2.0 * 360.0 * 85.0));
}

#[test]
fn the_pole_is_the_one_nearer_to_the_mean_latitude() {
    // North at its highest, but south for most of its length.
    let tilted = vec![[-120.0, -10.0], [0.0, 40.0], [20.0, -20.0], [120.0, -15.0]];
    let pieces = cut_of(&[tilted]);
    assert!(inside_plane(&pieces, [100.0, -80.0]) && !inside_plane(&pieces, [100.0, 80.0]));
}

#[test]
fn degenerate_rings_leave_nothing() {
    assert!(cut_of(&[Vec::new()]).is_empty());
    assert!(cut_of(&[vec![[200.0, 1.0]]]).is_empty());
    assert!(cut_of(&[vec![[180.0, 0.0], [180.0, 5.0], [180.0, 9.0]]]).is_empty());
}

/// So many values, evenly over a turn.
fn turn(n_steps: usize, full: f64) -> impl Iterator<Item = f64> {
    let n_steps = u32::try_from(n_steps).unwrap();
    (0..n_steps).map(move |step| full * f64::from(step) / f64::from(n_steps))
}

/// A longitude in -180..180 or 0..360, as files have it.
fn wrapped(lon: f64, from: f64) -> f64 {
    (lon - from).rem_euclid(360.0) + from
}

/// A star-shaped ring: always simple.
fn star(center: RawLonLat, radii_deg: &[f64], wrap: f64) -> Vec<RawLonLat> {
    let at = |(angle, radius): (f64, &f64)| {
        let (sin, cos) = angle.sin_cos();
        [
            wrapped(center[0] + radius * cos, wrap),
            center[1] + radius * sin,
        ]
    };
    let angles = turn(radii_deg.len(), std::f64::consts::TAU);
    angles.zip(radii_deg).map(at).collect()
}

fn probes() -> impl Strategy<Value = Vec<RawLonLat>> {
    prop::collection::vec((-179.99..179.99, -89.0..89.0).prop_map(|(x, y)| [x, y]), 60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_cut_keeps_the_area_and_every_vertex(
        center_lon in -180.0..360.0,
        center_lat in -20.0..20.0,
        radii in prop::collection::vec(20.0..60.0, 5..24),
        hole in prop::collection::vec(2.0..12.0, 3..9),
        wrap in prop_oneof![Just(-180.0), Just(0.0)],
        probes in probes(),
    ) {
        let center = [center_lon, center_lat];
        let rings = [star(center, &radii, wrap), star(center, &hole, wrap)];
        let pieces = cut_of(&rings);
        for probe in probes {
            prop_assert_eq!(inside_plane(&pieces, probe), inside_cylinder(&rings, false, probe), "{:?}", probe);
        }
        let kept = pieces.concat();
        for vertex in rings.concat() {
            let vertex = turned(&vertex);
            prop_assert!(kept.contains(&[vertex.x, vertex.lat]));
        }
    }

    #[test]
    fn a_polar_cap_keeps_its_area(
        lats in prop::collection::vec(45.0..85.0, 3..12),
        start in -180.0..180.0,
        wrap in prop_oneof![Just(-180.0), Just(0.0)],
        north in any::<bool>(),
        westward in any::<bool>(),
        probes in probes(),
    ) {
        let sign = if north { 1.0 } else { -1.0 };
        let mut ring: Vec<RawLonLat> = turn(lats.len(), 360.0)
            .zip(&lats)
            .map(|(lon, lat)| [wrapped(start + lon, wrap), sign * lat])
            .collect();
        if westward {
            ring.reverse();
        }
        let pieces = cut_of(std::slice::from_ref(&ring));
        let rings = [ring];
        for probe in probes {
            prop_assert_eq!(inside_plane(&pieces, probe), inside_cylinder(&rings, north, probe), "{:?}", probe);
        }
    }

    #[test]
    fn anything_is_cut_without_panic(
        rings in prop::collection::vec(
            prop::collection::vec(
                (prop_oneof![-180.0..360.0, Just(180.0), Just(-180.0), Just(360.0), Just(0.0)],
                 prop_oneof![-90.0..90.0, Just(90.0), Just(0.0)])
                    .prop_map(|(x, y)| [x, y]),
                0..9,
            ),
            0..4,
        ),
    ) {
        let pieces = cut_of(&rings);
        prop_assert!(pieces.iter().flatten().all(|[lon, lat]| lon.abs() <= 180.0 && lat.abs() <= 90.0));
        let n_pieces = pieces.len();
        prop_assert_eq!(nest(pieces).len(), n_pieces);
    }
}
