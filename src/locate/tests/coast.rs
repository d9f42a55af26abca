//! The coast held to the obvious search, to the bit: everywhere on Earth, at any reach, for ties and hairs too.

use proptest::prelude::*;

use super::fixture::{Region, Ring, outlines, position, rectangle, simple};
use super::rings::random_part;
use super::tiling::Tiling;
use crate::locate::coast::Coast;
use crate::locate::naive::NaiveIndex;
use crate::locate::{Located, RegionIndex};
use crate::lonlat::LonLat;
use crate::table::Placement;

const LIMITS_M: [f64; 7] = [0.0, 0.01, 1_500.0, 5_001.0, 60_000.0, 2e6, f64::INFINITY];

/// Holds the coast to the obvious search; how many points found something.
fn hold(regions: &[Region], points: &[LonLat], hint: &str) -> usize {
    let outlines = outlines(regions);
    let (naive, coast) = (NaiveIndex::build(&outlines), Coast::build(&outlines));
    let mut n_found = 0;
    for point in points {
        for limit_m in LIMITS_M {
            let expected = naive.nearest(*point, limit_m);
            let found = coast.nearest(&outlines, *point, limit_m);
            assert_eq!(found, expected, "{hint}: {point:?} within {limit_m}");
            n_found += usize::from(found.is_some());
        }
    }
    n_found
}

/// Where the Earth is round: its poles, its antimeridian, and an ordinary place.
const PLACES: [[f64; 2]; 8] = [
    [180.0, -17.0],
    [-180.0, 65.0],
    [20.0, 90.0],
    [-70.0, -90.0],
    [180.0, 89.999],
    [0.0, 0.0],
    [36.8, -1.3],
    [-46.6, 60.0],
];

fn on_earth([lon, lat]: [f64; 2]) -> LonLat {
    let lon = (lon + 540.0).rem_euclid(360.0) - 180.0;
    position(lon, lat.clamp(-90.0, 90.0))
}

fn vertex(lon: f64, lat: f64) -> [f64; 2] {
    let lon = if lon < -180.0 { lon + 360.0 } else { lon };
    [lon.clamp(-180.0, 360.0), lat.clamp(-90.0, 90.0)]
}

prop_compose! {
    /// A few rings around one place, from nanometres to continents, which share some of their vertices, and points.
    fn scene()(place in 0..PLACES.len(), size in -9.0..2.0_f64)(
        rings in prop::collection::vec(
            prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64, any::<bool>()), 1..24), 1..6),
        points in prop::collection::vec((-1.5..1.5_f64, -1.5..1.5_f64, -9.0..0.0_f64), 12),
        [lon, lat] in Just(PLACES[place]),
        extent in Just(10_f64.powf(size)),
    ) -> (Vec<Region>, Vec<LonLat>) {
        let coarse = |share: f64| (share * 2.0).round() / 2.0;
        let place = |(x, y, is_shared): (f64, f64, bool)| {
            let (x, y) = if is_shared { (coarse(x), coarse(y)) } else { (x, y) };
            vertex(lon + x * extent, lat + y * extent)
        };
        let ring = |ring: Vec<_>| ring.into_iter().map(place).collect::<Ring>();
        let rings: Vec<Ring> = rings.into_iter().map(ring).collect();
        let vertices: Vec<[f64; 2]> = rings.iter().flatten().copied().collect();
        let near_vertices = points.iter().zip(vertices.iter().cycle());
        let near_vertices = near_vertices.map(|((x, y, nearness), [lon, lat])| {
            let away = extent * 10_f64.powf(*nearness);
            on_earth([lon + x * away, lat + y * away])
        });
        let around = points.iter().map(|(x, y, _)| on_earth([lon + x * extent, lat + y * extent]));
        let at_vertices = vertices.iter().take(4).map(|at| on_earth(*at));
        let points = near_vertices.chain(around).chain(at_vertices).collect();
        (rings.iter().map(|ring| simple(ring)).collect(), points)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn the_coast_finds_what_the_obvious_search_finds((regions, points) in scene()) {
        hold(&regions, &points, "scene");
    }
}

#[test]
fn neighbors_that_share_edges_and_corners_tie_alike() {
    let mut n_found = 0;
    for (seed, [lon, lat]) in (0..16).zip(PLACES.into_iter().cycle()) {
        let degrees = [1e-9, 1e-4, 0.3][seed as usize % 3];
        let tiling = Tiling::random(seed);
        let place = |[x, y]: [i64; 2]| vertex(lon + x as f64 * degrees, lat - y as f64 * degrees);
        let beside = [-0.5, 0.25, 3.0, 6.0, 12.5, 24.0, 25.5];
        let points =
            beside.map(|x| beside.map(|y| on_earth([lon + x * degrees, lat - y * degrees])));
        for regions in [tiling.traced(true, place), tiling.in_faces(place)] {
            n_found += hold(&regions, points.as_flattened(), &format!("seed {seed}"));
        }
    }
    assert!(n_found > 5_000, "{n_found}");
}

#[test]
fn belts_caps_and_crossing_rings_are_found_alike() {
    let lons = (0..24).map(|step| f64::from(step) * 15.0 - 180.0);
    let cap: Ring = lons.clone().map(|lon| [lon, 80.0]).collect();
    let southern_cap: Ring = lons.map(|lon| [-lon, -89.99]).collect();
    let mut regions = vec![
        simple(&cap),
        simple(&southern_cap),
        simple(&rectangle(-180.0, -1.0, 180.0, 0.0)),
        simple(&[[170.0, 10.0], [-170.0, 12.0], [-170.0, 20.0], [170.0, 20.0]]),
        simple(&[[350.0, 30.0], [20.0, 30.0], [5.0, 40.0]]),
        simple(&[[7.0, 7.0]]),
        simple(&[]),
    ];
    regions.extend((0..6).map(|seed| vec![random_part(seed)]));
    let lats = [
        -90.0, -89.995, -60.0, -1.0, 0.0, 0.004, 11.0, 12.0, 79.9, 90.0,
    ];
    let lons = [
        -180.0, -179.99, -170.0, -5.0, 0.0, 7.0, 77.7, 169.999, 180.0,
    ];
    let points: Vec<LonLat> = lats
        .iter()
        .flat_map(|&lat| lons.map(|lon| position(lon, lat)))
        .collect();
    assert!(hold(&regions, &points, "belts") > 200);
}

#[test]
fn any_number_of_threads_builds_the_same_coast() {
    let regions: Vec<Region> = (0..400)
        .flat_map(|seed| Tiling::random(seed).traced(false, |corner| corner.map(|x| x as f64)))
        .collect();
    let outlines = outlines(&regions);
    let on_threads = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        pool.build().unwrap().install(|| Coast::build(&outlines))
    };
    assert_eq!(on_threads(1), on_threads(4));
}

#[test]
fn a_coast_is_built_where_it_pays() {
    let regions: Vec<Region> = (0..40)
        .flat_map(|seed| Tiling::random(seed).traced(false, |corner| corner.map(|x| x as f64)))
        .collect();
    let index = RegionIndex::build(&outlines(&regions));
    let off = Some(position(-0.001, 3.0));
    let few = index.locate(&[off, None, Some(position(3.0, 3.0))], 1_500.0);
    assert_eq!(index.n_coast_bytes(), 0);
    assert_eq!(index.locate(&[off; 500], 0.0).region[0], None);
    assert_eq!(index.n_coast_bytes(), 0);
    let many = index.locate(&[off; 500], 1_500.0);
    assert!(index.n_coast_bytes() > 0);
    assert_eq!(few.placement[0], Placement::Snapped);
    assert_eq!(few.placement[1], Placement::NoPosition);
    for row in [0, 499] {
        let located = Located {
            placement: many.placement[row],
            region: many.region[row],
            snap_m: many.snap_m[row],
            overlaps: many.overlaps[row],
        };
        assert_eq!(located, index.locate_one(position(-0.001, 3.0), 1_500.0));
        assert_eq!(
            (located.region, located.snap_m),
            (few.region[0], few.snap_m[0])
        );
    }
}
