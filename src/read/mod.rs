//! A file in, its header and batches of its rows out.
//!
//! [`sources()`] turns what a person named into files; [`open`] tells a file's format from its content and reads its
//! header; [`Opened::read`] hands on batches of rows. `origin` gives the bytes as often as they are wanted, `compressed`
//! those inside of compressed ones, `content` tells formats apart and `encoding` turns bytes into text; `csv`, `json`,
//! `geojson` and `flatgeobuf` each frame their rows strictly and in sequence, so that a damaged file is an error wherever
//! the format lets it be told (delimited text cut in its last field does not), and parse them in parallel; `order` keeps
//! the results in row order. Delimited text is read in blocks, a few of which are in memory at a time; files of the other
//! formats are loaded whole. `topojson`, `shapefile`, `geopackage` and `kml` are as strict and read all rows at once
//! (`held`); `archive` opens the file in a zip archive that is meant. `part` chooses among several datasets in one file,
//! `surroundings` are the files beside it. `fingerprint` takes size and hash of a file while it is read.

#[cfg(feature = "zip")]
mod archive;
mod buffers;
mod compressed;
mod content;
mod csv;
mod encoding;
mod fingerprint;
mod flatgeobuf;
mod geojson;
#[cfg(feature = "geopackage")]
mod geopackage;
#[cfg(any(feature = "geopackage", feature = "zip"))]
mod guard;
mod held;
mod json;
#[cfg(feature = "kml")]
mod kml;
mod marks;
mod number;
mod opening;
mod order;
mod origin;
#[cfg(feature = "parquet")]
mod parquet;
mod part;
mod shape;
mod shapefile;
mod sources;
#[cfg(feature = "spreadsheet")]
mod spreadsheet;
mod surroundings;
mod survey;
mod topojson;
mod transcode;
mod unpacked;
#[allow(
    dead_code,
    reason = "only formats behind features hold geometries in this form"
)]
mod wkb;

#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod parity_tests;
#[cfg(test)]
mod real_files_tests;
#[cfg(test)]
mod table_parity_tests;
#[cfg(test)]
mod testing;

pub(crate) use fingerprint::Slot;
pub use fingerprint::{Fingerprint, Fingerprints};
pub use sources::{Source, refuse_repeated, sources, sources_by_pattern};

use std::cell::RefCell;

use crate::error::Error;
use crate::table::{Batch, Header, RefusedRow, Wanted};
use opening::open_origin;
use origin::Origin;
use surroundings::Surroundings;

/// How delimited text quotes fields that hold delimiters, line ends or quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quote {
    /// By `"`, doubled inside a quoted field.
    #[default]
    Standard,
    /// By another ASCII character, doubled inside a quoted field.
    Char(u8),
    /// Not at all: every quote is a character like others.
    None,
}

/// How to read a file where its content does not tell, or is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The delimiter of delimited text, an ASCII character; found out where it is absent.
    pub delimiter: Option<u8>,
    /// The quotes of delimited text.
    pub quote: Quote,
    /// The label of the text encoding by the WHATWG Encoding Standard; found out where it is absent.
    pub encoding: Option<String>,
    /// Whether the first record of delimited text or of a sheet names the columns; otherwise they are called `1`, `2`, ….
    pub has_header: bool,
    /// The sheet of a workbook by its name, or by its number from 1; the only one with rows where it is absent.
    pub sheet: Option<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            delimiter: None,
            quote: Quote::Standard,
            encoding: None,
            has_header: true,
            sheet: None,
        }
    }
}

/// A file whose format and header are known and whose rows can be read.
#[derive(Debug)]
pub struct Opened {
    header: Header,
    rows: Rows,
    /// The fingerprint of the file, once all its bytes were read.
    fingerprint: Slot,
    /// Those of the files beside it.
    beside: Vec<(String, Fingerprint)>,
}

/// The rows of a file, framed by its format.
#[derive(Debug)]
enum Rows {
    Csv(csv::Table),
    GeoJson(geojson::Document),
    Json(json::Document),
    FlatGeobuf(flatgeobuf::Dataset),
    Held(held::Held),
    #[cfg(feature = "parquet")]
    Parquet(parquet::Dataset),
    #[cfg(feature = "spreadsheet")]
    Workbook(spreadsheet::Table),
}

/// Opens a file: tells its format from its content, its encoding, its delimiter and its columns.
///
/// ```
/// use schoolreach::read::{ReadOptions, open, sources};
/// use schoolreach::table::Wanted;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("schools.csv");
/// # std::fs::write(&path, "id;nome\n1;Açaí\n2\n")?;
/// # let pattern = path.to_str().unwrap().to_owned();
/// let source = &sources(&[pattern])?[0];
/// let opened = open(source, &ReadOptions::default())?;
/// assert_eq!(opened.header().columns, ["id", "nome"]);
/// let wanted = Wanted { columns: vec![1], geometry: false };
/// let mut names = Vec::new();
/// opened.read(&wanted, |batch| batch.into_owned(), |batch| {
///     names.extend(batch.columns[0].iter().map(str::to_owned));
///     assert_eq!(batch.refused[0].message, "expected 2 fields, found 1");
///     Ok(())
/// })?;
/// assert_eq!(names, ["Açaí"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Io`] where the system refuses the file, [`Error::Plan`] where an option is impossible, and
/// [`Error::Malformed`] where the content is none of the formats or damaged.
pub fn open(source: &Source, options: &ReadOptions) -> Result<Opened, Error> {
    let found_beside = RefCell::new(Vec::new());
    let beside = |extension: &str| {
        let path = source.path.as_deref();
        let found = path.map(|path| surroundings::beside(path, extension));
        let Some((name, bytes)) = found.transpose()?.flatten() else {
            return Ok(None);
        };
        let fingerprint = Fingerprint::of(&bytes);
        found_beside.borrow_mut().push((name, fingerprint));
        Ok(Some(bytes))
    };
    let surroundings = Surroundings {
        part: source.part.as_deref(),
        beside: &beside,
        is_member: false,
    };
    let fingerprint = Slot::default();
    let origin = Origin::of(source)?.taking(&fingerprint);
    let opened = open_origin(&source.name, origin, options, &surroundings)?;
    Ok(Opened {
        fingerprint,
        beside: found_beside.into_inner(),
        ..opened
    })
}

impl Opened {
    fn new(header: Header, rows: Rows) -> Self {
        Self {
            header,
            rows,
            fingerprint: Slot::default(),
            beside: Vec::new(),
        }
    }

    /// A table that is in memory already.
    fn held((header, held): (Header, held::Held)) -> Self {
        Self::new(header, Rows::Held(held))
    }

    /// What is known of the file before its rows are read.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The fingerprints of the file and of those beside it; there are some as soon as all rows were read.
    #[must_use]
    pub fn fingerprints(&self) -> Option<Fingerprints> {
        Some(Fingerprints {
            file: self.fingerprint.get()?.clone(),
            beside: self.beside.clone(),
        })
    }

    /// Reads all rows: `map` runs in parallel on batches, `fold` gets what it makes of them in row order.
    ///
    /// Batches are the same for any number of threads, and each time that the file is read.
    ///
    /// # Errors
    /// [`Error::Malformed`] where the file is damaged, and the first error of `fold`. Of several errors the one
    /// of the earliest rows is returned.
    ///
    /// # Panics
    /// If a wanted column is not below the number of the header's columns.
    pub fn read<T: Send>(
        &self,
        wanted: &Wanted,
        map: impl Fn(Batch<'_>) -> T + Sync,
        fold: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let n_columns = self.header.columns.len();
        assert!(
            wanted.columns.iter().all(|column| *column < n_columns),
            "wanted columns are columns of the header"
        );
        match &self.rows {
            Rows::Csv(table) => table.read(wanted, map, fold),
            Rows::GeoJson(document) => document.read(wanted, map, fold),
            Rows::Json(document) => document.read(wanted, map, fold),
            Rows::FlatGeobuf(dataset) => dataset.read(wanted, map, fold),
            Rows::Held(held) => held.read(wanted, map, fold),
            #[cfg(feature = "parquet")]
            Rows::Parquet(dataset) => dataset.read(wanted, map, fold),
            #[cfg(feature = "spreadsheet")]
            Rows::Workbook(table) => table.read(wanted, map, fold),
        }
    }
}

/// How many rows a header's sample has at most.
const SAMPLE_ROWS: usize = 100;

/// How many bytes of a file make one batch, about.
const BATCH_BYTES: usize = 1 << 20;

/// How many bytes of a file are read in one go where it is not loaded whole.
const BLOCK_BYTES: usize = 256 << 10;

/// How many bytes tell the format of a file.
const HEAD_BYTES: usize = 4 << 10;

/// The most columns a file may have.
const MAX_COLUMNS: usize = 4_096;

/// How much of a refused row is looked at to quote it.
const QUOTED_BYTES: usize = 1_000;

/// All columns, no geometry: what a sample wants.
fn all_columns(n_columns: usize) -> Wanted {
    Wanted {
        columns: (0..n_columns).collect(),
        geometry: false,
    }
}

/// A row refused by the check of that name.
fn refused(row: u64, check: &'static str, value: &str, message: String) -> RefusedRow {
    RefusedRow {
        row,
        check,
        value: crate::issue::shortened(value),
        message,
    }
}
