//! The part of a file that was asked for in, the one that is meant out.

use std::sync::Arc;

use crate::error::Error;
use crate::issue::Place;

/// Refuses a part of a file that has none; `found` is what the file is.
pub(super) fn refuse_part(file: &Arc<str>, part: Option<&str>, found: &str) -> Result<(), Error> {
    match part {
        None => Ok(()),
        Some(part) => Err(Error::malformed(
            Place::file(file),
            format!("a file with a part `{part}`"),
            format!("{found}, which has no parts"),
        )),
    }
}

/// How many names a message lists.
const MOST_NAMES: usize = 30;

/// The number of the part that is meant: the one of that name, or the only one. `what` are the parts of a kind of
/// file, `layers`.
pub(super) fn chosen(
    file: &Arc<str>,
    part: Option<&str>,
    names: &[&str],
    what: &str,
) -> Result<usize, Error> {
    let found = match (part, names) {
        (None, [_]) => return Ok(0),
        (Some(part), _) => match names.iter().position(|name| *name == part) {
            Some(position) => return Ok(position),
            None => format!("{} but no `{part}`", listed(names, what)),
        },
        (None, _) => listed(names, what),
    };
    let expected = "one dataset, or its name after the file's: FILE#NAME";
    Err(Error::malformed(Place::file(file), expected, found))
}

fn listed(names: &[&str], what: &str) -> String {
    let more = match names.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        n_more => format!(" and {n_more} more"),
    };
    let quoted: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{}`", crate::issue::shortened(name)))
        .collect();
    match names {
        [] => format!("no {what}"),
        _ => format!("the {what} {}{more}", quoted.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_or_the_only_one() {
        let file: Arc<str> = "a.zip".into();
        let message = |part, names: &[&str]| {
            chosen(&file, part, names, "members")
                .map_or_else(|error| error.to_string(), |at| at.to_string())
        };
        assert_eq!(message(None, &["x"]), "0");
        assert_eq!(message(Some("y"), &["x", "y"]), "1");
        insta::assert_snapshot!(message(None, &["x", "y"]), @"a.zip: expected one dataset, or its name after the file's: FILE#NAME, found the members `x`, `y`");
        insta::assert_snapshot!(message(Some("z"), &["x"]), @"a.zip: expected one dataset, or its name after the file's: FILE#NAME, found the members `x` but no `z`");
        insta::assert_snapshot!(message(None, &[]), @"a.zip: expected one dataset, or its name after the file's: FILE#NAME, found no members");
        assert!(message(None, &["x"; 50]).ends_with("`x` and 20 more"));
    }
}
