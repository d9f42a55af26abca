//! What a person named in, input files with short names out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use glob::MatchOptions;

use crate::error::Error;

/// One input: a file, or the standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name it goes by in outputs and messages: the base name, or the shortest distinct end of its path.
    pub name: Arc<str>,
    /// Where the file is; absent for the standard input.
    pub path: Option<PathBuf>,
}

/// Extensions of the files that a folder stands for.
const EXTENSIONS: [&str; 9] = [
    "csv", "tsv", "txt", "geojson", "json", "geojsonl", "ndjson", "jsonl", "fgb",
];

/// The name of the standard input.
const STANDARD_INPUT: &str = "standard input";

/// Finds the files that patterns stand for: each is a file, a folder (the readable files directly in it, by name), a
/// glob pattern, or `-` for the standard input. A pattern that is the name of a file is that file.
///
/// # Errors
/// [`Error::NoInput`] where a pattern stands for nothing, [`Error::Plan`] where a file is named twice, and
/// [`Error::Io`] where the system refuses to look.
pub fn sources(patterns: &[String]) -> Result<Vec<Source>, Error> {
    let sources: Vec<Source> = sources_by_pattern(patterns)?
        .into_iter()
        .flatten()
        .collect();
    refuse_repeated(&sources)?;
    Ok(sources)
}

/// Finds the files that each of some patterns stands for, as [`sources`] does; names are distinct over all patterns,
/// and a file may come up under several.
///
/// # Errors
/// [`Error::NoInput`] where a pattern stands for nothing, [`Error::Plan`] where the standard input is named twice, and
/// [`Error::Io`] where the system refuses to look.
pub fn sources_by_pattern(patterns: &[String]) -> Result<Vec<Vec<Source>>, Error> {
    let found: Vec<Vec<Option<PathBuf>>> = patterns
        .iter()
        .map(|pattern| found(pattern))
        .collect::<Result<_, _>>()?;
    if found.iter().flatten().filter(|path| path.is_none()).count() > 1 {
        return Err(named_twice(STANDARD_INPUT));
    }
    let distinct: Vec<Option<PathBuf>> = found
        .iter()
        .flatten()
        .cloned()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let names: BTreeMap<&Option<PathBuf>, Arc<str>> =
        distinct.iter().zip(names(&distinct)).collect();
    let source = |path: &Option<PathBuf>| Source {
        name: names[path].clone(),
        path: path.clone(),
    };
    Ok(found
        .iter()
        .map(|paths| paths.iter().map(source).collect())
        .collect())
}

/// Refuses sources of which two are one file.
///
/// # Errors
/// [`Error::Plan`] names the file, [`Error::Io`] where the system refuses to look.
pub fn refuse_repeated(sources: &[Source]) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for source in sources {
        let real = match &source.path {
            Some(path) => Some(
                path.canonicalize()
                    .map_err(|cause| Error::io("open", path, cause))?,
            ),
            None => None,
        };
        if !seen.insert(real) {
            let name = source.path.as_ref();
            return Err(named_twice(
                &name.map_or(STANDARD_INPUT.into(), |path| path.to_string_lossy()),
            ));
        }
    }
    Ok(())
}

fn named_twice(name: &str) -> Error {
    Error::Plan(format!("`{name}` is named twice as an input"))
}

/// The files of one pattern; `None` is the standard input.
fn found(pattern: &str) -> Result<Vec<Option<PathBuf>>, Error> {
    if pattern == "-" {
        return Ok(vec![None]);
    }
    let path = Path::new(pattern);
    let files = if path.is_dir() {
        in_folder(pattern, path)?
    } else if path.exists() {
        vec![path.to_owned()]
    } else if pattern.contains(['*', '?', '[']) {
        matching(pattern)?
    } else {
        return Err(no_input(pattern, "there is no such file or folder"));
    };
    Ok(files.into_iter().map(Some).collect())
}

fn in_folder(pattern: &str, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let refused = |cause| Error::io("list", folder, cause);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_file() && has_readable_extension(&path) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        let found = format!(
            "the folder holds no file of these kinds: {}",
            EXTENSIONS.join(", ")
        );
        return Err(no_input(pattern, &found));
    }
    Ok(files)
}

fn has_readable_extension(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        EXTENSIONS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    })
}

fn matching(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let options = MatchOptions {
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let paths = glob::glob_with(pattern, options)
        .map_err(|cause| no_input(pattern, &format!("the pattern is not one: {}", cause.msg)))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|cause| {
            let folder = cause.path().to_owned();
            Error::io("list", &folder, cause.into())
        })?;
        if path.is_file() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(no_input(pattern, "no file matches the pattern"));
    }
    Ok(files)
}

fn no_input(pattern: &str, found: &str) -> Error {
    Error::NoInput {
        pattern: pattern.to_owned(),
        found: found.to_owned(),
    }
}

/// The base name of each path, with as many of its folders as tell it from the others.
fn names(paths: &[Option<PathBuf>]) -> Vec<Arc<str>> {
    let words: Vec<Vec<String>> = paths.iter().map(|path| words(path.as_deref())).collect();
    let mut lengths = vec![1; words.len()];
    loop {
        let names: Vec<String> = words
            .iter()
            .zip(&lengths)
            .map(|(words, length)| words[words.len().saturating_sub(*length)..].join("/"))
            .collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &names {
            *counts.entry(name).or_default() += 1;
        }
        let longer: Vec<usize> = (0..names.len())
            .filter(|row| lengths[*row] < words[*row].len() && counts[names[*row].as_str()] > 1)
            .collect();
        if longer.is_empty() {
            return names.into_iter().map(Arc::from).collect();
        }
        for row in longer {
            lengths[row] += 1;
        }
    }
}

/// The folders and the base name of a path, an absolute path with a blank word first.
fn words(path: Option<&Path>) -> Vec<String> {
    let Some(path) = path else {
        return vec![STANDARD_INPUT.to_owned()];
    };
    let word = |component: Component<'_>| match component {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        other => Some(other.as_os_str().to_string_lossy().into_owned()),
    };
    path.components().filter_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn names_of(folder: &TempDir, patterns: &[&str]) -> Result<Vec<String>, Error> {
        let pattern = |name: &&str| folder.path().join(name).to_str().unwrap().to_owned();
        let patterns: Vec<String> = patterns.iter().map(pattern).collect();
        let sources = sources(&patterns)?;
        Ok(sources
            .iter()
            .map(|source| source.name.to_string())
            .collect())
    }

    #[test]
    fn a_folder_stands_for_its_readable_files_by_name() {
        let folder = folder(&["b.csv", "a.GeoJSON", "notes.md", "deep/c.csv"]);
        assert_eq!(names_of(&folder, &["."]).unwrap(), ["a.GeoJSON", "b.csv"]);
        let error = names_of(&folder, &["deep/nothing"]).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("there is no such file or folder")
        );
        fs::remove_file(folder.path().join("deep/c.csv")).unwrap();
        let error = names_of(&folder, &["deep"]).unwrap_err();
        assert!(matches!(error, Error::NoInput { .. }), "{error}");
    }

    #[test]
    fn a_file_wins_over_a_pattern() {
        let folder = folder(&["escolas [2025].csv", "escolas 2.csv", "é.csv"]);
        let names = |pattern| names_of(&folder, &[pattern]);
        assert_eq!(names("escolas [2025].csv").unwrap(), ["escolas [2025].csv"]);
        assert!(matches!(names("escolas [9]*"), Err(Error::NoInput { .. })));
        assert_eq!(names("?.csv").unwrap(), ["é.csv"]);
        assert_eq!(
            names("esc*.csv").unwrap(),
            ["escolas 2.csv", "escolas [2025].csv"]
        );
    }

    #[test]
    fn repeated_names_get_just_enough_of_their_folders() {
        let folder = folder(&["x/1/s.csv", "y/1/s.csv", "y/2/s.csv", "t.csv"]);
        let names = names_of(&folder, &["x/1/s.csv", "y/1/s.csv", "y/2/s.csv", "t.csv"]).unwrap();
        assert_eq!(names, ["x/1/s.csv", "y/1/s.csv", "2/s.csv", "t.csv"]);
    }

    #[test]
    fn a_file_named_twice_is_refused() {
        let folder = folder(&["a.csv"]);
        let error = names_of(&folder, &["a.csv", "./a.csv"]).unwrap_err();
        assert!(matches!(error, Error::Plan(_)), "{error}");
        assert!(sources(&["-".to_owned(), "-".to_owned()]).is_err());
    }
}
