//! Workbooks as calamine reads them.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;

use super::*;
use crate::table::{FrameGeometry, TextColumn, Values};

fn frame(name: &str, columns: Vec<(&str, Column<'static>)>, n_rows: usize) -> Frame<'static> {
    let columns = columns.into_iter();
    Frame {
        name: name.to_owned(),
        n_rows,
        columns: columns
            .map(|(name, column)| (name.to_owned(), column))
            .collect(),
        geometry: FrameGeometry::None,
    }
}

fn texts(fields: &[&str]) -> Column<'static> {
    let fields: TextColumn = fields.iter().copied().collect();
    Column::Text(Cow::Owned(fields))
}

fn written(frames: &[&Frame<'_>]) -> io::Result<Vec<u8>> {
    let scratch = tempfile::tempdir()?;
    let sheets: Vec<Sheet> = frames
        .iter()
        .map(|frame| Sheet {
            frame,
            shares: names(frame).map(|name| name.contains("share")).collect(),
        })
        .collect();
    let mut file = Vec::new();
    write(&sheets, scratch.path(), &mut file)?;
    assert_eq!(
        scratch.path().read_dir()?.count(),
        0,
        "nothing is left behind"
    );
    Ok(file)
}

fn cells(file: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn every_value_keeps_its_kind() {
    let columns = vec![
        ("id", texts(&["007", "=1+1", "http://example.org"])),
        (
            "n",
            Column::Integer(Values::from(vec![Some(3), None, Some(-1)])),
        ),
        (
            "known_share",
            Column::Real(Values::from(vec![Some(0.25), Some(1.0), None])),
        ),
    ];
    let table = frame("regions_adm2", columns, 3);
    let file = written(&[&table]).unwrap();
    let text = |text: &str| Data::String(text.to_owned());
    let expected = [
        ["id", "n", "known_share"].map(text),
        [text("007"), Data::Float(3.0), Data::Float(0.25)],
        [text("=1+1"), Data::Empty, Data::Float(1.0)],
        [text("http://example.org"), Data::Float(-1.0), Data::Empty],
    ];
    assert_eq!(cells(&file, "regions_adm2"), expected);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&file)).unwrap();
    let formulas = book.worksheet_formula("regions_adm2").unwrap();
    assert!(formulas.is_empty());
}

#[test]
fn the_same_frames_give_the_same_bytes() {
    let table = frame("issues", vec![("check", texts(&["a", "b"]))], 2);
    let none = frame("none", vec![("check", texts(&[]))], 0);
    let file = written(&[&table, &none]).unwrap();
    assert!(file == written(&[&table, &none]).unwrap());
    assert_eq!(cells(&file, "none").len(), 1);
}

#[test]
fn what_does_not_fit_is_an_error() {
    let long = "é".repeat(MOST_CHARS);
    assert!(written(&[&frame("t", vec![("a", texts(&[&long]))], 1)]).is_ok());
    let longer = long + "x";
    let error = written(&[&frame("t", vec![("a", texts(&["", &longer]))], 2)]).unwrap_err();
    insta::assert_snapshot!(error, @"t: row 2: a cell holds at most 32767 characters, this text has more");
    let nulls = vec![("a", Column::Integer(Values::null()))];
    let error = written(&[&frame("schools", nulls, MOST_SHEET_ROWS + 1)]).unwrap_err();
    insta::assert_snapshot!(error, @"a sheet holds at most 1048575 rows, schools has 1048576");
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let sheets: [Sheet; 0] = [];
    assert!(write(&sheets, Path::new("no/such/folder"), &mut Vec::new()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_comes_back(rows in prop::collection::vec(
        "\\PC{1,12}|[ =+@'\"<&>\\r\\n\\t\u{0}\u{1f}\u{1f600}]{1,6}|(_x00[0-4][0-9DF]_?){1,3}|_+x", 1..20)
    ) {
        let fields: Vec<&str> = rows.iter().map(String::as_str).collect();
        let file = written(&[&frame("t", vec![("a", texts(&fields))], rows.len())]).unwrap();
        let found = cells(&file, "t");
        for (row, field) in found.iter().skip(1).zip(fields) {
            prop_assert_eq!(&row[0], &Data::String(field.to_owned()));
        }
    }
}
