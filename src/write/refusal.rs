//! An error of the system at bringing a file in, the same with what a person can do about it out.

use std::io;

/// Errors of Windows where another program holds a file: sharing violation, lock violation, a file mapped into memory.
const HELD_ON_WINDOWS: [i32; 3] = [32, 33, 1224];

/// The error that replacing or removing a file ended with, in words that tell where a program or a right is in the way.
pub(super) fn explained(error: io::Error) -> io::Error {
    match reason(&error, cfg!(windows)) {
        Some(reason) => io::Error::new(error.kind(), format!("{reason} ({error})")),
        None => error,
    }
}

fn reason(error: &io::Error, on_windows: bool) -> Option<&'static str> {
    let code = error.raw_os_error().filter(|_| on_windows);
    if code.is_some_and(|code| HELD_ON_WINDOWS.contains(&code)) {
        return Some(HELD);
    }
    match error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => Some(HELD),
        // Windows says the same of a file that is open in another program.
        io::ErrorKind::PermissionDenied if on_windows => Some(
            "another program holds it open, or it is write-protected; close it there and run again",
        ),
        io::ErrorKind::PermissionDenied => Some("it or its folder is write-protected"),
        _ => None,
    }
}

const HELD: &str = "another program holds it open; close it there and run again";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::error::Error;

    /// As the command tells it.
    fn told(error: io::Error) -> String {
        let error = Error::io("write", Path::new("out/schools.csv"), explained(error));
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        format!("{error}: {}", cause.unwrap_or_default())
    }

    #[test]
    fn what_is_in_the_way_is_named() {
        let kinds = [
            io::ErrorKind::ResourceBusy,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::StorageFull,
        ];
        let all: Vec<String> = kinds.map(|kind| told(kind.into())).into();
        insta::assert_snapshot!(all.join("\n"), @r"
        cannot write out/schools.csv: another program holds it open; close it there and run again (resource busy)
        cannot write out/schools.csv: it or its folder is write-protected (permission denied)
        cannot write out/schools.csv: no storage space
        ");
    }

    #[test]
    fn windows_has_numbers_of_its_own() {
        for code in HELD_ON_WINDOWS {
            let error = io::Error::from_raw_os_error(code);
            assert_eq!(reason(&error, true), Some(HELD));
        }
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let told = reason(&denied, true).unwrap_or_default();
        assert!(told.starts_with("another program holds it open, or"));
        // Elsewhere these numbers mean something else.
        assert_eq!(reason(&io::Error::from_raw_os_error(33), false), None);
    }
}
