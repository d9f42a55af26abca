//! Files in one by one, a folder with all of them and their report out, or the folder as it was.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::exchange::{EARLIER, Exchange, FRESH, REPORT, sync_folder};
use super::hashed::HashedFile;
use super::staging::Staging;
use crate::error::Error;

/// An output folder under construction.
///
/// Files are completed in a hidden folder beside the target (inside it where the target is a mount point, across which
/// nothing can be renamed) and come in together with [`finish`](Self::finish). Until then, and after any error, the
/// target is as it was; dropping the value removes the hidden folder. A lock refuses a second run into one target.
///
/// ```
/// use schoolreach::write::Folder;
/// let place = tempfile::tempdir()?;
/// let target = place.path().join("out");
/// let mut folder = Folder::open(&target)?;
/// folder.file("greeting.txt", |out| out.write_all(b"hello\n").map(|()| 1))?;
/// assert!(!target.exists());
/// folder.finish(|files| format!("{{\"files\": {}}}", files.len()).into_bytes())?;
/// assert_eq!(std::fs::read(target.join("greeting.txt"))?, b"hello\n");
/// assert_eq!(std::fs::read(target.join("report.json"))?, b"{\"files\": 1}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Folder {
    staging: Staging,
    files: Vec<WrittenFile>,
}

/// A file that was completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenFile {
    /// The name in the folder.
    pub name: String,
    /// The number of features or records.
    pub features: u64,
    /// The SHA-256 of the content in hexadecimal digits.
    pub sha256: String,
}

impl Folder {
    /// Prepares to write into `dir`: creates the folders around it, takes the lock, and undoes and removes what a run
    /// that was ended by force left behind.
    ///
    /// # Errors
    /// [`Error::Locked`] if another run writes there, [`Error::Io`] if `dir` is a file or the system refuses.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Ok(Self {
            staging: Staging::open(dir)?,
            files: Vec::new(),
        })
    }

    /// Writes one file; `write` gets its writer and answers with the number of features. The content is on the disk
    /// when this returns.
    ///
    /// # Errors
    /// [`Error::Io`] with the path in the target folder: what `write` failed with, what the system refused, or a name
    /// that is not plain, is taken, or is that of the report.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64>,
    ) -> Result<(), Error> {
        let written = self
            .check_name(name)
            .and_then(|()| write_hashed(&self.staging.path().join(name), name, write))
            .map_err(|error| self.refused(name, error))?;
        self.files.push(written);
        Ok(())
    }

    /// The files completed so far.
    #[must_use]
    pub fn files(&self) -> &[WrittenFile] {
        &self.files
    }

    /// Writes `report.json` from what `report` makes of the files, and brings all files into the target, the report
    /// last. Files that an earlier run's report lists and this run did not write are removed; others stay.
    ///
    /// # Errors
    /// [`Error::Io`]; the target then is as it was.
    pub fn finish(self, report: impl FnOnce(&[WrittenFile]) -> Vec<u8>) -> Result<(), Error> {
        let content = report(&self.files);
        let path = self.staging.path().join(REPORT);
        write_hashed(&path, REPORT, |out| out.write_all(&content).map(|()| 1))
            .map_err(|error| self.refused(REPORT, error))?;
        sync_folder(self.staging.path())?;
        self.bring_in()
    }

    fn bring_in(&self) -> Result<(), Error> {
        let (target, staging) = (&self.staging.target, self.staging.path());
        let mut exchange = Exchange::begin(staging, target)?;
        for name in self.names().chain([REPORT]) {
            exchange.check(name)?;
        }
        let earlier = self.earlier()?;
        self.check_foreign(&earlier)?;
        let stale = self.stale(earlier);
        for name in self.names() {
            exchange.place(name)?;
        }
        for name in &stale {
            exchange.take_away(name)?;
        }
        exchange.sync()?;
        exchange.place(REPORT)?;
        exchange.sync()?;
        exchange.keep();
        Ok(())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// The files that an earlier run's report lists; none where there is no report.
    ///
    /// # Errors
    /// [`Error::Io`] if a file of that name is no report of an earlier run.
    pub fn earlier(&self) -> Result<BTreeSet<String>, Error> {
        let path = self.staging.target.join(REPORT);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            _ => listed(&path).ok_or_else(|| foreign(&path)),
        }
    }

    /// Fails if a file stands where one is to come, and is not of an earlier run.
    fn check_foreign(&self, earlier: &BTreeSet<String>) -> Result<(), Error> {
        let is_foreign =
            |name: &&str| !earlier.contains(*name) && self.staging.target.join(name).exists();
        match self.names().find(is_foreign) {
            Some(name) => Err(foreign(&self.staging.target.join(name))),
            None => Ok(()),
        }
    }

    /// What an earlier run wrote and this one does not.
    fn stale(&self, mut earlier: BTreeSet<String>) -> BTreeSet<String> {
        // Names that differ in case alone may name one file.
        let written = |name: &str| self.names().any(|new| new.eq_ignore_ascii_case(name));
        earlier.retain(|name| is_plain(name) && !written(name) && name != REPORT);
        earlier
    }

    fn check_name(&self, name: &str) -> io::Result<()> {
        let reason = if !is_plain(name) || [EARLIER, FRESH].contains(&name) {
            "not a plain file name"
        } else if name == REPORT || self.names().any(|taken| taken == name) {
            "the name is taken"
        } else {
            return Ok(());
        };
        Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
    }

    fn refused(&self, name: &str, error: io::Error) -> Error {
        Error::io("write", &self.staging.target.join(name), error)
    }
}

fn write_hashed(
    path: &Path,
    name: &str,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64>,
) -> io::Result<WrittenFile> {
    let mut file = HashedFile::new(File::create_new(path)?);
    let features = write(&mut file)?;
    Ok(WrittenFile {
        name: name.to_owned(),
        features,
        sha256: file.finish()?,
    })
}

/// A name that stays in its folder on every system.
fn is_plain(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

fn foreign(path: &Path) -> Error {
    let reason = "a file that no earlier run wrote stands there";
    Error::io(
        "replace",
        path,
        io::Error::new(io::ErrorKind::AlreadyExists, reason),
    )
}

/// The names of the files that a report lists as [`WrittenFile`]s; `None` if it cannot be read as one.
fn listed(report: &Path) -> Option<BTreeSet<String>> {
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

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
