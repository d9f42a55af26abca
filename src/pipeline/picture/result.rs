//! The folder of a finished run in, its report and the regions of a level with their counts out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::super::files::RegionSource;
use super::super::inputs::{open_regions, read_regions};
use super::super::plan::{Plan, RegionInput};
use super::super::progress::Progress;
use crate::error::Error;
use crate::issue::Place;
use crate::normalize::level_name;
use crate::read::Source;
use crate::table::{Counts, Outlines, TextColumn};

const REPORT: &str = "report.json";
/// The outlines of a level: exact ones first.
const EXTENSIONS: [&str; 2] = ["fgb", "geojson"];

/// A folder that a run wrote.
#[derive(Debug)]
pub(super) struct ResultFolder {
    dir: PathBuf,
    pub(super) report: RunReport,
}

/// What a picture needs of a run's report.
#[derive(Debug, Deserialize)]
pub(super) struct RunReport {
    pub(super) inputs: Inputs,
    pub(super) policy: Policy,
    levels: serde_json::Map<String, serde_json::Value>,
    pub(super) status: Status,
}

/// The files that the figures come from.
#[derive(Debug, Deserialize)]
pub(super) struct Inputs {
    pub(super) schools: Vec<InputFile>,
    pub(super) regions: Vec<InputFile>,
    pub(super) measurements: Vec<InputFile>,
}

/// One of them.
#[derive(Debug, Deserialize)]
pub(super) struct InputFile {
    pub(super) file: String,
    pub(super) level: Option<String>,
}

/// Which regions may be compared.
#[derive(Debug, Deserialize)]
pub(super) struct Policy {
    pub(super) min_schools: u64,
    pub(super) min_known: f64,
}

/// The schools of the whole country.
#[derive(Debug, Deserialize)]
pub(super) struct Status {
    connected: u32,
    not_connected: u32,
    unknown: u32,
}

/// The regions of a level that have an outline, in the order of the run's input.
pub(super) struct LevelResult {
    pub(super) outlines: Outlines,
    pub(super) names: TextColumn,
    pub(super) parents: TextColumn,
    pub(super) counts: Vec<Counts>,
}

impl ResultFolder {
    /// Opens a folder that a run wrote.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(REPORT);
        let no_result = |found: &str| Error::NoInput {
            pattern: dir.display().to_string(),
            found: format!("expected a folder that a run wrote, found {found}"),
        };
        if !path.is_file() {
            let found = if dir.is_dir() {
                "no report.json in it"
            } else {
                "no such folder"
            };
            return Err(no_result(found));
        }
        let bytes = std::fs::read(&path).map_err(|error| Error::io("read", &path, error))?;
        let report = serde_json::from_slice(&bytes)
            .map_err(|error| no_result(&format!("another report.json ({error})")))?;
        Ok(Self {
            dir: dir.to_owned(),
            report,
        })
    }

    /// The names of the levels.
    pub(super) fn levels(&self) -> Vec<&str> {
        self.report.levels.keys().map(String::as_str).collect()
    }

    /// How many regions a level has, those without an outline among them.
    pub(super) fn n_regions(&self, level: &str) -> u64 {
        let level = self.report.levels.get(level);
        let regions = level.and_then(|level| level.get("regions"));
        regions.and_then(serde_json::Value::as_u64).unwrap_or(0)
    }

    /// The level asked for, else the one with the most regions, the first of equals by name.
    pub(super) fn level(&self, asked: Option<&str>) -> Result<String, Error> {
        let levels = self.levels();
        let found = match asked.map(level_name) {
            Some(asked) => levels.iter().find(|level| **level == asked).copied(),
            None => levels
                .iter()
                .copied()
                .rev()
                .max_by_key(|level| self.n_regions(level)),
        };
        // A name that a run cannot have given might lead out of the folder.
        let found = found.filter(|level| level_name(level) == **level);
        found.map(str::to_owned).ok_or_else(|| {
            let names: Vec<String> = levels.iter().map(|level| format!("`{level}`")).collect();
            Error::Plan(format!(
                "{}: no level `{}`; its levels are {}",
                self.dir.display(),
                asked.unwrap_or_default(),
                names.join(", ")
            ))
        })
    }

    /// Reads the regions of a level.
    pub(super) fn read(&self, level: &str, progress: &dyn Progress) -> Result<LevelResult, Error> {
        let path = self.outlines(level)?;
        let name: Arc<str> = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into();
        let source = RegionSource {
            source: Source {
                name: name.clone(),
                path: Some(path),
                part: None,
            },
            level: Some(level.to_owned()),
            fallback: level.to_owned(),
        };
        let plan = plan(level)?;
        let opened = open_regions(&plan, &[source])?;
        let mut read = read_regions(&plan, opened, progress)?.levels;
        let regions = read.pop().unwrap_or_default();
        let columns = Columns {
            file: &name,
            all: &regions.properties,
            source_row: &regions.source_row,
        };
        let mut order = columns.order()?;
        order.retain(|row| !regions.outlines.is_blank(*row));
        let counts = columns.counts()?;
        Ok(LevelResult {
            outlines: regions.outlines.of_rows(&order),
            names: order
                .iter()
                .map(|row| regions.region_name.get(*row))
                .collect(),
            parents: order
                .iter()
                .map(|row| regions.parent_id.get(*row))
                .collect(),
            counts: order.iter().map(|row| counts[*row]).collect(),
        })
    }

    /// The file that holds the outlines of a level.
    fn outlines(&self, level: &str) -> Result<PathBuf, Error> {
        let path = |extension| self.dir.join(format!("regions_{level}.{extension}"));
        let found = EXTENSIONS.into_iter().map(path).find(|path| path.is_file());
        found.ok_or_else(|| Error::NoInput {
            pattern: self.dir.display().to_string(),
            found: format!(
                "expected outlines of {level} (regions_{level}.fgb or .geojson), found none; \
                 the run that wrote the folder left these formats out"
            ),
        })
    }
}

impl RunReport {
    /// The schools of the whole country by status.
    pub(super) fn national(&self) -> Counts {
        let status = &self.status;
        counts([status.connected, status.not_connected, status.unknown])
    }
}

/// The counts of schools that are connected, not connected, and unknown: of 32 bits, so that no sum runs over.
fn counts(n_schools: [u32; 3]) -> Counts {
    let [n_connected, n_not_connected, n_unknown] = n_schools.map(u64::from);
    Counts {
        n_schools: n_connected + n_not_connected + n_unknown,
        n_connected,
        n_not_connected,
        n_unknown,
        ..Counts::default()
    }
}

/// A plan that reads regions as a run wrote them, with all their columns.
fn plan(level: &str) -> Result<Plan, Error> {
    let mut plan = Plan::new(&["-"], &[] as &[&str])?;
    plan.regions = vec![RegionInput {
        level: Some(level.to_owned()),
        pattern: String::new(),
    }];
    plan.output.keep_properties = true;
    Ok(plan)
}

/// The columns of a file that a run wrote.
struct Columns<'a> {
    file: &'a Arc<str>,
    all: &'a [(String, TextColumn)],
    source_row: &'a [u64],
}

impl Columns<'_> {
    /// The rows in the order of the run's input: FlatGeobuf has its own.
    fn order(&self) -> Result<Vec<usize>, Error> {
        let place = self.whole_numbers("region_row")?;
        let mut order: Vec<usize> = (0..place.len()).collect();
        order.sort_by_key(|row| place[*row]);
        Ok(order)
    }

    fn counts(&self) -> Result<Vec<Counts>, Error> {
        let n_connected = self.whole_numbers("n_connected")?;
        let n_not_connected = self.whole_numbers("n_not_connected")?;
        let n_unknown = self.whole_numbers("n_unknown")?;
        let rows = n_connected.into_iter().zip(n_not_connected).zip(n_unknown);
        let counts = rows.map(|((connected, not), unknown)| counts([connected, not, unknown]));
        Ok(counts.collect())
    }

    /// A column of whole numbers that no row lacks.
    fn whole_numbers(&self, name: &str) -> Result<Vec<u32>, Error> {
        let column = self.all.iter().find(|(column, _)| column == name);
        let (_, fields) = column.ok_or_else(|| {
            let expected = format!("the column `{name}`, as runs write it");
            Error::malformed(Place::file(self.file), expected, "none of that name")
        })?;
        let number = |(row, source_row): (usize, &u64)| {
            let text = fields.get(row);
            text.parse().map_err(|_error: std::num::ParseIntError| {
                let place = Place::row(self.file, *source_row).in_column(name);
                Error::malformed(place, "a whole number", format!("`{text}`"))
            })
        };
        self.source_row.iter().enumerate().map(number).collect()
    }
}
