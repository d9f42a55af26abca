//! The arrows of the architecture: stages meet in `pipeline` only, tables know no stage.

use std::fs;
use std::path::{Path, PathBuf};

const STAGES: [&str; 11] = [
    "read",
    "project",
    "normalize",
    "locate",
    "neighbors",
    "judge",
    "fold",
    "summarize",
    "write",
    "draw",
    "generate",
];

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("source folder") {
        let path = entry.expect("listed").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The modules of the crate that a file names after `crate::`, in braces too.
fn modules_used(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("source");
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join(" ");
    code.split("crate::")
        .skip(1)
        .flat_map(first_words)
        .collect()
}

/// The word that follows, or the words of the list in braces that follows.
fn first_words(rest: &str) -> Vec<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    match rest.strip_prefix('{') {
        Some(list) => list
            .split('}')
            .next()
            .unwrap_or_default()
            .split(',')
            .map(|item| word(item.trim()))
            .collect(),
        None => vec![word(rest)],
    }
}

#[test]
fn words_after_crate_are_found_in_braces_too() {
    assert_eq!(first_words("read::open;"), ["read"]);
    assert_eq!(first_words("{read::open, table}; more"), ["read", "table"]);
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn no_stage_knows_another() {
    for stage in STAGES {
        for path in rust_files(&source().join(stage)) {
            for module in modules_used(&path) {
                let is_foreign = STAGES.contains(&module.as_str()) && module != stage;
                assert!(
                    !is_foreign && module != "pipeline",
                    "{} uses crate::{module}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn tables_and_what_lies_below_know_no_stage() {
    let mut below = rust_files(&source().join("table"));
    below.extend(
        [
            "error.rs",
            "issue.rs",
            "format.rs",
            "lonlat.rs",
            "ellipsoid.rs",
            "colors.rs",
            "decimal.rs",
            "formula.rs",
            "plural.rs",
        ]
        .map(|name| source().join(name)),
    );
    for path in below {
        for module in modules_used(&path) {
            assert!(
                !STAGES.contains(&module.as_str()),
                "{} uses crate::{module}",
                path.display()
            );
        }
    }
}

#[test]
fn the_library_neither_prints_nor_exits() {
    for path in rust_files(&source()) {
        if path.components().any(|part| part.as_os_str() == "bin") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("source");
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        for word in [
            "print!",
            "println!",
            "io::stdout",
            "io::stderr",
            "process::exit",
            "env::var",
            "env::args",
            "dbg!",
        ] {
            let is_test = path.to_string_lossy().contains("test");
            assert!(
                is_test || !code.contains(word),
                "{} says {word}",
                path.display()
            );
        }
    }
}
