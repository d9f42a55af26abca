//! Rows that agree with their positions, disagree, or cannot be compared.

use super::{Agreement, Declared, DeclaredColumn, compare_declared, doubt_declared};
use crate::issue::IssueLog;
use crate::judge::StatedColumn;
use crate::table::{Placement, Placements, RegionIdx, Regions, Schools};

fn schools(columns: &[(&str, &[&str])]) -> Schools {
    let n = columns[0].1.len();
    Schools {
        files: vec!["schools.csv".into()],
        source_file: vec![0; n],
        source_row: (1..=n as u64).collect(),
        stated: columns
            .iter()
            .map(|(name, texts)| ((*name).to_owned(), texts.iter().copied().collect()))
            .collect(),
        ..Schools::default()
    }
}

fn regions(names: &[(&str, &str)]) -> Regions {
    Regions {
        region_id: names.iter().map(|(id, _)| *id).collect(),
        region_name: names.iter().map(|(_, name)| *name).collect(),
        ..Regions::default()
    }
}

fn placed(rows: &[Option<usize>]) -> Placements {
    let placement = |row: &Option<usize>| match row {
        Some(_) => Placement::Inside,
        None => Placement::Outside,
    };
    Placements {
        placement: rows.iter().map(placement).collect(),
        region: rows.iter().map(|row| row.map(RegionIdx::new)).collect(),
        ..Placements::default()
    }
}

fn used(column: &str) -> StatedColumn {
    StatedColumn {
        file: 0,
        column: column.to_owned(),
        n_stated: 0,
        n_matched: 0,
        n_compared: 0,
        n_agreeing: 0,
        is_used: true,
    }
}

fn counts(column: &DeclaredColumn) -> [u64; 5] {
    [
        column.n_declared,
        column.n_unheard,
        column.n_ambiguous,
        column.n_compared,
        column.n_agreeing,
    ]
}

#[test]
fn codes_agree_differ_or_are_unheard_of() {
    let schools = schools(&[("code", &["017", "18", "99", "", "18"])]);
    let regions = regions(&[("17", "a"), ("018", "b")]);
    let placements = placed(&[Some(0), Some(0), Some(1), Some(1), None]);
    let declared = compare_declared(&schools, &regions, &placements, &[used("code")]);
    assert_eq!(counts(&declared.columns[0]), [4, 1, 0, 3, 1]);
    let listed: Vec<_> = declared
        .mismatches
        .iter()
        .map(|m| (m.school, m.agreement))
        .collect();
    assert_eq!(
        listed,
        [
            (1, Agreement::No),
            (2, Agreement::Unheard),
            (4, Agreement::No)
        ]
    );
    assert_eq!(declared.mismatches[0].declared, Some(RegionIdx::new(1)));
}

#[test]
fn names_are_compared_where_there_are_no_codes_and_ambiguous_ones_give_no_answer() {
    let schools = schools(&[
        ("state", &["x", "x", "x", "x"]),
        (
            "municipio",
            &["SAO  JOSE", "Águas Lindas", "bom jesus", "Agua's lindas"],
        ),
    ]);
    let regions = regions(&[
        ("1", "São José"),
        ("2", "Águas Lindas"),
        ("3", "Bom Jesus"),
        ("4", "Bom Jesus"),
    ]);
    let placements = placed(&[Some(0), Some(1), Some(2), Some(0)]);
    let declared = compare_declared(&schools, &regions, &placements, &[]);
    assert_eq!(declared.columns.len(), 1);
    assert_eq!(declared.columns[0].column, "municipio");
    assert_eq!(counts(&declared.columns[0]), [4, 0, 1, 3, 2]);
    let listed: Vec<_> = declared.mismatches.iter().map(|m| m.agreement).collect();
    assert_eq!(listed, [Agreement::Ambiguous, Agreement::No]);
}

#[test]
fn a_column_that_speaks_of_something_else_is_not_compared() {
    let schools = schools(&[("zone", &["North", "South", "a"])]);
    let regions = regions(&[("1", "a"), ("2", "b")]);
    let placements = placed(&[Some(0), Some(1), Some(0)]);
    assert_eq!(
        compare_declared(&schools, &regions, &placements, &[]),
        Declared::default()
    );
}

#[test]
fn schools_without_a_position_of_their_own_are_counted_and_not_compared() {
    let schools = schools(&[("code", &["17", "17"])]);
    let mut placements = placed(&[Some(0), Some(0)]);
    placements.placement[0] = Placement::Stated;
    let declared = compare_declared(
        &schools,
        &regions(&[("17", "a")]),
        &placements,
        &[used("code")],
    );
    assert_eq!(counts(&declared.columns[0]), [2, 0, 0, 1, 1]);
    assert_eq!(declared.mismatches, []);
}

#[test]
fn a_name_that_is_only_spelled_otherwise_is_told_apart() {
    let schools = schools(&[(
        "mun",
        &["Moji Mirim", "Mogi Mirim", "Campinas", "Elsewhere"],
    )]);
    let regions = regions(&[("1", "Mogi-Mirim"), ("2", "Campinas")]);
    let placements = placed(&[Some(0), Some(0), Some(1), Some(1)]);
    let declared = compare_declared(&schools, &regions, &placements, &[]);
    assert_eq!(counts(&declared.columns[0]), [4, 2, 0, 2, 2]);
    assert_eq!(declared.columns[0].n_spelled, 1);
    let listed: Vec<_> = declared.mismatches.iter().map(|m| m.agreement).collect();
    assert_eq!(listed, [Agreement::Spelled, Agreement::Unheard]);
}

#[test]
fn only_positions_far_from_the_declared_region_are_doubted() {
    let mut schools = schools(&[("code", &["17", "17", "17", "17"])]);
    schools.n_issues = vec![0; 4];
    let regions = Regions {
        level: "adm2".to_owned(),
        ..regions(&[("17", "Salto"), ("18", "Itu")])
    };
    let placements = placed(&[Some(0), Some(1), Some(1), None]);
    let mut declared = compare_declared(&schools, &regions, &placements, &[used("code")]);
    for (mismatch, distance_m) in declared.mismatches.iter_mut().zip([1_500.0, 1_500.1, 9e6]) {
        mismatch.distance_m = Some(distance_m);
    }
    let mut issues = IssueLog::default();
    doubt_declared(&mut schools, &regions, &placements, &declared, &mut issues);
    let told: Vec<String> = issues
        .sorted(&schools.files)
        .iter()
        .map(|issue| format!("{}: `{}` {}", issue.place, issue.value, issue.message))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    schools.csv:3: column `code`: `17` the position lies 1.5 km from Salto (17) of adm2, which the row declares, in Itu (18)
    schools.csv:4: column `code`: `17` the position lies 9000.0 km from Salto (17) of adm2, which the row declares, in no region
    ");
    assert_eq!(schools.n_issues, [0, 0, 1, 1]);
}
