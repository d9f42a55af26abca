//! What the tests of folders share: a place with a folder in it that is to be written.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

/// A place with a folder `out` in it that is to be written.
pub(super) struct Ground {
    pub(super) place: TempDir,
}

/// All files below a folder, by path.
pub(super) type Content = BTreeMap<PathBuf, Vec<u8>>;

impl Ground {
    pub(super) fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        Self { place }
    }

    pub(super) fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    /// Writes the files with a report that lists them.
    pub(super) fn run(&self, files: &[(&str, &str)]) -> Result<(), Error> {
        let mut folder = Folder::open(&self.out())?;
        for (name, content) in files {
            folder.file(name, |out| out.write_all(content.as_bytes()).map(|()| 1))?;
        }
        folder.finish(report)
    }

    /// Everything there is, leftovers beside the folder included.
    pub(super) fn content(&self) -> Content {
        content(self.place.path())
    }

    pub(super) fn names(&self) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        self.content().keys().map(name).collect()
    }
}

pub(super) fn content(folder: &Path) -> Content {
    let mut all = Content::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.insert(path.clone(), Vec::new());
            all.extend(content(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

pub(super) fn report(files: &[WrittenFile]) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({ "files": files })).unwrap()
}

pub(super) fn io_error(result: Result<(), Error>) -> (PathBuf, io::Error) {
    match result.unwrap_err() {
        Error::Io { path, source, .. } => (path, source),
        other => panic!("{other}"),
    }
}
