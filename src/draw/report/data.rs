//! What the script needs in, JSON out: columns, not rows, so that 40,000 regions take little.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::check::PageCheck;
use super::classes::SPEED_BREAKS;
use super::map::LevelMap;
use super::page::{Page, PageLevel};
use super::texts::Texts;
use super::trend::{CountryTrend, LevelTrend, country_trend, level_trend};
use crate::colors::SHARE_BREAKS;
use crate::table::{Counts, SpeedFigures, TextColumn};

#[derive(Serialize)]
struct Data<'a> {
    language: &'static str,
    texts: &'a Texts,
    rule: Rule,
    share_breaks: [f64; 4],
    speed_breaks: [f64; 4],
    national: Figures<'a>,
    trend: Option<CountryTrend>,
    levels: Vec<Level<'a>>,
    checks: &'a [PageCheck],
    n_status_values: usize,
    report: &'a RawValue,
}

#[derive(Serialize)]
struct Rule {
    min_schools: u64,
    min_known: f64,
}

#[derive(Serialize)]
struct Level<'a> {
    #[serde(rename = "level")]
    title: &'a str,
    id: Texted<'a>,
    name: Texted<'a>,
    /// The distinct parents.
    parents: Vec<&'a str>,
    /// For each region the number of its parent; that behind the last where it has none.
    parent: Vec<usize>,
    /// For each region `1` where enough is known to rank it, else `0`.
    enough: String,
    #[serde(flatten)]
    figures: Figures<'a>,
    trend: Option<LevelTrend>,
    map: Option<LevelMap>,
}

/// The page's data as JSON.
pub(super) fn data(page: &Page, texts: &Texts, maps: Vec<Option<LevelMap>>) -> String {
    let levels = page.levels.iter().zip(maps);
    let data = Data {
        language: page.language.code(),
        texts,
        rule: Rule {
            min_schools: page.min_schools,
            min_known: page.min_known,
        },
        share_breaks: SHARE_BREAKS,
        speed_breaks: SPEED_BREAKS,
        national: Figures {
            counts: std::slice::from_ref(&page.national),
            speeds: std::slice::from_ref(&page.national_speeds),
            has_students: page.has_students,
            has_measurements: page.has_measurements,
        },
        trend: country_trend(page),
        levels: levels
            .map(|(level, map)| of_level(page, level, map))
            .collect(),
        checks: &page.checks,
        n_status_values: page.n_status_values,
        report: page.report,
    };
    serde_json::to_string(&data).expect("text keys and finite numbers")
}

fn of_level<'a>(page: &Page, level: &'a PageLevel, map: Option<LevelMap>) -> Level<'a> {
    let (parents, parent) = parents(&level.regions.parent_name);
    Level {
        title: &level.regions.level,
        id: Texted(&level.regions.region_id),
        name: Texted(&level.regions.region_name),
        parents,
        parent,
        enough: level
            .is_enough
            .iter()
            .map(|is_enough| if *is_enough { '1' } else { '0' })
            .collect(),
        figures: Figures {
            counts: level.counts,
            speeds: level.speeds,
            has_students: page.has_students,
            has_measurements: page.has_measurements,
        },
        trend: level_trend(level),
        map,
    }
}

/// The distinct names in the order in which they come up, and for each row the number of its name.
fn parents(names: &TextColumn) -> (Vec<&str>, Vec<usize>) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut distinct = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        numbers.entry(name).or_insert_with(|| {
            distinct.push(name);
            distinct.len() - 1
        });
    }
    let none = distinct.len();
    let of_row = |name| numbers.get(name).copied().unwrap_or(none);
    (distinct, names.iter().map(of_row).collect())
}

/// A text column as a list.
struct Texted<'a>(&'a TextColumn);

impl Serialize for Texted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter())
    }
}

/// Counts as columns, under the names that they have in all files.
struct Figures<'a> {
    counts: &'a [Counts],
    speeds: &'a [SpeedFigures],
    has_students: bool,
    has_measurements: bool,
}

type Column = (&'static str, fn(&Counts) -> u64);

const SCHOOLS: [Column; 5] = [
    ("n_schools", |counts| counts.n_schools),
    ("n_connected", |counts| counts.n_connected),
    ("n_not_connected", |counts| counts.n_not_connected),
    ("n_unknown", |counts| counts.n_unknown),
    ("n_closed", |counts| counts.n_closed),
];
const STUDENTS: [Column; 3] = [
    ("n_students_connected", |counts| counts.n_students_connected),
    ("n_students_not_connected", |counts| {
        counts.n_students_not_connected
    }),
    ("n_students_unknown", |counts| counts.n_students_unknown),
];
const MEASURED: [Column; 1] = [("n_measured", |counts| counts.n_measured)];

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut columns = SCHOOLS.to_vec();
        if self.has_students {
            columns.extend(STUDENTS);
        }
        if self.has_measurements {
            columns.extend(MEASURED);
        }
        for (name, of) in columns {
            map.serialize_entry(name, &self.counts.iter().map(of).collect::<Vec<u64>>())?;
        }
        if self.has_measurements {
            let medians = self.speeds.iter().map(|speeds| speeds.download_mbps_median);
            map.serialize_entry("download_mbps_median", &medians.collect::<Vec<_>>())?;
        }
        map.end()
    }
}
