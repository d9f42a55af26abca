//! The bytes of a compressed file in, the bytes inside out.
//!
//! Told by the first bytes, as formats are. A file may have several members one after the other, as parallel
//! compressors and `cat` make them. One that is cut off is an error, unless it is cut between two members. What comes
//! out is kept as a pipe's bytes are, a little in memory, and may not be out of proportion to what went in.

#[cfg(test)]
mod tests;

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;

use super::origin::Origin;
use super::unpacked::{MAX_RATIO, limit};
use crate::error::Error;
use crate::issue::Place;

/// A way to compress one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstandard,
}

impl Compression {
    fn of(origin: &Origin) -> Result<Option<Self>, Error> {
        Ok(match *origin.head(4)?.bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd] => Some(Self::Zstandard),
            _ => None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
        }
    }

    fn unpack(self, file: &Arc<str>, origin: &Origin) -> Result<Origin, Error> {
        match self {
            Self::Gzip => self.kept(file, origin, MultiGzDecoder::new(origin.reader()?)),
            Self::Zstandard => Self::unpack_zstandard(file, origin),
        }
    }

    #[cfg(feature = "zstd")]
    fn unpack_zstandard(file: &Arc<str>, origin: &Origin) -> Result<Origin, Error> {
        let decoder = ::zstd::Decoder::new(origin.reader()?);
        let decoder = decoder.map_err(|cause| origin.failed(cause))?;
        Self::Zstandard.kept(file, origin, decoder)
    }

    #[cfg(not(feature = "zstd"))]
    fn unpack_zstandard(file: &Arc<str>, _origin: &Origin) -> Result<Origin, Error> {
        Err(super::content::missing_feature(
            file,
            "a Zstandard file",
            "zstd",
        ))
    }

    /// What a decoder gives, kept to be read as often as it is wanted.
    fn kept(self, file: &Arc<str>, origin: &Origin, decoder: impl Read) -> Result<Origin, Error> {
        let n_packed = origin.n_bytes()?;
        let limited = Limited {
            decoder,
            n_left: limit(n_packed),
        };
        Origin::kept(origin.path(), limited).map_err(|error| match error {
            Error::Io { source, .. } if is_of_decoder(&source) => {
                let [expected, found] = self.flaw(&source, n_packed);
                Error::malformed(Place::file(file), expected, found)
            }
            other => other,
        })
    }

    /// What a file should have been, and what it is.
    fn flaw(self, cause: &io::Error, n_packed: u64) -> [String; 2] {
        let name = self.name();
        let whole = format!("a whole {name} file");
        match cause.kind() {
            ErrorKind::FileTooLarge => [
                format!(
                    "a {name} file at most {MAX_RATIO} times larger inside than its {n_packed} bytes"
                ),
                "a larger one; unpack it first".to_owned(),
            ],
            ErrorKind::UnexpectedEof => [whole, "one that is cut off".to_owned()],
            _ => [whole, format!("damaged bytes: {cause}")],
        }
    }
}

/// The bytes inside, where an origin is compressed; else the origin as it is.
pub(super) fn inside(file: &Arc<str>, origin: Origin, is_member: bool) -> Result<Origin, Error> {
    let Some(outer) = Compression::of(&origin)? else {
        return Ok(origin);
    };
    let packed_again = |inner: Compression, outer: &str| {
        let found = format!("a {} file in {outer}; unpack it first", inner.name());
        Error::malformed(Place::file(file), "a file that is packed once", found)
    };
    if is_member {
        return Err(packed_again(outer, "an archive"));
    }
    let unpacked = outer.unpack(file, &origin)?;
    match Compression::of(&unpacked)? {
        Some(inner) => Err(packed_again(inner, &format!("a {} file", outer.name()))),
        None => Ok(unpacked),
    }
}

/// Whether a failure is one of the decoder and not of the system.
fn is_of_decoder(cause: &io::Error) -> bool {
    cause.raw_os_error().is_none()
}

/// What a decoder gives, and a failure where it is too much.
struct Limited<R> {
    decoder: R,
    n_left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.decoder.read(buffer)?;
        let n_left = self.n_left.checked_sub(n_read as u64);
        self.n_left = n_left.ok_or(ErrorKind::FileTooLarge)?;
        Ok(n_read)
    }
}
