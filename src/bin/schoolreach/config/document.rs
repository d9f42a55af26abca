//! The text of a config in, what it says out: options of all verbs and of one, columns, meanings of words.

use std::collections::BTreeMap;

use clap::Command;
use schoolreach::Error;
use schoolreach::normalize::{Choice, WordChoice};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::options::{Said, Setting, found, named, settable};
use super::paths::Folder;
use super::text::ConfigText;
use super::{mappings, names, takes_config};

/// The table of columns; the verb of that name has none of its own.
const COLUMNS: &str = "columns";
/// The table of the meanings of words.
const VALUES: &str = "values";

/// What a config says.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Options of all verbs.
    pub(super) settings: Vec<Setting>,
    /// Options of one verb.
    pub(super) of_verbs: BTreeMap<String, Vec<Setting>>,
    pub(super) columns: Vec<Choice>,
    pub(super) words: Vec<WordChoice>,
}

/// An entry of a table.
type Entry<'a, 'i> = (&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>);

impl Document {
    /// Reads a config; every key and value is judged, those that the verb at hand does not use too.
    pub(super) fn parse(
        config: &ConfigText,
        folder: &Folder,
        command: &Command,
    ) -> Result<Self, Error> {
        let table = DeTable::parse(&config.text).map_err(|error| match error.span() {
            Some(span) => config.fault(span.start, error.message()),
            None => config.fault_anywhere(error.message()),
        })?;
        let reader = Reader {
            config,
            folder,
            verbs: command
                .get_subcommands()
                .filter(|verb| takes_config(verb) && verb.get_name() != COLUMNS)
                .collect(),
        };
        let mut document = Self::default();
        for entry in entries(table.get_ref()) {
            reader.take(entry, &mut document)?;
        }
        Ok(document)
    }
}

struct Reader<'a> {
    config: &'a ConfigText,
    folder: &'a Folder,
    /// The verbs that take a config.
    verbs: Vec<&'a Command>,
}

impl Reader<'_> {
    fn take(&self, (key, value): Entry<'_, '_>, document: &mut Document) -> Result<(), Error> {
        let name = key.get_ref().as_ref();
        match name {
            COLUMNS => document.columns = mappings::columns(self.config, value)?,
            VALUES => document.words = mappings::words(self.config, value)?,
            _ => match self.verbs.iter().find(|verb| verb.get_name() == name) {
                Some(verb) => {
                    let table = table(self.config, name, value)?;
                    let settings = entries(table).map(|entry| self.setting(&[verb], entry));
                    let settings: Vec<Option<Setting>> = settings.collect::<Result<_, _>>()?;
                    let settings = settings.into_iter().flatten().collect();
                    document.of_verbs.insert(name.to_owned(), settings);
                }
                None => document
                    .settings
                    .extend(self.setting(&self.verbs, (key, value))?),
            },
        }
        Ok(())
    }

    /// What an entry says of the option that it names, which one of the verbs must have.
    fn setting(
        &self,
        verbs: &[&Command],
        (key, value): Entry<'_, '_>,
    ) -> Result<Option<Setting>, Error> {
        let name = key.get_ref();
        let Some(arg) = verbs.iter().find_map(|verb| named(verb, name)) else {
            let message = names::unknown("key", name, &known(verbs));
            return Err(self.config.fault(key.span().start, message));
        };
        let said = Said {
            config: self.config,
            folder: self.folder,
            arg,
        };
        said.setting(value)
    }
}

/// The keys that the top of a config may have, or the table of one verb.
fn known<'a>(verbs: &[&'a Command]) -> Vec<&'a str> {
    let options = verbs.iter().flat_map(|verb| settable(verb));
    let mut known: Vec<&str> = options.filter_map(clap::Arg::get_long).collect();
    if verbs.len() > 1 {
        known.extend([COLUMNS, VALUES]);
        known.extend(verbs.iter().map(|verb| verb.get_name()));
    }
    known.sort_unstable();
    known.dedup();
    known
}

/// A value that must be a table.
pub(super) fn table<'a, 'i>(
    config: &ConfigText,
    name: &str,
    value: &'a Spanned<DeValue<'i>>,
) -> Result<&'a DeTable<'i>, Error> {
    value.get_ref().as_table().ok_or_else(|| {
        let found = found(value.get_ref());
        let message = format!("key `{name}`: expected a table, found {found}");
        config.fault(value.span().start, message)
    })
}

/// The entries of a table in the order in which they stand in the config.
pub(super) fn entries<'a, 'i>(table: &'a DeTable<'i>) -> impl Iterator<Item = Entry<'a, 'i>> {
    let mut entries: Vec<Entry<'a, 'i>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter()
}
