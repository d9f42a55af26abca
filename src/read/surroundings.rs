//! What belongs to a file and does not stand in it: the part that was asked for, and the files beside it.

use std::fs;
use std::path::Path;

use crate::error::Error;

/// What belongs to a file and does not stand in it.
pub(super) struct Surroundings<'a> {
    /// The name of the part that was asked for.
    pub(super) part: Option<&'a str>,
    /// Gives the files beside it.
    pub(super) beside: &'a Beside<'a>,
    /// Whether it is a member of an archive.
    pub(super) is_member: bool,
}

/// The content of the file that differs by its extension alone, which is given in lower case; none where there is none.
pub(super) type Beside<'a> = dyn Fn(&str) -> Result<Option<Vec<u8>>, Error> + 'a;

/// The name and the content of the file beside a path that differs by its extension alone, in whatever case.
pub(super) fn beside(path: &Path, extension: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let listed = |cause| Error::io("list", folder, cause);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(listed)? {
        let other = entry.map_err(listed)?.path();
        let is_it = other.file_stem() == path.file_stem()
            && other
                .extension()
                .is_some_and(|other| other.eq_ignore_ascii_case(extension));
        if is_it && other.is_file() {
            found.push(other);
        }
    }
    let Some(path) = found.into_iter().min() else {
        return Ok(None);
    };
    let bytes = fs::read(&path).map_err(|cause| Error::io("read", &path, cause))?;
    let name = path.file_name().unwrap_or_default();
    Ok(Some((name.to_string_lossy().into_owned(), bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_beside_are_found_in_any_case() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.b.SHP");
        for name in ["a.b.SHP", "a.b.DBF", "a.dbf", "b.shx"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let found = ("a.b.DBF".to_owned(), b"a.b.DBF".to_vec());
        assert_eq!(beside(&path, "dbf").unwrap(), Some(found));
        assert_eq!(beside(&path, "shx").unwrap(), None);
    }
}
