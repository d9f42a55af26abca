//! The bytes of a workbook in; those whose content would grow out of bounds are refused.
//!
//! Workbooks are zip archives: a few megabytes of zip can hold gigabytes, and what an archive says of its sizes is a
//! claim. Every member that the parser could read is therefore inflated once into nothing.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{damaged, repeats};
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

/// Checks an archive, and tells a binary workbook from others; what is no archive is as large as its file.
pub(super) fn check(file: &Arc<str>, bytes: &[u8], format: Format) -> Result<Format, Error> {
    if format == Format::Xls {
        return Ok(format);
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
        check_size(file, &name, member)?;
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
) -> Result<(), Error> {
    let by_ratio = member.compressed_size().saturating_mul(MAX_RATIO);
    let limit = by_ratio.clamp(LARGE_BYTES, MAX_MEMBER_BYTES);
    let n_bytes = io::copy(&mut member.by_ref().take(limit + 1), &mut io::sink())
        .map_err(|error| damaged(file, format!("`{name}`: {error}")))?;
    if n_bytes <= limit {
        return Ok(());
    }
    let expected = format!("at most {limit} bytes in `{name}`");
    Err(Error::malformed(Place::file(file), expected, "more"))
}
