//! Meanings that the caller gives to words of a country's files.

use std::fs;

use schoolreach::Error;
use schoolreach::normalize::WordChoice;
use schoolreach::pipeline::{Plan, Silent, Warning, run};

#[cfg(feature = "cli")]
use crate::world::call;
use crate::world::{fixture, text};

/// A ministry's words: one that is known, three that are not.
const SCHOOLS: &str = "\
code,name,lat,lon,level,internet,is_school_open
1,A,0.5,0.5,EM,Sim,em obras
2,B,0.5,1.5,EM,Em instalação,sim
3,C,1.5,0.5,EF,PARCIAL,sim
4,D,1.5,1.5,EF,?,fechada
5,E,0.6,0.6,creche,talvez,em obras
";

fn choices(choices: &[[&str; 3]]) -> Vec<WordChoice> {
    let choice = |[field, word, meaning]: &[&str; 3]| WordChoice {
        field: (*field).to_owned(),
        word: (*word).to_owned(),
        meaning: (*meaning).to_owned(),
    };
    choices.iter().map(choice).collect()
}

/// Runs on the ministry's words, and answers the outcome and `schools.csv`.
fn outcome(words: &[[&str; 3]]) -> Result<(schoolreach::pipeline::Outcome, String), Error> {
    let dir = tempfile::tempdir().unwrap();
    let schools = dir.path().join("schools.csv");
    fs::write(&schools, SCHOOLS).unwrap();
    let regions = text(&fixture("regions_quarters.geojson"));
    let mut plan = Plan::new(&[text(&schools)], &[regions])?;
    plan.words = choices(words);
    let out = dir.path().join("out");
    let outcome = run(&plan, &out, &Silent)?;
    Ok((
        outcome,
        fs::read_to_string(out.join("schools.csv")).unwrap(),
    ))
}

#[test]
fn words_are_read_as_the_caller_says() {
    let (outcome, schools) = outcome(&[
        ["connectivity", "em instalacao", "not_connected"],
        ["connectivity", " Parcial ", "connected"],
        ["connectivity", "?", "not_connected"],
        ["is_school_open", "Em Obras", "closed"],
        ["education_level", "em", "Secondary"],
    ])
    .unwrap();
    let status = &outcome.report.status;
    assert_eq!(
        (status.connected, status.not_connected, status.unknown),
        (1, 1, 0),
        "closed schools stand apart"
    );
    assert_eq!(outcome.report.schools.closed, 3);
    let values = outcome.report.status_values.iter();
    let values: Vec<String> = values
        .map(|value| format!("{}: {} ({})", value.value, value.read_as, value.rows))
        .collect();
    insta::assert_snapshot!(values.join("\n"), @r"
    ?: no (mapped) (1)
    Em instalação: no (mapped) (1)
    PARCIAL: yes (mapped) (1)
    Sim: yes (1)
    talvez: no answer (not understood) (1)
    ");
    assert!(schools.contains(",A,Secondary,"), "{schools}");
    assert!(schools.contains(",E,creche,"), "{schools}");
    let words = serde_json::to_value(&outcome.report.policy.words).unwrap();
    insta::assert_snapshot!(words[1], @r#"{"field":"connectivity","fields":1,"meaning":"connected","word":" Parcial "}"#);
    assert!(outcome.warnings.is_empty(), "{:?}", outcome.warnings);
}

#[test]
fn a_built_in_word_may_mean_something_else_and_blank_too() {
    let (outcome, _) = outcome(&[
        ["connectivity", "SIM", "unknown"],
        ["is_school_open", "sim", "closed"],
        ["is_school_open", "", "closed"],
    ])
    .unwrap();
    assert_eq!(outcome.report.status.connected, 0);
    assert_eq!(outcome.report.schools.closed, 3);
}

#[test]
fn a_word_that_no_row_has_is_told() {
    let (outcome, _) = outcome(&[
        ["connectivity", "parcal", "connected"],
        ["connectivity", "sim", "connected"],
        ["connectivity", "SIM", "connected"],
    ])
    .unwrap();
    let unused: Vec<String> = outcome
        .warnings
        .iter()
        .filter(|warning| matches!(warning, Warning::WordUnused { .. }))
        .map(ToString::to_string)
        .collect();
    insta::assert_snapshot!(unused.join("\n"), @"no row has the word `parcal` in a column for connectivity: the meaning that it was given changes nothing; is it spelled as in the file?");
}

#[test]
fn two_meanings_of_one_word_are_an_error() {
    let twice = [
        ["connectivity", "Não", "connected"],
        ["connectivity", "nao", "not_connected"],
    ];
    assert!(matches!(outcome(&twice), Err(Error::Plan(_))));
}

#[cfg(feature = "cli")]
#[test]
fn words_stand_on_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("schools.csv"), SCHOOLS).unwrap();
    let said = |value: &str| {
        let out = dir.path().join("out");
        let value = format!("--value={value}");
        call(
            dir.path(),
            &["check", "schools.csv", &value, "--out", &text(&out)],
        )
    };
    let done = said("connectivity.em instalação=not_connected");
    assert_eq!(done.code, 0, "{}", done.stderr);
    let told = "internet `Em instalação`: 1 row, read as no (mapped)";
    assert!(done.stderr.contains(told), "{}", done.stderr);
    let report = fs::read_to_string(dir.path().join("out/report.json")).unwrap();
    assert!(report.contains("\"meaning\": \"not_connected\""));
    for wrong in [
        "sim=connected",
        "connectivity.sim",
        "connectivity.sim=on",
        "latitude.n=1",
    ] {
        let wrong = said(wrong);
        assert_eq!(wrong.code, 2, "{}", wrong.stderr);
        assert!(wrong.stderr.contains("expected"), "{}", wrong.stderr);
    }
}
