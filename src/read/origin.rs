//! What a person named in, its bytes out, as often as they are wanted.
//!
//! Bytes are read more than once: a look at the first ones tells the format, one at all of them the encoding, and then
//! come the rows. A file is opened again for each; what comes only once (the standard input, a pipe, the output of a
//! decompressor) is kept, a little in memory and much in a temporary file without a name.
//!
//! A compressed origin is replaced by [`Origin::kept`] of a decompressor around its [`reader`](Origin::reader), so that
//! all that follows sees the bytes inside.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Source;
use super::fingerprint::Slot;
use crate::error::Error;

/// A reader of bytes that others may be wrapped around.
pub(super) type Reader = Box<dyn Read + Send>;

/// How many bytes that come only once are kept in memory; more go to a temporary file.
const KEPT_BYTES: u64 = 64 << 20;

/// Bytes that can be read from their start as often as one likes, by one reader at a time.
#[derive(Debug)]
pub(super) struct Origin {
    /// The file, or what stands for it in messages.
    path: PathBuf,
    bytes: Bytes,
    /// Where the fingerprint of the bytes goes, if it is wanted.
    fingerprint: Option<Slot>,
}

#[derive(Debug)]
enum Bytes {
    /// In the file itself.
    File,
    /// In a temporary file.
    Temporary(File),
    /// In memory.
    Memory(Arc<[u8]>),
}

/// The first bytes of something.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) bytes: Vec<u8>,
    /// Whether these are all bytes.
    pub(super) is_whole: bool,
}

impl Origin {
    /// The bytes of a source; those of the standard input are read now.
    pub(super) fn of(source: &Source) -> Result<Self, Error> {
        let Some(path) = &source.path else {
            return Self::kept(Path::new(&*source.name), io::stdin().lock());
        };
        let failed = |cause| Error::io("read", path, cause);
        if fs::metadata(path).map_err(failed)?.is_file() {
            return Ok(Self::new(path, Bytes::File));
        }
        Self::kept(path, File::open(path).map_err(failed)?)
    }

    /// Bytes that come only once; `path` stands for them in messages.
    pub(super) fn kept(path: &Path, reader: impl Read) -> Result<Self, Error> {
        Self::kept_beyond(KEPT_BYTES, path, reader)
    }

    /// Keeps so many bytes in memory, and more in a temporary file.
    fn kept_beyond(limit: u64, path: &Path, mut reader: impl Read) -> Result<Self, Error> {
        let failed = |cause| Error::io("read", path, cause);
        let mut start = Vec::new();
        reader
            .by_ref()
            .take(limit)
            .read_to_end(&mut start)
            .map_err(failed)?;
        if (start.len() as u64) < limit {
            return Ok(Self::in_memory(path, start));
        }
        let mut file = tempfile::tempfile()
            .and_then(|mut file| file.write_all(&start).map(|()| file))
            .map_err(|cause| Error::io("keep", path, cause))?;
        io::copy(&mut reader, &mut file).map_err(failed)?;
        Ok(Self::new(path, Bytes::Temporary(file)))
    }

    /// Bytes that are in memory already; `path` stands for them in messages.
    pub(super) fn in_memory(path: &Path, bytes: Vec<u8>) -> Self {
        Self::new(path, Bytes::Memory(bytes.into()))
    }

    fn new(path: &Path, bytes: Bytes) -> Self {
        Self {
            path: path.to_owned(),
            bytes,
            fingerprint: None,
        }
    }

    /// The same bytes, whose fingerprint is taken by the first reader that comes to their end.
    pub(super) fn taking(self, fingerprint: &Slot) -> Self {
        Self {
            fingerprint: Some(fingerprint.clone()),
            ..self
        }
    }

    /// Where the fingerprint goes, if it is still to be taken.
    fn open_slot(&self) -> Option<&Slot> {
        self.fingerprint
            .as_ref()
            .filter(|slot| slot.get().is_none())
    }

    /// The file, or what stands for it in messages.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes there are.
    pub(super) fn n_bytes(&self) -> Result<u64, Error> {
        let counted = match &self.bytes {
            Bytes::File => fs::metadata(&self.path).map(|file| file.len()),
            Bytes::Temporary(file) => file.metadata().map(|file| file.len()),
            Bytes::Memory(bytes) => Ok(bytes.len() as u64),
        };
        counted.map_err(|cause| self.failed(cause))
    }

    /// Reads from the start.
    pub(super) fn reader(&self) -> Result<Reader, Error> {
        let reader = self.open().map_err(|cause| self.failed(cause))?;
        Ok(match self.open_slot() {
            Some(slot) => Box::new(slot.reader(reader)),
            None => reader,
        })
    }

    fn open(&self) -> io::Result<Reader> {
        Ok(match &self.bytes {
            Bytes::File => Box::new(File::open(&self.path)?),
            Bytes::Temporary(file) => {
                let mut file = file.try_clone()?;
                file.rewind()?;
                Box::new(file)
            }
            Bytes::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }

    /// The first bytes, at most so many.
    pub(super) fn head(&self, n_bytes: usize) -> Result<Head, Error> {
        head(self.reader()?, n_bytes).map_err(|cause| self.failed(cause))
    }

    /// All bytes.
    pub(super) fn load(&self) -> Result<Vec<u8>, Error> {
        let loaded = match &self.bytes {
            Bytes::File => fs::read(&self.path),
            Bytes::Memory(bytes) => Ok(bytes.to_vec()),
            Bytes::Temporary(_) => self.open().and_then(|mut reader| {
                let mut bytes = Vec::new();
                reader.read_to_end(&mut bytes).map(|_| bytes)
            }),
        };
        let bytes = loaded.map_err(|cause| self.failed(cause))?;
        if let Some(slot) = self.open_slot() {
            slot.take(&bytes);
        }
        Ok(bytes)
    }

    /// A failure to read these bytes as the error that it is.
    pub(super) fn failed(&self, cause: io::Error) -> Error {
        Error::io("read", &self.path, cause)
    }
}

/// The first bytes that a reader gives, at most so many.
pub(super) fn head(mut reader: impl Read, n_bytes: usize) -> io::Result<Head> {
    let mut bytes = Vec::new();
    reader
        .by_ref()
        .take(n_bytes as u64)
        .read_to_end(&mut bytes)?;
    let mut next = Vec::new();
    let is_whole = reader.take(1).read_to_end(&mut next)? == 0;
    Ok(Head { bytes, is_whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_come_once_are_read_twice() {
        for limit in [1, 5, 100] {
            let origin = Origin::kept_beyond(limit, Path::new("x"), &b"hello"[..]).unwrap();
            assert_eq!(matches!(origin.bytes, Bytes::Temporary(_)), limit <= 5);
            assert_eq!(origin.n_bytes().unwrap(), 5);
            for _ in 0..2 {
                assert_eq!(origin.load().unwrap(), b"hello");
                let head = origin.head(2).unwrap();
                assert_eq!((&*head.bytes, head.is_whole), (&b"he"[..], false));
                assert!(origin.head(5).unwrap().is_whole);
            }
        }
    }

    #[test]
    fn a_failure_names_the_file() {
        let source = Source {
            name: "s.csv".into(),
            path: Some("no/such/s.csv".into()),
            part: None,
        };
        let error = Origin::of(&source).unwrap_err().to_string();
        assert!(error.contains("no/such/s.csv"), "{error}");
    }
}
