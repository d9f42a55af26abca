//! The command: arguments in, one call of the library, talk on standard error, an exit status out.

mod args;
mod bench;
mod columns;
mod commands;
mod config;
mod hints;
mod measurement_talk;
mod near_talk;
mod picture_talk;
mod progress;
mod quality_talk;
mod talk;
#[cfg(feature = "view")]
mod view;

use std::io::Write;
use std::process::ExitCode;

/// The exit status of a run that failed; nothing was written.
const FAILED: u8 = 1;
/// The exit status of wrong usage.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let given = std::env::args_os().collect();
    match config::arguments(given).and_then(|args| commands::run(&args)) {
        Ok(code) => code,
        Err(error) => {
            tell(&error);
            ExitCode::from(if matches!(error, schoolreach::Error::Plan(_)) {
                WRONG_USAGE
            } else {
                FAILED
            })
        }
    }
}

/// Prints the chain of an error, and how to settle it. A closed standard error is no reason to fail otherwise.
fn tell(error: &schoolreach::Error) {
    let _ = write_error(&mut std::io::stderr().lock(), error);
}

fn write_error(out: &mut impl Write, error: &schoolreach::Error) -> std::io::Result<()> {
    write!(out, "error: {error}")?;
    let mut cause = std::error::Error::source(error);
    while let Some(reason) = cause {
        write!(out, ": {reason}")?;
        cause = reason.source();
    }
    writeln!(out)?;
    match hints::hint(error) {
        Some(hint) => writeln!(out, "hint: {hint}"),
        None => Ok(()),
    }
}
