//! Whole archives, read back.

use std::io::Cursor;

use super::decode::{Decoded, Feature, decoded, features};
use super::place::tile_at;
use super::*;
use crate::table::{Outlines, Status};

/// Squares of a degree side by side, and schools scattered over them and a little beyond.
struct Country {
    regions: Regions,
    nesting: Nesting,
    counts: Vec<Counts>,
    schools: Schools,
    positions: Vec<Option<LonLat>>,
}

fn country(n_side: u32, n_schools: usize) -> Country {
    let mut outlines = Outlines::new();
    let (mut regions, mut counts) = (Regions::default(), Vec::new());
    for number in 0..n_side * n_side {
        let (lon, lat) = (
            f64::from(number % n_side) * 0.01,
            f64::from(number / n_side) * 0.01,
        );
        outlines.extend_ring([
            [lon, lat],
            [lon + 0.01, lat],
            [lon + 0.01, lat + 0.01],
            [lon, lat + 0.01],
        ]);
        outlines.end_ring();
        outlines.end_part();
        outlines.end_row();
        regions.region_id.push(&format!("R{number}"));
        regions.region_name.push("<b>Name</b>");
        regions.parent_name.push("");
        let n_connected = u64::from(number % 3);
        counts.push(Counts {
            n_schools: 4,
            n_connected,
            n_not_connected: 4 - n_connected,
            ..Counts::default()
        });
    }
    regions.level = "adm2".to_owned();
    regions.outlines = outlines;
    let nesting = Nesting {
        depth: vec![0; (n_side * n_side) as usize],
        parent: vec![None; (n_side * n_side) as usize],
    };
    let mut schools = Schools::default();
    let mut positions = Vec::new();
    let mut state = 7_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31)
    };
    for row in 0..n_schools {
        let position = LonLat::new(random() * 2.0 - 0.5, random() * 2.0 - 0.5).ok();
        positions.push(position.filter(|_| row % 10 != 0));
        schools.school_id_giga.push(&format!("id-{row}"));
        schools.school_id_govt.push("");
        schools
            .school_name
            .push(if row % 2 == 0 { "" } else { "École" });
        schools.status.push(Status::ALL[row % 3]);
    }
    Country {
        regions,
        nesting,
        counts,
        schools,
        positions,
    }
}

fn archive(country: &Country) -> (Vec<u8>, TilesReport) {
    let input = TileInput {
        schools: Some(TileSchools {
            schools: &country.schools,
            positions: &country.positions,
            measured: None,
            tells_real_time: true,
        }),
        levels: vec![TileLevel {
            regions: &country.regions,
            nesting: &country.nesting,
            counts: &country.counts,
        }],
        attribution: "schools.csv".to_owned(),
    };
    let mut out = Cursor::new(Vec::new());
    let report = write_tiles(&input, &mut out).unwrap();
    (out.into_inner(), report)
}

/// The features of every zoom.
fn by_zoom(bytes: &[u8], decoded: &Decoded, deepest: u8) -> Vec<Vec<Feature>> {
    let mut zooms = vec![Vec::new(); usize::from(deepest) + 1];
    for (id, n_tiles, range) in &decoded.entries {
        let zoom = (0..=deepest).rev().find(|zoom| {
            tile_at(*zoom, 0).is_ok_and(|first| pmtiles::TileId::from(first).value() <= *id)
        });
        for _ in 0..*n_tiles {
            zooms[usize::from(zoom.unwrap())].extend(features(&bytes[range.clone()]));
        }
    }
    zooms
}

#[test]
fn every_zoom_has_every_school_and_every_region_once() {
    let country = country(70, 3000);
    let (bytes, report) = archive(&country);
    let decoded = decoded(&bytes);
    assert!(decoded.is_clustered && decoded.root_bytes <= 16_384 - 127);
    assert!(decoded.entries.is_sorted_by(|a, b| a.0 + a.1 <= b.0));
    let n_placed = country.positions.iter().flatten().count() as u64;
    assert_eq!(report.schools, n_placed);
    assert!(
        report.levels[0].regions_from_zoom > 0,
        "4,900 regions are too many for one tile"
    );
    for (zoom, features) in by_zoom(&bytes, &decoded, report.deepest_zoom)
        .iter()
        .enumerate()
    {
        let (schools, mut regions): (Vec<Feature>, Vec<Feature>) = features
            .iter()
            .cloned()
            .partition(|feature| feature.layer == "schools");
        let n_schools: u64 = schools.iter().map(|school| school.count("n_schools")).sum();
        assert_eq!(n_schools, n_placed, "zoom {zoom}");
        regions.sort_by_key(|region| region.id);
        regions.dedup_by_key(|region| region.id);
        let sum = |key: &str| regions.iter().map(|region| region.count(key)).sum::<u64>();
        assert_eq!(sum("n_regions"), 4900, "zoom {zoom}");
        assert_eq!(sum("n_schools"), 4900 * 4, "zoom {zoom}");
    }
}

#[test]
fn schools_have_the_names_of_giga_and_groups_their_counts() {
    let mut country = country(2, 3000);
    let name = "x".repeat(400);
    country.schools.school_name = (0..3000).map(|_| name.as_str()).collect();
    let (bytes, report) = archive(&country);
    assert!(report.schools_from_zoom > 0);
    let decoded = decoded(&bytes);
    let zooms = by_zoom(&bytes, &decoded, report.deepest_zoom);
    let school = |zoom: u8| {
        zooms[usize::from(zoom)]
            .iter()
            .find(|feature| feature.layer == "schools")
            .unwrap()
    };
    let keys = |feature: &Feature| {
        feature
            .attributes
            .iter()
            .map(|(key, _)| key.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(school(0)),
        ["n_schools", "n_connected", "n_not_connected", "n_unknown"]
    );
    let single = school(report.schools_from_zoom);
    assert_eq!(
        keys(single),
        ["id", "name", "connectivity_status", "is_rt_connected"]
    );
    let region = zooms[0]
        .iter()
        .find(|feature| feature.layer == "regions_adm2")
        .unwrap();
    insta::assert_snapshot!(format!("{:?}", region.attributes), @r#"[("id", "R0"), ("name", "<b>Name</b>"), ("n_schools", "4"), ("n_connected", "0"), ("n_not_connected", "4"), ("n_unknown", "0"), ("known_share", "1"), ("unconnected_share_of_known", "1"), ("unconnected_share_min", "1"), ("unconnected_share_max", "1")]"#);
    insta::assert_snapshot!(decoded.metadata["vector_layers"][1], @r#"{"description":"Open schools with a position; grouped, with n_schools, before zoom 1","fields":{"connectivity_status":"String","id":"String","is_rt_connected":"Boolean","n_connected":"Number","n_not_connected":"Number","n_schools":"Number","n_unknown":"Number","name":"String"},"id":"schools","maxzoom":10,"minzoom":0}"#);
}

#[test]
fn the_same_bytes_come_from_any_number_of_threads() {
    let country = country(20, 2000);
    let with_threads = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build()
            .unwrap();
        pool.install(|| archive(&country))
    };
    assert!(with_threads(1) == with_threads(3));
}

#[test]
fn nothing_to_show_is_an_archive_without_tiles() {
    let country = country(0, 0);
    let (bytes, report) = archive(&country);
    assert!(decoded(&bytes).entries.is_empty());
    assert_eq!((report.schools, report.tiles_over_limit), (0, 0));
}
