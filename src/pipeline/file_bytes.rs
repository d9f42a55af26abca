//! Fingerprints of files in, what `report.json` tells of them out.

use serde::Serialize;

use crate::read::Fingerprint;

/// What tells the content of a file from any other: of the bytes on the disk, which may be compressed or an archive.
#[derive(Clone, Debug, Serialize)]
pub struct FileBytes {
    /// How many there are.
    pub bytes: u64,
    /// Their SHA-256, hexadecimal.
    pub sha256: String,
}

/// A file by its name and content.
#[derive(Clone, Debug, Serialize)]
pub struct NamedBytes {
    /// Its name.
    pub file: String,
    /// Its content, where it was read to its end.
    #[serde(flatten)]
    pub bytes: Option<FileBytes>,
}

impl From<&Fingerprint> for FileBytes {
    fn from(fingerprint: &Fingerprint) -> Self {
        Self {
            bytes: fingerprint.n_bytes,
            sha256: fingerprint.sha256.clone(),
        }
    }
}

impl NamedBytes {
    pub(super) fn of(file: &str, fingerprint: Option<&Fingerprint>) -> Self {
        Self {
            file: file.to_owned(),
            bytes: fingerprint.map(FileBytes::from),
        }
    }
}
