//! What comes in, what is replaced, removed and spared, and what is refused.

use std::fs;

use super::fixture::{Ground, io_error, report};
use super::*;

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
