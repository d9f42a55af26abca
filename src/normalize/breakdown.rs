//! Schools and the names of fields in, the group of each school out.

use std::collections::BTreeMap;

use super::filter::compared;
use super::traits::{texts, trait_name};
use super::words::{id, trimmed};
use crate::error::Error;
use crate::table::{Breakdown, BreakdownField, Schools, TextColumn};

/// The most values that a field may have: with more it is no field of groups, but an id or a name.
const MOST_VALUES: usize = 1_000;

/// Groups the schools by the values of some fields. Values that differ in case, accents or white space alone are one,
/// under the spelling that comes first; `2.0` is `2`.
///
/// # Errors
/// [`Error::Plan`] for a field with more than 1,000 values.
pub fn break_down(schools: &Schools, fields: &[String]) -> Result<Breakdown, Error> {
    let blank = TextColumn::blank(schools.len());
    let coded = fields.iter().map(|field| {
        let name = trait_name(field);
        let texts = texts(schools, &name).unwrap_or(&blank);
        coded(name, texts)
    });
    let coded = coded.collect::<Result<Vec<_>, Error>>()?;
    let (fields, codes): (Vec<_>, Vec<Vec<u32>>) = coded.into_iter().unzip();
    let (groups, of_school) = grouped(schools.len(), &codes);
    Ok(Breakdown {
        fields,
        groups,
        of_school,
    })
}

/// A field with its labels, and the label of each school.
fn coded(name: String, texts: &TextColumn) -> Result<(BreakdownField, Vec<u32>), Error> {
    let values = Values::of(&name, texts)?;
    let mut n_respelled = 0;
    let codes = texts.iter().zip(&values.of_row).map(|(text, value)| {
        let label = values.spellings[*value as usize];
        n_respelled += u64::from(!label.is_empty() && cleaned(text) != label);
        values.rank[*value as usize]
    });
    let codes = codes.collect();
    let field = BreakdownField {
        name,
        labels: values.labels(),
        n_respelled,
    };
    Ok((field, codes))
}

/// The distinct values of a column, numbered as they first come up.
struct Values<'a> {
    /// The first spelling of each; blank for blank.
    spellings: Vec<&'a str>,
    /// Where each stands in the order of labels.
    rank: Vec<u32>,
    of_row: Vec<u32>,
}

impl<'a> Values<'a> {
    fn of(name: &str, texts: &'a TextColumn) -> Result<Self, Error> {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        let mut spellings: Vec<&str> = Vec::new();
        let mut of_row = Vec::with_capacity(texts.len());
        let mut of_text: BTreeMap<&str, u32> = BTreeMap::new();
        let mut last = None;
        for text in texts.iter() {
            let value = match last {
                Some((before, value)) if before == text => value,
                _ => *of_text.entry(text).or_insert_with(|| {
                    *known.entry(key(text)).or_insert_with(|| {
                        spellings.push(if key(text).is_empty() {
                            ""
                        } else {
                            cleaned(text)
                        });
                        number(spellings.len() - 1)
                    })
                }),
            };
            last = Some((text, value));
            if spellings.len() > MOST_VALUES {
                return Err(too_many(name, &spellings));
            }
            of_row.push(value);
        }
        Ok(Self {
            rank: ranks(&known),
            spellings,
            of_row,
        })
    }

    /// The labels in their order.
    fn labels(&self) -> TextColumn {
        let mut ordered: Vec<(u32, &str)> = self
            .rank
            .iter()
            .copied()
            .zip(self.spellings.iter().copied())
            .collect();
        ordered.sort_unstable();
        let label = |(_, spelling): (u32, &'a str)| match spelling {
            "" => Breakdown::BLANK,
            spelling => spelling,
        };
        ordered.into_iter().map(label).collect()
    }
}

/// Values in the order of their keys, blank last.
fn ranks(known: &BTreeMap<String, u32>) -> Vec<u32> {
    let mut ranks = vec![0; known.len()];
    let (blank, others): (Vec<_>, Vec<_>) = known.iter().partition(|(key, _)| key.is_empty());
    for ((_, value), rank) in others.into_iter().chain(blank).zip(0..) {
        ranks[*value as usize] = rank;
    }
    ranks
}

/// A value as labels spell it.
fn cleaned(text: &str) -> &str {
    id(trimmed(text))
}

/// A value as it is told from others: blank, and what is spelled as blank is labelled, as nothing.
fn key(text: &str) -> String {
    let key = compared(text);
    if key == Breakdown::BLANK {
        String::new()
    } else {
        key
    }
}

fn too_many(name: &str, spellings: &[&str]) -> Error {
    let first: Vec<String> = spellings
        .iter()
        .take(3)
        .map(|text| format!("`{text}`"))
        .collect();
    Error::Plan(format!(
        "{name} has more than {MOST_VALUES} values ({}, …); expected a field of few values to break figures down by",
        first.join(", ")
    ))
}

/// The distinct combinations of labels in their order, and that of each row.
fn grouped(n_rows: usize, codes: &[Vec<u32>]) -> (Vec<Vec<u32>>, Vec<u32>) {
    let combination = |row: usize| -> Vec<u32> { codes.iter().map(|of_row| of_row[row]).collect() };
    let mut numbers: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    for row in 0..n_rows {
        numbers.entry(combination(row)).or_default();
    }
    for (index, group) in numbers.values_mut().enumerate() {
        *group = number(index);
    }
    let of_school = (0..n_rows).map(|row| numbers[&combination(row)]).collect();
    (numbers.into_keys().collect(), of_school)
}

/// Numbers of values and groups are at most those of schools.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schools(rede: &[&str], levels: &[&str]) -> Schools {
        Schools {
            source_row: vec![2; rede.len()],
            education_level: levels.iter().copied().collect(),
            traits: vec![("rede".to_owned(), rede.iter().copied().collect())],
            ..Schools::default()
        }
    }

    #[test]
    fn spellings_of_one_value_are_one_group_under_the_first() {
        let schools = schools(
            &["Público", "PUBLICO", "", "2.0", "2", "(Blank)", "público "],
            &["b", "b", "b", "a", "B", "a", "b"],
        );
        let found =
            break_down(&schools, &["rede".to_owned(), "Education level".to_owned()]).unwrap();
        let labels: Vec<&str> = found.fields[0].labels.iter().collect();
        assert_eq!(labels, ["2", "Público", "(blank)"]);
        assert_eq!(
            (found.fields[0].n_respelled, found.fields[1].n_respelled),
            (2, 1)
        );
        assert_eq!(found.groups, [[0, 0], [0, 1], [1, 1], [2, 0], [2, 1]]);
        assert_eq!(found.of_school, [2, 2, 4, 0, 1, 3, 2]);
    }

    #[test]
    fn a_column_of_names_is_refused() {
        let names: Vec<String> = (0..=MOST_VALUES).map(|n| format!("School {n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let error = break_down(&schools(&names, &[]), &["rede".to_owned()]).unwrap_err();
        insta::assert_snapshot!(
            error,
            @"rede has more than 1000 values (`School 0`, `School 1`, `School 2`, …); expected a field of few values to break figures down by"
        );
        assert!(break_down(&schools(&names[1..], &[]), &["rede".to_owned()]).is_ok());
    }
}
