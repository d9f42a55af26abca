//! An output folder in, the files that its report lists out: what may be shown of it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;

use crate::error::Error;

/// The report of a run.
pub const REPORT: &str = "report.json";

/// A file that a run wrote.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct ListedFile {
    /// Its name in the folder.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

#[derive(Deserialize)]
struct Listing {
    files: Vec<ListedFile>,
}

/// No report is larger: it has a line for each distinct value of a few columns.
const MOST_REPORT_BYTES: u64 = 256 << 20;

/// The files that a run wrote into a folder, as its report lists them; names that lead out of it are left out.
///
/// # Errors
/// [`Error::Plan`] if the folder has no report, [`Error::Io`] if it cannot be read or is none.
pub fn listed_files(dir: &Path) -> Result<Vec<ListedFile>, Error> {
    let path = dir.join(REPORT);
    let failed = |error: io::Error| Error::io("read", &path, error);
    let file = File::open(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Plan(format!(
            "{} is not the output folder of a run: expected {REPORT} in it",
            dir.display()
        )),
        _ => failed(error),
    })?;
    let mut text = Vec::new();
    file.take(MOST_REPORT_BYTES)
        .read_to_end(&mut text)
        .map_err(failed)?;
    let listing: Listing = serde_json::from_slice(&text).map_err(|error| failed(error.into()))?;
    let files = listing.files.into_iter();
    Ok(files.filter(|file| is_plain(&file.name)).collect())
}

/// A name that stays in its folder on every system.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.') && !name.is_empty() && !name.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(report: &str) -> Result<Vec<ListedFile>, Error> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(REPORT), report).unwrap();
        listed_files(dir.path())
    }

    #[test]
    fn only_plain_names_are_listed() {
        let file = |name: &str| format!(r#"{{"name": {name:?}, "sha256": "ab", "features": 1}}"#);
        let names = [
            "a.csv",
            "../a.csv",
            "/etc/passwd",
            "..",
            "b\\c",
            ".hidden",
            "",
        ]
        .map(file);
        let found = listed(&format!(
            r#"{{"files": [{}], "version": "1"}}"#,
            names.join(",")
        ))
        .unwrap();
        let names: Vec<&str> = found.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.csv"]);
    }

    #[test]
    fn a_folder_without_a_report_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = listed_files(dir.path()).unwrap_err().to_string();
        assert!(
            error.ends_with("is not the output folder of a run: expected report.json in it"),
            "{error}"
        );
        for report in ["", "{}", "[", r#"{"files": 3}"#] {
            assert!(matches!(listed(report), Err(Error::Io { .. })), "{report}");
        }
    }
}
