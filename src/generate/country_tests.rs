use std::collections::{HashMap, HashSet};

use super::super::dirt::Dirt;
use super::super::school::SchoolTruth;
use super::*;
use crate::table::RawLonLat;

type Micro = [i64; 2];

fn plan(seed: u64, n_adm2: usize, n_adm1: usize, edge_halvings: u32) -> CountryPlan {
    CountryPlan {
        seed,
        n_adm2,
        n_adm1,
        edge_halvings,
        ..CountryPlan::default()
    }
}

fn made(seed: u64, n_adm2: usize, n_adm1: usize, edge_halvings: u32) -> Country {
    country(&plan(seed, n_adm2, n_adm1, edge_halvings)).unwrap()
}

/// Tiny, small and middling countries, smooth and detailed.
fn countries() -> Vec<Country> {
    let plans = [
        (1, 1, 1, 0),
        (2, 3, 1, 3),
        (3, 6, 2, 2),
        (4, 7, 7, 1),
        (5, 60, 8, 4),
        (6, 60, 60, 2),
        (7, 700, 20, 1),
    ];
    plans
        .map(|(seed, adm2, adm1, halvings)| made(seed, adm2, adm1, halvings))
        .to_vec()
}

fn micro(vertex: RawLonLat) -> Micro {
    vertex.map(|deg| super::super::spot::whole(deg * 1e6))
}

/// The rings of a row in whole micro-degrees, each with whether it is the first of its part.
fn rings(regions: &Regions, row: usize) -> Vec<(bool, Vec<Micro>)> {
    let outlines = &regions.outlines;
    let rings = outlines.parts(row).flat_map(|part| {
        let first = outlines.rings(part).start;
        outlines.rings(part).map(move |ring| (ring == first, ring))
    });
    let in_micro = |ring| outlines.ring(ring).iter().map(|v| micro(*v)).collect();
    rings
        .map(|(is_shell, ring)| (is_shell, in_micro(ring)))
        .collect()
}

/// All edges of a row, in their direction.
fn edges(regions: &Regions, row: usize) -> Vec<[Micro; 2]> {
    let of_ring = |(_, ring): (bool, Vec<Micro>)| {
        ring.windows(2)
            .map(|ends| [ends[0], ends[1]])
            .collect::<Vec<_>>()
    };
    rings(regions, row).into_iter().flat_map(of_ring).collect()
}

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

/// Whether two segments have any point in common.
fn touch([a, b]: [Micro; 2], [c, d]: [Micro; 2]) -> bool {
    let turn = |p: Micro, q: Micro, r: Micro| {
        ((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])).signum()
    };
    let overlaps = |axis: usize| {
        a[axis].min(b[axis]) <= c[axis].max(d[axis]) && c[axis].min(d[axis]) <= a[axis].max(b[axis])
    };
    overlaps(0)
        && overlaps(1)
        && turn(a, b, c) * turn(a, b, d) <= 0
        && turn(c, d, a) * turn(c, d, b) <= 0
}

/// Sweeps over all distinct edges of a level: two may meet in a common end only, and not lie on one another there.
fn assert_no_edges_cross(regions: &Regions) {
    let all = (0..regions.len()).flat_map(|row| edges(regions, row));
    let distinct: HashSet<[Micro; 2]> = all.map(|[a, b]| [a.min(b), a.max(b)]).collect();
    let mut edges: Vec<[Micro; 2]> = distinct.into_iter().collect();
    edges.sort_unstable();
    let mut open: Vec<[Micro; 2]> = Vec::new();
    for edge in edges {
        open.retain(|other| other[1][0] >= edge[0][0]);
        for other in open.iter().filter(|other| touch(**other, edge)) {
            let ends: HashSet<Micro> = edge.iter().chain(other).copied().collect();
            assert_eq!(ends.len(), 3, "{edge:?} crosses {other:?}");
            let shared = *edge.iter().find(|end| other.contains(end)).unwrap();
            let far = |of: [Micro; 2]| if of[0] == shared { of[1] } else { of[0] };
            let [p, q] =
                [far(edge), far(*other)].map(|end| [end[0] - shared[0], end[1] - shared[1]]);
            let is_parallel = p[0] * q[1] == p[1] * q[0];
            assert!(
                !is_parallel || p[0] * q[0] + p[1] * q[1] < 0,
                "{edge:?} lies on {other:?}"
            );
        }
        open.push(edge);
    }
}

#[test]
fn no_two_edges_cross_or_touch() {
    for country in countries() {
        assert_no_edges_cross(&country.levels[1]);
    }
    for seed in 100..104 {
        assert_no_edges_cross(&made(seed, 12, 3, 6).levels[1]);
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

/// Even-odd over all rings of a row, by hand; the spot lies on no edge.
fn holds(regions: &Regions, row: usize, [x, y]: Micro) -> bool {
    let crosses = |[a, b]: &[Micro; 2]| {
        let [low, high] = if a[1] < b[1] { [a, b] } else { [b, a] };
        let turn = (high[0] - low[0]) * (y - low[1]) - (high[1] - low[1]) * (x - low[0]);
        assert!(
            turn != 0
                || !(low[1]..=high[1]).contains(&y)
                || !(a[0].min(b[0])..=a[0].max(b[0])).contains(&x),
            "on an edge"
        );
        (low[1]..high[1]).contains(&y) && turn > 0
    };
    edges(regions, row)
        .iter()
        .filter(|edge| crosses(edge))
        .count()
        % 2
        == 1
}

fn file(country: &Country) -> Vec<u8> {
    let mut text = Vec::new();
    country.write_schools(&mut text).unwrap();
    text
}

/// The rows of the schools file, ragged ones too, without the header.
fn records(country: &Country) -> Vec<csv::StringRecord> {
    let text = file(country);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(&text[..]);
    reader.records().map(Result::unwrap).collect()
}

fn stated_spot(record: &csv::StringRecord) -> Micro {
    let deg = |column: usize| record[column].parse::<f64>().unwrap();
    micro([deg(9), deg(8)])
}

#[test]
fn clean_schools_lie_strictly_inside_their_true_regions() {
    for country in countries() {
        let truths = country.school_truths();
        let records = records(&country);
        for (record, truth) in records
            .iter()
            .zip(&truths)
            .filter(|(_, truth)| truth.dirt.is_none())
        {
            let spot = stated_spot(record);
            assert!(
                holds(&country.levels[0], truth.adm1.row(), spot),
                "{record:?}"
            );
            assert!(
                holds(&country.levels[1], truth.adm2.row(), spot),
                "{record:?}"
            );
            assert_eq!(
                &record[7],
                country.levels[1].region_id.get(truth.adm2.row())
            );
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
fn the_seed_alone_decides() {
    let (one, same, other) = (made(5, 30, 4, 2), made(5, 30, 4, 2), made(6, 30, 4, 2));
    assert_eq!(one.levels[1].outlines, same.levels[1].outlines);
    assert_ne!(one.levels[1].outlines, other.levels[1].outlines);
    assert_ne!(file(&one), file(&other));
    let alone = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let many = rayon::ThreadPoolBuilder::new()
        .num_threads(5)
        .build()
        .unwrap();
    assert_eq!(alone.install(|| file(&one)), many.install(|| file(&same)));
    assert_eq!(
        alone.install(|| one.school_truths()),
        many.install(|| same.school_truths())
    );
}

#[test]
fn dirt_is_planted_as_planned() {
    for (dirty_share, n_dirty) in [(0.0, 0), (0.13, 260), (1.0, 2_000)] {
        let country = country(&CountryPlan {
            dirty_share,
            ..CountryPlan::default()
        })
        .unwrap();
        let counts = country.write_schools(&mut std::io::sink()).unwrap();
        assert_eq!((counts.n_rows, counts.n_dirty()), (2_000, n_dirty));
        let truths = country.school_truths();
        for dirt in Dirt::ALL {
            let planted = truths
                .iter()
                .filter(|truth| truth.dirt == Some(dirt))
                .count();
            assert_eq!(counts.of(dirt), planted as u64);
            assert!(
                planted.abs_diff(truths.len() * usize::try_from(n_dirty).unwrap() / 26_000) <= 1
            );
        }
    }
}

/// What a kind of dirt makes of a row.
fn shows(dirt: Dirt, record: &csv::StringRecord, truth: &SchoolTruth) -> bool {
    let deg = |column: usize| record[column].parse::<f64>().ok();
    match dirt {
        Dirt::SwappedCoordinates => deg(8) < deg(9),
        Dirt::DecimalComma => record[8].contains(',') && record[9].contains(','),
        Dirt::BlankCoordinates => record[8].is_empty() && record[9].is_empty(),
        Dirt::LatitudeOutOfRange => deg(8) > Some(90.0),
        Dirt::NullIsland => deg(8) == Some(0.0) && deg(9) == Some(0.0),
        Dirt::OffCoast => true,
        Dirt::FarAtSea => deg(9) < Some(-22.5),
        Dirt::Duplicate => truth.repeats.is_some(),
        Dirt::UnusualStatus => !["yes", "no", "", "Unknown"].contains(&&record[11]),
        Dirt::SpreadsheetError => record[11].starts_with('#'),
        Dirt::Closed => &record[14] == "no",
        Dirt::MissingField => record.len() == 14,
        Dirt::PaddedId => record[0].ends_with(' ') && record[1].starts_with(' '),
    }
}

#[test]
fn dirty_rows_show_their_dirt_and_clean_ones_none() {
    let country = country(&CountryPlan {
        dirty_share: 0.3,
        ..CountryPlan::default()
    })
    .unwrap();
    let (records, truths) = (records(&country), country.school_truths());
    for (record, truth) in records.iter().zip(&truths) {
        match truth.dirt {
            Some(dirt) => assert!(shows(dirt, record, truth), "{dirt:?} {record:?}"),
            None => assert!(record.len() == 15 && &record[14] != "no", "{record:?}"),
        }
    }
    let ids: HashSet<&str> = records.iter().map(|record| record[0].trim()).collect();
    let n_repeats = truths
        .iter()
        .filter(|truth| truth.repeats.is_some())
        .count();
    assert_eq!(
        ids.len(),
        records.len() - n_repeats,
        "ids are unique but for duplicates"
    );
    for (row, truth) in truths.iter().enumerate() {
        let Some(origin) = truth
            .repeats
            .and_then(|origin| usize::try_from(origin).ok())
        else {
            continue;
        };
        assert!(origin < row);
        assert_eq!(records[row][0].trim(), records[origin][0].trim());
        assert_eq!(truth.adm2, truths[origin].adm2);
        assert_ne!(records[row][10], records[origin][10]);
    }
}

#[test]
fn schools_off_the_coast_are_outside_all_regions_and_near_the_true_one() {
    let plan = CountryPlan {
        dirty_share: 1.0,
        n_schools: 400,
        ..CountryPlan::default()
    };
    let country = country(&plan).unwrap();
    let adm2 = &country.levels[1];
    let rows = records(&country).into_iter().zip(country.school_truths());
    for (record, truth) in rows.filter(|(_, truth)| truth.dirt == Some(Dirt::OffCoast)) {
        let spot = stated_spot(&record);
        assert!((0..adm2.len()).all(|row| !holds(adm2, row, spot)));
        let distances_m = (0..adm2.len()).map(|row| distance_m(adm2, row, spot));
        let (least_m, nearest) = distances_m
            .zip(0..)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap();
        assert!((290.0..1_010.0).contains(&least_m), "{least_m}");
        assert_eq!(nearest, truth.adm2.row());
    }
}

/// The distance to a region's outline on a sphere of 111,195 m to the degree, flat around the spot.
fn distance_m(regions: &Regions, row: usize, spot: Micro) -> f64 {
    let to_deg = |micro: i64| super::super::spot::real(micro) / 1e6;
    let scale = [to_deg(spot[1]).to_radians().cos() * 111_195.0, 111_195.0];
    let metres = |end: Micro| [0, 1].map(|axis| to_deg(end[axis] - spot[axis]) * scale[axis]);
    let distance = |[a, b]: [Micro; 2]| {
        let (a, b) = (metres(a), metres(b));
        let along = [b[0] - a[0], b[1] - a[1]];
        let share =
            -(a[0] * along[0] + a[1] * along[1]) / (along[0] * along[0] + along[1] * along[1]);
        let share = share.clamp(0.0, 1.0);
        (a[0] + share * along[0]).hypot(a[1] + share * along[1])
    };
    edges(regions, row)
        .into_iter()
        .map(distance)
        .fold(f64::INFINITY, f64::min)
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
fn no_schools_leave_a_header_and_impossible_plans_an_error() {
    let country_without = country(&CountryPlan {
        n_schools: 0,
        ..CountryPlan::default()
    })
    .unwrap();
    let text = String::from_utf8(file(&country_without)).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert!(country_without.school_truths().is_empty());
    let refused = country(&plan(1, 3, 4, 1));
    assert!(matches!(refused, Err(Error::Plan(_))));
}
