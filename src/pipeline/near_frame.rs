//! Schools near points in, the frame of the answers out.

use std::borrow::Cow;

use super::frames::in_decimetres;
use crate::lonlat::LonLat;
use crate::neighbors::Neighbor;
use crate::table::{Column, Frame, FrameGeometry, Schools, TextColumn};

/// A school near a point; without one, a point that has none.
pub(super) struct Answer {
    point: usize,
    /// Its rank among the schools near the point, from 1, and the school.
    pub(super) school: Option<(u64, Neighbor)>,
}

impl Answer {
    /// The answers for one point, one at least.
    pub(super) fn of_point(point: usize, near: Vec<Neighbor>) -> Vec<Self> {
        if near.is_empty() {
            return vec![Self {
                point,
                school: None,
            }];
        }
        let schools = (1..).zip(near);
        schools
            .map(|school| Self {
                point,
                school: Some(school),
            })
            .collect()
    }

    fn row(&self) -> Option<usize> {
        self.school.map(|(_, neighbor)| neighbor.row())
    }
}

/// `near`: one row for each answer; the points' own columns, where they were kept, come last.
pub(super) fn answers_frame(
    schools: &Schools,
    points: &Schools,
    answers: &[Answer],
) -> Frame<'static> {
    let mut columns = point_columns(points, answers);
    columns.extend(school_columns(schools, answers));
    for (name, fields) in &points.properties {
        let mut free = format!("point_{name}");
        while columns
            .iter()
            .any(|(taken, _)| taken.eq_ignore_ascii_case(&free))
        {
            free = format!("input_{free}");
        }
        columns.push((free, texts(answers, |answer| fields.get(answer.point))));
    }
    Frame {
        name: "near".to_owned(),
        n_rows: answers.len(),
        columns,
        geometry: FrameGeometry::None,
    }
}

type Columns = Vec<(String, Column<'static>)>;

fn point_columns(points: &Schools, answers: &[Answer]) -> Columns {
    let file = |answer: &Answer| {
        let file = points.source_file.get(answer.point);
        file.map_or("", |file| &points.files[*file as usize])
    };
    let position =
        |axis: fn(LonLat) -> f64| reals(answers, |answer| points.position[answer.point].map(axis));
    let row = |answer: &Answer| Some(points.source_row[answer.point]);
    named([
        ("point_file", texts(answers, file)),
        ("point_row", integers(answers, row)),
        (
            "point_name",
            texts(answers, |answer| points.school_name.get(answer.point)),
        ),
        ("point_longitude", position(LonLat::lon_deg)),
        ("point_latitude", position(LonLat::lat_deg)),
        (
            "rank",
            integers(answers, |answer| answer.school.map(|(rank, _)| rank)),
        ),
        (
            "distance_m",
            reals(answers, |answer| {
                answer.school.map(|(_, near)| in_decimetres(near))
            }),
        ),
    ])
}

fn school_columns(schools: &Schools, answers: &[Answer]) -> Columns {
    let text = |fields: &TextColumn| {
        texts(answers, |answer| {
            answer.row().map_or("", |row| fields.get(row))
        })
    };
    let position = |axis: fn(LonLat) -> f64| {
        reals(answers, |answer| schools.position[answer.row()?].map(axis))
    };
    let file = |row: usize| &*schools.files[schools.source_file[row] as usize];
    let status = |row: usize| schools.status[row].name();
    let row = |answer: &Answer| Some(schools.source_row[answer.row()?]);
    named([
        ("school_id_giga", text(&schools.school_id_giga)),
        ("school_id_govt", text(&schools.school_id_govt)),
        ("school_name", text(&schools.school_name)),
        (
            "connectivity_status",
            texts(answers, |answer| answer.row().map_or("", status)),
        ),
        ("longitude", position(LonLat::lon_deg)),
        ("latitude", position(LonLat::lat_deg)),
        (
            "source_file",
            texts(answers, |answer| answer.row().map_or("", file)),
        ),
        ("source_row", integers(answers, row)),
    ])
}

fn named<const N: usize>(columns: [(&str, Column<'static>); N]) -> Columns {
    columns
        .map(|(name, column)| (name.to_owned(), column))
        .into()
}

fn texts<'a>(answers: &'a [Answer], of: impl Fn(&'a Answer) -> &'a str) -> Column<'static> {
    Column::Text(Cow::Owned(answers.iter().map(of).collect()))
}

fn integers(answers: &[Answer], of: impl Fn(&Answer) -> Option<u64>) -> Column<'static> {
    let signed = |answer| of(answer).and_then(|value| i64::try_from(value).ok());
    Column::Integer(answers.iter().map(signed).collect())
}

fn reals(answers: &[Answer], of: impl Fn(&Answer) -> Option<f64>) -> Column<'static> {
    Column::Real(answers.iter().map(of).collect())
}
