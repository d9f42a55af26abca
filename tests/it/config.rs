//! `--config`: where its files are, and what is told of one that cannot serve.

use std::fs;
use std::path::Path;

use crate::world::{Said, call, contents, fixture};

/// A folder with a country and its config in folders of their own.
fn country(config: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["data [2025]", "conf"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
    }
    for name in ["schools_every_case.csv", "regions_quarters.geojson"] {
        fs::copy(fixture(name), dir.path().join("data [2025]").join(name)).unwrap();
    }
    fs::write(dir.path().join("conf/c.toml"), config).unwrap();
    dir
}

fn run(dir: &Path, line: &[&str]) -> Said {
    call(dir, &[&["run", "--config", "conf/c.toml"], line].concat())
}

const CONFIG: &str = "\
schools = \"../data [2025]/schools_every_case.csv\"
regions = [\"adm2=../data [2025]/regions_quarters.geojson\"]
out = \"../result\"
formats = \"csv\"
layers = [\"regions\"]
";

#[test]
fn files_start_at_the_folder_of_the_config() {
    let dir = country(format!("\u{feff}{CONFIG}").as_bytes());
    let said = run(dir.path(), &["-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let files = contents(&dir.path().join("result"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "columns.csv",
            "regions_adm2.csv",
            "report.json",
            "totals_adm2.csv"
        ]
    );
    let own = ["--layers", "issues", "--out", "own", "-q"];
    let said = run(dir.path(), &own);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let files = contents(&dir.path().join("own"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "columns.csv",
            "declared_adm2.csv",
            "issues.csv",
            "report.json"
        ],
        "starts where the command does"
    );
}

#[test]
fn the_same_is_said_by_options_and_by_a_config() {
    let config = format!(
        "{CONFIG}snap-km = 0\nmin-schools = 1\nkeep-properties = true\n[columns.schools]\nschool_name = \"education_level\"\n\
         [values.connectivity]\nyes = \"unknown\"\n"
    );
    let dir = country(config.as_bytes());
    let by_config = run(dir.path(), &["--out", "a"]);
    assert_eq!(by_config.code, 0, "{}", by_config.stderr);
    let by_options = call(
        dir.path(),
        &[
            "run",
            "--schools=data [2025]/schools_every_case.csv",
            "--regions=adm2=data [2025]/regions_quarters.geojson",
            "--out=b",
            "--formats=csv",
            "--layers=regions",
            "--snap-km=0",
            "--min-schools=1",
            "--keep-properties",
            "--column=schools.school_name=education_level",
            "--value=connectivity.yes=unknown",
        ],
    );
    assert_eq!(by_options.code, 0, "{}", by_options.stderr);
    assert_eq!(
        contents(&dir.path().join("a")),
        contents(&dir.path().join("b"))
    );
    let report = fs::read_to_string(dir.path().join("a/report.json")).unwrap();
    assert!(report.contains("\"word\": \"yes\""), "{report}");
}

#[test]
fn what_is_missing_is_still_asked_for() {
    let dir = country(b"schools = \"a.csv\"\n");
    let said = run(dir.path(), &[]);
    assert_eq!(said.code, 2);
    let missing = said.stderr.split("Usage").next().unwrap();
    assert!(
        missing.contains("--regions") && !missing.contains("--schools"),
        "{missing}"
    );
    let help = run(dir.path(), &["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
}

#[test]
fn a_config_that_cannot_serve_is_wrong_usage() {
    let said = |config: &[u8]| {
        let dir = country(config);
        let said = run(dir.path(), &["--out", "out"]);
        assert_eq!(said.code, 2, "{}", said.stderr);
        assert!(!dir.path().join("out").exists());
        said.stderr
    };
    insta::assert_snapshot!(said(b"scools = \"a.csv\"\n"), @"error: conf/c.toml:1: unknown key `scools`; did you mean `schools`?");
    insta::assert_snapshot!(said(b"\n\nsnap-km = \"far\"\n"), @"error: conf/c.toml:3: key `snap-km`: expected a number, found the text `far`");
    insta::assert_snapshot!(said(b"\xff\xfes\0c\0"), @"error: conf/c.toml:1: expected a config in UTF-8, found bytes that are not");
    insta::assert_snapshot!(said("# much\n".repeat(200_000).as_bytes()), @"error: conf/c.toml: expected a config of at most 1048576 bytes, found more");
    insta::assert_snapshot!(said(b"out = \"a\"\nout = \"b\"\n"), @"error: conf/c.toml:2: duplicate key");
    let dir = country(b"");
    let said = call(dir.path(), &["check", "--config", "conf", "a.csv"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    let said = call(dir.path(), &["check", "--config", "nothing.toml", "a.csv"]);
    insta::assert_snapshot!(said.stderr, @"error: cannot read nothing.toml: No such file or directory (os error 2)");
}

#[test]
fn cut_and_flipped_configs_are_no_harm() {
    let whole = format!(
        "{CONFIG}[columns.schools]\nlatitude = \"lat\"\n[values.connectivity]\n\"sim\" = \"connected\"\n"
    );
    let whole = whole.as_bytes();
    let dir = country(b"");
    let told = |bytes: &[u8]| {
        fs::write(dir.path().join("conf/c.toml"), bytes).unwrap();
        let said = call(
            dir.path(),
            &["near", "--config", "conf/c.toml", "--at=0,0", "-q"],
        );
        assert!((0..=2).contains(&said.code), "{}", said.stderr);
    };
    for end in (0..whole.len()).step_by(23) {
        told(&whole[..end]);
        let mut flipped = whole.to_vec();
        flipped[end] ^= 0x15;
        told(&flipped);
    }
}
