//! With the feature `view`: the sources of the map viewer in, what the command embeds of them out. Without it, nothing.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// What the viewer is made of.
const SOURCES: [&str; 5] = [
    "viewer/src",
    "viewer/build.mjs",
    "viewer/package.json",
    "viewer/package-lock.json",
    "viewer/.npmrc",
];

/// What is made last.
const MADE: &str = "viewer/dist/licenses.txt";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_VIEW").is_none() {
        return;
    }
    for path in SOURCES.into_iter().chain([MADE]) {
        println!("cargo::rerun-if-changed={path}");
    }
    if is_made() {
        return;
    }
    for args in [["ci", "--include=dev"], ["run", "build"]] {
        if let Err(reason) = npm(&args) {
            println!(
                "cargo::error=the feature `view` bundles the map viewer with Node.js 20 or newer: `npm {}` in viewer/ {reason}",
                args.join(" ")
            );
            return;
        }
    }
}

/// Whether the viewer was made of the sources as they are.
fn is_made() -> bool {
    let Some(made) = changed_at(Path::new(MADE)) else {
        return false;
    };
    let newest = SOURCES
        .iter()
        .filter_map(|path| changed_at(Path::new(path)))
        .max();
    newest.is_some_and(|newest| newest <= made)
}

/// When a file, or the last of the files in a folder, was changed.
fn changed_at(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).and_then(|metadata| metadata.modified());
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let inner = entries.filter_map(|entry| changed_at(&entry.path()));
    own.ok().into_iter().chain(inner).max()
}

fn npm(args: &[&str]) -> Result<(), String> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(program)
        .args(args)
        .current_dir("viewer")
        .output()
        .map_err(|error| format!("could not be started ({error})"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // Cargo takes one line.
    let told: Vec<&str> = said.lines().rev().take(5).collect();
    Err(format!(
        "failed: {}",
        told.into_iter().rev().collect::<Vec<_>>().join(" | ")
    ))
}
