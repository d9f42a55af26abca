//! A table in, workbooks out.

use rust_xlsxwriter::Workbook;

use super::packed::zipped;
use super::table::{Cell, Table};
use super::textual::open_document_content;

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
pub(super) fn xlsx(table: &Table) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (name, _)) in (0..).zip(&table.columns) {
        sheet.write(0, column, *name).unwrap();
    }
    for (line, row) in (1..).zip(0..table.n_rows()) {
        for (column, (_, cell)) in (0..).zip(table.fields(row)) {
            let written = match cell {
                Cell::Blank => continue,
                Cell::Text(text) => sheet.write(line, column, text),
                Cell::Whole(number) => sheet.write(line, column, number as f64),
                Cell::Real(number) => sheet.write(line, column, number),
            };
            written.unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

pub(super) fn ods(table: &Table) -> Vec<u8> {
    let content = open_document_content(table);
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", br#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#),
    ])
}
