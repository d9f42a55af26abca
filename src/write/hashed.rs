//! Bytes in, the same bytes into a file, with their SHA-256.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use sha2::{Digest, Sha256};

/// A file that is hashed while it is written. Writes are gathered first.
pub(super) struct HashedFile {
    inner: BufWriter<Hashing>,
}

struct Hashing {
    file: File,
    hash: Sha256,
}

/// Bytes gathered before they are hashed and written.
const BUFFER_BYTES: usize = 1 << 18;

impl HashedFile {
    pub(super) fn new(file: File) -> Self {
        let hashing = Hashing {
            file,
            hash: Sha256::new(),
        };
        Self {
            inner: BufWriter::with_capacity(BUFFER_BYTES, hashing),
        }
    }

    /// Hands everything to the system and returns the file, which still has to be brought to the disk, and the hash in
    /// hexadecimal digits.
    pub(super) fn finish(self) -> io::Result<(File, String)> {
        let Hashing { file, hash } = self
            .inner
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        Ok((file, format!("{:x}", hash.finalize())))
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_written = self.file.write(bytes)?;
        self.hash.update(&bytes[..n_written]);
        Ok(n_written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
