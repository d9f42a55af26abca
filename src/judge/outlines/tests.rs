//! Defects that outlines really have, each as the smallest outline that has it; and overlaps and gaps held to obvious
//! ways to find them.

use std::collections::BTreeMap;

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use super::area::{Extents, extent};
use super::overlaps::overlaps;
use super::*;
use crate::table::{Outlines, RawLonLat, TextColumn};

type Ring = Vec<RawLonLat>;

/// Regions named a, b, c…, of one part for each list of rings.
fn regions(rows: &[Vec<Ring>]) -> Regions {
    let mut outlines = Outlines::new();
    for rings in rows {
        for ring in rings {
            outlines.extend_ring(ring.iter().copied());
            outlines.end_ring();
        }
        outlines.end_part();
        outlines.end_row();
    }
    let names: Vec<String> = ('a'..).take(rows.len()).map(String::from).collect();
    let ids: Vec<String> = (1..=rows.len()).map(|id| id.to_string()).collect();
    let text = |texts: &[String]| -> TextColumn { texts.iter().map(String::as_str).collect() };
    Regions {
        level: "adm2".to_owned(),
        files: vec!["r.geojson".into()],
        source_file: vec![0; rows.len()],
        source_row: (1..=rows.len() as u64).collect(),
        region_id: text(&ids),
        region_name: text(&names),
        outlines,
        ..Regions::default()
    }
}

/// Every ring a shell, as long as no test has holes.
fn shells(regions: &Regions) -> Nesting {
    let n_rings = regions.outlines.n_rings();
    Nesting {
        depth: vec![0; n_rings],
        parent: vec![None; n_rings],
    }
}

fn square(west: f64, south: f64, size: f64) -> Ring {
    let (east, north) = (west + size, south + size);
    vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ]
}

/// Regions of one ring each.
fn told(rings: &[Ring]) -> String {
    told_of(&regions(
        &rings
            .iter()
            .map(|ring| vec![ring.clone()])
            .collect::<Vec<_>>(),
    ))
}

fn told_of(regions: &Regions) -> String {
    let mut issues = IssueLog::default();
    Laid::out(regions, &shells(regions), &mut issues).check(&mut issues);
    lines(&issues)
}

fn lines(issues: &IssueLog) -> String {
    let sorted = issues.sorted(&["r.geojson".into()]);
    let lines = sorted.iter().map(|issue| {
        format!(
            "{} {} `{}` {}",
            issue.place, issue.check, issue.value, issue.message
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_clean_partition_has_no_issue_whichever_way_rings_run() {
    let mut other = square(1.0, 0.0, 1.0);
    other.reverse();
    assert_eq!(told(&[square(0.0, 0.0, 1.0), other]), "");
}

#[test]
fn rings_that_are_none() {
    let open = square(0.0, 0.0, 1.0)[..4].to_vec();
    let twice = vec![[2.0, 0.0], [3.0, 0.0], [3.0, 0.0], [3.0, 1.0], [2.0, 0.0]];
    let line = vec![[5.0, 0.0], [6.0, 0.0], [5.0, 0.0]];
    let point = vec![[7.0, 0.0], [7.0, 0.0], [7.0, 0.0], [7.0, 0.0]];
    let mut regions = regions(&[vec![open], vec![twice], vec![line, point]]);
    regions.region_name = ["a", "b", "3"].into_iter().collect();
    insta::assert_snapshot!(told_of(&regions), @"
    r.geojson:1 outline_ring_open `1` rings whose last vertex does not repeat the first; taken as closed
    r.geojson:3 outline_ring_short `2` rings of fewer than three different vertices; they hold no school
    r.geojson:3 region_name_missing `3` expected a name; the id stands for it
    ");
}

#[test]
fn a_bow_tie_crosses_itself_and_rings_cross_each_other() {
    let tie = vec![[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]];
    let rings = vec![square(5.0, 0.0, 1.0), square(5.5, 0.5, 1.0)];
    insta::assert_snapshot!(told_of(&regions(&[vec![tie], rings])), @"
    r.geojson:1 outline_self_crossing `1` edges of the outline cross each other, first at 0.500000, 0.500000; points are placed by the even-odd rule
    r.geojson:2 outline_self_crossing `2` edges of the outline cross each other, first at 6.000000, 0.500000; points are placed by the even-odd rule
    ");
}

#[test]
fn what_lies_in_the_lobes_of_a_bow_tie_is_neither_gap_nor_overlap() {
    let tie = vec![[0.0, 0.0], [0.0, 2.0], [3.0, 0.5], [3.0, 1.5], [0.0, 0.0]];
    let around = vec![
        [-1.0, -1.0],
        [4.0, -1.0],
        [4.0, 3.0],
        [-1.0, 3.0],
        [-1.0, 0.5],
        [-0.5, 0.5],
        [-0.5, 2.5],
        [3.5, 2.5],
        [3.5, -0.5],
        [-1.0, -0.5],
        [-1.0, -1.0],
    ];
    let told = told(&[tie, around]);
    assert_eq!(told.lines().count(), 1, "the crossing alone: {told}");
}

#[test]
fn overlaps_gaps_and_slivers_are_told_with_their_area_and_place() {
    let told = told(&[
        square(0.0, 0.0, 1.0),
        square(1.0, 0.0, 1.0),
        vec![[0.0, 1.0], [0.9, 1.0], [0.9, 2.0], [0.0, 2.0], [0.0, 1.0]],
        vec![[0.9, 1.1], [2.0, 1.0], [2.0, 2.0], [0.9, 2.0], [0.9, 1.1]],
        square(0.25, 0.25, 0.1),
        square(1.999_99, 0.0, 1.0),
    ]);
    insta::assert_snapshot!(told, @"
    r.geojson outline_slivers `1` pieces between regions of adm2 that are narrower than 11 m or smaller than 0.100 km²: overlaps 1, 0.123 km² in all; gaps 0, 0.000 km² in all
    r.geojson:1 outline_overlap `123 km²` overlaps e (5) by 123 km²; of regions that hold a school, the smallest takes it
    r.geojson:2 outline_gap `677 km²` no region holds 677 km² at 0.90000, 1.10000, between b (2), c (3), d (4)
    ");
}

#[test]
fn holes_of_one_region_are_told_together() {
    let around = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [0.0, 1.0]];
    let beyond = [[2.0, 1.0], [0.0, 2.0], [1.0, 2.0], [2.0, 2.0]];
    let frame = around.iter().chain(&beyond);
    let frame = frame.map(|[west, south]| square(*west, *south, 1.0));
    insta::assert_snapshot!(told_of(&regions(&[frame.collect()])), @"r.geojson:1 outline_holes `1` amid the region no region holds 12305 km², the largest place at 1.00000, 1.00000: lakes, or regions that are missing");
}

#[test]
fn the_same_outline_twice_and_one_for_ants() {
    let mut again = square(0.0, 0.0, 1.0);
    again.rotate_left(2);
    again.dedup();
    again.push(again[0]);
    let tiny = square(5.0, 5.0, 0.000_1);
    insta::assert_snapshot!(told(&[square(0.0, 0.0, 1.0), again, tiny]), @"
    r.geojson:2 outline_duplicate `2` the same outline as a (1); the earlier takes all schools
    r.geojson:3 outline_tiny `123 m²` the region has 123 m², less than 1000 m²: hardly a place for a school
    ");
}

#[test]
fn outlines_around_the_back_of_the_earth_meet_those_on_its_other_side() {
    let wide = vec![
        [-179.0, 0.0],
        [179.0, 0.0],
        [179.0, 1.0],
        [-179.0, 1.0],
        [-179.0, 0.0],
    ];
    let (far, west) = (square(0.0, 0.25, 0.5), square(-179.5, 0.25, 0.25));
    insta::assert_snapshot!(told(&[wide, far, west]), @"r.geojson:1 outline_overlap `769 km²` overlaps c (3) by 769 km²; of regions that hold a school, the smallest takes it");
}

#[test]
fn children_that_leave_their_parent_or_do_not_fill_it() {
    let one = |ring: Ring| vec![ring];
    let coarser = regions(&[
        one(square(0.0, 0.0, 2.0)),
        one(square(2.0, 0.0, 2.0)),
        one(square(4.0, 0.0, 2.0)),
    ]);
    let mut finer = regions(&[
        one(vec![[0.0, 0.0], [2.1, 0.0], [2.1, 2.0], [0.0, 2.0]]),
        one(vec![[2.1, 0.0], [3.0, 0.0], [3.0, 2.0], [2.1, 2.0]]),
        one(square(4.0, 0.0, 2.0)),
    ]);
    finer.parent_id = ["1", "2", "3"].into_iter().collect();
    let laid = [&finer, &coarser]
        .map(|regions| Laid::out(regions, &shells(regions), &mut IssueLog::default()));
    let mut issues = IssueLog::default();
    laid[0].check_nesting(&laid[1], &mut issues);
    insta::assert_snapshot!(lines(&issues), @"
    r.geojson:1 level_beyond_parent `2461 km²` the regions of adm2 that name a (1) as their parent reach 2461 km² beyond it
    r.geojson:2 level_parent_bare `27075 km²` no region of adm2 that names b (2) as its parent holds 27075 km² of it
    ");
}

/// What every two of some rings have in common, by an overlay of each with each.
fn naive_overlaps(rings: &[Ring]) -> BTreeMap<[usize; 2], Extents> {
    let mut found = BTreeMap::new();
    for other in 0..rings.len() {
        for row in 0..other {
            let common = polygon(&rings[row]).intersection(&polygon(&rings[other]));
            found.insert([row, other], Extents::of(&common));
        }
    }
    found
}

/// The union of some rings, by one overlay after the other.
fn naive_union(rows: &[Vec<Ring>]) -> MultiPolygon {
    let polygons = rows.iter().flatten().map(polygon);
    let none = MultiPolygon(Vec::new());
    polygons.fold(none, |union, polygon| union.union(&polygon))
}

fn area_m2(polygons: &MultiPolygon) -> f64 {
    polygons.iter().map(|polygon| extent(polygon).0).sum()
}

fn polygon(ring: &Ring) -> Polygon {
    let coords = ring.iter().map(|at| Coord { x: at[0], y: at[1] });
    Polygon::new(LineString(coords.collect()), Vec::new())
}

/// Cells of a lattice of 0.01°, each of some region or of none, as squares.
fn tiles(cells: &[Option<u8>], width: usize) -> Regions {
    let mut outlines = Outlines::new();
    for region in 0..4 {
        for (number, _) in cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| **cell == Some(region))
        {
            outlines.extend_ring(cell_square(number, width));
            outlines.end_ring();
            outlines.end_part();
        }
        outlines.end_row();
    }
    Regions {
        outlines,
        ..regions(&vec![Vec::new(); 4])
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few cells")]
fn cell_square(number: usize, width: usize) -> Ring {
    let corner = |x: usize, y: usize| [x as f64 / 100.0, y as f64 / 100.0];
    let (x, y) = (number % width, number / width);
    vec![
        corner(x, y),
        corner(x + 1, y),
        corner(x + 1, y + 1),
        corner(x, y + 1),
        corner(x, y),
    ]
}

/// Fills cells until no two empty ones meet in a corner only, where it would be a matter of taste whether they are one.
fn without_pinches(cells: &mut [Option<u8>], width: usize) {
    let pinched = |cells: &[Option<u8>]| {
        (0..cells.len() - width).find_map(|low| {
            let square = [low, low + 1, low + width, low + width + 1];
            if low % width == width - 1 {
                return None;
            }
            let [a, b, c, d] = square.map(|cell| cells[cell].is_some());
            (a == d && b == c && a != b).then(|| if a { low + 1 } else { low })
        })
    };
    while let Some(cell) = pinched(cells) {
        cells[cell] = Some(0);
    }
}

/// The empty cells from which no way over empty cells leads out.
fn enclosed(cells: &[Option<u8>], width: usize) -> Vec<usize> {
    let height = cells.len() / width;
    let is_rim = |cell: usize| {
        let (x, y) = (cell % width, cell / width);
        x == 0 || y == 0 || x == width - 1 || y == height - 1
    };
    let mut is_open: Vec<bool> = (0..cells.len())
        .map(|cell| is_rim(cell) && cells[cell].is_none())
        .collect();
    loop {
        let opened = (0..cells.len()).find(|&cell| {
            let beside = || [cell - 1, cell + 1, cell - width, cell + width];
            !is_open[cell] && cells[cell].is_none() && beside().iter().any(|at| is_open[*at])
        });
        match opened {
            Some(cell) => is_open[cell] = true,
            None => break,
        }
    }
    let is_enclosed = |cell: &usize| cells[*cell].is_none() && !is_open[*cell];
    (0..cells.len()).filter(is_enclosed).collect()
}

fn laid(regions: &Regions) -> Laid<'_> {
    Laid::out(regions, &shells(regions), &mut IssueLog::default())
}

proptest! {
    #[test]
    fn overlaps_are_those_of_all_pairs(corners in prop::collection::vec([(0_u8..30, 0_u8..30), (0_u8..30, 0_u8..30), (0_u8..30, 0_u8..30)], 2..12)) {
        let at = |(x, y): (u8, u8)| [f64::from(x) / 100.0, f64::from(y) / 100.0];
        let rings: Vec<Ring> = corners.iter().map(|corners| corners.map(at).to_vec()).collect();
        let expected = naive_overlaps(&rings);
        let rows: Vec<Vec<Ring>> = rings.into_iter().map(|ring| vec![ring]).collect();
        let regions = regions(&rows);
        let laid = laid(&regions);
        let found = overlaps(&laid.parts);
        let found: BTreeMap<[usize; 2], Extents> = found.pairs.into_iter().collect();
        for (pair, expected) in expected {
            let found = found.get(&pair).copied().unwrap_or_default();
            let told = |extents: &Extents| extents.told_m2 + extents.sliver_m2;
            let apart_m2 = (told(&found) - told(&expected)).abs();
            prop_assert!(apart_m2 < 100.0, "{pair:?}: {found:?}, expected {expected:?}");
        }
        let union = LooseEdges::of(&laid.parts).contours().united();
        let (found_m2, expected_m2) = (area_m2(&union), area_m2(&naive_union(&rows)));
        prop_assert!((found_m2 - expected_m2).abs() < 1_000.0, "{found_m2} {expected_m2}");
    }

    #[test]
    fn gaps_are_the_enclosed_cells(cells in prop::collection::vec(prop::option::weighted(0.7, 0_u8..4), 81)) {
        let width = 9;
        let mut cells = cells;
        without_pinches(&mut cells, width);
        let square_m2 = |cell: &usize| extent(&polygon(&cell_square(*cell, width))).0;
        let expected_m2: f64 = enclosed(&cells, width).iter().map(square_m2).sum();
        let regions = tiles(&cells, width);
        let laid = laid(&regions);
        let loose = LooseEdges::of(&laid.parts);
        let found = gaps(&loose, &loose.contours());
        let found_m2: f64 = found.told.iter().map(|gap| gap.area_m2).sum();
        prop_assert!((found_m2 - expected_m2).abs() < 100.0, "{found:?}, expected {expected_m2}");
        prop_assert!(found.told.iter().all(|gap| !gap.neighbors.is_empty()));
    }
}
