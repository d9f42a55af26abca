use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::*;
use crate::args::Command as Verb;

/// The arguments of a command line beside a config.
fn parsed(config: &str, line: &[&str]) -> Args {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("c.toml");
    fs::write(&path, config).unwrap();
    let config = ["--config", path.to_str().unwrap()];
    let given = ["schoolreach"].iter().chain(&line[..1]).chain(&config);
    let given: Vec<OsString> = given.chain(&line[1..]).map(OsString::from).collect();
    let arguments = lengthened(given).unwrap();
    let without_folder = arguments.into_iter().map(|argument| {
        let folder = format!("{}/", dir.path().display());
        argument.to_str().unwrap().replace(&folder, "")
    });
    Args::try_parse_from(without_folder).unwrap_or_else(|error| panic!("{error}"))
}

fn run(config: &str, line: &[&str]) -> Box<crate::args::RunArgs> {
    let line: Vec<&str> = ["run"].iter().chain(line).copied().collect();
    match parsed(config, &line).command {
        Verb::Run(args) => args,
        other => panic!("{other:?}"),
    }
}

/// What is wrong with a config.
fn fault(config: &str) -> String {
    let text = ConfigText::of("c.toml".to_owned(), config.as_bytes());
    let folder = Folder::of(Path::new("c.toml"));
    let said = text.and_then(|text| Document::parse(&text, &folder, &Args::command()));
    said.expect_err("a fault").to_string()
}

const COUNTRY: &str = r#"
schools = ["list.csv", "more/*.csv"]
regions = "adm2=districts.geojson"
out = "result"
formats = ["csv", "geojson"]
snap-km = 2
min-known = 0.25
decimals = 7
include-closed = true
no-repair = false

[columns.schools]
latitude = "LAT 2023"
connectivity = ["NetA", "NetB"]

[columns.points]
longitude = "EAST"

[values.connectivity]
"sim, parcial" = "connected"
"a.b=c" = "not_connected"

[check]
out = "quality"
fail-on = ["dq_precision", "null_island"]

[near]
points = "towers.csv"
k = 3
"#;

#[test]
fn a_config_says_what_options_say() {
    let args = run(COUNTRY, &[]);
    assert_eq!(args.input.schools, ["list.csv", "more/*.csv"]);
    assert_eq!(args.regions, ["adm2=districts.geojson"]);
    assert_eq!(args.output.out, Path::new("result"));
    assert_eq!(args.output.formats.len(), 2);
    assert_eq!((args.rules.snap_km, args.rules.min_known), (2.0, 0.25));
    assert!(args.rules.include_closed && !args.rules.no_repair);
    let columns = &args.input.reading.columns;
    let columns = columns
        .iter()
        .map(|choice| [&choice.kind, &choice.field, &choice.column].map(String::as_str));
    let expected = [
        ["schools", "latitude", "LAT 2023"],
        ["schools", "connectivity", "NetA"],
        ["schools", "connectivity", "NetB"],
    ];
    assert_eq!(columns.collect::<Vec<_>>(), expected);
    let words = &args.input.reading.words;
    let words = words.iter().map(|choice| choice.word.as_str());
    assert_eq!(words.collect::<Vec<_>>(), ["sim, parcial", "a.b=c"]);
}

#[test]
fn the_command_line_goes_before_the_config() {
    let line = [
        "--schools",
        "own.csv",
        "--snap-km=0",
        "--column",
        "schools.connectivity=NetC",
        "--value",
        "connectivity.SIM,  parcial=unknown",
    ];
    let args = run(COUNTRY, &line);
    assert_eq!(args.input.schools, ["own.csv"], "replaced, not lengthened");
    assert_eq!(args.rules.snap_km, 0.0);
    let columns = &args.input.reading.columns;
    let columns: Vec<&str> = columns
        .iter()
        .map(|choice| choice.column.as_str())
        .collect();
    assert_eq!(columns, ["LAT 2023", "NetC"], "by field");
    let words = &args.input.reading.words;
    let words: Vec<&str> = words.iter().map(|choice| choice.meaning.as_str()).collect();
    assert_eq!(words, ["not_connected", "unknown"], "by word");
}

#[test]
fn every_verb_takes_its_own() {
    let Verb::Check(check) =
        parsed(COUNTRY, &["check", "given.csv", "--warn-on=null_island"]).command
    else {
        panic!("check")
    };
    assert_eq!(check.files, ["given.csv"]);
    assert!(check.schools.is_empty(), "files stand for --schools");
    assert_eq!(check.out.as_deref(), Some(Path::new("quality")));
    assert_eq!(check.checks.fail_on, ["dq_precision"]);
    assert_eq!(check.regions, ["adm2=districts.geojson"]);
    let Verb::Near(near) = parsed(COUNTRY, &["near"]).command else {
        panic!("near")
    };
    assert_eq!(near.from.points, ["towers.csv"]);
    assert_eq!((near.k, near.out), (3, None), "the folder is that of run");
    assert_eq!(near.input.reading.columns.len(), 4);
    let Verb::Near(near) = parsed(COUNTRY, &["near", "--at=1,2", "--k", "1"]).command else {
        panic!("near")
    };
    assert!(near.from.points.is_empty(), "--at stands for --points");
    assert_eq!(near.k, 1);
}

#[test]
fn measurements_stand_in_a_config_too() {
    let config = "schools = \"s.csv\"\nregions = \"r.geojson\"\nout = \"o\"\nmeasurements = \"meter/*.csv\"\n\
                  download-unit = \"kbit/s\"\nrecent-days = 30\n[columns.measurements]\ndownload = \"speed\"";
    let plan = run(config, &[]).plan().unwrap();
    assert_eq!(plan.measurements.files, ["meter/*.csv"]);
    assert_eq!(plan.measurements.recent_days, Some(30));
    assert_eq!(plan.choices[0].kind, "measurements");
}

#[test]
fn unknown_names_tell_the_nearest() {
    insta::assert_snapshot!(fault("\nscools = \"a.csv\""), @"c.toml:2: unknown key `scools`; did you mean `schools`?");
    insta::assert_snapshot!(fault("snap_km = 3"), @"c.toml:1: unknown key `snap_km`; did you mean `snap-km`?");
    insta::assert_snapshot!(fault("[run]\nwithin-km = 3"), @"c.toml:2: unknown key `within-km`; expected one of api-false, as-of, below, by, checks, country, daily-means, decimal, decimals, dedupe, delimiter, download-unit, encoding, formats, id-map, include-closed, keep-properties, language, latency-unit, layers, loss-unit, measurements, min-known, min-schools, min-tests, no-header, no-repair, no-stated, out, policy, quiet, quote, recent-days, regions, regions-crs, schools, schools-crs, sheet, simplify, since, snap-km, strict, tallies, threads, time-zone, timings, trend, until, upload-unit, where");
    insta::assert_snapshot!(fault("[columns.schools]\nlatitud = \"LAT\""), @"c.toml:2: unknown field in [columns.schools] `latitud`; did you mean `latitude`?");
    insta::assert_snapshot!(fault("[columns.adm2]\nlatitude = \"LAT\""), @"c.toml:2: unknown field in [columns.adm2] `latitude`; expected one of id, name, parent_id, parent_name");
    insta::assert_snapshot!(fault("[values.conectivity]\nsim = \"connected\""), @"c.toml:1: unknown field in [values] `conectivity`; did you mean `connectivity`?");
    insta::assert_snapshot!(fault("\"\\u001b[2J\" = 1"), @r"c.toml:1: unknown key `\u{1b}[2J`; expected one of api-false, as-of, at, below, by, check, checks, columns, country, daily-means, decimal, decimals, dedupe, delimiter, download-unit, encoding, fail-on, fold, formats, id-map, include-closed, k, keep-properties, language, latency-unit, layers, loss-unit, measurements, min-known, min-schools, min-tests, near, no-header, no-repair, no-stated, out, points, policy, quiet, quote, recent-days, regions, regions-crs, run, schools, schools-crs, sheet, simplify, since, skip-check, snap-km, status, strict, tallies, threads, time-zone, timings, trend, until, upload-unit, values, warn-on, where, within-km");
}

#[test]
fn wrong_types_and_values_tell_what_is_expected() {
    insta::assert_snapshot!(fault("snap-km = \"two\""), @"c.toml:1: key `snap-km`: expected a number, found the text `two`");
    insta::assert_snapshot!(fault("\n\nsnap-km = 200"), @"c.toml:3: key `snap-km`: expected a number in 0..=100; found `200`");
    insta::assert_snapshot!(fault("no-repair = 1"), @"c.toml:1: key `no-repair`: expected true or false, found the whole number `1`");
    insta::assert_snapshot!(fault("threads = 1.5"), @"c.toml:1: key `threads`: expected a whole number, found the number `1.5`");
    insta::assert_snapshot!(fault("threads = 0"), @"c.toml:1: key `threads`: 0 is not in 1..=1024; found `0`");
    insta::assert_snapshot!(fault("schools = [\n  \"a.csv\",\n  7,\n]"), @"c.toml:3: key `schools`: expected text or an array of it, found the whole number `7`");
    insta::assert_snapshot!(fault("country = [\"KEN\"]"), @"c.toml:1: key `country`: expected text, found an array");
    insta::assert_snapshot!(fault("formats = \"shp\""), @"c.toml:1: key `formats`: expected one of geojson, flatgeobuf, csv, pmtiles, report, xlsx; found `shp`");
    insta::assert_snapshot!(fault("decimals = 8"), @"c.toml:1: key `decimals`: expected one of 7, full; found `8`");
    insta::assert_snapshot!(fault("out = \"\""), @"c.toml:1: key `out`: expected some text, found none");
    insta::assert_snapshot!(fault("run = true"), @"c.toml:1: key `run`: expected a table, found true");
    insta::assert_snapshot!(fault("[columns]\nlatitude = \"LAT\""), @"c.toml:2: key `columns.latitude`: expected a table, found the text `LAT`");
    insta::assert_snapshot!(fault("[columns.schools]\nlatitude = 3"), @"c.toml:2: key `latitude` in [columns.schools]: expected text, found the whole number `3`");
    insta::assert_snapshot!(fault("[values.is_school_open]\nsim = \"connected\""), @"c.toml:2: the word `sim` of is_school_open is given the meaning `connected`; expected open, closed, unknown");
    insta::assert_snapshot!(fault("[values.connectivity]\n\"\\u001b\" = \"on\""), @r"c.toml:2: the word `\u{1b}` of connectivity is given the meaning `on`; expected connected, not_connected, unknown");
    insta::assert_snapshot!(fault("[values.connectivity]\nSIM = \"connected\"\nsim = \"unknown\""), @"c.toml:3: the word `sim` of connectivity is given the meaning `unknown`, but as `SIM` it has another: upper and lower case, accents and spaces make no difference");
}

#[test]
fn what_is_no_toml_names_its_line() {
    insta::assert_snapshot!(fault("country = \"KEN\"\ncountry = \"BRA\""), @"c.toml:2: duplicate key");
    insta::assert_snapshot!(fault("country = \"KEN\nout = \"a\""), @r#"c.toml:1: invalid basic string, expected `"`"#);
    insta::assert_snapshot!(fault("country"), @"c.toml:1: key with no value, expected `=`");
}

#[test]
fn depth_and_length_are_no_harm() {
    let deep = "[".repeat(500_000);
    assert!(fault(&format!("schools = {deep}")).contains("recurs"));
    let dotted = vec!["a"; 200_000].join(".");
    assert!(fault(&format!("{dotted} = 1")).contains("recurs"));
    let table = "{a = ".repeat(100_000);
    assert!(fault(&format!("schools = {table}")).contains("recurs"));
}
