//! The tables `[columns]` and `[values]` of a config in, the choices that they stand for out.

use schoolreach::Error;
use schoolreach::normalize::{
    Choice, MEASUREMENT_FIELDS, REGION_FIELDS, SCHOOL_CHOICES, WORD_FIELDS, WordChoice, WordMap,
    level_name,
};
use toml::Spanned;
use toml::de::DeValue;

use super::document::{entries, table};
use super::names::unknown;
use super::options::found;
use super::text::{ConfigText, quoted};

/// The fields of the points that schools are looked for from.
const POINT_FIELDS: [&str; 3] = ["longitude", "latitude", "name"];

/// What `[columns.KIND]` say: `FIELD = "HEADER"`, or several headers where a field may have them.
pub(super) fn columns(
    config: &ConfigText,
    value: &Spanned<DeValue<'_>>,
) -> Result<Vec<Choice>, Error> {
    let mut choices = Vec::new();
    for (kind, fields) in entries(table(config, "columns", value)?) {
        let kind_name = level_name(kind.get_ref());
        let shown = format!("columns.{kind_name}");
        for (field, headers) in entries(table(config, &shown, fields)?) {
            let known = fields_of(&kind_name);
            if !known.contains(&field.get_ref().as_ref()) {
                let what = format!("field in [{shown}]");
                let message = unknown(&what, field.get_ref(), known);
                return Err(config.fault(field.span().start, message));
            }
            for column in texts(config, &shown, field.get_ref(), headers)? {
                choices.push(Choice {
                    kind: kind_name.clone(),
                    field: field.get_ref().clone().into_owned(),
                    column,
                });
            }
        }
    }
    Ok(choices)
}

fn fields_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "schools" => &SCHOOL_CHOICES,
        "points" => &POINT_FIELDS,
        "measurements" => &MEASUREMENT_FIELDS,
        _ => &REGION_FIELDS,
    }
}

/// What `[values.FIELD]` say: `"WORD" = "MEANING"`.
pub(super) fn words(
    config: &ConfigText,
    value: &Spanned<DeValue<'_>>,
) -> Result<Vec<WordChoice>, Error> {
    let (mut choices, mut map) = (Vec::new(), WordMap::default());
    for (field, words) in entries(table(config, "values", value)?) {
        if !WORD_FIELDS.contains(&field.get_ref().as_ref()) {
            let message = unknown("field in [values]", field.get_ref(), &WORD_FIELDS);
            return Err(config.fault(field.span().start, message));
        }
        let shown = format!("values.{}", field.get_ref());
        for (word, meaning) in entries(table(config, &shown, words)?) {
            let choice = WordChoice {
                field: field.get_ref().clone().into_owned(),
                word: word.get_ref().clone().into_owned(),
                meaning: text(config, &shown, word.get_ref(), meaning)?,
            };
            let at = |error: Error| config.fault(word.span().start, error);
            map.add(&choice).map_err(at)?;
            choices.push(choice);
        }
    }
    Ok(choices)
}

/// One text, or an array of them.
fn texts(
    config: &ConfigText,
    table: &str,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<Vec<String>, Error> {
    match value.get_ref() {
        DeValue::Array(several) => several
            .iter()
            .map(|value| text(config, table, key, value))
            .collect(),
        _ => Ok(vec![text(config, table, key, value)?]),
    }
}

fn text(
    config: &ConfigText,
    table: &str,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<String, Error> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.clone().into_owned()),
        other => {
            let (key, found) = (quoted(key), found(other));
            let message = format!("key {key} in [{table}]: expected text, found {found}");
            Err(config.fault(value.span().start, message))
        }
    }
}
