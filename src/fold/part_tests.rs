//! Parts are held to the whole that they are parts of, and their files to what was written.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::fixture::{N_SCHOOLS, Row, folded, measurements};
use super::{Part, Terms};
use crate::error::Error;
use crate::issue::{Issue, IssueLog, Place, Severity};
use crate::table::{MeasurementCounts, Metric, ReadyMade, ReadyMades, Schools};

fn terms(options: &[(&str, &str)]) -> Terms {
    let schools = Schools {
        source_row: (0..N_SCHOOLS as u64).collect(),
        school_id_giga: (0..N_SCHOOLS).map(|_| "a").collect(),
        school_id_govt: (0..N_SCHOOLS).map(|_| "").collect(),
        country: (0..N_SCHOOLS).map(|_| "KEN").collect(),
        ..Schools::default()
    };
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Terms::of(&schools, options.iter().map(owned).collect())
}

/// A part of some rows, of which `n_ready` schools from the last down have ready-made figures.
fn part(rows: &[Row], n_ready: u32) -> Part {
    let tallies = folded(rows);
    let mut ready = ReadyMades::new();
    for school in (0..150).rev().take(n_ready as usize) {
        let mut medians = [None; Metric::ALL.len()];
        medians[0] = Some(f64::from(n_ready) / 7.0);
        let figures = ReadyMade {
            n_tests: u64::from(n_ready % 3 + 1),
            medians,
            is_connected: true,
        };
        if tallies.of(school as usize).is_none() {
            ready.insert(school, figures);
        }
    }
    let mut issues = IssueLog::new(Some(1000));
    for (row, (_, _, values)) in (2..)
        .zip(rows)
        .filter(|(_, (_, _, values))| values[0] == Some(0))
    {
        let place = Place::row(&"meter.csv".into(), row).in_column("download");
        let issue = Issue::new(
            place,
            "measurement_zero",
            Severity::Doubt,
            "0",
            format!("{values:?}"),
        );
        issues.push(issue);
    }
    let n_rows = (rows.len() + ready.len()) as u64;
    let counts = MeasurementCounts {
        rows_read: n_rows,
        folded: n_rows,
        ..MeasurementCounts::default()
    };
    Part::new(terms(&[]), tallies, ready, counts, &issues)
}

fn bytes(part: &Part) -> Vec<u8> {
    let mut bytes = Vec::new();
    part.write(&mut bytes).unwrap();
    bytes
}

fn read(mut bytes: &[u8], terms: &Terms) -> Result<Part, Error> {
    let file: Arc<str> = "west.part".into();
    Part::read(&mut bytes, &file, terms)
}

fn refusal(bytes: &[u8], terms: &Terms) -> String {
    match read(bytes, terms) {
        Ok(_) => "read".to_owned(),
        Err(error) => error.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_part_comes_back_from_its_file(rows in measurements(200), n_ready in 0_u32..40) {
        let part = part(&rows, n_ready);
        let written = bytes(&part);
        let back = read(&written, &part.terms).unwrap();
        prop_assert_eq!(&back, &part);
        prop_assert_eq!(bytes(&back), written);
    }

    #[test]
    fn parts_merge_in_any_order(rows in measurements(300), n_ready in prop::array::uniform4(0_u32..60), turn in 0_usize..4) {
        let size = rows.len().div_ceil(4).max(1);
        let mut parts: Vec<Part> = rows.chunks(size).zip(n_ready).map(|(rows, n)| part(rows, n)).collect();
        parts.resize_with(4, || part(&[], 5));
        let [a, b, c, d] = [0, 1, 2, 3].map(|index| parts[index].clone());
        let left = a.clone().merge(&b).merge(&c).merge(&d);
        let tree = d.merge(&c).merge(&b.merge(&a));
        parts.rotate_left(turn);
        let turned = parts.iter().skip(1).fold(parts[0].clone(), Part::merge);
        prop_assert_eq!(bytes(&left), bytes(&tree));
        prop_assert_eq!(bytes(&left), bytes(&turned));
        let n_speaking: u64 = left.tallies.iter().map(|(_, tally)| u64::from(tally.n_tests())).sum();
        prop_assert_eq!(left.counts.folded, n_speaking + left.ready.len() as u64);
        let ways_out: u64 = left.counts.ways_out().iter().map(|(_, n)| n).sum();
        prop_assert_eq!(left.counts.rows_read, ways_out);
    }

    #[test]
    fn a_cut_or_changed_file_is_refused(rows in measurements(30), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let part = part(&rows, 2);
        let written = bytes(&part);
        let at = at.index(written.len());
        prop_assert!(read(&written[..at], &part.terms).is_err());
        let mut changed = written.clone();
        changed[at] ^= 1 << bit;
        prop_assert!(read(&changed, &part.terms).is_err());
        changed = [&written[..], &[0]].concat();
        prop_assert!(read(&changed, &part.terms).is_err());
    }

    /// Changed bytes whose checksum is made to fit: what is read is sound or refused.
    #[test]
    fn a_forged_file_does_no_harm(rows in measurements(30), at in any::<prop::sample::Index>(), byte: u8) {
        use sha2::{Digest, Sha256};
        let part = part(&rows, 2);
        let mut forged = bytes(&part);
        let body = forged.len() - 32;
        forged[at.index(body)] = byte;
        let sum = Sha256::digest(&forged[..body]);
        forged[body..].copy_from_slice(&sum);
        if let Ok(read) = read(&forged, &part.terms) {
            let merged = read.merge(&part);
            for (_, tally) in merged.tallies.iter() {
                let quantiles = Metric::ALL.map(|metric| tally.metric(metric)?.quantile(0.5));
                prop_assert!(quantiles.iter().flatten().all(|value| value.is_finite()));
                prop_assert!(tally.days().count() == tally.n_days() as usize);
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_told() {
    let part = part(&[(3, Some(5), [Some(7), None, None, None])], 0);
    let written = bytes(&part);
    let mut other_schools = terms(&[]);
    other_schools.schools[0] ^= 1;
    let mut other_version = written.clone();
    other_version[21] = 9;
    let told = [
        refusal(&written, &terms(&[("since", "2026-01-01")])),
        refusal(&written, &other_schools),
        refusal(b"timestamp,download,school_id\n2026-01-01", &part.terms),
        refusal(&other_version, &part.terms),
        refusal(&written[..written.len() - 9], &part.terms),
    ];
    insta::assert_snapshot!(told.join("\n"), @"
    west.part: expected tallies folded with since 2026-01-01, found some folded without since
    west.part: expected tallies of these 150 schools, found those of another list of 150
    west.part: expected tallies that were folded before, found another file
    west.part: expected version 1 with 4 metrics, found version 9 with 4 metrics
    west.part: expected more bytes, found the end of the file
    ");
}

#[test]
fn terms_differ_by_every_id_and_option() {
    let mut options = BTreeMap::new();
    options.insert("until".to_owned(), "2026-01-01".to_owned());
    let schools = |ids: [&str; 2]| Schools {
        source_row: vec![2, 3],
        school_id_giga: ids.into_iter().collect(),
        school_id_govt: ["", ""].into_iter().collect(),
        country: ["", ""].into_iter().collect(),
        ..Schools::default()
    };
    let terms = |ids| Terms::of(&schools(ids), BTreeMap::new());
    assert_eq!(terms(["a", "b"]).difference(&terms(["a", "b"])), None);
    for ids in [["b", "a"], ["ab", ""], ["a", "B"]] {
        assert!(terms(["a", "b"]).difference(&terms(ids)).is_some());
    }
    let with_option = Terms::of(&schools(["a", "b"]), options);
    let found = terms(["a", "b"]).difference(&with_option).unwrap();
    assert_eq!(found.1, "some folded with until 2026-01-01");
}
