//! A `GeoPackage` in, the header and rows of one of its layers out: features, or attributes without geometry.
//!
//! OGC 12-128r18. `SQLite` reads it from memory, so nothing is written and no lock is left; `database` holds the
//! measures that its makers advise for foreign files. `layers` tells which tables are layers, `rows` reads one.

mod database;
mod layers;
mod rows;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::guard::guarded;
use super::held::{About, Held};
use super::part::chosen;
use super::surroundings::Surroundings;
use crate::error::Error;
use crate::format::Format;
use crate::issue::Place;
use crate::table::Header;

/// What a file must be that begins like a database.
const EXPECTED: &str = "a GeoPackage";

/// Reads the layer of that name, or the only one.
pub(super) fn open(
    file: &Arc<str>,
    bytes: Vec<u8>,
    surroundings: &Surroundings<'_>,
) -> Result<(Header, Held), Error> {
    refuse_log(file, surroundings)?;
    guarded(file, EXPECTED, || {
        let of_sqlite = |error: rusqlite::Error| malformed(file, &error);
        let database = database::open(file, bytes)?;
        let layers = layers::of(&database).map_err(of_sqlite)?;
        let layers = layers.ok_or_else(|| {
            let found = "another SQLite database; save its table as CSV first";
            Error::malformed(Place::file(file), EXPECTED, found)
        })?;
        let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
        let layer = &layers[chosen(file, surroundings.part, &names, "layers")?];
        let about = About {
            format: Format::GeoPackage,
            has_geometry: layer.geometry.is_some(),
            encoding: "UTF-8",
            crs: layers::crs(&database, layer).map_err(of_sqlite)?,
        };
        let held = rows::of(&database, layer).map_err(of_sqlite)?;
        Ok((held.header(file, about)?, held))
    })
}

/// How a log begins that undoes changes which were cut short.
const UNDO: &[u8] = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

/// Refuses a database whose newest changes, or those that must be undone, are in a file beside it.
fn refuse_log(file: &Arc<str>, surroundings: &Surroundings<'_>) -> Result<(), Error> {
    let has_log = |extension, is_log: fn(&[u8]) -> bool| {
        let log = (surroundings.beside)(extension)?;
        Ok::<bool, Error>(log.is_some_and(|log| is_log(&log)))
    };
    if has_log("gpkg-wal", |log| !log.is_empty())?
        || has_log("gpkg-journal", |log| log.starts_with(UNDO))?
    {
        let expected = "a GeoPackage that is complete in itself";
        let found = "a log of changes beside it; open it in the program that wrote it and close it there first";
        return Err(Error::malformed(Place::file(file), expected, found));
    }
    Ok(())
}

fn malformed(file: &Arc<str>, error: &rusqlite::Error) -> Error {
    let found = format!("one that cannot be read: {error}");
    Error::malformed(Place::file(file), EXPECTED, found)
}
