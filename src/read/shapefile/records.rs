//! The bytes of a `.shp` in, its records out, every byte accounted for.
//!
//! ESRI Shapefile Technical Description, 1998.

use super::Damage;

/// The size of the header of a `.shp` and of a `.shx`.
const HEADER_BYTES: usize = 100;

/// The size of an entry of a `.shx`.
const ENTRY_BYTES: usize = 8;

/// The content of each record.
pub(super) fn of(bytes: &[u8]) -> Result<Vec<&[u8]>, Damage> {
    let mut rest = content(bytes)?;
    let mut records = Vec::new();
    while !rest.is_empty() {
        let (record, later) = record(rest, records.len() + 1)?;
        records.push(record);
        rest = later;
    }
    Ok(records)
}

/// How many records the index says that there are.
pub(super) fn count_of_index(bytes: &[u8]) -> Result<usize, Damage> {
    let entries = content(bytes)?;
    if entries.len().is_multiple_of(ENTRY_BYTES) {
        return Ok(entries.len() / ENTRY_BYTES);
    }
    Err(Damage::new(
        "whole entries",
        format!("{} bytes of them", entries.len()),
    ))
}

/// What follows the header, if it is as long as the header says.
fn content(bytes: &[u8]) -> Result<&[u8], Damage> {
    let (header, content) = bytes
        .split_at_checked(HEADER_BYTES)
        .ok_or_else(|| cut(HEADER_BYTES, bytes.len()))?;
    let n_words = header
        .get(24..)
        .and_then(|rest| rest.first_chunk())
        .map_or(0, |n| u32::from_be_bytes(*n));
    let n_bytes = n_words as usize * 2;
    if n_bytes > bytes.len() {
        return Err(cut(n_bytes, bytes.len()));
    }
    if n_bytes < bytes.len() {
        let expected = format!("{n_bytes} bytes, as its header says");
        return Err(Damage::new(expected, bytes.len().to_string()));
    }
    Ok(content)
}

/// The first record and the bytes after it.
fn record(bytes: &[u8], number: usize) -> Result<(&[u8], &[u8]), Damage> {
    let cut = |n_found: usize| {
        let found = format!("{n_found} before the file ends");
        Damage::new(format!("all bytes of record {number}"), found)
    };
    let (head, rest) = bytes
        .split_first_chunk::<8>()
        .ok_or_else(|| cut(bytes.len()))?;
    let [_, _, _, _, n_words @ ..] = *head;
    let n_bytes = u32::from_be_bytes(n_words) as usize * 2;
    rest.split_at_checked(n_bytes)
        .ok_or_else(|| cut(rest.len()))
}

fn cut(n_expected: usize, n_found: usize) -> Damage {
    let found = format!("{n_found}: it seems to be cut off");
    Damage::new(format!("{n_expected} bytes"), found)
}
