//! What the `csv` crate cannot tell: refusals, fatal quotes, headers, encodings.

use std::fmt::Write as _;

use crate::read::testing::{Read, failure, read, read_with};
use crate::read::{Quote, ReadOptions};

fn csv(text: &str) -> Read {
    read(text.as_bytes()).unwrap()
}

#[test]
fn rows_are_physical_lines() {
    let table = csv("id,name\n\n1,\"two\nlines\"\r\n2,b\r3,c");
    assert_eq!(table.rows.rows, [3, 5, 6]);
    assert_eq!(table.column("name"), ["two\nlines", "b", "c"]);
}

#[test]
fn a_ragged_row_is_refused_and_a_blank_line_skipped() {
    let table = csv("a;b\n1;2\n1;2;3\n\n  \n4\n5;6\n");
    assert_eq!(table.column("a"), ["1", "5"]);
    assert_eq!(table.refusals(), [(3, "field_count"), (6, "field_count")]);
    assert_eq!(table.rows.refused[0].message, "expected 2 fields, found 3");
    assert_eq!(table.rows.refused[0].value, "1;2;3");
}

#[test]
fn quotes_that_would_swallow_rows_are_fatal() {
    let open = failure(b"a,b\n1,2\n3,\"x\n4,5\n");
    insta::assert_snapshot!(open, @r#"table:3: expected a closing quote " to the quoted field that begins on this line, found none"#);
    let followed = failure(b"a,b\n1,\"x\"y\n\"z\",2\n");
    insta::assert_snapshot!(followed, @r#"table:2: expected a delimiter ',' or a line end after the closing quote " of the field that begins on this line (a quote inside it is doubled), found 'y'"#);
    let stray = format!("a,b\n1,\"x\n{}\"\n", "2,y\n".repeat(99));
    assert!(
        failure(stray.as_bytes())
            .starts_with("table:2: expected a quoted field of at most 100 lines")
    );
    let long = format!("a,b\n1,\"x\n{}\"\n", "2,y\n".repeat(98));
    assert_eq!(csv(&long).rows.rows, [2]);
}

#[test]
fn a_fatal_quote_far_down_names_its_line() {
    let text = format!("a,b\n{}7,\"x\n", "1,2\n".repeat(600_000));
    assert!(failure(text.as_bytes()).starts_with("table:600002:"));
}

#[test]
fn a_quote_that_closes_too_far_away_is_open() {
    let text = format!("a,b\n1,\"{}\",x\n", "y\n".repeat(10 << 20));
    insta::assert_snapshot!(failure(text.as_bytes()), @r#"table:2: expected a closing quote " to the quoted field that begins on this line, found none in 16777216 bytes"#);
}

#[test]
fn a_header_may_be_long_and_come_late() {
    let name = "n".repeat(100_000);
    let text = format!("{}a,{name}\r\n1,2\r\n", "\n".repeat(70_000));
    let table = csv(&text);
    assert_eq!(table.header.columns, ["a", &name]);
    assert_eq!(table.rows.rows, [70_002]);
}

#[test]
fn quotes_inside_plain_fields_are_characters() {
    let table = csv("a,b\n5\" pipe,x\n1, \"y\"\n");
    assert_eq!(table.column("a"), ["5\" pipe", "1"]);
    assert_eq!(table.column("b"), ["x", " \"y\""]);
}

#[test]
fn other_quotes_and_none() {
    let mut options = ReadOptions {
        quote: Quote::Char(b'\''),
        ..ReadOptions::default()
    };
    let table = read_with(b"a,b\n'x,''y',\"\n", &options).unwrap();
    assert_eq!((table.column("a")[0], table.column("b")[0]), ("x,'y", "\""));
    options.quote = Quote::None;
    options.has_header = false;
    let table = read_with(b"\"a\t1\n\"b\t2\n", &options).unwrap();
    assert_eq!(table.header.columns, ["1", "2"]);
    assert_eq!(table.column("1"), ["\"a", "\"b"]);
}

#[test]
fn impossible_dialects_are_refused() {
    for (delimiter, quote) in [
        (0xa7, Quote::None),
        (b'\n', Quote::None),
        (b'"', Quote::Standard),
        (0, Quote::None),
    ] {
        let options = ReadOptions {
            delimiter: Some(delimiter),
            quote,
            ..ReadOptions::default()
        };
        assert!(read_with(b"a,b\n1,2\n", &options).is_err());
    }
}

#[test]
fn header_names_are_trimmed_numbered_and_distinct() {
    let table = csv(", name ,\n1,x,\n");
    assert_eq!(table.header.columns, ["1", "name", "3"]);
    assert_eq!(table.column("3"), [""]);
    insta::assert_snapshot!(failure(b"a,b,a\n1,2,3\n"), @"table:1: column `a`: expected distinct column names, found it twice");
    let wide = "x,".repeat(5_000);
    assert!(failure(wide.as_bytes()).contains("at most 4096 columns"));
}

#[test]
fn blank_records_before_the_header_are_skipped() {
    let table = csv(";;\n\na;b;c\n1;2;3\n");
    assert_eq!(table.header.columns, ["a", "b", "c"]);
    assert_eq!(table.rows.rows, [4]);
}

#[test]
fn a_header_alone_has_no_rows() {
    let table = csv("a,b");
    assert!(table.rows.rows.is_empty());
    assert_eq!(table.header.sample.len(), 2);
}

#[test]
fn the_sample_is_the_first_rows() {
    let text = format!("a,b\nx\n{}", "1,2\n".repeat(300));
    let table = csv(&text);
    assert_eq!(table.header.sample[0].len(), 100);
    assert_eq!(table.rows.rows.len(), 300);
}

#[test]
fn damaged_rows_are_refused_and_others_kept() {
    let mut bytes =
        "id,name\n1,São\n2,Três\n3,João\n4,Céu\n5,Pará\n6,Pé\n7,Fé\n8,Sé\n9,Ré\n10,Aré\n"
            .as_bytes()
            .to_vec();
    bytes.extend_from_slice(b"11,S\xe3o\n12,N\0\n13,ok\n");
    let table = read(&bytes).unwrap();
    assert_eq!(table.header.encoding, "UTF-8");
    assert_eq!(table.refusals(), [(12, "encoding"), (13, "encoding")]);
    assert_eq!(table.column("id").last(), Some(&"13"));
}

#[test]
fn undecodable_bytes_refuse_the_row() {
    let options = ReadOptions {
        encoding: Some("shift_jis".to_owned()),
        ..ReadOptions::default()
    };
    let table = read_with(b"a,b\n1,\x83\x65\n2,\xff\n", &options).unwrap();
    assert_eq!(table.column("b"), ["テ"]);
    assert_eq!(table.refusals(), [(3, "encoding")]);
}

#[test]
fn utf_16_and_latin_1_give_the_same_rows() {
    let text = "id;nome\n1;São João\n2;\"Três; Corações\"\n";
    let expected = csv(text);
    let wide =
        |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    for bytes in [
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        latin.into_owned(),
    ] {
        let table = read(&bytes).unwrap();
        assert_eq!(table.rows.columns, expected.rows.columns);
        assert_eq!(table.rows.rows, expected.rows.rows);
    }
}

#[test]
fn long_fields_are_refused_and_long_records_fatal() {
    let text = format!("a,b\n1,{}\n2,x\n", "y".repeat((1 << 20) + 1));
    let table = csv(&text);
    assert_eq!(table.refusals(), [(2, "structure")]);
    assert_eq!(table.column("a"), ["2"]);
    let text = format!("a,b\n1,{}\n", "y".repeat(17 << 20));
    assert!(failure(text.as_bytes()).contains("a record of at most"));
}

#[test]
fn threads_and_cuts_make_no_difference() {
    let mut text = "id,name\n".to_owned();
    for row in 0..60_000 {
        write!(text, "{row},\"name, of\n{row}\"\r\n").unwrap();
    }
    let rows = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build();
        pool.unwrap().install(|| csv(&text).rows)
    };
    let (one, four) = (rows(1), rows(4));
    assert_eq!(one.rows, four.rows);
    assert_eq!(one.columns, four.columns);
    assert_eq!(one.rows.len(), 60_000);
    assert_eq!(*one.rows.last().unwrap(), 2 + 2 * 59_999);
}

/// A cut that stands at a record's end cannot be known. Any other cut shows, or gives the rows before it unchanged and
/// one more: refused, or, where the cut is in its last field, with that field shortened.
#[test]
fn a_cut_table_gives_the_rows_before_the_cut() {
    let text = "id,name\n1,São\n2,\"b, \"\"c\"\"\"\n3,d\n";
    let whole = csv(text);
    for cut in 9..text.len() {
        let Ok(table) = read(&text.as_bytes()[..cut]) else {
            continue;
        };
        let n_whole = text[..text.floor_char_boundary(cut)].matches('\n').count() - 1;
        assert!(table.rows.rows.len() <= n_whole + 1);
        for (column, all) in table.rows.columns.iter().zip(&whole.rows.columns) {
            assert!(
                column.iter().take(n_whole).eq(all.iter().take(n_whole)),
                "cut at {cut}"
            );
        }
    }
}
