//! A zip archive in, the one dataset that is meant out, opened as if it stood alone.
//!
//! Nothing is ever put on the disk. Members are found by their names' ends as the files of a folder are, and told by
//! content then. `members` unpacks them under limits: an archive says of itself what it likes.

mod members;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use super::origin::Origin;
use super::part::chosen;
use super::sources::is_readable;
use super::surroundings::Surroundings;
use super::{Opened, ReadOptions, open_origin};
use crate::error::Error;
use crate::issue::Place;
use members::Members;

/// Opens the member that is named, or the only one that can be read.
pub(super) fn open(
    file: &Arc<str>,
    bytes: &[u8],
    options: &ReadOptions,
    surroundings: &Surroundings<'_>,
) -> Result<Opened, Error> {
    if surroundings.is_member {
        let expected = "a dataset in an archive";
        let found = "an archive in an archive; unpack it first";
        return Err(Error::malformed(Place::file(file), expected, found));
    }
    let members = Members::of(file, bytes)?;
    let (member, part) = meant(file, &members, surroundings.part)?;
    let beside = |extension: &str| match members.beside(member, extension) {
        Some(other) => members.content(other).map(Some),
        None => Ok(None),
    };
    let surroundings = Surroundings {
        part,
        beside: &beside,
        is_member: true,
    };
    let path = Path::new(members.name(member));
    let origin = Origin::in_memory(path, members.content(member)?);
    open_origin(file, origin, options, &surroundings)
}

/// The member that is meant, and what is meant of it: of one dataset in an archive a part can be named at once.
fn meant<'a>(
    file: &Arc<str>,
    members: &Members<'_>,
    part: Option<&'a str>,
) -> Result<(usize, Option<&'a str>), Error> {
    if let Some(part) = part
        && let Some(found) = named(members, part)
    {
        return Ok(found);
    }
    let candidates = without_index(members, candidates(members))?;
    if let [one] = candidates[..] {
        return Ok((one, part));
    }
    let names: Vec<&str> = candidates
        .iter()
        .map(|index| members.name(*index))
        .collect();
    let position = chosen(file, part, &names, "members")?;
    Ok((candidates[position], None))
}

/// The member of that name, or of the name before a `#` with what follows it.
fn named<'a>(members: &Members<'_>, part: &'a str) -> Option<(usize, Option<&'a str>)> {
    (0..members.len()).find_map(|index| {
        let rest = part.strip_prefix(members.name(index))?;
        match rest.strip_prefix('#') {
            Some(inner) => Some((index, Some(inner))),
            None => rest.is_empty().then_some((index, None)),
        }
    })
}

/// The members that can be datasets: by the ends of their names, plain text only where there is nothing better, and
/// whatever stands alone.
fn candidates(members: &Members<'_>) -> Vec<usize> {
    let visible: Vec<usize> = (0..members.len())
        .filter(|index| is_visible(members.name(*index)))
        .collect();
    let of = |test: fn(&str) -> bool| -> Vec<usize> {
        visible
            .iter()
            .copied()
            .filter(|index| test(members.name(*index)))
            .collect()
    };
    let readable = of(|name| is_readable(name) && !is_note(name));
    if !readable.is_empty() {
        return readable;
    }
    let notes = of(is_note);
    if notes.is_empty() { visible } else { notes }
}

/// The candidates without a KML file that only links to the others, as KMZ of several layers have.
fn without_index(members: &Members<'_>, candidates: Vec<usize>) -> Result<Vec<usize>, Error> {
    let index = candidates
        .iter()
        .position(|member| members.name(*member) == "doc.kml");
    let Some(index) = index.filter(|_| candidates.len() > 1) else {
        return Ok(candidates);
    };
    let text = members.content(candidates[index])?;
    let has = |word: &str| memchr::memmem::find(&text, word.as_bytes()).is_some();
    let mut candidates = candidates;
    if has("<NetworkLink") && !has("<Placemark") {
        candidates.remove(index);
    }
    Ok(candidates)
}

/// Whether a name is that of a text which may be a table and may be a word to the reader.
fn is_note(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, end)| end.eq_ignore_ascii_case("txt"))
}

/// Whether a member is one of its makers' own: not the leavings of an operating system.
fn is_visible(name: &str) -> bool {
    !name
        .split('/')
        .any(|word| word.starts_with('.') || word == "__MACOSX")
}
