//! What stops a run, each with its place, what was expected and what was found.
//!
//! Messages name no options of the command: the binary adds a hint for that. `Display` tells its own part and
//! `source()` the cause, never both.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::issue::Place;

/// What stops a run. Nothing is written when one comes up.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused an operation on a file or folder.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: `open`, `read`, `write`, …
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },

    /// A name, folder or pattern stands for no input file.
    #[error("{pattern}: {found}")]
    NoInput {
        /// What the caller named.
        pattern: String,
        /// Why it stands for nothing: no such file, an empty folder, a pattern that matches nothing.
        found: String,
    },

    /// A file or a part of it does not follow its format, so that rows would be lost without notice.
    #[error("{place}: expected {expected}, found {found}")]
    Malformed {
        /// Where.
        place: Place,
        /// What the format asks for.
        expected: String,
        /// What stands there.
        found: String,
    },

    /// A file has no column for something that is needed.
    #[error("{file}: no column for {field}; its columns are {}", quoted(columns))]
    MissingColumn {
        /// The file.
        file: Arc<str>,
        /// What a column is needed for: `schools.latitude`.
        field: String,
        /// The columns that there are.
        columns: Vec<String>,
    },

    /// Several columns could be meant, and choosing would be a guess.
    #[error("{file}: {field} could be any of the columns {}", quoted(candidates))]
    AmbiguousColumn {
        /// The file.
        file: Arc<str>,
        /// What the columns could be: `schools.latitude`.
        field: String,
        /// The columns in question.
        candidates: Vec<String>,
    },

    /// The plan names a column that no file has.
    #[error(
        "{file}: no column `{column}` for {field}; its columns are {}",
        quoted(columns)
    )]
    UnknownColumn {
        /// The file.
        file: Arc<str>,
        /// What the column is for: `schools.latitude`.
        field: String,
        /// The column that the plan names.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },

    /// Neither a file nor the plan tells the unit of a column of measurements, and choosing would be a guess.
    #[error("{place}: expected the unit of {of} ({units}), found none in its name or in the plan")]
    UnknownUnit {
        /// The file and the column.
        place: Place,
        /// What the column holds: `download`, `upload`, `latency` or `loss`.
        of: &'static str,
        /// The units that it may have.
        units: &'static str,
    },

    /// The file is of a format that this build does not read.
    #[error(
        "{file}: {found}, which this build does not read: it is without the feature `{feature}`"
    )]
    MissingFeature {
        /// The file.
        file: Arc<str>,
        /// What the file is: `a Parquet file`.
        found: &'static str,
        /// The cargo feature that reads it.
        feature: &'static str,
    },

    /// Several sheets of a workbook have rows, and choosing would be a guess.
    #[error(
        "{file}: the rows could be those of any of the sheets {}",
        quoted(sheets)
    )]
    AmbiguousSheet {
        /// The file.
        file: Arc<str>,
        /// The sheets in question.
        sheets: Vec<String>,
    },

    /// The plan names a sheet that the workbook does not have.
    #[error("{file}: no sheet `{sheet}`; its sheets are {}", quoted(sheets))]
    UnknownSheet {
        /// The file.
        file: Arc<str>,
        /// The sheet that the plan names.
        sheet: String,
        /// The sheets that there are.
        sheets: Vec<String>,
    },

    /// Most rows of a column contradict what the column is taken for.
    #[error("{place}: {message}")]
    WrongColumn {
        /// The file and the column.
        place: Place,
        /// What the column was taken for, and what speaks against it.
        message: String,
    },

    /// The inputs cannot be joined: no school lies in any region, and this is the likely fault.
    #[error("no school can be placed: {message}")]
    Unplaced {
        /// How many, where they lie, where the regions lie, and the likely fault.
        message: String,
        /// The likely fault.
        fault: Fault,
    },

    /// There are rows, but every one of them was refused.
    #[error("{} refused; the first: {first}", all_rows(*n_rows))]
    AllRefused {
        /// How many rows there are.
        n_rows: u64,
        /// The place and the reason of the first.
        first: String,
    },
    /// There is no school that could be near a point.
    #[error("no school to look for: {0}")]
    NoSchools(String),

    /// A region file cannot serve as one.
    #[error("{place}: {message}")]
    Outlines {
        /// The file, or the feature.
        place: Place,
        /// What is wrong with it.
        message: String,
    },

    /// A file's coordinate system has no known way to longitude and latitude on WGS 84.
    #[error(
        "{place}: expected a coordinate system whose way to WGS 84 is known, found {found}: {reason}"
    )]
    CoordinateSystem {
        /// The file.
        place: Place,
        /// What the file holds: `schools` or `regions`.
        of: &'static str,
        /// What the file or the plan says, shortened.
        found: String,
        /// Why the way is not known.
        reason: String,
    },

    /// The plan contradicts itself or names something that does not exist.
    #[error("{0}")]
    Plan(String),

    /// Another run is writing into the same folder.
    #[error("another run is writing into {}", .0.display())]
    Locked(PathBuf),

    /// A sum that must hold does not: a fault of the program, and nothing was written.
    #[error("the accounting does not hold: {0}; this is a fault of the program, please report it")]
    Accounting(String),
}

/// The likely reason why no school lies in any region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The two coordinate columns are swapped.
    SwappedAxes,
    /// The coordinates are in metres, not degrees.
    Metres,
    /// The outlines are of another place than the schools.
    Elsewhere,
    /// No row has coordinates.
    NoCoordinates,
}

impl Error {
    /// An operation on a file that the system refused.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// A place that does not follow its format.
    pub(crate) fn malformed(
        place: Place,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self::Malformed {
            place,
            expected: expected.into(),
            found: found.into(),
        }
    }
}

/// All rows of schools, as the subject of what happened to them.
fn all_rows(n_rows: u64) -> String {
    match n_rows {
        1 => "the only row of schools was".to_owned(),
        _ => format!("all {n_rows} rows of schools were"),
    }
}

/// The words in backticks, with commas.
fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
