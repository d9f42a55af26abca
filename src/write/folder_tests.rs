use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

/// A place with a folder `out` in it that is to be written.
struct Ground {
    place: TempDir,
}

/// All files below a folder, by path.
type Content = BTreeMap<PathBuf, Vec<u8>>;

impl Ground {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        Self { place }
    }

    fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    /// Writes the files with a report that lists them.
    fn run(&self, files: &[(&str, &str)]) -> Result<(), Error> {
        let mut folder = Folder::open(&self.out())?;
        for (name, content) in files {
            folder.file(name, |out| out.write_all(content.as_bytes()).map(|()| 1))?;
        }
        folder.finish(report)
    }

    /// Everything there is, leftovers beside the folder included.
    fn content(&self) -> Content {
        content(self.place.path())
    }

    fn names(&self) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        self.content().keys().map(name).collect()
    }
}

fn content(folder: &Path) -> Content {
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

fn report(files: &[WrittenFile]) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({ "files": files })).unwrap()
}

fn io_error(result: Result<(), Error>) -> (PathBuf, io::Error) {
    match result.unwrap_err() {
        Error::Io { path, source, .. } => (path, source),
        other => panic!("{other}"),
    }
}

#[test]
fn files_come_in_with_their_hashes_and_nothing_else_stays() {
    let ground = Ground::new();
    let mut folder = Folder::open(&ground.out()).unwrap();
    folder
        .file("a.csv", |out| out.write_all(b"abc").map(|()| 7))
        .unwrap();
    let written = WrittenFile {
        name: "a.csv".to_owned(),
        features: 7,
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned(),
    };
    assert_eq!(folder.files(), [written]);
    assert!(!ground.out().exists());
    folder.finish(report).unwrap();
    assert_eq!(ground.names(), ["out", "a.csv", "report.json"]);
}

#[test]
fn parents_are_created_and_a_trailing_slash_is_fine() {
    let ground = Ground::new();
    let deep = ground.place.path().join("x/y/z/");
    Folder::open(&deep).unwrap().finish(report).unwrap();
    assert!(deep.join("report.json").is_file());
}

#[test]
fn a_later_run_replaces_removes_and_spares() {
    let ground = Ground::new();
    ground
        .run(&[("a.csv", "old a"), ("b.csv", "old b")])
        .unwrap();
    fs::write(ground.out().join("mine.txt"), "mine").unwrap();
    fs::create_dir(ground.out().join("sub")).unwrap();
    ground
        .run(&[("a.csv", "new a"), ("c.csv", "new c")])
        .unwrap();
    assert_eq!(
        ground.names(),
        ["out", "a.csv", "c.csv", "mine.txt", "report.json", "sub"]
    );
    assert_eq!(fs::read(ground.out().join("a.csv")).unwrap(), b"new a");
}

#[test]
fn only_plain_names_with_a_hash_count_as_stale() {
    let ground = Ground::new();
    ground.run(&[]).unwrap();
    let outside = ground.place.path().join("precious.txt");
    fs::write(&outside, "x").unwrap();
    let hash = "0".repeat(64);
    for name in ["../precious.txt", "notes.txt", "sub"] {
        let hash = if name == "notes.txt" { "none" } else { &hash };
        let listed = serde_json::json!({
            "files": [{ "name": name, "features": 1, "sha256": hash }]
        });
        fs::write(ground.out().join("report.json"), listed.to_string()).unwrap();
        fs::write(ground.out().join("notes.txt"), "x").unwrap();
        fs::create_dir_all(ground.out().join("sub/deeper")).unwrap();
        ground.run(&[]).unwrap();
        assert!(outside.exists() && ground.out().join("notes.txt").exists());
        assert!(ground.out().join("sub/deeper").exists());
    }
}

#[test]
fn a_report_that_is_none_is_not_replaced() {
    let ground = Ground::new();
    ground.run(&[("a.csv", "old a")]).unwrap();
    for report in ["{", "[]", r#"{"files": 3}"#] {
        fs::write(ground.out().join("report.json"), report).unwrap();
        let before = ground.content();
        assert!(ground.run(&[("a.csv", "new a")]).is_err());
        assert_eq!(ground.content(), before);
    }
}

#[test]
fn a_file_that_no_run_wrote_is_not_replaced() {
    let ground = Ground::new();
    ground.run(&[("a.csv", "old a")]).unwrap();
    fs::write(ground.out().join("b.csv"), "notes").unwrap();
    let before = ground.content();
    assert!(
        ground
            .run(&[("a.csv", "new a"), ("b.csv", "new b")])
            .is_err()
    );
    assert_eq!(ground.content(), before);
    ground.run(&[("a.csv", "new a")]).unwrap();
}

#[test]
fn a_dropped_run_leaves_no_trace() {
    let ground = Ground::new();
    ground.run(&[("a.csv", "old a")]).unwrap();
    let before = ground.content();
    let mut folder = Folder::open(&ground.out()).unwrap();
    folder
        .file("a.csv", |out| out.write_all(b"new a").map(|()| 1))
        .unwrap();
    drop(folder);
    assert_eq!(ground.content(), before);
}

#[test]
fn a_failure_at_any_write_leaves_the_old_files() {
    let ground = Ground::new();
    let names = ["a.csv", "b.csv", "c.csv"];
    ground.run(&names.map(|name| (name, "old"))).unwrap();
    let before = ground.content();
    for failing in names {
        let mut folder = Folder::open(&ground.out()).unwrap();
        let mut write = |name: &str| {
            folder.file(name, |out| {
                out.write_all(&vec![b'x'; 400_000])?;
                if name == failing {
                    return Err(io::ErrorKind::StorageFull.into());
                }
                Ok(1)
            })
        };
        let (path, source) = io_error(names.iter().try_for_each(|name| write(name)));
        assert!(path.ends_with(Path::new("out").join(failing)));
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        drop(folder);
        assert_eq!(ground.content(), before);
    }
}

#[test]
fn of_files_written_at_once_any_may_fail() {
    let ground = Ground::new();
    let names = ["a.csv", "b.csv", "c.csv"];
    ground.run(&names.map(|name| (name, "old"))).unwrap();
    let before = ground.content();
    for failing in [&names[..1], &names[1..], &names[..]] {
        let mut folder = Folder::open(&ground.out()).unwrap();
        let job = |name: &'static str| {
            Job::new(name, move |out| {
                out.write_all(&vec![b'x'; 400_000])?;
                if failing.contains(&name) {
                    return Err(io::ErrorKind::StorageFull.into());
                }
                Ok(1)
            })
        };
        let (path, source) = io_error(folder.files_at_once(names.map(job).into()));
        assert!(path.ends_with(Path::new("out").join(failing[0])));
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        drop(folder);
        assert_eq!(ground.content(), before);
    }
}

#[test]
fn files_written_at_once_are_listed_in_order_and_have_names_of_their_own() {
    let ground = Ground::new();
    let mut folder = Folder::open(&ground.out()).unwrap();
    let job = |n: u64| Job::new(n.to_string(), move |out| write!(out, "{n}").map(|()| n));
    folder.files_at_once((0..40).map(job).collect()).unwrap();
    let listed: Vec<u64> = folder.files().iter().map(|file| file.features).collect();
    assert!(listed.into_iter().eq(0..40));
    assert!(folder.files_at_once(vec![job(50), job(50)]).is_err());
    assert!(folder.files_at_once(vec![job(50), job(7)]).is_err());
    folder.files_at_once(vec![job(50)]).unwrap();
    folder.finish(report).unwrap();
    assert_eq!(ground.names().len(), 43);
}

#[test]
fn what_is_no_plain_file_stops_the_run_before_anything_moves() {
    let ground = Ground::new();
    ground.run(&[("a.csv", "old a")]).unwrap();
    fs::create_dir(ground.out().join("z.csv")).unwrap();
    let before = ground.content();
    let (path, source) = io_error(ground.run(&[("a.csv", "new a"), ("z.csv", "new z")]));
    assert!(path.ends_with("out/z.csv"));
    assert_eq!(source.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(ground.content(), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let ground = Ground::new();
    ground.run(&[]).unwrap();
    let elsewhere = ground.place.path().join("elsewhere.csv");
    fs::write(&elsewhere, "x").unwrap();
    std::os::unix::fs::symlink(&elsewhere, ground.out().join("a.csv")).unwrap();
    assert!(ground.run(&[("a.csv", "new a")]).is_err());
    assert_eq!(fs::read(&elsewhere).unwrap(), b"x");
    // A link to the folder itself is another name of it, with the same lock.
    let link = ground.place.path().join("link");
    std::os::unix::fs::symlink(ground.out(), &link).unwrap();
    let _held = Folder::open(&link).unwrap();
    assert!(matches!(Folder::open(&ground.out()), Err(Error::Locked(_))));
}

#[test]
fn an_exchange_that_fails_midway_is_undone() {
    let ground = Ground::new();
    ground
        .run(&[("a.csv", "old a"), ("b.csv", "old b"), ("s.csv", "stale")])
        .unwrap();
    let before = ground.content();
    let mut folder = Folder::open(&ground.out()).unwrap();
    for name in ["a.csv", "n.csv", "b.csv"] {
        folder
            .file(name, |out| out.write_all(b"new").map(|()| 1))
            .unwrap();
    }
    // The last file to come in has vanished.
    let vanished = folder.staging.path().join("b.csv");
    let result = folder.finish(|files| {
        fs::remove_file(vanished).unwrap();
        report(files)
    });
    assert!(io_error(result).0.ends_with("out/b.csv"));
    assert_eq!(ground.content(), before);
}

#[test]
fn an_exchange_that_fails_takes_a_new_folder_back() {
    let ground = Ground::new();
    let mut folder = Folder::open(&ground.out()).unwrap();
    folder.file("a.csv", |_| Ok(0)).unwrap();
    let vanished = folder.staging.path().join("a.csv");
    let result = folder.finish(|files| {
        fs::remove_file(vanished).unwrap();
        report(files)
    });
    assert!(result.is_err());
    assert!(ground.names().is_empty());
}

#[test]
fn a_second_run_is_refused_and_the_first_goes_on() {
    let ground = Ground::new();
    let first = Folder::open(&ground.out()).unwrap();
    for _ in 0..2 {
        assert!(matches!(Folder::open(&ground.out()), Err(Error::Locked(_))));
    }
    first.finish(report).unwrap();
    ground.run(&[]).unwrap();
}

#[test]
fn of_many_runs_at_once_one_at_a_time_holds_the_lock() {
    let ground = Ground::new();
    let one = |n: usize| {
        let content = n.to_string();
        (0..25)
            .filter(
                |_| match ground.run(&[("a.csv", &content), ("b.csv", &content)]) {
                    Ok(()) => true,
                    Err(Error::Locked(_)) => false,
                    Err(other) => panic!("{other}"),
                },
            )
            .count()
    };
    let done: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|n| scope.spawn(move || one(n))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).sum()
    });
    assert!(done > 0);
    let read = |name| fs::read(ground.out().join(name)).unwrap();
    assert_eq!(read("a.csv"), read("b.csv"));
    assert_eq!(ground.names(), ["out", "a.csv", "b.csv", "report.json"]);
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_like_it() {
    let ground = Ground::new();
    let place = ground.place.path();
    for name in [
        ".out.schoolreach-aB3dE9",
        ".out.schoolreach-note",
        ".other.schoolreach-aB3dE9",
    ] {
        fs::create_dir(place.join(name)).unwrap();
        fs::write(place.join(name).join("a.csv"), "half").unwrap();
    }
    fs::write(place.join(".out.schoolreach-aaaaaa"), "a file").unwrap();
    fs::write(place.join(".out.schoolreach.lock"), "").unwrap();
    ground.run(&[]).unwrap();
    let mut left: Vec<String> = fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    let expected = [
        ".other.schoolreach-aB3dE9",
        ".out.schoolreach-aaaaaa",
        ".out.schoolreach-note",
        "out",
    ];
    assert_eq!(left, expected);
}

#[test]
fn an_exchange_ended_by_force_is_undone_by_the_next_run() {
    let ground = Ground::new();
    let old = [("a.csv", "old a"), ("b.csv", "old b"), ("s.csv", "stale")];
    for n_steps in 0..=5 {
        ground.run(&old).unwrap();
        let before = ground.content();
        let mut folder = Folder::open(&ground.out()).unwrap();
        for name in ["a.csv", "n.csv", "b.csv"] {
            folder
                .file(name, |out| out.write_all(b"new").map(|()| 1))
                .unwrap();
        }
        fs::write(folder.staging.path().join(REPORT), "new report").unwrap();
        end_by_force(folder, n_steps);
        let _next = Folder::open(&ground.out()).unwrap();
        let after = content(&ground.out());
        let expected = before.iter().filter(|(path, _)| **path != ground.out());
        if n_steps < 5 {
            assert!(after.iter().eq(expected), "{n_steps} steps");
        } else {
            assert_eq!(after[&ground.out().join(REPORT)], b"new report");
            assert_eq!(after[&ground.out().join("n.csv")], b"new");
        }
        fs::remove_dir_all(ground.out()).unwrap();
    }
}

/// Does the first steps of an exchange, then leaves everything where a later run will find it.
fn end_by_force(folder: Folder, n_steps: usize) {
    let (staging, target) = (folder.staging.path(), &folder.staging.target);
    let mut exchange = Exchange::begin(staging, target).unwrap();
    let steps = ["a.csv", "n.csv", "b.csv", "-s.csv", REPORT];
    for step in steps.into_iter().take(n_steps) {
        match step.strip_prefix('-') {
            Some(name) => exchange.take_away(name).unwrap(),
            None => exchange.place(step).unwrap(),
        }
    }
    exchange.keep();
    let abandoned = target.with_file_name(".out.schoolreach-killed");
    fs::rename(staging, abandoned).unwrap();
    drop(folder);
}

#[test]
fn a_file_in_the_way_is_a_clear_error() {
    let ground = Ground::new();
    fs::write(ground.out(), "x").unwrap();
    for dir in [ground.out(), ground.out().join("deeper")] {
        let error = Folder::open(&dir).unwrap_err();
        assert!(matches!(error, Error::Io { .. }), "{error}");
        assert!(error.to_string().contains("out"));
    }
    assert_eq!(ground.names(), ["out"]);
}

#[test]
fn names_that_lead_elsewhere_or_are_taken_are_refused() {
    let ground = Ground::new();
    let mut folder = Folder::open(&ground.out()).unwrap();
    folder.file("a.csv", |_| Ok(0)).unwrap();
    for name in [
        "",
        ".",
        "..",
        "../a",
        "/etc/a",
        "a\\b",
        "c:a",
        ".earlier",
        "report.json",
        "a.csv",
    ] {
        assert!(folder.file(name, |_| Ok(0)).is_err(), "{name}");
    }
    assert_eq!(folder.files().len(), 1);
}

#[cfg(unix)]
#[test]
fn new_files_have_the_usual_mode() {
    use std::os::unix::fs::PermissionsExt;
    let ground = Ground::new();
    ground.run(&[("a.csv", "")]).unwrap();
    fs::write(ground.out().join("usual"), "").unwrap();
    let mode = |name: &str| {
        fs::metadata(ground.out().join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode("a.csv"), mode("usual"));
    assert_eq!(mode("report.json"), mode("usual"));
}

/// A file system of one megabyte, unmounted when dropped.
#[cfg(target_os = "linux")]
struct SmallDisk(PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// `None` where mounting is not allowed.
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn mount(at: &Path) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "none"])
            .arg(at)
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("skipped: no right to mount a small file system");
        }
        mounted.then(|| Self(at.to_owned()))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_and_the_old_files_stay() {
    let ground = Ground::new();
    let Some(disk) = SmallDisk::mount(ground.place.path()) else {
        return;
    };
    ground.run(&[("a.csv", "old a")]).unwrap();
    let before = ground.content();
    for n_bytes in [1_500_000, 1_048_000] {
        let large = "x".repeat(n_bytes);
        let (path, source) = io_error(ground.run(&[("b.csv", "fits"), ("a.csv", &large)]));
        assert!(path.ends_with("out/a.csv"));
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        assert_eq!(ground.content(), before);
    }
    drop(disk);
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_written_from_inside() {
    let ground = Ground::new();
    let Some(disk) = SmallDisk::mount(&ground.out()) else {
        return;
    };
    ground.run(&[("a.csv", "old a")]).unwrap();
    let held = Folder::open(&ground.out()).unwrap();
    assert!(matches!(Folder::open(&ground.out()), Err(Error::Locked(_))));
    drop(held);
    ground.run(&[("b.csv", "new b")]).unwrap();
    assert_eq!(ground.names(), ["out", "b.csv", "report.json"]);
    drop(disk);
}

#[test]
fn a_scratch_file_is_read_back_and_leaves_no_trace() {
    use std::io::{Read, Seek};
    let ground = Ground::new();
    let mut folder = Folder::open(&ground.out()).unwrap();
    let mut scratch = folder.scratch().unwrap();
    scratch.write_all(b"late").unwrap();
    scratch.rewind().unwrap();
    let mut copied = String::new();
    scratch.read_to_string(&mut copied).unwrap();
    folder
        .file("a.txt", |out| out.write_all(copied.as_bytes()).map(|()| 1))
        .unwrap();
    folder.finish(report).unwrap();
    drop(scratch);
    assert_eq!(ground.names(), ["out", "a.txt", "report.json"]);
}
