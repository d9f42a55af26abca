//! A zip archive in, the names of its members and the content of each out, under limits.

use std::cell::RefCell;
use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Error;
use crate::issue::{Place, shortened};
use crate::read::guard::guarded;
use crate::read::unpacked::{MAX_RATIO, limit};

/// The most members that an archive may have.
const MAX_MEMBERS: u64 = 1_000;

/// The most bytes that a member may have.
const MAX_BYTES: usize = 2 << 30;

/// How much is unpacked at a time.
const STEP_BYTES: u64 = 1 << 20;

/// What a file must be that begins like an archive.
const EXPECTED: &str = "a zip archive";

/// The members of an archive that are files.
pub(super) struct Members<'a> {
    file: &'a Arc<str>,
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    files: Vec<Member>,
}

struct Member {
    name: String,
    index: usize,
    is_encrypted: bool,
    n_packed: u64,
    n_claimed: u64,
}

impl<'a> Members<'a> {
    /// Reads the directory of an archive.
    pub(super) fn of(file: &'a Arc<str>, bytes: &'a [u8]) -> Result<Self, Error> {
        if claims_too_many(bytes) {
            return Err(too_many(file));
        }
        guarded(file, EXPECTED, || {
            let of_file = |error: ZipError| malformed(file, &error);
            let archive = ZipArchive::new(Cursor::new(bytes)).map_err(of_file)?;
            if archive.len() as u64 > MAX_MEMBERS {
                return Err(too_many(file));
            }
            if archive.has_duplicate_names() {
                let expected = "members with different names";
                return Err(Error::malformed(
                    Place::file(file),
                    expected,
                    "one name twice",
                ));
            }
            let members = (0..archive.len()).map(|index| member(&archive, index));
            let members = members.collect::<Result<Vec<_>, _>>().map_err(of_file)?;
            Ok(Self {
                file,
                archive: RefCell::new(archive),
                files: members.into_iter().flatten().collect(),
            })
        })
    }

    /// How many members are files.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The name of a member, its folders included.
    pub(super) fn name(&self, member: usize) -> &str {
        &self.files[member].name
    }

    /// The member whose name differs by its extension alone, in whatever case.
    pub(super) fn beside(&self, member: usize, extension: &str) -> Option<usize> {
        let stem = |name: &str| {
            name.rsplit_once('.')
                .map(|(stem, end)| (stem.to_owned(), end.to_ascii_lowercase()))
        };
        let (wanted, _) = stem(self.name(member))?;
        let is_it =
            |other: &Member| stem(&other.name) == Some((wanted.clone(), extension.to_owned()));
        self.files.iter().position(is_it)
    }

    /// Unpacks a member.
    pub(super) fn content(&self, member: usize) -> Result<Vec<u8>, Error> {
        let member = &self.files[member];
        let refused = |expected: String, found: String| {
            let found = format!("in `{}` {found}", shortened(&member.name));
            Error::malformed(Place::file(self.file), expected, found)
        };
        if member.is_encrypted {
            return Err(refused(
                "a member without a password".to_owned(),
                "an encrypted one".to_owned(),
            ));
        }
        guarded(self.file, EXPECTED, || {
            let mut archive = self.archive.borrow_mut();
            let packed = archive.by_index(member.index);
            let mut packed = packed.map_err(|error| malformed(self.file, &error))?;
            let bytes = unpacked(&mut packed, member.n_packed).map_err(|flaw| match flaw {
                Flaw::TooLarge(limit) => refused(limit, "a larger one".to_owned()),
                Flaw::Damaged(error) => refused(
                    "a member that can be unpacked".to_owned(),
                    error.to_string(),
                ),
            })?;
            if bytes.len() as u64 == member.n_claimed {
                return Ok(bytes);
            }
            Err(refused(
                format!(
                    "a member of {} bytes, as the archive says",
                    member.n_claimed
                ),
                format!("one of {}", bytes.len()),
            ))
        })
    }
}

/// A member that is a file.
fn member(archive: &ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Option<Member>, ZipError> {
    let entry = archive.by_index_data(index)?;
    if !entry.is_file() {
        return Ok(None);
    }
    Ok(Some(Member {
        name: entry.name()?.into_owned(),
        index,
        is_encrypted: entry.encrypted(),
        n_packed: entry.compressed_size(),
        n_claimed: entry.size(),
    }))
}

enum Flaw {
    /// Larger than this limit.
    TooLarge(String),
    Damaged(std::io::Error),
}

/// All bytes of a member, taken in small steps: what it claims to have is not believed.
fn unpacked(packed: &mut impl Read, n_packed: u64) -> Result<Vec<u8>, Flaw> {
    let mut bytes = Vec::new();
    loop {
        let n_read = packed
            .take(STEP_BYTES)
            .read_to_end(&mut bytes)
            .map_err(Flaw::Damaged)?;
        if n_read == 0 {
            return Ok(bytes);
        }
        if bytes.len() > MAX_BYTES {
            return Err(Flaw::TooLarge(format!(
                "a member of at most {MAX_BYTES} bytes"
            )));
        }
        if bytes.len() as u64 > limit(n_packed) {
            let limit = format!(
                "a member at most {MAX_RATIO} times larger than its {n_packed} packed bytes"
            );
            return Err(Flaw::TooLarge(limit));
        }
    }
}

/// Whether a directory of the 64-bit kind says that it has too many members: the reader makes room for all of them.
fn claims_too_many(bytes: &[u8]) -> bool {
    let number = |at: usize| {
        let bytes = bytes.get(at..)?.first_chunk()?;
        Some(u64::from_le_bytes(*bytes))
    };
    memchr::memmem::find_iter(bytes, b"PK\x06\x06").any(|at| {
        let is_one = number(at + 4).is_some_and(|size| size <= bytes.len() as u64);
        is_one
            && [24, 32]
                .iter()
                .any(|offset| number(at + offset).is_some_and(|n| n > MAX_MEMBERS))
    })
}

fn too_many(file: &Arc<str>) -> Error {
    let expected = format!("at most {MAX_MEMBERS} members");
    Error::malformed(Place::file(file), expected, "more")
}

fn malformed(file: &Arc<str>, error: &ZipError) -> Error {
    let found = match error {
        ZipError::CompressionMethodNotSupported(method) => {
            format!("a member packed by method {method}; only deflate is read")
        }
        other => format!("a damaged or unusual one: {other}"),
    };
    Error::malformed(Place::file(file), EXPECTED, found)
}
