//! The bytes of a workbook in; those whose content would grow out of bounds are refused.
//!
//! Workbooks are zip archives: a few megabytes of zip can hold gigabytes, and what an archive says of its sizes is a
//! claim. Every member that the parser could read is therefore inflated once into nothing.

use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::{damaged, records, repeats};
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;

/// The most members of an archive.
const MAX_MEMBERS: usize = 1_000;

/// The most bytes of one member.
const MAX_MEMBER_BYTES: u64 = 2 << 30;

/// How many times larger than its compressed bytes a member may be, once it is large at all.
const MAX_RATIO: u64 = 200;

/// Below this many bytes any ratio goes.
const LARGE_BYTES: u64 = 64 << 20;

/// Checks an archive, and tells a binary workbook from others; an older workbook is none.
pub(super) fn check(file: &Arc<str>, bytes: &[u8], format: Format) -> Result<Format, Error> {
    if format == Format::Xls {
        return records::check(file, bytes).map(|()| format);
    }
    let failed = |error: &dyn std::fmt::Display| damaged(file, error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    if archive.len() > MAX_MEMBERS {
        let expected = format!("a workbook of at most {MAX_MEMBERS} members");
        return Err(Error::malformed(
            Place::file(file),
            expected,
            archive.len().to_string(),
        ));
    }
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|error| failed(&error))?;
        let name = member.name().map_err(|error| failed(&error))?.into_owned();
        if !is_read(&name) {
            continue;
        }
        let n_bytes = check_size(file, &name, member)?;
        if name.ends_with("sharedStrings.xml") {
            let member = archive.by_index(index).map_err(|error| failed(&error))?;
            check_claim(file, member, n_bytes)?;
        }
        if format == Format::Ods && name == "content.xml" {
            let member = archive.by_index(index).map_err(|error| failed(&error))?;
            repeats::check(file, member)?;
        }
    }
    let is_binary = archive.index_for_name("xl/workbook.bin").is_some();
    Ok(if is_binary { Format::Xlsb } else { format })
}

/// Whether the parser may read a member of that name: pictures and fonts it leaves.
fn is_read(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    ["xml", "rels", "bin"]
        .iter()
        .any(|read| ending.eq_ignore_ascii_case(read))
}

fn check_size<R: Read>(
    file: &Arc<str>,
    name: &str,
    mut member: ZipFile<'_, R>,
) -> Result<u64, Error> {
    let by_ratio = member.compressed_size().saturating_mul(MAX_RATIO);
    let limit = by_ratio.clamp(LARGE_BYTES, MAX_MEMBER_BYTES);
    let n_bytes = io::copy(&mut member.by_ref().take(limit + 1), &mut io::sink())
        .map_err(|error| damaged(file, format!("`{name}`: {error}")))?;
    if n_bytes <= limit {
        return Ok(n_bytes);
    }
    let expected = format!("at most {limit} bytes in `{name}`");
    Err(Error::malformed(Place::file(file), expected, "more"))
}

/// The parser makes room for as many strings as their list claims to have; each takes some bytes.
fn check_claim(file: &Arc<str>, strings: impl Read, n_bytes: u64) -> Result<(), Error> {
    let mut reader = Reader::from_reader(BufReader::new(strings));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Err(error) => return Err(damaged(file, error.to_string())),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(list)) => return check_count(file, &list, n_bytes),
            Ok(_) => {}
        }
    }
}

fn check_count(file: &Arc<str>, list: &BytesStart<'_>, n_bytes: u64) -> Result<(), Error> {
    let mut attributes = list.attributes().flatten();
    let claim = attributes.find(|attribute| attribute.key.as_ref() == "uniqueCount");
    let claim = claim.and_then(|claim| claim.value.parse::<u64>().ok());
    match claim {
        Some(count) if count > n_bytes => {
            let expected = format!("at most {n_bytes} strings in as many bytes");
            Err(Error::malformed(
                Place::file(file),
                expected,
                count.to_string(),
            ))
        }
        _ => Ok(()),
    }
}
