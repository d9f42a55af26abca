//! The report of an earlier run in, the names of the files that it wrote out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The names of the files that a report lists as [`WrittenFile`](super::WrittenFile)s; `None` if it cannot be read as
/// one.
pub(super) fn listed(report: &Path) -> Option<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Report {
        files: Vec<Listed>,
    }
    #[derive(Deserialize)]
    struct Listed {
        name: String,
        #[serde(rename = "features")]
        _features: u64,
        sha256: String,
    }
    let is_hash =
        |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let content = fs::read(report).ok()?;
    let report: Report = serde_json::from_slice(&content).ok()?;
    let ours = report
        .files
        .into_iter()
        .filter(|file| is_hash(&file.sha256));
    Some(ours.map(|file| file.name).collect())
}
