//! Rows of tables in, the attributes that tiles carry out, under the names that Giga's own tiles use where they have one.

use super::mvt::Value;
use super::regions::Drawn;
use super::schools::Group;
use super::{TileLevel, TileSchools};
use crate::table::{Answer, Counts, Measured, Metric, StatusSource, TextColumn};

/// The keys of schools, and of groups of schools.
pub(super) const SCHOOL_KEYS: [&str; 9] = [
    "id",
    "name",
    "connectivity_status",
    "connectivity",
    "is_rt_connected",
    "n_schools",
    "n_connected",
    "n_not_connected",
    "n_unknown",
];

/// The keys of regions, and of squares that stand for several.
pub(super) const REGION_KEYS: [&str; 12] = [
    "id",
    "name",
    "parent_name",
    "n_regions",
    "n_schools",
    "n_connected",
    "n_not_connected",
    "n_unknown",
    "known_share",
    "unconnected_share_of_known",
    "unconnected_share_min",
    "unconnected_share_max",
];

/// The attributes whose values are text, by key.
pub(super) const TEXTS: [&str; 5] = [
    "id",
    "name",
    "parent_name",
    "connectivity_status",
    "connectivity",
];

/// The attributes whose values are yes or no, by key.
pub(super) const TRUTHS: [&str; 1] = ["is_rt_connected"];

type Attribute<'a> = (u32, Value<'a>);

/// The id that a school is known by: Giga's, else the government's.
pub(super) fn school_id<'a>(schools: &TileSchools<'a>, row: usize) -> Option<&'a str> {
    let of = |column: &'a TextColumn| column.known(row);
    of(&schools.schools.school_id_giga).or_else(|| of(&schools.schools.school_id_govt))
}

/// How many bytes the attributes of a school take, about.
pub(super) fn n_school_bytes(schools: &TileSchools<'_>, row: usize) -> u32 {
    const OTHERS: usize = 24;
    let name = schools.schools.school_name.known(row);
    let texts = [school_id(schools, row), name].map(|text| text.map_or(0, str::len));
    u32::try_from(OTHERS + texts[0] + texts[1]).unwrap_or(u32::MAX)
}

/// What a tile says of a school.
pub(super) fn school_attributes<'a>(
    schools: &TileSchools<'a>,
    row: usize,
) -> impl Iterator<Item = Attribute<'a>> {
    let table = schools.schools;
    let status = table.status.get(row).copied().unwrap_or_default();
    let attributes = [
        school_id(schools, row).map(|id| (0, Value::Text(id))),
        table
            .school_name
            .known(row)
            .map(|name| (1, Value::Text(name))),
        Some((2, Value::Text(status.name()))),
        schools
            .measured
            .map(|measured| (3, Value::Text(connectivity(measured, row)))),
        schools
            .tells_real_time
            .then(|| (4, Value::Truth(is_rt_connected(schools, row)))),
    ];
    attributes.into_iter().flatten()
}

/// How good a school's connection is by what was measured: Giga's country mode of speeds, good from 5 Mbit/s on
/// (`proco/connection_statistics/utils.py` of Giga Maps).
fn connectivity(measured: &Measured, row: usize) -> &'static str {
    match measured.median(Metric::Download, row) {
        Some(mbps) if mbps >= 5.0 => "good",
        Some(mbps) if mbps > 0.0 => "moderate",
        Some(_) => "bad",
        None => "unknown",
    }
}

/// Whether a school has been seen online.
fn is_rt_connected(schools: &TileSchools<'_>, row: usize) -> bool {
    let source = schools.schools.status_source.get(row);
    let is_seen = matches!(source, Some(StatusSource::Measured | StatusSource::RtFlag));
    is_seen || schools.schools.real_time.get(row) == Some(&Answer::Yes)
}

/// What a tile says of a group of schools.
pub(super) fn group_attributes<'a>(group: &Group) -> impl Iterator<Item = Attribute<'a>> {
    let [connected, not_connected, unknown] = group.n_by_status;
    let counts = [
        connected + not_connected + unknown,
        connected,
        not_connected,
        unknown,
    ];
    (5..).zip(counts.map(Value::Count))
}

/// What a tile says of a region, or of several.
pub(super) fn region_attributes<'a>(
    level: &TileLevel<'a>,
    drawn: &Drawn,
) -> impl Iterator<Item = Attribute<'a>> {
    let regions = level.regions;
    let row = drawn.region.map(|row| row as usize);
    let text = |key: u32, column: &'a TextColumn| Some((key, Value::Text(column.known(row?)?)));
    let named = [
        text(0, &regions.region_id),
        text(1, &regions.region_name),
        text(2, &regions.parent_name),
        (drawn.n_regions != 1).then_some((3, Value::Count(drawn.n_regions))),
    ];
    named
        .into_iter()
        .flatten()
        .chain(count_attributes(&drawn.counts))
}

fn count_attributes<'a>(counts: &Counts) -> impl Iterator<Item = Attribute<'a>> {
    let numbers = [
        counts.n_schools,
        counts.n_connected,
        counts.n_not_connected,
        counts.n_unknown,
    ];
    let shares = counts.shares();
    let shares = [
        shares.known_share,
        shares.unconnected_share_of_known,
        shares.unconnected_share_min,
        shares.unconnected_share_max,
    ];
    let known = (8..)
        .zip(shares)
        .filter_map(|(key, share)| Some((key, Value::real(rounded(share?)))));
    (4..).zip(numbers.map(Value::Count)).chain(known)
}

/// A share to four decimals: the counts beside it are exact.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}
