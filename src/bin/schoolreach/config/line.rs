//! What the command line says and what a config says in, the arguments that the config adds out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use schoolreach::normalize::{Choice, WordChoice};

use super::document::Document;
use super::options::{Setting, named};

/// The verb whose results the folder at the top of a config is for; other verbs would replace them.
const RUN: &str = "run";
/// Options of which one settles what another says of the same check.
const GRAVITIES: [&str; 3] = ["warn-on", "fail-on", "skip-check"];

/// What the command line says.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) verb: &'a Command,
    pub(super) matches: &'a ArgMatches,
}

impl Line<'_> {
    /// The config that it names.
    pub(super) fn config(&self) -> Option<&Path> {
        self.matches
            .get_one::<PathBuf>("config")
            .map(PathBuf::as_path)
    }

    /// The arguments of a config that say what it does not say.
    pub(super) fn lacking(&self, document: &Document) -> Vec<String> {
        let settings = self.settings(document).into_iter();
        let mut arguments: Vec<String> = settings.flat_map(|setting| setting.arguments()).collect();
        arguments.extend(self.columns(document));
        arguments.extend(self.words(document));
        arguments
    }

    /// Whether it says what an option says: by the option, by another of which only one may be said, or by files that
    /// stand without an option.
    fn says(&self, arg: &Arg) -> bool {
        let is_rival = |group: &&clap::ArgGroup| {
            !(*group).clone().is_multiple() && group.get_args().any(|id| id == arg.get_id())
        };
        let rivals = self.verb.get_groups().filter(is_rival);
        let mut rivals = rivals.flat_map(clap::ArgGroup::get_args);
        let mut files = self.verb.get_positionals();
        self.is_given(arg.get_id().as_str())
            || rivals.any(|id| self.is_given(id.as_str()))
            || (arg.get_long() == Some("schools")
                && files.any(|files| self.is_given(files.get_id().as_str())))
    }

    fn is_given(&self, id: &str) -> bool {
        self.matches.value_source(id) == Some(ValueSource::CommandLine)
    }

    fn all<T: Clone + Send + Sync + 'static>(&self, id: &str) -> Vec<T> {
        let given = self.matches.get_many::<T>(id);
        given.into_iter().flatten().cloned().collect()
    }

    /// The settings of its verb that it does not say itself.
    fn settings(&self, document: &Document) -> Vec<Setting> {
        let name = self.verb.get_name();
        let is_shared = |setting: &&Setting| name == RUN || setting.key != "out";
        let shared = document.settings.iter().filter(is_shared);
        let own = document.of_verbs.get(name).into_iter().flatten();
        let settings: BTreeMap<&str, &Setting> = shared
            .chain(own)
            .map(|setting| (setting.key.as_str(), setting))
            .collect();
        let is_open =
            |setting: &&Setting| named(self.verb, &setting.key).is_some_and(|arg| !self.says(arg));
        let open = settings.into_values().filter(is_open).cloned();
        open.map(|setting| self.without_settled(setting)).collect()
    }

    /// A setting of how grave checks are without those of which the command line says it.
    fn without_settled(&self, mut setting: Setting) -> Setting {
        if GRAVITIES.contains(&setting.key.as_str()) {
            let options = GRAVITIES.iter().filter_map(|key| named(self.verb, key));
            let given = options.flat_map(|arg| self.all::<String>(arg.get_id().as_str()));
            let settled: BTreeSet<String> = given.collect();
            setting.values.retain(|check| !settled.contains(check));
        }
        setting
    }

    /// The columns for fields that it names none for, of the kinds that its verb knows.
    fn columns(&self, document: &Document) -> Vec<String> {
        let given: Vec<Choice> = self.all("columns");
        let is_near = named(self.verb, "points").is_some();
        let is_known = |choice: &&Choice| match choice.kind.as_str() {
            "schools" => true,
            "points" => is_near,
            _ => !is_near,
        };
        let is_open = |choice: &&Choice| {
            let mut given = given.iter();
            !given.any(|given| given.kind == choice.kind && given.field == choice.field)
        };
        let open = document.columns.iter().filter(is_known).filter(is_open);
        open.map(|choice| {
            format!(
                "--column={}.{}={}",
                choice.kind, choice.field, choice.column
            )
        })
        .collect()
    }

    /// The meanings of words that it gives none.
    fn words(&self, document: &Document) -> Vec<String> {
        let given: Vec<WordChoice> = self.all("words");
        let known: BTreeSet<(&str, String)> = given.iter().map(WordChoice::compared).collect();
        let is_open = |choice: &&WordChoice| !known.contains(&choice.compared());
        let open = document.words.iter().filter(is_open);
        open.map(|choice| {
            format!(
                "--value={}.{}={}",
                choice.field, choice.word, choice.meaning
            )
        })
        .collect()
    }
}
