//! A reader in, the same bytes out, with their number and SHA-256 left behind once the last of them has come.
//!
//! Files are read more than once, and the first reader that comes to the end takes the fingerprint: no pass is made for
//! it alone, and nothing is held.

use std::io::{self, Read};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

/// How many bytes a file has, and their SHA-256 in hexadecimal digits, as `sha256sum` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Its bytes.
    pub n_bytes: u64,
    /// Their SHA-256.
    pub sha256: String,
}

/// The fingerprints of a file and of those beside it that belong to it, all as they are on the disk: of a compressed
/// file or an archive the bytes outside, not those inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprints {
    /// That of the file.
    pub file: Fingerprint,
    /// The names of the files beside it that were read, with theirs: those of a Shapefile.
    pub beside: Vec<(String, Fingerprint)>,
}

impl Fingerprint {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.len() as u64, Sha256::new_with_prefix(bytes))
    }

    fn new(n_bytes: u64, hash: Sha256) -> Self {
        Self {
            n_bytes,
            sha256: format!("{:x}", hash.finalize()),
        }
    }
}

/// The place of a fingerprint that is taken sooner or later.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot(Arc<OnceLock<Fingerprint>>);

impl Slot {
    pub(crate) fn get(&self) -> Option<&Fingerprint> {
        self.0.get()
    }

    /// Takes the fingerprint of all bytes, unless it was taken.
    pub(super) fn take(&self, bytes: &[u8]) {
        self.0.get_or_init(|| Fingerprint::of(bytes));
    }

    /// A reader of the same bytes from their start, which takes their fingerprint when it comes to their end.
    pub(crate) fn reader<R: Read>(&self, inner: R) -> Taking<R> {
        Taking {
            inner,
            n_bytes: 0,
            hash: Sha256::new(),
            slot: self.clone(),
        }
    }
}

/// A reader that takes the fingerprint of what it reads.
pub(crate) struct Taking<R> {
    inner: R,
    n_bytes: u64,
    hash: Sha256,
    slot: Slot,
}

impl<R: Read> Read for Taking<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(buffer)?;
        if n_read == 0 && !buffer.is_empty() {
            let taken = || Fingerprint::new(self.n_bytes, self.hash.clone());
            self.slot.0.get_or_init(taken);
        }
        self.n_bytes += n_read as u64;
        self.hash.update(&buffer[..n_read]);
        Ok(n_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_taken_at_the_end_and_once() {
        let slot = Slot::default();
        let mut reader = slot.reader(&b"abc"[..]);
        let mut two = [0; 2];
        reader.read_exact(&mut two).unwrap();
        assert_eq!(reader.read(&mut []).unwrap(), 0);
        assert!(slot.get().is_none());
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        let taken = slot.get().unwrap().clone();
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((taken.n_bytes, taken.sha256.as_str()), (3, expected));
        assert_eq!(taken, Fingerprint::of(b"abc"));
        slot.take(b"other");
        assert_eq!(slot.get(), Some(&taken));
    }
}
