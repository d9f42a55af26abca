//! Tables in, frames ready to be written out: the columns of every output, in their order.

use std::borrow::Cow;

use super::places::{Level, LevelPlaces};
use crate::error::Error;
use crate::issue::{Issue, IssueLog};
use crate::neighbors::Neighbor;
use crate::table::{
    Column, Counts, Frame, FrameGeometry, Nesting, Openness, Placement, Regions, Schools, Shares,
    Status, StatusSource, Summaries, TextColumn,
};

/// Which optional inputs there were: a column whose stage has none is written, and null.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub(super) real_time: bool,
    pub(super) students: bool,
}

/// Columns of regions that stages of later inputs fill: null without measurements.
const MEASUREMENT_INTEGERS_FIRST: [&str; 2] = ["n_measured", "n_tests"];
const MEASUREMENT_REALS: [&str; 6] = [
    "download_mbps_mean",
    "download_mbps_p10",
    "download_mbps_median",
    "download_mbps_p90",
    "upload_mbps_median",
    "latency_ms_median",
];
const MEASUREMENT_INTEGERS_LAST: [&str; 3] = ["n_live", "n_at_risk", "n_dropped_off"];

type Columns<'a> = Vec<(String, Column<'a>)>;

/// `regions_LEVEL`: one row for each region of the input.
pub(super) fn regions_frame<'a>(
    regions: &'a Regions,
    summaries: &Summaries,
    nesting: &'a Nesting,
    told: Told,
    keep_properties: bool,
) -> Frame<'a> {
    let mut columns: Columns = vec![
        text("region_id", &regions.region_id),
        text("region_name", &regions.region_name),
        constant("level", &regions.level, regions.len()),
        text("parent_id", &regions.parent_id),
        text("parent_name", &regions.parent_name),
        integers(
            "region_row",
            (1..=regions.len()).map(|row| Some(row as u64)),
        ),
    ];
    columns.extend(count_columns(&summaries.regions, told));
    if keep_properties {
        add_properties(&mut columns, &regions.properties);
    }
    Frame {
        name: format!("regions_{}", regions.level),
        n_rows: regions.len(),
        columns,
        geometry: FrameGeometry::Outlines(&regions.outlines, nesting),
    }
}

/// `totals_LEVEL`: regions, outside, no position, and the country.
pub(super) fn totals_frame(level: &str, summaries: &Summaries, told: Told) -> Frame<'static> {
    let rows = [
        summaries.placed,
        summaries.outside,
        summaries.no_position,
        summaries.national,
    ];
    let names: TextColumn = ["regions", "outside", "no_position", "national"]
        .into_iter()
        .collect();
    let mut columns: Columns = vec![("total".to_owned(), Column::Text(Cow::Owned(names)))];
    columns.extend(count_columns(&rows, told));
    Frame {
        name: format!("totals_{level}"),
        n_rows: rows.len(),
        columns,
        geometry: FrameGeometry::None,
    }
}

/// Refuses a level whose columns would bear the name of a column that schools have anyway.
pub(super) fn check_level_name(level: &str) -> Result<(), Error> {
    let taken = ["school_name"];
    if taken.contains(&format!("{level}_name").as_str()) {
        let message =
            format!("a level cannot be called {level}, as `{level}_name` is a column of schools");
        return Err(Error::Plan(message));
    }
    Ok(())
}

/// `schools`: one row for each school, closed ones included.
pub(super) fn schools_frame<'a>(
    schools: &'a Schools,
    levels: &'a [Level],
    places: &[LevelPlaces],
    nearest: &[Option<Neighbor>],
    keep_properties: bool,
) -> Frame<'a> {
    let files: TextColumn = schools.files.iter().map(AsRef::as_ref).collect();
    let mut columns: Columns = vec![
        words(
            "source_file",
            schools.source_file.iter().map(|file| Some(*file)),
            files,
        ),
        integers(
            "source_row",
            schools.source_row.iter().map(|row| Some(*row)),
        ),
        text("school_id_giga", &schools.school_id_giga),
        text("school_id_govt", &schools.school_id_govt),
        text("school_name", &schools.school_name),
        text("education_level", &schools.education_level),
        text("country", &schools.country),
        openness(schools),
        integers(
            "num_students",
            schools
                .num_students
                .iter()
                .map(|number| number.map(u64::from)),
        ),
        reals(
            "latitude",
            schools
                .position
                .iter()
                .map(|position| position.map(crate::LonLat::lat_deg)),
        ),
        reals(
            "longitude",
            schools
                .position
                .iter()
                .map(|position| position.map(crate::LonLat::lon_deg)),
        ),
        status(schools),
        status_source(schools),
    ];
    for (level, places) in levels.iter().zip(places) {
        columns.extend(level_columns(level, places));
    }
    let n_rows = schools.len();
    columns.push(integers("n_tests", std::iter::repeat_n(None, n_rows)));
    columns.push(reals(
        "download_mbps_median",
        std::iter::repeat_n(None, n_rows),
    ));
    columns.push(blank("last_measured_at", n_rows));
    columns.push(blank("activity", n_rows));
    columns.push(reals(
        "nearest_school_m",
        nearest.iter().map(|near| near.map(in_decimetres)),
    ));
    columns.push(integers(
        "n_issues",
        schools
            .n_issues
            .iter()
            .map(|number| Some(u64::from(*number))),
    ));
    if keep_properties {
        add_properties(&mut columns, &schools.properties);
    }
    Frame {
        name: "schools".to_owned(),
        n_rows,
        columns,
        geometry: FrameGeometry::Points(&schools.position),
    }
}

/// A distance in metres, rounded to the decimetre: positions are not known better.
pub(super) fn in_decimetres(neighbor: Neighbor) -> f64 {
    (neighbor.distance_m() * 10.0).round() / 10.0
}

/// `issues`: one row for each issue kept.
pub(super) fn issues_frame(log: &IssueLog, files: &[std::sync::Arc<str>]) -> Frame<'static> {
    let issues = log.sorted(files);
    let texts = |of: fn(&Issue) -> &str| -> Column<'static> {
        Column::Text(Cow::Owned(issues.iter().map(|issue| of(issue)).collect()))
    };
    let columns = vec![
        ("file".to_owned(), texts(|issue| &issue.place.file)),
        integers("row", issues.iter().map(|issue| issue.place.row)),
        (
            "column".to_owned(),
            texts(|issue| issue.place.column.as_deref().unwrap_or_default()),
        ),
        ("check".to_owned(), texts(|issue| issue.check)),
        ("severity".to_owned(), texts(|issue| issue.severity.name())),
        ("value".to_owned(), texts(|issue| &issue.value)),
        ("message".to_owned(), texts(|issue| &issue.message)),
    ];
    Frame {
        name: "issues".to_owned(),
        n_rows: issues.len(),
        columns,
        geometry: FrameGeometry::None,
    }
}

/// The counts and shares of regions or totals, in the order of the design.
fn count_columns(rows: &[Counts], told: Told) -> Columns<'static> {
    let count = |name: &str, of: fn(&Counts) -> u64| {
        integers(name, rows.iter().map(|counts| Some(of(counts))))
    };
    let counted_if = |is_told: bool, name: &str, of: fn(&Counts) -> u64| {
        integers(name, rows.iter().map(|counts| is_told.then(|| of(counts))))
    };
    let share = |name: &str, of: fn(&Shares) -> Option<f64>| {
        reals(name, rows.iter().map(|counts| of(&counts.shares())))
    };
    let mut columns = vec![
        count("n_schools", |counts| counts.n_schools),
        count("n_connected", |counts| counts.n_connected),
        count("n_not_connected", |counts| counts.n_not_connected),
        count("n_unknown", |counts| counts.n_unknown),
        count("n_closed", |counts| counts.n_closed),
        share("known_share", |shares| shares.known_share),
        share("unconnected_share_of_known", |shares| {
            shares.unconnected_share_of_known
        }),
        share("unconnected_share_min", |shares| {
            shares.unconnected_share_min
        }),
        share("unconnected_share_max", |shares| {
            shares.unconnected_share_max
        }),
        counted_if(told.real_time, "n_connected_measured", |counts| {
            counts.n_connected_measured
        }),
        count("n_border", |counts| counts.n_border),
        count("n_snapped", |counts| counts.n_snapped),
        count("n_stated", |counts| counts.n_stated),
        counted_if(told.students, "n_schools_with_students", |counts| {
            counts.n_schools_with_students
        }),
        counted_if(told.students, "n_students", |counts| counts.n_students),
        counted_if(told.students, "n_students_connected", |counts| {
            counts.n_students_connected
        }),
        counted_if(told.students, "n_students_not_connected", |counts| {
            counts.n_students_not_connected
        }),
        counted_if(told.students, "n_students_unknown", |counts| {
            counts.n_students_unknown
        }),
    ];
    let no_integer = |name: &&str| integers(name, std::iter::repeat_n(None, rows.len()));
    let no_real = |name: &&str| reals(name, std::iter::repeat_n(None, rows.len()));
    columns.extend(MEASUREMENT_INTEGERS_FIRST.iter().map(no_integer));
    columns.extend(MEASUREMENT_REALS.iter().map(no_real));
    columns.extend(MEASUREMENT_INTEGERS_LAST.iter().map(no_integer));
    columns
}

fn level_columns<'a>(level: &'a Level, places: &LevelPlaces) -> Columns<'a> {
    let placements = &places.placements;
    let name = |column: &str| format!("{}_{column}", level.regions.level);
    let keys: Vec<Option<u32>> = placements
        .region
        .iter()
        .map(|region| region.and_then(|region| u32::try_from(region.row()).ok()))
        .collect();
    let of_region = |column: &str, words: &'a TextColumn| {
        let column_of = Column::Words {
            keys: keys.clone(),
            words: Cow::Borrowed(words),
        };
        (name(column), column_of)
    };
    let placement_words: TextColumn = Placement::ALL
        .iter()
        .map(|placement| placement.name())
        .collect();
    vec![
        of_region("id", &level.regions.region_id),
        of_region("name", &level.regions.region_name),
        words(
            &name("placement"),
            placements.placement.iter().map(|p| Some(*p as u32)),
            placement_words,
        ),
        reals(&name("snap_m"), placements.snap_m.iter().copied()),
    ]
}

fn openness(schools: &Schools) -> (String, Column<'static>) {
    let key = |openness: &Openness| match openness {
        Openness::Open => Some(0),
        Openness::Closed => Some(1),
        Openness::Unsaid => None,
    };
    words(
        "is_school_open",
        schools.openness.iter().map(key),
        ["yes", "no"].into_iter().collect(),
    )
}

fn status(schools: &Schools) -> (String, Column<'static>) {
    let names = Status::ALL.iter().map(|status| status.name()).collect();
    words(
        "connectivity_status",
        schools.status.iter().map(|status| Some(*status as u32)),
        names,
    )
}

fn status_source(schools: &Schools) -> (String, Column<'static>) {
    let names = StatusSource::ALL
        .iter()
        .map(|source| source.name())
        .collect();
    words(
        "status_source",
        schools
            .status_source
            .iter()
            .map(|source| Some(*source as u32)),
        names,
    )
}

/// The input's own columns behind ours; a name that is taken already gets `input_` before it.
fn add_properties<'a>(columns: &mut Columns<'a>, properties: &'a [(String, TextColumn)]) {
    for (name, fields) in properties {
        let mut free = name.clone();
        while columns
            .iter()
            .any(|(taken, _)| taken.eq_ignore_ascii_case(&free))
        {
            free = format!("input_{free}");
        }
        columns.push((free, Column::Text(Cow::Borrowed(fields))));
    }
}

fn text<'a>(name: &str, fields: &'a TextColumn) -> (String, Column<'a>) {
    (name.to_owned(), Column::Text(Cow::Borrowed(fields)))
}

fn blank(name: &str, n_rows: usize) -> (String, Column<'static>) {
    (
        name.to_owned(),
        Column::Text(Cow::Owned(TextColumn::blank(n_rows))),
    )
}

fn constant(name: &str, word: &str, n_rows: usize) -> (String, Column<'static>) {
    words(
        name,
        std::iter::repeat_n(Some(0), n_rows),
        std::iter::once(word).collect(),
    )
}

fn words(
    name: &str,
    keys: impl Iterator<Item = Option<u32>>,
    words: TextColumn,
) -> (String, Column<'static>) {
    let column = Column::Words {
        keys: keys.collect(),
        words: Cow::Owned(words),
    };
    (name.to_owned(), column)
}

fn integers(name: &str, values: impl Iterator<Item = Option<u64>>) -> (String, Column<'static>) {
    let signed = values.map(|value| value.and_then(|value| i64::try_from(value).ok()));
    (name.to_owned(), Column::Integer(signed.collect()))
}

fn reals(name: &str, values: impl Iterator<Item = Option<f64>>) -> (String, Column<'static>) {
    (name.to_owned(), Column::Real(values.collect()))
}
