//! Random draws in, pronounceable invented names out, with the accents and apostrophes of real ones.

use std::collections::HashSet;

use super::random::{Draws, Topic};
use crate::table::TextColumn;

const ONSETS: [&str; 28] = [
    "b", "d", "k", "l", "m", "n", "r", "s", "t", "v", "z", "g", "h", "p", "f", "j", "ch", "nd",
    "mb", "ny", "sh", "tr", "kw", "ç", "ñ", "š", "y", "w",
];
const VOWELS: [&str; 40] = [
    "a", "a", "a", "a", "a", "a", "e", "e", "e", "e", "e", "i", "i", "i", "i", "i", "o", "o", "o",
    "o", "o", "u", "u", "u", "u", "ai", "ai", "ou", "ia", "ei", "á", "é", "í", "ô", "ã", "ï", "ü",
    "ë", "ā", "ê",
];
const CODAS: [&str; 10] = ["", "", "", "", "", "n", "r", "l", "s", "m"];
const PREFIXES: [&str; 8] = [
    "São ", "Nova ", "N'", "Aïn ", "Saint-", "Ol ", "Côte ", "Port ",
];
const SUFFIXES: [&str; 6] = [" Norte", "-sur-Lac", " Bay", " II", "’a", " d'Aval"];

/// The share of adm2 that bear the name of another one elsewhere.
const NAMESAKE_SHARE: f64 = 0.02;

/// The names of a country and its regions.
pub(super) struct RegionNames {
    pub(super) country: String,
    pub(super) adm1: TextColumn,
    pub(super) adm2: TextColumn,
}

/// Invents the names of a country's regions: unique but for a few adm2 that have namesakes under another adm1.
pub(super) fn region_names(seed: u64, n_adm1: usize, adm1_of_adm2: &[u32]) -> RegionNames {
    let mut draws = Draws::new(seed, Topic::Names, 0);
    let mut used = HashSet::new();
    let country = unused_name(&mut draws, &mut used);
    let mut adm1 = TextColumn::new();
    for _ in 0..n_adm1 {
        adm1.push(&unused_name(&mut draws, &mut used));
    }
    let mut names: Vec<String> = adm1_of_adm2
        .iter()
        .map(|_| unused_name(&mut draws, &mut used))
        .collect();
    add_namesakes(&mut names, adm1_of_adm2, &mut draws);
    let adm2 = names.iter().map(String::as_str).collect();
    RegionNames {
        country,
        adm1,
        adm2,
    }
}

/// The three-letter code of a country that does not exist: ISO 3166 leaves XAA to XZZ to users. `K` is left out,
/// because XKX and its like stand for Kosovo in practice.
pub(super) fn iso3(seed: u64) -> String {
    const LETTERS: [&str; 18] = [
        "A", "B", "C", "D", "E", "F", "G", "H", "L", "M", "N", "P", "R", "S", "T", "U", "V", "Z",
    ];
    let mut draws = Draws::new(seed, Topic::Names, 1);
    format!("X{}{}", draws.word(&LETTERS), draws.word(&LETTERS))
}

/// Appends an invented word of some syllables, its first letter upper case.
pub(super) fn push_word(name: &mut String, n_syllables: usize, draws: &mut Draws) {
    let start = name.len();
    for _ in 0..n_syllables {
        name.push_str(draws.word(&ONSETS));
        name.push_str(draws.word(&VOWELS));
    }
    name.push_str(draws.word(&CODAS));
    if let Some(first) = name[start..].chars().next() {
        let upper: String = first.to_uppercase().collect();
        name.replace_range(start..start + first.len_utf8(), &upper);
    }
}

/// A name that was not given yet; longer where the short ones run out.
fn unused_name(draws: &mut Draws, used: &mut HashSet<String>) -> String {
    for n_tries in 0.. {
        let mut name = String::new();
        if draws.chance(0.08) {
            name.push_str(draws.word(&PREFIXES));
        }
        push_word(&mut name, 2 + draws.below(2) + n_tries / 4, draws);
        if draws.chance(0.06) {
            name.push_str(draws.word(&SUFFIXES));
        }
        if used.insert(name.clone()) {
            return name;
        }
    }
    String::new()
}

/// Gives a few adm2 the name of one under another adm1, if there is another.
fn add_namesakes(names: &mut [String], adm1_of_adm2: &[u32], draws: &mut Draws) {
    const LEAST_FOR_NAMESAKES: usize = 12;
    if names.len() < LEAST_FOR_NAMESAKES {
        return;
    }
    for row in 1..names.len() {
        let elder = draws.below(row);
        let is_chosen = draws.chance(NAMESAKE_SHARE) || row + 1 == names.len();
        if is_chosen && adm1_of_adm2[elder] != adm1_of_adm2[row] {
            let name = names[elder].clone();
            names[row] = name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_but_for_namesakes_elsewhere() {
        let adm1_of_adm2: Vec<u32> = (0..5_000).map(|adm2| adm2 / 50).collect();
        let names = region_names(3, 100, &adm1_of_adm2);
        let distinct: HashSet<&str> = names.adm2.iter().collect();
        assert!(
            (4_800..5_000).contains(&distinct.len()),
            "{}",
            distinct.len()
        );
        let within: HashSet<(u32, &str)> = adm1_of_adm2
            .iter()
            .copied()
            .zip(names.adm2.iter())
            .collect();
        assert_eq!(within.len(), 5_000, "namesakes never share an adm1");
        assert!(names.adm2.iter().any(|name| !name.is_ascii()));
        assert!(names.adm2.iter().any(|name| name.contains('\'')));
    }

    #[test]
    fn words_begin_upper_case() {
        let mut draws = Draws::new(1, Topic::Names, 2);
        for _ in 0..500 {
            let mut name = String::new();
            push_word(&mut name, 2, &mut draws);
            assert!(
                name.chars().next().is_some_and(char::is_uppercase),
                "{name}"
            );
        }
    }
}
