//! Files in one by one, a folder with all of them and their report out, or the folder as it was.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::earlier::listed;
use super::exchange::{EARLIER, Exchange, FRESH, REPORT, sync_folder};
use super::hashed::HashedFile;
use super::staging::Staging;
use super::syncing::Syncing;
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
    files: Vec<WrittenFile>,
    /// Before the folder that they are in: fields are dropped in this order.
    syncing: Vec<(String, Syncing)>,
    staging: Staging,
}

/// A file that is to be written.
pub struct Job<'a> {
    name: String,
    write: Box<WriteInto<'a>>,
}

type WriteInto<'a> = dyn FnOnce(&Path, &mut (dyn Write + Send)) -> io::Result<u64> + Send + 'a;

impl<'a> Job<'a> {
    /// A file of this name; `write` gets its writer and answers with the number of features.
    pub fn new(
        name: impl Into<String>,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64> + Send + 'a,
    ) -> Self {
        Self::with_scratch(name, |_, out| write(out))
    }

    /// A file whose content goes through other files first: `write` also gets a folder for them, where it must leave
    /// nothing behind.
    pub fn with_scratch(
        name: impl Into<String>,
        write: impl FnOnce(&Path, &mut (dyn Write + Send)) -> io::Result<u64> + Send + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            write: Box::new(write),
        }
    }
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
            files: Vec::new(),
            syncing: Vec::new(),
            staging: Staging::open(dir)?,
        })
    }

    /// Writes one file; `write` gets its writer and answers with the number of features. The content is complete when
    /// this returns, and on its way to the disk.
    ///
    /// # Errors
    /// [`Error::Io`] with the path in the target folder: what `write` failed with, what the system refused, or a name
    /// that is not plain, is taken, or is that of the report.
    pub fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64> + Send,
    ) -> Result<(), Error> {
        self.files_at_once(vec![Job::new(name, write)])
    }

    /// A file without a name beside the files to come, for what has to be written out of order; it is gone once it is
    /// dropped.
    ///
    /// # Errors
    /// [`Error::Io`] if the system refuses.
    pub fn scratch(&self) -> Result<File, Error> {
        let place = self.staging.path();
        tempfile::tempfile_in(place).map_err(|error| Error::io("create a file in", place, error))
    }

    /// Writes several files in parallel; they are listed in the order of the jobs.
    ///
    /// # Errors
    /// As [`file`](Self::file), of the first job in order that failed.
    pub fn files_at_once(&mut self, jobs: Vec<Job<'_>>) -> Result<(), Error> {
        for (index, job) in jobs.iter().enumerate() {
            let earlier = jobs[..index].iter().map(|earlier| earlier.name.as_str());
            check_name(&job.name, self.names().chain(earlier))
                .map_err(|error| self.refused(&job.name, error))?;
        }
        let write = |job: Job<'_>| {
            let scratch = self.staging.path();
            let written = write_hashed(scratch, &job.name, |out| (job.write)(scratch, out));
            written.map_err(|error| self.refused(&job.name, error))
        };
        let written: Vec<_> = jobs.into_par_iter().map(write).collect();
        for result in written {
            let (file, syncing) = result?;
            self.syncing.push((file.name.clone(), syncing));
            self.files.push(file);
        }
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
    pub fn finish(mut self, report: impl FnOnce(&[WrittenFile]) -> Vec<u8>) -> Result<(), Error> {
        let content = report(&self.files);
        let write = |out: &mut (dyn Write + Send)| out.write_all(&content).map(|()| 1);
        let (_, syncing) = write_hashed(self.staging.path(), REPORT, write)
            .map_err(|error| self.refused(REPORT, error))?;
        self.syncing.push((REPORT.to_owned(), syncing));
        for (name, syncing) in std::mem::take(&mut self.syncing) {
            syncing.wait().map_err(|error| self.refused(&name, error))?;
        }
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

    /// The error of a file of the folder.
    pub(crate) fn refused(&self, name: &str, error: io::Error) -> Error {
        Error::io("write", &self.staging.target.join(name), error)
    }
}

/// Writes a file and starts to bring it to the disk.
fn write_hashed(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64>,
) -> io::Result<(WrittenFile, Syncing)> {
    let mut file = HashedFile::new(File::create_new(folder.join(name))?);
    let features = write(&mut file)?;
    let (file, sha256) = file.finish()?;
    let written = WrittenFile {
        name: name.to_owned(),
        features,
        sha256,
    };
    Ok((written, Syncing::begin(file)?))
}

/// Refuses a name that is not plain, is taken, or is that of the report.
fn check_name<'a>(name: &str, mut taken: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let reason = if !is_plain(name) || [EARLIER, FRESH].contains(&name) {
        "not a plain file name"
    } else if name == REPORT || taken.any(|taken| taken == name) {
        "the name is taken"
    } else {
        return Ok(());
    };
    Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
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

#[cfg(test)]
#[path = "folder_failure_tests.rs"]
mod failure_tests;
#[cfg(test)]
#[path = "folder_fixture.rs"]
mod fixture;
#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
