//! Numbers and texts in, bytes of a file of ours out; and back, from bytes that anyone may have changed.
//!
//! Numbers are little-endian, texts are UTF-8 behind their length. A SHA-256 of all bytes before it closes a file. What
//! is read is checked where it is read, and no room is made for more than has come.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Why bytes cannot be taken for what they should be.
#[derive(Debug)]
pub(crate) enum Flaw {
    /// The system refused to read on.
    Io(io::Error),
    /// What the file should hold, and what it holds instead.
    Malformed(String, String),
}

impl Flaw {
    pub(crate) fn malformed(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Malformed(expected.into(), found.into())
    }
}

/// The SHA-256 that closes a file.
type Sum = [u8; 32];

/// Bytes on their way out.
pub(crate) struct BytesOut<'a> {
    out: &'a mut dyn Write,
    hash: Sha256,
}

impl<'a> BytesOut<'a> {
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        let hash = Sha256::new();
        Self { out, hash }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.out.write_all(bytes)
    }

    /// Bytes behind their number.
    pub(crate) fn counted(&mut self, bytes: &[u8]) -> io::Result<()> {
        let n_bytes = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.bytes(&n_bytes.to_le_bytes())?;
        self.bytes(bytes)
    }

    pub(crate) fn u64(&mut self, number: u64) -> io::Result<()> {
        self.bytes(&number.to_le_bytes())
    }

    /// Closes the file with the sum of all its bytes.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.out.write_all(&self.hash.finalize())?;
        self.out.flush()
    }
}

/// Bytes on their way in.
pub(crate) struct BytesIn<'a> {
    input: &'a mut dyn Read,
    hash: Sha256,
}

impl<'a> BytesIn<'a> {
    pub(crate) fn new(input: &'a mut dyn Read) -> Self {
        let hash = Sha256::new();
        Self { input, hash }
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let bytes = self.unsummed()?;
        self.hash.update(bytes);
        Ok(bytes)
    }

    fn unsummed<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes).map_err(cut)?;
        Ok(bytes)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Flaw> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Flaw> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Flaw> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Flaw> {
        self.array().map(u64::from_le_bytes)
    }

    /// Bytes behind their number, which is not believed before they have come.
    pub(crate) fn counted(&mut self, most: u32) -> Result<Vec<u8>, Flaw> {
        let n_bytes = self.u32()?;
        if n_bytes > most {
            let expected = format!("at most {most} bytes of one kind");
            return Err(Flaw::malformed(expected, format!("{n_bytes}")));
        }
        let mut bytes = Vec::new();
        let mut input = (&mut *self.input).take(n_bytes.into());
        let n_read = input.read_to_end(&mut bytes).map_err(Flaw::Io)?;
        if n_read < n_bytes as usize {
            return Err(cut(io::ErrorKind::UnexpectedEof.into()));
        }
        self.hash.update(&bytes);
        Ok(bytes)
    }

    pub(crate) fn text(&mut self, most: u32) -> Result<String, Flaw> {
        let bytes = self.counted(most)?;
        String::from_utf8(bytes).map_err(|error| Flaw::malformed("UTF-8", error.to_string()))
    }

    /// Holds the sum of all bytes to the one that closes the file, and makes sure that nothing follows.
    pub(crate) fn finish(mut self) -> Result<(), Flaw> {
        let sum: Sum = self.unsummed()?;
        if sum[..] != self.hash.finalize()[..] {
            let found = "another one: the file was changed or damaged";
            return Err(Flaw::malformed("the checksum of its bytes", found));
        }
        match self.input.read(&mut [0]).map_err(Flaw::Io)? {
            0 => Ok(()),
            _ => Err(Flaw::malformed("the end of the file", "more bytes")),
        }
    }
}

/// A file that ends early is cut; other failures are the system's.
fn cut(error: io::Error) -> Flaw {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Flaw::malformed("more bytes", "the end of the file"),
        _ => Flaw::Io(error),
    }
}
