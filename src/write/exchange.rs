//! Finished files in a temporary folder in; the target folder holds them, or is as it was.
//!
//! What is needed to undo an exchange stands on the disk before each step, in two folders of the temporary folder: a
//! second name of every file that is replaced or taken away, and a mark for every file that is put where none was. So
//! a run that is ended by force is undone by the next one, with the same code as a run that fails.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::refusal::explained;
use crate::error::Error;

/// The file that comes in last and makes the exchange complete.
pub(super) const REPORT: &str = "report.json";

/// Files of the target that were replaced or taken away.
pub(super) const EARLIER: &str = ".earlier";

/// Empty files, named like those that are new in the target.
pub(super) const FRESH: &str = ".fresh";

/// An exchange under way; it is undone when it is dropped without [`Exchange::keep`].
pub(super) struct Exchange<'a> {
    staging: &'a Path,
    target: &'a Path,
    created: bool,
    kept: bool,
}

impl<'a> Exchange<'a> {
    /// Starts; creates the target folder if it is missing.
    pub(super) fn begin(staging: &'a Path, target: &'a Path) -> Result<Self, Error> {
        for folder in [EARLIER, FRESH].map(|name| staging.join(name)) {
            fs::create_dir(&folder).map_err(|error| Error::io("create", &folder, error))?;
        }
        let created = !target.is_dir();
        if created {
            fs::create_dir(target).map_err(|error| Error::io("create", target, error))?;
        }
        Ok(Self {
            staging,
            target,
            created,
            kept: false,
        })
    }

    /// Fails if something that is not a plain file stands where a file is to come.
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        let path = self.target.join(name);
        let error = match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => return Ok(()),
            Ok(_) => io::Error::new(
                io::ErrorKind::AlreadyExists,
                "a folder, link or device stands in its place",
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => error,
        };
        Err(Error::io("write", &path, error))
    }

    /// Brings in a finished file; at no moment does the target lack a file of that name that it had.
    pub(super) fn place(&mut self, name: &str) -> Result<(), Error> {
        let path = self.target.join(name);
        self.note(name)
            .and_then(|()| fs::rename(self.staging.join(name), &path))
            .map_err(|error| Error::io("write", &path, explained(error)))
    }

    /// Takes a file away if it is there and a plain file.
    pub(super) fn take_away(&mut self, name: &str) -> Result<(), Error> {
        let path = self.target.join(name);
        if !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            return Ok(());
        }
        fs::rename(&path, self.staging.join(EARLIER).join(name))
            .map_err(|error| Error::io("remove", &path, explained(error)))
    }

    /// Brings the names of the target's files to the disk.
    pub(super) fn sync(&self) -> Result<(), Error> {
        sync_folder(self.target)
    }

    /// Ends the exchange: what was done stays.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }

    /// Keeps what a file's arrival replaces, or that it replaces nothing.
    fn note(&self, name: &str) -> io::Result<()> {
        let path = self.target.join(name);
        if fs::symlink_metadata(&path).is_ok() {
            duplicate(&path, &self.staging.join(EARLIER).join(name))
        } else {
            File::create_new(self.staging.join(FRESH).join(name)).map(|_| ())
        }
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        undo(self.staging, self.target);
        if self.created {
            let _ = fs::remove_dir(self.target);
        }
    }
}

/// Undoes the exchange of a run that was ended by force in the middle of it: its report has not come in.
pub(super) fn recover(staging: &Path, target: &Path) {
    if staging.join(REPORT).exists() {
        undo(staging, target);
    }
}

/// Puts back what was replaced or taken away and removes what was new. A failure has no one to tell: the error that
/// led here is already on its way.
fn undo(staging: &Path, target: &Path) {
    let earlier = staging.join(EARLIER);
    for name in names_in(&earlier) {
        let _ = fs::rename(earlier.join(&name), target.join(&name));
    }
    for name in names_in(&staging.join(FRESH)) {
        // A file that is still here has not come in.
        if !staging.join(&name).exists() {
            let _ = fs::remove_file(target.join(&name));
        }
    }
}

fn names_in(folder: &Path) -> Vec<OsString> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).collect()
}

/// Brings the names in a folder to the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| Error::io("write into", folder, error))?;
    }
    Ok(())
}

/// A second name for a file, a copy where the file system has no such thing.
fn duplicate(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}
