//! A target folder in; its lock and an empty folder on the same file system, where files are completed, out.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::exchange::recover;
use super::lock::Lock;
use crate::error::Error;

/// A folder under construction. Dropping it removes it, then frees the lock.
#[derive(Debug)]
pub(super) struct Staging {
    /// The target folder with links resolved; it may not exist yet.
    pub(super) target: PathBuf,
    folder: TempDir,
    _lock: Lock,
}

/// Random characters at the end of the temporary folder's name.
const RANDOM_CHARS: usize = 6;

impl Staging {
    /// Prepares to write into `dir`, which may not exist; its parents are created.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        let target = resolved(dir)?;
        let (home, lock) = locked_home(&target)?;
        let prefix = home.name_with("-");
        clear_abandoned(&home.folder, &prefix, &target);
        let folder = tempfile::Builder::new()
            .prefix(&prefix)
            .rand_bytes(RANDOM_CHARS)
            .tempdir_in(&home.folder)
            .map_err(|error| Error::io("create a folder in", &home.folder, error))?;
        Ok(Self {
            target,
            folder,
            _lock: lock,
        })
    }

    /// The temporary folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Where lock and temporary folder stand, and how their names begin.
struct Home {
    folder: PathBuf,
    name: OsString,
}

impl Home {
    /// Beside the target: `.DIR.schoolreach`.
    fn beside(target: &Path) -> Option<Self> {
        let mut name = OsString::from(".");
        name.push(target.file_name()?);
        name.push(".schoolreach");
        let folder = target.parent()?.to_owned();
        Some(Self { folder, name })
    }

    /// Inside the target: `.schoolreach`.
    fn inside(target: &Path) -> Self {
        Self {
            folder: target.to_owned(),
            name: OsString::from(".schoolreach"),
        }
    }

    fn name_with(&self, ending: &str) -> OsString {
        let mut name = self.name.clone();
        name.push(ending);
        name
    }

    fn lock(&self) -> io::Result<Option<Lock>> {
        Lock::take(&self.folder.join(self.name_with(".lock")))
    }
}

/// Locks beside the target; inside it where it is a mount point, across which nothing can be renamed, or where the
/// folder around it takes no files.
fn locked_home(target: &Path) -> Result<(Home, Lock), Error> {
    let exists = target.is_dir();
    let mut refused = None;
    if let Some(home) = Home::beside(target).filter(|home| !exists || same_device(home, target)) {
        match home.lock() {
            Ok(lock) => return taken(home, lock, target),
            Err(error) => refused = Some(Error::io("write in", &home.folder, error)),
        }
    }
    if let Some(refused) = refused.filter(|_| !exists) {
        return Err(refused);
    }
    let home = Home::inside(target);
    match home.lock() {
        Ok(lock) => taken(home, lock, target),
        Err(error) => Err(Error::io("write in", &home.folder, error)),
    }
}

fn taken(home: Home, lock: Option<Lock>, target: &Path) -> Result<(Home, Lock), Error> {
    let lock = lock.ok_or_else(|| Error::Locked(target.to_owned()))?;
    Ok((home, lock))
}

#[cfg(unix)]
fn same_device(home: &Home, target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    device(&home.folder) == device(target)
}

#[cfg(not(unix))]
fn same_device(_: &Home, _: &Path) -> bool {
    true
}

/// The target with links resolved, so that all ways to write one folder meet at one lock.
fn resolved(dir: &Path) -> Result<PathBuf, Error> {
    match fs::symlink_metadata(dir) {
        Ok(_) => existing(dir),
        Err(error) if error.kind() == io::ErrorKind::NotFound => missing(dir),
        Err(error) => Err(Error::io("open", dir, error)),
    }
}

fn existing(dir: &Path) -> Result<PathBuf, Error> {
    let target = fs::canonicalize(dir).map_err(|error| Error::io("open", dir, error))?;
    if !target.is_dir() {
        let error = io::Error::from(io::ErrorKind::NotADirectory);
        return Err(Error::io("write into", dir, error));
    }
    Ok(target)
}

fn missing(dir: &Path) -> Result<PathBuf, Error> {
    let create = |error| Error::io("create", dir, error);
    let name = dir
        .file_name()
        .ok_or_else(|| create(io::ErrorKind::NotFound.into()))?;
    let parent = match dir.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| Error::io("create", parent, error))?;
    Ok(fs::canonicalize(parent).map_err(create)?.join(name))
}

/// Undoes and removes what runs left that were ended by force: none of them lives, for this one holds the lock.
fn clear_abandoned(home: &Path, prefix: &OsStr, target: &Path) {
    let Ok(entries) = fs::read_dir(home) else {
        return;
    };
    for entry in entries.flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_temporary(&entry.file_name(), prefix) {
            recover(&entry.path(), target);
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether a name is the prefix and as many random characters as [`Staging::open`] asks for.
fn is_temporary(name: &OsStr, prefix: &OsStr) -> bool {
    let ending = name
        .as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes());
    ending.is_some_and(|random| {
        random.len() == RANDOM_CHARS && random.iter().all(u8::is_ascii_alphanumeric)
    })
}
