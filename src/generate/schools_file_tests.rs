use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::super::country::country;
use super::super::plan::CountryPlan;
use super::super::samples::{Micro, countries, edges, holds, made, micro};
use super::super::spot::real;
use super::*;
use crate::table::Regions;

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
        let counts = country.write_schools(&mut io::sink()).unwrap();
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
    let to_deg = |micro: i64| real(micro) / 1e6;
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
fn no_schools_leave_a_header() {
    let plan = CountryPlan {
        n_schools: 0,
        ..CountryPlan::default()
    };
    let country = country(&plan).unwrap();
    let text = String::from_utf8(file(&country)).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert!(country.school_truths().is_empty());
}

/// A change here changes what every bench and demo runs on: it must be meant, and told in the changelog.
#[test]
fn the_bytes_of_the_default_country_are_pinned() {
    let country = country(&CountryPlan::default()).unwrap();
    let mut hash = Sha256::new();
    hash.update(file(&country));
    for [lon_deg, lat_deg] in country.levels[1].outlines.vertices() {
        hash.update(lon_deg.to_le_bytes());
        hash.update(lat_deg.to_le_bytes());
    }
    insta::assert_snapshot!(format!("{:x}", hash.finalize()), @"02520e23fe69b99b17767ccffdb9fef1efd9d30500028b1acda16c1e7b695322");
}
