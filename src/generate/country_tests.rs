use std::collections::{HashMap, HashSet};

use super::super::samples::{Micro, assert_no_edges_cross, countries, edges, made, plan, rings};
use super::*;

/// Twice the signed area, in square micro-degrees.
fn area(edges: &[[Micro; 2]]) -> i128 {
    let cross = |[a, b]: &[Micro; 2]| {
        i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1])
    };
    edges.iter().map(cross).sum()
}

#[test]
fn every_level_is_a_clean_partition() {
    for country in countries() {
        for regions in &country.levels {
            let mut uses = HashSet::new();
            for row in 0..regions.len() {
                for edge in edges(regions, row) {
                    assert!(uses.insert(edge), "an edge has one region on its left");
                }
            }
            let coast = uses
                .iter()
                .filter(|[a, b]| !uses.contains(&[*b, *a]))
                .count();
            assert!(coast > 0 && (regions.len() == 1 || coast < uses.len()));
        }
    }
}

#[test]
fn an_adm1_is_exactly_the_union_of_its_adm2() {
    for country in countries() {
        let [adm1, adm2] = &country.levels[..] else {
            panic!("two levels")
        };
        for row in 0..adm1.len() {
            let mine = |child: &usize| adm2.parent_id.get(*child) == adm1.region_id.get(row);
            let children: Vec<usize> = (0..adm2.len()).filter(mine).collect();
            let edges_below: HashSet<[Micro; 2]> = children
                .iter()
                .flat_map(|child| edges(adm2, *child))
                .collect();
            let is_outer = |[a, b]: &&[Micro; 2]| !edges_below.contains(&[*b, *a]);
            let outer: HashSet<[Micro; 2]> = edges_below.iter().filter(is_outer).copied().collect();
            let own = edges(adm1, row);
            assert_eq!(outer, own.iter().copied().collect());
            let area_below: i128 = children
                .iter()
                .map(|child| area(&edges(adm2, *child)))
                .sum();
            assert_eq!(area_below, area(&own));
        }
    }
}

fn all_edges(regions: &Regions) -> impl Iterator<Item = [Micro; 2]> {
    (0..regions.len()).flat_map(|row| edges(regions, row))
}

#[test]
fn no_two_edges_cross_or_touch() {
    for country in countries() {
        assert_no_edges_cross(all_edges(&country.levels[1]));
    }
    for seed in 100..104 {
        assert_no_edges_cross(all_edges(&made(seed, 12, 3, 6).levels[1]));
    }
}

#[test]
fn rings_are_closed_simple_and_turn_as_rfc_7946_asks() {
    for country in countries() {
        for regions in &country.levels {
            for row in 0..regions.len() {
                let rings = rings(regions, row);
                assert!(!rings.is_empty(), "every region has an outline");
                for (is_shell, ring) in rings {
                    assert_eq!(ring.first(), ring.last());
                    let distinct: HashSet<&Micro> = ring.iter().collect();
                    assert_eq!(distinct.len(), ring.len() - 1, "no vertex is passed twice");
                    let edges: Vec<_> = ring.windows(2).map(|ends| [ends[0], ends[1]]).collect();
                    assert_eq!(area(&edges) > 0, is_shell);
                }
            }
        }
    }
}

#[test]
fn oddities_are_there() {
    for seed in 0..12 {
        let country = made(seed, 20, 4, 1);
        let adm2 = &country.levels[1];
        let shells: HashMap<Vec<Micro>, usize> = (0..20)
            .flat_map(|row| rings(adm2, row).into_iter().map(move |ring| (row, ring)))
            .filter(|(_, (is_shell, _))| *is_shell)
            .map(|(row, (_, ring))| (sorted(ring), row))
            .collect();
        let holes = (0..20)
            .flat_map(|row| rings(adm2, row))
            .filter(|(is_shell, _)| !is_shell);
        let fillers: Vec<Option<&usize>> =
            holes.map(|(_, ring)| shells.get(&sorted(ring))).collect();
        let n_parts = |row: usize| adm2.outlines.parts(row).len();
        assert!(fillers.contains(&None), "a lake");
        let filled = || fillers.iter().flatten().map(|row| **row);
        assert!(filled().any(|row| n_parts(row) == 1), "an enclave");
        assert!(filled().any(|row| n_parts(row) > 1), "an exclave");
        let n_shells: usize = (0..20).map(n_parts).sum();
        assert!(n_shells > 21, "islets");
    }
}

fn sorted(mut ring: Vec<Micro>) -> Vec<Micro> {
    ring.sort_unstable();
    ring.dedup();
    ring
}

#[test]
fn tables_are_whole_and_ids_tell_the_parent() {
    for country in countries() {
        for regions in &country.levels {
            let n = regions.outlines.n_rows();
            let columns = [
                &regions.region_id,
                &regions.region_name,
                &regions.parent_id,
                &regions.parent_name,
            ];
            assert!(
                columns
                    .iter()
                    .all(|column| column.len() == n && column.iter().all(|f| !f.is_empty()))
            );
            assert_eq!(
                (regions.source_row.len(), regions.source_file.len()),
                (n, n)
            );
            let ids: HashSet<&str> = regions.region_id.iter().collect();
            assert_eq!(ids.len(), n);
            assert!((0..n).all(|row| {
                regions
                    .region_id
                    .get(row)
                    .starts_with(regions.parent_id.get(row))
            }));
        }
        let plan = country.plan();
        assert_eq!(
            [country.levels[0].len(), country.levels[1].len()],
            [plan.n_adm1, plan.n_adm2]
        );
        let vertices = country
            .levels
            .iter()
            .flat_map(|regions| regions.outlines.vertices());
        assert!(
            vertices
                .into_iter()
                .all(|[lon, lat]| (-35.0..-5.0).contains(lon) && lat.abs() < 20.0)
        );
    }
}

#[test]
fn impossible_plans_are_refused() {
    let refused = country(&plan(1, 3, 4, 1));
    assert!(matches!(refused, Err(Error::Plan(_))));
}
