//! Judged rows in; `quality.json`, `issues.csv`, and the rows that passed and failed out.

use std::borrow::Cow;

use super::dictionary::Dictionary;
use super::frames::add_properties;
use super::outputs::job;
use super::plan::Output;
use super::quality::Judged;
use super::quality_lines::{issue_columns, write_issues};
use super::quality_report::QualityReport;
use crate::error::Error;
use crate::format::Format;
use crate::judge::{Gravity, catalog};
use crate::lonlat::LonLat;
use crate::table::{Column, Frame, FrameGeometry, TextColumn};
use crate::write::{Folder, Job};

/// The report of quality.
pub(super) const QUALITY: &str = "quality.json";

/// Writes the report, the list of all issues, and the rows that passed and those that failed in the formats that are
/// asked for, CSV where none is.
pub(super) fn write_quality(
    judged: &Judged,
    report: &QualityReport,
    output: &Output,
    folder: &mut Folder,
    dictionary: &mut Dictionary,
) -> Result<(), Error> {
    let parts = [Part::of(judged, "passed"), Part::of(judged, "failed")];
    let frames = parts.each_ref().map(|rows| rows.frame(judged));
    let formats = output.formats.clone().unwrap_or_else(|| vec![Format::Csv]);
    let mut jobs = vec![
        Job::new(QUALITY, |out| {
            out.write_all(&report.to_json()).map(|()| report.rows)
        }),
        Job::new("issues.csv", |out| write_issues(judged, out)),
    ];
    dictionary.add([&issue_columns()]);
    dictionary.add(&frames);
    for frame in &frames {
        jobs.extend(formats.iter().map(|format| job(frame, *format, output)));
    }
    folder.files_at_once(jobs)
}

/// The rows that passed, or those that failed, with their own columns.
struct Part {
    name: &'static str,
    rows: Vec<usize>,
    columns: Vec<(String, TextColumn)>,
    positions: Vec<Option<LonLat>>,
    reasons: Option<TextColumn>,
}

impl Part {
    fn of(judged: &Judged, name: &'static str) -> Self {
        let has_failed = |row: &usize| judged.verdicts[*row] == Gravity::Critical;
        let records = judged.records;
        let is_failed = name == "failed";
        let rows: Vec<usize> = (0..records.len())
            .filter(|row| has_failed(row) == is_failed)
            .collect();
        let chosen = |column: &TextColumn| rows.iter().map(|row| column.get(*row)).collect();
        Self {
            name,
            columns: records
                .columns
                .iter()
                .map(|(name, column)| (name.clone(), chosen(column)))
                .collect(),
            positions: rows.iter().map(|row| records.position[*row]).collect(),
            reasons: is_failed.then(|| reasons(judged)),
            rows,
        }
    }

    /// The columns as the owner called them; before them, of rows that failed, where they stand and why; behind them
    /// the position, where it comes from a geometry alone.
    fn frame<'a>(&'a self, judged: &Judged) -> Frame<'a> {
        let mut columns: Vec<(String, Column)> = Vec::new();
        if let Some(reasons) = &self.reasons {
            columns.extend(self.places(judged));
            columns.push((
                "failure_reason".to_owned(),
                Column::Text(Cow::Borrowed(reasons)),
            ));
        }
        add_properties(&mut columns, &self.columns);
        if !judged.records.cells("longitude").are_there() {
            let axis = |of: fn(LonLat) -> f64| -> Column {
                Column::Real(
                    self.positions
                        .iter()
                        .map(|position| position.map(of))
                        .collect(),
                )
            };
            columns.push(("longitude".to_owned(), axis(LonLat::lon_deg)));
            columns.push(("latitude".to_owned(), axis(LonLat::lat_deg)));
        }
        Frame {
            name: self.name.to_owned(),
            n_rows: self.rows.len(),
            columns,
            geometry: FrameGeometry::Points(&self.positions),
        }
    }

    fn places(&self, judged: &Judged) -> [(String, Column<'static>); 2] {
        let records = judged.records;
        let files = Column::Words {
            keys: self
                .rows
                .iter()
                .map(|row| Some(records.source_file[*row]))
                .collect(),
            words: Cow::Owned(records.files.iter().map(|file| &*file.name).collect()),
        };
        let rows = self
            .rows
            .iter()
            .map(|row| i64::try_from(records.source_row[*row]).ok());
        [
            ("source_file".to_owned(), files),
            ("source_row".to_owned(), Column::Integer(rows.collect())),
        ]
    }
}

/// For each row that failed the critical checks that it does not pass.
fn reasons(judged: &Judged) -> TextColumn {
    let is_critical = |name: &str| {
        let check = catalog().iter().find(|check| check.name == name);
        check.is_some_and(|check| judged.gravity(check) == Gravity::Critical)
    };
    let mut reasons = TextColumn::new();
    let visited = judged.each_row(
        |row, issues, hits| -> Result<(), std::convert::Infallible> {
            if judged.verdicts[row] == Gravity::Critical {
                let file = judged.records.source_file[row];
                let whole = judged
                    .findings
                    .iter()
                    .filter(|finding| finding.whole_files.contains(&file));
                let hits = hits.iter().map(|(finding, _)| &judged.findings[*finding]);
                let found = whole.chain(hits).map(|finding| finding.check.name);
                let all = issues.iter().map(|(_, issue)| issue.check).chain(found);
                let mut names: Vec<&str> = all.filter(|name| is_critical(name)).collect();
                names.sort_unstable();
                names.dedup();
                reasons.push(&names.join(", "));
            }
            Ok(())
        },
    );
    let Ok(()) = visited;
    reasons
}
