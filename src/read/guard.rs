//! Work that a foreign parser does on a file in, its result out, a panic in it as an error.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::error::Error;
use crate::issue::Place;

/// Does the work; where it panics the file is one that the parser cannot bear.
pub(super) fn guarded<T>(
    file: &Arc<str>,
    what: &str,
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let caught = catch_unwind(AssertUnwindSafe(work));
    caught.unwrap_or_else(|_| {
        let found = "damage that its reader cannot bear";
        Err(Error::malformed(Place::file(file), what, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let file: Arc<str> = "a.zip".into();
        let error = guarded::<()>(&file, "a zip archive", || panic!("on purpose")).unwrap_err();
        insta::assert_snapshot!(error, @"a.zip: expected a zip archive, found damage that its reader cannot bear");
    }
}
