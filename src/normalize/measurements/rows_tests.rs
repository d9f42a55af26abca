//! Hostile rows, each counted under its name, and units that make no difference.

use std::fmt::Write;

use super::super::matching::tests::header;
use super::columns::{MeasurementColumns, SaidUnits};
use super::rows::{MeasurementChunk, MeasurementNormalizer, MeasurementOptions, Window};
use super::schools::SchoolIds;
use crate::table::{Batch, Day, Fields, Metric, ReadyMade, Schools, TextColumn};

fn schools() -> Schools {
    let column = |fields: &[&str]| fields.iter().copied().collect::<TextColumn>();
    Schools {
        school_id_giga: column(&["aa-1", "aa-2"]),
        school_id_govt: column(&["1", "2"]),
        country: column(&["KEN", "KEN"]),
        source_row: vec![2, 3],
        ..Schools::default()
    }
}

/// The chunk of a table whose first line is the header.
fn chunk(table: &str, options: &MeasurementOptions) -> MeasurementChunk {
    let mut lines = table
        .lines()
        .map(|line| line.split('|').collect::<Vec<_>>());
    let header = header(&lines.next().unwrap());
    let rows: Vec<Vec<&str>> = lines.collect();
    let columns = MeasurementColumns::find(&header, &[], SaidUnits::default()).unwrap();
    let fields = |column: &usize| Fields::Slices(rows.iter().map(|row| row[*column]).collect());
    let batch = Batch {
        rows: (2..).take(rows.len()).collect(),
        columns: columns.wanted().columns.iter().map(fields).collect(),
        ..Batch::default()
    };
    let schools = schools();
    let ids = SchoolIds::of(&schools, columns.ids());
    MeasurementNormalizer::new(&header, &columns, &ids, options).normalize(&batch)
}

fn counts(chunk: &MeasurementChunk) -> String {
    let mut told = String::new();
    for (check, n) in chunk.issues.counts() {
        writeln!(told, "{check}: {n}").unwrap();
    }
    let ways = chunk.counts.ways_out();
    for (way, n) in ways.iter().filter(|(_, n)| *n > 0) {
        write!(told, "{way} {n} ").unwrap();
    }
    told
}

#[test]
fn every_hostile_row_is_counted_under_its_name() {
    let table = "\
giga_id_school|timestamp|download_mbps|latency_ms
aa-1|2026-01-31T10:00:00Z|12.5|40
aa-1|2026-01-31T10:00:00Z|-3|40
aa-1|2026-01-31T10:00:00Z|0|40
aa-1|2026-01-31T10:00:00Z|NaN|40
aa-1|2026-01-31T10:00:00Z|1e300|40
aa-1|2026-01-31T10:00:00Z|inf|40
aa-1|2026-01-31T10:00:00Z|10001|40
aa-1|1970-01-01T00:00:00Z|5|40
aa-1|2286-11-20T17:46:40Z|5|40
aa-1|2016-12-31T23:59:60Z|5|40
aa-1||5|40
aa-1|soon|5|40
aa-1|2026-02-02T10:00:00Z|5|40
 AA-1 |2026-01-31|5|
aa-9|2026-01-31|5|40
|2026-01-31|5|40
aa-2|2026-01-31||
aa-2|2025-12-31|5|40";
    let options = MeasurementOptions {
        window: Window {
            since: Day::parse("2016-01-01"),
            until: Day::parse("2026-03-01"),
            reference: Day::parse("2026-02-01"),
        },
        issue_limit: Some(10),
        ..MeasurementOptions::default()
    };
    let chunk = chunk(table, &options);
    insta::assert_snapshot!(counts(&chunk), @"
    measurement_future: 1
    measurement_id_spelling: 1
    measurement_implausible_time: 2
    measurement_impossible: 1
    measurement_leap_second: 1
    measurement_negative: 1
    measurement_no_id: 1
    measurement_no_time: 1
    measurement_no_value: 1
    measurement_not_a_number: 2
    measurement_too_fast: 1
    measurement_unknown_school: 1
    measurement_unreadable_time: 1
    measurement_zero: 1
    no_id 1 unknown_school 1 no_time 4 future 1 no_value 1 folded 10
    ");
    let total: u64 = chunk.counts.ways_out().iter().map(|(_, n)| n).sum();
    assert_eq!(total, chunk.counts.rows_read);
    let issue = chunk.issues.first("measurement_negative").unwrap();
    insta::assert_snapshot!(format!("{}: `{}` {}", issue.place, issue.value, issue.message), @"schools.csv:3: column `download_mbps`: `-3` expected 0 or more; not counted");
}

#[test]
fn the_window_and_undated_rows() {
    let table = "school_id|country_code|date|download_kbps\n1|KE|2026-01-01|5\n1|KE|2026-01-03|5\n1|BR|2026-01-02|5\n2|KEN|20260102|5";
    let window = Window {
        since: Day::parse("2026-01-02"),
        until: Day::parse("2026-01-02"),
        reference: None,
    };
    let options = MeasurementOptions {
        window,
        ..MeasurementOptions::default()
    };
    let found = chunk(table, &options).counts;
    let out = (found.out_of_window, found.no_country, found.folded);
    assert_eq!(out, (2, 1, 1));
    let undated = "giga_id_school|download_kbps\naa-1|5\naa-2|6";
    assert_eq!(chunk(undated, &options).counts.out_of_window, 2);
    let free = chunk(undated, &MeasurementOptions::default());
    assert_eq!(free.rows.measured_at_unix_s, [None, None]);
}

#[test]
fn the_same_speeds_in_any_unit_are_the_same_rows() {
    let table = |unit: &str, speeds: [&str; 3]| {
        let rows = speeds.map(|speed| format!("\naa-1|{speed}"));
        format!("giga_id_school|download_{unit}{}", rows.concat())
    };
    let rows = |unit, speeds| chunk(&table(unit, speeds), &MeasurementOptions::default()).rows;
    let in_megabits = rows("mbps", ["12.345678", "0.001", "99.9"]);
    assert_eq!(
        in_megabits.of(Metric::Download),
        [Some(12_345_678), Some(1_000), Some(99_900_000)]
    );
    assert_eq!(rows("kbps", ["12345.678", "1", "99900"]), in_megabits);
    assert_eq!(rows("bps", ["12345678", "1000", "99900000.0"]), in_megabits);
}

#[test]
fn the_same_losses_in_either_unit_are_the_same_rows() {
    let rows = |unit: &str, losses: [&str; 4]| {
        let lines = losses.map(|loss| format!("\naa-1|{loss}"));
        let table = format!("giga_id_school|loss_{unit}{}", lines.concat());
        chunk(&table, &MeasurementOptions::default())
    };
    let in_percent = rows("percent", ["0", "1.25", "100", "100.1"]);
    let of = in_percent.rows.of(Metric::Loss);
    assert_eq!(of, [Some(0), Some(12_500), Some(1_000_000)]);
    let in_shares = rows("fraction", ["0.0", "0.0125", "1", "1.001"]);
    assert_eq!(in_shares.rows, in_percent.rows);
    insta::assert_snapshot!(counts(&in_percent), @"
    measurement_impossible: 1
    measurement_no_value: 1
    no_value 1 folded 3
    ");
}

#[test]
fn ready_made_figures_are_not_touched() {
    let table = "\
giga_id_school|download_sample_count|download_p50|latency_p50|upload_p50
aa-1|48|90.21733500181294|37.28|nan
aa-2|none|0|1|2
aa-1|5|||
aa-3|5|1|2|3";
    let chunk = chunk(table, &MeasurementOptions::default());
    assert_eq!(
        chunk.ready[0].figures,
        ReadyMade {
            n_tests: 48,
            medians: [Some(90.217_335_001_812_94), None, Some(37.28), None],
            is_connected: true,
        }
    );
    assert_eq!(
        (
            chunk.ready[1].figures.n_tests,
            chunk.ready[1].figures.is_connected
        ),
        (1, false)
    );
    insta::assert_snapshot!(counts(&chunk), @r"
    measurement_no_value: 1
    measurement_not_a_number: 1
    measurement_sample_count: 1
    measurement_unknown_school: 1
    measurement_zero: 1
    unknown_school 1 no_value 1 folded 2
    ");
}
