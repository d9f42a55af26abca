//! The bytes of a database in, a connection that can do nothing but read them out.

use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{EXPECTED, malformed};
use crate::error::Error;
use crate::issue::Place;

/// The size of the header of a database.
const HEADER_BYTES: usize = 100;

/// After so many instructions the work done is looked at.
const INSTRUCTIONS_PER_LOOK: i32 = 100_000;

/// How many instructions a byte may cost, and how many are free. Reading all rows and checking them takes a few.
const INSTRUCTIONS_PER_BYTE: u64 = 100;
const FREE_INSTRUCTIONS: u64 = 100_000_000;

/// Opens a database: takes its bytes, makes sure that all are there and consistent, and allows nothing but reading.
///
/// The measures are those of "Defense Against The Dark Arts" in the documentation of `SQLite`.
pub(super) fn open(file: &Arc<str>, mut bytes: Vec<u8>) -> Result<Connection, Error> {
    check_size(file, &bytes)?;
    // The log of changes that the header speaks of has been merged, and a database in memory has none.
    bytes[18..20].fill(1);
    let looks_allowed = (bytes.len() as u64 * INSTRUCTIONS_PER_BYTE + FREE_INSTRUCTIONS)
        / u64::from(INSTRUCTIONS_PER_LOOK.unsigned_abs());
    let connect = || {
        let mut connection = Connection::open_in_memory()?;
        connection.deserialize_read_exact("main", &bytes[..], bytes.len(), true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "query_only", true)?;
        let mut n_looks = 0;
        let is_too_much = move || {
            n_looks += 1;
            n_looks > looks_allowed
        };
        connection.progress_handler(INSTRUCTIONS_PER_LOOK, Some(is_too_much))?;
        let verdict: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok((connection, verdict))
    };
    let (connection, verdict) = connect().map_err(|error| malformed(file, &error))?;
    if verdict == "ok" {
        return Ok(connection);
    }
    let found = format!("a damaged one: {verdict}");
    Err(Error::malformed(Place::file(file), EXPECTED, found))
}

/// Makes sure that the file has the pages that its header counts.
fn check_size(file: &Arc<str>, bytes: &[u8]) -> Result<(), Error> {
    let refused =
        |expected: String, found: String| Err(Error::malformed(Place::file(file), expected, found));
    let Some(header) = bytes.first_chunk::<HEADER_BYTES>() else {
        let expected = format!("the {HEADER_BYTES} bytes of the header of a GeoPackage");
        return refused(expected, format!("{}: it seems to be cut off", bytes.len()));
    };
    let four = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => usize::from(size),
    };
    // The count is of the file only where the program that wrote last kept it.
    let is_counted = four(24) == four(92) && four(28) > 0;
    let n_expected = if is_counted {
        page_bytes.saturating_mul(four(28) as usize)
    } else {
        bytes.len().next_multiple_of(page_bytes.max(512))
    };
    if n_expected > bytes.len() {
        let expected = format!("{n_expected} bytes of pages");
        return refused(expected, format!("{}: it seems to be cut off", bytes.len()));
    }
    Ok(())
}
