//! Regions of tiles: kept, drawn together, cut at the seam of the map.

use super::*;
use crate::table::{Nesting, Outlines, RawLonLat};

fn map(rings: &[Vec<RawLonLat>]) -> OutlineMap {
    let mut outlines = Outlines::new();
    for ring in rings {
        outlines.extend_ring(ring.iter().copied());
        outlines.end_ring();
        outlines.end_part();
        outlines.end_row();
    }
    let nesting = Nesting {
        depth: vec![0; rings.len()],
        parent: vec![None; rings.len()],
    };
    OutlineMap::of(&outlines, &nesting)
}

fn box_at(lon: f64, lat: f64, side: f64) -> Vec<RawLonLat> {
    vec![
        [lon, lat],
        [lon + side, lat],
        [lon + side, lat + side],
        [lon, lat + side],
    ]
}

fn counts(n: usize) -> Vec<Counts> {
    let one = Counts {
        n_schools: 5,
        ..Counts::default()
    };
    vec![one; n]
}

#[test]
fn a_region_smaller_than_the_grid_is_a_square_of_a_pixel() {
    let counts = counts(1);
    let regions = RegionMap::of(map(&[box_at(30.0, -1.0, 1e-6)]), &counts, 10);
    assert_eq!(regions.each_from_zoom, 0);
    for zoom in 0..=10 {
        let drawn = regions.drawn(zoom, 10);
        assert_eq!(drawn.len(), 1);
        assert_eq!((drawn[0].region, drawn[0].n_regions), (Some(0), 1));
        assert_eq!(drawn[0].piece.commands.len(), 11, "four vertices");
    }
}

#[test]
fn too_many_regions_in_a_tile_are_drawn_together_with_their_sums() {
    let n = MOST_REGIONS_IN_TILE + 1;
    let boxes: Vec<Vec<RawLonLat>> = (0_u32..)
        .take(n)
        .map(|number| box_at(10.0 + f64::from(number) * 1e-4, 4.0, 1e-4))
        .collect();
    let counts = counts(n);
    let regions = RegionMap::of(map(&boxes), &counts, 14);
    assert!(regions.each_from_zoom > 0);
    let drawn = regions.drawn(0, 14);
    assert!(drawn.len() <= 2, "{} squares", drawn.len());
    let n_regions: u64 = drawn.iter().map(|drawn| drawn.n_regions).sum();
    let n_schools: u64 = drawn.iter().map(|drawn| drawn.counts.n_schools).sum();
    assert_eq!((n_regions, n_schools), (n as u64, 5 * n as u64));
    let each = regions.drawn(regions.each_from_zoom, 14);
    assert!(each.iter().all(|drawn| drawn.region.is_some()));
}

#[test]
fn a_region_across_the_antimeridian_is_on_both_sides_of_the_map() {
    let ring = vec![
        [179.0, -17.0],
        [-179.0, -17.0],
        [-179.0, -16.0],
        [179.0, -16.0],
    ];
    let counts = counts(1);
    let regions = RegionMap::of(map(&[ring]), &counts, 10);
    let drawn = regions.drawn(1, 10);
    let places: Vec<u64> = drawn.iter().map(|drawn| drawn.piece.place).collect();
    // The two southern tiles of four.
    let mut expected = [0, WORLD - 1].map(|x| place([x, WORLD - 1], 1));
    expected.sort_unstable();
    assert_eq!(places, expected);
}

#[test]
fn neighbors_keep_their_common_edge_on_every_grid() {
    // A jagged edge, drawn from both sides.
    let jagged: Vec<RawLonLat> = (0_u32..60)
        .map(|step| {
            [
                10.0 + f64::from(step % 7) * 0.013,
                5.0 + f64::from(step) * 0.021,
            ]
        })
        .collect();
    let closed = |lon: f64, edge: &[RawLonLat]| {
        let ends = [[lon, edge[edge.len() - 1][1]], [lon, edge[0][1]]];
        edge.iter().copied().chain(ends).collect::<Vec<_>>()
    };
    let rings = [closed(9.0, &jagged), closed(11.0, &jagged)];
    for zoom in 4..10 {
        let areas = rings.clone().map(|ring| {
            let map = map(&[ring]);
            let polygons: Vec<Rings> = on_grid(&map.polygons(0)[0], zoom, 1);
            area(&polygons)
        });
        let whole = map(&[vec![
            [9.0, jagged[0][1]],
            [11.0, jagged[0][1]],
            [11.0, jagged[59][1]],
            [9.0, jagged[59][1]],
        ]]);
        let whole: Vec<Rings> = on_grid(&whole.polygons(0)[0], zoom, 1);
        assert_eq!(areas[0] + areas[1], area(&whole), "zoom {zoom}");
    }
}
