//! Tables in, frames ready to be written out: the columns of every output, in their order.

use std::borrow::Cow;

use super::measured_frames::{further_columns, threshold_columns, times};
use super::places::{Level, LevelPlaces};
use crate::error::Error;
use crate::issue::{Issue, IssueLog};
use crate::lonlat::LonLat;
use crate::neighbors::Neighbor;
use crate::table::{
    Activity, Column, Counts, Frame, FrameGeometry, LevelSpeeds, Measured, Metric, Nesting,
    Openness, Placement, Placements, Regions, Schools, Shares, SpeedFigures, Status, StatusSource,
    Summaries, TextColumn, Values,
};

/// Which optional inputs there were: a column whose stage has none is written, and null.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub(super) real_time: bool,
    pub(super) measurements: bool,
    pub(super) students: bool,
}

pub(super) type Columns<'a> = Vec<(String, Column<'a>)>;

/// `regions_LEVEL`: one row for each region of the input.
pub(super) fn regions_frame<'a>(
    regions: &'a Regions,
    (summaries, speeds): (&Summaries, &LevelSpeeds),
    nesting: &'a Nesting,
    told: Told,
    keep_properties: bool,
) -> Frame<'a> {
    let mut columns: Columns = vec![
        text("region_id", &regions.region_id),
        text("region_name", &regions.region_name),
        constant("level", &regions.level),
        text("parent_id", &regions.parent_id),
        text("parent_name", &regions.parent_name),
        integers(
            "region_row",
            (1..=regions.len()).map(|row| Some(row as u64)),
        ),
    ];
    columns.extend(count_columns(&summaries.regions, told));
    columns.extend(measurement_columns(
        &summaries.regions,
        &speeds.regions,
        told,
    ));
    columns.extend(threshold_columns(
        regions.len(),
        &speeds.regions,
        &speeds.thresholds,
    ));
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
pub(super) fn totals_frame(
    level: &str,
    (summaries, speeds): (&Summaries, &LevelSpeeds),
    told: Told,
) -> Frame<'static> {
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
    columns.extend(measurement_columns(&rows, &speeds.totals, told));
    columns.extend(threshold_columns(
        rows.len(),
        &speeds.totals,
        &speeds.thresholds,
    ));
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

/// `schools`: one row for each school, closed ones included. The frame holds views: no column is copied for it.
pub(super) fn schools_frame<'a>(
    schools: &'a Schools,
    levels: &'a [Level],
    places: &'a [LevelPlaces],
    nearest: &'a [Option<Neighbor>],
    measured: Option<&'a Measured>,
    keep_properties: bool,
) -> Frame<'a> {
    let mut columns = input_columns(schools);
    for (level, places) in levels.iter().zip(places) {
        columns.extend(level_columns(level, &places.placements));
    }
    columns.extend(match measured {
        Some(measured) => measured_columns(measured),
        None => unmeasured_columns(),
    });
    columns.extend([
        real_view(
            "nearest_school_m",
            Values::view(|row| nearest[row].map(in_decimetres)),
        ),
        integer_view(
            "n_issues",
            Values::view(|row| Some(schools.n_issues[row].into())),
        ),
    ]);
    columns.extend(measured.into_iter().flat_map(further_columns));
    if keep_properties {
        add_properties(&mut columns, &schools.properties);
    }
    Frame {
        name: "schools".to_owned(),
        n_rows: schools.len(),
        columns,
        geometry: FrameGeometry::Points(&schools.position),
    }
}

/// The columns of schools that their own rows fill.
fn input_columns(schools: &Schools) -> Columns<'_> {
    let files = schools.files.iter().map(AsRef::as_ref);
    let position =
        |axis: fn(LonLat) -> f64| Values::view(move |row| schools.position[row].map(axis));
    vec![
        word_view(
            "source_file",
            Values::view(|row| Some(schools.source_file[row])),
            files,
        ),
        integer_view(
            "source_row",
            Values::view(|row| i64::try_from(schools.source_row[row]).ok()),
        ),
        text("school_id_giga", &schools.school_id_giga),
        text("school_id_govt", &schools.school_id_govt),
        text("school_name", &schools.school_name),
        text("education_level", &schools.education_level),
        text("country", &schools.country),
        word_view(
            "is_school_open",
            Values::view(|row| openness(schools.openness[row])),
            ["yes", "no"],
        ),
        integer_view(
            "num_students",
            Values::view(|row| schools.num_students[row].map(i64::from)),
        ),
        real_view("latitude", position(LonLat::lat_deg)),
        real_view("longitude", position(LonLat::lon_deg)),
        word_view(
            "connectivity_status",
            Values::view(|row| Some(schools.status[row] as u32)),
            Status::ALL.map(Status::name),
        ),
        word_view(
            "status_source",
            Values::view(|row| Some(schools.status_source[row] as u32)),
            StatusSource::ALL.map(StatusSource::name),
        ),
    ]
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
pub(super) fn count_columns(rows: &[Counts], told: Told) -> Columns<'static> {
    let count = |name: &str, of: fn(&Counts) -> u64| {
        integers(name, rows.iter().map(|counts| Some(of(counts))))
    };
    let counted_if = |is_told: bool, name: &str, of: fn(&Counts) -> u64| {
        integers(name, rows.iter().map(|counts| is_told.then(|| of(counts))))
    };
    let share = |name: &str, of: fn(&Shares) -> Option<f64>| {
        reals(name, rows.iter().map(|counts| of(&counts.shares())))
    };
    vec![
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
    ]
}

/// What measurements say of regions or totals; null where there are none.
pub(super) fn measurement_columns(
    rows: &[Counts],
    speeds: &[SpeedFigures],
    told: Told,
) -> Columns<'static> {
    let count = |name: &str, of: fn(&Counts) -> u64| {
        let counted = |counts| told.measurements.then(|| of(counts));
        integers(name, rows.iter().map(counted))
    };
    let speed = |name: &str, of: fn(&SpeedFigures) -> Option<f64>| {
        let speeds = speeds.iter().map(of);
        let padded = speeds.chain(std::iter::repeat(None)).take(rows.len());
        reals(name, padded)
    };
    vec![
        count("n_measured", |counts| counts.n_measured),
        count("n_tests", |counts| counts.n_tests),
        speed("download_mbps_mean", |speeds| speeds.download_mbps_mean),
        speed("download_mbps_p10", |speeds| speeds.download_mbps_p10),
        speed("download_mbps_median", |speeds| speeds.download_mbps_median),
        speed("download_mbps_p90", |speeds| speeds.download_mbps_p90),
        speed("upload_mbps_median", |speeds| speeds.upload_mbps_median),
        speed("latency_ms_median", |speeds| speeds.latency_ms_median),
        count("n_live", |counts| counts.n_live),
        count("n_at_risk", |counts| counts.n_at_risk),
        count("n_dropped_off", |counts| counts.n_dropped_off),
        speed("loss_percent_median", |speeds| speeds.loss_percent_median),
    ]
}

/// What measurements say of schools.
fn measured_columns(measured: &Measured) -> Columns<'_> {
    vec![
        integer_view(
            "n_tests",
            Values::view(|row| i64::try_from(measured.n_tests[row]).ok()),
        ),
        real_view(
            "download_mbps_median",
            Values::view(|row| measured.median(Metric::Download, row)),
        ),
        times(
            "last_measured_at",
            measured.last_measured_at_unix_s.iter().copied(),
        ),
        word_view(
            "activity",
            Values::view(|row| measured.activity[row].map(|activity| activity as u32)),
            Activity::ALL.map(Activity::name),
        ),
    ]
}

/// The same columns where there are no measurements.
fn unmeasured_columns() -> Columns<'static> {
    vec![
        integer_view("n_tests", Values::null()),
        real_view("download_mbps_median", Values::null()),
        word_view("last_measured_at", Values::null(), []),
        word_view("activity", Values::null(), []),
    ]
}

fn level_columns<'a>(level: &'a Level, placements: &'a Placements) -> Columns<'a> {
    let name = |column: &str| format!("{}_{column}", level.regions.level);
    let region = |row: usize| u32::try_from(placements.region[row]?.row()).ok();
    let of_region = |column: &str, words: &'a TextColumn| {
        let column_of = Column::Words {
            keys: Values::view(region),
            words: Cow::Borrowed(words),
        };
        (name(column), column_of)
    };
    vec![
        of_region("id", &level.regions.region_id),
        of_region("name", &level.regions.region_name),
        word_view(
            &name("placement"),
            Values::view(|row| Some(placements.placement[row] as u32)),
            Placement::ALL.map(Placement::name),
        ),
        real_view(&name("snap_m"), Values::view(|row| placements.snap_m[row])),
    ]
}

/// The word for what a row says of its school being open.
fn openness(openness: Openness) -> Option<u32> {
    match openness {
        Openness::Open => Some(0),
        Openness::Closed => Some(1),
        Openness::Unsaid => None,
    }
}

/// The input's own columns behind ours; a name that is taken already gets `input_` before it.
pub(super) fn add_properties<'a>(
    columns: &mut Columns<'a>,
    properties: &'a [(String, TextColumn)],
) {
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

/// The same word in every row.
pub(super) fn constant(name: &str, word: &str) -> (String, Column<'static>) {
    word_view(name, Values::view(|_| Some(0)), [word])
}

pub(super) fn word_view<'a, 'w>(
    name: &str,
    keys: Values<'a, u32>,
    words: impl IntoIterator<Item = &'w str>,
) -> (String, Column<'a>) {
    let words = Cow::Owned(words.into_iter().collect());
    (name.to_owned(), Column::Words { keys, words })
}

pub(super) fn integer_view<'a>(name: &str, values: Values<'a, i64>) -> (String, Column<'a>) {
    (name.to_owned(), Column::Integer(values))
}

pub(super) fn real_view<'a>(name: &str, values: Values<'a, f64>) -> (String, Column<'a>) {
    (name.to_owned(), Column::Real(values))
}

/// A list of values that nothing else keeps.
pub(super) fn integers(
    name: &str,
    values: impl Iterator<Item = Option<u64>>,
) -> (String, Column<'static>) {
    let signed = values.map(|value| value.and_then(|value| i64::try_from(value).ok()));
    integer_view(name, signed.collect())
}

/// A list of values that nothing else keeps.
fn reals(name: &str, values: impl Iterator<Item = Option<f64>>) -> (String, Column<'static>) {
    real_view(name, values.collect())
}
