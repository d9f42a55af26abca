//! The caller's word on checks in, how grave each is out.

use std::collections::BTreeMap;

use super::catalog::catalog;
use super::check::{Check, Gravity};
use crate::error::Error;

/// How grave every check is: as the table of checks says, but for those that the caller named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gravities(BTreeMap<&'static str, Gravity>);

impl Gravities {
    /// Sets how grave a check is, by its name, or all checks of an assertion (`dq_is_null_optional`). A later word
    /// beats an earlier one.
    ///
    /// ```
    /// use schoolreach::judge::{Gravities, Gravity, catalog};
    /// let mut gravities = Gravities::default();
    /// gravities.set("dq_precision", Gravity::Critical)?;
    /// let precision = catalog().iter().filter(|check| check.assertion == "dq_precision");
    /// assert!(precision.map(|check| gravities.of(check)).all(|gravity| gravity == Gravity::Critical));
    /// # Ok::<(), schoolreach::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Plan`] for a word that means no check, and for one that would let rows pass that are no rows.
    pub fn set(&mut self, word: &str, gravity: Gravity) -> Result<(), Error> {
        let meant: Vec<&Check> = catalog()
            .iter()
            .filter(|check| check.is_called(word))
            .collect();
        if meant.is_empty() {
            return Err(Error::Plan(format!(
                "there is no check `{word}`{}",
                nearest(word)
            )));
        }
        if meant.iter().any(|check| check.is_of_structure()) && gravity != Gravity::Critical {
            return Err(Error::Plan(format!(
                "rows that do not pass the check `{word}` are no rows; it is always critical"
            )));
        }
        self.0
            .extend(meant.iter().map(|check| (check.name, gravity)));
        Ok(())
    }

    /// How grave a check is.
    #[must_use]
    pub fn of(&self, check: &Check) -> Gravity {
        self.0.get(check.name).copied().unwrap_or(check.default)
    }

    /// The checks that the caller set otherwise than by default, with how grave they are.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, Gravity)> {
        self.0.iter().map(|(name, gravity)| (*name, *gravity))
    }
}

/// The checks that hold the word, or a part of it.
fn nearest(word: &str) -> String {
    let bare = word.trim_start_matches("dq_").to_ascii_lowercase();
    let holds =
        |check: &&Check| !bare.is_empty() && check.name.to_ascii_lowercase().contains(&bare);
    let names: Vec<&str> = catalog()
        .iter()
        .filter(holds)
        .map(|check| check.name)
        .take(5)
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("; there are {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_one_check_or_all_of_a_kind() {
        let mut gravities = Gravities::default();
        gravities.set("dq_duplicate", Gravity::Warning).unwrap();
        gravities
            .set("dq_duplicate-school_id_giga", Gravity::Off)
            .unwrap();
        let set: Vec<_> = gravities.changed().collect();
        assert_eq!(
            set,
            [
                ("dq_duplicate-school_id_giga", Gravity::Off),
                ("dq_duplicate-school_id_govt", Gravity::Warning)
            ]
        );
    }

    #[test]
    fn unknown_words_and_rows_that_are_none_are_refused() {
        let mut gravities = Gravities::default();
        insta::assert_snapshot!(
            gravities.set("density", Gravity::Off).unwrap_err(),
            @"there is no check `density`; there are dq_is_school_density_greater_than_5"
        );
        insta::assert_snapshot!(
            gravities.set("field_count", Gravity::Off).unwrap_err(),
            @"rows that do not pass the check `field_count` are no rows; it is always critical"
        );
    }
}
