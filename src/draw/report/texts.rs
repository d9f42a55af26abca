//! A language in, its texts out: `texts/` has a file for each, and all of them the same keys.

use std::collections::BTreeMap;

use serde::Serialize;

use super::language::Language;

/// The texts of a language, by key. `{name}` in a text stands for a value.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Texts(BTreeMap<String, String>);

impl Texts {
    pub(super) fn of(language: Language) -> Self {
        let json = match language {
            Language::English => include_str!("texts/en.json"),
            Language::French => include_str!("texts/fr.json"),
            Language::Spanish => include_str!("texts/es.json"),
            Language::Portuguese => include_str!("texts/pt.json"),
        };
        Self(serde_json::from_str(json).expect("the files of texts are objects of strings"))
    }

    /// The text of a key; the key itself where there is none, which a test excludes.
    pub(super) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The text of a key with values in it.
    pub(super) fn with(&self, key: &str, values: &[(&str, String)]) -> String {
        let text = self.get(key).to_owned();
        values.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::report::style::SCRIPT;

    /// The values that a text asks for.
    fn asked(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn all_languages_have_the_same_keys_and_ask_for_the_same_values() {
        let english = Texts::of(Language::English).0;
        for language in Language::ALL {
            let texts = Texts::of(language).0;
            assert!(texts.keys().eq(english.keys()), "{}", language.code());
            for (key, text) in &texts {
                assert_eq!(
                    asked(text),
                    asked(&english[key]),
                    "{}: {key}",
                    language.code()
                );
                assert!(!text.trim().is_empty(), "{}: {key}", language.code());
            }
        }
    }

    #[test]
    fn every_key_that_template_and_script_name_is_there() {
        let texts = Texts::of(Language::English).0;
        let template = include_str!("report.html").split("{{text:").skip(1);
        let in_template = template.filter_map(|rest| Some(rest.split_once("}}")?.0));
        let script = SCRIPT.split("text(\"").skip(1);
        let in_script = script.filter_map(|rest| Some(rest.split_once('"')?.0));
        for key in in_template.chain(in_script) {
            let is_there = texts.contains_key(key)
                || (key.ends_with('_') && texts.keys().any(|known| known.starts_with(key)));
            assert!(is_there, "{key}");
        }
    }

    #[test]
    fn values_fill_texts() {
        let texts = Texts::of(Language::English);
        let values = [("page", "2".to_owned()), ("pages", "{page}".to_owned())];
        assert_eq!(texts.with("table_page", &values), "Page 2 of {page}");
        assert_eq!(texts.get("no such key"), "no such key");
    }
}
