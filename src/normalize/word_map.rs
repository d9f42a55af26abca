//! What the caller says that words mean in, the meaning of a value out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::school_aliases::{DECLARED, LEVEL, OPEN, REAL_TIME};
use super::status::Reading;
use super::words::plain;
use crate::error::Error;
use crate::table::Openness;

/// A caller's word on what a value of a column means; it goes before what the value means otherwise.
///
/// The fields and what their values may mean: `connectivity` (`connected`, `not_connected`, `unknown`),
/// `connectivity_RT` (`connected`, `unknown`: a flag that is off is no answer), `is_school_open` (`open`, `closed`,
/// `unknown`) and `education_level` (any text, which takes the value's place).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordChoice {
    /// The field whose columns hold the value.
    pub field: String,
    /// The value; case, accents and white space around and between words do not matter, and blank stands for blank.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

/// The fields whose words a caller may choose the meaning of.
pub const WORD_FIELDS: [&str; 4] = [DECLARED.name, REAL_TIME.name, OPEN.name, LEVEL.name];

const OF_STATUS: [&str; 3] = ["connected", "not_connected", "unknown"];
const OF_REAL_TIME: [&str; 2] = ["connected", "unknown"];
const OF_OPENNESS: [&str; 3] = ["open", "closed", "unknown"];

impl WordChoice {
    /// The field and the word as it is compared: choices that share both are about one word.
    #[must_use]
    pub fn compared(&self) -> (&str, String) {
        (&self.field, plain(&self.word))
    }
}

/// The meanings of words, as looked up value by value.
///
/// ```
/// use schoolreach::normalize::{WordChoice, WordMap};
/// let choice = |word: &str, meaning: &str| WordChoice {
///     field: "connectivity".to_owned(),
///     word: word.to_owned(),
///     meaning: meaning.to_owned(),
/// };
/// let mut words = WordMap::new(&[choice("Em instalação", "not_connected")])?;
/// assert!(words.add(&choice("EM INSTALACAO", "connected")).is_err());
/// # Ok::<(), schoolreach::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct WordMap {
    n_choices: usize,
    pub(super) declared: Words<Reading>,
    pub(super) real_time: Words<Reading>,
    pub(super) open: Words<Openness>,
    pub(super) level: Words<String>,
}

impl WordMap {
    /// The meanings that choices give.
    ///
    /// # Errors
    /// [`Error::Plan`] for an unknown field or meaning, and for two meanings of one word.
    pub fn new(choices: &[WordChoice]) -> Result<Self, Error> {
        let mut map = Self::default();
        choices.iter().try_for_each(|choice| map.add(choice))?;
        Ok(map)
    }

    /// Adds one choice.
    ///
    /// # Errors
    /// As [`new`](Self::new); the map is as before then.
    pub fn add(&mut self, choice: &WordChoice) -> Result<(), Error> {
        let number = self.n_choices;
        let meaning = choice.meaning.as_str();
        match choice.field.as_str() {
            field if field == DECLARED.name => {
                let meaning = one_of(choice, &OF_STATUS).map(reading)?;
                self.declared.add(choice, number, meaning)
            }
            field if field == REAL_TIME.name => {
                let meaning = one_of(choice, &OF_REAL_TIME).map(reading)?;
                self.real_time.add(choice, number, meaning)
            }
            field if field == OPEN.name => {
                let meaning = one_of(choice, &OF_OPENNESS).map(openness)?;
                self.open.add(choice, number, meaning)
            }
            field if field == LEVEL.name => {
                self.level.add(choice, number, meaning.trim().to_owned())
            }
            field => Err(Error::Plan(format!(
                "the word `{}` is given a meaning for `{field}`; expected one of the fields {}",
                choice.word,
                WORD_FIELDS.join(", ")
            ))),
        }?;
        self.n_choices += 1;
        Ok(())
    }
}

/// The words of one field: folded, each with the number of its choice, how the caller spells it and its meaning.
#[derive(Clone, Debug)]
pub(super) struct Words<T>(BTreeMap<String, Chosen<T>>);

#[derive(Clone, Debug)]
struct Chosen<T> {
    choice: usize,
    word: String,
    meaning: T,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: PartialEq> Words<T> {
    fn add(&mut self, choice: &WordChoice, number: usize, meaning: T) -> Result<(), Error> {
        match self.0.entry(plain(&choice.word)) {
            Entry::Vacant(entry) => {
                entry.insert(Chosen {
                    choice: number,
                    word: choice.word.clone(),
                    meaning,
                });
                Ok(())
            }
            Entry::Occupied(known) if known.get().meaning == meaning => Ok(()),
            Entry::Occupied(known) => Err(Error::Plan(format!(
                "the word `{}` of {} is given the meaning `{}`, but as `{}` it has another: upper and lower case, \
                 accents and spaces make no difference",
                choice.word,
                choice.field,
                choice.meaning,
                known.get().word
            ))),
        }
    }
}

impl<T> Words<T> {
    /// Whether no word has a meaning.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The meaning of a value.
    pub(super) fn meaning(&self, value: &str) -> Option<&T> {
        Some(&self.chosen(value)?.meaning)
    }

    /// The number of the choice that gives a value its meaning.
    pub(super) fn choice(&self, value: &str) -> Option<usize> {
        Some(self.chosen(value)?.choice)
    }

    fn chosen(&self, value: &str) -> Option<&Chosen<T>> {
        if self.is_empty() {
            return None;
        }
        self.0.get(&plain(value))
    }
}

/// The meaning of a choice, if it is one of some.
fn one_of<'a>(choice: &'a WordChoice, meanings: &[&str]) -> Result<&'a str, Error> {
    let meaning = choice.meaning.as_str();
    if meanings.contains(&meaning) {
        return Ok(meaning);
    }
    Err(Error::Plan(format!(
        "the word `{}` of {} is given the meaning `{meaning}`; expected {}",
        choice.word,
        choice.field,
        meanings.join(", ")
    )))
}

fn reading(meaning: &str) -> Reading {
    match meaning {
        "connected" => Reading::MappedYes,
        "not_connected" => Reading::MappedNo,
        _ => Reading::MappedUnknown,
    }
}

fn openness(meaning: &str) -> Openness {
    match meaning {
        "open" => Openness::Open,
        "closed" => Openness::Closed,
        _ => Openness::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(field: &str, word: &str, meaning: &str) -> WordChoice {
        WordChoice {
            field: field.to_owned(),
            word: word.to_owned(),
            meaning: meaning.to_owned(),
        }
    }

    #[test]
    fn words_are_compared_as_the_built_in_ones_are() {
        let words = WordMap::new(&[
            choice("connectivity", "Em  Instalação", "not_connected"),
            choice("connectivity", "", "unknown"),
        ])
        .unwrap();
        let meaning = |value| words.declared.meaning(value).copied();
        assert_eq!(meaning(" EM INSTALACAO "), Some(Reading::MappedNo));
        assert_eq!(meaning("  "), Some(Reading::MappedUnknown));
        assert_eq!(meaning("em-instalação"), None);
        assert_eq!(words.declared.choice("em instalação"), Some(0));
    }

    #[test]
    fn one_word_has_one_meaning() {
        let twice = [
            choice("connectivity", "Sim", "connected"),
            choice("connectivity", "sim", "connected"),
            choice("is_school_open", "sim", "closed"),
        ];
        assert!(
            WordMap::new(&twice).is_ok(),
            "said twice, and of another field"
        );
        let two = [
            choice("connectivity", "Sim", "connected"),
            choice("connectivity", " sim", "unknown"),
        ];
        insta::assert_snapshot!(
            WordMap::new(&two).unwrap_err(),
            @"the word ` sim` of connectivity is given the meaning `unknown`, but as `Sim` it has another: upper and lower case, accents and spaces make no difference"
        );
    }

    #[test]
    fn fields_and_meanings_must_be_known() {
        let wrong = |field, word, meaning| WordMap::new(&[choice(field, word, meaning)]);
        insta::assert_snapshot!(
            wrong("connectivity_RT", "off", "not_connected").unwrap_err(),
            @"the word `off` of connectivity_RT is given the meaning `not_connected`; expected connected, unknown"
        );
        insta::assert_snapshot!(
            wrong("latitude", "north", "90").unwrap_err(),
            @"the word `north` is given a meaning for `latitude`; expected one of the fields connectivity, connectivity_RT, is_school_open, education_level"
        );
        assert!(wrong("is_school_open", "em obras", "not_connected").is_err());
        assert!(wrong("education_level", "EM", "Secondary").is_ok());
    }
}
