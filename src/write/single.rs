//! A path and content in; the file, whole, or what was there before, out.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::hashed::HashedFile;
use super::refusal::explained;
use crate::error::Error;

/// Writes one file beside `path` and renames it in when it is complete and on the disk; `write` answers with the number
/// of features, which is returned.
///
/// ```
/// let place = tempfile::tempdir()?;
/// let path = place.path().join("greeting.txt");
/// schoolreach::write::file(&path, |out| out.write_all(b"hello\n").map(|()| 1))?;
/// assert_eq!(std::fs::read(path)?, b"hello\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Io`]: what `write` failed with, or what the system refused. What was at `path` before is still there then.
pub fn file(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64>,
) -> Result<u64, Error> {
    write_beside(path, write).map_err(|error| Error::io("write", path, error))
}

fn write_beside(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<u64>,
) -> io::Result<u64> {
    let target = target(path)?;
    let folder = match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::metadata(folder)?;
    let staging = tempfile::Builder::new()
        .prefix(".schoolreach-")
        .tempdir_in(folder)?;
    let fresh = staging.path().join("fresh");
    let mut out = HashedFile::new(File::create_new(&fresh)?);
    let features = write(&mut out)?;
    out.finish()?;
    fs::rename(&fresh, &target).map_err(explained)?;
    Ok(features)
}

/// Where a path leads: nothing is renamed over a link, a folder or a device.
fn target(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Ok(target) if target.is_file() => Ok(target),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is there already, and not a file",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(out: &mut (dyn Write + Send)) -> io::Result<u64> {
        out.write_all(b"half of it")?;
        Err(io::Error::other("the other half is lost"))
    }

    #[test]
    fn a_file_comes_whole_or_not_at_all() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("near.csv");
        assert!(file(&path, failing).is_err());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
        assert_eq!(
            file(&path, |out| out.write_all(b"1").map(|()| 7)).unwrap(),
            7
        );
        assert!(file(&path, failing).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"1");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_file_stays() {
        let place = tempfile::tempdir().unwrap();
        let error = file(place.path(), |_| Ok(0)).unwrap_err();
        assert!(error.to_string().starts_with("cannot write"));
        assert!(file(Path::new("/dev/null"), |_| Ok(0)).is_err());
        assert!(file(&place.path().join("no/near.csv"), |_| Ok(0)).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let place = tempfile::tempdir().unwrap();
        let [real, link] = ["real.csv", "link.csv"].map(|name| place.path().join(name));
        fs::write(&real, b"old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        file(&link, |out| out.write_all(b"new").map(|()| 1)).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(link.is_symlink());
    }
}
