//! The arguments as they were given in, the arguments with what the config that they name adds out.
//!
//! A config says what options say, in TOML: `snap-km = 2` for `--snap-km 2`. Its keys become arguments that stand before
//! those given, except where the command line says the same thing already, so that one way leads from arguments to a
//! plan and every value is judged once.

mod document;
mod line;
mod mappings;
mod names;
mod options;
mod paths;
mod text;

use std::ffi::OsString;
use std::path::Path;

use clap::{ArgMatches, Command, CommandFactory, Parser};
use schoolreach::Error;

use self::document::Document;
use self::line::Line;
use self::paths::Folder;
use self::text::ConfigText;
pub(crate) use self::text::shown;
use crate::args::Args;

/// The arguments, lengthened by those of a config. Wrong usage and calls for help end the program.
pub(crate) fn arguments(given: Vec<OsString>) -> Result<Args, Error> {
    lengthened(given).map(Args::parse_from)
}

fn lengthened(given: Vec<OsString>) -> Result<Vec<OsString>, Error> {
    let command = Args::command();
    // What is missing may stand in the config, so that nothing is judged yet.
    let lenient = command.clone().ignore_errors(true);
    match lenient.try_get_matches_from(&given) {
        Ok(matches) => match line(&command, &matches) {
            Some(line) => match line.config() {
                Some(path) => Ok(with(given, line.verb, added(path, &command, &line)?)),
                None => Ok(given),
            },
            None => Ok(given),
        },
        Err(_) => Ok(given),
    }
}

/// The command line, where its verb takes a config.
fn line<'a>(command: &'a Command, matches: &'a ArgMatches) -> Option<Line<'a>> {
    let (name, matches) = matches.subcommand()?;
    let verb = command.find_subcommand(name)?;
    takes_config(verb).then_some(Line { verb, matches })
}

fn takes_config(verb: &Command) -> bool {
    verb.get_arguments().any(|arg| arg.get_id() == "config")
}

/// Arguments with others behind the verb.
fn with(mut given: Vec<OsString>, verb: &Command, added: Vec<String>) -> Vec<OsString> {
    let mut arguments = given.iter();
    let position = arguments.position(|argument| argument == verb.get_name());
    let behind = position.map_or(given.len(), |position| position + 1);
    given.splice(behind..behind, added.into_iter().map(OsString::from));
    given
}

/// The arguments that a config adds to a command line.
fn added(path: &Path, command: &Command, line: &Line<'_>) -> Result<Vec<String>, Error> {
    let text = ConfigText::read(path)?;
    let document = Document::parse(&text, &Folder::of(path), command)?;
    Ok(line.lacking(&document))
}

#[cfg(test)]
mod tests;
