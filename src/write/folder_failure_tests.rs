//! Runs that fail or are ended by force: the folder is as it was.

use std::fs;
use std::path::PathBuf;

use super::fixture::{Ground, content, io_error, report};
use super::*;

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
