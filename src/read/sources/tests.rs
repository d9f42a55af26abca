//! Folders, patterns, parts, names that tell files apart.

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

#[test]
fn a_part_follows_a_file_that_there_is() {
    let folder = folder(&["a#1.zip", "x/a.zip", "y/a.zip", "b#2/c.gpkg"]);
    let names = |patterns: &[&str]| names_of(&folder, patterns);
    assert_eq!(names(&["a#1.zip"]).unwrap(), ["a#1.zip"]);
    assert_eq!(
        names(&["a#1.zip#in/b.shp#c"]).unwrap(),
        ["a#1.zip#in/b.shp#c"]
    );
    assert_eq!(names(&["b#2/c.gpkg#d"]).unwrap(), ["c.gpkg#d"]);
    let both = names(&["x/a.zip#1", "x/a.zip#2", "y/a.zip#1"]).unwrap();
    assert_eq!(both, ["x/a.zip#1", "a.zip#2", "y/a.zip#1"]);
    assert!(names(&["x/a.zip#1", "./x/a.zip#1"]).is_err());
    assert!(names(&["x/a.zip#"]).is_err() && names(&["x#a"]).is_err());
}
