//! Sheets, titles, headers and cells; archives that are none or would burst.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format as Style, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::format::Format;
use crate::read::ReadOptions;
use crate::read::testing::{Read, failure, mutants, read, read_with};

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write(row, column, *text).unwrap();
        }
    }
}

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        write(sheet, rows);
    }
    book.save_to_buffer().unwrap()
}

fn with_sheet(bytes: &[u8], sheet: &str) -> Result<Read, crate::Error> {
    let options = ReadOptions {
        sheet: Some(sheet.to_owned()),
        ..ReadOptions::default()
    };
    read_with(bytes, &options)
}

const SCHOOLS: &[&[&str]] = &[&["id", "name"], &["007", "Kabete"]];

#[test]
fn one_sheet_with_rows_is_taken_and_several_are_for_a_person_to_choose() {
    let table = read(&workbook(&[("Cover", &[]), ("Schools", SCHOOLS)])).unwrap();
    assert_eq!(table.column("id"), ["007"]);
    let several = workbook(&[("Notes", &[&["a"], &["b"]]), ("Schools", SCHOOLS)]);
    insta::assert_snapshot!(failure(&several), @"table: the rows could be those of any of the sheets `Notes`, `Schools`");
    for sheet in ["Schools", "2"] {
        assert_eq!(
            with_sheet(&several, sheet).unwrap().column("name"),
            ["Kabete"]
        );
    }
    let error = with_sheet(&several, "3").unwrap_err();
    insta::assert_snapshot!(error, @"table: no sheet `3`; its sheets are `Notes`, `Schools`");
    let error = failure(&workbook(&[("Cover", &[])]));
    insta::assert_snapshot!(error, @"table: expected a visible sheet with rows, found none");
}

#[test]
fn a_hidden_sheet_is_read_only_by_name() {
    let mut book = Workbook::new();
    write(book.add_worksheet(), SCHOOLS);
    let lists = book.add_worksheet().set_name("Lists").unwrap();
    write(lists.set_hidden(true), &[&["word"], &["yes"]]);
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read(&bytes).unwrap().header.columns, ["id", "name"]);
    assert_eq!(with_sheet(&bytes, "Lists").unwrap().column("word"), ["yes"]);
}

#[test]
fn titles_stand_above_the_header_and_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let style = Style::new();
    sheet
        .merge_range(0, 1, 0, 3, "List of schools 2025", &style)
        .unwrap();
    for (column, name) in [(1, "id"), (2, " School\n name "), (3, "lat")] {
        sheet.write(2, column, name).unwrap();
        sheet.write(4, column, "5").unwrap();
    }
    sheet.set_row_hidden(3).unwrap();
    let table = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(table.header.columns, ["id", "School name", "lat"]);
    assert_eq!(table.rows.rows, [5]);
    assert_eq!(table.refusals(), [(1, "structure")]);
    assert_eq!(table.rows.refused[0].value, "List of schools 2025");
}

#[test]
fn merged_groups_of_columns_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(
        sheet,
        &[
            &["id", "name"],
            &["", "", "lat", "lon"],
            &["1", "a", "5", "6"],
        ],
    );
    sheet
        .merge_range(0, 2, 0, 3, "Position", &Style::new())
        .unwrap();
    let message = failure(&book.save_to_buffer().unwrap());
    insta::assert_snapshot!(message, @"table:1: expected a header with one name for each column, found `Position` merged over the columns 3 to 4");
}

#[test]
fn cells_keep_what_they_show() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, &[&["a", "b", "c", "d", "e"]]);
    let error = Formula::new("=1/0").set_result("#DIV/0!");
    sheet.write(1, 0, 1_208_002_025.0).unwrap();
    sheet.write(1, 1, error).unwrap();
    sheet
        .write(1, 2, Formula::new("=2*3").set_result("6"))
        .unwrap();
    let time = Style::new().set_num_format("yyyy-mm-dd hh:mm");
    sheet.write_with_format(1, 3, 45_717.5, &time).unwrap();
    sheet.write(1, 4, "  ").unwrap();
    let table = read(&book.save_to_buffer().unwrap()).unwrap();
    let fields: Vec<&str> = ["a", "b", "c", "d", "e"]
        .map(|name| table.column(name)[0])
        .to_vec();
    assert_eq!(
        fields,
        ["1208002025", "#DIV/0!", "6", "2025-03-01T12:00:00", ""]
    );
}

#[test]
fn names_must_differ_and_blank_ones_are_numbers() {
    let twice = workbook(&[("S", &[&["id", "id"], &["1", "2"]])]);
    assert!(
        failure(&twice).contains("distinct column names"),
        "{}",
        failure(&twice)
    );
    let blank = workbook(&[("S", &[&["id", "", "name"], &["1", "2", "3"]])]);
    assert_eq!(read(&blank).unwrap().header.columns, ["id", "2", "name"]);
    let options = ReadOptions {
        has_header: false,
        ..ReadOptions::default()
    };
    let table = read_with(&blank, &options).unwrap();
    assert_eq!((table.header.columns.len(), table.rows.rows.len()), (3, 2));
}

/// A zip archive with such members.
fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", br#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#),
    ])
}

fn row(times: u32, cells: &str) -> String {
    format!(r#"<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>"#)
}

fn text_cell(text: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}

const BLANK_CELLS: &str = r#"<table:table-cell table:number-columns-repeated="16380"/>"#;

fn number_cell(times: u32) -> String {
    format!(
        r#"<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="{times}"><text:p>7</text:p></table:table-cell>"#
    )
}

#[test]
fn open_document_sheets_are_read_and_cannot_burst() {
    let header = row(
        1,
        &[&text_cell("id"), &text_cell("lat"), BLANK_CELLS].concat(),
    );
    let end = row(1_000_000, BLANK_CELLS);
    let bytes = ods(&[&*header, &row(2, &number_cell(2)), &end].concat());
    let table = read(&bytes).unwrap();
    assert_eq!(table.header.format, Format::Ods);
    assert_eq!(table.column("id"), ["7", "7"]);
    assert_eq!(table.rows.rows, [2, 3]);
    let wide = row(1, &number_cell(16_384)).repeat(2_000);
    for rows in [wide, row(1_000_000, &number_cell(100))] {
        let message = failure(&ods(&rows));
        assert!(message.contains("at most 20000000 cells"), "{message}");
    }
}

#[test]
fn a_small_archive_with_a_large_content_is_refused() {
    let spaces = vec![b' '; 65 << 20];
    let message = failure(&zipped(&[("xl/workbook.xml", &spaces)]));
    insta::assert_snapshot!(message, @"table: expected at most 67108864 bytes in `xl/workbook.xml`, found more");
}

#[test]
fn strings_that_are_only_claimed_are_refused() {
    let strings =
        br#"<?xml version="1.0"?><sst uniqueCount="900000000000"><si><t>a</t></si></sst>"#;
    let members: [(&str, &[u8]); 2] = [
        ("xl/workbook.xml", b"<a/>"),
        ("xl/sharedStrings.xml", strings),
    ];
    let message = failure(&zipped(&members));
    insta::assert_snapshot!(message, @"table: expected at most 76 strings in as many bytes, found 900000000000");
}

#[test]
fn every_cut_is_an_error() {
    let bytes = workbook(&[("Schools", SCHOOLS)]);
    for cut in (0..bytes.len()).step_by(61) {
        assert!(read(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn mutants_are_no_panic() {
    let bytes = workbook(&[("Schools", SCHOOLS)]);
    for mutant in mutants(&bytes, 400, 20_261_122) {
        let _ = read(&mutant);
    }
}
