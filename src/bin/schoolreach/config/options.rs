//! A key of a config and its value in, the option of that name with the values that a command line would give it out.

use std::any::TypeId;
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, Command};
use schoolreach::Error;
use toml::Spanned;
use toml::de::DeValue;

use super::paths::Folder;
use super::text::{ConfigText, quoted};

/// Options that have no place in a config, or stand there as tables.
const LEFT_OUT: [&str; 4] = ["config", "column", "value", "list-checks"];

/// An option and its values, none for a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) key: String,
    pub(super) values: Vec<String>,
    is_flag: bool,
}

impl Setting {
    /// The arguments that say the same.
    pub(super) fn arguments(&self) -> Vec<String> {
        if self.is_flag {
            return vec![format!("--{}", self.key)];
        }
        let values = self.values.iter();
        values
            .map(|value| format!("--{}={value}", self.key))
            .collect()
    }
}

/// The options of a verb that a config may set.
pub(super) fn settable(verb: &Command) -> impl Iterator<Item = &Arg> {
    let is_settable = |arg: &&Arg| arg.get_long().is_some_and(|long| !LEFT_OUT.contains(&long));
    verb.get_arguments().filter(is_settable)
}

/// The option of a name.
pub(super) fn named<'a>(verb: &'a Command, key: &str) -> Option<&'a Arg> {
    settable(verb).find(|arg| arg.get_long() == Some(key))
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Flag,
    Number,
    Whole,
    Text,
    /// Text, or a whole number that stands for it.
    Word,
    Path,
    Pattern,
    Region,
}

impl Kind {
    fn of(arg: &Arg) -> Self {
        let parser = arg.get_value_parser();
        let is = |types: &[TypeId]| types.iter().any(|known| parser.type_id() == *known);
        match arg.get_long() {
            Some("schools" | "points" | "measurements" | "id-map" | "tallies") => Self::Pattern,
            Some("regions") => Self::Region,
            Some("sheet" | "below") => Self::Word,
            _ if matches!(arg.get_action(), ArgAction::SetTrue) => Self::Flag,
            _ if is(&[TypeId::of::<PathBuf>()]) => Self::Path,
            _ if is(&[TypeId::of::<f64>()]) => Self::Number,
            _ if is(&[
                TypeId::of::<u16>(),
                TypeId::of::<u32>(),
                TypeId::of::<u64>(),
            ]) =>
            {
                Self::Whole
            }
            _ if has_numeric_word(parser) => Self::Word,
            _ => Self::Text,
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::Number => "a number",
            Self::Whole => "a whole number",
            Self::Word => "text or a whole number",
            Self::Text | Self::Path | Self::Pattern | Self::Region => "text",
        }
    }
}

/// Whether one of the words that an option takes is a number, as in `decimals = 7`.
fn has_numeric_word(parser: &ValueParser) -> bool {
    let words = parser.possible_values();
    words
        .into_iter()
        .flatten()
        .any(|word| word.get_name().parse::<u64>().is_ok())
}

/// What a config says of one option.
pub(super) struct Said<'a> {
    pub(super) config: &'a ConfigText,
    pub(super) folder: &'a Folder,
    pub(super) arg: &'a Arg,
}

impl Said<'_> {
    /// The option with its values; nothing where a flag is left off.
    pub(super) fn setting(&self, value: &Spanned<DeValue<'_>>) -> Result<Option<Setting>, Error> {
        let kind = Kind::of(self.arg);
        let values = match (kind, value.get_ref()) {
            (Kind::Flag, DeValue::Boolean(false)) => return Ok(None),
            (Kind::Flag, DeValue::Boolean(true)) => Vec::new(),
            (Kind::Flag, _) => return Err(self.wrong_type(kind, value)),
            (_, DeValue::Array(several)) if matches!(self.arg.get_action(), ArgAction::Append) => {
                let values = several.iter().map(|value| self.value(kind, value));
                values.collect::<Result<_, _>>()?
            }
            _ => vec![self.value(kind, value)?],
        };
        Ok(Some(Setting {
            key: self.key().to_owned(),
            values,
            is_flag: kind == Kind::Flag,
        }))
    }

    fn key(&self) -> &str {
        self.arg.get_long().unwrap_or_default()
    }

    fn value(&self, kind: Kind, value: &Spanned<DeValue<'_>>) -> Result<String, Error> {
        let text = match (kind, value.get_ref()) {
            (Kind::Number | Kind::Whole | Kind::Word, DeValue::Integer(whole)) => whole.to_string(),
            (Kind::Number, DeValue::Float(number)) => number.as_str().to_owned(),
            (Kind::Number | Kind::Whole | Kind::Flag, _) => {
                return Err(self.wrong_type(kind, value));
            }
            (_, DeValue::String(text)) => text.clone().into_owned(),
            _ => return Err(self.wrong_type(kind, value)),
        };
        accepted(self.arg, &text).map_err(|reason| {
            let key = self.key();
            self.config
                .fault(value.span().start, format!("key `{key}`: {reason}"))
        })?;
        match kind {
            Kind::Path => self.folder.path(&text),
            Kind::Pattern => self.folder.pattern(&text),
            Kind::Region => self.folder.region(&text),
            _ => Ok(text),
        }
    }

    fn wrong_type(&self, kind: Kind, value: &Spanned<DeValue<'_>>) -> Error {
        let several = match self.arg.get_action() {
            ArgAction::Append => " or an array of it",
            _ => "",
        };
        let (key, expected, found) = (self.key(), kind.expected(), found(value.get_ref()));
        self.config.fault(
            value.span().start,
            format!("key `{key}`: expected {expected}{several}, found {found}"),
        )
    }
}

/// A value of a config in words.
pub(super) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {}", quoted(text)),
        DeValue::Integer(number) => format!("the whole number {}", quoted(&number.to_string())),
        DeValue::Float(number) => format!("the number {}", quoted(number.as_str())),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(_) => "a date or time".to_owned(),
        DeValue::Array(_) => "an array".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Whether the command line would take a value for an option; else what it expects.
fn accepted(arg: &Arg, value: &str) -> Result<(), String> {
    let alone = Command::new("config")
        .no_binary_name(true)
        .disable_help_flag(true)
        .arg(arg.clone().required(false).short(None));
    let given = format!("--{}={value}", arg.get_long().unwrap_or_default());
    match alone.try_get_matches_from([given]) {
        Ok(_) => Ok(()),
        Err(error) => Err(reason(&error, value)),
    }
}

/// Why a value is not taken.
fn reason(error: &clap::Error, value: &str) -> String {
    if value.is_empty() {
        return "expected some text, found none".to_owned();
    }
    let found = quoted(value);
    if let Some(ContextValue::Strings(words)) = error.get(ContextKind::ValidValue)
        && !words.is_empty()
    {
        return format!("expected one of {}; found {found}", words.join(", "));
    }
    match std::error::Error::source(error) {
        Some(cause) => format!("{cause}; found {found}"),
        None => format!("expected another value, found {found}"),
    }
}
