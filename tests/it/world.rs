//! What the tests share: a folder of its own for each, fixtures, and calls of the command.

use std::path::{Path, PathBuf};

/// A file among the fixtures.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// The path as text.
pub(crate) fn text(path: &Path) -> String {
    path.to_str().expect("test paths are UTF-8").to_owned()
}

/// All files of a folder with their bytes, by name.
pub(crate) fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(dir).expect("the folder is there");
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.expect("listed").path())
        .filter(|path| path.is_file())
        .map(|path| {
            (
                text(Path::new(path.file_name().expect("a file"))),
                std::fs::read(&path).expect("readable"),
            )
        })
        .collect();
    files.sort();
    files
}

/// What a call of the command said and answered.
#[cfg(feature = "cli")]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Calls the command in a folder.
#[cfg(feature = "cli")]
pub(crate) fn call(dir: &Path, args: &[&str]) -> Said {
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("schoolreach"));
    let output = command
        .current_dir(dir)
        .args(args)
        .output()
        .expect("the command starts");
    Said {
        code: output.status.code().expect("not ended by a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
