//! The `csv` crate as oracle on valid text, for all block sizes.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Table, open};
use crate::error::Error;
use crate::read::encoding::Encoded;
use crate::read::origin::Origin;
use crate::read::testing::owned;
use crate::read::{Quote, ReadOptions};
use crate::table::{Batch, Wanted};

/// A field as it is written.
fn field(delimiter: char) -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec!["", "a", "São", "x\"y", "12.5", "longer text here"]);
    let inside = prop::sample::select(vec![
        "",
        "b",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        ",;\t|",
        "é\n\n\"\"",
        "|",
        "end\"\"",
    ]);
    let quoted =
        prop::collection::vec(inside, 0..3).prop_map(|parts| format!("\"{}\"", parts.concat()));
    prop_oneof![3 => plain.prop_map(str::to_owned), 1 => quoted].prop_map(move |field| {
        if field.starts_with('"') {
            field
        } else {
            field.replace(delimiter, "")
        }
    })
}

fn text(delimiter: char) -> impl Strategy<Value = String> {
    let record = prop::collection::vec(field(delimiter), 1..5);
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"]);
    let lines = prop::collection::vec((record, end), 1..12);
    (lines, any::<bool>()).prop_map(move |(lines, is_cut)| {
        let mut text = String::new();
        for (record, end) in lines {
            text.push_str(&record.join(&delimiter.to_string()));
            text.push_str(end);
        }
        if is_cut {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        text
    })
}

/// Every record that the crate reads, and the line on which it starts.
fn oracle(text: &str, delimiter: u8) -> Vec<(u64, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let line = |at: u64| {
        let before = &text[..usize::try_from(at).unwrap()];
        let skipped = text[before.len()..].len()
            - text[before.len()..].trim_start_matches(['\r', '\n']).len();
        let before = &text[..before.len() + skipped];
        1 + before.replace("\r\n", "\n").matches(['\r', '\n']).count() as u64
    };
    let records = reader.records().map(Result::unwrap);
    records
        .map(|record| {
            let line = line(record.position().unwrap().byte());
            (line, record.iter().map(str::to_owned).collect())
        })
        .collect()
}

/// A table without header, read in blocks of so many bytes.
fn table(text: &[u8], delimiter: u8, block_bytes: usize) -> Result<Table, Error> {
    let options = ReadOptions {
        delimiter: Some(delimiter),
        quote: Quote::Standard,
        encoding: Some("utf-8".to_owned()),
        has_header: false,
        sheet: None,
    };
    let file: Arc<str> = "t.csv".into();
    let origin = Origin::in_memory("t.csv".as_ref(), text.to_vec());
    let encoded = Encoded::of(origin, b"", Some("utf-8"))?;
    let (_, mut table) = open(&file, encoded.settled()?, &options)?;
    table.block_bytes = block_bytes;
    Ok(table)
}

type Rows = Vec<(u64, Option<Vec<String>>)>;

fn rows(table: &Table) -> Result<Rows, Error> {
    let wanted = Wanted {
        columns: (0..table.n_columns).collect(),
        geometry: false,
    };
    let mut rows = Vec::new();
    let fold = |batch: Batch<'static>| {
        for (row, line) in batch.rows.iter().enumerate() {
            let fields = batch
                .columns
                .iter()
                .map(|column| column.get(row).to_owned());
            rows.push((*line, Some(fields.collect())));
        }
        rows.extend(batch.refused.iter().map(|row| (row.row, None)));
        Ok(())
    };
    table.read(&wanted, owned, fold)?;
    rows.sort();
    Ok(rows)
}

/// The rows, or what stops the reading.
fn outcome(text: &str, block_bytes: usize) -> Result<Rows, String> {
    let table = table(text.as_bytes(), b',', block_bytes);
    let rows = table.and_then(|table| rows(&table));
    rows.map_err(|error| error.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn records_are_those_of_the_csv_crate(
        (delimiter, text) in prop::sample::select(vec![',', ';', '\t', '|']).prop_flat_map(|delimiter| (Just(delimiter), text(delimiter))),
        block_bytes in 1_usize..80,
    ) {
        let expected = oracle(&text, delimiter as u8);
        prop_assume!(!expected.is_empty());
        let table = table(text.as_bytes(), delimiter as u8, block_bytes).unwrap();
        let n_columns = expected[0].1.len();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(line, fields)| (line, (fields.len() == n_columns).then_some(fields)))
            .collect();
        prop_assert_eq!(rows(&table).unwrap(), expected, "{:?}", text);
    }

    #[test]
    fn flaws_and_rows_do_not_depend_on_the_blocks(
        text in "[a-c,é\"\"\n\r]{0,60}(\n{99,101})?[a,\"\n]{0,20}",
        block_bytes in 1_usize..80,
    ) {
        prop_assert_eq!(outcome(&text, block_bytes), outcome(&text, 1 << 20), "{:?}", text);
    }
}
