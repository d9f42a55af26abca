//! What a person named in, input files with short names out.

#[cfg(test)]
mod tests;

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
    /// What was named after the file's `#`: the member of an archive, the layer or object of a file that holds several.
    pub part: Option<String>,
}

/// Extensions of the files that a folder stands for.
const EXTENSIONS: [&str; 27] = [
    "csv",
    "tsv",
    "txt",
    "geojson",
    "json",
    "geojsonl",
    "geojsons",
    "geojsonseq",
    "ndjson",
    "jsonl",
    "topojson",
    "fgb",
    "shp",
    "gpkg",
    "kml",
    "kmz",
    "zip",
    "xlsx",
    "xlsm",
    "xlsb",
    "xls",
    "ods",
    "parquet",
    "geoparquet",
    "pq",
    "gz",
    "zst",
];

/// The name of the standard input.
const STANDARD_INPUT: &str = "standard input";

/// Finds the files that patterns stand for: each is a file, a file and one of its parts (`FILE#PART`), a folder (the
/// readable files directly in it, by name), a glob pattern, or `-` for the standard input. A pattern that is the name
/// of a file is that file.
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
    let found: Vec<Vec<Found>> = patterns
        .iter()
        .map(|pattern| found(pattern))
        .collect::<Result<_, _>>()?;
    let is_standard_input = |found: &&Found| found.path.is_none();
    if found.iter().flatten().filter(is_standard_input).count() > 1 {
        return Err(named_twice(STANDARD_INPUT));
    }
    let distinct: Vec<Found> = found
        .iter()
        .flatten()
        .cloned()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let names: BTreeMap<&Found, Arc<str>> = distinct.iter().zip(names(&distinct)).collect();
    let source = |found: &Found| Source {
        name: names[found].clone(),
        path: found.path.clone(),
        part: found.part.clone(),
    };
    Ok(found
        .iter()
        .map(|found| found.iter().map(source).collect())
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
        if !seen.insert((real, &source.part)) {
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

/// A file, or the standard input, and the part of it that is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    path: Option<PathBuf>,
    part: Option<String>,
}

/// What one pattern stands for.
fn found(pattern: &str) -> Result<Vec<Found>, Error> {
    if pattern == "-" {
        return Ok(vec![Found {
            path: None,
            part: None,
        }]);
    }
    let path = Path::new(pattern);
    let files = if path.is_dir() {
        in_folder(pattern, path)?
    } else if path.exists() {
        vec![path.to_owned()]
    } else if let Some((file, part)) = file_and_part(pattern) {
        return Ok(vec![Found {
            path: Some(file.into()),
            part: Some(part.to_owned()),
        }]);
    } else if pattern.contains(['*', '?', '[']) {
        matching(pattern)?
    } else {
        return Err(no_input(pattern, "there is no such file or folder"));
    };
    let whole = |path| Found {
        path: Some(path),
        part: None,
    };
    Ok(files.into_iter().map(whole).collect())
}

/// A file that there is and what follows it after a `#`; of several such files the one with the longest name.
fn file_and_part(pattern: &str) -> Option<(&str, &str)> {
    let marks = pattern.match_indices('#').map(|(at, _)| at).rev();
    let mut splits = marks.map(|at| (&pattern[..at], &pattern[at + 1..]));
    splits.find(|(file, part)| !part.is_empty() && Path::new(file).is_file())
}

fn in_folder(pattern: &str, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let refused = |cause| Error::io("list", folder, cause);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_file() && is_readable(&path.to_string_lossy()) {
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

/// Whether the name of a file ends like those of a readable kind.
pub(super) fn is_readable(name: &str) -> bool {
    let extension = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str());
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

/// The base name of each file, with as many of its folders as tell it from the others.
fn names(files: &[Found]) -> Vec<Arc<str>> {
    let words: Vec<Vec<String>> = files.iter().map(words).collect();
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

/// The folders and the base name of a path, an absolute path with a blank word first; the part goes with the name.
fn words(file: &Found) -> Vec<String> {
    let Some(path) = &file.path else {
        return vec![STANDARD_INPUT.to_owned()];
    };
    let word = |component: Component<'_>| match component {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        other => Some(other.as_os_str().to_string_lossy().into_owned()),
    };
    let mut words: Vec<String> = path.components().filter_map(word).collect();
    if let (Some(name), Some(part)) = (words.last_mut(), &file.part) {
        *name = format!("{name}#{part}");
    }
    words
}
