//! Filters and schools in, the schools that do not pass them out.

use std::collections::BTreeMap;
use std::fmt;

use super::merge::drop_rows;
use super::readings::Readings;
use super::traits::{texts, trait_name};
use super::words::{id, plain};
use crate::error::Error;
use crate::table::Schools;

/// Only schools whose field has one of some values, or none of them.
///
/// Values are compared without regard to case, accents and white space around and between words; `2.0` is `2`, and a
/// blank value stands for a blank field.
///
/// ```
/// use schoolreach::normalize::Filter;
/// let filter = Filter::parse(r#"education_level="Primary, Secondary",secondary"#)?;
/// assert_eq!(filter.values, ["Primary, Secondary", "secondary"]);
/// assert!(Filter::parse("school_funding_type!=private")?.is_excluding);
/// # Ok::<(), schoolreach::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The field, or another column by its header.
    pub field: String,
    /// The values.
    pub values: Vec<String>,
    /// Whether schools with one of the values are those that go.
    pub is_excluding: bool,
}

impl Filter {
    /// Reads `FIELD=VALUE,VALUE` or `FIELD!=VALUE,VALUE`; a value with a comma stands in double quotes.
    ///
    /// # Errors
    /// [`Error::Plan`] with what was expected.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let malformed = |found: &str| {
            Error::Plan(format!(
                "expected FIELD=VALUE,… or FIELD!=VALUE,…, found {found} in `{text}`"
            ))
        };
        let (left, right) = text
            .split_once('=')
            .ok_or_else(|| malformed("no equals sign"))?;
        let field = left.strip_suffix('!').unwrap_or(left).trim();
        if field.is_empty() {
            return Err(malformed("no field"));
        }
        Ok(Self {
            field: trait_name(field),
            values: listed(right).ok_or_else(|| malformed("an open quote, or text behind one"))?,
            is_excluding: left.ends_with('!'),
        })
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_excluding { "!=" } else { "=" };
        let values: Vec<String> = self.values.iter().map(|value| quoted(value)).collect();
        write!(f, "{}{sign}{}", self.field, values.join(","))
    }
}

/// A value as a list takes it.
fn quoted(value: &str) -> String {
    if value.contains(',') || value.starts_with('"') {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// The values of a list; `None` where its quotes do not match.
fn listed(text: &str) -> Option<Vec<String>> {
    let (mut values, mut rest) = (Vec::new(), text);
    loop {
        let (value, after) = first_of(rest)?;
        values.push(value);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return after.is_empty().then_some(values),
        }
    }
}

/// The first value of a list, and what follows it.
fn first_of(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.trim_start().strip_prefix('"') else {
        let end = text.find(',').unwrap_or(text.len());
        return Some((text[..end].trim().to_owned(), &text[end..]));
    };
    let mut value = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        value.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None => return Some((value, after.trim_start())),
        }
    }
}

/// The schools that do not pass all filters, in their order.
///
/// # Errors
/// [`Error::Plan`] for a value that no school has, and where no school is left.
pub fn excluded(schools: &Schools, filters: &[Filter]) -> Result<Vec<u32>, Error> {
    let mut passes = vec![true; schools.len()];
    for filter in filters {
        apply(filter, schools, &mut passes)?;
    }
    if !passes.is_empty() && !passes.contains(&true) {
        let filters: Vec<String> = filters.iter().map(|f| format!("`{f}`")).collect();
        let message = format!("no school passes the filters {}", filters.join(" and "));
        return Err(Error::Plan(message));
    }
    let rows = (0..).zip(passes);
    Ok(rows
        .filter_map(|(row, passes)| (!passes).then_some(row))
        .collect())
}

fn apply(filter: &Filter, schools: &Schools, passes: &mut [bool]) -> Result<(), Error> {
    let Some(texts) = texts(schools, &filter.field) else {
        return Ok(());
    };
    let values = filter.values.iter().map(|value| compared(value));
    let wanted: BTreeMap<String, usize> = values.zip(0..).collect();
    let mut readings = Readings::new(|text| wanted.get(&compared(text)).copied());
    for (passes, text) in passes.iter_mut().zip(texts.iter()) {
        *passes &= readings.of(text).is_some() != filter.is_excluding;
    }
    let found: Vec<(&str, Option<usize>, u64)> = readings.counts().collect();
    let is_met = |number: &usize| found.iter().any(|(_, of, _)| *of == Some(*number));
    match wanted.values().find(|number| !is_met(number)) {
        Some(number) if !schools.is_empty() => {
            Err(unmet(&filter.field, &filter.values[*number], &found))
        }
        _ => Ok(()),
    }
}

/// A value as it is compared.
pub(super) fn compared(value: &str) -> String {
    plain(id(value))
}

/// How many values an error lists.
const MOST_LISTED: usize = 20;

fn unmet(field: &str, value: &str, found: &[(&str, Option<usize>, u64)]) -> Error {
    let mut values: Vec<(&str, u64)> = found
        .iter()
        .map(|(text, _, times)| (*text, *times))
        .collect();
    values.sort_by_key(|(text, times)| (std::cmp::Reverse(*times), *text));
    let shown = |text: &str| match text {
        "" => "blank".to_owned(),
        text => format!("`{text}`"),
    };
    let listed: Vec<String> = values
        .iter()
        .take(MOST_LISTED)
        .map(|(text, times)| format!("{} ({times})", shown(text)))
        .collect();
    let more = match values.len().saturating_sub(MOST_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Error::Plan(format!(
        "no school has {} as {field}; the values there are, with their schools: {}{more}",
        shown(value.trim()),
        listed.join(", ")
    ))
}

/// Takes schools out of the table; `rows` in their order.
pub fn exclude(schools: &mut Schools, rows: &[u32]) {
    if rows.is_empty() {
        return;
    }
    let rows: Vec<usize> = rows.iter().map(|row| *row as usize).collect();
    drop_rows(schools, &rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schools() -> Schools {
        let texts = |texts: [&str; 5]| texts.into_iter().collect();
        Schools {
            source_row: vec![2, 3, 4, 5, 6],
            education_level: texts(["Primary", "primária", "PRIMARIA ", "", "Secondary"]),
            traits: vec![("rede".to_owned(), texts(["1", "2.0", "2", "3", "3"]))],
            ..Schools::default()
        }
    }

    fn left_out(filters: &[&str]) -> Result<Vec<u32>, Error> {
        let filters: Result<Vec<_>, _> = filters.iter().map(|text| Filter::parse(text)).collect();
        excluded(&schools(), &filters?)
    }

    #[test]
    fn values_are_compared_as_people_mean_them() {
        assert_eq!(left_out(&["education_level=PRIMÁRIA"]).unwrap(), [0, 3, 4]);
        assert_eq!(left_out(&["education_level!=primaria"]).unwrap(), [1, 2]);
        assert_eq!(left_out(&["education_level="]).unwrap(), [0, 1, 2, 4]);
        assert_eq!(left_out(&["rede=2,1"]).unwrap(), [3, 4]);
        assert_eq!(
            left_out(&["rede=3", "education_level!="]).unwrap(),
            [0, 1, 2, 3]
        );
        assert!(left_out(&[]).unwrap().is_empty());
    }

    #[test]
    fn what_leaves_nothing_or_means_nothing_is_an_error() {
        insta::assert_snapshot!(
            left_out(&["rede=2,9"]).unwrap_err(),
            @"no school has `9` as rede; the values there are, with their schools: `3` (2), `1` (1), `2` (1), `2.0` (1)"
        );
        insta::assert_snapshot!(
            left_out(&["rede="]).unwrap_err(),
            @"no school has blank as rede; the values there are, with their schools: `3` (2), `1` (1), `2` (1), `2.0` (1)"
        );
        insta::assert_snapshot!(
            left_out(&["rede=1", "education_level=secondary"]).unwrap_err(),
            @"no school passes the filters `rede=1` and `education_level=secondary`"
        );
    }

    #[test]
    fn lists_are_read_as_they_are_written() {
        for text in [
            "a=b",
            "a!=b,c",
            "a=",
            r#"a="b, c",d"#,
            r#"a="say ""yes"", then no""#,
            "country=BRA=x",
        ] {
            assert_eq!(Filter::parse(text).unwrap().to_string(), text);
        }
        for text in ["a", "=b", "!=b", r#"a="b"#, r#"a="b"c"#] {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
    }
}
