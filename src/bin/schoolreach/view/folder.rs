//! An output folder in, those of its files that its report lists out, and nothing else that is in it or beyond.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use schoolreach::Error;
use schoolreach::pipeline::{ListedFile, REPORT, listed_files};

/// The files of a folder.
pub(super) struct Folder {
    dir: PathBuf,
    listed: Mutex<Listed>,
}

/// What the report listed when it was last read.
struct Listed {
    seen: Seen,
    files: Vec<ListedFile>,
}

/// By what a report tells that it is another one.
type Seen = Option<(SystemTime, u64)>;

/// A file that may be sent.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) n_bytes: u64,
    /// The SHA-256 of its bytes, unless it is the report.
    pub(super) sha256: Option<String>,
}

impl Folder {
    /// Reads the report of a folder.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        let (seen, files) = (seen(dir), listed_files(dir)?);
        Ok(Self {
            dir: dir.to_owned(),
            listed: Mutex::new(Listed { seen, files }),
        })
    }

    /// Opens a file by its name; `None` where the report lists none, or it is no plain file.
    pub(super) fn file(&self, name: &str) -> Option<Opened> {
        let sha256 = match name {
            REPORT => None,
            name => Some(self.sha256(name)?),
        };
        let file = open_plain(&self.dir.join(name)).ok()?;
        let n_bytes = file.metadata().ok()?.len();
        Some(Opened {
            file,
            n_bytes,
            sha256,
        })
    }

    /// The hash of a file by its report, which is read again where a later run has replaced it.
    fn sha256(&self, name: &str) -> Option<String> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seen(&self.dir);
        if now != listed.seen {
            listed.files = listed_files(&self.dir).ok()?;
            listed.seen = now;
        }
        let found = listed.files.iter().find(|file| file.name == name);
        found.map(|file| file.sha256.clone())
    }
}

fn seen(dir: &Path) -> Seen {
    let metadata = fs::metadata(dir.join(REPORT)).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Opens a plain file, and not what a link leads to.
fn open_plain(path: &Path) -> io::Result<File> {
    let named = fs::symlink_metadata(path)?;
    let file = File::open(path)?;
    // A link may have come in between: what was opened must be what the name stood for.
    if named.is_file() && same_file(&named, &file.metadata()?) {
        Ok(file)
    } else {
        Err(io::ErrorKind::NotFound.into())
    }
}

#[cfg(unix)]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    b.is_file() && a.len() == b.len()
}
