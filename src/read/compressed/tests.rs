//! Files packed by the crates' own compressors: the same tables, members, cuts, changes, bombs.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::format::Format;
use crate::read::testing::{failure, mutants, read, regions_fgb};

const CSV: &str = "id;nome\n1;Açaí\n2;Óbidos\n";

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_is_inside_is_read() {
    let table = read(&gzipped(CSV.as_bytes())).unwrap();
    assert_eq!(table.column("nome"), ["Açaí", "Óbidos"]);
    assert_eq!(
        (table.header.format, table.rows.rows),
        (Format::Csv, vec![2, 3])
    );
    let table = read(&gzipped(&regions_fgb(true))).unwrap();
    assert_eq!(table.header.format, Format::FlatGeobuf);
    let table = read(&gzipped(br#"[{"a":1},{"a":2}]"#)).unwrap();
    assert_eq!(table.column("a"), ["1", "2"]);
}

#[test]
fn members_follow_one_another() {
    let (first, second) = CSV.split_at(10);
    let bytes = [gzipped(first.as_bytes()), gzipped(second.as_bytes())].concat();
    assert_eq!(read(&bytes).unwrap().column("id"), ["1", "2"]);
}

#[test]
fn every_cut_is_an_error() {
    let bytes = gzipped(CSV.repeat(50).as_bytes());
    for cut in 2..bytes.len() {
        let message = failure(&bytes[..cut]);
        assert!(
            message.ends_with("expected a whole gzip file, found one that is cut off"),
            "{message}"
        );
    }
}

#[test]
fn changes_are_told_by_the_checksum() {
    let bytes = gzipped(CSV.as_bytes());
    let expected = read(CSV.as_bytes()).unwrap().rows.columns;
    for mutant in mutants(&bytes, 2_000, 3) {
        if let Ok(table) = read(&mutant) {
            assert!(table.rows.columns == expected || !mutant.starts_with(b"\x1f\x8b"));
        }
    }
}

#[test]
fn packed_twice_is_said() {
    let twice = gzipped(&gzipped(CSV.as_bytes()));
    insta::assert_snapshot!(failure(&twice), @"table: expected a file that is packed once, found a gzip file in a gzip file; unpack it first");
}

#[test]
fn a_bomb_does_not_go_off() {
    let blank = gzipped(&b" ".repeat(15 << 20));
    assert!(failure(&blank).contains("a blank file"));
    let bomb = gzipped(&b" ".repeat(17 << 20));
    let message = failure(&bomb);
    assert!(
        message.starts_with("table: expected a gzip file at most 200 times larger inside than its")
            && message.ends_with("bytes, found a larger one; unpack it first"),
        "{message}"
    );
}

#[cfg(feature = "zstd")]
#[test]
fn zstandard_is_read_and_its_cuts_are_errors() {
    let bytes = ::zstd::encode_all(CSV.as_bytes(), 3).unwrap();
    let both = [&bytes[..], &::zstd::encode_all(&b"3;x\n"[..], 3).unwrap()].concat();
    assert_eq!(read(&both).unwrap().column("id"), ["1", "2", "3"]);
    for cut in 4..bytes.len() {
        let message = failure(&bytes[..cut]);
        assert!(
            message.contains("expected a whole Zstandard file"),
            "{message}"
        );
    }
    for mutant in mutants(&bytes, 500, 3) {
        let _ = read(&mutant);
    }
    let bomb = ::zstd::encode_all(&b" ".repeat(17 << 20)[..], 3).unwrap();
    assert!(failure(&bomb).contains("found a larger one; unpack it first"));
    let in_gzip = failure(&gzipped(&bytes));
    assert!(
        in_gzip.contains("a Zstandard file in a gzip file"),
        "{in_gzip}"
    );
}

#[cfg(not(feature = "zstd"))]
#[test]
fn zstandard_says_what_it_needs() {
    insta::assert_snapshot!(failure(b"\x28\xb5\x2f\xfd\0\0"), @"table: a Zstandard file, which this build does not read: it is without the feature `zstd`");
}
