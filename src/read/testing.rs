//! Bytes in, the whole table that they hold out: what the tests of all formats compare.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::flatgeobuf::geozero::error::Result as GeozeroResult;
use ::flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};
use ::flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::origin::Origin;
use super::surroundings::Surroundings;
use super::{Opened, ReadOptions, open_origin};
use crate::error::Error;
use crate::table::{Batch, Header, Wanted};

/// All that a file holds.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) header: Header,
    pub(super) rows: Batch<'static>,
}

impl Read {
    /// A column by name.
    pub(super) fn column(&self, name: &str) -> Vec<&str> {
        let column = self.header.columns.iter().position(|known| known == name);
        self.rows.columns[column.unwrap()].iter().collect()
    }

    /// Why each refused row was refused.
    pub(super) fn refusals(&self) -> Vec<(u64, &'static str)> {
        let refused = self.rows.refused.iter();
        refused.map(|row| (row.row, row.check)).collect()
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Read, Error> {
    read_with(bytes, &ReadOptions::default())
}

pub(super) fn read_with(bytes: &[u8], options: &ReadOptions) -> Result<Read, Error> {
    let file: Arc<str> = "table".into();
    let origin = Origin::in_memory(Path::new("table"), bytes.to_vec());
    let surroundings = Surroundings {
        part: None,
        beside: &|_| Ok(None),
        is_member: false,
    };
    read_opened(open_origin(&file, origin, options, &surroundings)?)
}

/// One part of what the bytes hold.
pub(super) fn read_part(bytes: &[u8], part: &str) -> Result<Read, Error> {
    let file: Arc<str> = "table".into();
    let origin = Origin::in_memory(Path::new("table"), bytes.to_vec());
    let options = ReadOptions::default();
    let surroundings = Surroundings {
        part: Some(part),
        beside: &|_| Ok(None),
        is_member: false,
    };
    read_opened(open_origin(&file, origin, &options, &surroundings)?)
}

/// What stops the reading.
pub(super) fn failure(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "callers open a file for this alone"
)]
pub(super) fn read_opened(opened: Opened) -> Result<Read, Error> {
    let header = opened.header().clone();
    let wanted = Wanted {
        columns: (0..header.columns.len()).collect(),
        geometry: true,
    };
    let mut rows = Batch::default();
    rows.columns
        .resize_with(header.columns.len(), Default::default);
    opened.read(&wanted, owned, |batch| {
        append(&mut rows, batch);
        Ok(())
    })?;
    assert_eq!(rows.geometries.kinds.len(), rows.rows.len());
    assert_eq!(rows.geometries.outlines.n_rows(), rows.rows.len());
    assert!(
        rows.columns
            .iter()
            .all(|column| column.len() == rows.rows.len())
    );
    Ok(Read { header, rows })
}

/// A batch that outlives its file.
pub(super) fn owned(batch: Batch<'_>) -> Batch<'static> {
    batch.into_owned()
}

fn append(rows: &mut Batch<'_>, batch: Batch<'_>) {
    rows.rows.extend(batch.rows);
    rows.refused.extend(batch.refused);
    for (column, more) in rows.columns.iter_mut().zip(&batch.columns) {
        more.iter().for_each(|field| column.push_copy(field));
    }
    rows.geometries.kinds.extend(batch.geometries.kinds);
    rows.geometries.points.extend(batch.geometries.points);
    rows.geometries.outlines.append(&batch.geometries.outlines);
}

/// The file with a few bytes changed, inserted, removed or repeated, many times over.
pub(super) fn mutants(original: &[u8], count: usize, seed: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(move |_| {
        let mut bytes = original.to_vec();
        for _ in 0..=random.next_u32() % 3 {
            mutate(&mut bytes, &mut random);
        }
        bytes
    })
}

fn mutate(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    let at = random.next_u32() as usize % bytes.len().max(1);
    let byte = random.next_u32().to_le_bytes()[0];
    match random.next_u32() % 6 {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << (byte % 8),
        1 if !bytes.is_empty() => bytes[at] = byte,
        2 if !bytes.is_empty() => drop(bytes.remove(at)),
        3 => bytes.insert(at, byte),
        4 => bytes.insert(at, b"\"{}[],:;\n\r\t0"[usize::from(byte) % 12]),
        _ => {
            let end = (at + usize::from(byte) % 16).min(bytes.len());
            let copy = bytes[at..end].to_vec();
            bytes.splice(at..at, copy);
        }
    }
}

/// Polygons of rings of vertices.
pub(super) struct Polygons(pub(super) Vec<Vec<Vec<[f64; 2]>>>);

impl GeozeroGeometry for Polygons {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> GeozeroResult<()> {
        processor.multipolygon_begin(self.0.len(), 0)?;
        for (part, rings) in self.0.iter().enumerate() {
            processor.polygon_begin(false, rings.len(), part)?;
            for (number, ring) in rings.iter().enumerate() {
                processor.linestring_begin(false, ring.len(), number)?;
                for (at, [x, y]) in ring.iter().enumerate() {
                    processor.xy(*x, *y, at)?;
                }
                processor.linestring_end(false, number)?;
            }
            processor.polygon_end(false, part)?;
        }
        processor.multipolygon_end(0)
    }
}

/// A square with its lower left corner there.
pub(super) fn square(x: f64, y: f64) -> Vec<[f64; 2]> {
    vec![
        [x, y],
        [x + 1.0, y],
        [x + 1.0, y + 1.0],
        [x, y + 1.0],
        [x, y],
    ]
}

/// A small file by the crate's writer: three regions with a name, a code and a share.
pub(super) fn regions_fgb(write_index: bool) -> Vec<u8> {
    let options = FgbWriterOptions {
        write_index,
        crs: FgbCrs {
            code: 4326,
            ..FgbCrs::default()
        },
        ..FgbWriterOptions::default()
    };
    let kind = GeometryType::MultiPolygon;
    let mut writer = FgbWriter::create_with_options("regions", kind, options).unwrap();
    writer.add_column("name", ColumnType::String, |_, _| {});
    writer.add_column("code", ColumnType::Long, |_, _| {});
    writer.add_column("share", ColumnType::Double, |_, _| {});
    for (number, name) in ["Açaí", "", "Óbidos"].into_iter().enumerate() {
        let x = f64::from(u8::try_from(number).unwrap()) * 2.0;
        let polygons = Polygons(vec![
            vec![square(x, 0.0)],
            vec![square(x, 5.0), square(x, 7.0)],
        ]);
        writer
            .add_feature_geom(polygons, |feature| {
                let code = ColumnValue::Long(1_100_000 + i64::try_from(number).unwrap());
                if !name.is_empty() {
                    feature
                        .property(0, "name", &ColumnValue::String(name))
                        .unwrap();
                }
                feature.property(1, "code", &code).unwrap();
                feature
                    .property(2, "share", &ColumnValue::Double(x / 4.0))
                    .unwrap();
            })
            .unwrap();
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    bytes
}

/// A file of the shared data, which lies beside the project or further up; none, with a word on it, where it is
/// missing.
pub(super) fn shared(path: &str) -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = folders
        .map(|folder| folder.join("shared/data").join(path))
        .find(|path| path.exists());
    if found.is_none() {
        tell(&format!("skipped: there is no ../shared/data/{path}"));
    }
    found
}

#[expect(clippy::print_stderr, reason = "a test that skips says so")]
pub(super) fn tell(message: &str) {
    eprintln!("{message}");
}
