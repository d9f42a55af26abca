//! Names and education levels in, which of them are the same and which are similar out.
//!
//! Names are compared in lower case, composed (Unicode NFC), with every run of white space as one space; accents and
//! punctuation stay. Two are *the same* if they are so then. They are *similar* if their ratio is above 0.70: the ratio
//! of `RapidFuzz`, 1 - d / (m + n), d the number of characters to delete and insert to make one of the other, m and n
//! their numbers of characters. No more than the first 255 characters of a name are compared. Education levels are the
//! same by the same rule; blank ones are one level.

use rapidfuzz::distance::indel;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::table::{Records, TextColumn};

/// How far apart rows may be that are near each other, in metres (Giga's).
pub const NEAR_M: f64 = 110.0;

/// With how many other names near it each name is compared at most. It bounds what a file costs that has a million
/// names at one place; real places have a few dozen.
pub const MOST_COMPARED: usize = 100;

/// The most characters of a name that are compared.
const MOST_CHARACTERS: usize = 255;

/// The names and levels of some rows, numbered.
#[derive(Clone, Debug, Default)]
pub struct ComparedNames {
    /// The distinct names as they are compared, ascending.
    words: Vec<String>,
    /// For each row the number of its name; `None` for rows that are not compared.
    pub names: Vec<Option<u32>>,
    /// For each row the number of its education level.
    pub levels: Vec<u32>,
}

impl ComparedNames {
    /// Takes the rows that are meant (`is_compared`) and have a name.
    #[must_use]
    pub fn of(records: &Records, is_compared: &[bool]) -> Self {
        let (names, levels) = (
            records.cells("school_name"),
            records.cells("education_level"),
        );
        let rows = || (0..records.len()).into_par_iter();
        let compared = |row: usize| {
            let name = names.known(row).filter(|_| is_compared[row])?;
            Some(as_compared(name)).filter(|name| !name.is_empty())
        };
        let (words, names) = numbered(&rows().map(compared).collect::<Vec<_>>());
        let level =
            |row: usize| names[row].map(|_| as_compared(levels.known(row).unwrap_or_default()));
        let (_, levels) = numbered(&rows().map(level).collect::<Vec<_>>());
        let levels = levels.into_iter().map(Option::unwrap_or_default).collect();
        Self {
            words,
            names,
            levels,
        }
    }

    /// For each row one text that is the same for the same name and level, blank for rows that are not compared.
    #[must_use]
    pub fn keys(&self) -> TextColumn {
        let mut keys = TextColumn::new();
        for (name, level) in self.names.iter().zip(&self.levels) {
            match name {
                Some(name) => keys.push(&format!("{name} {level}")),
                None => keys.push(""),
            }
        }
        keys
    }

    /// Whether two names, by their numbers, are similar.
    #[must_use]
    pub fn are_similar(&self, one: u32, other: u32) -> bool {
        similar(&self.words[one as usize], &self.words[other as usize])
    }
}

/// The distinct texts, ascending, and the number of each text among them.
fn numbered(texts: &[Option<String>]) -> (Vec<String>, Vec<Option<u32>>) {
    let mut words: Vec<&String> = texts.iter().flatten().collect();
    words.par_sort_unstable();
    words.dedup();
    let number = |text: &Option<String>| {
        let found = words.binary_search(&text.as_ref()?).ok()?;
        u32::try_from(found).ok()
    };
    let numbers = texts.par_iter().map(number).collect();
    (words.into_iter().cloned().collect(), numbers)
}

/// A name as it is compared.
fn as_compared(name: &str) -> String {
    let words = name.split_whitespace();
    let spaced = words.collect::<Vec<_>>().join(" ");
    let lower: String = if spaced.is_ascii() {
        spaced.to_ascii_lowercase()
    } else {
        spaced.nfc().flat_map(char::to_lowercase).nfc().collect()
    };
    match lower.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => lower[..end].to_owned(),
        None => lower,
    }
}

/// Whether the ratio is above 0.70, in integers: d < 0.3 (m + n).
fn similar(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return near_enough(one.len(), other.len(), |most| {
            let args = indel::Args::default().score_cutoff(most);
            indel::distance_with_args(one.bytes(), other.bytes(), &args)
        });
    }
    near_enough(one.chars().count(), other.chars().count(), |most| {
        let args = indel::Args::default().score_cutoff(most);
        indel::distance_with_args(one.chars(), other.chars(), &args)
    })
}

/// Whether fewer than 0.3 of all characters are to be changed; their numbers alone may rule it out.
fn near_enough(
    n_one: usize,
    n_other: usize,
    distance_up_to: impl Fn(usize) -> Option<usize>,
) -> bool {
    let n_all = n_one + n_other;
    let is_near = |distance: usize| 10 * distance < 3 * n_all;
    is_near(n_one.abs_diff(n_other)) && distance_up_to(3 * n_all / 10).is_some_and(is_near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ratio_must_be_above_the_threshold() {
        // 20 characters in all: six changes are a ratio of exactly 0.70, five of 0.75 (with 21 characters, 0.76).
        assert!(!similar("abcdefghij", "abcdefgxyz"));
        assert!(similar("abcdefghij", "abcdefgxyij"));
        assert!(similar("escola são joão", "escola sao joao"));
        assert!(!similar("", "abc") && !similar("abc", "xyz"));
    }

    #[test]
    fn case_composition_and_spaces_make_no_difference() {
        assert_eq!(as_compared("  ÉCOLE   Ste. Anne "), "école ste. anne");
        assert_eq!(as_compared("E\u{301}cole"), as_compared("ÉCOLE"));
        assert_ne!(as_compared("Ecole"), as_compared("École"));
        assert_eq!(
            as_compared(&"é".repeat(300)).chars().count(),
            MOST_CHARACTERS
        );
    }

    /// The longest common subsequence by the book.
    fn indel_by_the_book(one: &str, other: &str) -> usize {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        let mut longest = vec![vec![0; other.len() + 1]; one.len() + 1];
        for (i, a) in one.iter().enumerate() {
            for (j, b) in other.iter().enumerate() {
                longest[i + 1][j + 1] = if a == b {
                    longest[i][j] + 1
                } else {
                    longest[i][j + 1].max(longest[i + 1][j])
                };
            }
        }
        one.len() + other.len() - 2 * longest[one.len()][other.len()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn similar_is_what_the_definition_says(one in "[abcé ]{0,14}", other in "[abcé ]{0,14}") {
            let n_all = one.chars().count() + other.chars().count();
            let expected = 10 * indel_by_the_book(&one, &other) < 3 * n_all;
            prop_assert_eq!(similar(&one, &other), expected);
            prop_assert_eq!(similar(&other, &one), expected);
        }
    }
}
