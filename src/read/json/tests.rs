//! Arrays, pages and lines, flat names, rows that are refused, texts that are none.

use crate::format::Format;
use crate::read::testing::{Read, failure, mutants, read};

fn table(text: &str) -> Read {
    read(text.as_bytes()).unwrap()
}

#[test]
fn arrays_pages_and_lines_are_one_table() {
    let rows = r#"{"id":18446744073709551616,"a":"x"},{"b":1.50,"id":"007"}"#;
    let lines = rows.replace("},{", "}\n{");
    let one_by_one =
        r#"[{"data":[{"id":18446744073709551616,"a":"x"}]},{"data":[{"b":1.50,"id":"007"}]}]"#;
    for text in [
        format!("[{rows}]"),
        format!("\u{feff}[ {rows} ]\n"),
        format!("{lines}\n"),
        lines.replace('\n', "\r\n\r\n"),
        lines.replace('{', "\u{1e}{"),
        format!(r#"{{"data":[{rows}]}}"#),
        format!(r#"{{"count":2,"next":null,"results":[{rows}],"meta":{{"a":[1]}}}}"#),
        one_by_one.to_owned(),
        one_by_one
            .replace("]},{", "]}\n{")
            .replace("[{\"data", "{\"data")
            .replace("]}]", "]}"),
        rows.replace("},{", "}]\n[{")
            .replace("{\"id", "[{\"id")
            .replace("07\"}", "07\"}]"),
    ] {
        let table = table(&text);
        assert_eq!(table.header.format, Format::Json);
        assert_eq!(table.header.columns, ["id", "a", "b"], "{text}");
        assert_eq!(table.rows.rows, [1, 2]);
        assert_eq!(table.column("id"), ["18446744073709551616", "007"]);
        assert_eq!(table.column("a"), ["x", ""]);
        assert_eq!(table.column("b"), ["", "1.50"]);
        assert_eq!(table.rows.refused, []);
    }
}

#[test]
fn objects_inside_rows_get_flat_names() {
    let table = table(
        r#"[{"client":{"Geo":{"City":"São\n\"Pedro\"","Latitude":-9.50},"ISP":null},"tags":["a",{"b":1}],"up":true,"down":false,"none":{}},
            {"client":null,"Client":"x"}]"#,
    );
    let names = [
        "client.Geo.City",
        "client.Geo.Latitude",
        "client.ISP",
        "tags",
        "up",
        "down",
        "client",
        "Client",
    ];
    assert_eq!(table.header.columns, names);
    assert_eq!(table.column("client.Geo.City"), ["São\n\"Pedro\"", ""]);
    assert_eq!(table.column("client.Geo.Latitude"), ["-9.50", ""]);
    assert_eq!(table.column("tags"), [r#"["a",{"b":1}]"#, ""]);
    assert_eq!(table.column("up"), ["true", ""]);
    assert_eq!(table.column("down"), ["false", ""]);
    assert_eq!(table.header.sample[0].get(0), "São\n\"Pedro\"");
}

#[test]
fn a_list_inside_rows_is_no_page() {
    let table = table("{\"id\":1,\"rows\":[1,2]}\n{\"id\":2,\"rows\":[{\"a\":1}]}\n");
    assert_eq!(table.header.columns, ["id", "rows"]);
    assert_eq!(table.column("rows"), ["[1,2]", r#"[{"a":1}]"#]);
}

#[test]
fn a_table_may_have_no_rows() {
    for text in ["[]", r#"{"data":[]}"#, "[ ]\n"] {
        let table = table(text);
        assert!(
            table.rows.rows.is_empty() && table.header.columns.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_row_is_refused() {
    let deep = |depth| format!("[{}1{}]", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    assert_eq!(table(&deep(32)).rows.rows, [1]);
    assert_eq!(table(&deep(33)).refusals(), [(1, "structure")]);
    let text = "[{\"a\":1,\"a\":2}, 5, [1], null, {\"a\":{\"b\":1},\"a\":{\"c\":1}}, {\"a\":{\"b\":1},\"a.b\":2}, {\"a\":\"\\ud800\"}, {\"a\":3}]";
    let table = table(text);
    assert_eq!(table.rows.rows, [8]);
    let structure = |row| (row, "structure");
    let expected = [1, 2, 3, 4, 5, 6].map(structure);
    assert_eq!(
        table.refusals(),
        [&expected[..], &[(7, "encoding")]].concat()
    );
    let message = &table.rows.refused[0].message;
    assert_eq!(message, "expected one property `a`, found two");
}

#[test]
fn texts_that_are_no_table_are_errors() {
    let too_deep = format!("[{}1{}]", r#"{"a":"#.repeat(66), "}".repeat(66));
    for (text, word) in [
        (r#"[{"a":1}] x"#, "`x` at byte 10"),
        (r#"[{"a":1}]]"#, "the end of the file"),
        (r#"[{"a":1}][{"a":1}]"#, "the end of the file"),
        (r#"[{"a":1},]"#, "a value"),
        (r#"[{"a":01}]"#, "table:1: expected JSON"),
        (r#"[{"a":1},{"a":nul}]"#, "table:2: expected JSON"),
        (r#"[{"a":1 "b":2}]"#, "expected"),
        (r#"{"data":[{"a":1}],"next":nul}"#, "expected JSON"),
        (
            r#"{"data":[{"a":1}],"results":[]}"#,
            "one list of rows in a page, found two",
        ),
        (
            "{\"data\":[{\"a\":1}]}\n{\"error\":\"no token\"}",
            "a page with a list of rows after a page",
        ),
        (&too_deep, "at most 64 levels of brackets"),
    ] {
        let message = failure(text.as_bytes());
        assert!(message.contains(word), "{text}: {message}");
    }
}

#[test]
fn every_cut_is_an_error() {
    for text in [
        r#"[{"a":"x]","b":{"c":[1,2]}}, {"a":"\"}"}]"#,
        r#"{"count":1,"data":[{"a":"x","b":{"c":1}}],"next":null}"#,
    ] {
        for cut in 0..text.len() {
            assert!(read(&text.as_bytes()[..cut]).is_err(), "{cut} of {text}");
        }
    }
}

#[test]
fn mutants_are_no_panic() {
    let text = "{\"a\":\"S\\u00e3o\",\"b\":{\"c\":[1,{\"d\":2}]}}\n{\"a\":\"é\",\"e\":null,\"f\":-1.5e3}\n";
    for text in [
        text.to_owned(),
        format!("[{}]", text.trim().replace('\n', ",")),
    ] {
        let accepted =
            mutants(text.as_bytes(), 3_000, 20_261_122).filter(|mutant| read(mutant).is_ok());
        assert!(accepted.count() > 0);
    }
}
