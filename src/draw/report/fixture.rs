//! A small country as a page gets it, with names to choose.

use serde_json::value::{RawValue, to_raw_value};

use super::{Language, Page, PageCheck, PageLevel};
use crate::table::{Counts, Outlines, Regions, SpeedFigures, TextColumn};

/// A country of one state with regions in a row.
pub(super) struct Country {
    state: Regions,
    regions: Regions,
    counts: Vec<Counts>,
    total: Counts,
    report: Box<RawValue>,
    name: String,
}

impl Country {
    /// A region for each name, which stands wherever the input may say something.
    pub(super) fn of(names: &[&str]) -> Self {
        let counts: Vec<Counts> = (0..names.len() as u64).map(counts).collect();
        let mut total = Counts::default();
        for counts in &counts {
            total.merge(counts);
        }
        let name = names.first().copied().unwrap_or_default();
        let of_state = vec![name; names.len()];
        Self {
            state: regions("adm1", &[name], &[""], 1),
            regions: regions("adm2", names, &of_state, names.len()),
            counts,
            total,
            report: report(name),
            name: name.to_owned(),
        }
    }

    pub(super) fn page(&self, language: Language) -> Page<'_> {
        let level = |regions, counts, coarser| PageLevel {
            regions,
            counts,
            speeds: &[],
            is_enough: counts.iter().map(|counts| counts.n_known() >= 10).collect(),
            trend: None,
            coarser,
        };
        Page {
            language,
            national: self.total,
            national_speeds: SpeedFigures::default(),
            has_students: true,
            has_measurements: false,
            measured_by_month: &[],
            min_schools: 10,
            min_known: 0.5,
            levels: vec![
                level(&self.state, std::slice::from_ref(&self.total), None),
                level(&self.regions, &self.counts[..], Some(0)),
            ],
            checks: vec![PageCheck {
                check: "bad_number",
                refused: 0,
                repaired: 0,
                doubted: 3,
                first: self.name.clone(),
            }],
            n_status_values: 1,
            report: &self.report,
            version: "1.2.3",
        }
    }
}

/// Of every fifth region nothing is known, of others little.
fn counts(number: u64) -> Counts {
    let (n_connected, n_not_connected) = match number % 5 {
        0 => (0, 0),
        some => (number, some * 4),
    };
    Counts {
        n_schools: n_connected + n_not_connected + 3,
        n_connected,
        n_not_connected,
        n_unknown: 3,
        ..Counts::default()
    }
}

/// Squares of a degree in a row of `n_wide`, or one rectangle as wide as all of them.
fn regions(level: &str, names: &[&str], parents: &[&str], n_wide: usize) -> Regions {
    let text = |fields: &[&str]| -> TextColumn { fields.iter().copied().collect() };
    let mut outlines = Outlines::new();
    for row in 0..names.len() {
        let west = f64::from(u32::try_from(row % n_wide.clamp(1, 100)).unwrap());
        let south = f64::from(u32::try_from(row / 100).unwrap()) / 10.0;
        let [west, east, north] = [west / 10.0, west / 10.0 + 0.1, south + 0.1];
        outlines.extend_ring([[west, south], [east, south], [east, north], [west, north]]);
        outlines.end_ring();
        outlines.end_part();
        outlines.end_row();
    }
    Regions {
        level: level.to_owned(),
        region_id: text(names),
        region_name: text(names),
        parent_id: text(parents),
        parent_name: text(parents),
        outlines,
        ..Regions::default()
    }
}

/// What `report.json` tells, as far as the page looks at it.
fn report(name: &str) -> Box<RawValue> {
    let input = serde_json::json!({
        "file": name, "format": "csv", "rows_read": 3, "bytes": 30, "sha256": "00",
        "beside": [{"file": name, "bytes": 40, "sha256": "01"}],
    });
    let report = serde_json::json!({
        "inputs": {"schools": [input]},
        "policy": {"snap_m": 1500.0, "country": name},
        "schools": {"rows_read": 3, "schools": 3},
        "levels": {},
        "status_values": [{"column": name, "value": name, "read_as": "unknown", "rows": 3}],
        "files": [{"name": name, "features": 3, "sha256": "00"}],
    });
    to_raw_value(&report).unwrap()
}
