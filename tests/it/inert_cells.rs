//! Text that a spreadsheet would run is written inert to CSV, comes back as it was, and stays itself elsewhere.

use std::borrow::Cow;
use std::path::Path;

use proptest::prelude::*;
use schoolreach::read::{ReadOptions, open, sources};
use schoolreach::table::{Batch, Column, Frame, FrameGeometry, TextColumn, Wanted};
use schoolreach::write;

use crate::world::text;

/// Two columns of text, the first of which is called by the first word, as a file.
fn written(path: &Path, rows: &[(String, String)]) {
    let column = |of: fn(&(String, String)) -> &str| {
        let fields: TextColumn = rows.iter().map(of).collect();
        Column::Text(Cow::Owned(fields))
    };
    let frame = Frame {
        name: "table".to_owned(),
        n_rows: rows.len(),
        columns: vec![
            ("=left".to_owned(), column(|(left, _)| left)),
            ("right".to_owned(), column(|(_, right)| right)),
        ],
        geometry: FrameGeometry::None,
    };
    write::file(path, |out| write::csv(&frame, out)).unwrap();
}

/// The header and the rows of a file, as the library reads them.
fn read(path: &Path) -> (Vec<String>, Vec<(String, String)>) {
    let options = ReadOptions {
        delimiter: Some(b','),
        encoding: Some("utf-8".to_owned()),
        ..ReadOptions::default()
    };
    let source = &sources(&[text(path)]).unwrap()[0];
    let opened = open(source, &options).unwrap();
    let wanted = Wanted {
        columns: vec![0, 1],
        geometry: false,
    };
    let mut rows = Vec::new();
    let fold = |batch: Batch<'static>| {
        assert!(batch.refused.is_empty());
        let [left, right] = &batch.columns[..] else {
            panic!("two columns");
        };
        let pairs = left.iter().zip(right.iter());
        rows.extend(pairs.map(|(left, right)| (left.to_owned(), right.to_owned())));
        Ok(())
    };
    opened.read(&wanted, owned, fold).unwrap();
    (opened.header().columns.clone(), rows)
}

fn owned(batch: Batch<'_>) -> Batch<'static> {
    batch.into_owned()
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "['\"]{0,3}[ \\t\\r\\n\u{a0}]{0,2}[=+@＝-]{0,2}[-0-9.,eE+ '\"a(]{0,6}",
        "[-+]?[0-9]{0,4}[.,]?[0-9]{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec((any_text(), any_text()), 1..30)) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("table.csv");
        written(&path, &rows);
        let mut cells = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        for record in cells.records() {
            for cell in &record.unwrap() {
                let is_run = cell.starts_with(['=', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
                prop_assert!(!is_run, "{:?}", cell);
                let is_signed = cell.starts_with(['+', '-']) && cell.contains(char::is_alphabetic);
                prop_assert!(!is_signed || cell.contains(['e', 'E']), "{:?}", cell);
            }
        }
        let (columns, found) = read(&path);
        prop_assert_eq!(columns, ["=left", "right"]);
        prop_assert_eq!(found, rows);
    }
}

#[cfg(feature = "cli")]
#[test]
fn a_run_marks_text_and_leaves_numbers() {
    use crate::world::{call, fixture};
    let dir = tempfile::tempdir().unwrap();
    let schools = "\
school_id_govt,school_name,longitude,latitude,connectivity,debt,@note
=1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",0.5,0.5,=cmd,-12.5,-
+2,+1+1,1.5,0.5,no,'-3,@x
";
    std::fs::write(dir.path().join("schools.csv"), schools).unwrap();
    let regions = format!("adm2={}", text(&fixture("regions_quarters.geojson")));
    let inputs = ["run", "--schools", "schools.csv", "--regions", &regions];
    let more = ["--keep-properties", "--out", "first"];
    let said = call(dir.path(), &[&inputs[..], &more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let first = dir.path().join("first");
    let csv = std::fs::read_to_string(first.join("schools.csv")).unwrap();
    insta::assert_snapshot!(csv, @r#"
    source_file,source_row,school_id_giga,school_id_govt,school_name,education_level,country,is_school_open,num_students,latitude,longitude,connectivity_status,status_source,adm2_id,adm2_name,adm2_placement,adm2_snap_m,n_tests,download_mbps_median,last_measured_at,activity,nearest_school_m,n_issues,input_school_id_govt,input_school_name,input_longitude,input_latitude,connectivity,debt,'@note
    schools.csv,2,,'=1,"'=HYPERLINK(""http://x"",""y"")",,,,,0.5,0.5,unknown,none,SW,Sud-Ouest,inside,,,,,,111315.3,1,'=1,"'=HYPERLINK(""http://x"",""y"")",0.5,0.5,'=cmd,-12.5,-
    schools.csv,3,,+2,'+1+1,,,,,0.5,1.5,not_connected,declared,SE,Sud-Est,inside,,,,,,111315.3,0,+2,'+1+1,1.5,0.5,no,'-3,'@x
    "#);
    let issues = std::fs::read_to_string(first.join("issues.csv")).unwrap();
    assert!(issues.contains(",'=cmd,"), "{issues}");
    let geojson = std::fs::read_to_string(first.join("schools.geojson")).unwrap();
    assert!(
        geojson.contains(r#""school_name":"+1+1""#) && !geojson.contains("\"'="),
        "{geojson}"
    );
    let again = ["run", "--schools", "first/schools.csv", "--regions"];
    let more = [&regions, "--out", "second", "--formats", "geojson"];
    let said = call(dir.path(), &[&again[..], &more].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let geojson = std::fs::read_to_string(dir.path().join("second/schools.geojson")).unwrap();
    assert!(
        geojson.contains(r#""school_name":"+1+1""#) && geojson.contains(r#""school_id_govt":"=1""#),
        "{geojson}"
    );
}
