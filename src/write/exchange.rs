//! Finished files in a temporary folder in; the target folder holds them, or is as it was.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// An exchange of files under way. What was done is undone when it is dropped without [`Exchange::keep`].
pub(super) struct Exchange<'a> {
    target: &'a Path,
    backup: PathBuf,
    done: Vec<Step>,
}

enum Step {
    /// The target folder was created.
    Created(PathBuf),
    /// A file was put where none was.
    Placed(PathBuf),
    /// A file was replaced or taken away; the earlier one is kept elsewhere.
    Replaced { path: PathBuf, earlier: PathBuf },
}

impl<'a> Exchange<'a> {
    /// Starts; creates the target folder if it is missing. Earlier files are kept in `backup` until the end.
    pub(super) fn begin(target: &'a Path, backup: PathBuf) -> Result<Self, Error> {
        fs::create_dir(&backup).map_err(|error| Error::io("create", &backup, error))?;
        let mut exchange = Self {
            target,
            backup,
            done: Vec::new(),
        };
        if !target.is_dir() {
            fs::create_dir(target).map_err(|error| Error::io("create", target, error))?;
            exchange.done.push(Step::Created(target.to_owned()));
        }
        Ok(exchange)
    }

    /// Fails if something that is not a plain file stands where a file is to come.
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        let path = self.target.join(name);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => Ok(()),
            Ok(_) => {
                let error = io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    "a folder, link or device stands in its place",
                );
                Err(Error::io("write", &path, error))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Error::io("write", &path, error)),
        }
    }

    /// Brings in a finished file; at no moment does the target lack the file of that name.
    pub(super) fn place(&mut self, finished: &Path, name: &str) -> Result<(), Error> {
        let path = self.target.join(name);
        let write = |error| Error::io("write", &path, error);
        let earlier = self.backup.join(name);
        let step = if fs::symlink_metadata(&path).is_ok() {
            duplicate(&path, &earlier).map_err(write)?;
            let path = path.clone();
            Step::Replaced { path, earlier }
        } else {
            Step::Placed(path.clone())
        };
        fs::rename(finished, &path).map_err(write)?;
        self.done.push(step);
        Ok(())
    }

    /// Takes a file away if it is there and a plain file.
    pub(super) fn take_away(&mut self, name: &str) -> Result<(), Error> {
        let path = self.target.join(name);
        if !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            return Ok(());
        }
        let earlier = self.backup.join(name);
        fs::rename(&path, &earlier).map_err(|error| Error::io("remove", &path, error))?;
        self.done.push(Step::Replaced { path, earlier });
        Ok(())
    }

    /// Brings the names of the target's files to the disk.
    pub(super) fn sync(&self) -> Result<(), Error> {
        sync_folder(self.target)
    }

    /// Ends the exchange: what was done stays.
    pub(super) fn keep(mut self) {
        self.done.clear();
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        for step in self.done.drain(..).rev() {
            // A failure here has no one to tell: the error that led here is already on its way.
            let _ = match step {
                Step::Created(folder) => fs::remove_dir(folder),
                Step::Placed(path) => fs::remove_file(path),
                Step::Replaced { path, earlier } => fs::rename(earlier, path),
            };
        }
    }
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
